"""Which voices lie near one another, and which hang together: a graph of neighbours, parted where it is thin."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from heard.themes.discovery.space import Numbers, evened

Parts = NDArray[np.int64]
_NEIGHBOURS = 15
_AT_A_TIME = 2_000_000  # likenesses held at a time, so that memory stays small
_HEAPS = 256
_FINEST = 30.0  # the fineness of small groups
_NEAR = 0.15  # likeness below which two texts are no neighbours, however few there are


def graph(places: Numbers) -> sparse.csr_matrix:
    """Join each text to its nearest others, the more strongly the more neighbours the two share."""
    many = len(places)
    near = min(_NEIGHBOURS, max(3, round(math.sqrt(many))), many - 1)
    if near < 1:
        return sparse.csr_matrix((many, many), dtype=np.float32)
    chosen, linked = _nearest(places, near)
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


def _nearest(places: Numbers, near: int) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """Find for each text the `near` others most like it, of equals the first, and whether each is like it at all.

    Of a row of likenesses dealt into heaps, the `near` highest heaps' tops are `near` of its values. So the last of these
    is a bound that all of the nearest reach, and few others do: only those are put in order.
    """
    many = len(places)
    heaps = min(_HEAPS, many)
    block = max(16, _AT_A_TIME // many)
    wide = -(-many // heaps) * heaps
    held = np.full((block, wide), -3.0, dtype=np.float32)
    chosen: NDArray[np.int32] = np.empty((many, near), dtype=np.int32)
    linked = np.empty((many, near), dtype=np.bool_)
    for start in range(0, many, block):
        some = places[start : start + block]
        rows = np.arange(len(some))
        alike = held[: len(some)]
        np.matmul(some, places.T, out=alike[:, :many])
        alike[rows, start + rows] = -2.0  # nobody is their own neighbour
        tops = alike.reshape(len(some), -1, heaps).max(axis=1)
        bound = np.partition(tops, heaps - near, axis=1)[:, heaps - near]
        row, column = np.divmod(np.flatnonzero(alike >= bound[:, None]), wide)
        value = alike[row, column]
        order = np.lexsort((-value, row))
        first = order[np.searchsorted(row, rows)[:, None] + np.arange(near)]
        chosen[start : start + len(some)] = column[first]
        linked[start : start + len(some)] = value[first] > _NEAR
    return chosen, linked


def communities(joined: sparse.csr_matrix, fineness: float, seed: int | None = None) -> Parts:
    """Part a graph by the Louvain method: `fineness` is the resolution of its modularity. Parts are numbered from 0.

    Texts are looked at in their own order, or in one drawn by the seed. The Leiden method of the same library draws from a
    source of chance that no seed reaches, so that a second run in one process comes out otherwise; and what it mends is
    settled afterwards in any case.
    """
    from sknetwork.clustering import Louvain

    if joined.nnz == 0:
        return np.arange(joined.shape[0], dtype=np.int64)
    parting = Louvain(
        resolution=fineness,
        shuffle_nodes=seed is not None,
        random_state=seed,
        return_probs=False,
        return_aggregate=False,
    )
    return tidy(parting.fit_predict(sparse.csr_matrix(joined)))


def by_knots(joined: sparse.csr_matrix, fineness: Sequence[float], seed: int | None = None) -> Iterator[Parts]:
    """Part a graph at each fineness: first into small groups, which are then joined, so that each costs next to nothing."""
    small = communities(joined, _FINEST)
    knots = _gathered(joined, small)
    for one in fineness:
        yield communities(knots, one, seed)[small]


def tidy(parts: NDArray[np.integer]) -> Parts:
    """Number the parts from 0 without gaps."""
    return np.asarray(np.unique(parts, return_inverse=True)[1], dtype=np.int64).ravel()


def _gathered(joined: sparse.csr_matrix, parts: Parts) -> sparse.csr_matrix:
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
