"""Worked tables: what goes in, what must come out. They are tests, and they are printed in docs/reference/methods.md."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from heard.codes import Use
from heard.outcomes.attribution import Part, Result, check
from heard.publishing.small_numbers import release_count
from heard.records import Coding
from heard.themes.prevalence import prevalence
from heard.voice.consent import Permission, may_use
from tests.spec.tables_coding import CODING
from tests.spec.tables_groups import GROUPS

Row = tuple[str, ...]


@dataclass(frozen=True)
class Worked:
    """A table of cases: the last column is what the library must answer, worked out by hand."""

    anchor: str
    caption: str
    header: Row
    rows: tuple[Row, ...]
    answer: Callable[..., str]


def released(people: str, rule: str) -> str:
    """What may be printed for a true count."""
    return release_count(int(people), strict=rule == "strict").text


DAY = datetime.date(2026, 5, 1)
SAID = {"yes": True, "no": False}


def consent(own: str, parent: str, needs_parent: str) -> str:
    """Whether a quotation is allowed, from the person's own answer and a parent's."""
    given = [
        Permission(Use.QUOTE, who, SAID[answer], DAY)
        for who, answer in (("self", own), ("parent", parent))
        if answer in SAID
    ]
    return "allowed" if may_use(given, Use.QUOTE, on=DAY, needs_parent=needs_parent == "yes").allowed else "not allowed"


def attribution(heard: str, asked: str, delivered: str, in_use: str) -> str:
    """Which doubts the check raises about one part and one result."""
    day = datetime.date.fromisoformat
    parts = [Part("1", "A hub", "Elmtree", asked, day("2023-11-20"))]
    results = [Result("9", "The hub", "1", "Elmtree", delivered, day(in_use))] if delivered != "nothing" else []
    return ", ".join(concern.kind.value for concern in check(day(heard), parts, results)) or "none"


def shares(who: str, heard: str) -> str:
    """People who raised a theme, from the speakers of each coding."""
    codings = [Coding(theme="Friends", speaker=name.strip(), coder="officer") for name in who.split(",")]
    return str(prevalence(codings, heard=int(heard))[0].people)


TABLES = (
    Worked(
        "small-numbers", "A true count and what may be printed", ("people", "rule", "printed"),
        (
            ("0", "standard", "fewer than 5"), ("1", "standard", "fewer than 5"), ("4", "standard", "fewer than 5"),
            ("5", "standard", "5"), ("7", "standard", "5"), ("8", "standard", "10"), ("13", "standard", "15"),
            ("7", "strict", "*"), ("8", "strict", "10"), ("12", "strict", "10"), ("1004", "strict", "1005"),
        ),
        released,
    ),
    Worked(
        "permission", "May we quote?", ("the child says", "the parent says", "a parent is needed", "a quotation is"),
        (
            ("yes", "yes", "yes", "allowed"), ("no", "yes", "yes", "not allowed"), ("yes", "no", "yes", "not allowed"),
            ("yes", "no", "no", "allowed"),
            ("yes", "not asked", "no", "allowed"), ("yes", "not asked", "yes", "not allowed"),
            ("not asked", "yes", "yes", "not allowed"), ("not asked", "not asked", "no", "not allowed"),
        ),
        consent,
    ),
    Worked(
        "attribution", "One hub that was asked for, and what is claimed",
        ("first heard", "asked as", "delivered as", "in use since", "doubts"),
        (
            ("2023-10-12", "communication", "communication", "2024-09-04", "none"),
            ("2023-10-12", "communication", "generic", "2024-09-04", "differs"),
            ("2023-10-12", "communication", "communication", "2015-09-01", "older_than_voice"),
            ("2023-10-12", "communication", "nothing", "2024-09-04", "never_delivered"),
        ),
        attribution,
    ),
    Worked(
        "prevalence", "People, not comments", ("who raised it", "people heard", "people counted"),
        (("P1, P2, P3", "10", "3"), ("P1, P1, P1", "10", "1"), ("P1, P2, P1", "2", "2")),
        shares,
    ),
    *(Worked(*given) for given in GROUPS),
    *(Worked(*given) for given in CODING),
)  # fmt: skip
