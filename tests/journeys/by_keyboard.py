"""Steps of somebody who uses no mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.journeys.conftest import Traveller


def reaches(who: Traveller, wanted: Locator) -> None:
    """Go on with the Tab key until this has the focus, and see that it shows where the focus is."""
    for _ in range(120):
        who.page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            break
    else:
        raise AssertionError("the Tab key never reaches it")
    seen = wanted.evaluate("one => { const s = getComputedStyle(one); return s.outlineStyle + s.boxShadow }")
    assert seen != "nonenone", "nothing shows where the focus is"


def enters(who: Traveller, name: str) -> None:
    """Press Enter, and look at the page that comes."""
    with who.page.expect_navigation():
        who.page.keyboard.press("Enter")
    who.look(name)


def types_over(who: Traveller, words: str) -> None:
    """Replace what stands in the box that has the focus."""
    who.page.keyboard.press("Control+A")
    who.page.keyboard.press("Delete")
    who.page.keyboard.type(words)


def ticks(who: Traveller, box: Locator) -> None:
    """Go to a box and tick it with the space bar."""
    reaches(who, box)
    who.page.keyboard.press("Space")
    assert box.is_checked(), "the space bar does not tick it"


def picks(who: Traveller, box: Locator, choice: str) -> None:
    """Go to a list that folds down, and choose by typing the words."""
    reaches(who, box)
    who.page.keyboard.type(choice)
    chosen = box.evaluate("box => box.selectedOptions[0].label")
    assert chosen == choice, f"typing leads to {chosen}"


def answers(who: Traveller, group: Locator, choice: str) -> None:
    """Go to a question with one answer, and go down to the answer with the arrow key."""
    reaches(who, group.get_by_role("radio").first)
    who.page.keyboard.press("Space")
    wanted = group.get_by_label(choice, exact=True)
    for _ in range(group.get_by_role("radio").count()):
        if wanted.is_checked():
            break
        who.page.keyboard.press("ArrowDown")
    assert wanted.is_checked(), "the arrow keys never come to it"


def presses(who: Traveller, name: str) -> None:
    """Go to the first button with these words on it, press it, and look at what comes."""
    reaches(who, who.page.get_by_role("button", name=name).first)
    enters(who, f"{name} by keyboard")


def follows(who: Traveller, name: str, *, exact: bool = False) -> None:
    """Go to the first link with these words, follow it, and look at what comes."""
    reaches(who, who.page.get_by_role("main").get_by_role("link", name=name, exact=exact).first)
    enters(who, f"{name} by keyboard")
