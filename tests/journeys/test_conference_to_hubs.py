"""A conference message becomes hubs, and what was not delivered stays visible."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.journeys.conference import (
    ASK,
    CONDITION,
    FORUM,
    MINORITY,
    NEARER,
    PARTS,
    RELEASE,
    SPECIALISTS,
    STATEMENT,
    THEN,
    agrees_themes,
    asks_at_a_conference,
    day,
    follow_beside,
    here,
    keeps_what_the_tables_said,
    puts_the_ask,
    releases,
    writes_a_finding,
)
from tests.journeys.steps import by_menu, choose, pick, sign_in

if TYPE_CHECKING:
    from tests.journeys.conftest import Traveller
    from tests.journeys.steps import SetOut

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

REASON = "There is money for the primary hubs now. The others wait for the building plan."
ROOF = "The roof at Bishopscote has to be mended first. The board looks again next year."
OLDER, OTHER = "The St Bride's hub", "The Hollins hub"


def is_hidden(who: Traveller, path: str) -> None:
    """The page is not there for this person: not refused, but not found."""
    answer = who.page.goto(who.address + path)
    assert answer is not None
    assert answer.status == 404, f"{path} answered {answer.status}"
    who.look("not found")
    who.follow("Go to your desk")


def opens_voice(who: Traveller, words: str) -> str:
    by_menu(who, "Voice")
    follow_beside(who, words, "See where this came from")
    return here(who)


def cannot_read_the_forums_voices(officer: Traveller, voice: str, finding: str) -> None:
    is_hidden(officer, voice)
    by_menu(officer, "Voice")
    assert SPECIALISTS not in officer.text()
    officer.go(finding)
    assert STATEMENT in officer.text()
    assert CONDITION in officer.text()
    assert MINORITY in officer.text()
    assert f"What people said is held by {FORUM}. It is counted, but not shown to you." in officer.text()
    assert NEARER not in officer.text()
    assert officer.page.locator("summary", has_text=RELEASE).count() == 0


def answers_in_part(chair_of_board: Traveller, ask: str) -> None:
    chair_of_board.go(ask)
    chair_of_board.follow("Write down an answer")
    choose(chair_of_board, "What was the answer?", "Partly")
    chair_of_board.fill("What other choices were looked at?", "Four at once, or one larger special school.")
    chair_of_board.fill("Decided on", day(1, 3, 14))
    choose(chair_of_board, "Which voices did they see or hear?", f"“{SPECIALISTS}”")
    room = chair_of_board.page.get_by_role("group", name="Who was in the room?")
    room.get_by_label("Parent carer forum representatives").fill("2")
    room.get_by_label("Council officers").fill("6")
    chair_of_board.press("Write down this answer")
    assert "gives no reason" in chair_of_board.text(), "the form refuses an answer without a reason"
    chair_of_board.fill("Why?", REASON)
    chair_of_board.press("Write down this answer")
    text = chair_of_board.text()
    assert REASON in text
    assert "2 parent carer forum representatives" in text
    assert "Four at once" in text, "what was typed before the refusal is kept"
    follow_beside(chair_of_board, PARTS[2][0], "Answer this part")
    choose(chair_of_board, "What was the answer?", "Later")
    chair_of_board.fill("Decided on", day(2, 5, 9))
    chair_of_board.fill("Why?", ROOF)
    chair_of_board.press("Write down this answer")


def releases_the_answers_and_agrees_actions(officer: Traveller, ask: str) -> None:
    officer.go(ask)
    releases(officer)
    officer.follow("Agree an action for the answer of 14 March")
    officer.fill("What will be done?", "Open the primary hubs")
    officer.fill("Who will do it?", "Head of specialist places")
    officer.fill("Done by", day(2, 9, 5))
    pick(officer, "How far has it come?", "Started but delayed")
    officer.press("Agree this action")
    releases(officer)


def records_a_hub(officer: Traveller, ask: str, name: str, part: int, *, need: str, planned: str, opened: str) -> None:
    words, setting, youngest, oldest = PARTS[part]
    officer.go(ask)
    officer.follow("See the whole thread")
    officer.follow("Write down a result")
    officer.fill("What is it called?", name)
    officer.fill("Where is it?", setting)
    pick(officer, "Which need is it for?", need)
    officer.fill("Youngest age", str(youngest))
    officer.fill("Oldest age", str(oldest))
    officer.fill("First planned or announced on", planned)
    officer.fill("In use since", opened)
    pick(officer, "What did people ask for?", words)
    officer.press("Write this result down")
    releases(officer)
    by_menu(officer, "Provision")
    officer.follow("Add a place")
    officer.fill("What is it called?", name)
    officer.fill("Where is it?", setting)
    pick(officer, "What kind of place is it?", "Resourced provision")
    pick(officer, "Which need is it for?", need)
    officer.fill("Youngest age", str(youngest))
    officer.fill("Oldest age", str(oldest))
    officer.fill("Places commissioned", "10")
    pick(officer, "What did people ask for that this answers?", f"{words} ({ASK})")
    officer.press("Put it on the register")
    choose(officer, "What has it become?", "Open")
    officer.fill("Since", opened)
    officer.press("Add this step")
    releases(officer)


def reads_the_thread(who: Traveller, ask: str) -> None:
    who.go(ask)
    who.follow("See the whole thread")
    text = who.text()
    assert f"{OLDER} was in use on 3 September {THEN - 2}, before anyone here was heard" in text
    assert "asked for communication and interaction, in use for all kinds of need" in text
    assert "Older than what people said" in text
    assert "Came, but different" in text
    assert text.count("Not delivered") >= 2, "both parts that never came stay in view"
    for never in (PARTS[2][0], PARTS[3][0]):
        assert never in text
    assert ROOF in text
    assert REASON in text
    assert "1 of 1 action not finished yet" in text, "what is missing is said"
    assert "No family has been asked yet whether the change has made a difference." in text
    assert CONDITION in text
    assert MINORITY in text


def follows_one_voice(who: Traveller, voice: str) -> None:
    who.go(voice)
    who.follow("See what became of this")
    text = who.text()
    for step in (STATEMENT, ASK, "Partly", "Open the primary hubs", OLDER, OTHER):
        assert step in text, f"the way of one voice shows “{step}”"


def publishes(writer: Traveller, second: Traveller, kind: str, *, title: str = "", ask: str = "") -> None:
    by_menu(writer, "Publishing")
    writer.follow("Start a page")
    writer.follow(kind)
    if title:
        writer.fill("Title", title)
    if ask:
        writer.page.get_by_label(ask).check()
    writer.press("Write the first draft")
    writer.press("Save", exact=True)
    page = here(writer)
    writer.press("Hand on to a second person")
    assert writer.page.get_by_role("button", name="Approve and publish").count() == 0, "nobody approves their own page"
    second.go(page)
    second.press("Approve and publish")
    assert "Anyone can read it now" in second.page.inner_text("body")


def reads_what_was_published(public: Traveller) -> None:
    public.go("/stories/")
    public.follow(ASK.rstrip("."))
    text = public.text()
    assert "What was asked for and has not been delivered" in text
    assert "This was planned before families were asked." in text
    assert "This is not quite what people asked for" in text
    assert ROOF in text
    assert MINORITY in text
    assert NEARER not in text, "nobody's words are published unless somebody chose them"
    public.go("/you-said/")
    public.follow("You said, we did: hubs")
    assert "Partly done" in public.text()
    assert REASON in public.text()
    public.go("/hubs/")
    text = public.text()
    assert text.index("Places that are open") < text.index(OTHER) < text.index("Asked for and not delivered")
    assert text.index("Asked for and not delivered") < text.index(PARTS[2][0]) < text.index(PARTS[3][0])


def changes_nothing(inspector: Traveller, ask: str, finding: str, voice: str, hidden: str) -> None:
    reads_the_thread(inspector, ask)
    inspector.go(finding)
    inspector.go(voice)
    assert SPECIALISTS in inspector.text()
    is_hidden(inspector, hidden)
    for path in (ask, finding, voice, "/provision/", "/outcomes/", "/publishing/"):
        inspector.go(path)
        posts = inspector.page.locator("main form[method=post]")
        assert posts.count() == 0, f"{path} offers an inspector something to send"
    for path in (f"{ask}decide/", "/decisions/add/", "/outcomes/result/add/", "/provision/add/", f"{finding}change/"):
        answer = inspector.page.goto(inspector.address + path)
        assert answer is not None
        assert answer.status in (403, 404), f"{path} answered {answer.status}"


def test_a_conference_message_becomes_hubs_and_what_was_not_delivered_stays_visible(
    empty_ashdale: None, travel: SetOut
) -> None:
    chair, officer = sign_in(travel, "fern"), sign_in(travel, "orla")
    asks_at_a_conference(chair)
    keeps_what_the_tables_said(chair)
    agrees_themes(chair)
    finding = writes_a_finding(chair)
    hidden, released = opens_voice(chair, NEARER), opens_voice(chair, SPECIALISTS)
    cannot_read_the_forums_voices(officer, hidden, finding)

    releases(chair)
    ask = puts_the_ask(chair, finding)
    answers_in_part(sign_in(travel, "dev"), ask)
    releases_the_answers_and_agrees_actions(officer, ask)
    before, after = (
        {"planned": day(-3, 2, 10), "opened": day(-2, 9, 3)},
        {"planned": day(1, 3, 14), "opened": day(2, 9, 3)},
    )
    records_a_hub(officer, ask, OLDER, 0, need="Communication and interaction", **before)
    records_a_hub(officer, ask, OTHER, 1, need="All kinds of need", **after)

    for who in (officer, chair):
        reads_the_thread(who, ask)
        follows_one_voice(who, released)
    second = sign_in(travel, "asha")
    publishes(officer, second, "You said, we did", title="You said, we did: hubs", ask=ASK)
    publishes(officer, second, "Places that help")
    publishes(chair, sign_in(travel, "gwen"), "Story", ask=ASK)
    reads_what_was_published(travel())
    changes_nothing(sign_in(travel, "ines"), ask, finding, released, hidden)
