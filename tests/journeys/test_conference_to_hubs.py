"""A conference message becomes hubs, and what was not delivered stays visible."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

from tests.journeys.steps import by_menu, choose, open_up, pick, sign_in

if TYPE_CHECKING:
    from tests.journeys.conftest import Traveller
    from tests.journeys.steps import SetOut

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

THEN = datetime.date.today().year - 3
QUESTION = "What is missing for children with SEND in Ashdale, and where?"
BOARD = "Ashdale SEND Partnership Board"
FORUM = "Ashdale Parent Carer Forum"
SPECIALISTS = "Hubs would be good, but only with specialist teachers in the room every day."
NEARER = "Fifty minutes in a taxi each way. She needs a place in our own town."
AGAINST = "A hub is a cheap way of not building the special school we were promised."
PAGE = f"""Hubs:
- {SPECIALISTS}
- I would say yes to a hub as long as it has its own front door.
- {AGAINST}
Closer to home:
- {NEARER}
- He should learn with the children he meets in the park.
- Tea ran out at half past two, order more next year
"""
HUBS, NEAR = "Hubs", "Closer to home"
STATEMENT = "Families want hubs near home, staffed by specialists."
CONDITION = "Only with specialist teachers there every day."
MINORITY = "Some fear that hubs take the place of a special school."
ASK = "Open four hubs attached to schools, near home and staffed by specialists."
REASON = "There is money for the primary hubs now. The others wait for the building plan."
ROOF = "The roof at Bishopscote has to be mended first. The board looks again next year."
PARTS = [
    ("A primary hub at St Bride's", "St Bride's Primary", 5, 11),
    ("A primary hub at Hollins", "Hollins Primary", 5, 11),
    ("A secondary hub at Bishopscote", "Bishopscote Community College", 11, 16),
    ("An early hub at Alder Brook", "Alder Brook Primary", 4, 7),
]
OLDER, OTHER = "The St Bride's hub", "The Hollins hub"
RELEASE = "Let the other organisations see it"


def day(years: int, month: int, number: int) -> str:
    """A day so many years after the conference, as a date box takes it."""
    return datetime.date(THEN + years, month, number).isoformat()


def here(who: Traveller) -> str:
    """The address of the page somebody is on, without the machine."""
    return who.page.url.removeprefix(who.address).split("?")[0]


def follow_beside(who: Traveller, words: str, link: str) -> None:
    """Follow the link that stands beside these words in a list."""
    beside = who.page.get_by_role("listitem").filter(has_text=words)
    beside.get_by_role("link", name=link).click()
    who.page.wait_for_load_state()
    who.look(link)


def is_hidden(who: Traveller, path: str) -> None:
    """The page is not there for this person: not refused, but not found."""
    answer = who.page.goto(who.address + path)
    assert answer is not None
    assert answer.status == 404, f"{path} answered {answer.status}"
    who.look("not found")
    who.follow("Go to your desk")


def asks_at_a_conference(chair: Traveller) -> None:
    by_menu(chair, "Engagement")
    chair.follow("What it is all for")
    chair.follow("Add a purpose")
    chair.fill("What do we want to find out?", QUESTION)
    chair.fill("What will the answers inform?", "The plan for specialist places")
    chair.fill("Day this was agreed", day(0, 9, 4))
    pick(chair, "Who decides", BOARD)
    chair.fill("How will we tell people what came of it?", "A talk at the next annual meeting")
    chair.fill("By when", day(1, 10, 30))
    chair.press("Save")
    chair.press("Release this record")
    chair.follow("Plan a visit for this")
    pick(chair, "What kind of occasion", "Conference or annual meeting")
    chair.fill("Day", day(0, 10, 12))
    chair.fill("Or the name of the place", "The Corn Exchange")
    pick(chair, "Kind of place", "Library or public venue")
    choose(chair, "How far is it?", "It has happened")
    open_up(chair, "More about it")
    chair.fill("Name for it", "Autumn conference")
    chair.press("Save")
    chair.fill("Parents and carers", "44")
    chair.press("Save")


def keeps_what_a_table_said(chair: Traveller) -> None:
    chair.follow("Paste a page of notes")
    chair.fill("The page of notes", PAGE)
    chair.fill("Which table or group", "Table 3")
    pick(chair, "They took part as", "Parents and carers")
    chair.fill("How many people sat there", "7")
    choose(chair, "They said we may", "Find themes in it", "Quote it")
    chair.press("Split it into lines")
    for row in chair.page.get_by_role("group", name="Line").all():
        if "Tea ran out" in row.get_by_label("What was said").input_value():
            row.get_by_label("Keep this").uncheck()
    chair.press("Keep these lines")
    assert "5 lines kept, 1 left out" in chair.text()
    chair.follow("See what is kept")


def agrees_themes(chair: Traveller) -> None:
    by_menu(chair, "Themes")
    chair.follow("Start a set of themes")
    chair.fill("Title", "Conference: what is missing")
    pick(chair, "Which question do the voices answer?", QUESTION)
    chair.press("Start")
    for name in (HUBS, NEAR):
        chair.follow("Add a theme")
        chair.fill("Name", name)
        chair.press("Add the theme")
    chair.follow("Read and sort voices")
    for section in chair.page.get_by_role("region", name="Voice").all():
        under = NEAR if any(words in section.inner_text() for words in ("taxi", "park")) else HUBS
        section.get_by_role("checkbox", name=under).check()
    chair.press("Save and show the next")
    assert "Every voice has been read" in chair.text()


def writes_a_finding(chair: Traveller) -> str:
    chair.follow("Back to the themes")
    chair.follow("Write what we now know")
    chair.fill("What do we now know?", STATEMENT)
    chair.fill("Found on", day(0, 11, 2))
    pick(chair, "Which question does it answer?", QUESTION)
    for name in (HUBS, NEAR):
        chair.page.get_by_role("checkbox", name=name).check()
    chair.press("Show the voices of these themes")
    for item in chair.page.get_by_role("listitem").filter(has=chair.page.get_by_label("Says so")).all():
        item.get_by_label("Says otherwise" if AGAINST in item.inner_text() else "Says so").check()
    assert "only with specialist teachers in the room every day" in chair.text(), "the condition is suggested"
    chair.fill("What does support depend on?", CONDITION)
    chair.fill("What do those who see it differently say?", MINORITY)
    chair.press("Save")
    chair.press(RELEASE)
    assert "Open to the other organisations" in chair.text()
    return here(chair)


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
    assert f"5 voices held by {FORUM}, counted but not shown to you" in officer.text()
    assert NEARER not in officer.text()
    assert officer.page.get_by_role("button", name=RELEASE).count() == 0


def puts_the_ask(chair: Traveller, finding: str) -> str:
    chair.go(finding)
    chair.follow("Put it to those who decide")
    chair.fill("What are you asking for?", ASK)
    pick(chair, "Who is it put to?", BOARD)
    chair.fill("Put to them on", day(0, 11, 20))
    chair.fill("Who agreed the wording?", "The forum's steering group")
    for number, (words, setting, youngest, oldest) in enumerate(PARTS, start=1):
        row = chair.page.get_by_role("group", name=f"Part {number}", exact=True)
        row.get_by_label("What is this part?").fill(words)
        row.get_by_label("Where?").fill(setting)
        row.get_by_label("Which need is it for?").select_option(label="Communication and interaction")
        row.get_by_label("Youngest age").fill(str(youngest))
        row.get_by_label("Oldest age").fill(str(oldest))
        if number < len(PARTS):
            chair.press("Add another part")
    chair.press("Put this ask")
    assert "2 settings match “Alder Brook Primary”" in chair.text(), "two schools have this name"
    chair.page.get_by_role("radio", name="Alder Brook Primary, Ashdale").check()
    chair.press("Put this ask")
    chair.press(RELEASE)
    return here(chair)


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
    while (button := officer.page.get_by_role("button", name=RELEASE)).count():
        button.first.click()
        officer.page.wait_for_load_state()
    officer.follow("Agree an action for the answer of 14 March")
    officer.fill("What will be done?", "Open the primary hubs")
    officer.fill("Who will do it?", "Head of specialist places")
    officer.fill("Done by", day(2, 9, 5))
    pick(officer, "How far has it come?", "Started but delayed")
    officer.press("Agree this action")
    officer.press(RELEASE)


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
    officer.press(RELEASE)
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
    officer.press(RELEASE)


def reads_the_thread(who: Traveller, ask: str) -> None:
    who.go(ask)
    who.follow("See the whole thread")
    text = who.text()
    assert f"{OLDER} was in use on 3 September {THEN - 2}, before anyone here was heard" in text
    assert "asked as communication and interaction, in use as generic" in text
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
    keeps_what_a_table_said(chair)
    agrees_themes(chair)
    finding = writes_a_finding(chair)
    hidden, released = opens_voice(chair, NEARER), opens_voice(chair, SPECIALISTS)
    cannot_read_the_forums_voices(officer, hidden, finding)

    chair.press(RELEASE)
    ask = puts_the_ask(chair, finding)
    answers_in_part(sign_in(travel, "dev"), ask)
    releases_the_answers_and_agrees_actions(officer, ask)
    before, after = {"planned": day(-3, 2, 10), "opened": day(-2, 9, 3)}, {"planned": day(1, 3, 14), "opened": day(2, 9, 3)}
    records_a_hub(officer, ask, OLDER, 0, need="Communication and interaction", **before)
    records_a_hub(officer, ask, OTHER, 1, need="Generic", **after)

    for who in (officer, chair):
        reads_the_thread(who, ask)
        follows_one_voice(who, released)
    second = sign_in(travel, "asha")
    publishes(officer, second, "You said, we did", title="You said, we did: hubs", ask=ASK)
    publishes(officer, second, "Places that help")
    publishes(chair, sign_in(travel, "gwen"), "Story", ask=ASK)
    reads_what_was_published(travel())
    changes_nothing(sign_in(travel, "ines"), ask, finding, released, hidden)
