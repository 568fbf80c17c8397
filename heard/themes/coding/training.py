"""One retrain: from the answers people gave to weights, chances that hold, and a judgement of both."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heard.records import Voice
from heard.themes.coding.calibration import Curves, competing, curves, tilt, warmth
from heard.themes.coding.codebook import Code
from heard.themes.coding.features import Rows, likeness, text_order
from heard.themes.coding.ground import Ground
from heard.themes.coding.neighbours import lean, neighbours, settle
from heard.themes.coding.proposals import Quality
from heard.themes.coding.quality import NEVER, floors, judge, sure_from
from heard.themes.coding.weights import Numbers, fit
from heard.themes.reading import Reader

NONE = ""  # stands for "read, and fits no theme"
_LANDMARKS = 1500
_DEFINITION_COUNTS = 1.0
_FEWEST_NONE = 3
_ONE_EACH = 1.05
_ENOUGH_TO_JUDGE = 10
# How far neighbours have a say: more where themes compete, for a rare theme beside others is easily talked over.
_SAY_ONE_EACH, _SAY_APART = 0.4, 0.2


@dataclass(frozen=True, slots=True)
class Lesson:
    """What there is to learn from: answered voices first, then the codebook's own words, which have no voice."""

    rows: Rows
    voices: tuple[str, ...]
    answers: Numbers
    counts: Numbers
    parts: NDArray[np.intp]

    @property
    def answered(self) -> int:
        """Count the rows that a person answered."""
        return len(self.voices)


@dataclass(frozen=True, slots=True)
class Learned:
    """Everything a retrain works out. `themes` are the keys in order, with `NONE` last where people used it."""

    themes: tuple[str, ...]
    one_each: bool
    ground: Ground
    landmarks: Rows
    landmark_voices: tuple[str, ...]
    pull: Numbers
    offsets: Numbers
    warmth: float
    curves: Curves | None
    tilt: Numbers
    pool: Numbers
    floors: Numbers
    sure_from: float
    quality: Quality
    unseen: dict[str, dict[str, float]]

    def chances(self, rows: Rows, ids: Sequence[str]) -> tuple[Numbers, Numbers]:
        """Work out the chance of each theme for each row, and how alike each row is to each landmark."""
        alike = likeness(rows, self.landmarks)
        own = _chances(alike @ self.pull + self.offsets, self.warmth, self.curves, self.tilt)
        itself = np.array([self.ground.places.get(one, -1) for one in ids], dtype=np.intp)
        near = neighbours(rows.meaning, self.ground.rows.meaning, itself)
        return lean(own, near, self.pool, _say(self.one_each)), alike


def _chances(scores: Numbers, warm: float, lines: Curves | None, tilted: Numbers) -> Numbers:
    if lines is not None:
        return lines.chances(scores)
    weighed = competing(scores * warm) * tilted
    return np.asarray(weighed / weighed.sum(axis=1, keepdims=True))


def train(
    ground: Ground,
    read: Sequence[tuple[Voice, NDArray[np.float32]]],
    answers: Mapping[str, frozenset[str]],
    codes: Sequence[Code],
    reader: Reader,
    seed: int,
) -> Learned:
    """Learn from what people answered and from the codebook's own words."""
    themes, one_each = _shape(answers, codes)
    lesson = _lesson(ground, read, answers, codes, themes, one_each, reader, seed)
    landmarks, projection = _landmarks(lesson)
    seen = likeness(lesson.rows, landmarks.rows) @ projection
    weights = fit(seen, lesson.answers, lesson.counts, one_each=one_each)
    pull = projection @ weights.slopes
    pool_scores = likeness(ground.rows, landmarks.rows) @ pull + weights.offsets
    unseen = _unseen(seen, lesson, one_each)
    given = lesson.answers[: lesson.answered] > 0
    judged = lesson.answered >= _ENOUGH_TO_JUDGE
    lines = None if one_each else curves(unseen, given.astype(float)) if judged else _cautious(len(themes))
    warm = warmth(unseen, lesson.answers[: lesson.answered]) if one_each and judged else 1.0
    tilted = _tilt(pool_scores, unseen, warm) if one_each and judged else np.ones(len(themes))
    pool = settle(_chances(pool_scores, warm, lines, tilted), ground.near, _say(one_each))
    held_out = _leaned(_chances(unseen, warm, lines, tilted), lesson, ground, pool, one_each)
    lowest = floors(held_out if judged else np.zeros((0, len(themes))), given, one_each=one_each)
    named = [at for at, theme in enumerate(themes) if theme]
    sure = sure_from(held_out[:, named], given[:, named]) if judged else NEVER
    quality = judge(themes, held_out, given, lowest, sure) if judged else Quality(0)
    return Learned(
        themes, one_each, ground, landmarks.rows, landmarks.voices, pull, weights.offsets, warm, lines, tilted, pool,
        lowest, sure, quality, _by_voice(lesson, themes, held_out) if judged else {},
    )  # fmt: skip


def _shape(answers: Mapping[str, frozenset[str]], codes: Sequence[Code]) -> tuple[tuple[str, ...], bool]:
    given = [keys for keys in answers.values() if keys]
    none = [NONE] if len(answers) - len(given) >= _FEWEST_NONE else []
    one_each = sum(len(keys) for keys in given) <= _ONE_EACH * len(given)
    return (*(code.key for code in codes), *none), one_each


def _lesson(
    ground: Ground,
    read: Sequence[tuple[Voice, NDArray[np.float32]]],
    answers: Mapping[str, frozenset[str]],
    codes: Sequence[Code],
    themes: tuple[str, ...],
    one_each: bool,
    reader: Reader,
    seed: int,
) -> Lesson:
    column = {theme: at for at, theme in enumerate(themes)}
    usable = [pair for pair in read if answers[pair[0].id] or NONE in column]
    usable = [usable[at] for at in text_order([voice for voice, _ in usable])]
    told = [(text, code.key) for code in codes for text in _told(code)]
    voices = [voice for voice, _ in usable] + [Voice("", text) for text, _ in told]
    vectors = [vector for _, vector in usable]
    if told:
        vectors += list(reader.vectors([text for text, _ in told]))
    given = np.zeros((len(voices), len(themes)))
    for at, (voice, _) in enumerate(usable):
        keys = answers[voice.id] or {NONE}
        for key in keys:
            given[at, column[key]] = 1.0 / len(keys) if one_each else 1.0
    for at, (_, key) in enumerate(told, start=len(usable)):
        given[at, column[key]] = 1.0
    counts = np.array([1.0] * len(usable) + [_DEFINITION_COUNTS] * len(told))
    parts = _parts([voice.words for voice, _ in usable], seed)
    rows = ground.space.rows(voices, np.array(vectors, dtype=np.float32))
    return Lesson(rows, tuple(voice.id for voice, _ in usable), given, counts, parts)


def _told(code: Code) -> list[str]:
    """List what the codebook itself says a theme is. What it excludes is for people."""
    whole = ". ".join(part.strip().rstrip(".") for part in (code.name, code.definition, code.includes) if part.strip())
    return list(dict.fromkeys(text for text in (code.name, whole, *code.examples) if text.strip()))


def _by_voice(lesson: Lesson, themes: Sequence[str], held_out: Numbers) -> dict[str, dict[str, float]]:
    rounded = np.round(held_out, 4).tolist()
    return {voice: dict(zip(themes, rounded[at], strict=True)) for at, voice in enumerate(lesson.voices)}


def _parts(texts: Sequence[str], seed: int) -> NDArray[np.intp]:
    """Split answered voices into parts, equal texts together, so that each part can be held out in turn."""
    many = 8 if len(texts) < 200 else 5 if len(texts) < 2000 else 3
    plain = [" ".join(text.casefold().split()) for text in texts]
    return np.array(
        [int.from_bytes(hashlib.sha256(f"{seed}\0{text}".encode()).digest()[:4]) % many for text in plain],
        dtype=np.intp,
    )


@dataclass(frozen=True, slots=True)
class _Landmarks:
    rows: Rows
    voices: tuple[str, ...]


def _landmarks(lesson: Lesson) -> tuple[_Landmarks, Numbers]:
    """Choose the rows that others are compared with, and find directions in which these rows are independent."""
    told = np.arange(lesson.answered, len(lesson.rows))
    chosen = _in_turns(lesson.answers[: lesson.answered])
    rows = lesson.rows.at(np.concatenate([chosen, told]))
    lengths, directions = np.linalg.eigh(likeness(rows, rows))
    kept = lengths > 1e-6 * lengths[-1]
    voices = (*(lesson.voices[at] for at in chosen), *("" for _ in told))
    return _Landmarks(rows, voices), np.asarray(directions[:, kept] / np.sqrt(lengths[kept]))


def _in_turns(answers: Numbers) -> NDArray[np.intp]:
    """Choose answered voices: half by themes taking turns, so that a rare theme is in with all its voices; half as they come.

    Words that only the voices of a rare theme use are heard only if such a voice is among those compared with.
    """
    carried = answers > 0
    turn = np.where(carried, carried.cumsum(axis=0), len(answers)).min(axis=1)
    order = np.argsort(turn, kind="stable")
    first = order[: _LANDMARKS // 2]
    others = np.sort(order[len(first) :])[: _LANDMARKS - len(first)]
    return np.sort(np.concatenate([first, others]))


def _unseen(seen: Numbers, lesson: Lesson, one_each: bool) -> Numbers:
    """Score each answered voice by weights that were found without it."""
    scores = np.zeros((lesson.answered, lesson.answers.shape[1]))
    if lesson.answered < _ENOUGH_TO_JUDGE:
        return scores
    part = np.concatenate([lesson.parts, np.full(len(seen) - lesson.answered, -1)])
    for number in np.unique(lesson.parts):
        others = part != number
        weights = fit(seen[others], lesson.answers[others], lesson.counts[others], one_each=one_each)
        scores[lesson.parts == number] = weights.scores(seen[: lesson.answered][lesson.parts == number])
    return scores


def _leaned(chances: Numbers, lesson: Lesson, ground: Ground, pool: Numbers, one_each: bool) -> Numbers:
    """Let the neighbours of answered voices have their say, as they have for the others."""
    itself = np.array([ground.places.get(one, -1) for one in lesson.voices], dtype=np.intp)
    near = neighbours(lesson.rows.meaning[: lesson.answered], ground.rows.meaning, itself)
    return lean(chances, near, pool, _say(one_each))


def _cautious(themes: int) -> Curves:
    return Curves(np.ones(themes), np.full(themes, -1.0))


def _tilt(pool_scores: Numbers, unseen: Numbers, warm: float) -> Numbers:
    among_read = competing(unseen * warm).mean(axis=0) + 1e-3
    return tilt(competing(pool_scores * warm), among_read, read=len(unseen))


def _say(one_each: bool) -> float:
    return _SAY_ONE_EACH if one_each else _SAY_APART
