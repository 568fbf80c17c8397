"""From scores to chances that hold: what the learner is 80 % sure of should be right eight times in ten."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize, minimize_scalar

Numbers = NDArray[np.float64]
_SIZES_STEPS = 100
_DOUBT_ABOUT_SIZES = 0.5
_FEW = 100.0


def competing(scores: Numbers) -> Numbers:
    """Turn scores into chances that sum to 1 over the themes."""
    lifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(lifted / lifted.sum(axis=1, keepdims=True))


def warmth(scores: Numbers, answers: Numbers) -> float:
    """Find by what to multiply scores so that the chances from them fit answers the learner had not seen."""

    def misfit(log_warmth: float) -> float:
        chances = (competing(scores * np.exp(log_warmth)) * answers).sum(axis=1)
        return float(-np.log(chances + 1e-12).sum() + 0.5 * log_warmth**2)

    return float(np.exp(minimize_scalar(misfit, bounds=(-3.0, 3.0), method="bounded").x)) if len(scores) else 1.0


def tilt(chances: Numbers, among_read: Numbers, *, read: int) -> Numbers:
    """Find by what to multiply chances because the voices that were read are not like all voices.

    People often read as many voices of a rare theme as of a common one. `among_read` is how large each theme looked
    among the voices read, each scored unseen; the same is asked of all voices. Where they were read by chance the two
    agree and nothing changes. What was read counts half as much as the voices, and more where little was `read`, so that
    faint chances cannot run away.

    Source   Saerens, Latinne and Decaestecker (2002), with a prior on the sizes
    """
    start = among_read / among_read.sum()
    now, many = start.copy(), len(chances)
    doubt = _DOUBT_ABOUT_SIZES * (1.0 + _FEW / max(read, 1))
    for _ in range(_SIZES_STEPS):
        shared = chances * (now / start)
        shared /= shared.sum(axis=1, keepdims=True)
        now = (shared.sum(axis=0) + doubt * many * start) / ((1 + doubt) * many)
    return np.asarray(now / start)


@dataclass(frozen=True, slots=True)
class Curves:
    """For each theme apart, the straight line that turns a score into the logarithm of the odds."""

    slopes: Numbers
    offsets: Numbers

    def chances(self, scores: Numbers) -> Numbers:
        """Turn scores into chances, each theme on its own."""
        return np.asarray(1.0 / (1.0 + np.exp(-np.clip(scores * self.slopes + self.offsets, -30.0, 30.0))))


def curves(scores: Numbers, answers: Numbers) -> Curves:
    """Find those lines from answers the learner had not seen. A theme with few answers stays near what holds for all."""
    share = (answers.sum(axis=0) + 0.5) / (len(answers) + 1.0)
    lean = np.log(share / (1 - share))
    flat_scores, flat_answers = scores.ravel(), answers.ravel()
    leans = np.tile(lean, len(scores))

    def for_all(line: Numbers) -> float:
        logs = line[0] * flat_scores + line[1] + line[2] * leans
        return float((np.logaddexp(0.0, logs) - flat_answers * logs).sum() + 0.5 * ((line - (1, 0, 0.5)) ** 2).sum())

    slope, offset, pull = minimize(for_all, np.array([1.0, 0.0, 0.5]), method="L-BFGS-B").x
    found = [
        _own(scores[:, theme], answers[:, theme], float(slope), float(offset + pull * lean[theme]))
        for theme in range(scores.shape[1])
    ]
    return Curves(np.array([one[0] for one in found]), np.array([one[1] for one in found]))


def _own(scores: Numbers, answers: Numbers, slope: float, offset: float) -> tuple[float, float]:
    def misfit(line: Numbers) -> float:
        logs = line[0] * scores + line[1]
        away = 8.0 * (line[0] - slope) ** 2 + 2.0 * (line[1] - offset) ** 2
        return float((np.logaddexp(0.0, logs) - answers * logs).sum() + away)

    line = minimize(misfit, np.array([slope, offset]), method="L-BFGS-B", bounds=[(0.05, None), (None, None)]).x
    return float(line[0]), float(line[1])


def calibration_error(sureness: Numbers, right: NDArray[np.bool_], *, bins: int = 10) -> float:
    """Say by how much sureness and being right differ, on average over tenths of the scale.

    Units    both from 0 to 1; 0 means that what is proposed with 80 % is right 80 times in a hundred.
    Source   expected calibration error with equal bins
    """
    if not len(sureness):
        return 0.0
    place = np.minimum((sureness * bins).astype(int), bins - 1)
    off = 0.0
    for at in range(bins):
        inside = place == at
        if inside.any():
            off += float(inside.mean()) * abs(float(sureness[inside].mean()) - float(right[inside].mean()))
    return off
