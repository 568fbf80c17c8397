"""Who is for and who is against one proposition, learned from the people who answered, never guessed without them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from heard.errors import MiscountedVoices
from heard.records import Voice
from heard.themes.wording import plain

if TYPE_CHECKING:
    from heard.themes.stance.conditions import Condition
    from heard.themes.stance.lines import Lines

Stance = Literal["for", "against", "mixed", "unclear"]
Source = Literal["form", "person", "learned"]
STANCES: tuple[Stance, ...] = ("for", "against", "mixed", "unclear")
FEWEST = 40  # answers before anything is learned
FEWEST_A_SIDE = 8
SURE = 0.6
_FOLDS = 5
_DRAWS = 400


@dataclass(frozen=True, slots=True)
class Answer:
    """Where a voice stands, as its owner ticked it on a form or as a person read it."""

    voice: str
    stance: Stance
    source: Source = "person"


@dataclass(frozen=True, slots=True)
class StanceProposal:
    """Where a voice seems to stand. `sureness` runs from 0 to 1; a person's or a form's answer is 1.

    `shown` is what to put before people: a stance nobody can be sure of is shown as unclear.
    """

    voice: str
    stance: Stance
    sureness: float
    source: Source
    why: str = ""

    @property
    def shown(self) -> Stance:
        """Give the stance to show: unclear where nobody can be sure."""
        return self.stance if self.source != "learned" or self.sureness >= SURE else "unclear"


@dataclass(frozen=True, slots=True)
class SideQuality:
    """How well one stance was told on answers held back: `given` by people, `proposed`, and `right` of those."""

    stance: Stance
    given: int
    proposed: int
    right: int

    @property
    def precision(self) -> float:
        """Give the share of proposals that were right; 0 with none."""
        return self.right / self.proposed if self.proposed else 0.0

    @property
    def recall(self) -> float:
        """Give the share of people's answers that were found; 0 with none."""
        return self.right / self.given if self.given else 0.0

    @property
    def f1(self) -> float:
        """Give the balance of precision and recall."""
        both = self.given + self.proposed
        return 2 * self.right / both if both else 0.0


@dataclass(frozen=True, slots=True)
class StanceQuality:
    """How well stances were told on answers held back: each answer judged by a coder that had not seen it.

    `for_and_against` is the mean of the two balances, with the range it would fall in with other people's answers.
    `off` is how far sureness is from the share that is right.
    """

    sides: tuple[SideQuality, ...]
    accuracy: float
    for_and_against: float
    low: float
    high: float
    off: float


@dataclass(frozen=True, slots=True)
class StanceCoder:
    """What was learned about one proposition. Without enough answers `lines` is None and nothing is guessed."""

    proposition: str
    version: str
    learned_from: int
    standing: str
    quality: StanceQuality | None
    answers: Mapping[str, Answer]
    lines: Lines | None

    def propose(
        self,
        voices: Sequence[Voice],
        vectors: NDArray[np.float32],
        conditions: Sequence[Sequence[Condition]] | None = None,
    ) -> list[StanceProposal]:
        """Say where each voice seems to stand. Answers of people and forms go straight through.

        A voice that is for something but sets a condition (as found in `conditions`) is mixed: support with a condition
        is not support.
        """
        if self.lines is None:
            chances = np.zeros((len(voices), 0))
            names: Sequence[Stance] = ()
        else:
            chances = self.lines.chances([voice.words for voice in voices], vectors)
            names = self.lines.names
        found = []
        for at, voice in enumerate(voices):
            answer = self.answers.get(voice.id)
            if answer is not None:
                found.append(StanceProposal(voice.id, answer.stance, 1.0, answer.source))
            elif not names:
                found.append(StanceProposal(voice.id, "unclear", 0.0, "learned", self.standing))
            else:
                best = int(chances[at].argmax())
                sets = bool(conditions and any(one.kind != "reservation" for one in conditions[at]))
                found.append(_learned(voice.id, names[best], float(chances[at, best]), sets))
        return found


def _learned(voice: str, stance: Stance, chance: float, sets_condition: bool) -> StanceProposal:
    if stance == "for" and sets_condition:
        return StanceProposal(voice, "mixed", round(chance, 4), "learned", "support with a condition")
    return StanceProposal(voice, stance, round(chance, 4), "learned")


def learn_stance(
    proposition: str,
    voices: Sequence[Voice],
    vectors: NDArray[np.float32],
    answers: Iterable[Answer],
    *,
    seed: int = 0,
) -> StanceCoder:
    """Learn from the people who answered where the others stand on one proposition.

    A stance toward a proposition nobody answered cannot be told from words: it is asked, or not known. So nothing is
    learned from fewer than 40 answers, or without 8 for and 8 against.

    Units    `sureness` and quality are fractions from 0 to 1.
    Shape    one row of `vectors` for each voice, from the reader; answers in any order. A stance that fewer than 8 gave
             is learned as unclear.
    Errors   `MiscountedVoices` where an answer is of no voice, or one voice has two answers.
    Source   docs/reference/methods.md#stance
    Limits   one proposition at a time; with 600 answers it is right about seven times in ten, with 40 less often. What
             was held back says how often here.

    >>> said = [Voice("1", "Yes please"), Voice("2", "No thanks")]
    >>> coder = learn_stance("open a base", said, np.zeros((2, 3), np.float32), [Answer("1", "for", "form")])
    >>> [(found.stance, found.source, found.why) for found in coder.propose(said, np.zeros((2, 3), np.float32))]
    [('for', 'form', ''), ('unclear', 'learned', 'not enough answers yet: 1 of 40')]
    """
    given = _by_voice(voices, answers)
    rows = sorted(
        (at for at, voice in enumerate(voices) if voice.id in given),
        key=lambda at: (_hash(voices[at].words), given[voices[at].id].stance, voices[at].id),
    )
    version = _version(proposition, [(voices[at].words, given[voices[at].id].stance) for at in rows], seed)
    standing = _standing(Counter(answer.stance for answer in given.values()))
    if standing:
        return StanceCoder(proposition, version, len(rows), standing, None, given, None)
    from heard.themes.stance.lines import Likeness, fitted, held_back

    texts = [plain(voices[at].words) for at in rows]
    stances = _common([given[voices[at].id].stance for at in rows])
    likeness = Likeness.of(texts, np.asarray(vectors)[rows])
    alike = likeness.to(texts, np.asarray(vectors)[rows])
    scores = held_back(alike, stances, _folds(texts, stances, seed))
    lines = fitted(likeness, alike, stances, scores)
    quality = _quality(stances, lines.warmed(scores), lines.names, seed)
    return StanceCoder(proposition, version, len(rows), "learned", quality, given, lines)


def _by_voice(voices: Sequence[Voice], answers: Iterable[Answer]) -> dict[str, Answer]:
    known = {voice.id for voice in voices}
    given: dict[str, Answer] = {}
    for answer in sorted(answers, key=lambda answer: (answer.voice, answer.source, answer.stance)):
        if answer.voice not in known:
            raise MiscountedVoices(
                f"An answer is of voice “{answer.voice}”, which is not among the {len(known)} voices."
            )
        other = given.setdefault(answer.voice, answer)
        if other.stance != answer.stance and other.source == answer.source:
            raise MiscountedVoices(
                f"Voice “{answer.voice}” has two answers, {other.stance} and {answer.stance}. Settle which one holds."
            )  # what its owner ticked on the form goes before what a person read
    return given


def _standing(counts: Mapping[Stance, int]) -> str:
    total = sum(counts.values())
    if total < FEWEST:
        return f"not enough answers yet: {total} of {FEWEST}"
    for side in ("for", "against"):
        if counts.get(side, 0) < FEWEST_A_SIDE:
            return f"not enough answers yet: {counts.get(side, 0)} of {FEWEST_A_SIDE} {side}"
    return ""


def _common(stances: Sequence[Stance]) -> list[Stance]:
    counts = Counter(stances)
    return [stance if counts[stance] >= FEWEST_A_SIDE else "unclear" for stance in stances]


def _folds(texts: Sequence[str], stances: Sequence[Stance], seed: int) -> NDArray[np.int64]:
    """Share the answers out so that each stance is in every part and the same words are never in two."""
    drawn = sorted(set(texts), key=lambda text: _hash(f"{seed} {text}"))
    first = dict(reversed(list(zip(texts, stances, strict=True))))
    part: dict[str, int] = {}
    for stance in STANCES:
        mine = [text for text in drawn if first[text] == stance]
        part |= {text: at % _FOLDS for at, text in enumerate(mine)}
    return np.array([part[text] for text in texts])


def _quality(
    stances: Sequence[Stance], chances: NDArray[np.float64], names: Sequence[Stance], seed: int
) -> StanceQuality:
    true = np.array([names.index(stance) for stance in stances])
    told = chances.argmax(axis=1)
    sides = tuple(
        SideQuality(name, int((true == at).sum()), int((told == at).sum()), int(((true == at) & (told == at)).sum()))
        for at, name in enumerate(names)
    )
    draws = np.random.default_rng(seed).integers(len(true), size=(_DRAWS, len(true)))
    pair = [names.index("for"), names.index("against")]
    spread = np.percentile([_balance(true[draw], told[draw], pair) for draw in draws], [2.5, 97.5])
    sure = chances.max(axis=1)
    band = np.minimum((sure * 10).astype(int), 9)
    off = sum(abs(float((told == true)[band == at].mean() - sure[band == at].mean())) * float((band == at).mean())
              for at in set(band.tolist()))  # fmt: skip
    return StanceQuality(
        sides, round(float((told == true).mean()), 4), round(_balance(true, told, pair), 4),
        round(float(spread[0]), 4), round(float(spread[1]), 4), round(off, 4),
    )  # fmt: skip


def _balance(true: NDArray[np.int64], told: NDArray[np.int64], sides: Sequence[int]) -> float:
    both = [((true == side).sum() + (told == side).sum(), ((true == side) & (told == side)).sum()) for side in sides]
    return float(np.mean([2 * right / total if total else 0.0 for total, right in both]))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _version(proposition: str, answered: Sequence[tuple[str, Stance]], seed: int) -> str:
    return _hash(repr(("stance 1", proposition, list(answered), seed)))[:12]
