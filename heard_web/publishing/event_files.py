"""An event as a calendar file and as a page for a display screen."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import typst

from heard_web.publishing.blocks import EVENT_WORDS
from heard_web.publishing.reading import Page

HERE = Path(__file__).parent
LONDON = ZoneInfo("Europe/London")
SCREEN = HERE / "templates" / "publishing" / "event_screen.typ"
FONTS = HERE / "static" / "publishing" / "fonts"
LONGEST_ON_SCREEN = 220
# What fits on a screen people walk past, in the order they need it.
ON_SCREEN = ("who_for", "what_happens", "cost", "access", "siblings", "contact")


def calendar_file(page: Page, *, site: str) -> bytes:
    """The event as an .ics file, in London time, with the address of its page. The same event keeps the same number."""
    event = page.event
    entry = icalendar.Event()
    entry.add("uid", f"{page.address.replace('/', '-')}@heard")
    entry.add("sequence", page.number - 1)
    entry.add("dtstamp", page.frozen_at.astimezone(datetime.UTC))
    entry.add("summary", page.title)
    entry.add("location", ", ".join(filter(None, [event.get("place", ""), event.get("address", "")])))
    entry.add(
        "description", "\n".join(f"{EVENT_WORDS[name]}: {event[name]}" for name in EVENT_WORDS if event.get(name))
    )
    entry.add("url", f"{site}{page.url}")
    on = datetime.date.fromisoformat(event["on"])
    if event.get("start"):
        entry.add("dtstart", datetime.datetime.combine(on, datetime.time.fromisoformat(event["start"]), LONDON))
        if event.get("end"):
            entry.add("dtend", datetime.datetime.combine(on, datetime.time.fromisoformat(event["end"]), LONDON))
    else:
        entry.add("dtstart", on)
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Heard//Events//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(entry)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _short(words: str) -> str:
    """What can be read while walking past; all of it is on the page of the event."""
    plain = " ".join(words.split())
    return plain if len(plain) <= LONGEST_ON_SCREEN else f"{plain[:LONGEST_ON_SCREEN].rsplit(' ', 1)[0]} …"


def screen_pdf(page: Page, *, area: str) -> bytes:
    """The event as one page of 1920 by 1080 for a display screen. What people wrote goes in as data, never as code."""
    event = page.event
    shown = {
        "area": area,
        "title": page.title,
        "when": event.get("when", ""),
        "hours": event.get("hours", ""),
        "place": event.get("place", ""),
        "address": event.get("address", ""),
        "facts": [[EVENT_WORDS[name], _short(event[name])] for name in ON_SCREEN if event.get(name)],
    }
    made = typst.compile(
        str(SCREEN), root=str(HERE), font_paths=[str(FONTS)], ignore_system_fonts=True,
        sys_inputs={"event": json.dumps(shown)}, format="pdf",
    )  # fmt: skip
    if not isinstance(made, bytes):
        raise TypeError("The screen page came out as several files.")
    return made
