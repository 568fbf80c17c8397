"""A page tells only of what its writer's organisation may see, and two writers do not undo each other."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from heard_web.decisions.models import Ask, AskFinding
from heard_web.engagement.models import Activity
from heard_web.outcomes.models import Impact
from heard_web.people.models import DecisionBody, User
from heard_web.publishing import actions
from heard_web.publishing.actions import BlockFacts
from heard_web.publishing.checking import problems, stopping
from heard_web.publishing.event_files import screen_pdf
from heard_web.publishing.reading import page_at
from heard_web.themes.models import Finding
from tests.web.publishing_cast import EVENT_WORDS, event_of, page_of, publish

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def test_a_story_of_a_released_ask_holds_nothing_the_forum_has_not_released(
    officer: User, forum_member: User, forum_meeting: Activity, board: DecisionBody
) -> None:
    forum = forum_member.organisation
    ask = Ask.objects.create(
        held_by=forum, words="A quiet waiting room", body=board, put_on=datetime.date(2026, 6, 1), written_by=forum_member,
        released_at=timezone.now(), released_by=forum_member,
    )  # fmt: skip
    finding = Finding.objects.create(
        held_by=forum, statement="Kept inside the forum", found_on=datetime.date(2026, 5, 20), written_by=forum_member
    )
    AskFinding.objects.create(ask=ask, finding=finding)

    page = actions.draft_story(ask, by=officer)

    words = " ".join(f"{block.heading} {block.words}" for block in page.blocks.all())
    assert "A quiet waiting room" in words
    assert "Kept inside the forum" not in words
    assert forum_meeting not in page.activities.all()


def test_an_ask_that_was_not_released_cannot_be_told(officer: User, forum_member: User, board: DecisionBody) -> None:
    ask = Ask.objects.create(
        held_by=forum_member.organisation,
        words="Ours",
        body=board,
        put_on=datetime.date(2026, 6, 1),
        written_by=forum_member,
    )

    with pytest.raises(PermissionDenied):
        actions.draft_story(ask, by=officer)
    with pytest.raises(PermissionDenied):
        actions.draft_you_said(by=officer, title="Summer", asks=[ask])


def test_a_part_cannot_point_at_a_record_of_another_organisation(officer: User, forum_member: User) -> None:
    impact = Impact.objects.create(held_by=forum_member.organisation, named_thing="Ours", written_by=forum_member)

    with pytest.raises(PermissionDenied):
        page_of(officer, BlockFacts("impact", impact=impact))


def test_a_writer_is_told_when_a_colleague_changed_the_page_meanwhile(
    officer: User, second_officer: User, as_person: SignIn
) -> None:
    page = page_of(officer)
    client = as_person(officer)
    seen = client.get(f"/publishing/{page.pk}/edit/").context["page_form"].initial["seen"]
    actions.set_blocks(
        page, by=second_officer, title="Theirs", summary="", blocks=[BlockFacts("paragraph", words="Theirs.")]
    )
    mine = {
        "title": "Mine", "seen": seen, "part-TOTAL_FORMS": 1, "part-INITIAL_FORMS": 1, "part-0-kind": "paragraph",
        "part-0-words": "Mine, typed for an hour.",
    }  # fmt: skip

    answer = client.post(f"/publishing/{page.pk}/edit/", mine)

    assert "Sam Okafor changed this page while you were writing" in answer.content.decode()
    assert "Mine, typed for an hour." in answer.content.decode()
    assert page.blocks.get().words == "Theirs."
    again = answer.context["page_form"].data["seen"]
    client.post(f"/publishing/{page.pk}/edit/", mine | {"seen": again})
    assert page.blocks.get().words == "Mine, typed for an hour."


def test_a_notice_of_an_event_that_was_cancelled_asks_to_be_put_right(officer: User, approver: User) -> None:
    activity = event_of(officer)
    page = actions.draft_event_notice(activity, by=officer, **EVENT_WORDS)
    publish(page, officer, approver)

    Activity.objects.filter(pk=activity.pk).update(status="cancelled", cancelled_because="Snow")

    assert [one.what for one in stopping(problems(page))] == ["This event was cancelled."]


def test_a_screen_stays_one_page_however_much_was_written(officer: User, approver: User) -> None:
    long = dict.fromkeys([*EVENT_WORDS, "what_happens", "cost"], "We talk and make things in the big hall. " * 13)
    activity = event_of(
        officer, title="A very long name of an event that goes on " * 4, place_name="The Lantern Library " * 8
    )
    page = actions.draft_event_notice(activity, by=officer, **long)
    publish(page, officer, approver)

    made = screen_pdf(page_at(page.address), area="Ashdale")

    assert made.count(b"/MediaBox") == 1
