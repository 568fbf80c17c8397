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
