"""Putting together what several people said in other words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from heard.themes.wording import clauses

if TYPE_CHECKING:
    from heard.themes.reading import Reader

_CLOSE_MEANING = 0.55  # cosine of two spans
_CLOSE_WORDS = 0.34  # share of word families two spans have in common


def alike(said: Sequence[str], reader: Reader | None = None) -> list[list[int]]:
    """Group spans that say alike: by meaning with a reader, by shared words without. Each span is in one group.

    A span joins those it is like on average, so a chain of small steps does not put everything together.

    >>> alike(["if staff are trained", "if there is a bus", "as long as staff get trained"])
    [[0, 2], [1]]
    """
    if len(said) < 2:
        return [[at] for at in range(len(said))]
    order = sorted(range(len(said)), key=lambda at: (said[at].casefold(), at))
    closeness = _meaning(said, order, reader) if reader else _words(said, order)
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    apart = np.clip(1 - closeness, 0, None)
    np.fill_diagonal(apart, 0)
    far = 1 - (_CLOSE_MEANING if reader else _CLOSE_WORDS)
    numbers = fcluster(linkage(squareform(apart, checks=False), "average"), far + 1e-9, "distance")
    groups: dict[int, list[int]] = {}
    for at, number in zip(order, numbers, strict=True):
        groups.setdefault(int(number), []).append(at)
    return sorted(sorted(group) for group in groups.values())


def _meaning(said: Sequence[str], order: Sequence[int], reader: Reader) -> NDArray[np.float64]:
    vectors = np.asarray(reader.vectors([said[at] for at in order]), dtype=np.float64)
    return np.asarray(vectors @ vectors.T)


def _words(said: Sequence[str], order: Sequence[int]) -> NDArray[np.float64]:
    families = [{word.stem for clause in clauses(said[at]) for word in clause if word.content} for at in order]
    return np.array([[len(a & b) / max(len(a | b), 1) for b in families] for a in families], dtype=np.float64)
