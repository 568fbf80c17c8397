"""Which counts of a table of themes and groups are held back, so that no held-back count can be worked out.

The numbers are those of `heard.publishing.small_numbers`, and a test holds the two together. That rule makes numbers safe
to print, by rounding. This one is for people at work, who need true counts to compare shares: it holds back instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from heard.errors import MiscountedVoices

Side = Literal["few", "nearly all", ""]

UNDER = 5  # people: a smaller count is held back, and so is a count that leaves fewer who did not
SMALLEST_GROUP = 10  # people: a smaller group is not broken down
FEWEST_POSSIBLE = 3  # values that every small count held back must still be able to have


def check_under(under: int) -> None:
    """Refuse a weaker rule than the one for the whole of Heard.

    >>> check_under(2)
    Traceback (most recent call last):
    heard.errors.MiscountedVoices: Counts under 2 cannot be the rule: 5 is the lowest. Choose 5 or more.
    """
    if under < UNDER:
        raise MiscountedVoices(
            f"Counts under {under} cannot be the rule: {UNDER} is the lowest. Choose {UNDER} or more."
        )


def too_small(people: int, heard: int, under: int) -> bool:
    """Say whether a count is too small to show. To say that nobody did, or that nearly everybody did, tells on them all.

    >>> too_small(0, 40, 5), too_small(38, 40, 5), too_small(5, 40, 5)
    (True, True, False)
    """
    return people < under or heard - people < under


def side(people: int, heard: int, under: int) -> Side:
    """Say on which side a count is small: few raised it, nearly all did, or neither.

    >>> side(3, 40, 5), side(38, 40, 5), side(20, 40, 5)
    ('few', 'nearly all', '')
    """
    return "few" if people < under else "nearly all" if heard - people < under else ""


def smallest_group(under: int) -> int:
    """Give the fewest people a group must have to be broken down."""
    return max(SMALLEST_GROUP, under)


def hold_back(
    people: Sequence[int], heard: Sequence[int], *, total: int, everyone: int, under: int = UNDER
) -> tuple[frozenset[int], bool]:
    """Choose the counts of one theme that are held back: the small ones, and others that would give them away.

    A small count is held back, and shown only as few or nearly all. Where the counts shown and the total would leave it
    fewer than four possible values, the count of the smallest group still shown is held back too, and so on; in the end,
    the total. Groups are taken by their size and never by what they said. A reader who knows this rule as well is left
    with three values at the least: that it stopped where it did can rule out one.

    Units    people.
    Shape    the people of each group who raised the theme and who were heard, with the same for everybody in those
             groups. A person may be in several groups. Gives the places held back, and whether the total is.
    Errors   none.
    Source   docs/reference/methods.md#holding-back
    Limits   one table at a time: two tables laid side by side can still give a count away.

    >>> held, total_held = hold_back([2, 20, 30, 9], [40, 60, 80, 20], total=61, everyone=200)
    >>> sorted(held), total_held
    ([0, 3], False)
    """
    if too_small(total, everyone, under):
        return frozenset(range(len(people))), True
    sides = [side(who, of, under) for who, of in zip(people, heard, strict=True)]
    hidden, extra = {at for at, known in enumerate(sides) if known}, sum(heard) - everyone
    by_size = sorted(range(len(people)), key=lambda at: (heard[at], at))
    while hidden:
        left = total - sum(who for at, who in enumerate(people) if at not in hidden)
        values = {
            at: _within(_values(heard[at], under, sides[at]), heard[at] - (everyone - total), total) for at in hidden
        }
        if all(_possible(at, values, left, extra) > FEWEST_POSSIBLE for at in hidden if sides[at]):
            break
        shown = [at for at in by_size if at not in hidden]
        if not shown:
            return frozenset(hidden), True
        hidden.add(shown[0])
    return frozenset(hidden), False


def also_held_back(
    shown: Mapping[str, int], *, few: int, everybody: int, smallest: int = SMALLEST_GROUP
) -> frozenset[str]:
    """Choose the sizes of groups that are held back because they would give away those of smaller groups.

    `few` groups are smaller than `smallest` and are not told. Where the sizes shown and the number of everybody would
    leave one of them fewer than four possible values, the smallest size still shown is held back too, and so on.

    Units    people.
    Shape    groups that share nobody, and their sizes. Gives the groups held back.
    Errors   none.
    Source   docs/reference/methods.md#holding-back

    >>> sorted(also_held_back({"parents": 32, "staff": 60}, few=1, everybody=99))
    ['parents']
    """
    hidden: list[str] = []
    while few and len(hidden) < len(shown):
        left = everybody - sum(people for group, people in shown.items() if group not in hidden)
        others = (few - 1 + smallest * len(hidden), 10**9 if hidden else (few - 1) * (smallest - 1))
        if sum(others[0] <= left - one <= others[1] for one in range(1, smallest)) > FEWEST_POSSIBLE:
            break
        hidden.append(min(shown.keys() - set(hidden), key=lambda group: (shown[group], group)))
    return frozenset(hidden)


Range = tuple[int, int]


def _values(heard: int, under: int, known: Side) -> list[Range]:
    """Give the values a count could have, as a range, for a reader who knows on which side it is small."""
    if known == "few":
        return [(0, min(under - 1, heard))]
    return [(max(0, heard - under + 1), heard)] if known == "nearly all" else [(under, heard - under)]


def _within(ranges: list[Range], least: int, most: int) -> list[Range]:
    """Keep the values from `least` to `most`: a group cannot hold more people on either side than there are in all."""
    return [(max(low, least), min(high, most)) for low, high in ranges if low <= most and high >= least]


def _possible(at: int, values: dict[int, list[Range]], left: int, extra: int) -> int:
    """Count the values one hidden count can have, when all of them add up to `left`, or to at most `extra` more."""
    sums: list[Range] = [(0, 0)]
    for other, ranges in values.items():
        if other != at:
            sums = _joined([(low + first, high + last) for low, high in sums for first, last in ranges])
    fits = _joined([(left - high, left + extra - low) for low, high in sums])
    return sum(max(0, min(high, last) - max(low, first) + 1) for low, high in fits for first, last in values[at])


def _joined(ranges: list[Range]) -> list[Range]:
    """Merge ranges that touch or overlap."""
    merged: list[Range] = []
    for low, high in sorted(ranges):
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], high))
        else:
            merged.append((low, high))
    return merged
