"""Which voices lie near one another, and which hang together: a graph of neighbours, parted where it is thin."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from heard.themes.discovery.space import Numbers, evened

Parts = NDArray[np.int64]
_NEIGHBOURS = 15
_BLOCK = 256  # texts compared with all others at a time, so that memory stays small
_NEAR = 0.15  # likeness below which two texts are no neighbours, however few there are


def graph(places: Numbers) -> sparse.csr_matrix:
    """Join each text to its nearest others, the more strongly the more neighbours the two share."""
    many = len(places)
    near = min(_NEIGHBOURS, max(3, round(math.sqrt(many))), many - 1)
    if near < 1:
        return sparse.csr_matrix((many, many), dtype=np.float32)
    chosen: NDArray[np.int32] = np.empty((many, near), dtype=np.int32)
    linked = np.empty((many, near), dtype=np.bool_)
    for start in range(0, many, _BLOCK):
        alike = places[start : start + _BLOCK] @ places.T
        rows = np.arange(len(alike))
        alike[rows, start + rows] = -2.0
        best = np.argpartition(-alike, near - 1, axis=1)[:, :near].astype(np.int32)
        chosen[start : start + len(alike)] = best
        linked[start : start + len(alike)] = np.take_along_axis(alike, best, 1) > _NEAR
    here = np.repeat(np.arange(many, dtype=np.int32), near)[linked.ravel()]
    there = chosen.ravel()[linked.ravel()]
    ones = np.ones(len(here), dtype=np.float32)
    ball = sparse.csr_matrix((ones, (here, there)), shape=(many, many)) + sparse.eye_array(many, dtype=np.float32)
    ball = sparse.csr_matrix(ball)
    either = ball.maximum(ball.T)
    shared = sparse.csr_matrix((ball @ ball.T).multiply(either))
    shared.setdiag(0)
    shared.eliminate_zeros()
    shared.data = (shared.data / (2 * (near + 1) - shared.data)).astype(np.float32)
    shared.sort_indices()
    return shared


def communities(joined: sparse.csr_matrix, fineness: float, seed: int = 0) -> Parts:
    """Part a graph by the Leiden method: `fineness` is the resolution of its modularity. Parts are numbered from 0."""
    from sknetwork.clustering import Leiden

    if joined.nnz == 0:
        return np.arange(joined.shape[0], dtype=np.int64)
    parting = Leiden(resolution=fineness, random_state=seed, return_probs=False, return_aggregate=False)
    return tidy(parting.fit_predict(sparse.csr_matrix(joined)))


def small_groups(joined: sparse.csr_matrix, fineness: float) -> Parts:
    """Part a graph finely by the Louvain method, which takes half the time and does as well where parts are small."""
    from sknetwork.clustering import Louvain

    if joined.nnz == 0:
        return np.arange(joined.shape[0], dtype=np.int64)
    parting = Louvain(resolution=fineness, random_state=0, return_probs=False, return_aggregate=False)
    return tidy(parting.fit_predict(sparse.csr_matrix(joined)))


def tidy(parts: NDArray[np.integer]) -> Parts:
    """Number the parts from 0 without gaps."""
    return np.asarray(np.unique(parts, return_inverse=True)[1], dtype=np.int64).ravel()


def gathered(joined: sparse.csr_matrix, parts: Parts) -> sparse.csr_matrix:
    """Make one knot of each part, joined as strongly as its members are in all."""
    many = len(parts)
    member = sparse.csr_matrix((np.ones(many, dtype=np.float32), (np.arange(many), parts)))
    return sparse.csr_matrix(member.T @ joined @ member)


def hearts(places: Numbers, weights: Numbers, parts: Parts, number: int) -> Numbers:
    """Give the middle of each part, by how many people stand behind each text."""
    kept = parts >= 0
    member = sparse.csr_matrix(
        (weights[kept], (parts[kept], np.flatnonzero(kept))), shape=(number, len(parts)), dtype=np.float32
    )
    return evened(np.asarray(member @ places))


def settled(places: Numbers, weights: Numbers, parts: Parts, rounds: int = 3) -> Parts:
    """Move each text to the part whose heart is nearest, a few times over."""
    for _ in range(rounds):
        middle = hearts(places, weights, parts, int(parts.max()) + 1)
        moved = tidy((places @ middle.T).argmax(axis=1))
        if np.array_equal(moved, parts):
            break
        parts = moved
    return parts


def alike(first: Parts, second: Parts) -> float:
    """Say how far two partings of the same texts agree, from 0 by chance to 1: the adjusted Rand index."""
    table = sparse.csr_matrix((np.ones(len(first)), (first, second)))
    pairs = float((table.data * (table.data - 1)).sum()) / 2
    rows, columns = (np.asarray(table.sum(axis=axis)).ravel() for axis in (1, 0))
    in_first, in_second = (float((sizes * (sizes - 1)).sum()) / 2 for sizes in (rows, columns))
    everything = len(first) * (len(first) - 1) / 2
    by_chance = in_first * in_second / everything if everything else 0.0
    most = (in_first + in_second) / 2
    return 1.0 if most == by_chance else (pairs - by_chance) / (most - by_chance)
