"""A pile: the rows of one sort that lie on somebody's desk, and how each is written on one line."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Window
from django.utils.text import Truncator

from heard_web.people.models import User

SHOWN = 5
LONGEST_TITLE = 120  # letters


@dataclass(frozen=True, slots=True)
class AtDesk:
    """Who sits at the desk, and on which day."""

    user: User
    today: datetime.date


@dataclass(frozen=True, slots=True)
class Line:
    """One thing on the desk: what it is, where it is, and what to do with it."""

    title: str
    url: str
    about: str = ""
    late: bool = False
    state: str = ""
    state_label: str = ""
    do: str = ""
    do_url: str = ""


@dataclass(frozen=True, slots=True)
class Top:
    """The first lines of a pile, and how many there are altogether."""

    name: str
    heading: str
    lines: list[Line]
    total: int

    @property
    def has_more(self) -> bool:
        """Whether there are more than are shown."""
        return self.total > len(self.lines)


@dataclass(frozen=True, slots=True)
class Pile:
    """Rows of one sort, first things first. `name` is its address; `shown` is how many of them the desk shows."""

    name: str
    heading: str
    rows: QuerySet[Any] | Sequence[Any]
    line: Callable[[Any], Line]
    shown: int = SHOWN

    def top(self) -> Top:
        """The first rows and the number of all of them, in one query however many there are."""
        if not isinstance(self.rows, QuerySet):
            first, total = list(self.rows[: self.shown]), len(self.rows)
        elif self.shown:
            first = list(self.rows.annotate(in_the_pile=Window(Count("pk")))[: self.shown])
            total = first[0].in_the_pile if first else 0
        else:
            first, total = [], self.rows.count()
        return Top(self.name, self.heading, self.lines(first), total)

    def lines(self, rows: Iterable[Any]) -> list[Line]:
        """These rows, each as a line."""
        return [self.line(row) for row in rows]


def short(words: str) -> str:
    """Words cut to the length of a title."""
    return Truncator(words).chars(LONGEST_TITLE)


def how_many(number: int, one: str, many: str) -> str:
    """A number with its noun: 1 suggestion, 3 suggestions."""
    return f"{number} {one if number == 1 else many}"
