"""Chooses words to show for a theme: typical ones, and those that point the other way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from heard.themes.engine import Leaning

Vectors = NDArray[np.floating[Any]]

SHORTEST, LONGEST = 8, 60  # words: long enough to say something, short enough to read
_SPREAD = 0.35
_ON_LABEL = 0.2  # a reader looks for the words of the label in the quote
_CLEARLY = 0.3
_FEWEST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Choice:
    """One text that could be shown.

    `at` is its place among the vectors, `people` are those who said it, and `on_label` says whether it holds the words
    of the label.
    """

    at: int
    words: str
    people: frozenset[str]
    closeness: float
    polarity: float
    on_label: bool = False


def typical(choices: Sequence[Choice], vectors: Vectors, leaning: Leaning, *, most: int = 3) -> list[Choice]:
    """Choose texts near the heart of a theme, each by other people, and unlike one another.

    Texts of 8 to 60 words come first. In a theme that mostly leans one way, those that clearly lean the other way are
    left for `dissenting`.
    """
    side = _side(leaning)
    fitting = [choice for choice in choices if not side or choice.polarity * side > -_CLEARLY]
    readable = [choice for choice in fitting if SHORTEST <= len(choice.words.split()) <= LONGEST]
    chosen = _spread(readable, vectors, most, [])
    if len(chosen) < most:
        rest = [choice for choice in fitting if choice not in readable and len(choice.words.split()) >= _FEWEST_WORDS]
        chosen = _spread(sorted(rest, key=lambda c: len(c.words.split()) > LONGEST), vectors, most, chosen)
    return chosen


def dissenting(choices: Sequence[Choice], vectors: Vectors, leaning: Leaning, *, most: int = 2) -> list[Choice]:
    """Choose texts that belong to a theme and clearly lean the other way from most of it; often there are none.

    In a theme with no majority there is no other way, so nothing is chosen: the typical quotes show both.
    """
    side = _side(leaning)
    if not side:
        return []
    against = [
        choice
        for choice in choices
        if choice.polarity * side <= -_CLEARLY and _FEWEST_WORDS <= len(choice.words.split()) <= LONGEST
    ]
    return _spread(against, vectors, most, [])


def _side(leaning: Leaning) -> int:
    return {"mostly positive": 1, "mostly negative": -1}.get(leaning, 0)


def _spread(choices: Sequence[Choice], vectors: Vectors, most: int, already: list[Choice]) -> list[Choice]:
    """Add the closest text each time, less what it repeats of those already chosen."""
    chosen = list(already)
    left = sorted(choices, key=lambda choice: (not choice.on_label, -choice.closeness))[:200]
    while left and len(chosen) < most:
        heard = frozenset[str]().union(*(choice.people for choice in chosen))
        left = [choice for choice in left if not choice.people & heard]
        if not left:
            break
        repeats = _repeats(left, chosen, vectors)
        worth = [
            (1 - _SPREAD) * choice.closeness - _SPREAD * again + _ON_LABEL * choice.on_label
            for choice, again in zip(left, repeats, strict=True)
        ]
        chosen.append(left.pop(int(np.argmax(np.round(worth, 9)))))
    return chosen


def _repeats(left: Sequence[Choice], chosen: Sequence[Choice], vectors: Vectors) -> list[float]:
    if not chosen:
        return [0.0] * len(left)
    mine = vectors[[choice.at for choice in left]]
    theirs = vectors[[choice.at for choice in chosen]]
    return [float(value) for value in (mine @ theirs.T).max(axis=1)]
