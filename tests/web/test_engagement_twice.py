"""A thumb that presses “Save” twice writes one visit, one purpose and one line of news."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client

from heard_web.engagement import actions
from heard_web.engagement.models import Activity, Purpose, TeamNews
from heard_web.people.models import User

AsPerson = Callable[[User], Client]
DAY = datetime.date(2026, 5, 12)
NOON = datetime.datetime(2026, 5, 12, 12, tzinfo=datetime.UTC)
VISIT = {
    "kind": "drop_in", "starts_on": "2026-05-12", "place_type": "cafe", "setting": "", "place_name": "Lantern Café",
    "purpose": "", "questions": "What helps?", "status": "planned", "title": "", "methods": ["drawing"],
}  # fmt: skip
PURPOSE = {
    "question": "What helps?", "decision_informed": "The plan", "level": "strategic", "set_on": "2026-05-12",
    "giveback_promise": "We come back", "giveback_due_on": "2026-09-01",
}  # fmt: skip
NEWS = {"happened_on": "2026-05-12", "words": "A new colleague starts."}


def planned(by: User, **changed: Any) -> Activity:
    return actions.plan(**{  # type: ignore[arg-type]
        "by": by, "kind": "drop_in", "title": "Drop-in", "starts_on": DAY, "place_type": "cafe", **changed,
    })  # fmt: skip


@pytest.mark.parametrize(
    ("page", "sent", "kind"),
    [
        ("/engagement/add/", VISIT, Activity),
        ("/engagement/purposes/add/", PURPOSE, Purpose),
        ("/engagement/news/add/", NEWS, TeamNews),
    ],
)
def test_a_form_sent_twice_is_kept_once_and_both_answers_lead_to_it(
    as_person: AsPerson, officer: User, page: str, sent: dict[str, Any], kind: Any
) -> None:
    browser = as_person(officer)

    answers = [browser.post(page, sent) for _ in range(2)]

    assert kind.objects.count() == 1
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]


@pytest.mark.parametrize(
    "changed",
    [
        {"title": "Drop-in for dads"},
        {"start_time": datetime.time(14)},
        {"methods": ["drawing"]},
        {"questions": ["What helps?"]},
        {"notes": "Bring the felt pens"},
    ],
)
def test_a_visit_that_differs_in_anything_is_another_visit(officer: User, changed: dict[str, Any]) -> None:
    first = planned(officer)

    second = planned(officer, **changed)

    assert first.pk != second.pk


def test_the_same_visit_by_a_colleague_or_later_is_another_visit(officer: User, second_officer: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        first = planned(officer)
        by_a_colleague = planned(second_officer)
        clock.shift(61)
        later = planned(officer)

    assert len({first.pk, by_a_colleague.pk, later.pk}) == 3


def test_a_visit_in_words_is_told_from_every_other_by_its_place_and_day(officer: User, school: Any) -> None:
    named_after_it = planned(officer, title="School visit, Alder Brook Primary", place_type="school", setting=school)
    named_freely = planned(officer, title="Good life", place_type="school", setting=school)
    at_home = planned(officer, kind="home_visit", title="Home visit", place_type="home")

    assert named_after_it.label == "School visit, Alder Brook Primary, Ashdale, 12 May 2026"
    assert named_freely.label == "Good life, Alder Brook Primary, Ashdale, 12 May 2026"
    assert at_home.label == "Home visit, 12 May 2026"
