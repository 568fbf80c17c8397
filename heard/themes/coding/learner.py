"""The learner: from the answers people gave to proposals for the voices nobody has read yet."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from heard.errors import BadRecord, MiscountedVoices, NotEnoughVoices
from heard.records import Voice
from heard.themes.coding.codebook import Code
from heard.themes.coding.features import Rows
from heard.themes.coding.ground import ground_of
from heard.themes.coding.proposals import Because, Proposal, Quality
from heard.themes.coding.quality import proposed
from heard.themes.coding.training import NONE, Learned, train
from heard.themes.reading import Reader
from heard.themes.sentences import sentences

VERSION = "2"
_BLOCK = 1000
_FEWEST_FOR_SURE = 3
_ALSO_CARRIES = 0.5


def learn(
    voices: Sequence[Voice],
    vectors: NDArray[np.float32],
    answers: Mapping[str, frozenset[str]],
    codes: Sequence[Code],
    *,
    reader: Reader,
    seed: int = 0,
) -> Coder:
    """Learn from what people answered, and from the codebook's own words where they answered little or nothing.

    All voices help, answered or not: they show which words are common here, which voices are near each other, and how
    large each theme is. Where nearly every answer holds one theme, themes compete; else each is a question of its own.

    Units    one row of `vectors` for each voice, of length 1; `answers` from a voice's id to the keys a person gave; no
             key means "read, and fits none".
    Shape    the same voices, answers, codes and seed give the same coder, in any order of voices.
    Errors   `NotEnoughVoices` without voices or themes; `MiscountedVoices` where ids or vectors do not match;
             `BadRecord` for an answer that the codebook does not have.
    Source   docs/reference/methods.md#coding
    Limits   what it proposes is a proposal. Read some voices by chance to know how often it is right.
    """
    _check(voices, vectors, answers, codes)
    with threadpool_limits(1):  # sums in one order, so that the same answers always give the same proposals
        ground = ground_of(voices, vectors)
        read = [(voice, vectors[at]) for at, voice in enumerate(voices) if voice.id in answers]
        kept = {voice.id: answers[voice.id] for voice, _ in read}
        learned = train(ground, read, kept, codes, reader, seed)
    parts = [ground.mark, VERSION, reader.name, reader.version, seed, [asdict(code) for code in codes]]
    parts.append(sorted((voice, sorted(keys)) for voice, keys in kept.items()))
    version = hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:16]
    counts = {code.key: sum(code.key in keys for keys in kept.values()) for code in codes}
    return Coder(version, len(kept), learned.quality, learned, frozenset(kept), counts, reader)


def _check(
    voices: Sequence[Voice],
    vectors: NDArray[np.float32],
    answers: Mapping[str, frozenset[str]],
    codes: Sequence[Code],
) -> None:
    if not voices:
        raise NotEnoughVoices("There are 0 voices to learn from. Choose a file or an activity with some.")
    if not codes:
        raise NotEnoughVoices("The codebook has 0 themes. Add at least one.")
    _match(voices, vectors)
    if len({voice.id for voice in voices}) < len(voices):
        raise MiscountedVoices(f"{len(voices)} voices have {len({v.id for v in voices})} ids. Give each voice its own.")
    keys = {code.key for code in codes}
    for voice, given in answers.items():
        if not given <= keys:
            strange = min(given - keys)
            raise BadRecord(
                f"Voice {voice} was given “{strange}”, which the codebook does not have. It has {len(keys)} themes:"
                f" {', '.join(sorted(keys))}. Add the theme or correct the answer."
            )


def _match(voices: Sequence[Voice], vectors: NDArray[np.float32]) -> None:
    if len(voices) != len(vectors):
        raise MiscountedVoices(f"{len(voices)} voices came with {len(vectors)} vectors. Read the same voices again.")


@dataclass(frozen=True)
class Coder:
    """A learner that has learned. `version` changes whenever anything it learned from changes."""

    version: str
    learned_from: int
    quality: Quality
    learned: Learned
    answered: frozenset[str]
    counts: Mapping[str, int]
    reader: Reader

    def propose(self, voices: Sequence[Voice], vectors: NDArray[np.float32], *, spans: bool = True) -> list[Proposal]:
        """Propose themes for voices that no person has answered, likeliest first within a voice.

        A voice that a person answered gets no proposal: nothing a person said is ever overwritten. Neither does a blank
        one, nor one that is likelier to fit no theme.

        Units    `sureness` from 0 to 1; spans in characters of the voice's words.
        Shape    voices in the order given. Without `spans` no sentence is read on its own, which is quicker.
        Source   docs/reference/methods.md#coding
        """
        _match(voices, vectors)
        open_ = [at for at, voice in enumerate(voices) if voice.id not in self.answered and voice.words.strip()]
        found: list[Proposal] = []
        with threadpool_limits(1):
            for start in range(0, len(open_), _BLOCK):
                places = open_[start : start + _BLOCK]
                found += self._block([voices[at] for at in places], np.asarray(vectors)[places], spans)
        return found

    def chances(self, voices: Sequence[Voice], vectors: NDArray[np.float32]) -> NDArray[np.float64]:
        """Give the chance of every theme for every voice: one row a voice, one column for each of `themes`."""
        _match(voices, vectors)
        blocks = [np.zeros((0, len(self.learned.themes)))]
        with threadpool_limits(1):
            for start in range(0, len(voices), _BLOCK):
                part = slice(start, start + _BLOCK)
                rows = self.learned.ground.space.rows(voices[part], vectors[part])
                blocks.append(self.learned.chances(rows, [voice.id for voice in voices[part]])[0])
        return np.vstack(blocks)

    @property
    def unseen(self) -> Mapping[str, Mapping[str, float]]:
        """Give the chances of each answered voice as they were worked out without its own answer.

        `corrected_share` needs these for the voices people read: what the coder says of an answer it has seen is too good.
        """
        return self.learned.unseen

    @property
    def themes(self) -> tuple[str, ...]:
        """Give the keys of the themes in the order of the columns of `chances`; "" stands for "fits none"."""
        return self.learned.themes

    def _block(self, voices: Sequence[Voice], vectors: NDArray[np.float32], spans: bool) -> list[Proposal]:
        rows = self.learned.ground.space.rows(voices, vectors)
        chances, alike = self.learned.chances(rows, [voice.id for voice in voices])
        chosen = proposed(chances, self.learned.floors)
        pairs = [
            (at, int(theme))
            for at in range(len(voices))
            for theme in sorted(np.flatnonzero(chosen[at]), key=lambda theme: (-chances[at, theme], theme))
            if self.themes[theme] != NONE
        ]
        where = self._spans(voices, pairs) if spans else {}
        why = _Reasons(self.learned, rows, alike)
        return [
            Proposal(
                voices[at].id,
                self.themes[theme],
                round(float(chances[at, theme]), 4),
                "sure" if self._is_sure(float(chances[at, theme]), theme) else "unsure",
                where.get((at, theme), ()),
                why.because(at, theme),
            )
            for at, theme in pairs
        ]

    def _is_sure(self, chance: float, theme: int) -> bool:
        return chance >= self.learned.sure_from and self.counts[self.themes[theme]] >= _FEWEST_FOR_SURE

    def _spans(
        self, voices: Sequence[Voice], pairs: Sequence[tuple[int, int]]
    ) -> dict[tuple[int, int], tuple[tuple[int, int], ...]]:
        """Find the sentences that carry each proposed theme: the likeliest, and any other likely by itself."""
        parted = {at: sentences(voices[at].words) for at in sorted({at for at, _ in pairs})}
        several = [(at, span) for at, found in parted.items() if len(found) > 1 for span in found]
        scored: dict[tuple[int, tuple[int, int]], NDArray[np.float64]] = {}
        if several:
            parts = [Voice("", voices[at].words[start:end], None, voices[at].question) for at, (start, end) in several]
            rows = self.learned.ground.space.rows(parts, self.reader.vectors([part.words for part in parts]))
            chances = self.learned.chances(rows, [""] * len(parts))[0]
            scored = dict(zip(several, chances, strict=True))
        found: dict[tuple[int, int], tuple[tuple[int, int], ...]] = {}
        for at, theme in pairs:
            own = parted[at]
            if len(own) > 1:
                best = max(own, key=lambda span: (scored[at, span][theme], -span[0]))
                own = [span for span in own if span == best or scored[at, span][theme] >= _ALSO_CARRIES]
            found[at, theme] = tuple(own)
        return found


class _Reasons:
    """Traces a proposal back to the answered voices and the words it rests on."""

    def __init__(self, learned: Learned, rows: Rows, alike: NDArray[np.float64]) -> None:
        self._learned, self._rows, self._alike = learned, rows, alike
        self._word_pull = learned.landmarks.words.T @ learned.pull
        self._names = learned.ground.space.word_names()

    def because(self, at: int, theme: int) -> Because:
        weighed = self._alike[at] * self._learned.pull[:, theme]
        ids = self._learned.landmark_voices
        nearest = [ids[place] for place in np.argsort(-weighed, kind="stable")[:8] if weighed[place] > 0 and ids[place]]
        row = self._rows.words[[at]]
        words = sorted(
            ((float(value) * float(self._word_pull[place, theme]), self._names[place])
             for place, value in zip(row.indices, row.data, strict=True)),
            key=lambda pair: (-pair[0], pair[1]),
        )  # fmt: skip
        return Because(tuple(nearest[:3]), tuple(word for pull, word in words if pull > 0 and len(word) > 2)[:3])
