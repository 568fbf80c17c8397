"""A home is kept without its address: at the form, in the action and in the database."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from heard.errors import BadRecord
from heard_web.engagement import actions
from heard_web.engagement.models import Activity
from heard_web.people.models import User
from heard_web.places.models import Setting

AsPerson = Callable[[User], Client]
DAY = datetime.date(2026, 5, 12)


def typed(**changed: Any) -> dict[str, Any]:
    """What a person sends from the form of a visit."""
    return {
        "kind": "school_visit", "starts_on": "2026-05-12", "place_type": "", "setting": "", "place_name": "",
        "purpose": "", "questions": "", "status": "planned", "title": "", **changed,
    }  # fmt: skip


def planned(officer: User, **changed: Any) -> Activity:
    facts = {"kind": "school_visit", "title": "Visit", "starts_on": DAY, "place_type": "school", **changed}
    return actions.plan(by=officer, **facts)


def test_a_home_visit_is_written_down_without_an_address(as_person: AsPerson, officer: User) -> None:
    browser = as_person(officer)

    browser.post("/engagement/add/", typed(kind="home_visit"))

    visit = Activity.objects.get()
    assert (visit.title, visit.place_type, visit.where) == ("Home visit", "home", "Home")


@pytest.mark.parametrize(
    ("box", "words"),
    [
        ("place_name", "12 Orchard Rise"),
        ("setting", "Alder Brook Primary"),
        ("hosted_by", "The Marsh family"),
        ("title", "Visit at ZZ9 9AA"),
        ("notes", "Park outside, ZZ9 9AA"),
        ("questions", "Is ZZ9 9AA a good place?"),
    ],
)
def test_the_form_refuses_what_gives_away_where_a_family_lives(
    as_person: AsPerson, officer: User, school: Setting, box: str, words: str
) -> None:
    browser = as_person(officer)

    page = browser.post("/engagement/add/", typed(kind="home_visit", **{box: words}))

    assert page.context["form"].errors[box]
    assert words in page.content.decode()
    assert not Activity.objects.exists()


def test_a_home_visit_cannot_be_filed_under_another_kind_of_place(as_person: AsPerson, officer: User) -> None:
    browser = as_person(officer)
    sent = typed(kind="home_visit", place_type="other", place_name="12 Orchard Rise")

    page = browser.post("/engagement/add/", sent)

    assert "A home visit takes place at home" in page.content.decode()
    assert not Activity.objects.exists()


def test_the_action_and_the_database_both_refuse_an_address_of_a_home(officer: User) -> None:
    facts = {"kind": "home_visit", "title": "Home visit", "starts_on": DAY, "place_type": "home"}

    with pytest.raises(BadRecord, match="no address"):
        actions.plan(by=officer, place_name="12 Orchard Rise", **facts)

    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.create(
            held_by=officer.organisation, recorded_by=officer, place_name="12 Orchard Rise", **facts
        )


def test_a_visit_that_becomes_a_home_visit_must_let_go_of_its_school(officer: User, school: Setting) -> None:
    visit = planned(officer, setting=school)

    with pytest.raises(BadRecord, match="no address"):
        actions.change(visit, by=officer, kind="home_visit", place_type="home")

    visit.refresh_from_db()
    assert visit.kind == "school_visit"
