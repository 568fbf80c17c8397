"""Likeness of two voices: by what they mean, by their words, by their letters, and by the question they answer."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer

from heard.records import Voice

Floats = NDArray[np.float64]
_MEANING = 4.0
_QUESTION = 0.25
_DIRECTIONS = 200
_FITTED_ON = 4000


@dataclass(slots=True)
class Rows:
    """Voices in the form in which their likeness is worked out."""

    meaning: NDArray[np.float32]
    words: Any
    letters: Any
    directions: NDArray[np.float32]
    questions: list[str]

    def __len__(self) -> int:
        return len(self.questions)

    def at(self, places: Sequence[int] | NDArray[np.intp]) -> Rows:
        """Give some of the rows."""
        index = np.asarray(places, dtype=np.intp)
        questions = [self.questions[int(place)] for place in index]
        return Rows(self.meaning[index], self.words[index], self.letters[index], self.directions[index], questions)


def text_order(voices: Sequence[Voice]) -> list[int]:
    """Put voices in an order that depends on their words and ids alone."""
    keys = [(hashlib.sha256(f"{voice.words}\0{voice.question}".encode()).digest(), voice.id) for voice in voices]
    return sorted(range(len(voices)), key=keys.__getitem__)


@dataclass(slots=True)
class Space:
    """Which words and letters tell voices apart, learned from all voices there are, answered or not."""

    texts: Sequence[str]
    _words: TfidfVectorizer = field(init=False)
    _letters: TfidfVectorizer = field(init=False)
    _svd: TruncatedSVD | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        """Fit on the texts; where there are very many, on those first in an order of their own."""
        chosen = sorted(self.texts, key=lambda text: hashlib.sha256(text.encode()).digest())[:_FITTED_ON]
        chosen = [text for text in chosen if text.strip()] or ["nothing was said"]
        words = {"token_pattern": r"\w+"}
        self._words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, dtype=np.float32, **words)
        self._words.fit([*chosen, "nothing"])
        self._letters = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=2 if len(chosen) > 50 else 1,
            dtype=np.float32,
        )  # fmt: skip
        letters = self._letters.fit_transform([*chosen, "nothing"])
        many = min(_DIRECTIONS, min(letters.shape) - 1)
        if many >= 2:
            self._svd = TruncatedSVD(many, random_state=0, n_iter=4).fit(letters)

    def word_names(self) -> list[str]:
        """Name the columns of `Rows.words`."""
        return [str(name) for name in self._words.get_feature_names_out()]

    def rows(self, voices: Sequence[Voice], vectors: NDArray[np.float32]) -> Rows:
        """Put voices in the form in which likeness is worked out."""
        texts = [voice.words for voice in voices]
        letters = self._letters.transform(texts)
        directions = self._svd.transform(letters) if self._svd is not None else np.zeros((len(texts), 1))
        directions /= np.maximum(np.linalg.norm(directions, axis=1, keepdims=True), 1e-9)
        return Rows(
            np.asarray(vectors, dtype=np.float32),
            self._words.transform(texts),
            letters,
            directions.astype(np.float32),
            [voice.question for voice in voices],
        )


def likeness(left: Rows, right: Rows) -> Floats:
    """Work out how alike each voice on the left is to each on the right."""
    meaning = np.exp(2.0 * (left.meaning @ right.meaning.T - 1.0))
    same = _same(left.questions, right.questions)
    words = (left.words @ right.words.T).toarray()
    letters = (left.letters @ right.letters.T).toarray()
    return np.asarray(
        _MEANING * meaning + words + letters + left.directions @ right.directions.T + _QUESTION * same, dtype=np.float64
    )


def _same(left: Sequence[str], right: Sequence[str]) -> NDArray[np.float32]:
    known = {question: at for at, question in enumerate(sorted({*left, *right} - {""}))}
    one = np.array([known.get(question, -1) for question in left])
    other = np.array([known.get(question, -2) for question in right])
    return np.asarray(one[:, None] == other[None, :], dtype=np.float32)
