"""Which schools a page may name: the answer belongs to the visit."""

from __future__ import annotations

import datetime

import pytest

from heard_web.engagement.models import Activity
from heard_web.people.models import User
from heard_web.places.models import Setting
from heard_web.publishing.actions import BlockFacts
from heard_web.publishing.checking import problems, stopping
from heard_web.publishing.models import Publication
from tests.web.publishing_cast import page_of

pytestmark = pytest.mark.django_db


def found(page: Publication) -> str:
    return " / ".join(f"{one.place}: {one.what} {one.advice}" for one in stopping(problems(page)))


def held_at(school: Setting, by: User, day: int, *, named: bool) -> Activity:
    return Activity.objects.create(
        held_by=by.organisation, kind="school_visit", title="Visit", status="held", place_type="school", setting=school,
        starts_on=datetime.date(2026, 6, day), may_name_setting=named, recorded_by=by,
    )  # fmt: skip


SAYS_THE_NAME = "We went to Alder Brook Primary."


@pytest.mark.parametrize(("newest_agreed", "problem"), [(True, ""), (False, "has not agreed to be named")])
def test_a_page_about_other_things_goes_by_the_newest_visit_to_a_school(
    officer: User, school: Setting, newest_agreed: bool, problem: str
) -> None:
    held_at(school, officer, 1, named=not newest_agreed)
    held_at(school, officer, 2, named=newest_agreed)

    page = page_of(officer, BlockFacts("paragraph", words=SAYS_THE_NAME))

    assert problem in found(page)
    assert bool(found(page)) is not newest_agreed


def test_one_visit_without_an_answer_does_not_stop_the_page_of_a_visit_that_agreed(
    officer: User, school: Setting
) -> None:
    agreed = held_at(school, officer, 1, named=True)
    held_at(school, officer, 2, named=False)
    page = page_of(officer, BlockFacts("paragraph", words=SAYS_THE_NAME))

    page.activities.add(agreed)

    assert found(page) == ""


def test_a_school_that_agreed_later_is_still_not_named_on_the_page_of_a_visit_that_did_not(
    officer: User, school: Setting
) -> None:
    refused = held_at(school, officer, 1, named=False)
    held_at(school, officer, 2, named=True)
    page = page_of(officer, BlockFacts("paragraph", words=SAYS_THE_NAME))

    page.activities.add(refused)

    assert "This school has not agreed to be named" in found(page)


def test_a_part_about_a_visit_that_did_not_agree_names_no_school_though_another_visit_on_the_page_did(
    officer: User, school: Setting
) -> None:
    agreed, refused = held_at(school, officer, 1, named=True), held_at(school, officer, 2, named=False)

    def about(visit: Activity) -> str:
        page = page_of(officer, BlockFacts("paragraph", words=SAYS_THE_NAME, activity=visit))
        page.activities.add(agreed, refused)
        return found(page)

    assert about(agreed) == ""
    assert "This school has not agreed to be named" in about(refused)
