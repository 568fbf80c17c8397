"""The questions of a visit, in the order in which they are asked."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django.test import Client

from heard_web.engagement import actions
from heard_web.engagement.models import Activity, Question
from heard_web.people.models import User

AsPerson = Callable[[User], Client]
DAY = datetime.date(2026, 5, 12)
ASKED = ["What would you keep?", "And what is hard?", "Who helps you?", "Anything else?"]


def planned(officer: User, **changed: Any) -> Activity:
    return actions.plan(by=officer, kind="drop_in", title="Drop-in", starts_on=DAY, place_type="cafe", **changed)


def words_asked(visit: Activity) -> list[str]:
    return [question.words for question in Question.objects.asked_at(visit)]


def in_order(page: str, words: list[str]) -> bool:
    places = [page.find(each) for each in words]
    return -1 not in places and places == sorted(places)


def test_questions_stand_in_the_order_they_are_asked_on_the_page_and_in_the_file(
    as_person: AsPerson, officer: User
) -> None:
    planned(officer, questions=[ASKED[2]])
    visit = planned(officer, questions=ASKED)
    browser = as_person(officer)

    page = browser.get(f"/engagement/{visit.pk}/").content.decode()
    file = b"".join(browser.get("/engagement/export/")).decode()

    assert words_asked(visit) == ASKED
    assert in_order(page, ASKED)
    assert "; ".join(ASKED) in file


def test_changing_something_else_leaves_the_order_and_moving_a_line_moves_the_question(
    as_person: AsPerson, officer: User
) -> None:
    visit = planned(officer, questions=ASKED)
    browser = as_person(officer)
    start = browser.get(f"/engagement/{visit.pk}/change/").context["form"]
    sent = {field.html_name: field.value() for field in start if field.value() not in (None, False)}

    browser.post(f"/engagement/{visit.pk}/change/", {**sent, "title": "A new name"})
    after_a_new_name = words_asked(visit)
    browser.post(f"/engagement/{visit.pk}/change/", {**sent, "questions": "\n".join(reversed(ASKED))})

    assert after_a_new_name == ASKED
    assert words_asked(visit) == ASKED[::-1]


def test_a_question_asked_elsewhere_is_added_at_the_end(as_person: AsPerson, officer: User) -> None:
    planned(officer, questions=["A good day?"])
    visit = planned(officer, questions=ASKED)
    known = Question.objects.get(words="A good day?")
    browser = as_person(officer)
    start = browser.get(f"/engagement/{visit.pk}/change/").context["form"]
    sent = {field.html_name: field.value() for field in start if field.value() not in (None, False)}

    browser.post(f"/engagement/{visit.pk}/change/", {**sent, "asked_before": [known.pk]})

    assert words_asked(visit) == [*ASKED, "A good day?"]
