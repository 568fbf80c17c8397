"""The lines between for, against and the rest, drawn among the answers to one proposition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import SVC

from heard.themes.stance.stance import STANCES, Stance
from heard.themes.wording import plain

Numbers = NDArray[np.float64]
_WORDS = 0.2  # what shared words add to likeness of meaning
_LETTERS = 0.3  # what shared parts of words add: hashtags, misspellings, "anti-"
_FIRM = 0.7
_BLOCK = 2000
_WORD = r"\w+"


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike texts are to those that were answered: in meaning, in words and in parts of words."""

    words: TfidfVectorizer
    letters: TfidfVectorizer
    vectors: Numbers
    by_words: Any
    by_letters: Any

    @classmethod
    def of(cls, texts: Sequence[str], vectors: NDArray[np.float32]) -> Likeness:
        """Learn the words of the texts that were answered."""
        words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=_WORD)
        letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
        filled = [text or "." for text in texts]
        by_words = words.fit_transform([*filled, "nothing"])[:-1]
        return cls(words, letters, np.asarray(vectors, float), by_words, letters.fit_transform(filled))

    def to(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> Numbers:
        """Give a row for each text: how alike it is to each that was answered."""
        found = np.exp(2 * (np.asarray(vectors, float) @ self.vectors.T - 1))
        found += _WORDS * (self.words.transform(texts) @ self.by_words.T).toarray()
        found += _LETTERS * (self.letters.transform(texts) @ self.by_letters.T).toarray()
        return np.asarray(found)


@dataclass(frozen=True, slots=True)
class Lines:
    """What was learned: `names` are the stances, in the order of the columns of `chances`."""

    names: tuple[Stance, ...]
    likeness: Likeness
    model: SVC
    warmth: float

    def chances(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> Numbers:
        """Give a row for each text: how sure of each stance. A text's row depends on that text alone."""
        rows = [np.zeros((0, len(self.names)))]
        for start in range(0, len(texts), _BLOCK):
            some = [plain(text) for text in texts[start : start + _BLOCK]]
            alike = self.likeness.to(some, vectors[start : start + _BLOCK])
            rows.append(self.warmed(_scores(self.model, alike, self.names)))
        return np.vstack(rows)

    def warmed(self, scores: Numbers) -> Numbers:
        """Turn scores into chances that sum to 1."""
        return _shares(scores, self.warmth)


def held_back(alike: Numbers, stances: Sequence[Stance], folds: NDArray[np.int64]) -> Numbers:
    """Score each answer by lines drawn without its part of the answers; `alike` sets the answers beside each other."""
    names = _names(stances)
    scores = np.zeros((len(alike), len(names)))
    for fold in sorted(set(folds.tolist())):
        kept, held = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        model = _drawn(alike[np.ix_(kept, kept)], [stances[int(at)] for at in kept])
        scores[held] = _scores(model, alike[np.ix_(held, kept)], names)
    return scores


def fitted(likeness: Likeness, alike: Numbers, stances: Sequence[Stance], scores: Numbers) -> Lines:
    """Draw the lines among all answers; `scores` of answers held back say how sure to be."""
    names = _names(stances)
    model = _drawn(alike, stances)
    true = np.array([names.index(stance) for stance in stances])

    def misfit(log_warmth: float) -> float:
        return float(-np.log(_shares(scores, np.exp(log_warmth))[np.arange(len(true)), true] + 1e-9).sum())

    warmth = float(np.exp(minimize_scalar(misfit, bounds=(-2.0, 3.0), method="bounded").x))
    return Lines(names, likeness, model, warmth)


def _drawn(alike: Numbers, stances: Sequence[Stance]) -> SVC:
    model = SVC(C=_FIRM, kernel="precomputed", class_weight="balanced", decision_function_shape="ovo")
    return model.fit(alike, list(stances))


def _scores(model: SVC, alike: Numbers, names: Sequence[Stance]) -> Numbers:
    """Add up, for each stance, by how far it wins or loses against each other."""
    won = model.decision_function(alike)
    if won.ndim == 1:
        won = -won[:, None]  # with two, the line is drawn the other way round
    found = np.zeros((len(alike), len(names)))
    known = [names.index(name) for name in model.classes_]
    for column, (one, other) in enumerate(combinations(known, 2)):
        found[:, one] += won[:, column]
        found[:, other] -= won[:, column]
    found[:, [at for at in range(len(names)) if at not in known]] = -10.0
    return found


def _shares(scores: Numbers, warmth: float) -> Numbers:
    lifted = np.exp(warmth * (scores - scores.max(axis=1, keepdims=True)))
    return np.asarray(lifted / lifted.sum(axis=1, keepdims=True))


def _names(stances: Sequence[Stance]) -> tuple[Stance, ...]:
    return tuple(name for name in STANCES if name in set(stances))
