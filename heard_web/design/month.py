"""The days of a month laid out as a page shows them."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Entry:
    """Something on a day."""

    on: date
    title: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Day:
    """One square of the month; `outside` when it belongs to the month before or after."""

    on: date
    outside: bool
    today: bool
    entries: list[Entry]


def part(thing: Any, name: str, default: Any = "") -> Any:
    """Read a named part from a dict or an object, whichever the page was given."""
    if isinstance(thing, dict):
        return thing.get(name, default)
    return getattr(thing, name, default)


def entries(events: Iterable[Any]) -> list[Entry]:
    """Events as entries, in order of day and then title."""
    made = [Entry(part(e, "on"), str(part(e, "title")), str(part(e, "url")), str(part(e, "note"))) for e in events]
    return sorted(made, key=lambda entry: (entry.on, entry.title))


def weeks(year: int, month: int, listed: list[Entry], *, today: date) -> list[list[Day]]:
    """The weeks of a month, Monday first, each with seven days."""
    grid = calendar.Calendar(firstweekday=calendar.MONDAY).monthdatescalendar(year, month)
    return [
        [Day(on, on.month != month, on == today, [entry for entry in listed if entry.on == on]) for on in week]
        for week in grid
    ]
