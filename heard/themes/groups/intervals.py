"""How sure a share of people is: intervals for one share, for a difference of two, and for people who came in groups."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

from heard.errors import MiscountedVoices

LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure and the range it may well lie in."""

    value: float
    low: float
    high: float


def wilson(people: float, heard: float, *, level: float = LEVEL) -> Interval:
    """Give the share of the people heard who raised something, with Wilson's score interval.

    It stays between 0 and 1, and holds its promise with few people and with shares near nought, where the textbook
    interval does not.

    Units    people; the answer is in fractions from 0 to 1. Parts of people are allowed: see `design_effect`.
    Shape    nobody heard gives nought with the whole range from 0 to 1.
    Errors   `MiscountedVoices` for more people than were heard, or a number below zero.
    Source   docs/reference/methods.md#intervals
    Limits   people count as if each spoke for themselves. People at one table do not: see `design_effect`.
             Wilson (1927); Newcombe (1998a), method 3.

    >>> found = wilson(81, 263)
    >>> round(found.value, 4), round(found.low, 4), round(found.high, 4)
    (0.308, 0.2553, 0.3662)
    """
    _check(people, heard)
    if heard == 0:
        return Interval(0.0, 0.0, 1.0)
    z = _z(level)
    share = people / heard
    middle = people + z * z / 2
    reach = z * math.sqrt(people * (1 - share) + z * z / 4)
    low = 0.0 if people == 0 else (middle - reach) / (heard + z * z)
    high = 1.0 if people == heard else (middle + reach) / (heard + z * z)
    return Interval(share, max(0.0, low), min(1.0, high))


def difference(people: tuple[float, float], heard: tuple[float, float], *, level: float = LEVEL) -> Interval:
    """Give the difference between the shares of two groups, first minus second, with Newcombe's interval.

    Units    people; the answer is in fractions from -1 to 1.
    Shape    the two groups share nobody.
    Errors   `MiscountedVoices` for more people than were heard, or a number below zero.
    Source   docs/reference/methods.md#intervals
    Limits   as `wilson`. Newcombe (1998b), method 10.

    >>> found = difference((56, 48), (70, 80))
    >>> round(found.value, 4), round(found.low, 4), round(found.high, 4)
    (0.2, 0.0524, 0.3339)
    """
    one, two = (wilson(who, of, level=level) for who, of in zip(people, heard, strict=True))
    return difference_of(one, two)


def difference_of(one: Interval, two: Interval) -> Interval:
    """Give the difference of two shares that have intervals already, by the same squared distances."""
    value = one.value - two.value
    low = value - math.hypot(one.value - one.low, two.high - two.value)
    high = value + math.hypot(one.high - one.value, two.value - two.low)
    return Interval(value, max(-1.0, low), min(1.0, high))


def design_effect(parts: Sequence[tuple[int, Mapping[str, tuple[int, int]]]]) -> float:
    """Say how many times wider than chance the differences between activities are, in variance.

    People at one table hear each other and often say the same, so forty people at two tables tell us less than forty
    met one by one. A design effect of 2 means that 40 people count as 20.

    Units    a number of 1 or more, upwards in tenths.
    Shape    one part for each group: the activities it met at, each with the people who raised the theme and the
             people heard. The effect is pooled within groups, so a difference between groups is not taken for it.
    Errors   none. With fewer than two activities in every group it cannot be seen, and is 1.
    Source   docs/reference/methods.md#intervals
    Limits   unsteady with fewer than about ten activities. Kish (1965); Rao and Scott (1992).

    >>> design_effect([(2, {"table 1": (9, 10), "table 2": (1, 10)})])
    12.8
    """
    between = chance = 0.0
    for _, activities in parts:
        if len(activities) < 2:
            continue
        people = sum(who for who, _ in activities.values())
        heard = sum(of for _, of in activities.values())
        share = people / heard if heard else 0.0
        many = len(activities)
        between += many / (many - 1) * sum((who - share * of) ** 2 for who, of in activities.values())
        chance += heard * share * (1 - share)
    return max(1.0, math.ceil(round(between / chance * 10, 6)) / 10) if chance else 1.0


def _z(level: float) -> float:
    return NormalDist().inv_cdf((1 + level) / 2)


def _check(people: float, heard: float) -> None:
    if people < 0 or heard < 0 or people > heard + 1e-9:
        raise MiscountedVoices(
            f"{people:g} people raised it but {heard:g} were heard. Check the number of people on the activity."
        )
