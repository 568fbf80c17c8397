"""How many themes there may be in all, from how many came up at one visit only: sums borrowed from counting species."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

from heard.themes.groups.intervals import LEVEL, Interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Incidence:
    """At how many of the visits each theme came up. Order does not matter."""

    visits: int
    times: tuple[int, ...]

    @property
    def themes(self) -> int:
        """Count the themes that came up at all."""
        return len(self.times)

    @property
    def once(self) -> int:
        """Count the themes that came up at one visit only."""
        return sum(times == 1 for times in self.times)

    @property
    def twice(self) -> int:
        """Count the themes that came up at two visits."""
        return sum(times == 2 for times in self.times)


def unheard(seen: Incidence) -> float:
    """Estimate how many themes have not come up yet: Chao2, never less than nought.

    Many themes that came up once and few that came up twice mean that more are waiting.

    Units    themes; not a whole number.
    Shape    no visit gives nought.
    Errors   none.
    Source   docs/reference/methods.md#enough
    Limits   at least so many: it is a lower bound. It knows nothing of people who were not visited. Chao (1987);
             Chao and Colwell (2017).

    >>> trees = Incidence(50, (1,) * 21 + (2,) * 19 + (3,) * 185)
    >>> round(trees.themes + unheard(trees), 4)
    236.3732
    """
    if not seen.visits:
        return 0.0
    few = (seen.visits - 1) / seen.visits
    if seen.twice:
        return few * seen.once**2 / (2 * seen.twice)
    return few * seen.once * (seen.once - 1) / 2


def chao2(seen: Incidence, *, level: float = LEVEL) -> Interval:
    """Estimate how many themes there are in all, with Chao's interval, which never goes below those that came up.

    Units    themes.
    Shape    as `unheard`.
    Errors   none.
    Source   docs/reference/methods.md#enough
    Limits   as `unheard`. The interval is logarithmic: Chao (1987), equation 13. On made-up visits it holds the truth
             about five times in six, because the estimate is a lower bound: read it as "at least".

    >>> found = chao2(Incidence(50, (1,) * 21 + (2,) * 19 + (3,) * 185))
    >>> round(found.low), round(found.value), round(found.high)
    (229, 236, 257)
    """
    more = unheard(seen)
    if more <= 0:
        return Interval(float(seen.themes), float(seen.themes), float(seen.themes))
    spread = _variance(seen)
    z = NormalDist().inv_cdf((1 + level) / 2)
    factor = math.exp(z * math.sqrt(math.log(1 + spread / more**2)))
    return Interval(seen.themes + more, seen.themes + more / factor, seen.themes + more * factor)


def _variance(seen: Incidence) -> float:
    few, once, twice = (seen.visits - 1) / seen.visits, seen.once, seen.twice
    if twice:
        ratio = once / twice
        return twice * (few / 2 * ratio**2 + few**2 * ratio**3 + few**2 * ratio**4 / 4)
    whole = seen.themes + unheard(seen)
    return max(
        0.0,
        few * once * (once - 1) / 2 + few**2 * once * (2 * once - 1) ** 2 / 4 - few**2 * once**4 / (4 * whole),
    )


def coverage_of_themes(seen: Incidence) -> float:
    """Estimate what part of what people raise is already among the themes: the chance that the next mention is not new.

    Units    a fraction from 0 to 1.
    Shape    no mention at all gives nought.
    Errors   none.
    Source   docs/reference/methods.md#enough
    Limits   of the mentions at visits like these. Good (1953); Chao and Jost (2012), with equation 4a of Chao and
             others (2014) for visits.

    >>> round(coverage_of_themes(Incidence(10, (8, 5, 3, 2, 1, 1))), 3)
    0.91
    """
    mentions = sum(seen.times)
    if not mentions:
        return 0.0
    if not seen.once or seen.visits < 2:
        return 1.0 if seen.visits >= 2 else 0.0
    if seen.twice:
        part = (seen.visits - 1) * seen.once / ((seen.visits - 1) * seen.once + 2 * seen.twice)
    else:
        part = (seen.visits - 1) * (seen.once - 1) / ((seen.visits - 1) * (seen.once - 1) + 2)
    return 1 - seen.once / mentions * part


def themes_after(seen: Incidence, visits: int) -> float:
    """Estimate how many themes so many visits bring: fewer than there were by drawing, more by looking ahead.

    Units    themes.
    Shape    any number of visits from nought.
    Errors   none.
    Source   docs/reference/methods.md#enough
    Limits   looking ahead is sound to about twice the visits made. Colwell and others (2012), equations 17 and 18.

    >>> seen = Incidence(10, (8, 5, 3, 2, 1, 1))
    >>> round(themes_after(seen, 5), 2), themes_after(seen, 10), round(themes_after(seen, 13), 2)
    (4.69, 6.0, 6.49)
    """
    if visits <= seen.visits:
        missed = sum(math.comb(seen.visits - times, visits) / math.comb(seen.visits, visits) for times in seen.times)
        return seen.themes - missed
    more = unheard(seen)
    if more <= 0:
        return float(seen.themes)
    stays = 1 - seen.once / (seen.visits * more + seen.once)
    return seen.themes + more * (1 - stays ** (visits - seen.visits))


def drawn_again(seen: Incidence, ahead: Sequence[int], *, seed: int, times: int) -> NDArray[np.float64]:
    """Draw made-up visits from themes like these, and say each time by how much the forecast was wrong.

    The made-up themes include those that have not come up, each as rare as the forecast holds. Every draw makes as many
    visits as there were, forecasts, makes the visits ahead, and counts what they brought that was new.

    Units    themes; one row for each draw, one column for each number of visits ahead, and last the part covered.
    Shape    the same seed always gives the same draws.
    Errors   none.
    Source   docs/reference/methods.md#enough
    Limits   themes come up on their own, visit by visit. Chao and others (2014), appendix G.
    """
    import numpy as np

    often = np.sort(np.array(seen.times, dtype=np.float64)) / max(seen.visits, 1)
    more, uncovered = unheard(seen), 1 - coverage_of_themes(seen)
    mass = often.sum() * uncovered
    loose = (often * (1 - often) ** seen.visits).sum()
    often = often * (1 - (mass / loose if loose else 0.0) * (1 - often) ** seen.visits)
    extra = math.ceil(more)
    chances = np.clip(np.concatenate([often, np.full(extra, min(1.0, mass / extra) if extra else 0.0)]), 0, 1)
    random = np.random.default_rng(seed)
    came = random.binomial(seen.visits, chances, size=(times, len(chances)))
    more_drawn, covered_drawn, once = _many_forecasts(came, seen.visits)
    stays = 1 - np.divide(once, seen.visits * more_drawn + once, out=np.ones(times), where=more_drawn > 0)
    found = np.empty((times, len(ahead) + 1))
    for column, visits in enumerate(ahead):
        new = ((came == 0) & (random.binomial(visits, chances, size=came.shape) > 0)).sum(axis=1)
        found[:, column] = new - more_drawn * (1 - stays**visits)
    whole = chances.sum()
    found[:, -1] = ((came > 0) @ chances) / whole - covered_drawn if whole else 0.0
    return found


def _many_forecasts(came: NDArray[np.int64], visits: int) -> tuple[NDArray[np.float64], ...]:
    """Work out `unheard` and `coverage_of_themes` for many draws at once, with the themes that came up once in each."""
    import numpy as np

    once, twice = (came == 1).sum(axis=1).astype(float), (came == 2).sum(axis=1).astype(float)
    few, mentions = (visits - 1) / max(visits, 1), np.maximum(came.sum(axis=1), 1)
    more = few * np.where(twice > 0, once**2 / (2 * np.maximum(twice, 1)), once * (once - 1) / 2)
    kept = np.where(twice > 0, (visits - 1) * once, (visits - 1) * (once - 1))
    part = kept / np.maximum(kept + np.where(twice > 0, 2 * twice, 2), 1)
    return more, 1 - np.where(once > 0, once / mentions * part, 0.0), once
