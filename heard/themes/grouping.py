"""The sums under theme discovery: word weights, directions of meaning, and groups of voices that lie close together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

Vectors = NDArray[np.float64]
Places = NDArray[np.int64]
_DIRECTIONS = 100
_ENOUGH_FOR_COMPANY = 150  # texts: in fewer, words meet by chance
_LIGHTER = 0.5
_ROUNDS = 40
_STARTS = 4


@dataclass(frozen=True, slots=True)
class Grouping:
    """Which group each text is in, how close it is to the heart of it, and how well apart the groups lie."""

    group: Places
    closeness: Vectors
    apartness: float

    @property
    def count(self) -> int:
        """Count the groups."""
        return int(self.group.max()) + 1 if len(self.group) else 0


def word_weights(families: Sequence[Sequence[str]], lighter: frozenset[str] = frozenset()) -> sparse.csr_matrix:
    """Weigh the word families of each text, single and in pairs: what is common everywhere weighs little.

    A family that only one text uses says nothing about what people share, so it is left out. Families in `lighter`,
    words of praise and complaint, weigh a quarter: a theme is what people speak of, whichever way they speak of it.
    """
    many = len(families)
    weigh = TfidfVectorizer(
        analyzer=lambda words: words,
        min_df=2 if many < 2000 else 3,
        max_df=0.5 if many >= 40 else 1.0,
        sublinear_tf=True,
        norm=None,
        dtype=np.float64,
    )
    try:
        weights = weigh.fit_transform(families)
    except ValueError:  # not one family is shared
        return sparse.csr_matrix((many, 0), dtype=np.float64)
    names = weigh.get_feature_names_out()
    scale = sparse.diags_array([_LIGHTER if name in lighter else 1.0 for name in names])
    return sparse.csr_matrix(normalize(weights @ scale))


def directions(weights: sparse.csr_matrix, seed: int) -> Vectors:
    """Place every text by what it says: by its words, and by the company its words keep in other texts."""
    texts, words = weights.shape
    by_text = min(_DIRECTIONS, texts - 1, words - 1)
    if by_text < 2:
        return np.asarray(normalize(weights.toarray()), dtype=np.float64)
    said = normalize(_shortened(weights, by_text, seed)[0])
    company = _company(weights, seed) if texts >= _ENOUGH_FOR_COMPANY else None
    if company is None:
        return np.asarray(said, dtype=np.float64)
    meant = np.asarray(weights @ company)
    meant = normalize(meant - meant.mean(axis=0) / 2)
    return np.asarray(normalize(np.hstack([said, meant])), dtype=np.float64)


def _company(weights: sparse.csr_matrix, seed: int) -> Vectors | None:
    """Place every word by the words it is used with more often than chance would have it."""
    used = (weights > 0).astype(np.float64)
    together = sparse.coo_matrix(used.T @ used)
    each = np.asarray(used.sum(axis=0)).ravel()
    lift = np.log(together.data * used.shape[0] / (each[together.row] * each[together.col]))
    kept = (lift > 0) & (together.data >= 2)
    if kept.sum() < 50:
        return None
    pairs = (together.row[kept], together.col[kept])
    table = sparse.csr_matrix((lift[kept], pairs), shape=together.shape)
    size = min(_DIRECTIONS, table.shape[0] - 1)
    placed, strength = _shortened(table, size, seed)
    return np.asarray(normalize(placed / np.sqrt(np.maximum(strength, 1e-9))), dtype=np.float64)


def _shortened(table: sparse.csr_matrix, size: int, seed: int) -> tuple[Vectors, Vectors]:
    """Keep the strongest directions of a table. How much they explain is not asked, and is 0 / 0 where all rows agree."""
    svd = TruncatedSVD(size, random_state=seed)
    with np.errstate(invalid="ignore", divide="ignore"):
        placed = svd.fit_transform(table)
    return placed, svd.singular_values_


def group(vectors: Vectors, weights: Vectors, groups: int, seed: int) -> Grouping:
    """Gather texts into so many groups round their hearts, by the angle between them; the best of a few starts."""
    groups = max(1, min(groups, len(vectors)))
    best: tuple[float, Places, Vectors] | None = None
    for start in range(_STARTS):
        placed, hearts = _one_start(vectors, weights, groups, np.random.default_rng([seed, start]))
        total = float((weights * (vectors * hearts[placed]).sum(axis=1)).sum())
        if best is None or total > best[0] + 1e-9:
            best = (total, placed, hearts)
    assert best is not None  # noqa: S101 (there is always a first start)
    _, placed, hearts = best
    used, tidy = np.unique(placed, return_inverse=True)
    hearts = hearts[used]
    near = vectors @ hearts.T
    own = near[np.arange(len(vectors)), tidy]
    if len(used) > 1:
        near[np.arange(len(vectors)), tidy] = -1.0
        apartness = float(np.average(own - near.max(axis=1), weights=weights))
    else:
        apartness = 0.0
    return Grouping(np.asarray(tidy, dtype=np.int64), np.clip(own, 0.0, 1.0), round(apartness, 6))


def _one_start(vectors: Vectors, weights: Vectors, groups: int, chance: np.random.Generator) -> tuple[Places, Vectors]:
    hearts = _first_hearts(vectors, weights, groups, chance)
    placed = np.full(len(vectors), -1, dtype=np.int64)
    for _ in range(_ROUNDS):
        nearest = (vectors @ hearts.T).argmax(axis=1)
        if np.array_equal(nearest, placed):
            break
        placed = nearest
        member = sparse.csr_matrix((weights, (placed, np.arange(len(vectors)))), shape=(groups, len(vectors)))
        sums = np.asarray(member @ vectors)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        hearts = np.where(lengths > 1e-12, sums / np.maximum(lengths, 1e-12), hearts)
    return placed, hearts


def _first_hearts(vectors: Vectors, weights: Vectors, groups: int, chance: np.random.Generator) -> Vectors:
    """Choose starting hearts that lie apart from one another."""
    chosen = [int(chance.choice(len(vectors), p=weights / weights.sum()))]
    apart = np.clip(1.0 - vectors @ vectors[chosen[0]], 0.0, None)
    while len(chosen) < groups:
        odds = apart * weights
        total = odds.sum()
        if total <= 1e-12:
            break
        chosen.append(int(chance.choice(len(vectors), p=odds / total)))
        apart = np.minimum(apart, np.clip(1.0 - vectors @ vectors[chosen[-1]], 0.0, None))
    hearts = np.zeros((groups, vectors.shape[1]))
    hearts[: len(chosen)] = vectors[chosen]
    return hearts


def choose_number(vectors: Vectors, weights: Vectors, seed: int) -> tuple[int, str]:
    """Propose how many themes there are, and say why in words.

    A handful of numbers that people can read through, by how many different things were said, are tried; the one where
    voices lie closest to their own theme and furthest from the next is proposed.
    """
    texts = len(vectors)
    if texts < 6:
        said = "1 different thing was" if texts == 1 else f"{texts} different things were"
        return 1, f"Heard suggests 1 theme, because only {said} said."
    middle = 2 * math.log(texts)
    tries = sorted({max(2, min(round(middle * factor), texts // 3, 40)) for factor in (0.7, 0.85, 1.0, 1.15, 1.3)})
    sample = np.linspace(0, texts - 1, min(texts, 3000)).astype(np.int64)
    best, best_apart = tries[0], -1.0
    for number in tries:
        apart = group(vectors[sample], weights[sample], number, seed).apartness
        if apart > best_apart + 1e-6:
            best, best_apart = number, apart
    return best, _why(best, tries)


def _why(best: int, tries: Sequence[int]) -> str:
    """Say why this number, in words that somebody who has read the voices can follow."""
    if len(tries) == 1:
        return f"Heard suggests {best} themes. With so few different things said, it tried no other number."
    tried = ", ".join(map(str, tries[:-1])) + f" and {tries[-1]}"
    return (
        f"Heard suggests {best} themes. It tried {tried}; with {best}, what is said in one theme is most alike and the "
        "themes differ most. Ask for another number if these are too broad or too fine."
    )
