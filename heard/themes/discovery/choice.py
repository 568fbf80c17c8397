"""How many themes: many numbers are tried, some voices are left out each time, and the number that stays steady is taken."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from heard.themes.discovery.parting import Parts, alike, by_knots, hearts, settled, tidy
from heard.themes.discovery.space import Numbers

FINENESS = (0.3, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 9.0, 14.0)
TIMES = 5
UNSEEN = 0.03  # of steadiness: so little less shows nowhere in what people read
_ROOM = 1.1  # at most this many themes to the square root of the texts: more could not be read through


@dataclass(frozen=True, slots=True)
class Tried:
    """One fineness: how many themes it gives, and how steady they are when a tenth of the texts is left out."""

    fineness: float
    number: int
    steadiness: float
    give_or_take: float
    without: tuple[Parts, ...]  # the parts of every text each time; -1 where it was left out


def try_all(places: Numbers, weights: Numbers, joined: sparse.csr_matrix, wanted: int = 0) -> list[Tried]:
    """Try each fineness on all texts, and five times without another tenth of them; the readable ones, and up to `wanted`."""
    many = len(places)
    most = max(most_readable(many), round(1.5 * wanted))
    whole: list[Parts] = []
    for every in _each(places, weights, joined, FINENESS):
        whole.append(every)
        if int(every.max()) >= most:
            break  # finer still gives more still
    numbers = [int(parts.max()) + 1 for parts in whole]
    readable = [at for at, number in enumerate(numbers) if 2 <= number <= most and number not in numbers[:at]] or [0]
    whole = [whole[at] for at in readable]
    fine = [FINENESS[at] for at in readable]
    left: list[tuple[NDArray[np.int64], list[Parts]]] = []
    for time in range(TIMES):
        stay = np.flatnonzero(np.arange(many) % (2 * TIMES) != time)  # texts stand in an order without meaning
        left.append((stay, list(_each(places[stay], weights[stay], sparse.csr_matrix(joined[stay][:, stay]), fine))))
    found = []
    for at, fineness in enumerate(fine):
        agreed = [alike(whole[at][stay], parts[at]) for stay, parts in left]
        without = []
        for stay, parts in left:
            placed = np.full(many, -1, dtype=np.int64)
            placed[stay] = parts[at]
            without.append(placed)
        spread = float(np.std(agreed)) / math.sqrt(TIMES)
        number = int(whole[at].max()) + 1
        found.append(Tried(fineness, number, round(float(np.mean(agreed)), 4), round(spread, 4), tuple(without)))
    return found


def most_readable(many: int) -> int:
    """Give the most themes that are tried for so many texts."""
    return max(2, round(_ROOM * math.sqrt(many)))


def _each(places: Numbers, weights: Numbers, joined: sparse.csr_matrix, fine: Sequence[float]) -> Iterator[Parts]:
    return (settled(places, weights, parts, 2) for parts in by_knots(joined, fine))


def steadiest(tried: Sequence[Tried]) -> Tried:
    """Take the finest that is as steady as the steadiest, within the error of measuring it, and still readable.

    Five looks measure steadiness only roughly, so each fineness is judged together with the next coarser and the next finer
    one. Then it is the rule of one standard error; less than `UNSEEN` is no difference. A finer picture that holds as well
    tells people more.
    """
    held, _, least = judged(tried)
    near = [one for one in tried if held[one.fineness] >= least]
    return max(near, key=lambda one: (one.number, one.steadiness))


def judged(tried: Sequence[Tried]) -> tuple[dict[float, float], float, float]:
    """Give how steady each fineness is together with those next to it, how steady the best is, and what is as steady."""
    ordered = sorted(tried, key=lambda one: one.fineness)
    held = [
        float(np.mean([near.steadiness for near in ordered[max(0, at - 1) : at + 2]])) for at in range(len(ordered))
    ]
    best = max(range(len(ordered)), key=lambda at: (held[at], ordered[at].number))
    least = held[best] - max(ordered[best].give_or_take, UNSEEN)
    return {one.fineness: held[at] for at, one in enumerate(ordered)}, held[best], least


def agreed_graph(joined: sparse.csr_matrix, chosen: Tried) -> sparse.csr_matrix:
    """Weaken each link by how often its two ends parted when some texts were left out."""
    links = joined.tocoo()
    together = np.zeros(len(links.data), dtype=np.float32)
    both = np.zeros(len(links.data), dtype=np.float32)
    for placed in chosen.without:
        here, there = placed[links.row], placed[links.col]
        seen = (here >= 0) & (there >= 0)
        both += seen
        together += seen & (here == there)
    share = together / np.maximum(both, 1.0)
    kept = share > 0
    return sparse.csr_matrix((links.data[kept] * share[kept], (links.row[kept], links.col[kept])), shape=joined.shape)


def part(places: Numbers, weights: Numbers, joined: sparse.csr_matrix, chosen: Tried, seed: int) -> Parts:
    """Part the texts at the chosen fineness, by what held when some were left out."""
    agreed = agreed_graph(joined, chosen) if chosen.without else joined
    return settled(places, weights, next(by_knots(agreed, [chosen.fineness], seed)))


def exactly(places: Numbers, weights: Numbers, parts: Parts, number: int) -> Parts:
    """Join the two nearest themes, or split the widest, until there are as many as were asked for."""
    number = min(number, len(places))
    parts = tidy(parts)
    while int(parts.max()) + 1 > number:
        parts = _joined_once(places, weights, parts)
    while int(parts.max()) + 1 < number and int(np.bincount(parts).max()) >= 4:
        parts = _split_once(places, weights, parts)
    count = int(parts.max()) + 1
    moved = settled(places, weights, parts)
    kept = int(moved.max()) + 1 == count and int(np.bincount(moved).min()) >= min(2, int(np.bincount(parts).min()))
    return moved if kept else parts


def _joined_once(places: Numbers, weights: Numbers, parts: Parts) -> Parts:
    """Join the pair whose joining moves the hearts least, by the rule of Ward."""
    count = int(parts.max()) + 1
    size = np.bincount(parts, weights=weights, minlength=count)
    middle = hearts(places, weights, parts, count)
    cost = (1.0 - middle @ middle.T) * (np.outer(size, size) / np.add.outer(size, size))
    np.fill_diagonal(cost, np.inf)
    one, other = np.unravel_index(int(np.argmin(cost)), cost.shape)
    return tidy(np.where(parts == other, one, parts))


def _split_once(places: Numbers, weights: Numbers, parts: Parts) -> Parts:
    """Split the part that is widest in all, between two texts that lie apart, leaving two texts or more on either side."""
    count = int(parts.max()) + 1
    middle = hearts(places, weights, parts, count)
    apart = 1.0 - (places * middle[parts]).sum(axis=1)
    wide = np.bincount(parts, weights=weights * apart, minlength=count)
    wide[np.bincount(parts, minlength=count) < 4] = -1.0
    inside = np.flatnonzero(parts == int(wide.argmax()))
    first = inside[int(apart[inside].argmax())]
    second = inside[int((places[inside] @ places[first]).argmin())]
    nearer = places[inside] @ places[second] - places[inside] @ places[first]
    many = min(max(int((nearer > 0).sum()), 2), len(inside) - 2)
    split = parts.copy()
    split[inside[np.argsort(-nearer, kind="stable")[:many]]] = count
    return split


def steadiness(parts: Parts, weights: Numbers, chosen: Tried) -> list[float]:
    """Say for each theme what share of its pairs of people stayed together when some texts were left out, from 0 to 1."""
    count = int(parts.max()) + 1
    shares = np.ones((max(1, len(chosen.without)), count))
    for time, placed in enumerate(chosen.without):
        seen = (placed >= 0) & (parts >= 0)
        table = sparse.csr_matrix((weights[seen].astype(np.float64), (parts[seen], placed[seen])), shape=None)
        table.resize((count, table.shape[1]))
        total = np.asarray(table.sum(axis=1)).ravel()
        together = np.asarray(table.multiply(table).sum(axis=1)).ravel()
        own = np.bincount(parts[seen], weights=weights[seen].astype(np.float64) ** 2, minlength=count)
        pairs = total**2 - own
        shares[time] = np.where(pairs > 1e-9, (together - own) / np.maximum(pairs, 1e-9), 1.0)
    return [round(float(value), 4) for value in shares.mean(axis=0)]
