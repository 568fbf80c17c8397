"""The list of visits, the calendar and the file, small and large."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from heard_web.engagement import actions
from heard_web.engagement.models import Activity, GroupCount, Purpose, Question
from heard_web.people.models import User
from heard_web.places.models import Setting

AsPerson = Callable[[User], Client]


@pytest.fixture
def thousand(officer: User, purpose: Purpose, school: Setting) -> list[Activity]:
    first = datetime.date(2024, 1, 1)
    made = Activity.objects.bulk_create(
        Activity(
            held_by=officer.organisation, recorded_by=officer, purpose=purpose, kind="school_visit", title=f"Visit {n}",
            status="held", starts_on=first + datetime.timedelta(days=n % 700), place_type="school", setting=school,
        )
        for n in range(1000)
    )  # fmt: skip
    GroupCount.objects.bulk_create(
        GroupCount(activity=visit, group=group, people=10) for visit in made for group in ("cyp", "parent_carer")
    )
    question = Question.objects.create(words="What helps?", held_by=officer.organisation)
    Activity.questions.through.objects.bulk_create(
        Activity.questions.through(activity=visit, question=question) for visit in made
    )
    return made


def exported(browser: Client, query: str = "") -> list[dict[str, str]]:
    text = b"".join(browser.get(f"/engagement/export/{query}")).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize(
    "query", ["", "?page=3", "?status=held&kind=school_visit&month=2024-03", "?status=to_write_up"]
)
def test_a_thousand_visits_are_listed_in_at_most_fifteen_queries(
    as_person: AsPerson, officer: User, thousand: list[Activity], query: str
) -> None:
    browser = as_person(officer)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = browser.get(f"/engagement/{query}")

    assert len(asked) <= 15
    assert len(page.context["page"]) <= 50


def test_the_desk_the_calendar_and_the_purpose_stay_quick_with_a_thousand_visits(
    as_person: AsPerson, officer: User, thousand: list[Activity], purpose: Purpose
) -> None:
    browser = as_person(officer)

    for page in (
        "/desk/",
        "/engagement/calendar/?month=2024-03",
        f"/engagement/purposes/{purpose.pk}/",
        "/engagement/purposes/",
    ):
        with CaptureQueriesContext(connection) as asked:
            browser.get(page)
        assert len(asked) <= 15, page


def test_a_thousand_visits_are_exported_in_at_most_ten_queries(
    as_person: AsPerson, officer: User, thousand: list[Activity]
) -> None:
    browser = as_person(officer)

    with CaptureQueriesContext(connection) as asked:
        rows = exported(browser)

    assert len(asked) <= 10
    assert len(rows) == 1000
    assert {(row["People"], row["Children and young people"], row["Questions"]) for row in rows} == {
        ("20", "10", "What helps?")
    }


def test_what_people_typed_cannot_run_as_a_formula_in_a_spreadsheet(as_person: AsPerson, officer: User) -> None:
    day = datetime.date(2026, 5, 12)
    danger = '=HYPERLINK("http://bad.example","look")'
    actions.plan(
        by=officer, kind="workshop", title=danger, starts_on=day, place_type="cafe", place_name="@cmd",
        questions=["+1+1"],
    )  # fmt: skip

    row = exported(as_person(officer))[0]

    assert row["Name"] == f"'{danger}"
    assert (row["Where"], row["Questions"]) == ("'@cmd", "'+1+1")


def test_the_file_holds_no_notes_and_no_thanks(as_person: AsPerson, officer: User, workshop: Activity) -> None:
    actions.hold(workshop, by=officer, counts={}, notes="Zebra notes")
    actions.thank(workshop, by=officer, on=datetime.date(2026, 5, 13), words="Zebra thanks")

    text = b"".join(as_person(officer).get("/engagement/export/")).decode()

    assert "Good life workshop" in text
    assert "Zebra" not in text


def test_the_file_follows_the_filters_of_the_list(as_person: AsPerson, officer: User, workshop: Activity) -> None:
    actions.plan(by=officer, kind="drop_in", title="Drop-in", starts_on=datetime.date(2026, 6, 1), place_type="cafe")

    names = [row["Name"] for row in exported(as_person(officer), "?kind=drop_in")]

    assert names == ["Drop-in"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("month=2026-05", {"Good life workshop"}),
        ("kind=drop_in", {"Drop-in"}),
        ("status=planned", {"Drop-in"}),
        ("place_type=school", {"Good life workshop"}),
        ("status=to_thank", {"Good life workshop"}),
        ("kind=nonsense", {"Drop-in", "Good life workshop"}),
        ("month=abcd&setting=x&purpose=999999&page=zz", {"Drop-in", "Good life workshop"}),
    ],
)
def test_the_list_is_narrowed_and_nonsense_in_the_address_breaks_nothing(
    as_person: AsPerson, officer: User, workshop: Activity, query: str, found: set[str]
) -> None:
    actions.plan(by=officer, kind="drop_in", title="Drop-in", starts_on=datetime.date(2026, 6, 1), place_type="cafe")

    page = as_person(officer).get(f"/engagement/?{query}")

    assert {row.title for row in page.context["page"]} == found


def test_the_list_is_narrowed_to_one_purpose_and_to_one_school(
    as_person: AsPerson, officer: User, workshop: Activity, school: Setting
) -> None:
    actions.plan(by=officer, kind="drop_in", title="Drop-in", starts_on=datetime.date(2026, 6, 1), place_type="cafe")
    browser = as_person(officer)

    by_purpose = browser.get(f"/engagement/?purpose={workshop.purpose_id}").context["page"]
    at_school = browser.get(f"/engagement/?setting={school.pk}")

    assert [row.title for row in by_purpose] == ["Good life workshop"]
    assert [row.title for row in at_school.context["page"]] == ["Good life workshop"]
    assert "At Alder Brook Primary, Ashdale." in at_school.content.decode()


def test_people_are_added_up_once_whatever_the_filter(as_person: AsPerson, officer: User, workshop: Activity) -> None:
    actions.hold(workshop, by=officer, counts={("cyp", "age_5_10"): 12, ("parent_carer", "not_asked"): 3})

    for query in ("", "?status=held", "?status=to_thank"):
        page = as_person(officer).get(f"/engagement/{query}")
        assert [row.people for row in page.context["page"]] == [15]


def test_the_calendar_shows_a_month_and_the_way_to_the_next(
    as_person: AsPerson, officer: User, workshop: Activity
) -> None:
    browser = as_person(officer)

    page = browser.get("/engagement/calendar/?month=2026-05").content.decode()

    assert "Good life workshop" in page
    assert "month=2026-04" in page
    assert "month=2026-06" in page
    assert browser.get("/engagement/calendar/?month=0000-13").status_code == 200
