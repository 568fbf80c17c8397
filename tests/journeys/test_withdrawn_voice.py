"""A voice that is taken back leaves the published page at once, and soon everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from heard_web.people.models import User
from heard_web.publishing.actions import BlockFacts, approve, draft_monthly_update, erase_taken_back, set_blocks, submit
from heard_web.publishing.blocks import facts_of, with_rows
from heard_web.voice.models import Contribution
from tests.journeys.steps import by_menu, choose, pick, sees_picture, sign_in, without_looking
from tests.journeys.walking_everywhere import addresses_that_hold, any_that_hold

if TYPE_CHECKING:
    from tests.journeys.conftest import Traveller
    from tests.journeys.steps import SetOut

pytestmark = pytest.mark.journey

QUOTED = "The quiet room is good but it is always locked at lunch."
FRIENDS = "We are in the park and nobody is in a hurry."
FRIENDS_ALT = "Two people side by side in a park, with a small brown dog, a tree and the sun."
WORRYING = "I want a friend who plays with me at break time."
QUIET = "The door is green when you can go in."
QUIET_ALT = "A room with a blue tent, two cushions, a yellow lamp and a green door."
GONE = (QUOTED, FRIENDS, FRIENDS_ALT, WORRYING)
KEPT_AT = (
    "/voice/export/?format=csv", "/voice/export/?format=xlsx", "/themes/theme/", "/themes/findings/", "/outcomes/thread/",
)  # fmt: skip
SOMETHING_WENT = (
    "Something here is no longer shown, because the person it came from took it back or said no to this use."
)


def a_published_page() -> str:
    """This month's update shows two quotes and two drawings, in two versions. Gives its address."""
    writer, second = (User.objects.get(email=f"{name}@ashdale.example") for name in ("orla", "asha"))
    today = timezone.localdate()
    page = draft_monthly_update(by=writer, year=today.year, month=today.month)
    voices = {row.words or row.explanation: row for row in Contribution.objects.standing()}
    shown = [BlockFacts("quote", contribution=voices[words]) for words in (QUOTED, WORRYING)]
    shown += [
        BlockFacts("drawing", contribution=next(row for text, row in voices.items() if text.endswith(words)))
        for words in (FRIENDS, QUIET)
    ]
    for summary in ("What we heard in schools.", "What we heard in schools, and what comes next."):
        parts = [*shown, *(facts_of(block) for block in with_rows(page) if block.contribution_id is None)]
        set_blocks(page, by=writer, title=page.title, summary=summary, blocks=parts)
        submit(page, by=writer)
        approve(page, by=second, because=summary)
    return f"/{page.address}/"


def finds(officer: Traveller, words: str) -> None:
    with without_looking(officer):
        by_menu(officer, "Voice")
        officer.fill("Words in it", words)
        officer.press("Show")
        assert "1 contribution" in officer.text()
        officer.follow("See where this came from")


def takes_back(officer: Traveller, words: str) -> str:
    finds(officer, words)
    officer.look("what somebody told us")
    officer.follow("Take back")
    officer.press("Take it back and erase it")
    assert "Taken back on" in officer.text()
    assert words not in officer.text()
    return officer.page.url.removeprefix(officer.address)


def passes_on(officer: Traveller, words: str) -> str:
    finds(officer, words)
    officer.follow("Pass to safeguarding")
    assert words in officer.text()
    officer.press("I have told them: erase it here")
    assert "A worry was passed to" in officer.text()
    assert words not in officer.text()
    return officer.page.url.removeprefix(officer.address)


def says_no_to_one_use(officer: Traveller, words: str) -> None:
    finds(officer, words)
    officer.follow("Add an answer")
    choose(officer, "Who answered", "The person themselves")
    pick(officer, "Quote it", "No")
    officer.press("Write it down")


def test_a_withdrawn_voice_leaves_the_published_page(ashdale: None, travel: SetOut) -> None:
    page = a_published_page()
    reader, officer = travel(looking=False), sign_in(travel, "orla", looking=False)
    for address in (page, f"{page}?version=1"):
        reader.go(address)
        assert all(words in reader.text() for words in (QUOTED, FRIENDS, WORRYING, QUIET))
        sees_picture(reader, FRIENDS_ALT)
    picture = reader.page.get_by_role("img", name=FRIENDS_ALT).get_attribute("src")
    held = addresses_that_hold(officer, GONE)
    assert all(any(address.startswith(start) for address in held[QUOTED]) for start in (*KEPT_AT, page)), held[QUOTED]
    officer.looking = reader.looking = True

    own = [takes_back(officer, QUOTED)]
    with without_looking(officer):
        own += [takes_back(officer, FRIENDS)]
    own += [passes_on(officer, WORRYING)]
    says_no_to_one_use(officer, QUIET)

    for address in (page, f"{page}?version=1"):
        reader.go(address)
        assert not any(words in reader.page.content() for words in (*GONE, QUIET))
        assert reader.page.get_by_text(SOMETHING_WENT).count() == 1
        sees_picture(reader, QUIET_ALT)
        reader.look(address)
    assert picture is not None
    assert reader.page.request.get(reader.address + picture).status in (404, 410)
    erase_taken_back()
    where = {*set().union(*held.values()), *own, *(f"/outcomes{address}" for address in own), picture, "/audit/"}
    assert any_that_hold(officer, GONE, where) == []
    officer.go(next(address for address in held[QUOTED] if address.startswith("/themes/findings/")))
    assert "1 voice was taken back and no longer counts." in officer.text()
    officer.go(next(address for address in held[QUOTED] if address.startswith("/outcomes/thread/")))
    by_menu(officer, "Publishing")
    assert "Look again" in officer.text()
    reader.go(page)
    sees_picture(reader, QUIET_ALT)
