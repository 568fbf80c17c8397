"""An event is announced on a page, in a calendar and on a screen; and somebody with no school place writes to the forum."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import icalendar
import pytest
from django.utils import timezone

from tests.journeys.steps import by_menu, choose, open_up, pick, sign_in, take_time

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journeys.conftest import Traveller
    from tests.journeys.steps import SetOut

pytestmark = pytest.mark.journey

TITLE = "Tea and tents"
PLACE = "The Glasshouse library"
CONTACT = "Message my aunt Jo on 01632 960155"


def plans_an_event(officer: Traveller, day: datetime.date) -> None:
    officer.follow("Plan a visit")
    pick(officer, "What kind of occasion", "Drop-in event")
    officer.page.get_by_label("Day", exact=True).fill(day.isoformat())
    officer.fill("Or the name of the place", PLACE)
    pick(officer, "Kind of place", "Library or public venue")
    choose(officer, "How far is it?", "Booked")
    open_up(officer, "More about it")
    officer.fill("Name for it", TITLE)
    officer.fill("Starts at", "10:30")
    officer.fill("Ends at", "15:00")
    officer.press("Save")


def writes_a_notice(officer: Traveller) -> None:
    officer.follow("Write a notice or an update")
    officer.follow("Event notice")
    officer.fill("Address of the place", "Market Square, Ashdale AS1 4TT")
    officer.fill("Who it is for", "Children and young people with SEND of any age, and whoever looks after them.")
    officer.fill("What happens", "Tents to sit in, tea, and time to say what you would change.")
    officer.fill("Getting in and around", "No steps. A Changing Places toilet. A quiet room all day.")
    officer.fill("Questions", "hello@ashdale.example")
    officer.press("Write the first draft")
    officer.press("Save", exact=True)
    officer.press("Hand on to a second person")


def fetches(reader: Traveller, words: str, folder: Path) -> bytes:
    with reader.page.expect_download() as coming:
        reader.page.get_by_role("link", name=words).click()
    file = folder / coming.value.suggested_filename
    coming.value.save_as(file)
    return file.read_bytes()


def test_an_event_is_announced_on_a_page_in_a_calendar_and_on_a_screen(
    empty_ashdale: None, travel: SetOut, tmp_path: Path
) -> None:
    day = timezone.localdate() + datetime.timedelta(days=20)
    officer, approver, reader = sign_in(travel, "orla", looking=False), sign_in(travel, "asha", looking=False), travel()

    officer.looking = True
    plans_an_event(officer, day)
    writes_a_notice(officer)
    reader.go("/events/")
    assert "No events just now" in reader.text()
    by_menu(approver, "Publishing")
    approver.follow(TITLE)
    approver.press("Approve and publish")
    reader.go("/events/")
    reader.follow(TITLE)

    assert f"{day:%A} {day.day} {day:%B %Y}, 10:30am to 3pm" in reader.text()
    assert "A quiet room all day." in reader.text()
    entry = icalendar.Calendar.from_ical(fetches(reader, "Put it in your calendar", tmp_path)).walk("VEVENT")[0]
    assert (entry["SUMMARY"], entry.decoded("DTSTART").replace(tzinfo=None)) == (
        TITLE,
        datetime.datetime.combine(day, datetime.time(10, 30)),
    )
    assert PLACE in str(entry["LOCATION"])
    screen = fetches(reader, "Show it on a display screen", tmp_path)
    assert screen.startswith(b"%PDF-")
    assert screen.rstrip().endswith(b"%%EOF")


def writes_to_the_forum(young_person: Traveller) -> None:
    young_person.go("/")
    young_person.follow("Tell us you are interested")
    young_person.press("Send")
    assert "Choose who you are" in young_person.text()
    choose(young_person, "Who are you?", "I am a child or young person")
    young_person.fill("How can we reach you", CONTACT)
    choose(young_person, "How old is the child or young person?", "16 to 18")
    choose(young_person, "Where do you, or they, learn?", "There is no school place at the moment")
    young_person.fill("Or meet somewhere else", "On the bench by the canal")
    take_time(young_person)
    young_person.press("Send")
    assert "Thank you" in young_person.text()


def test_a_young_person_with_no_school_place_is_seen_by_the_forum_alone(empty_ashdale: None, travel: SetOut) -> None:
    writes_to_the_forum(travel())

    chair = sign_in(travel, "fern")
    chair.go("/forum/")
    chair.follow("A child or young person")
    found = chair.page.url
    assert CONTACT in chair.text()
    chair.fill("What did you agree?", "Rang Jo. They meet us by the canal on Thursday.")
    chair.press("Save the note")

    for name in ("orla", "asha", "ines", "ada"):
        other = sign_in(travel, name, looking=False)
        other.go("/forum/")
        assert "known to the forum alone" in other.text()
        assert "960155" not in other.page.content()
        answer = other.page.goto(found)
        assert answer is not None
        assert answer.status == 404
