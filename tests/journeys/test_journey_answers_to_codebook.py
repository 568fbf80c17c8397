"""An officer turns 300 workshop answers into an agreed codebook in one sitting."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from heard_web.people.models import User
from tests.journeys.answers import (
    QUESTION,
    SAID_THRICE,
    agrees_what_it_is_for,
    brings_in_the_file,
    records_the_workshops,
    rows,
    said_at_a_workshop,
    sorted_by_hand,
    with_cards,
    with_themes,
)
from tests.journeys.by_keyboard import enters, follows, picks, presses, reaches, ticks, types_over
from tests.journeys.conference import here
from tests.journeys.sorting import card, checked, taken_away, tick
from tests.journeys.steps import by_menu, pick, quoted, sign_in, unfold, without_looking

if TYPE_CHECKING:
    from tests.journeys.conftest import Traveller
    from tests.journeys.steps import SetOut

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

GETTING_THERE, WAITING, QUIET, STAFF, LOCAL = (
    "Getting to school and college",
    "Waiting too long",
    "Somewhere quiet",
    "Trained staff",
    "A place near home",
)
USUAL = 30_000
PATIENCE = (
    120_000  # the local model reads every answer while the button is held, beside whatever else this machine does
)
TOOLS, PLANS, LONG_WAITS, CLUBS, NONE = (
    "Equipment and therapy",
    "Plans and letters",
    "Waiting for an assessment",
    "Friends and clubs",
    "Fits none of these",
)
BY_HAND = {
    "transport": GETTING_THERE,
    "waiting": WAITING,
    "quiet space": QUIET,
    "trained staff": STAFF,
    "EHCP and paperwork": PLANS,
    "equipment and access": TOOLS,
    "speech and therapy": TOOLS,
    "local places and hubs": LOCAL,
    "friends and clubs": CLUBS,
}


def asks_the_computer(officer: Traveller, many: int) -> str:
    by_menu(officer, "Themes")
    officer.follow("Start a set of themes")
    officer.fill("Title", "What would make support better")
    pick(officer, "Which question do the voices answer?", QUESTION)
    officer.press("Start")
    codebook = here(officer)
    officer.follow("Ask for suggestions")
    assert f"The computer reads {many} voices" in officer.text()
    officer.page.set_default_timeout(PATIENCE)
    officer.press("Ask")
    officer.page.set_default_timeout(USUAL)
    text = officer.text()
    assert f"{many} voices were read" in text
    assert "Why this number of themes" in text
    officer.follow("Please read these")
    assert "Nothing is left out" in officer.text()
    assert officer.page.locator("blockquote").count() >= 5
    return codebook


def accepts(officer: Traveller, name: str, *topics: str) -> int:
    """Accept a suggestion under a name, with the parts that are ticked in it; give how many parts those are."""
    suggestion = card(officer, *topics)
    suggestion.get_by_label("Name").fill(name)
    unfold(suggestion, "More of it")
    parts = suggestion.get_by_role("checkbox", checked=True).count()
    suggestion.get_by_role("button", name="Accept as a theme").click()
    officer.page.get_by_role("link", name=name, exact=True).wait_for()
    officer.page.wait_for_load_state()
    assert officer.page.get_by_text(f"part of {name}", exact=True).count() == parts, "its parts come with it"
    officer.look("accepted")
    return parts


def agrees_the_themes(officer: Traveller, codebook: str) -> None:
    officer.go(codebook)
    parts = accepts(officer, GETTING_THERE, "transport")
    parts += accepts(officer, "Waiting list", "waiting")
    parts += accepts(officer, QUIET, "quiet space")
    parts += accepts(officer, LOCAL, "local places and hubs")
    assert parts >= 2, "smaller themes are offered inside the larger ones"
    accepts(officer, TOOLS, "equipment and access")
    accepts(officer, "Talkers", "speech and therapy", "equipment and access")
    card(officer, "trained staff").get_by_role("link", name="Read all").click()
    officer.look("a suggestion")
    officer.page.get_by_label("Name").first.fill(STAFF)
    officer.press("Accept as a theme")
    officer.follow("Waiting list", exact=True)
    officer.follow("Change the name")
    officer.fill("Name", WAITING)
    officer.fill("What belongs here", "Lists, letters that do not come, and what the wait does.")
    officer.press("Save")
    officer.go(codebook)
    officer.follow("Talkers", exact=True)
    officer.follow("Merge")
    pick(officer, "Theme", TOOLS)
    officer.press("Merge")
    officer.go(codebook)
    officer.page.get_by_role("button", name="Set aside").last.click()
    officer.look("set aside")


def sort_these(officer: Traveller, by_hand: dict[str, str]) -> int:
    """Tick on the page in front of the officer what somebody ticked by hand; give how many voices that were."""
    shown = officer.page.get_by_role("region", name="Voice").all()
    for voice in shown:
        words = quoted(voice.locator("blockquote"))
        voice.get_by_role("checkbox", name=BY_HAND.get(by_hand[words], NONE), exact=True).check()
    return len(shown)


def sorts_by_hand(officer: Traveller, codebook: str) -> None:
    by_hand = sorted_by_hand()
    officer.go(codebook)
    officer.follow("Read and sort voices")
    first = officer.page.get_by_role("region", name="Voice").first
    assert "The same words were said 3 times, by 3 people." in first.inner_text()
    first.get_by_role("checkbox", name=STAFF, exact=True).check()
    for name in (PLANS, CLUBS):
        officer.fill("Name of the new theme", name)
        officer.press("Add it to the themes")
    assert officer.page.get_by_role("checkbox", name=STAFF, exact=True).first.is_checked(), "no tick is lost"
    many = sort_these(officer, by_hand)
    officer.press("Save and show the next")
    assert f"Saved what you said about {many + 2} voices" in officer.page.inner_text("body"), "all three cards count"
    sort_these(officer, by_hand)
    officer.press("Save and show the next")


def learns(officer: Traveller, codebook: str) -> None:
    assert "Why this one now:" in officer.text(), "the computer has learned, and says what is most useful to read next"
    sort_these(officer, sorted_by_hand())
    officer.press("Save and show the next")
    officer.follow("How sure it is")
    officer.press("Let it learn now")
    text = " ".join(officer.text().split())
    assert "24 voices read by people" in text
    assert "2 more answered with them, because the words are the same" in text
    assert "voices the computer proposes themes for, that nobody has read" in text
    assert "It learned from 26 voices" in text
    officer.go(codebook)
    officer.follow("History of this set of themes")
    assert f"Merged “Talkers” into “{TOOLS}”." in officer.text()
    officer.follow("Version 2", exact=True)
    assert f"Accepted the computer’s suggestion “{GETTING_THERE}”." in officer.text()


def splits_and_moves(officer: Traveller, codebook: str) -> None:
    officer.go(codebook)
    before = int(checked(officer, WAITING).split()[0])
    officer.follow(WAITING, exact=True)
    tick(officer, range(6))
    officer.press("They belong here")
    tick(officer, range(-3, 0))
    officer.fill("Name of the new theme", LONG_WAITS)
    officer.press("Make a new theme of them")
    tick(officer, [-1])
    pick(officer, "Move to", LONG_WAITS)
    officer.press("Move them")
    officer.go(codebook)
    assert checked(officer, LONG_WAITS).split()[0] == "4"
    assert checked(officer, WAITING).split()[0] == str(before + 6 - 4), "splitting and moving lose nobody"


def looks_at_what_it_comes_to(officer: Traveller, codebook: str) -> None:
    officer.follow("Compare groups")
    pick(officer, "Compare people by", "Who they took part as")
    officer.press("Compare")
    assert "Not heard from: Brothers and sisters" in officer.text()
    assert "What the computer suggests stands in none of these numbers" in officer.text()
    officer.go(codebook)
    officer.follow("Have we heard enough?")
    assert "In the next 3 visits like these" in officer.text()
    assert "Alder Brook School (" in officer.text(), "each place that the file names is a visit"
    assert "voices are not sorted yet" in officer.text()
    officer.go(codebook)
    officer.follow("Pictures", exact=True)
    for name in ("Themes by group", "Themes over time", "The quotation wall"):
        officer.follow(name)
        officer.page.get_by_role("main").get_by_role("img").evaluate("picture => picture.decode()")
        assert officer.page.get_by_role("main").get_by_role("table").count() == 1, "a table says the same"


def takes_a_copy(officer: Traveller, codebook: str) -> None:
    officer.go(codebook)
    book = load_workbook(io.BytesIO(taken_away(officer, "Everything in one workbook")))
    themes = {row[1] for row in book["Themes"].iter_rows(values_only=True)}
    assert themes >= {GETTING_THERE, WAITING, QUIET, STAFF, TOOLS, LOCAL, PLANS, CLUBS, LONG_WAITS}
    assert "Talkers" not in themes
    people = [row for row in book["Codings"].iter_rows(values_only=True) if SAID_THRICE in row]
    assert [STAFF in row for row in people] == [True] * 3
    assert book["Suggestions (computer)"].max_row > book["Codings"].max_row, "what nobody checked stands apart"
    officer.follow("How these figures were made")
    note = taken_away(officer, "Take the whole note away").decode()
    voices = taken_away(officer, "the table of voices")
    assert hashlib.sha256(voices).hexdigest() in note, "the note names the very file it can be made again from"


def test_an_officer_turns_300_workshop_answers_into_an_agreed_codebook(empty_ashdale: None, travel: SetOut) -> None:
    content, many = with_cards()
    officer = sign_in(travel, "orla")
    with without_looking(officer):
        agrees_what_it_is_for(officer)
        records_the_workshops(officer)
    brings_in_the_file(officer, content, many)
    codebook = asks_the_computer(officer, many)
    agrees_the_themes(officer, codebook)
    sorts_by_hand(officer, codebook)
    learns(officer, codebook)
    splits_and_moves(officer, codebook)
    looks_at_what_it_comes_to(officer, codebook)
    takes_a_copy(officer, codebook)


def test_a_codebook_is_agreed_by_keyboard_alone(empty_ashdale: None, travel: SetOut) -> None:
    said = [row for row in rows() if row["sorted by hand"] in ("transport", "quiet space", "waiting")][:36]
    orla = User.objects.get(email="orla@ashdale.example")
    said_at_a_workshop(orla, [("cyp", row["answer"]) for row in said])
    codebook = with_themes(orla, "By keyboard", QUIET).get_absolute_url()
    officer = sign_in(travel, "orla", looking=False)
    page = officer.page
    page.set_default_timeout(PATIENCE)
    officer.go(codebook)
    follows(officer, "Ask for suggestions")
    presses(officer, "Ask")
    follows(officer, "Look at them beside the agreed themes")
    suggestion = card(officer, "transport")
    reaches(officer, suggestion.get_by_label("Name"))
    types_over(officer, GETTING_THERE)
    reaches(officer, suggestion.get_by_role("button", name="Accept as a theme"))
    enters(officer, "accepted by keyboard")
    follows(officer, "Read and sort voices")
    for box in page.get_by_role("checkbox", name=GETTING_THERE, exact=True).all():
        ticks(officer, box)
    reaches(officer, page.get_by_label("Name of the new theme"))
    types_over(officer, WAITING)
    presses(officer, "Add it to the themes")
    presses(officer, "Save and show the next")
    officer.looking = True
    officer.go(codebook)
    follows(officer, "What the computer learned")
    presses(officer, "Let it learn now")
    officer.go(codebook)
    follows(officer, GETTING_THERE)
    ticks(officer, page.get_by_role("checkbox", name="Tick this voice").last)
    picks(officer, page.get_by_label("Move to"), WAITING)
    presses(officer, "Move them")
    officer.go(codebook)
    follows(officer, "Compare groups")
    picks(officer, page.get_by_label("Compare people by"), "Age")
    presses(officer, "Compare")
    officer.go(codebook)
    reaches(officer, page.get_by_role("link", name="Everything in one workbook"))
