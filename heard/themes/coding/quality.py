"""How good the learner is, and from where on it may call itself sure: both from answers it had not seen."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from heard.themes.coding.calibration import calibration_error
from heard.themes.coding.proposals import Quality, ThemeQuality

Numbers = NDArray[np.float64]
Given = NDArray[np.bool_]
SURE = 0.8
NEVER = 1.01
_SECOND = 0.35
_LEAN_ON_ALL = 20
_FEWEST_SURE = 10
_STEPS = np.arange(0.05, 0.75, 0.02)
_BESIDE = 2


def proposed(chances: Numbers, floors: Numbers) -> Given:
    """Say which themes are proposed: whatever reaches its floor, and for each voice the one that comes nearest to it."""
    found: Given = chances >= floors
    found[np.arange(len(chances)), (chances - floors).argmax(axis=1)] = True
    return found


def floors(chances: Numbers, answers: Given, *, one_each: bool) -> Numbers:
    """Find for each theme the chance from which it is worth a person's look: where F1 was best on unseen answers.

    A theme with few answers keeps near what holds for all of them.
    """
    if one_each or not len(chances):
        return np.full(chances.shape[1], _SECOND if one_each else 0.3)
    for_all = _best(chances.ravel(), answers.ravel())
    trust = answers.sum(axis=0) / (answers.sum(axis=0) + _LEAN_ON_ALL)
    own = np.array([_best(chances[:, theme], answers[:, theme]) for theme in range(chances.shape[1])])
    return np.asarray(np.clip(trust * own + (1 - trust) * for_all, 0.1, 0.6))


def _best(chances: Numbers, answers: Given) -> float:
    """Find the step around which F1 is best. A single step that stands out from those beside it is luck."""
    reached = np.array([_f1(chances >= step, answers) for step in _STEPS])
    beside = np.convolve(
        np.pad(reached, _BESIDE, mode="edge"), np.full(2 * _BESIDE + 1, 1 / (2 * _BESIDE + 1)), "valid"
    )
    return float(_STEPS[int(np.argmax(beside))])


def _f1(guessed: Given, answers: Given) -> float:
    both = int((guessed & answers).sum())
    return 2 * both / max(int(guessed.sum()) + int(answers.sum()), 1)


def sure_from(chances: Numbers, answers: Given) -> float:
    """Find from where on proposals were right at least `SURE` of the time. Never, where that cannot be shown."""
    for start in np.arange(SURE, 1.0, 0.02):
        inside = chances >= start
        if inside.sum() < _FEWEST_SURE:
            return NEVER
        if answers[inside].mean() >= SURE:
            return float(round(start, 2))
    return NEVER


def judge(themes: Sequence[str], chances: Numbers, answers: Given, lowest: Numbers, sure: float) -> Quality:
    """Compare proposals with answers the learner had not seen, theme by theme and over all."""
    guessed = proposed(chances, lowest)
    named = [at for at, theme in enumerate(themes) if theme]
    each = tuple(_theme(themes[at], chances[:, at], guessed[:, at], answers[:, at]) for at in named)
    guessed, answers, chances = guessed[:, named], answers[:, named], chances[:, named]
    some = [theme.f1 for theme in each if theme.n]
    both, size = (guessed & answers).sum(axis=1), guessed.sum(axis=1) + answers.sum(axis=1)
    certain = guessed & (chances >= sure)
    return Quality(
        answered=len(chances),
        themes=each,
        micro_f1=round(_f1(guessed, answers), 4),
        macro_f1=round(float(np.mean(some)) if some else 0.0, 4),
        samples_f1=round(float(np.where(size > 0, 2 * both / np.maximum(size, 1), 1.0).mean()), 4),
        calibration_error=round(calibration_error(chances[guessed], answers[guessed]), 4),
        sure=int(certain.sum()),
        sure_right=round(float(answers[certain].mean()) if certain.any() else 0.0, 4),
    )


def _theme(theme: str, chances: Numbers, guessed: Given, answers: Given) -> ThemeQuality:
    both, n = int((guessed & answers).sum()), int(answers.sum())
    precision, recall = both / max(int(guessed.sum()), 1), both / max(n, 1)
    off = calibration_error(chances, answers)
    return ThemeQuality(theme, n, round(precision, 4), round(recall, 4), round(_f1(guessed, answers), 4), round(off, 4))
