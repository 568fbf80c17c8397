"""A page that anybody can read is no reply to those who took part, and one rule says whether a promise is late."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from heard_web.decisions.actions import put_ask
from heard_web.decisions.models import Ask
from heard_web.engagement.models import Activity, Purpose
from heard_web.outcomes.actions import tell_back
from heard_web.outcomes.chain import chain_of
from heard_web.outcomes.models import GiveBack
from heard_web.outcomes.owing import owed_to_people
from heard_web.people.actions import release
from heard_web.people.models import DecisionBody, Organisation, Role, User
from heard_web.themes.models import Finding, FindingVoice
from heard_web.voice.models import Contribution
from tests.web.conftest import person

SignIn = Callable[[User], Client]
TOLD_ON = datetime.date(2026, 7, 5)
DUE_ON, TODAY = datetime.date(2026, 7, 1), datetime.date(2026, 7, 11)
ONLY_PUBLISHED = "Published; nobody has recorded telling the people themselves"


def promise(purpose: Purpose) -> Purpose:
    Purpose.objects.filter(pk=purpose.pk).update(giveback_promise="A poster for each class", giveback_due_on=DUE_ON)
    return purpose


@pytest.fixture
def ask(officer: User, board: DecisionBody, purpose: Purpose, workshop: Activity) -> Ask:
    promise(purpose)
    return put_ask(by=officer, words="Open quiet rooms", body=board, put_on=datetime.date(2026, 6, 1), purpose=purpose)


def publish(by: User, *, on: datetime.date = TOLD_ON, **about: object) -> GiveBack:
    """What publishing a page leaves behind."""
    return tell_back(
        by=by, told_on=on, told_whom="Anybody", how="Published page: July 2026", address="/updates/2026/07/", **about
    )  # type: ignore[arg-type]


def late(user: User) -> list[tuple[str, int | None]]:
    return [(item.kind, item.days_late) for item in owed_to_people(user, today=TODAY) if item.kind == "give-back"]


def test_a_published_page_keeps_no_promise(officer: User, ask: Ask, workshop: Activity) -> None:
    publish(officer, ask=ask)
    publish(officer, activity=workshop)

    assert late(officer) == [("give-back", 10)]


def test_a_reply_with_a_web_page_in_it_keeps_the_promise(officer: User, ask: Ask) -> None:
    tell_back(
        by=officer,
        told_on=TOLD_ON,
        told_whom="Year 5",
        how="A letter",
        ask=ask,
        address="https://ashdale.example/reply",
    )

    assert late(officer) == []


def test_the_thread_says_that_a_page_was_published_and_nobody_was_told(
    as_person: SignIn, officer: User, ask: Ask, workshop: Activity
) -> None:
    publish(officer, ask=ask)
    publish(officer, activity=workshop)

    page = as_person(officer).get(f"/outcomes/thread/{ask.pk}/").content.decode()

    assert page.count(ONLY_PUBLISHED) >= 1
    assert "Published where anybody can read it" in page
    assert page.count('href="/updates/2026/07/"') == 1
    told = chain_of(ask, user=officer).records()
    assert (told.give_backs_made, told.given_back_on, told.pages_published) == (0, None, 1)


def test_the_thread_ties_its_end_once_somebody_was_told(as_person: SignIn, officer: User, ask: Ask) -> None:
    publish(officer, ask=ask)
    tell_back(by=officer, told_on=TOLD_ON, told_whom="Year 5", how="A poster", ask=ask)

    page = as_person(officer).get(f"/outcomes/thread/{ask.pk}/").content.decode()

    assert ONLY_PUBLISHED not in page
    assert "Year 5" in page
    assert "Published where anybody can read it" in page


def test_one_voice_is_not_told_by_a_page_alone(as_person: SignIn, officer: User, ask: Ask, workshop: Activity) -> None:
    voice = Contribution.objects.create(
        held_by=officer.organisation, activity=workshop, mode="said", words="It is too loud", said_on=TOLD_ON,
        recorded_by=officer,
    )  # fmt: skip
    publish(officer, activity=workshop)

    page = as_person(officer).get(f"/outcomes/voice/{voice.pk}/").content.decode()

    assert ONLY_PUBLISHED in page
    assert "Published page: July 2026, 5 July 2026" in page


def test_the_list_names_a_page_once_and_nobody_as_told(
    as_person: SignIn, officer: User, ask: Ask, workshop: Activity
) -> None:
    publish(officer, ask=ask)
    publish(officer, activity=workshop)

    page = as_person(officer).get("/outcomes/").content.decode()

    assert page.count("/updates/2026/07/") == 1
    assert "Nobody has recorded telling the people themselves." in page


def test_the_forum_s_late_promise_is_late_for_the_forum_and_for_all_who_read_it(
    as_person: SignIn, officer: User, forum_member: User, inspector: User
) -> None:
    asked = Purpose.objects.create(
        held_by=forum_member.organisation, question="What is missing here?", decision_informed="The hub plan",
        set_on=datetime.date(2026, 4, 1),
    )  # fmt: skip
    release(promise(asked), by=forum_member)

    readers = [late(user) for user in (forum_member, officer, inspector)]
    Purpose.objects.filter(pk=asked.pk).update(giveback_due_on=timezone.localdate() - datetime.timedelta(days=3))
    pages = [as_person(user).get("/outcomes/").content.decode() for user in (forum_member, officer, inspector)]

    assert readers == [[("give-back", 10)]] * 3
    assert [page.count("It is 3 days late.") for page in pages] == [1, 1, 1]


def test_a_promise_the_forum_kept_is_kept_for_those_who_may_not_read_how(
    officer: User, forum_member: User, forum_meeting: Activity
) -> None:
    asked = Purpose.objects.create(
        held_by=forum_member.organisation, question="What is missing here?", decision_informed="The hub plan",
        set_on=datetime.date(2026, 4, 1),
    )  # fmt: skip
    Activity.objects.filter(pk=forum_meeting.pk).update(purpose=asked)
    release(promise(asked), by=forum_member)

    tell_back(by=forum_member, told_on=TOLD_ON, told_whom="Families", how="A talk", activity=forum_meeting)

    assert [late(user) for user in (forum_member, officer)] == [[], []]


def test_a_reply_that_the_promiser_cannot_read_does_not_keep_its_promise(
    officer: User, forum_member: User, ask: Ask, icb: Organisation
) -> None:
    release(ask, by=officer)
    colleague = person("Ivo Hale", Role.OFFICER, icb)

    told = tell_back(by=forum_member, told_on=TOLD_ON, told_whom="Families", how="A talk", ask=ask)
    before = late(officer)
    release(told, by=forum_member)
    after = late(officer)
    GiveBack.objects.all().delete()
    tell_back(by=colleague, told_on=TOLD_ON, told_whom="Families", how="A talk", ask=ask)

    assert (before, after, late(officer)) == ([("give-back", 10)], [], [])


def test_a_voice_behind_many_pages_is_followed_in_few_queries(
    as_person: SignIn, officer: User, ask: Ask, workshop: Activity, django_assert_max_num_queries: Callable[..., object]
) -> None:
    finding = Finding.objects.create(
        held_by=officer.organisation, statement="It is loud", found_on=TOLD_ON, written_by=officer
    )
    voice = Contribution.objects.create(
        held_by=officer.organisation, activity=workshop, mode="said", words="It is too loud", said_on=TOLD_ON,
        recorded_by=officer,
    )  # fmt: skip
    FindingVoice.objects.create(finding=finding, contribution=voice)
    GiveBack.objects.bulk_create(
        GiveBack(
            held_by=officer.organisation, ask=ask, told_on=TOLD_ON, told_whom="Anybody", how=f"Page {n}",
            address=f"/stories/{n}/", given_by=officer,
        )
        for n in range(200)
    )  # fmt: skip
    browser = as_person(officer)

    with django_assert_max_num_queries(25):  # type: ignore[attr-defined]
        page = browser.get(f"/outcomes/thread/{ask.pk}/")
    with django_assert_max_num_queries(15):  # type: ignore[attr-defined]
        table = browser.get("/outcomes/")

    assert (page.status_code, table.status_code) == (200, 200)
