"""How far two or more people who read the same voices agree, beyond what chance alone would give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from heard.errors import MiscountedVoices, NotEnoughVoices

Codings = Mapping[str, frozenset[str]]  # voice id -> themes; a voice that is missing was not read
Distance = Callable[[Hashable, Hashable], float]
_DRAWS = 500


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A voice that two people gave different themes: what both gave, and what one gave and the other did not."""

    voice: str
    both: frozenset[str]
    only_first: frozenset[str]
    only_second: frozenset[str]


@dataclass(frozen=True, slots=True)
class ThemeAgreement:
    """Agreement about one theme. Nothing can be said (`None`) where everybody gave the same answer to every voice."""

    theme: str
    percent: float
    kappa: float | None
    alpha: float | None
    low: float | None
    high: float | None
    words: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement theme by theme and over all. `voices` were read by at least two people; shares run from 0 to 1."""

    coders: tuple[str, ...]
    voices: int
    themes: tuple[ThemeAgreement, ...]
    overall: ThemeAgreement


def percent(first: Sequence[Hashable], second: Sequence[Hashable]) -> float:
    """Give the share of answers that are the same.

    >>> percent(["a", "b", "b"], ["a", "b", "a"])
    0.6666666666666666
    """
    _same_length(first, second)
    return sum(one == other for one, other in zip(first, second, strict=True)) / len(first)


def cohen_kappa(first: Sequence[Hashable], second: Sequence[Hashable]) -> float | None:
    """Give Cohen's kappa for two people: 1 is full agreement, 0 is what chance would give.

    Source   Cohen (1960), A coefficient of agreement for nominal scales

    >>> cohen_kappa([1, 1, 0, 0], [1, 0, 0, 0])
    0.5
    """
    _same_length(first, second)
    many = len(first)
    one, other = Counter(first), Counter(second)
    by_chance = sum(one[answer] * other[answer] for answer in one) / many**2
    return None if by_chance == 1.0 else (percent(first, second) - by_chance) / (1.0 - by_chance)


def _same_length(first: Sequence[Hashable], second: Sequence[Hashable]) -> None:
    if len(first) != len(second):
        raise MiscountedVoices(
            f"{len(first)} answers stand beside {len(second)}. Give both people's answers to each voice."
        )
    if not first:
        raise NotEnoughVoices("No voice was read by both people. Ask both to read at least 1 of the same voices.")


def nominal(one: Hashable, other: Hashable) -> float:
    """Answers are the same or they are not."""
    return float(one != other)


def masi(one: Hashable, other: Hashable) -> float:
    """Say how far apart two sets of themes are, from 0 to 1: less far where one is part of the other.

    Source   Passonneau (2006), Measuring agreement on set-valued items
    """
    left, right = _as_set(one), _as_set(other)
    if left == right:
        return 0.0
    shared = left & right
    if not shared:
        return 1.0
    weight = 2 / 3 if left <= right or right <= left else 1 / 3
    return 1.0 - weight * len(shared) / len(left | right)


def _as_set(given: Hashable) -> frozenset[Hashable]:
    return given if isinstance(given, frozenset) else frozenset({given})


def krippendorff_alpha(units: Iterable[Sequence[Hashable]], distance: Distance = nominal) -> float | None:
    """Give Krippendorff's alpha: 1 is full agreement, 0 is what chance would give, below 0 is worse than chance.

    Shape    for each voice the answers of those who read it, any number of them, in any order. A voice read by fewer
             than two says nothing about agreement and is left out.
    Errors   `NotEnoughVoices` where no voice was read twice. `None` where nobody ever gave another answer.
    Source   Krippendorff (2011), Computing Krippendorff's alpha-reliability

    >>> round(krippendorff_alpha(zip("aabbdcccedda", "babbbcccedd" + "d")), 3)
    0.692
    """
    table = _table([list(unit) for unit in units], distance)
    return _alpha(table, np.ones((1, len(table.answers))))[0]


@dataclass(frozen=True, slots=True)
class _Table:
    """For each voice how often each answer was given, and how far apart the answers are."""

    answers: NDArray[np.float64]
    distances: NDArray[np.float64]


def _table(units: Sequence[Sequence[Hashable]], distance: Distance) -> _Table:
    paired = [unit for unit in units if len(unit) > 1]
    if not paired:
        raise NotEnoughVoices("No voice was read by two people. Ask a second person to read some of the same voices.")
    place: dict[Hashable, int] = {}
    for unit in paired:
        for answer in unit:
            place.setdefault(answer, len(place))
    answers = np.zeros((len(paired), len(place)))
    for at, unit in enumerate(paired):
        for answer in unit:
            answers[at, place[answer]] += 1
    return _Table(answers, np.array([[distance(one, other) for other in place] for one in place]))


def _alpha(table: _Table, draws: NDArray[np.float64]) -> list[float | None]:
    """Work alpha out for each draw, which says how many times each voice counts."""
    sizes = table.answers.sum(axis=1)
    apart = ((table.answers @ table.distances) * table.answers).sum(axis=1) / (sizes - 1)
    found: list[float | None] = []
    totals, pairable = draws @ table.answers, draws @ sizes
    expected = ((totals @ table.distances) * totals).sum(axis=1)
    for at, seen in enumerate(draws @ apart):
        many = float(pairable[at])
        found.append(None if expected[at] <= 0 else 1.0 - float(seen) / many * many * (many - 1) / float(expected[at]))
    return found


def _interval(table: _Table, seed: int) -> tuple[float | None, float | None]:
    """Give the 95 % interval of alpha, from drawing as many voices again and again with replacement."""
    many = len(table.answers)
    draws = np.random.default_rng(seed).multinomial(many, np.full(many, 1 / many), size=_DRAWS).astype(float)
    known = [alpha for alpha in _alpha(table, draws) if alpha is not None]
    if len(known) < _DRAWS // 2:
        return None, None
    low, high = np.percentile(known, [2.5, 97.5])
    return round(float(low), 4), round(float(high), 4)


def agree(codings: Mapping[str, Codings], *, themes: Sequence[str] | None = None, seed: int = 0) -> Agreement:
    """Say how far people agree: theme by theme, and over all by how much their sets of themes overlap.

    Units    shares from 0 to 1; kappa and alpha at most 1. Kappa is for two people only.
    Shape    each coder's answers by voice; a voice a coder did not read is missing there. The same input and seed give
             the same intervals.
    Errors   `NotEnoughVoices` where no voice was read by two people.
    Source   docs/reference/methods.md#agreement
    """
    coders = tuple(sorted(codings))
    voices = sorted({voice for read in codings.values() for voice in read})
    shared = [voice for voice in voices if sum(voice in codings[coder] for coder in coders) > 1]
    if not shared:
        raise NotEnoughVoices(
            f"{len(voices)} voices were read by {len(coders)} people, none by two of them. Ask two to read the same voices."
        )
    sets = [[codings[coder][voice] for coder in coders if voice in codings[coder]] for voice in shared]
    named = list(themes) if themes is not None else sorted({key for unit in sets for given in unit for key in given})
    each = tuple(
        _one(theme, [[theme in given for given in unit] for unit in sets], nominal, coders, seed) for theme in named
    )
    return Agreement(coders, len(shared), each, _one("", sets, masi, coders, seed))


def _one(
    theme: str, units: Sequence[Sequence[Hashable]], distance: Distance, coders: Sequence[str], seed: int
) -> ThemeAgreement:
    table = _table(units, distance)
    alpha = _alpha(table, np.ones((1, len(table.answers))))[0]
    low, high = _interval(table, seed)
    pairs = [pair for unit in units for pair in combinations(unit, 2)]
    first, second = [one for one, _ in pairs], [other for _, other in pairs]
    kappa = cohen_kappa(first, second) if len(coders) == 2 else None
    return ThemeAgreement(
        theme,
        round(percent(first, second), 4),
        None if kappa is None else round(kappa, 4),
        None if alpha is None else round(alpha, 4),
        low,
        high,
        in_words(alpha, low),
    )


def in_words(alpha: float | None, low: float | None) -> str:
    """Say plainly what an alpha means. The bounds .667 and .8 are Krippendorff's own advice."""
    if alpha is None:
        return "everybody gave the same answer every time, so there is nothing to compare"
    if low is not None and low <= 0 < alpha:
        return "cannot be told from chance yet: read more of the same voices"
    if alpha >= 0.8:
        return "agree far more than by chance: good enough to count on"
    if alpha >= 0.667:
        return "agree much more than by chance: good enough for careful conclusions"
    if alpha >= 0.4:
        return "agree more than by chance, but not enough: talk it over and sharpen the definition"
    if alpha > 0:
        return "agree little more than by chance: the definition means different things to different people"
    return "agree no more than by chance: start again from the definition"


def disagreements(first: Codings, second: Codings) -> list[Disagreement]:
    """List the voices two people gave different themes, those furthest apart first, for a talk that settles them."""
    both_read = sorted(set(first) & set(second))
    apart = [
        Disagreement(voice, first[voice] & second[voice], first[voice] - second[voice], second[voice] - first[voice])
        for voice in both_read
        if first[voice] != second[voice]
    ]
    return sorted(apart, key=lambda one: (-masi(first[one.voice], second[one.voice]), one.voice))
