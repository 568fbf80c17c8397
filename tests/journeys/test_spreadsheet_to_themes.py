"""An officer imports a spreadsheet of comments and agrees themes with what a computer suggests."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.journeys.by_keyboard import enters, reaches, types_over
from tests.journeys.comments import TOPICS, WORDS, as_csv, as_xlsx, corrected, rows
from tests.journeys.conference import here
from tests.journeys.steps import by_menu, choose, open_up, pick, sign_in, unfold

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.journeys.comments import Cells
    from tests.journeys.conftest import Traveller
    from tests.journeys.steps import SetOut

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CLUBS, QUIET, STAFF, HELP = (
    "Clubs that take everybody",
    "Somewhere quiet",
    "Trained staff who stay",
    "Help in the holidays",
)


def records_the_survey(officer: Traveller) -> str:
    officer.follow("Record what happened")
    pick(officer, "What kind of occasion", "Survey")
    pick(officer, "Kind of place", "Online")
    open_up(officer, "More about it")
    officer.fill("Name for it", "Family survey")
    officer.press("Save")
    officer.fill("Parents and carers", "133")
    officer.press("Save")
    return here(officer)


def sends(officer: Traveller, name: str, kind: str, content: bytes) -> None:
    officer.page.get_by_label("The file").set_input_files({"name": name, "mimeType": kind, "buffer": content})
    officer.press("Read the file")


def tries_the_wrong_files(officer: Traveller) -> None:
    officer.follow("Bring in a spreadsheet or document")
    officer.press("Read the file")
    assert "Choose the file." in officer.text()
    sends(officer, "answers.csv", "text/csv", b"")
    assert "The file is empty. Check that the right file was saved." in officer.text()
    sends(officer, "classroom.png", "image/png", b"\x89PNG\r\n\x1a\n" + bytes(400))
    assert "This is a picture. Type out its words, or add it as a drawing." in officer.text()
    officer.look("the wrong file")


def brings_in(officer: Traveller, table: list[Cells]) -> None:
    sends(officer, "survey.xlsx", XLSX, as_xlsx(table))
    guessed = officer.page.get_by_label("Feedback")
    assert guessed.locator("option:checked").inner_text() == "What was said", "a guess from the name of the column"
    pick(officer, "They took part as", "Parents and carers")
    choose(officer, "The forms say we may", "Find themes in it", "Quote it")
    officer.press("Show the first rows")
    assert "Read, thank-you sent" in officer.text(), "the officer sees that the wrong column was taken"
    officer.follow("Change the columns")
    pick(officer, "Feedback", "Leave this column out")
    pick(officer, WORDS, "What was said")
    officer.press("Show the first rows")
    text = officer.text()
    assert table[0][-1] in text
    assert "Read, thank-you sent" not in text
    assert "Row 13: The cell for what was said is empty." in text
    officer.press(f"Bring in {len(table) - 1} rows")
    assert stat(officer, "Added") == len(table) - 1
    assert stat(officer, "Could not be used") == 1


def brings_in_again(officer: Traveller, survey: str, first: list[Cells], again: list[Cells]) -> None:
    officer.go(survey)
    officer.follow("Bring in a spreadsheet or document")
    sends(officer, "survey.csv", "text/csv", as_csv(again))
    assert "The columns are matched as they were" in officer.text()
    choose(officer, "The forms say we may", "Find themes in it", "Quote it")
    officer.press("Show the first rows")
    assert again[0][-1] in officer.text()
    officer.press(f"Bring in {len(again)} rows")
    assert stat(officer, "Added") == 1 + len(again) - len(first)
    assert stat(officer, "Updated") == 1
    assert stat(officer, "Already here") == len(first) - 2
    officer.follow("What people told us here")
    assert f"{len(again)} contributions" in officer.text(), "nobody is there twice"


def stat(who: Traveller, words: str) -> int:
    """The number that stands beside these words."""
    shown = who.page.locator(".heard-stat").filter(has_text=words).first.inner_text()
    return int("".join(letter for letter in shown if letter.isdigit()))


def asks_for_suggestions(officer: Traveller, voices: int) -> str:
    by_menu(officer, "Themes")
    officer.follow("Start a set of themes")
    officer.fill("Title", "Family survey")
    officer.press("Start")
    officer.follow("Ask for suggestions")
    assert f"The computer reads {voices} voices" in officer.text()
    open_up(officer, "How it should work")
    choose(officer, "How should it put voices together?", "By words")
    officer.press("Ask")
    assert f"{voices} voices were read" in officer.text()
    officer.follow("Look at them beside the agreed themes")
    return here(officer)


def card(officer: Traveller, word: str) -> Locator:
    """The suggestion whose voices share this word more than any other."""
    return officer.page.get_by_role("region").filter(has_text=f"Words they share: {word}").first


def reads_the_suggestions(officer: Traveller) -> None:
    unfold(officer.page, "More of it")
    cards = officer.page.get_by_role("region").filter(
        has=officer.page.get_by_role("heading", name="These say otherwise")
    )
    assert cards.count() >= len(TOPICS)
    words = cards.locator("blockquote").all_inner_texts()
    assert len(words) >= 2 * cards.count(), "each suggestion is read through the voices in it"
    otherwise = cards.filter(has_not_text="The computer found no voice here that says otherwise.")
    assert "My son hates the quiet room." in " ".join(otherwise.all_inner_texts()), (
        "dissent stands beside what it is about"
    )


def accepts_and_renames_by_keyboard(officer: Traveller) -> None:
    """No mouse from here to the end of this step."""
    page = officer.page
    reaches(officer, card(officer, "club").get_by_label("Name"))
    types_over(officer, "")
    enters(officer, "no name")
    assert page.inner_text("body").count("Write a name for the theme") == 2, "once on top and once beside the box"
    reaches(officer, page.get_by_label("Name").first)
    types_over(officer, "Clubs")
    reaches(officer, page.get_by_role("button", name="Accept as a theme"))
    enters(officer, "accepted by keyboard")
    reaches(officer, page.get_by_role("link", name="Clubs", exact=True))
    enters(officer, "theme")
    reaches(officer, page.get_by_role("link", name="Change the name"))
    enters(officer, "change the name")
    reaches(officer, page.get_by_label("Name"))
    types_over(officer, CLUBS)
    reaches(officer, page.get_by_role("button", name="Save"))
    enters(officer, "renamed by keyboard")
    assert page.get_by_role("heading", level=1).inner_text() == CLUBS


def decides_about_the_others(officer: Traveller) -> None:
    officer.follow("Back to the themes")
    card(officer, "room").get_by_label("Name").fill(QUIET)
    card(officer, "room").get_by_role("button", name="Accept as a theme").click()
    officer.page.get_by_role("link", name=QUIET, exact=True).wait_for()
    card(officer, "training").get_by_role("link", name="Read all").click()
    officer.fill("Name", STAFF)
    officer.page.get_by_label("I have read these voices and they all belong here").check()
    officer.press("Accept as a theme")
    card(officer, "assistant").get_by_role("link", name="Read all").click()
    open_up(officer, "Put it under a theme that is agreed already")
    pick(officer, "Theme", STAFF)
    officer.press("Put it there")
    left = officer.page.get_by_role("button", name="Set aside").count()
    officer.page.get_by_role("button", name="Set aside").last.click()
    officer.look("set aside")
    assert officer.page.get_by_role("button", name="Set aside").count() == left - 1


def counted(officer: Traveller, theme: str) -> tuple[str, str]:
    """The people a person checked, and apart from them those only the computer suggests."""
    row = officer.page.get_by_role("row").filter(has=officer.page.get_by_role("link", name=theme, exact=True))
    checked, suggested = row.locator("td").all_inner_texts()[1:]
    return checked.split(" of ")[0], suggested


def checks_what_waits(officer: Traveller) -> None:
    checked, waiting = counted(officer, CLUBS)
    assert checked == "0"
    officer.follow(CLUBS, exact=True)
    boxes = officer.page.get_by_role("checkbox", name="Tick this voice")
    assert boxes.count() == int(waiting)
    tick(officer, 6)
    officer.press("They belong here")
    tick(officer, 1)
    officer.press("They do not")
    assert "The computer will not ask again." in officer.page.inner_text("body")
    officer.follow("Back to the themes")
    assert counted(officer, CLUBS) == ("6", str(int(waiting) - 7))


def tick(officer: Traveller, number: int, *, put_there: bool = False) -> None:
    """Tick the first voices that wait, or the last ones, which people put there."""
    boxes = officer.page.get_by_role("checkbox", name="Tick this voice").all()
    for box in boxes[-number:] if put_there else boxes[:number]:
        box.check()


def splits_moves_and_merges(officer: Traveller) -> None:
    officer.follow(CLUBS, exact=True)
    tick(officer, 2, put_there=True)
    officer.fill("Name of the new theme", HELP)
    officer.press("Make a new theme of them")
    tick(officer, 1, put_there=True)
    pick(officer, "Move to", HELP)
    officer.press("Move them")
    officer.follow("Back to the themes")
    assert [counted(officer, theme)[0] for theme in (CLUBS, HELP)] == ["3", "3"]
    officer.follow(HELP)
    officer.follow("Merge")
    pick(officer, "Theme", CLUBS)
    officer.press("Merge")
    officer.follow("Back to the themes")
    assert counted(officer, CLUBS)[0] == "6", "merging loses nobody"


def sorts_by_hand(officer: Traveller) -> None:
    officer.follow("Read and sort voices")
    voice = officer.page.get_by_role("region", name="Voice").first
    voice.get_by_role("checkbox", name=QUIET).check()
    voice.get_by_label("What").last.select_option(index=1)
    officer.press("Save and show the next")
    assert "Saved what you said about 1 voice. The others come again." in officer.page.inner_text("body")
    officer.follow("Back to the themes")


def writes_what_we_now_know(officer: Traveller) -> None:
    officer.follow(STAFF, exact=True)
    officer.follow("Write what we now know")
    officer.fill("What do we now know?", "Families want staff who are trained and who stay.")
    voices = officer.page.get_by_role("listitem").filter(has=officer.page.get_by_label("Says so")).all()
    for item in voices:
        otherwise = "already know a lot" in item.inner_text()
        item.get_by_label("Says so").set_checked(not otherwise)
        item.get_by_label("Says otherwise").set_checked(otherwise)
    officer.fill("What do those who see it differently say?", "Some say that their staff are trained already.")
    officer.press("Save")
    text = officer.text()
    assert f"{len(voices) - 1} people said so" in " ".join(text.split())
    assert "Those who say otherwise" in text


def exports_the_codebook(officer: Traveller, codebook: str) -> None:
    officer.go(codebook)
    tables = {}
    for name, link in (
        ("themes", "The themes, with people counted"),
        ("codings", "The voices people put"),
        ("suggestions", "What the computer suggested"),
    ):
        with officer.page.expect_download() as download:
            officer.page.get_by_role("link", name=link).click()
        tables[name] = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig"))))
    themes = {row["Name"]: row for row in tables["themes"]}
    assert themes[CLUBS]["People (checked by a person)"] == "6"
    assert "People the computer suggests (nobody has checked)" in themes[CLUBS]
    assert HELP not in themes
    assert sum(row["Name of the theme"] == CLUBS for row in tables["codings"]) == 6
    assert any(row["Words"].startswith("'+1 for the quiet room") for row in tables["suggestions"]), (
        "no cell is a formula"
    )


def test_an_officer_imports_a_spreadsheet_of_comments_and_agrees_themes(empty_ashdale: None, travel: SetOut) -> None:
    first = rows()
    again = corrected(first)
    officer = sign_in(travel, "orla")
    survey = records_the_survey(officer)
    tries_the_wrong_files(officer)
    brings_in(officer, first)
    brings_in_again(officer, survey, first, again)
    codebook = asks_for_suggestions(officer, len(again))
    reads_the_suggestions(officer)
    accepts_and_renames_by_keyboard(officer)
    decides_about_the_others(officer)
    checks_what_waits(officer)
    splits_moves_and_merges(officer)
    sorts_by_hand(officer)
    writes_what_we_now_know(officer)
    exports_the_codebook(officer, codebook)
