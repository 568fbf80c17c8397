"""A month that was begun before: what is new is added, what somebody wrote stays, and what is public stays."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from heard.errors import HeardError
from heard_web.audit.models import AuditEvent
from heard_web.engagement.models import Activity, GroupCount, TeamNews
from heard_web.people.models import User
from heard_web.publishing import actions
from heard_web.publishing.blocks import facts_of, with_rows
from heard_web.publishing.models import Publication
from tests.web.publishing_cast import change, event_of, page_of, publish

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
DAY = datetime.date(2026, 5, 20)


def news(officer: User, words: str, on: datetime.date = DAY) -> TeamNews:
    return TeamNews.objects.create(held_by=officer.organisation, happened_on=on, words=words, recorded_by=officer)


def may(officer: User) -> Publication:
    return actions.draft_monthly_update(by=officer, year=2026, month=5)


def lines(page: Publication) -> list[str]:
    return [block.heading or block.words for block in page.blocks.all()]


def rewritten(page: Publication, officer: User, old: str, new: str) -> None:
    """Somebody changes one part by hand, and nothing else."""
    parts = [facts_of(block) for block in with_rows(page)]
    change(page, officer, *(replace(part, words=new) if part.words == old else part for part in parts))


def test_what_was_recorded_since_is_added_at_the_end_of_its_section(officer: User, workshop: Activity) -> None:
    news(officer, "a new officer joined us")
    page = may(officer)
    news(officer, "the team moved to another building")

    added = actions.add_what_is_new(page, by=officer)

    at = lines(page).index("A new officer joined us.")
    assert added == 1
    assert lines(page)[at : at + 3] == ["A new officer joined us.", "The team moved to another building.", "Thank you"]
    assert actions.add_what_is_new(page, by=officer) == 0


def test_a_new_kind_of_thing_brings_its_heading_along(officer: User) -> None:
    page = may(officer)
    news(officer, "a new officer joined us")

    actions.add_what_is_new(page, by=officer)

    assert lines(page) == ["News from the team", "A new officer joined us."]


def test_what_somebody_wrote_or_changed_by_hand_stays_and_is_not_brought_back(officer: User) -> None:
    news(officer, "a new officer joined us")
    page = may(officer)
    rewritten(page, officer, "A new officer joined us.", "Say hello to our new officer!")
    news(officer, "the team moved to another building")

    actions.add_what_is_new(page, by=officer)

    assert lines(page)[1:] == ["Say hello to our new officer!", "The team moved to another building."]


def test_a_number_nobody_touched_follows_the_record_and_is_not_said_twice(officer: User, workshop: Activity) -> None:
    GroupCount.objects.create(activity=workshop, group="cyp", age_band="not_asked", people=20)
    page = may(officer)
    GroupCount.objects.create(activity=workshop, group="parent_carer", age_band="not_asked", people=11)

    actions.add_what_is_new(page, by=officer)

    assert list(page.blocks.filter(kind="number").values_list("number", flat=True)) == [31]


def test_a_number_changed_by_hand_stays_beside_the_new_one(officer: User, workshop: Activity) -> None:
    GroupCount.objects.create(activity=workshop, group="cyp", age_band="not_asked", people=20)
    page = may(officer)
    parts = [facts_of(block) for block in with_rows(page)]
    change(page, officer, *(replace(part, number=22) if part.number else part for part in parts))
    GroupCount.objects.create(activity=workshop, group="parent_carer", age_band="not_asked", people=11)

    actions.add_what_is_new(page, by=officer)

    assert list(page.blocks.filter(kind="number").values_list("number", flat=True)) == [22, 31]


def test_adding_what_is_new_leaves_the_public_page_as_it_is(
    officer: User, approver: User, workshop: Activity, client: Client
) -> None:
    page = may(officer)
    publish(page, officer, approver)
    news(officer, "the team moved to another building")

    actions.add_what_is_new(page, by=officer)

    page.refresh_from_db()
    assert page.state == "draft"
    assert "another building" not in client.get(f"/{page.address}/").content.decode()


def test_only_those_who_write_for_the_holder_add_what_is_new(officer: User, approver: User, forum_member: User) -> None:
    page = may(officer)

    for other in (approver, forum_member):
        with pytest.raises(PermissionDenied):
            actions.add_what_is_new(page, by=other)


def test_a_page_that_is_no_month_does_not_follow_the_record(officer: User) -> None:
    with pytest.raises(HeardError, match="Only the update of a month"):
        actions.add_what_is_new(page_of(officer), by=officer)


def started(client: Client, **more: str) -> tuple[str, Publication]:
    """Last month, begun in the browser."""
    month = client.get("/publishing/new/?kind=monthly_update").context["form"].fields["month"].choices[2][0]
    client.post("/publishing/new/?kind=monthly_update", {"month": month}, follow=True)
    return month, Publication.objects.get()


def test_a_month_with_a_draft_asks_whether_to_add_or_to_open(officer: User, as_person: SignIn) -> None:
    client = as_person(officer)
    month, page = started(client)
    news(officer, "the team moved to another building", on=page.month or DAY)

    asked = client.post("/publishing/new/?kind=monthly_update", {"month": month}).content.decode()
    opened = client.post("/publishing/new/?kind=monthly_update", {"month": month, "do": "open"}, follow=True)
    before = page.blocks.count()
    added = client.post("/publishing/new/?kind=monthly_update", {"month": month, "do": "add"}, follow=True)

    assert "wrote a first draft on" in asked and f"{timezone.localdate():%Y}" in asked
    assert "Add what is new since" in asked and "Open it as it is" in asked
    assert "first draft from the record" not in asked
    assert before == 0 and "another building" not in opened.content.decode()
    assert "1 part is new." in added.content.decode() and "another building" in added.content.decode()


def test_a_published_month_opens_as_a_new_version_and_says_what_stays(
    officer: User, approver: User, as_person: SignIn
) -> None:
    client = as_person(officer)
    month = client.get("/publishing/new/?kind=monthly_update").context["form"].fields["month"].choices[2][0]
    news(officer, "a new officer joined us", on=datetime.date.fromisoformat(f"{month}-03"))
    page = started(client)[1]
    publish(page, officer, approver)

    answer = client.post("/publishing/new/?kind=monthly_update", {"month": month}, follow=True)

    page.refresh_from_db()
    assert answer.redirect_chain[-1][0] == f"/publishing/{page.pk}/edit/"
    assert "stays as it is until a second person approves" in answer.content.decode()
    assert page.state == "published"


def test_the_visit_somebody_came_from_is_named_all_the_way(officer: User, as_person: SignIn) -> None:
    visit = event_of(officer)
    client = as_person(officer)

    kinds = client.get(f"/publishing/new/?activity={visit.pk}").content.decode()
    form = client.get(f"/publishing/new/?kind=event_notice&activity={visit.pk}").content.decode()

    assert visit.label in kinds and f"kind=event_notice&amp;activity={visit.pk}" in kinds
    assert f'About: <a href="{visit.get_absolute_url()}">{visit.label}</a>' in form
    assert f'<option value="{visit.pk}" selected>' in form


def test_a_visit_somebody_may_not_see_is_not_named(officer: User, forum_meeting: Activity, as_person: SignIn) -> None:
    client = as_person(officer)

    for number in (forum_meeting.pk, 9_999_999, "x", "9" * 40):
        assert "About:" not in client.get(f"/publishing/new/?activity={number}").content.decode()


def test_saving_without_a_change_leaves_a_published_page_published(officer: User, approver: User) -> None:
    page = page_of(officer)
    publish(page, officer, approver)
    known = AuditEvent.objects.count()

    change(page, officer, *[facts_of(block) for block in with_rows(page)])

    page.refresh_from_db()
    assert (page.state, page.changed_by, AuditEvent.objects.count()) == ("published", officer, known)
    actions.set_blocks(page, by=officer, title="Another title", summary=page.summary, blocks=[])
    page.refresh_from_db()
    assert page.state == "draft"


def test_a_page_to_look_at_again_becomes_a_draft_when_it_is_saved(officer: User, approver: User) -> None:
    page = page_of(officer)
    publish(page, officer, approver)
    Publication.objects.filter(pk=page.pk).update(look_again_because="Something is gone.")

    change(page, officer, *[facts_of(block) for block in with_rows(page)])

    page.refresh_from_db()
    assert (page.state, page.look_again_because) == ("draft", "")
