"""The pages on which a file is brought in, and the files they refuse."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from heard_web.engagement.models import Activity
from heard_web.people.models import User
from heard_web.voice.actions_import import bring_in, match, start_import
from heard_web.voice.models import Contribution, ImportBatch, Permission
from heard_web.voice.reading import NotMatched
from tests.web.voice_cast import COLUMNS, FILE, brought_in

AsPerson = Callable[[User], Client]


def upload(browser: Client, activity: Activity, content: bytes, name: str = "answers.csv", **more: Any) -> Any:
    file = SimpleUploadedFile(name, content)
    return browser.post(reverse("voice:import", args=[activity.pk]), {"file": file, **more}, follow=True)


def columns(batch: ImportBatch, **matching: str) -> dict[str, str]:
    return {f"column_{place}": matching.get(name, "") for place, name in enumerate(batch.columns)}


def test_the_guess_is_shown_then_the_first_rows_then_the_report(
    officer: User, workshop: Activity, as_person: AsPerson
) -> None:
    browser = as_person(officer)

    guessed = upload(browser, workshop, FILE.encode())
    batch = ImportBatch.objects.get()
    url = reverse("voice:batch", args=[batch.pk])
    told = {"group": "cyp", "mode": "written", "mediation": "own_words", **columns(batch, **COLUMNS)}
    preview = browser.post(url, told, follow=True).content.decode()
    nothing_yet = Contribution.objects.count()
    report = browser.post(url, {"bring_in": "yes"}, follow=True).content.decode()

    assert guessed.context["form"]["column_3"].value() == "words"
    assert "More swings" in preview
    assert "Bring in 2 rows" in preview
    assert "“wizard” is not known" in preview
    assert nothing_yet == 0
    assert "“wizard” is not known" in report
    assert Contribution.objects.count() == 2


def test_a_second_file_keeps_the_matching_but_nobody_has_said_yet_what_it_allows(
    officer: User, workshop: Activity, as_person: AsPerson
) -> None:
    browser = as_person(officer)
    brought_in(workshop, officer, FILE, agreed=["analyse", "quote"], parent_too=True)

    asked = upload(browser, workshop, b"Ref,Who,Age,Comment\nB1,pupil,12,A slide\n", "second.csv")
    batch = ImportBatch.objects.get(brought_in_at=None)
    hurried = browser.post(reverse("voice:batch", args=[batch.pk]), {"bring_in": "yes"}, follow=True).content.decode()

    assert asked.context["form"]["column_3"].value() == "words"
    assert not asked.context["form"]["agreed"].value()
    assert not asked.context["form"]["parent_too"].value()
    assert "asked afresh" in asked.content.decode()
    assert "Nobody has said yet what the forms of this file allow" in hurried
    assert not Contribution.objects.filter(words="A slide").exists()


def test_a_second_file_never_inherits_a_yes(officer: User, workshop: Activity) -> None:
    brought_in(workshop, officer, "Ref,Who,Age,Comment\nB1,parent,,Earlier\n", agreed=["analyse", "quote"])

    batch = start_import(workshop, by=officer, content=FILE.encode(), file_name="second.csv")
    with pytest.raises(NotMatched, match="Nobody has said yet"):
        bring_in(batch, by=officer)
    match(batch, by=officer, matching=batch.matching, defaults=batch.defaults)
    bring_in(batch, by=officer)

    assert Contribution.objects.count() == 3
    assert set(Permission.objects.values_list("contribution__words", flat=True)) == {"Earlier"}


def test_the_first_rows_are_shown_with_what_will_be_allowed_and_for_how_many(
    officer: User, workshop: Activity, as_person: AsPerson
) -> None:
    browser = as_person(officer)
    upload(browser, workshop, FILE.encode())
    url = reverse("voice:batch", args=[ImportBatch.objects.get().pk])
    told = {"group": "cyp", "mode": "written", "mediation": "own_words"}
    told |= columns(ImportBatch.objects.get(), **COLUMNS)

    nothing = browser.post(url, told, follow=True).content.decode()
    themes = browser.post(url, {**told, "agreed": ["analyse"]}, follow=True).content.decode()
    both = browser.post(url, {**told, "agreed": ["analyse", "quote"], "parent_too": "on"}, follow=True)
    browser.post(url, {"bring_in": "yes"})

    assert "is used for nothing until somebody adds an answer" in nothing
    assert "2 rows: the person said yes to finding themes in it" in themes
    assert "1 row is from people under 16" in themes
    assert [told[:7] for told in both.context["will_allow"]] == ["2 rows:"] * 4
    assert Permission.objects.count() == 8


def test_the_rows_to_put_right_can_be_taken_away_and_run_nothing(
    officer: User, workshop: Activity, as_person: AsPerson
) -> None:
    batch = brought_in(workshop, officer, "Ref,Who,Comment\n1,wizard,=HYPERLINK(1)\n",
                       {"Ref": "key", "Who": "group", "Comment": "words"})  # fmt: skip

    answer = as_person(officer).get(reverse("voice:batch_problems", args=[batch.pk]))

    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][:2] == ["Row in the file", "Why it could not be used"]
    assert rows[1][0] == "2"
    assert rows[1][-1] == "'=HYPERLINK(1)"


def test_a_column_of_words_is_needed_and_no_choice_is_lost(
    officer: User, workshop: Activity, as_person: AsPerson
) -> None:
    browser = as_person(officer)
    upload(browser, workshop, FILE.encode())
    batch = ImportBatch.objects.get()
    told = {"group": "parent_carer", "mode": "said", "mediation": "on_behalf", **columns(batch, Ref="key", Who="key")}

    page = browser.post(reverse("voice:batch", args=[batch.pk]), told)

    text = page.content.decode()
    assert "Choose the column that holds what was said." in text
    assert "Only one column can hold" in text
    assert "Write who spoke" in text
    assert page.context["form"]["group"].value() == "parent_carer"


def book(sheets: dict[str, list[list[str]]], hidden: str = "") -> bytes:
    made, kept = Workbook(), io.BytesIO()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        sheet.sheet_state = "hidden" if name == hidden else "visible"
        for row in rows:
            sheet.append(row)
    made.save(kept)
    return kept.getvalue()


def test_another_sheet_of_the_workbook_may_be_chosen_and_a_hidden_one_is_told_of(
    officer: User, workshop: Activity, as_person: AsPerson
) -> None:
    content = book(
        {"Spring": [["Comment"], ["One"]], "Summer": [["Comment"], ["Two"]], "Names": [["x"]]}, hidden="Names"
    )
    browser = as_person(officer)

    first = upload(browser, workshop, content, "a.xlsx").content.decode()
    second = upload(browser, workshop, content, "a.xlsx", of_sheets=["Spring", "Summer"], sheet="Summer")

    assert "Hidden sheets were not read: Names" in first
    assert "Read another sheet" in first
    batch = second.context["batch"]
    assert (batch.sheet, batch.rows.get().cells) == ("Summer", {"Comment": "Two"})


def bomb() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"<x/>")
        package.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (bomb(), "a.xlsx", "would unpack to"),
        (b"\x00\x01\x02\x03" * 400, "a.csv", "is not text"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "a.csv", "This is a picture"),
        (b"%PDF-1.7", "a.docx", "This is a PDF"),
        (b"PK\x03\x04 broken", "a.xlsx", "damaged"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 60, "a.xls", "old Office file"),
        (b"", "a.csv", "The file is empty"),
        (b",,\n,,\n", "a.csv", "is empty"),
        (b"a" * (20 * 1024 * 1024 + 1), "a.csv", "at most 20 MB"),
        (b"a,b\n" + b"x,y\n" * 200_001, "a.csv", "more than 200,000 rows"),
    ],
)
def test_a_hostile_or_broken_file_is_refused_beside_the_box_in_plain_words(
    content: bytes, name: str, why: str, officer: User, workshop: Activity, as_person: AsPerson
) -> None:
    page = upload(as_person(officer), workshop, content, name)

    assert page.status_code == 200
    assert why in str(page.context["form"].errors["file"])
    assert not ImportBatch.objects.exists()


def test_a_file_on_its_way_in_is_there_for_nobody_else(
    officer: User, inspector: User, stranger: User, forum_member: User, workshop: Activity, as_person: AsPerson
) -> None:
    batch = brought_in(workshop, officer, FILE)

    for name in ("batch", "batch_problems"):
        url = reverse(f"voice:{name}", args=[batch.pk])
        assert as_person(stranger).get(url).status_code == 404
        assert as_person(forum_member).get(url).status_code == 404
        assert as_person(inspector).get(url).status_code == 403
