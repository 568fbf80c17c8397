"""A quick stand-in for the reader, learned from voices that were read: it places a text by its words alone.

Reading a million voices takes an hour. A linear map from weighed words and pairs of words to places, learned from a sample,
does most of them at a hundredth of the cost; what it is unsure of is read after all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from heard.themes.discovery.space import Numbers, evened

_COLUMNS = 2**16
_STRENGTH = 0.3  # of the pull towards zero, so that rare words do not run away
_ROUNDS = 15


@dataclass(frozen=True, slots=True)
class Student:
    """Weights of words, and what each adds to a place."""

    weigh: NDArray[np.float32]
    adds: Numbers
    middle: Numbers

    def places(self, texts: Sequence[str]) -> Numbers:
        """Place texts by their words."""
        return evened(np.asarray(_weighed(_counted(texts), self.weigh) @ self.adds, dtype=np.float32) + self.middle)


def _counted(texts: Sequence[str]) -> sparse.csr_matrix:
    from sklearn.feature_extraction.text import HashingVectorizer

    hashed = HashingVectorizer(
        n_features=_COLUMNS,
        ngram_range=(1, 2),
        norm=None,
        alternate_sign=False,
        dtype=np.float32,
        token_pattern=r"\b\w+\b",  # noqa: S106 (a pattern of words)
    )
    return sparse.csr_matrix(hashed.transform(texts))


def _weighed(counted: sparse.csr_matrix, weigh: NDArray[np.float32]) -> sparse.csr_matrix:
    found = counted.copy()
    found.data = (1.0 + np.log(found.data)) * weigh[found.indices]
    lengths = np.sqrt(np.asarray(found.multiply(found).sum(axis=1)).ravel())
    found.data /= np.repeat(np.maximum(lengths, 1e-9), np.diff(found.indptr)).astype(np.float32)
    return found


def taught(texts: Sequence[str], places: Numbers) -> Student:
    """Learn from texts whose places are known: least squares with a pull towards zero, by conjugate gradients."""
    counted = _counted(texts)
    used = np.asarray((counted > 0).sum(axis=0)).ravel()
    weigh = (np.log((1 + len(texts)) / (1 + used)) + 1.0).astype(np.float32)
    table = _weighed(counted, weigh)
    middle = places.mean(axis=0, keepdims=True).astype(np.float32)
    left = np.asarray(table.T @ (places - middle), dtype=np.float32)
    adds = np.zeros_like(left)
    towards = left.copy()
    size = np.maximum((left * left).sum(axis=0), 1e-12)
    for _ in range(_ROUNDS):
        pulled = np.asarray(table.T @ (table @ towards), dtype=np.float32) + np.float32(_STRENGTH) * towards
        by = size / np.maximum((towards * pulled).sum(axis=0), 1e-12)
        adds += by * towards
        left -= by * pulled
        now = np.maximum((left * left).sum(axis=0), 1e-12)
        towards = left + (now / size) * towards
        size = now
    return Student(weigh, adds, middle)
