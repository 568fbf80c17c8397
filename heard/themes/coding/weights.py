"""The sum under the learner: logistic weights for every theme at once, a rare theme counted as much as a common one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Numbers = NDArray[np.float64]
_MOST_STEPS = 100
_SLIP = 1e-3


@dataclass(frozen=True, slots=True)
class Weights:
    """One column of weights and one offset for each theme."""

    slopes: Numbers
    offsets: Numbers

    def scores(self, rows: NDArray[np.floating]) -> Numbers:
        """Give the score of each theme for each row."""
        return np.asarray(rows @ self.slopes + self.offsets, dtype=np.float64)


def fit(rows: NDArray[np.floating], answers: Numbers, counts: Numbers, *, one_each: bool) -> Weights:
    """Find the weights that tell themes apart, held back in proportion to their size.

    Units    `answers` has a row for each voice and a column for each theme: 1 where the theme was given, a part of 1
             where a voice is shared between themes. `counts` says how much each row counts.
    Shape    with `one_each` every row of `answers` sums to 1 and the themes compete; else each theme is a question of
             its own. Each theme counts alike, however few voices carry it.
    Source   docs/reference/methods.md#coding
    """
    narrow = np.asarray(rows, dtype=np.float32)
    size, themes = narrow.shape[1], answers.shape[1]
    weight = _evened(answers, counts, one_each)
    # Directions in which voices differ much are made small first, so that the search needs few steps.
    ease = (1.0 / np.sqrt(1.0 + 0.25 * (narrow.astype(np.float64) ** 2).sum(axis=0)))[:, None]

    def loss(flat: Numbers) -> tuple[float, Numbers]:
        slopes, offsets = flat[:-themes].reshape(size, themes) * ease, flat[-themes:]
        scores = narrow @ slopes.astype(np.float32) + offsets
        value, slip = (_competing if one_each else _apart)(scores, answers, weight)
        pull = (narrow.T @ slip.astype(np.float32) + slopes) * ease
        return value + 0.5 * float((slopes**2).sum()), np.concatenate([pull.ravel(), slip.sum(axis=0)])

    start = np.zeros((size + 1) * themes)
    options = {"maxiter": _MOST_STEPS, "maxcor": 8, "gtol": _SLIP, "ftol": 1e-7}
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options=options).x
    return Weights(found[:-themes].reshape(size, themes) * ease, found[-themes:])


def _competing(scores: Numbers, answers: Numbers, weight: Numbers) -> tuple[float, Numbers]:
    top = scores.max(axis=1, keepdims=True)
    total = np.log(np.exp(scores - top).sum(axis=1, keepdims=True)) + top
    return float((weight * answers * (total - scores)).sum()), (np.exp(scores - total) - answers) * weight


def _apart(scores: Numbers, answers: Numbers, weight: Numbers) -> tuple[float, Numbers]:
    value = float((weight * (np.logaddexp(0.0, scores) - answers * scores)).sum())
    return value, (1.0 / (1.0 + np.exp(-scores)) - answers) * weight


def _evened(answers: Numbers, counts: Numbers, one_each: bool) -> Numbers:
    each = counts[:, None]
    total = float(counts.sum())
    given = np.maximum((answers * each).sum(axis=0), 1e-6)
    if one_each:
        per_theme = total / (answers.shape[1] * given)
        return np.asarray((answers * per_theme).sum(axis=1, keepdims=True) * each)
    absent = np.maximum(total - given, 1e-6)
    return np.asarray(each * (answers * (total / (2 * given)) + (1 - answers) * (total / (2 * absent))))
