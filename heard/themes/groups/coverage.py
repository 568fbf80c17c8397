"""Who was heard, set against who is there, with an interval and with small numbers held back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from heard.engagement.coverage import GroupHeard, coverage
from heard.themes.groups.holding_back import UNDER, check_under
from heard.themes.groups.intervals import wilson
from heard.themes.groups.table import HELD_BACK, percent

FAIR = (0.8, 1.25)  # a group heard within these times its share is heard in proportion

Standing = Literal[
    "not heard from", "too few heard to show", "less than its share", "about its share", "more than its share",
    "nobody has counted this group",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """One group. `ratio` is its part of the people heard over its part of the people there: 0.5 is half its share."""

    group: str
    heard: int | None
    there: int | None
    share_of_heard: float | None
    ratio: float | None
    low: float | None
    high: float | None
    standing: Standing
    words: str


@dataclass(frozen=True, slots=True)
class CoverageTable:
    """Who was heard against who is there: groups not heard from first, then the least heard."""

    lines: tuple[CoverageLine, ...]
    notes: tuple[str, ...]

    @property
    def not_heard(self) -> tuple[str, ...]:
        """Name the groups that were not heard from at all."""
        return tuple(line.group for line in self.lines if line.standing == "not heard from")

    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Give the table as text, with its heading first."""
        heading = ("group", "heard", "there", "times its share", "low", "high", "standing")
        return (
            heading,
            *(
                (
                    line.group,
                    HELD_BACK if line.heard is None else str(line.heard),
                    "" if line.there is None else str(line.there),
                    *("" if number is None else f"{number:.2f}" for number in (line.ratio, line.low, line.high)),
                    line.standing,
                )
                for line in self.lines
            ),
        )


def coverage_table(
    heard: Mapping[str, int], there: Mapping[str, int], *, hold_back_under: int = UNDER
) -> CoverageTable:
    """Set who was heard beside who is there, with an interval for how well each group is represented.

    A group of which fewer than five were heard, or are there, is held back, and no total is given that it could be
    worked out from: parts of the people heard are of the groups shown.

    Units    people; a ratio of 1 is in proportion, 0.5 is half its share, 2 is twice its share.
    Shape    one count for each group. The interval says how far the people heard could be off by chance; the people
             there are taken as counted.
    Errors   `MiscountedVoices` for a number below zero, or for a rule of fewer than 5 people.
    Source   docs/reference/methods.md#who-was-heard
    Limits   a person in two groups counts in both. People who came are not drawn by chance, so the interval is the
             least doubt there is. Wilson (1927).

    >>> table = coverage_table({"Autism": 12, "Hearing": 2, "Speech": 60}, {"Autism": 300, "Hearing": 40, "Speech": 600})
    >>> for line in table.lines[:2]:
    ...     print(line.words)
    Hearing: too few were heard to show.
    Autism: 12 heard, about half its share of who is there.
    """
    check_under(hold_back_under)
    lines = coverage(heard, there)
    hidden = {line.group for line in lines if _held(line, hold_back_under)}
    all_heard = sum(line.heard for line in lines if line.group not in hidden and line.served)
    all_there = sum(line.served or 0 for line in lines if not 0 < (line.served or 0) < hold_back_under)
    found = [_line(line, all_heard, all_there, line.group in hidden, hold_back_under) for line in lines]
    first: dict[Standing, int] = {"not heard from": 0, "too few heard to show": 1, "nobody has counted this group": 3}
    found.sort(key=lambda line: (first.get(line.standing, 2), line.ratio or 0.0, -(line.there or 0), line.group))
    notes = [
        "A ratio of 1 is in proportion to the people there, 0.5 is half, 2 is twice. Ranges hold it 19 times in 20, if "
        "those heard were drawn by chance.",
    ]
    if hidden:
        notes.append(
            f"Numbers under {hold_back_under} are held back. Parts of the people heard are of the groups shown."
        )
    return CoverageTable(tuple(found), tuple(notes))


def _held(line: GroupHeard, under: int) -> bool:
    return 0 < line.heard < under or 0 < (line.served or 0) < under


def _line(line: GroupHeard, all_heard: int, all_there: int, hidden: bool, under: int) -> CoverageLine:
    there = None if line.served is None or 0 < line.served < under else line.served
    part_there = there / all_there if there is not None and all_there else None
    if hidden:
        said = f"{line.group}: too few were heard to show."
        return CoverageLine(line.group, None, there, None, None, None, None, "too few heard to show", said)
    if not there or not all_heard or part_there is None:
        standing: Standing = "not heard from" if line.heard == 0 and there else "nobody has counted this group"
        ending = "nobody was heard." if standing == "not heard from" else "nobody has counted how many there are."
        said = f"{line.group}: {ending}"
        return CoverageLine(line.group, line.heard, there, None, None, None, None, standing, said)
    found = wilson(line.heard, all_heard)
    ratio, low, high = found.value / part_there, found.low / part_there, found.high / part_there
    standing = _standing(line.heard, ratio, low, high)
    said = _words(line.group, line.heard, ratio, standing)
    return CoverageLine(line.group, line.heard, there, found.value, ratio, low, high, standing, said)


def _standing(heard: int, ratio: float, low: float, high: float) -> Standing:
    """Say how a group stands: only what the interval bears out is called more or less than its share."""
    if heard == 0:
        return "not heard from"
    if ratio < FAIR[0] and high < 1:
        return "less than its share"
    if ratio > FAIR[1] and low > 1:
        return "more than its share"
    return "about its share"


def _words(group: str, heard: int, ratio: float, standing: Standing) -> str:
    if standing == "not heard from":
        return f"{group}: nobody was heard."
    if standing == "about its share":
        doubt = "" if FAIR[0] <= ratio <= FAIR[1] else ", as far as so few can show"
        return f"{group}: {heard} heard, about its share of who is there{doubt}."
    if standing == "less than its share":
        size = (
            "about half" if 0.4 <= ratio < 0.6 else f"about {percent(ratio)} of" if ratio >= 0.1 else "under a tenth of"
        )
        return f"{group}: {heard} heard, {size} its share of who is there."
    return f"{group}: {heard} heard, about {ratio:.1f} times its share of who is there."
