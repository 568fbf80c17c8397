"""Worked tables about groups of people: figures printed in the papers the sums come from."""

from __future__ import annotations

from heard.themes.groups.chance import benjamini_hochberg, fisher
from heard.themes.groups.holding_back import hold_back
from heard.themes.groups.intervals import Interval, difference, wilson
from heard.themes.groups.richness import Incidence, chao2, themes_after


def _ends(found: Interval, places: int = 4) -> str:
    return f"{found.low:.{places}f} to {found.high:.{places}f}"


def range_of(people: str, heard: str) -> str:
    """The range of one share."""
    return _ends(wilson(int(people), int(heard)))


def range_of_difference(first: str, second: str) -> str:
    """The range of the difference between two shares."""
    one, two = ([int(part) for part in group.split(" of ")] for group in (first, second))
    return _ends(difference((one[0], two[0]), (one[1], two[1])))


def exact(first: str, second: str) -> str:
    """The chance of a difference, by the exact test."""
    one, two = ([int(part) for part in group.split(" of ")] for group in (first, second))
    return f"{fisher((one[0], two[0]), (one[1], two[1])):.4f}"


def still_clear(chances: str) -> str:
    """How many of several chances are still clear after correction."""
    return str(sum(found <= 0.05 for found in benjamini_hochberg([float(one) for one in chances.split()])))


def in_all(visits: str, themes: str, once: str, twice: str) -> str:
    """How many themes there may be in all."""
    more = int(themes) - int(once) - int(twice)
    return f"{chao2(Incidence(int(visits), (1,) * int(once) + (2,) * int(twice) + (3,) * more)).value:.2f}"


def drawn(times: str, visits: str, after: str) -> str:
    """How many themes so many visits bring."""
    return f"{themes_after(Incidence(int(visits), tuple(int(one) for one in times.split())), int(after)):.3f}"


def held(counts: str, heard: str, total: str) -> str:
    """Which counts of a theme are shown."""
    people, sizes = ([int(one) for one in numbers.split()] for numbers in (counts, heard))
    hidden, total_hidden = hold_back(people, sizes, total=int(total), everyone=sum(sizes))
    shown = ["held back" if at in hidden else str(who) for at, who in enumerate(people)]
    return ", ".join([*shown, f"total {'held back' if total_hidden else total}"])


HOCHBERG = "0.0001 0.0004 0.0019 0.0095 0.0201 0.0278 0.0298 0.0344 0.0459 0.3240 0.4262 0.5719 0.6528 0.7590 1"

GROUPS = (
    (
        "intervals", "One share (Newcombe 1998a, table I, method 3)", ("people", "heard", "range"),
        (
            ("81", "263", "0.2553 to 0.3662"), ("15", "148", "0.0624 to 0.1605"), ("0", "20", "0.0000 to 0.1611"),
            ("1", "29", "0.0061 to 0.1718"),
        ),
        range_of,
    ),
    (
        "intervals", "The difference of two shares (Newcombe 1998b, table II, method 10)", ("first", "second", "range"),
        (
            ("56 of 70", "48 of 80", "0.0524 to 0.3339"), ("9 of 10", "3 of 10", "0.1705 to 0.8090"),
            ("5 of 56", "0 of 29", "-0.0381 to 0.1926"), ("0 of 10", "0 of 10", "-0.2775 to 0.2775"),
        ),
        range_of_difference,
    ),
    (
        "chance", "The tea tasted by a lady (Fisher 1935): milk first called right, and called wrong",
        ("first", "second", "chance"),
        (("4 of 4", "0 of 4", "0.0286"), ("3 of 4", "1 of 4", "0.4857")),
        exact,
    ),
    (
        "chance", "Fifteen looks (Benjamini and Hochberg 1995, section 4)", ("chances", "still clear"),
        ((HOCHBERG, "4"),),
        still_clear,
    ),
    (
        "enough", "Themes in all: trees on an island, as the R package vegan prints them",
        ("visits", "themes", "once", "twice", "in all"),
        (("50", "225", "21", "19", "236.37"), ("10", "6", "0", "2", "6.00"), ("10", "6", "3", "0", "8.70")),
        in_all,
    ),
    (
        "enough", "Themes after fewer visits, worked by hand", ("visits each came up at", "visits", "after", "themes"),
        (("2 1 1", "2", "1", "2.000"), ("3 2 1", "3", "1", "2.000"), ("3 2 1", "3", "2", "2.667")),
        drawn,
    ),
    (
        "holding-back", "What is held back", ("raised it", "heard", "total", "shown"),
        (
            ("12 20 30", "40 60 80", "62", "12, 20, 30, total 62"),
            ("2 20 30", "40 60 80", "52", "held back, held back, 30, total 52"),
            ("2 3 30", "40 60 80", "35", "held back, held back, 30, total 35"),
            ("0 0 30", "40 60 80", "30", "held back, held back, held back, total 30"),
            ("1 1 1", "40 60 80", "3", "held back, held back, held back, total held back"),
        ),
        held,
    ),
)  # fmt: skip
