"""A finding with its conditions and minority view, each word opened back to the voice, and a voice that is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from heard_web.people.models import User
from heard_web.themes.actions import code
from tests.journeys.answers import said_at_a_workshop, with_themes
from tests.journeys.by_keyboard import answers, enters, follows, presses, reaches, types_over
from tests.journeys.conference import here
from tests.journeys.steps import by_menu, open_up, quoted, sign_in
from tests.journeys.walking_everywhere import any_that_hold

if TYPE_CHECKING:
    from heard_web.themes.models import Codebook
    from tests.journeys.conftest import Traveller
    from tests.journeys.steps import SetOut

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

HUBS = "Hubs near home"
PROPOSITION = "Open hubs at local primary schools."
FUNDED = "but only if it is properly funded"
SPECIALISTS = "as long as the staff are specialists"
AGAINST = "No thank you, a hub is a cheap way of not building the special school we were promised."
SAID = {
    f"In principle yes, {FUNDED}.": "For it",
    f"A hub in our town would be wonderful {SPECIALISTS}.": "For it",
    "Yes please, then I could walk to school with my brother.": "For it",
    "Yes, a hub. I like the lady in the blue room.": "For it",
    "A hub would have saved us an hour in the taxi every morning.": "For it",
    AGAINST: "Against it",
}
SPECIALIST_VOICE = next(words for words in SAID if SPECIALISTS in words)
STATEMENT = "Families want them done well."
GONE = (SPECIALISTS, "specialists")  # in a picture the words stand on lines of their own
HUB_WORDS = "hubs"


def a_theme_with_voices() -> Codebook:
    orla = User.objects.get(email="orla@ashdale.example")
    voices = said_at_a_workshop(orla, [("parent_carer", words) for words in SAID])
    codebook = with_themes(orla, "Places near home", HUBS)
    for voice in voices:
        code(codebook.themes.get(), voice, by=orla)
    return codebook


def asks_who_is_for_and_against(officer: Traveller) -> str:
    by_menu(officer, "Themes")
    officer.follow("Places near home")
    officer.follow(HUBS)
    officer.follow("Ask who is for and against")
    officer.fill("What may people be for or against?", PROPOSITION)
    officer.press("Save")
    proposition = here(officer)
    officer.follow("Say what each voice says")
    while not officer.page.get_by_text("Every voice is answered for").count():
        for item in officer.page.get_by_role("listitem").filter(has=officer.page.get_by_role("radio")).all():
            item.get_by_label(SAID[quoted(item.locator("blockquote"))], exact=True).check()
        officer.press("Save and show the next")
    officer.go(proposition)
    officer.page.set_default_timeout(120_000)
    officer.press("Let the computer read them")
    return proposition


def confirms_the_conditions(officer: Traveller) -> None:
    for words in (FUNDED, SPECIALISTS):
        item = officer.page.get_by_role("listitem").filter(has_text=words)
        assert item.locator("mark").all_inner_texts() == [words]
        item.get_by_role("button", name="It is a condition").click()
        officer.look("a condition confirmed")
    while officer.page.get_by_text("Nobody has checked").count():
        officer.press("It is not")
    assert officer.page.get_by_text("Checked by Orla Finch").count() == 2


def drafts_and_saves(officer: Traveller) -> str:
    officer.follow("Draft a finding")
    assert "A draft, and nothing is saved yet" in officer.text()
    lines = officer.page.get_by_label("What does support depend on?").input_value().splitlines()
    assert sorted(lines) == sorted([FUNDED, SPECIALISTS]), "the conditions are in people's own words"
    open_up(officer, "Where the draft comes from")
    officer.look("where the draft comes from")
    drafted = officer.page.get_by_label("What do we now know?").input_value()
    assert HUB_WORDS in drafted
    officer.fill("What do we now know?", f"{drafted} {STATEMENT}")
    officer.press("Save", exact=True)
    text = " ".join(officer.text().split())
    assert "5 people said so" in text
    assert "1 person said otherwise" in text
    return here(officer)


def opens_each_part_back(officer: Traveller, finding: str) -> None:
    """From the statement, each condition and the minority view to the exact words, and on to where they were said."""
    officer.go(finding)
    main = officer.page.get_by_role("main")
    for opened in main.locator("details").filter(has_text="Where these words come from").all():
        opened.locator("summary").click()
        for passage in opened.locator("blockquote").all():
            whole = quoted(passage)
            assert whole in SAID
            assert passage.locator("mark").inner_text() in whole
    for words in (FUNDED, SPECIALISTS):
        part = main.get_by_role("listitem").filter(has_text=words).first
        assert part.locator("mark").all_inner_texts() == [words], "exactly the words of the condition, no more"
    minority = main.locator("details").filter(has_text=AGAINST)
    assert minority.locator("mark").count() == 1
    officer.look("each part opened back")
    part.get_by_role("link", name="See where this came from").click()
    officer.page.wait_for_load_state()
    assert SPECIALIST_VOICE in officer.text()


def pages_of(codebook: Codebook, finding: str, proposition: str) -> list[str]:
    """Every page and file that may hold the words of the voices of this set."""
    at, theme = codebook.get_absolute_url(), codebook.themes.get()
    asked = proposition.strip("/").rsplit("/", 1)[-1]
    return [
        at, finding, f"{finding}change/", proposition, f"{proposition}read/?again=1", theme.get_absolute_url(),
        f"/themes/findings/add/?proposition={asked}", f"/themes/findings/add/?draft={theme.pk}",
        f"{at}pictures/?which=quotation-wall", f"{at}pictures/quotation-wall/?by=role",
        *(f"{at}export/?what={what}" for what in ("workbook", "codings", "project", "voices")),
        "/themes/findings/", f"{at}code/", f"{at}how-made/", f"{at}export/?what=method", "/audit/", "/voice/",
        "/voice/export/?format=csv", "/voice/export/?format=xlsx",
    ]  # fmt: skip


def takes_back(officer: Traveller, voice: str) -> None:
    officer.go(voice)
    officer.follow("Take back")
    officer.press("Take it back and erase it")
    assert "Taken back on" in officer.text()


def test_a_finding_is_opened_back_to_the_voices_word_by_word(empty_ashdale: None, travel: SetOut) -> None:
    codebook = a_theme_with_voices()
    officer = sign_in(travel, "orla")
    proposition = asks_who_is_for_and_against(officer)
    confirms_the_conditions(officer)
    finding = drafts_and_saves(officer)
    opens_each_part_back(officer, finding)
    voice = here(officer)
    pages = pages_of(codebook, finding, proposition)
    held = {address for address, _ in any_that_hold(officer, GONE, pages)}
    assert held >= {*pages[1:14]}, "the words stood on every one of these pages"

    takes_back(officer, voice)

    assert any_that_hold(officer, GONE, [*pages, voice, f"/outcomes{voice}"]) == []
    officer.go(finding)
    text = " ".join(officer.text().split())
    assert "1 voice was taken back and no longer counts." in text
    assert "4 people said so" in text
    assert FUNDED in text, "what others said stays"
    assert officer.page.locator("mark").filter(has_text=FUNDED).count() >= 1


def test_a_finding_is_written_and_opened_back_by_keyboard_alone(empty_ashdale: None, travel: SetOut) -> None:
    codebook = a_theme_with_voices()
    officer = sign_in(travel, "orla", looking=False)
    page = officer.page
    page.set_default_timeout(120_000)
    officer.go(codebook.themes.get().get_absolute_url())
    follows(officer, "Ask who is for and against")
    reaches(officer, page.get_by_label("What may people be for or against?"))
    types_over(officer, PROPOSITION)
    presses(officer, "Save")
    follows(officer, "Say what each voice says")
    for group in page.get_by_role("group", name="say to it?").all():
        answers(officer, group, "For it")
    presses(officer, "Save and show the next")
    follows(officer, "Back to the proposition")
    presses(officer, "Let the computer read them")
    presses(officer, "It is a condition")
    follows(officer, "Draft a finding")
    reaches(officer, page.get_by_label("What do we now know?"))
    types_over(officer, STATEMENT)
    reaches(officer, page.get_by_role("button", name="Save", exact=True))
    enters(officer, "saved by keyboard")
    assert page.get_by_role("heading", level=1).inner_text() == STATEMENT
    opened = page.locator("details", has_text="Where these words come from").last
    reaches(officer, opened.locator("summary"))
    page.keyboard.press("Enter")
    assert opened.locator("mark").first.is_visible()
    officer.looking = True
    officer.look("a part opened back by keyboard")
    reaches(officer, opened.get_by_role("link", name="See where this came from").first)
    enters(officer, "the voice by keyboard")
    assert any(words in officer.text() for words in SAID)
