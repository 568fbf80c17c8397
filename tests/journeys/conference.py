"""What a forum does with what it hears at its conference, and the words that go with it."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from tests.journeys.steps import by_menu, choose, open_up, pick

if TYPE_CHECKING:
    from tests.journeys.conftest import Traveller
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
Closer to home:
- {NEARER}
- He should learn with the children he meets in the park.
- Tea ran out at half past two, order more next year
"""
TABLES = [("Table 3", 7, PAGE, "4 lines kept, 1 left out"), ("Table 5", 6, f"- {AGAINST}\n", "1 line kept")]
HUBS, NEAR = "Hubs", "Closer to home"
STATEMENT = "Families want hubs near home, staffed by specialists."
CONDITION = "Only with specialist teachers there every day."
MINORITY = "Some fear that hubs take the place of a special school."
ASK = "Open four hubs attached to schools, near home and staffed by specialists."
PARTS = [
    ("A primary hub at St Bride's", "St Bride's Primary", 5, 11),
    ("A primary hub at Hollins", "Hollins Primary", 5, 11),
    ("A secondary hub at Bishopscote", "Bishopscote Community College", 11, 16),
    ("An early hub at Alder Brook", "Alder Brook Primary", 4, 7),
]
RELEASE = "Let the other organisations see this"


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


def releases(who: Traveller) -> None:
    """Let the other organisations see everything on this page that is still held back."""
    while (held_back := who.page.locator("summary", has_text=RELEASE)).count():
        held_back.first.click()
        who.press("Release this record")


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
    releases(chair)
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


def keeps_what_the_tables_said(chair: Traveller) -> None:
    chair.follow("Paste a page of notes")
    for table, people, page, kept in TABLES:
        chair.fill("The page of notes", page)
        chair.fill("Which table or group", table)
        pick(chair, "They took part as", "Parents and carers")
        chair.fill("How many people sat there", str(people))
        choose(chair, "They said we may", "Find themes in it", "Quote it")
        chair.press("Split it into lines")
        for row in chair.page.get_by_role("group", name="Line").all():
            if "Tea ran out" in row.get_by_label("What was said").input_value():
                row.get_by_label("Keep this").uncheck()
        chair.press("Keep these lines")
        assert kept in chair.text()
        chair.follow("Paste another page")


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
        item.get_by_label("Says so").set_checked(AGAINST not in item.inner_text())
        item.get_by_label("Says otherwise").set_checked(AGAINST in item.inner_text())
    assert "only with specialist teachers in the room every day" in chair.text(), "the condition is suggested"
    chair.fill("What does support depend on?", CONDITION)
    chair.fill("What do those who see it differently say?", MINORITY)
    chair.press("Save")
    assert "7 people said so" in " ".join(chair.text().split())
    assert "6 people said otherwise" in " ".join(chair.text().split())
    releases(chair)
    assert "the other organisations of the area see this" in chair.text()
    return here(chair)


def puts_the_ask(chair: Traveller, finding: str) -> str:
    chair.go(finding)
    chair.follow("Put it to those who decide")
    chair.fill("What are you asking for?", ASK)
    pick(chair, "Who is it put to?", BOARD)
    chair.fill("Put to them on", day(0, 11, 20))
    chair.fill("Answer due by", day(1, 3, 31))
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
    releases(chair)
    return here(chair)
