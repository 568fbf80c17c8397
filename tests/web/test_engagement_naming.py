"""Whether the school or setting agrees to be named: asked about each visit, and begun from the last answer."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from heard_web.engagement import actions
from heard_web.engagement.models import Activity
from heard_web.people.models import User
from heard_web.places.models import Setting

AsPerson = Callable[[User], Client]


def typed(**more: Any) -> dict[str, Any]:
    """What a browser sends for a short visit form."""
    return {
        "kind": "school_visit", "starts_on": "2026-05-20", "place_type": "", "setting": "", "place_name": "",
        "status": "planned", "may_name_setting": "last",
    } | more  # fmt: skip


def visit(by: User, setting: Setting, day: int, *, named: bool) -> Activity:
    return actions.plan(
        by=by, kind="school_visit", title=f"Visit {day}", starts_on=datetime.date(2026, 5, day), place_type="school",
        setting=setting, may_name_setting=named,
    )  # fmt: skip


def newest() -> Activity:
    return Activity.objects.order_by("-pk")[0]


def test_the_question_stands_in_the_open_and_says_what_it_does(as_person: AsPerson, officer: User) -> None:
    page = as_person(officer).get("/engagement/add/").content.decode()

    question = page.index("Does the school or setting agree to be named in public?")

    assert question < page.index("More about it")
    assert "public pages about this visit may say its name" in page


@pytest.mark.parametrize("named", [True, False])
def test_a_new_visit_starts_from_the_last_answer_of_that_school(
    as_person: AsPerson, officer: User, school: Setting, named: bool
) -> None:
    visit(officer, school, 1, named=not named)
    visit(officer, school, 9, named=named)

    as_person(officer).post("/engagement/add/", typed(setting="Alder Brook"))

    assert newest().starts_on.day == 20
    assert newest().may_name_setting is named


def test_a_school_nobody_asked_yet_is_not_named(as_person: AsPerson, officer: User, school: Setting) -> None:
    as_person(officer).post("/engagement/add/", typed(setting="Alder Brook"))

    assert newest().setting == school
    assert newest().may_name_setting is False


def test_the_answer_to_an_organisation_whose_visits_are_hidden_is_not_the_last_answer(
    as_person: AsPerson, officer: User, forum_member: User, school: Setting
) -> None:
    visit(forum_member, school, 9, named=True)

    as_person(officer).post("/engagement/add/", typed(setting="Alder Brook"))

    assert newest().may_name_setting is False


def test_an_answer_given_now_counts_for_this_visit_alone(as_person: AsPerson, officer: User, school: Setting) -> None:
    before = visit(officer, school, 9, named=True)

    as_person(officer).post("/engagement/add/", typed(setting="Alder Brook", may_name_setting="no"))

    before.refresh_from_db()
    assert (before.may_name_setting, newest().may_name_setting) == (True, False)


def test_a_visit_that_is_put_right_keeps_its_own_answer(as_person: AsPerson, officer: User, school: Setting) -> None:
    old = visit(officer, school, 1, named=True)
    visit(officer, school, 9, named=False)
    browser = as_person(officer)
    page = browser.get(f"/engagement/{old.pk}/change/").content.decode()
    assert "The same as last time" not in page

    sent = typed(setting="Alder Brook", title="Put right", may_name_setting="yes")
    browser.post(f"/engagement/{old.pk}/change/", sent)

    old.refresh_from_db()
    assert (old.title, old.may_name_setting) == ("Put right", True)


def test_nobody_can_be_named_where_no_place_is_written_down(as_person: AsPerson, officer: User) -> None:
    page = as_person(officer).post("/engagement/add/", typed(may_name_setting="yes")).content.decode()

    assert "There is no school or setting to name yet" in page
    assert not Activity.objects.exists()
