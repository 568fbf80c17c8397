"""Purposes: why we ask and what we promise; and news of the team."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from django.test import Client

from heard_web.engagement import actions
from heard_web.engagement.models import Activity, Purpose, TeamNews
from heard_web.people.models import DecisionBody, User

AsPerson = Callable[[User], Client]
TYPED = {
    "question": "What helps at lunch?",
    "decision_informed": "The lunch plan",
    "level": "operational",
    "set_on": "2026-04-01",
}


def test_a_purpose_says_why_we_ask_and_who_decides(as_person: AsPerson, officer: User, board: DecisionBody) -> None:
    browser = as_person(officer)

    answer = browser.post("/engagement/purposes/add/", {**TYPED, "body": board.pk, "decision_due_on": "2026-09-01"})

    purpose = Purpose.objects.get()
    assert answer["Location"] == f"/engagement/purposes/{purpose.pk}/"
    assert (purpose.body, purpose.decision_due_on) == (board, datetime.date(2026, 9, 1))


def test_a_day_of_giving_back_needs_a_promise(as_person: AsPerson, officer: User) -> None:
    browser = as_person(officer)

    page = browser.post("/engagement/purposes/add/", {**TYPED, "giveback_due_on": "2026-09-01"}).content.decode()

    assert "Write what you promise people by that day" in page
    assert "What helps at lunch?" in page
    assert not Purpose.objects.exists()


def test_a_promise_is_not_due_before_it_was_made(as_person: AsPerson, officer: User) -> None:
    browser = as_person(officer)
    promise = {"giveback_promise": "We come back", "giveback_due_on": "2026-03-01"}

    page = browser.post("/engagement/purposes/add/", {**TYPED, **promise}).content.decode()

    assert "This is before the day it was agreed, 01/04/2026" in page


def test_a_purpose_can_be_put_right(as_person: AsPerson, officer: User, purpose: Purpose) -> None:
    browser = as_person(officer)
    start = browser.get(f"/engagement/purposes/{purpose.pk}/change/").context["form"]
    sent = {field.html_name: field.value() for field in start if field.value() is not None}

    browser.post(f"/engagement/purposes/{purpose.pk}/change/", {**sent, "question": "What is a good day?"})

    kept = Purpose.objects.get()
    assert (kept.question, kept.body, kept.set_on) == ("What is a good day?", purpose.body, purpose.set_on)


def test_the_purpose_shows_who_was_heard_and_who_was_not(
    as_person: AsPerson, officer: User, workshop: Activity
) -> None:
    actions.hold(
        workshop, by=officer, counts={("cyp", "age_5_10"): 12, ("cyp", "age_11_15"): 8, ("health", "not_asked"): 5}
    )
    browser = as_person(officer)

    page = browser.get(f"/engagement/purposes/{workshop.purpose_id}/")

    assert {line.group: line.heard for line in page.context["heard"]} == {
        "Children and young people": 20,
        "Health staff": 5,
    }
    assert "Brothers and sisters" in page.context["not_heard"]
    assert "Children and young people" not in page.context["not_heard"]


def test_visits_the_reader_may_not_see_are_not_counted_under_a_purpose(
    as_person: AsPerson, officer: User, forum_meeting: Activity, purpose: Purpose
) -> None:
    forum_meeting.purpose = purpose
    forum_meeting.save()
    forum_meeting.group_counts.create(group="parent_carer", people=30)
    browser = as_person(officer)

    page = browser.get(f"/engagement/purposes/{purpose.pk}/")

    assert page.context["total"] == 0
    assert "Forum meeting" not in page.content.decode()


def test_team_news_is_kept_and_shown(as_person: AsPerson, officer: User) -> None:
    browser = as_person(officer)

    page = browser.post(
        "/engagement/news/add/", {"happened_on": "2026-05-02", "words": "We have a new colleague."}, follow=True
    )

    assert TeamNews.objects.get().held_by == officer.organisation
    assert "We have a new colleague." in page.content.decode()
