"""The space in which voices are compared: what they mean, with a smaller share for the very words they used."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from heard.themes.wording import stem, word_list

Numbers = NDArray[np.float32]
_BY_WORDS = 100  # directions kept of the words
_SHARE = (
    0.5  # length of the part from words, beside a part from meaning of length 1: a fifth of the likeness, if many spoke
)
_KEPT = 128  # directions kept of both together
_ENOUGH = 1000  # texts: below, every direction is kept, and words that only join are not compared


def evened(rows: Numbers) -> Numbers:
    """Give every row length 1; a row of zeros stays."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-9), dtype=np.float32)


class Space:
    """Learned from a set of texts; any other text can then be placed in it.

    The vectors of a reader hear what is meant but blur rare words. The words themselves, weighed by how rare they are and
    shortened to their strongest directions, bring back what people share in so many words. On labelled voices of four
    kinds, neither alone did as well.
    """

    def __init__(self, vectors: Numbers, said: Sequence[Sequence[str]]) -> None:
        many = len(said)
        idle = _idle() if many < _ENOUGH else frozenset[str]()
        used = Counter(family for families in said for family in set(families) if family not in idle)
        self._place = {family: at for at, family in enumerate(sorted(f for f, times in used.items() if times > 1))}
        self._weight = np.array([1.0 + np.log((1 + many) / (1 + used[f])) for f in self._place], dtype=np.float32)
        self._share = np.float32(_SHARE * math.sqrt(min(1.0, many / _ENOUGH)))  # in a few texts words meet by chance
        self._words = np.zeros((len(self._place), 0), dtype=np.float32)
        weights = self._weights(said)
        size = min(_BY_WORDS, many - 1, len(self._place) - 1)
        if size >= 2:
            self._words = _strongest(weights, size)
        joined = self._joined(vectors, weights)
        self._kept: Numbers | None = None
        if many > _ENOUGH and joined.shape[1] > _KEPT:
            _, directions = np.linalg.eigh((joined.T @ joined).astype(np.float64))
            self._kept = np.ascontiguousarray(directions[:, ::-1][:, :_KEPT], dtype=np.float32)
        self.places = self._shortened(joined)

    def of(self, vectors: Numbers, said: Sequence[Sequence[str]]) -> Numbers:
        """Place other texts, by their vectors and word families."""
        return self._shortened(self._joined(vectors, self._weights(said)))

    def _weights(self, said: Sequence[Sequence[str]]) -> sparse.csr_matrix:
        columns = np.array([self._place.get(family, -1) for families in said for family in families], dtype=np.int32)
        rows = np.repeat(np.arange(len(said), dtype=np.int32), [len(families) for families in said])
        known = columns >= 0
        ones = np.ones(int(known.sum()), dtype=np.float32)
        found = sparse.csr_matrix((ones, (rows[known], columns[known])), shape=(len(said), len(self._place)))
        times = 1.0 + np.log(found.data.astype(np.float64))
        found.data = times.astype(np.float32) * self._weight[found.indices]
        lengths = np.sqrt(np.asarray(found.multiply(found).sum(axis=1)).ravel())
        return sparse.csr_matrix(sparse.diags_array(1.0 / np.maximum(lengths, 1e-9)) @ found, dtype=np.float32)

    def _joined(self, vectors: Numbers, weights: sparse.csr_matrix) -> Numbers:
        if not self._words.shape[1]:
            return evened(np.asarray(vectors, dtype=np.float32))
        by_words = evened(np.asarray(weights @ self._words, dtype=np.float32))
        return evened(np.hstack([vectors, self._share * by_words]))

    def _shortened(self, joined: Numbers) -> Numbers:
        return joined if self._kept is None else evened(joined @ self._kept)


@cache
def _idle() -> frozenset[str]:
    """The families of words that join or deny. In a few texts they meet by chance; in many, how a thing is asked tells."""
    return frozenset(stem(word) for word in word_list("stop_words") | word_list("negations"))


def _strongest(weights: sparse.csr_matrix, size: int) -> Numbers:
    """Find the strongest directions of a table of words, by the method of Halko and others, from a fixed start."""
    chance = np.random.default_rng(0)
    sketch = weights @ chance.standard_normal((weights.shape[1], size + 10)).astype(np.float32)
    for _ in range(3):
        sketch = weights @ (weights.T @ _upright(sketch))
    return _upright(weights.T @ _upright(sketch))[:, :size]


def _upright(columns: Numbers) -> Numbers:
    """Turn columns until they stand at right angles, the strongest first, and give each length 1.

    It goes by their products with one another, which is a small table, and leaves out what is nothing but rounding.
    """
    strength, turned = np.linalg.eigh((columns.T @ columns).astype(np.float64))
    kept = np.flatnonzero(strength > 1e-6 * strength[-1])[::-1]
    return np.ascontiguousarray(columns @ (turned[:, kept] / np.sqrt(strength[kept])).astype(np.float32))
