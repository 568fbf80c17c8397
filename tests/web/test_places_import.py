"""Bringing in the published list of schools: keyed by URN, nothing merged, nothing dropped in silence."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from heard.errors import MissingColumn
from heard_web.audit.models import AuditEvent
from heard_web.people.models import User
from heard_web.places import actions
from heard_web.places.gias import phase_of, read_list
from heard_web.places.models import Setting

AsPerson = Callable[[User], Client]
SHORT = "urn,name,local_authority_name,phase_of_education,gender,status\n"
FULL = (
    "URN,LA (name),EstablishmentName,TypeOfEstablishment (name),EstablishmentStatus (name),OpenDate,CloseDate,"
    "PhaseOfEducation (name),Town,Postcode,DistrictAdministrative (code),AdministrativeWard (code),Easting,Northing\n"
)
FULL_ROW = (
    "900201,Ashdale,Willow Bank School,Community special school,Open,01-09-2011,,Not applicable,Ashdale,ZZ1 1AA,"
    "E07009999,E05099999,345678,298765\n"
)


def bring_in(officer: User, text: str, encoding: str = "utf-8") -> actions.ImportReport:
    return actions.import_gias(by=officer, content=text.encode(encoding))


def test_two_schools_of_one_name_stay_two_schools(officer: User) -> None:
    rows = (
        "900101,Larkfield Primary,Ashdale,Primary,Mixed,Open\n900102,Larkfield Primary,Valeshire,Primary,Mixed,Open\n"
    )

    report = bring_in(officer, SHORT + rows)

    assert report.added == 2
    assert list(Setting.objects.order_by("urn").values_list("local_authority", flat=True)) == ["Ashdale", "Valeshire"]


def test_a_school_that_is_here_by_name_only_is_not_taken_for_the_one_in_the_list(officer: User) -> None:
    typed_in = Setting.objects.create(name="Larkfield Primary", town="Netherby")

    bring_in(officer, SHORT + "900101,Larkfield Primary,Ashdale,Primary,Mixed,Open\n")

    typed_in.refresh_from_db()
    assert typed_in.urn is None
    assert Setting.objects.count() == 2


def test_the_full_list_fills_every_fact(officer: User) -> None:
    bring_in(officer, FULL + FULL_ROW)

    setting = Setting.objects.get(urn=900201)

    assert (setting.name, setting.phase, setting.town, setting.postcode) == (
        "Willow Bank School", "special", "Ashdale", "ZZ1 1AA",
    )  # fmt: skip
    assert (setting.district_code, setting.ward_code) == ("E07009999", "E05099999")
    assert (setting.easting, setting.northing) == (345678, 298765)
    assert (setting.opened_on, setting.closed_on) == (datetime.date(2011, 9, 1), None)


def test_the_short_list_does_not_wipe_what_the_full_list_said(officer: User) -> None:
    bring_in(officer, FULL + FULL_ROW)

    bring_in(officer, SHORT + "900201,Willow Bank School,New Ashdale,Not applicable,Mixed,Open\n")

    setting = Setting.objects.get(urn=900201)
    assert setting.local_authority == "New Ashdale"
    assert (setting.town, setting.easting) == ("Ashdale", 345678)


def test_bringing_in_the_same_file_twice_changes_nothing(officer: User) -> None:
    bring_in(officer, FULL + FULL_ROW)

    report = bring_in(officer, FULL + FULL_ROW)

    assert (report.added, report.changed, report.unchanged) == (0, 0, 1)


def test_a_changed_name_keeps_the_earlier_one_with_its_dates(officer: User) -> None:
    bring_in(officer, FULL + FULL_ROW)
    number = Setting.objects.get(urn=900201).pk

    report = bring_in(officer, FULL + FULL_ROW.replace("Willow Bank School", "Willow Bank Academy"))

    setting, today = Setting.objects.get(urn=900201), timezone.localdate()
    old = setting.names.get()
    assert (report.changed, report.renamed) == (1, (("Willow Bank School", "Willow Bank Academy"),))
    assert setting.pk == number
    assert (old.name, old.from_on, old.until_on) == (
        "Willow Bank School", datetime.date(2011, 9, 1), today - datetime.timedelta(days=1),
    )  # fmt: skip
    assert Setting.objects.called("willow bank school").get() == setting


def test_a_list_saved_the_windows_way_keeps_its_apostrophes_and_accents(officer: User) -> None:
    bring_in(officer, SHORT + "900103,St Anne’s Café School,Ashdale,Primary,Mixed,Open\n", "cp1252")

    setting = Setting.objects.get(urn=900103)

    assert setting.name == "St Anne’s Café School"


def test_a_row_that_cannot_be_used_says_why_with_its_number(officer: User) -> None:
    rows = (
        "900104,Good School,Ashdale,Primary,Mixed,Open\n"
        "abc,No Number School,Ashdale,Primary,Mixed,Open\n"
        ",Nothing School,Ashdale,Primary,Mixed,Open\n"
        "900105,,Ashdale,Primary,Mixed,Open\n"
        "900104,Twice School,Ashdale,Primary,Mixed,Open\n"
        f"900106,{'x' * 201},Ashdale,Primary,Mixed,Open\n"
    )

    report = bring_in(officer, SHORT + rows)

    assert (report.added, [trouble.row for trouble in report.unreadable]) == (1, [3, 4, 5, 6, 7])
    assert "“abc” is not a URN" in report.unreadable[0].why
    assert "also in row 2" in report.unreadable[3].why
    assert Setting.objects.get().name == "Good School"


@pytest.mark.parametrize(
    ("wrong", "says"), [("01-09-2011,,", "31-31-2011,,|is not a date"), ("345678", "far|number of metres")]
)
def test_a_date_or_place_that_cannot_be_read_is_reported(officer: User, wrong: str, says: str) -> None:
    instead, why = says.split("|")

    report = bring_in(officer, FULL + FULL_ROW.replace(wrong, instead))

    assert report.added == 0
    assert why in report.unreadable[0].why


def test_a_school_closed_without_a_date_is_closed_and_reported_and_stays_closed_on_that_day(officer: User) -> None:
    text = SHORT + "900107,Gone School,Ashdale,Primary,Mixed,Closed\n"
    report = bring_in(officer, text)
    Setting.objects.update(closed_on=datetime.date(2020, 1, 1))

    again = bring_in(officer, text)

    assert "Closed: 1." in report.doubts[0].why
    assert again.unchanged == 1
    assert Setting.objects.get(urn=900107).closed_on == datetime.date(2020, 1, 1)


def test_a_single_closing_date_that_is_missing_is_reported_with_its_row(officer: User) -> None:
    row = FULL_ROW.replace(",Open,", ",Closed,")

    report = bring_in(officer, FULL + row)

    assert [(doubt.row, "without a date" in doubt.why) for doubt in report.doubts] == [(2, True)]
    assert Setting.objects.get().closed_on == timezone.localdate()


def test_a_school_that_is_to_close_is_still_open(officer: User) -> None:
    rows = '900108,Late School,Ashdale,Primary,Mixed,"Open, but proposed to close"\n'

    bring_in(officer, SHORT + rows)

    assert Setting.objects.still_open().get().urn == 900108


@pytest.mark.parametrize(
    ("phase", "kind", "code"),
    [
        ("Primary", "Community school", "primary"),
        ("Middle deemed secondary", "Academy converter", "middle_secondary"),
        ("Not applicable", "Other independent special school", "special"),
        ("Not applicable", "Pupil referral unit", "alternative"),
        ("16 plus", "Special post 16 institution", "further"),
        ("Not applicable", "Other independent school", "independent"),
        ("Not applicable", "Something new", ""),
    ],
)
def test_the_phase_follows_from_phase_and_type(phase: str, kind: str, code: str) -> None:
    ours = phase_of(phase, kind)

    assert ours == code


def test_a_file_without_a_urn_column_says_which_column_is_missing(as_person: AsPerson, officer: User) -> None:
    upload = SimpleUploadedFile("schools.csv", b"name,town\nLarkfield Primary,Ashdale\n")

    page = as_person(officer).post("/places/import/", {"file": upload}).content.decode()

    assert "none called “URN” or “urn”" in page
    assert not Setting.objects.exists()
    with pytest.raises(MissingColumn):
        read_list(b"name,town\nLarkfield Primary,Ashdale\n")


@pytest.mark.parametrize("content", [b"%PDF-1.7 not a table", b"\x00\x01\x02" * 100, b"PK\x03\x04junk", b"\x89PNG\r\n"])
def test_a_file_that_is_no_table_is_refused_in_words(as_person: AsPerson, officer: User, content: bytes) -> None:
    upload = SimpleUploadedFile("schools.csv", content)

    answer = as_person(officer).post("/places/import/", {"file": upload})

    assert answer.status_code == 200
    assert "govuk-error-message" in answer.content.decode()
    assert not Setting.objects.exists()


def test_the_report_says_what_became_of_every_row(as_person: AsPerson, officer: User) -> None:
    upload = SimpleUploadedFile(
        "schools.csv", (SHORT + "900104,Good School,Ashdale,Primary,Mixed,Open\nx,Bad,,,,\n").encode()
    )

    page = as_person(officer).post("/places/import/", {"file": upload}).content.decode()

    assert "The list is in" in page
    assert "“x” is not a URN" in page
    assert "1 added, 0 changed, 0 unchanged, 1 not used" in AuditEvent.objects.get(verb="import_settings").sentence


def queries_for(officer: User, text: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        bring_in(officer, text)
    return len(captured)


def test_a_long_list_takes_few_steps_to_bring_in_and_to_change(officer: User) -> None:
    def rows(count: int, name: str) -> str:
        return SHORT + "".join(f"{920000 + n},{name} {n},Ashdale,Primary,Mixed,Open\n" for n in range(count))

    steps = [queries_for(officer, rows(1200, name)) for name in ("School", "School", "Academy")]

    assert max(steps) < 80
    assert Setting.objects.called("School 1100").get().name == "Academy 1100"
