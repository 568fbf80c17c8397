"""How common each theme is likely to be among all voices while people have read only some: over all, and in each group.

What the computer makes of all the voices is put right by those that chance chose and a person read. These are shares of
voices, never counts of people, and they stand apart from what people sorted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from heard.publishing.small_numbers import SMALLEST_GROUP
from heard.records import Voice
from heard.themes.groups import NOT_RECORDED, PersonFacts
from heard.themes.groups.intervals import Interval

if TYPE_CHECKING:
    from heard.themes.coding.learner import Coder

FEWEST_BY_CHANCE = 20  # voices, below which an estimate for all of them is too wide to be of use

Said = Mapping[str, Mapping[str, float]]  # for each theme, what the computer makes of each voice
Answers = Mapping[str, frozenset[str]]


def said_by_computer(coder: Coder, voices: Sequence[Voice], vectors: Any) -> dict[str, dict[str, float]]:
    """What the computer makes of every voice; of those people read, what it made of them without their answer."""
    chances = coder.chances(voices, vectors)
    found: dict[str, dict[str, float]] = {}
    for column, theme in enumerate(coder.themes):
        if theme:
            seen = {voice.id: float(chances[row, column]) for row, voice in enumerate(voices)}
            blind = {voice: of[theme] for voice, of in coder.unseen.items() if voice in seen and theme in of}
            found[theme] = seen | blind
    return found


def shares(said: Said, answers: Answers, fair: Collection[str]) -> list[dict[str, Any]]:
    """How common each theme is likely to be. Nothing while fewer than `FEWEST_BY_CHANCE` voices were a fair draw."""
    from heard.themes.coding.shares import corrected_share

    if len(fair) < FEWEST_BY_CHANCE:
        return []
    return [
        {"theme": theme, **asdict(corrected_share(of, {voice: theme in answers[voice] for voice in fair}))}
        for theme, of in said.items()
    ]


def shares_by_group(
    said: Said,
    answers: Answers,
    fair: Collection[str],
    facts: Mapping[str, Sequence[PersonFacts]],
    kinds: Collection[str],
) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """The same for each group of each kind: those of enough people, of whose voices chance chose enough.

    A fair draw of all voices is a fair draw of those of any one group. What nobody recorded is no group.
    """
    found: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for kind in kinds:
        voices: dict[str, set[str]] = defaultdict(set)
        people: dict[str, set[str]] = defaultdict(set)
        for voice, behind in facts.items():
            for one in behind:
                for group in one.values(kind):
                    voices[group].add(voice)
                    people[group].add(one.person)
        told = {
            group: shares(
                {theme: {voice: of[voice] for voice in own if voice in of} for theme, of in said.items()},
                answers,
                [voice for voice in fair if voice in own],
            )
            for group, own in sorted(voices.items())
            if group != NOT_RECORDED and len(people[group]) >= SMALLEST_GROUP
        }
        found[kind] = {group: rows for group, rows in told.items() if rows}
    return found


def corrected_by_group(
    told: Mapping[str, Any], over_all: Sequence[Mapping[str, Any]]
) -> dict[str, dict[str, Interval]]:
    """What was worked out for the groups of one kind, by theme and group, the group "" being all voices."""
    found: dict[str, dict[str, Interval]] = defaultdict(dict)
    for group, rows in {"": over_all, **told}.items():
        for row in rows:
            found[row["theme"]][group] = Interval(row["share"], row["low"], row["high"])
    return dict(found)
