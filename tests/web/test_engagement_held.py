"""Saying who came and how it went, and thanking the host."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from heard.errors import BadRecord, DatesOutOfOrder, MiscountedVoices
from heard_web.engagement import actions
from heard_web.engagement.models import Activity
from heard_web.people.models import User

AsPerson = Callable[[User], Client]


def counted(visit: Activity) -> dict[tuple[str, str], int]:
    return {(row.group, row.age_band): row.people for row in visit.group_counts.all()}


def sent(others: list[dict[str, Any]] | None = None, **changed: Any) -> dict[str, Any]:
    """What a person sends from the page of who came."""
    rows = others or []
    data = {"other-TOTAL_FORMS": max(len(rows), 3), "other-INITIAL_FORMS": 0, "notes": "", "public_line": "", **changed}
    for number, row in enumerate(rows):
        data |= {f"other-{number}-{name}": value for name, value in {"age_band": "not_asked", **row}.items()}
    return data


def test_people_are_counted_by_group_and_age_band(as_person: AsPerson, officer: User, workshop: Activity) -> None:
    browser = as_person(officer)
    rows = [{"group": "young_adviser", "age_band": "age_16_18", "people": "4"}]
    boxes = {"count-cyp-age_5_10": "12", "count-parent_carer-not_asked": "3"}

    browser.post(f"/engagement/{workshop.pk}/held/", sent(rows, **boxes, notes="Bring more pens", forum_interest="2"))

    workshop.refresh_from_db()
    assert counted(workshop) == {
        ("cyp", "age_5_10"): 12, ("parent_carer", "not_asked"): 3, ("young_adviser", "age_16_18"): 4,
    }  # fmt: skip
    assert (workshop.status, workshop.notes, workshop.forum_interest) == ("held", "Bring more pens", 2)


def test_an_empty_box_is_not_a_nought(as_person: AsPerson, officer: User, workshop: Activity) -> None:
    browser = as_person(officer)

    browser.post(f"/engagement/{workshop.pk}/held/", sent(**{"count-cyp-not_asked": "0"}))

    assert counted(workshop) == {("cyp", "not_asked"): 0}
    assert workshop not in Activity.objects.to_write_up(timezone.localdate())


def test_counting_again_replaces_the_first_count(officer: User, workshop: Activity) -> None:
    actions.hold(workshop, by=officer, counts={("cyp", "age_5_10"): 12, ("sibling", "not_asked"): 1})

    actions.hold(workshop, by=officer, counts={("cyp", "age_5_10"): 11})
    actions.hold(workshop, by=officer, counts={("cyp", "age_5_10"): 11})

    assert counted(workshop) == {("cyp", "age_5_10"): 11}


def test_counting_again_without_notes_keeps_the_notes(officer: User, workshop: Activity) -> None:
    actions.hold(workshop, by=officer, counts={}, notes="Bring more pens", forum_interest=4, public_line="We met.")

    actions.hold(workshop, by=officer, counts={("cyp", "not_asked"): 5})

    assert (workshop.notes, workshop.forum_interest, workshop.public_line) == ("Bring more pens", 4, "We met.")


def test_the_page_shows_again_every_count_that_was_kept(as_person: AsPerson, officer: User, workshop: Activity) -> None:
    actions.hold(workshop, by=officer, counts={("cyp", "age_5_10"): 12, ("health", "not_asked"): 7})
    browser = as_person(officer)

    page = browser.get(f"/engagement/{workshop.pk}/held/")

    assert page.context["form"]["count-cyp-age_5_10"].value() == 12
    assert page.context["formset"].forms[0]["people"].value() == 7


def test_a_number_that_cannot_be_read_loses_nothing_that_was_typed(
    as_person: AsPerson, officer: User, workshop: Activity
) -> None:
    browser = as_person(officer)
    rows = [{"group": "", "people": "9"}]
    data = sent(
        rows, notes="A long note about the day", **{"count-cyp-age_5_10": "about ten", "count-cyp-age_0_4": "3"}
    )

    page = browser.post(f"/engagement/{workshop.pk}/held/", data).content.decode()

    assert 'value="about ten"' in page
    assert 'value="3"' in page
    assert "A long note about the day" in page
    assert "Say who these 9 people were" in page
    assert "Enter a whole number, such as 12." in page
    assert not counted(workshop)


def test_one_row_counted_in_two_boxes_is_refused(as_person: AsPerson, officer: User, workshop: Activity) -> None:
    browser = as_person(officer)
    rows = [{"group": "cyp", "age_band": "age_5_10", "people": "2"}]

    page = browser.post(f"/engagement/{workshop.pk}/held/", sent(rows, **{"count-cyp-age_5_10": "12"})).content.decode()

    assert "There is another box for “Children and young people, 5 to 10”" in page
    assert not counted(workshop)


def test_fewer_than_nobody_cannot_come(officer: User, workshop: Activity) -> None:
    with pytest.raises(MiscountedVoices, match="-2 people"):
        actions.hold(workshop, by=officer, counts={("cyp", "not_asked"): -2})

    assert not counted(workshop)


def test_a_visit_still_to_come_cannot_be_written_up(as_person: AsPerson, officer: User, workshop: Activity) -> None:
    Activity.objects.update(starts_on=timezone.localdate() + datetime.timedelta(days=2), status="booked")
    browser = as_person(officer)

    page = browser.post(f"/engagement/{workshop.pk}/held/", sent(**{"count-cyp-not_asked": "5"})).content.decode()

    assert "This visit is still to come" in page
    assert not counted(workshop)


def test_a_cancelled_visit_was_not_held(officer: User, workshop: Activity) -> None:
    Activity.objects.update(status="cancelled", cancelled_because="Snow")

    with pytest.raises(BadRecord, match="cancelled"):
        actions.hold(workshop, by=officer, counts={})


def test_the_notes_of_a_home_visit_hold_no_address(as_person: AsPerson, officer: User) -> None:
    day = datetime.date(2026, 5, 12)
    visit = actions.plan(by=officer, kind="home_visit", title="Home visit", starts_on=day, place_type="home")
    browser = as_person(officer)

    page = browser.post(f"/engagement/{visit.pk}/held/", sent(notes="They live at ZZ9 9AA"))

    assert "Take out “ZZ9 9AA”" in page.content.decode()
    visit.refresh_from_db()
    assert visit.notes == ""


def test_the_host_is_thanked_with_words_that_can_be_changed(
    as_person: AsPerson, officer: User, workshop: Activity
) -> None:
    browser = as_person(officer)

    start = browser.get(f"/engagement/{workshop.pk}/thank/").content.decode()

    assert "Thank you for having us on 12 May 2026." in start
    assert "The SEND strategy" in start

    browser.post(f"/engagement/{workshop.pk}/thank/", {"on": "2026-05-13", "words": "Thank you all."})

    workshop.refresh_from_db()
    assert (workshop.thanked_on, workshop.thanks_words, workshop.thanked_by) == (
        datetime.date(2026, 5, 13), "Thank you all.", officer,
    )  # fmt: skip


def test_suggested_thanks_hold_no_number_of_people(officer: User, workshop: Activity) -> None:
    actions.hold(workshop, by=officer, counts={("cyp", "not_asked"): 37})

    assert "37" not in workshop.suggested_thanks


def test_nobody_is_thanked_before_the_visit(as_person: AsPerson, officer: User, workshop: Activity) -> None:
    browser = as_person(officer)

    page = browser.post(f"/engagement/{workshop.pk}/thank/", {"on": "2026-05-01", "words": "My own words"})

    assert "This is before the visit on 12 May 2026" in page.content.decode()
    assert "My own words" in page.content.decode()
    with pytest.raises(DatesOutOfOrder):
        actions.thank(workshop, by=officer, on=datetime.date(2026, 5, 1), words="Thank you")
