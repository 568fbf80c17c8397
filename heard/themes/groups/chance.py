"""Whether a difference between two groups is more than chance would explain, and by how much to doubt many looks."""

from __future__ import annotations

import math
from collections.abc import Sequence

SMALL_EXPECTED = 5.0  # people expected in a cell: below it the exact test is used (Cochran 1954)


def fisher(people: tuple[int, int], heard: tuple[int, int]) -> float:
    """Give the two-sided chance, by Fisher's exact test, of a difference at least this unlikely if there were none.

    Units    a probability from 0 to 1.
    Shape    the people of two groups who raised a theme, and the people heard.
    Errors   none.
    Source   docs/reference/methods.md#chance
    Limits   cautious: the true chance is a little smaller. Fisher (1935).

    >>> round(fisher((3, 1), (4, 4)), 4)
    0.4857
    """
    raised, everyone = sum(people), sum(heard)

    def log_chance(of_first: int) -> float:
        return _log_choose(heard[0], of_first) + _log_choose(heard[1], raised - of_first)

    whole = _log_choose(everyone, raised)
    seen = log_chance(people[0])
    possible = range(max(0, raised - heard[1]), min(raised, heard[0]) + 1)
    return min(1.0, sum(math.exp(found - whole) for at in possible if (found := log_chance(at)) <= seen + 1e-7))


def chi_square(people: tuple[float, float], heard: tuple[float, float], *, spread: float = 1.0) -> float:
    """Give the chance, by Pearson's chi-square, of a difference at least this large if there were none.

    Units    a probability from 0 to 1. `spread` is the design effect the statistic is divided by (Rao and Scott 1984).
    Shape    as `fisher`.
    Errors   none. Nobody, or everybody, gives 1.
    Source   docs/reference/methods.md#chance
    Limits   for expected counts of five people or more.

    >>> round(chi_square((30, 15), (50, 50)), 4)
    0.0026
    """
    share = sum(people) / sum(heard) if sum(heard) else 0.0
    if not 0 < share < 1 or not all(heard):
        return 1.0
    gap = people[0] / heard[0] - people[1] / heard[1]
    square = gap * gap / (share * (1 - share) * (1 / heard[0] + 1 / heard[1])) / spread
    return math.erfc(math.sqrt(square / 2))


def chance(people: tuple[int, int], heard: tuple[int, int], *, spread: float = 1.0) -> float:
    """Give the chance of the difference: exact where a count is small, chi-square otherwise; the more doubtful of both
    where a count is small and people came in groups.

    >>> chance((3, 1), (4, 4)) == fisher((3, 1), (4, 4))
    True
    """
    raised, everyone = sum(people), sum(heard)
    smallest = min(heard) * min(raised, everyone - raised) / everyone if everyone else 0.0
    square = chi_square(people, heard, spread=spread)
    if smallest >= SMALL_EXPECTED:
        return square
    exact = fisher(people, heard)
    return max(exact, square) if spread > 1 else exact


def benjamini_hochberg(chances: Sequence[float]) -> list[float]:
    """Correct chances for the number of looks: who looks a hundred times finds five differences that are not there.

    Of the differences with a corrected chance of 0.05 or less, about one in twenty at most is expected to be chance.

    Units    probabilities from 0 to 1, in the order given.
    Shape    one for each look; all the looks that were made must be in.
    Errors   none.
    Source   docs/reference/methods.md#chance
    Limits   for looks that are independent or lean the same way. Benjamini and Hochberg (1995).

    >>> [round(found, 3) for found in benjamini_hochberg([0.01, 0.04, 0.03, 0.5])]
    [0.04, 0.053, 0.053, 0.5]
    """
    order = sorted(range(len(chances)), key=lambda at: (chances[at], at), reverse=True)
    corrected, least = [0.0] * len(chances), 1.0
    for above, at in enumerate(order):
        least = min(least, chances[at] * len(chances) / (len(chances) - above))
        corrected[at] = least
    return corrected


def _log_choose(many: int, few: int) -> float:
    return math.lgamma(many + 1) - math.lgamma(few + 1) - math.lgamma(many - few + 1)
