"""A real browser on a real server. Each page and state visited is checked with axe and for scrolling sideways.

`HEARD_SHOTS=FOLDER` keeps a picture of each; without it, only of a page at fault, under `var/shots`.
"""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.machine import browser as browser_path

HERE = Path(__file__).resolve().parent
AXE = HERE / "vendor" / "axe.min.js"
SHOTS = Path(os.environ.get("HEARD_SHOTS", HERE.parent.parent / "var" / "shots"))
WIDTHS = {"phone": (390, 844), "desktop": (1280, 900)}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Not QUIC, no look-ups of elsewhere: nothing leaves this machine.
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all journeys of this process."""
    path = browser_path()
    assert path, "Chromium is not on this machine. Install it (Debian: apt-get install chromium)."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(params=list(WIDTHS))
def width(request: pytest.FixtureRequest) -> str:
    """Each journey is made twice: on a phone and on a desktop."""
    return str(request.param)


class Traveller:
    """Somebody walking through the site, who looks at every page on the way."""

    def __init__(self, page: Page, address: str, journey: str, width: str, seen: Iterator[int]) -> None:
        self.page, self.address, self.journey, self.width = page, address, journey, width
        self.seen, self.looking = seen, True
        self.looked: set[tuple[str, str]] = set()

    def go(self, path: str) -> None:
        """Open a page and look at it."""
        answer = self.page.goto(self.address + path)
        assert answer is not None
        assert answer.status < 400, f"{path} answered {answer.status}"
        self.look(path.strip("/").split("?")[0] or "home")

    def look(self, name: str) -> None:
        """Check the page as it stands with axe, and that it does not scroll sideways; keep a picture where one is wanted.

        A page and state that this traveller has looked at before is passed by, whatever row it is about.
        """
        page_and_state = re.sub(r"\d+", "0", urlsplit(self.page.url).path), name
        if not self.looking or page_and_state in self.looked:
            return
        self.looked.add(page_and_state)
        place = next(self.seen)
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found = violations(self.page)
        if "HEARD_SHOTS" in os.environ or wide > 1 or found:
            SHOTS.mkdir(parents=True, exist_ok=True)
            file = re.sub(r"[^a-z0-9]+", "-", f"{self.journey}-{place:02d}-{name}-{self.width}".lower())
            self.page.screenshot(path=SHOTS / f"{file}.png", full_page=True)
        assert wide <= 1, f"{name}: the page is {wide} px wider than the screen ({self.width})"
        assert found == [], f"{name} ({self.width}): {found}"

    def press(self, name: str, *, exact: bool = False) -> None:
        """Press a button by the words on it, and look at what comes."""
        self.page.get_by_role("button", name=name, exact=exact).first.click()
        self.page.wait_for_load_state()
        self.look(name)

    def follow(self, name: str, *, exact: bool = False) -> None:
        """Follow a link by its words, and look at what comes."""
        self.page.get_by_role("link", name=name, exact=exact).first.click()
        self.page.wait_for_load_state()
        self.look(name)

    def fill(self, label: str, value: str) -> None:
        """Type into the field with this label."""
        self.page.get_by_label(label).first.fill(value)

    def text(self) -> str:
        """The words on the page."""
        return self.page.locator("main").inner_text()


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it stands, one line each."""
    page.evaluate(AXE.read_text())
    result: dict[str, Any] = page.evaluate(
        "async rules => await axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations'],"
        " selectors: false})",
        RULES,
    )
    return [f"{fault['id']}: {node['html'][:160]}" for fault in result["violations"] for node in fault["nodes"]]


@pytest.fixture
def travel(
    chromium: Browser, live_server: Any, width: str, request: pytest.FixtureRequest, transactional_db: None
) -> Iterator[Callable[..., Traveller]]:
    """Set out on a journey, signed in as somebody or as the public; each traveller has a browser of their own."""
    opened, noticed, seen = [], [], itertools.count(1)
    journey = re.sub(r"\[.*", "", request.node.name).removeprefix("test_")[:60]

    def set_out(email: str = "", password: str = "", *, looking: bool = True) -> Traveller:
        w, h = WIDTHS[width]
        context = chromium.new_context(viewport={"width": w, "height": h}, reduced_motion="reduce", locale="en-GB")
        opened.append(context)
        page = context.new_page()
        page.on("console", lambda message: noticed.append(message.text) if message.type == "error" else None)
        traveller = Traveller(page, live_server.url, journey, width, seen)
        traveller.looking = looking
        if email:
            traveller.go("/people/sign-in/")
            traveller.fill("E-mail address", email)
            traveller.fill("Password", password)
            traveller.press("Sign in")
            assert "/people/sign-in/" not in page.url, "the sign-in did not work"
        return traveller

    yield set_out
    for context in opened:
        context.close()
    refused = [words for words in noticed if "Content Security Policy" in words or "Error:" in words]
    assert refused == [], f"the browser refused or stumbled over something: {refused}"


@pytest.fixture
def ashdale(transactional_db: None) -> None:
    """The made-up area, loaded through the actions a person would use."""
    from demo.load import load

    load()


@pytest.fixture
def empty_ashdale(transactional_db: None) -> None:
    """Ashdale's people, bodies and settings, and nothing recorded yet."""
    from demo.cast import gather

    gather()


@pytest.fixture(autouse=True)
def _flush_media(tmp_path: Path, settings: Any) -> None:
    """Pictures of one journey do not reach the next."""
    storages = {**settings.STORAGES}
    storages["default"] = {
        **storages["default"],
        "OPTIONS": {**storages["default"]["OPTIONS"], "location": str(tmp_path)},
    }
    settings.STORAGES = storages
