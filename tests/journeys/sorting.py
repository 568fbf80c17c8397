"""What an officer does on the pages of a set of themes: finding a suggestion, reading a count, ticking voices, taking a copy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.journeys.answers import sorted_by_hand

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playwright.sync_api import Locator

    from tests.journeys.conftest import Traveller


def card(officer: Traveller, *topics: str) -> Locator:
    """The suggestion whose quoted voices are most often about this, by the hand of somebody who sorted them all."""
    by_hand = sorted_by_hand()
    cards = officer.page.get_by_role("region").filter(has=officer.page.get_by_role("button", name="Set aside")).all()
    about = [sum(by_hand[said.strip("“” \n")] in topics for said in quotes_in(each)) for each in cards]
    assert max(about) >= 1, f"no suggestion is about {topics}"
    return cards[about.index(max(about))]


def quotes_in(part: Locator) -> list[str]:
    """What people said, as it is quoted in a part of the page."""
    return part.locator("blockquote").all_text_contents()


def checked(officer: Traveller, theme: str) -> str:
    """The people a person put under a theme, of all who were heard."""
    row = officer.page.get_by_role("row").filter(has=officer.page.get_by_role("link", name=theme, exact=True))
    return row.locator("td").nth(1).inner_text()


def tick(officer: Traveller, places: Iterable[int]) -> None:
    """Tick voices by their place on the page of a theme."""
    boxes = officer.page.get_by_role("checkbox", name="Tick this voice").all()
    for place in places:
        boxes[place].check()


def taken_away(officer: Traveller, link: str) -> bytes:
    """The file behind a link."""
    with officer.page.expect_download() as download:
        officer.page.get_by_role("link", name=link).click()
    return Path(download.value.path()).read_bytes()
