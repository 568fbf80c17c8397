"""Steps that several journeys take: finding a page by the menu, choosing by visible words, and getting a page published."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from demo.cast import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Locator, Page

    from tests.journeys.conftest import Traveller

    SetOut = Callable[..., Traveller]


def sign_in(travel: SetOut, name: str, *, looking: bool = True) -> Traveller:
    """One of the people of Ashdale, signed in."""
    return travel(f"{name}@ashdale.example", PASSWORD, looking=looking)


@contextmanager
def without_looking(who: Traveller) -> Iterator[None]:
    """Go where somebody in this journey has looked before."""
    before, who.looking = who.looking, False
    yield
    who.looking = before


def by_menu(who: Traveller, name: str, *, menu: str = "Stages") -> None:
    """Go to a page by the menu, which a phone keeps folded."""
    if who.width == "phone":
        who.page.locator("summary", has_text="Menu").click()
    who.page.get_by_role("navigation", name=menu).get_by_role("link", name=name, exact=True).click()
    who.page.wait_for_load_state()
    who.look(name)


def choose(who: Traveller, question: str, *answers: str) -> None:
    """Tick radios or boxes under a question."""
    group = who.page.get_by_role("group", name=question).last
    for answer in answers:
        group.get_by_label(answer, exact=True).check()


def pick(who: Traveller, label: str, choice: str) -> None:
    """Choose from a list that folds down."""
    who.page.get_by_role("combobox", name=label).first.select_option(label=choice)


def open_up(who: Traveller, summary: str) -> None:
    """Unfold what is rarely needed."""
    who.page.locator("summary", has_text=summary).first.click()


def unfold(part: Page | Locator, summary: str) -> None:
    """Unfold everything of this name that is still folded in a part of the page."""
    folded = part.locator("details:not([open]) > summary", has_text=summary)
    while folded.count():
        folded.first.click()


def take_time(who: Traveller, seconds: int = 4) -> None:
    """A person reads before answering: the page has been open for so long, which it mostly has been already."""
    who.page.evaluate(
        "span => new Promise(done => setTimeout(done, Math.max(0, span - performance.now())))", seconds * 1000
    )


def quoted(words: Locator) -> str:
    """What somebody said, without the marks around it."""
    return (words.text_content() or "").strip().strip("“”")


def sees_picture(who: Traveller, alt: str) -> None:
    """The picture with these words for it is there, and has really arrived."""
    picture = who.page.get_by_role("main").get_by_role("img", name=alt)
    picture.scroll_into_view_if_needed()
    picture.evaluate("picture => picture.decode()")
