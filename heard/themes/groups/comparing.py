"""Sets groups side by side, from the numbers shown and no others, and says what it comes to in plain words."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from heard.themes.groups.chance import benjamini_hochberg, chance
from heard.themes.groups.facts import NOT_RECORDED
from heard.themes.groups.intervals import Interval, difference, difference_of
from heard.themes.groups.table import CORRECTED, HELD_BACK, Cell, Comparison, Ground, GroupLine, ThemeLine, percent

EVERYONE_ELSE = "everyone else"
MOST_IN_PAIRS = 4  # groups: with more, each is compared with everyone else, to keep the number of looks down
COMMON, APART, ENOUGH_PEOPLE = 0.60, 0.30, 20  # the rule of shared ground: shares of people, and people
WIDE = 0.20  # share of people: a range that reaches further could hide a difference that matters
PROPER = ("area", "month", "term", "time", "need")  # kinds of group whose names may be proper names

# A ratio of shares from the first number up, in words.
TIMES = (
    (4.5, "more than four times as often"),
    (3.5, "about four times as often"),
    (2.5, "about three times as often"),
    (1.75, "about twice as often"),
    (1.35, "about half as often again"),
    (1.15, "about a quarter more often"),
    (0.0, "slightly more often"),
)


@dataclass(frozen=True, slots=True)
class _Look:
    """Two groups and one theme, the higher share first."""

    line: ThemeLine
    one: Cell
    other: Cell


def compare(
    table: Sequence[ThemeLine], groups: Sequence[GroupLine], by: str, *, overlapping: bool
) -> tuple[Comparison, ...]:
    """Compare groups two by two; or each with everyone else, where people are in several or there are more than four.

    Units    shares are fractions from 0 to 1.
    Shape    lines as `differences` makes them. Those whose group is not recorded are compared with nobody.
    Errors   none.
    Source   docs/reference/methods.md#differences
    """
    usable = {line.group for line in groups if line.standing == "shown" and line.group != NOT_RECORDED}
    names = {line.group: line.name for line in groups}
    pairs = len(usable) <= MOST_IN_PAIRS and not overlapping
    looks = [look for line in table for look in (_pairs(line, usable) if pairs else _against_rest(line, usable))]
    found = [_compared(look) for look in looks]
    corrected = benjamini_hochberg([one.chance for one in found])
    return tuple(
        replace(one, corrected=true, words=_words(look, one, true, names, by))
        for look, one, true in zip(looks, found, corrected, strict=True)
    )


def _pairs(line: ThemeLine, usable: set[str]) -> Iterator[_Look]:
    cells = [cell for cell in line.cells if cell.group in usable]
    shown = [cell for cell in cells if cell.shown]
    few = [_at_worst(cell) for cell in cells if cell.at_most is not None]
    for one, other in itertools.combinations(shown, 2):
        yield _Look(line, *((one, other) if (one.share or 0) >= (other.share or 0) else (other, one)))
    shown += [cell for cell in _what_is_left(line) if cell.group in usable]
    for one, other in itertools.product(shown, few):
        if (one.share or 0) > (other.share or 0) and one.people is not None:
            yield _Look(line, one, other)


def _at_worst(cell: Cell) -> Cell:
    """Take a small count held back as large as it can be: what holds then holds for every number it could be."""
    heard, most = cell.heard or 1, cell.at_most or 0
    return replace(cell, people=most, share=most / heard)


def _what_is_left(line: ThemeLine) -> list[Cell]:
    """Take the one other count held back as small as it can be, where the numbers shown leave only one."""
    few = [_at_worst(cell) for cell in line.cells if cell.at_most is not None]
    others = [cell for cell in line.cells if cell.held_back and cell.at_most is None]
    apart = sum(cell.heard or 0 for cell in line.cells) == line.total.heard
    if len(few) != 1 or len(others) != 1 or others[0].note != HELD_BACK or line.total.people is None or not apart:
        return []
    least = line.total.people - sum(cell.people or 0 for cell in line.cells) - (few[0].people or 0)
    heard = others[0].heard or 1
    return [replace(others[0], people=least, share=least / heard)]


def _against_rest(line: ThemeLine, usable: set[str]) -> Iterator[_Look]:
    total = line.total
    for given in line.cells:
        cell = given if given.at_most is None else _at_worst(given)
        if cell.group not in usable or cell.people is None or cell.heard is None:
            continue
        if total.people is None or total.heard is None or total.heard == cell.heard:
            continue
        who, of = total.people - cell.people, total.heard - cell.heard
        rest = Cell(line.theme, EVERYONE_ELSE, who, of, who / of)
        more = (cell.share or 0) >= (rest.share or 0)
        if given.at_most is None or not more:
            yield _Look(line, *((cell, rest) if more else (rest, cell)))


def _compared(look: _Look) -> Comparison:
    one, other, spread = look.one, look.other, look.line.spread
    shares = (one.share or 0.0, other.share or 0.0)
    heard = (one.heard or 0, other.heard or 0)
    if one.people is not None and other.people is not None:
        people = (one.people, other.people)
        gap = difference((people[0] / spread, people[1] / spread), (heard[0] / spread, heard[1] / spread))
        by_chance = chance(people, heard, spread=spread)
    else:
        gap = difference_of(_interval(one), _interval(other))
        by_chance = _from_interval(gap)
    return Comparison(
        look.line.theme, one.group, other.group, *shares, gap.value, gap.low, gap.high, by_chance, 1.0, ""
    )


def _interval(cell: Cell) -> Interval:
    return Interval(cell.share or 0.0, cell.low or 0.0, cell.high if cell.high is not None else 1.0)


def _from_interval(gap: Interval) -> float:
    """Give the chance that a range of 19 in 20 stands for, as if it were normal."""
    import math

    reach = gap.value - gap.low if gap.value > 0 else gap.high - gap.value
    return math.erfc(abs(gap.value) / reach * 1.959964 / math.sqrt(2)) if reach > 0 else 1.0


def _words(look: _Look, found: Comparison, corrected: float, names: dict[str, str], by: str) -> str:
    """Say in a sentence what a look comes to."""
    if look.other.at_most is None:
        return words(found, corrected, names, by, machine=look.one.note == CORRECTED)
    first, second = names.get(found.group, found.group), inside(names.get(found.other, found.other), by)
    few = f"{look.other.note} of {look.other.heard}"
    if corrected > 0.05:
        return f"Too few to compare: {few} {second} raised it."
    shown = percent(found.share) + " against " if look.one.shown and look.one.note == "" and look.one.low else ""
    return f"{first[:1].upper()}{first[1:]} raised it more often than {second} ({shown}{few}): more than chance would explain."


def words(found: Comparison, corrected: float, names: dict[str, str], by: str, *, machine: bool = False) -> str:
    """Say in a sentence what a comparison comes to.

    Units    none.
    Shape    the higher share comes first in `found`.
    Errors   none.
    Source   docs/reference/methods.md#differences
    """
    shares = f"{percent(found.share)} against {percent(found.other_share)}"
    first = names.get(found.group, found.group)
    first, second = first[:1].upper() + first[1:], inside(names.get(found.other, found.other), by)
    if corrected > 0.05:
        wide = max(-found.low, found.high) > WIDE
        doubt = " The numbers are too small to rule one out." if wide else ""
        return f"No clear difference between {inside(first, by)} and {second} ({shares}).{doubt}"
    times = next(said for least, said in TIMES if found.share >= least * max(found.other_share, 1e-9))
    return (
        f"{first} raised it {times} as {second} ({shares}): more than chance would explain."
        if times.endswith("as often")
        else f"{first} raised it {times} {'as' if 'again' in times else 'than'} {second} ({shares}): "
        "more than chance would explain."
    ) + (" The machine counted this, corrected by what a person read." if machine else "")


def inside(name: str, by: str) -> str:
    """Put a group's name inside a sentence, without a capital unless it may be a proper name.

    >>> inside("Parents and carers", "role"), inside("Ashdale North", "area"), inside("SEN support", "setting")
    ('parents and carers', 'Ashdale North', 'SEN support')
    """
    plain = by not in PROPER and name[1:2].islower()
    return name[:1].lower() + name[1:] if plain else name


def ground(cells: Sequence[Cell]) -> Ground:
    """Say whether groups share a theme: common ground where every group with 20 people has 60% or more; a difference
    where two such groups are 30 points or more apart.

    Units    shares are fractions from 0 to 1.
    Shape    the cells of one theme. A group that is held back, or has fewer than 20 people, cannot be spoken for.
    Errors   none.
    Source   docs/reference/methods.md#common-ground
    Limits   a rule of thumb for conversation; `Comparison.clear` says what is more than chance.

    >>> ground([Cell("Play", "a", 15, 20, 0.75, 0.5, 0.9), Cell("Play", "b", 26, 40, 0.65, 0.5, 0.8)])
    'common ground'
    """
    known = [cell for cell in cells if cell.group != NOT_RECORDED and (cell.heard or 0) >= ENOUGH_PEOPLE]
    shares = [cell.share for cell in known if cell.share is not None]
    if len(shares) < 2:
        return "cannot be said"
    if max(shares) - min(shares) >= APART:
        return "difference"
    held = any(cell.held_back for cell in cells)
    if min(shares) >= COMMON:
        return "cannot be said" if held else "common ground"
    return "neither"
