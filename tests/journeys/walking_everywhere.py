"""Follows every link somebody can see, and says which pages and files hold certain words."""

from __future__ import annotations

import html
import io
import re
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.journeys.conftest import Traveller

LINK = re.compile(r'(?:href|src)="(/[^"#]*)')
# Pages without anybody's words, forms for one contribution each, and lists again in another order.
PASSED_BY = re.compile(
    r"^/(static|design|people|places|forum|provision|engagement/calendar)/|/(add|change|held|thank|cancel|start)/"
    r"|^/(outcomes/)?voice/\d+/|^/voice/at/|\?(?!format|version|page)|activity="
)


def addresses_that_hold(who: Traveller, words: Iterable[str]) -> dict[str, set[str]]:
    """For each of the words, the addresses within this person's reach whose answer holds them."""
    waiting, seen = ["/", "/desk/"], set[str]()
    found: dict[str, set[str]] = {each: set() for each in words}
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        text, links = _read(who, address)
        waiting += links
        for each in found:
            if each in text:
                found[each].add(address)
    assert len(seen) > 50, f"Only {len(seen)} pages could be reached."
    return found


def any_that_hold(who: Traveller, words: Iterable[str], addresses: Iterable[str]) -> list[tuple[str, str]]:
    """Which of these addresses hold which of the words; a page that is gone holds nothing."""
    texts = {address: _read(who, address)[0] for address in addresses}
    return [(address, each) for address, text in texts.items() for each in words if each in text]


def _read(who: Traveller, address: str) -> tuple[str, list[str]]:
    answer = who.page.request.get(who.address + address)
    links: list[str] = []
    if "text/html" in answer.headers.get("content-type", ""):
        links = [html.unescape(link) for link in LINK.findall(answer.text())]
    return _text(answer.body()), [link for link in links if not PASSED_BY.search(link)]


def _text(body: bytes) -> str:
    """What an answer says: a page without its escapes, or everything inside a workbook."""
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"".join(book.read(name) for name in book.namelist())
    return html.unescape(body.decode(errors="replace"))
