"""What a person has agreed to, use by use, and whether it still holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from heard.codes import Use

Giver = Literal["self", "parent"]


@dataclass(frozen=True, slots=True)
class Permission:
    """One answer, by the person or by their parent, to one use of what was said."""

    use: Use
    given_by: Giver
    answer: bool
    on: date
    expires_on: date | None = None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a use is allowed, and why, in words that can be shown."""

    allowed: bool
    why: str


_DOING = {
    Use.ANALYSE: "using what was said to find themes",
    Use.QUOTE: "quoting the words",
    Use.SHOW_DRAWING: "showing the drawing",
    Use.NAME_SCHOOL: "naming the school",
}


def may_use(permissions: Iterable[Permission], use: Use, *, on: date, needs_parent: bool) -> Verdict:
    """Say whether one use is allowed on a day.

    Nothing is allowed that was not agreed to and written down. The latest answer of each giver counts, and on the same
    day a no beats a yes. The person's own no always stands: a parent's yes cannot override it. Where a parent's
    permission is needed, it is needed as well as the person's own, never instead of it. Where it is not needed, a
    parent's answer changes nothing.

    Units    days: a permission holds up to and including `expires_on`. A no does not expire.
    Shape    permissions of one person, in any order, for any uses.
    Errors   none.
    Source   docs/reference/methods.md#permission
    Limits   whether a parent's permission is needed is a person's judgement, made before.

    >>> day = date(2026, 3, 1)
    >>> child = Permission(Use.QUOTE, "self", False, day)
    >>> parent = Permission(Use.QUOTE, "parent", True, day)
    >>> may_use([child, parent], Use.QUOTE, on=day, needs_parent=True)
    Verdict(allowed=False, why='The person said no to quoting the words on 1 March 2026.')
    """
    known = [p for p in permissions if p.use == use and p.on <= on]
    verdict = _one(known, "self", use, on)
    if not verdict.allowed or not needs_parent:
        return verdict
    parent = _one(known, "parent", use, on)
    return Verdict(True, f"{verdict.why} {parent.why}") if parent.allowed else parent


def answers_of_a_row(
    ticked: Collection[Use], *, own: Mapping[Use, bool | None], everything: bool | None = None, asked_all: bool = False
) -> dict[Use, bool]:
    """Say what one row of a table answers about each use. A use that is left out was not asked.

    A column about one use answers for that use alone: its no touches no other use. Where the table has a column about
    everything (`asked_all`), its yes is a yes to the `ticked` uses and its no is a no to every use. Where it has none,
    the ticked uses have the yes that holds for the whole table. A no beats a yes of the same row.

    Units    none.
    Shape    `own` holds the uses with a column of their own: yes, no, or None for an empty cell.
    Errors   none.
    Source   docs/reference/methods.md#reading-tables

    >>> answers_of_a_row([Use.ANALYSE], own={Use.QUOTE: False})
    {<Use.ANALYSE: 'analyse'>: True, <Use.QUOTE: 'quote'>: False}
    """
    said = {use: True for use in Use if use in ticked and use not in own}
    if asked_all:
        said = dict.fromkeys(Use, False) if everything is False else said if everything else {}
    for use, answer in own.items():
        if answer is not None and said.get(use) is not False:
            said[use] = answer
    return {use: said[use] for use in Use if use in said}


def _one(known: list[Permission], giver: Giver, use: Use, on: date) -> Verdict:
    who = "The person" if giver == "self" else "Their parent"
    theirs = [p for p in known if p.given_by == giver]
    if not theirs:
        missing = "No answer from the person" if giver == "self" else "No answer from a parent, which is needed here,"
        return Verdict(False, f"{missing} is recorded about {_DOING[use]}.")
    latest = max(p.on for p in theirs)
    last = [p for p in theirs if p.on == latest]
    if any(not p.answer for p in last):
        return Verdict(False, f"{who} said no to {_DOING[use]} on {_day(latest)}.")
    if any(p.withdrawn for p in last):
        return Verdict(False, f"{who} took back their yes to {_DOING[use]}.")
    ends = [p.expires_on for p in last if p.expires_on is not None]
    if ends and min(ends) < on:
        return Verdict(False, f"{who} said yes to {_DOING[use]} until {_day(min(ends))}, which has passed. Ask again.")
    return Verdict(True, f"{who} said yes to {_DOING[use]} on {_day(latest)}.")


def _day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"
