"""What a voice's nearest voices are thought to be about, answered or not, is evidence about the voice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
_NEAREST = 15
_ROUNDS = 10
_BLOCK = 1000


@dataclass(frozen=True, slots=True)
class Neighbours:
    """For each voice the places of those nearest to it in a pool, and how much each counts."""

    places: NDArray[np.intp]
    counts: Numbers

    def of(self, chances: Numbers) -> Numbers:
        """Average the chances of the pool over the neighbours of each voice."""
        return np.asarray((self.counts[:, :, None] * chances[self.places]).sum(axis=1))


def neighbours(vectors: NDArray[np.float32], pool: NDArray[np.float32], itself: NDArray[np.intp]) -> Neighbours:
    """Find the nearest in the pool. `itself` is a voice's own place in the pool, which is left out, or -1."""
    many = min(_NEAREST, max(len(pool) - 1, 1))
    places = np.empty((len(vectors), many), dtype=np.intp)
    close = np.empty((len(vectors), many))
    for start in range(0, len(vectors), _BLOCK):
        part = slice(start, start + _BLOCK)
        likeness = vectors[part] @ pool.T
        own = itself[part]
        inside = np.flatnonzero(own >= 0)
        likeness[inside, own[inside]] = -1.0
        nearest = np.argpartition(-likeness, many - 1, axis=1)[:, :many]
        nearest.sort(axis=1)
        places[part] = nearest
        close[part] = np.take_along_axis(likeness, nearest, axis=1)
    counts = np.clip(close, 0.0, None) ** 4 + 1e-12
    return Neighbours(places, counts / counts.sum(axis=1, keepdims=True))


def settle(chances: Numbers, near: Neighbours, share: float) -> Numbers:
    """Let the chances of a pool flow between neighbours until they hardly change."""
    now = chances
    for _ in range(_ROUNDS):
        now = lean(chances, near, now, share)
    return now


def lean(chances: Numbers, near: Neighbours, pool: Numbers, share: float) -> Numbers:
    """Move the chances of voices, by this share of the way, to those of their neighbours in the pool."""
    return np.asarray((1 - share) * chances + share * near.of(pool))
