"""Theme discovery by the words people share. It needs no model and no network, and it says what it cannot place."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from heard.records import Voice
from heard.themes.engine import (
    ONE_PERSON,
    TOO_FAR,
    Candidate,
    Discovery,
    Member,
    NotGrouped,
    Progress,
    Quote,
    asked_for,
    check_asked,
    silent,
)
from heard.themes.grouping import Grouping, Places, Vectors, choose_number, directions, group, word_weights
from heard.themes.labels import label_groups
from heard.themes.polarity import leaning, polarity
from heard.themes.quotes import Choice, dissenting, typical
from heard.themes.reading.languages import BLANK as BLANK
from heard.themes.reading.languages import TOO_LITTLE as TOO_LITTLE
from heard.themes.wording import NEGATIONS, Word, clauses, plain, possible_names, stem, word_list

NOBODY_ELSE = "Nobody else used words like these. Read it on its own."
_CLOSE_ENOUGH = 0.2
_STEPS = 6


@dataclass(frozen=True, slots=True)
class _Text:
    """One text, however many voices said exactly that."""

    words: str
    voices: tuple[Voice, ...]
    clauses: tuple[tuple[Word, ...], ...]
    families: tuple[str, ...]

    @property
    def people(self) -> frozenset[str]:
        return frozenset(voice.person for voice in self.voices)


class WordWeights:
    """Groups voices that share words, or whose words keep the same company. An implementation of `ThemeEngine`."""

    name = "word weights"
    version = "1"

    def discover(
        self, voices: Sequence[Voice], *, themes: int | None = None, seed: int = 0, progress: Progress | None = None
    ) -> Discovery:
        """Propose themes for what people said.

        Voices that say exactly the same count once for what is said and fully for how many said it. Texts are put in an
        order of their own before anything else, so the order of the voices changes nothing.

        Units    sizes count people and voices; closeness runs from 0 to 1.
        Shape    every voice comes back once: in one candidate, or in `not_grouped` with the reason.
        Errors   `NotEnoughVoices` with no voice at all, two voices of one id, or fewer than one theme asked for.
        Source   docs/reference/methods.md#theme-discovery
        Limits   it goes by words, in English. The same thought in other words may land in another theme, and one theme
                 is given to a voice that holds two thoughts. People decide what the themes are.

        >>> said = ["more swings please", "more swings", "swings!", "the bus is late", "late bus again", "bus too late"]
        >>> found = WordWeights().discover([Voice(str(at), words) for at, words in enumerate(said)], themes=2)
        >>> sorted((len(theme.members), theme.keywords[0]) for theme in found.candidates)
        [(3, 'bus'), (3, 'swings')]
        """
        check_asked(voices, themes)
        step = progress or silent
        with threadpool_limits(1):  # sums in one order, so that the same voices always give the same themes
            return _discover(self, voices, themes, seed, step)


def _discover(engine: WordWeights, voices: Sequence[Voice], themes: int | None, seed: int, step: Progress) -> Discovery:
    texts, aside = _texts(voices)
    step(1, _STEPS)
    weights = word_weights([text.families for text in texts], _praise_and_complaint())
    shared = np.flatnonzero(np.asarray(weights.getnnz(axis=1)) > 0)
    lonely = set(range(len(texts))) - set(shared.tolist())
    aside += [NotGrouped(voice.id, NOBODY_ELSE) for at in lonely for voice in texts[at].voices]
    texts, weights = [texts[at] for at in shared], weights[shared]
    step(2, _STEPS)
    candidates: list[Candidate] = []
    why = "Heard suggests no theme, because no two people used the same words."
    if texts:
        vectors = directions(weights, seed)
        step(3, _STEPS)
        said_by = np.array([float(len(text.people)) for text in texts])
        number, why = choose_number(vectors, said_by, seed) if themes is None else (themes, asked_for(themes))
        step(4, _STEPS)
        found = group(vectors, said_by, number, seed)
        placed, apart = _settled(texts, found)
        aside += apart
        step(5, _STEPS)
        candidates = _candidates(texts, vectors, found, placed)
        why += _fewer(number, len(candidates))
    step(_STEPS, _STEPS)
    return Discovery(
        engine=engine.name,
        version=engine.version,
        seed=seed,
        voices=len(voices),
        people=len({voice.person for voice in voices}),
        speakers_known=all(voice.speaker for voice in voices),
        number_of_themes=why,
        candidates=tuple(candidates),
        not_grouped=tuple(sorted(aside, key=lambda item: (item.why, item.voice))),
    )


def _fewer(wanted: int, found: int) -> str:
    if found >= wanted:
        return ""
    were = "was" if wanted - found == 1 else "were"
    return f" {wanted - found} of them held too little and {were} set aside."


def _texts(voices: Sequence[Voice]) -> tuple[list[_Text], list[NotGrouped]]:
    """Put equal texts together, in an order that depends on their words alone."""
    same: dict[str, list[Voice]] = {}
    for voice in voices:
        same.setdefault(plain(voice.words).casefold().rstrip(".! "), []).append(voice)
    ordered = sorted(same, key=lambda key: hashlib.sha256(key.encode()).digest())
    names = possible_names(voice.words for voice in voices)
    texts: list[_Text] = []
    aside: list[NotGrouped] = []
    for key in ordered:
        saying = sorted(same[key], key=lambda voice: (voice.id, voice.words))
        parted = tuple(tuple(clause) for clause in clauses(saying[0].words, names))
        families = _families(parted)
        if families:
            texts.append(_Text(saying[0].words, tuple(saying), parted, families))
        else:
            aside += [NotGrouped(voice.id, TOO_LITTLE if key else BLANK) for voice in saying]
    return texts, aside


def _praise_and_complaint() -> frozenset[str]:
    return frozenset(stem(word) for word in word_list("positive_words") | word_list("negative_words"))


def _families(parted: Sequence[Sequence[Word]]) -> tuple[str, ...]:
    """List the word families of a text, alone and in neighbouring pairs; a "not" makes a pair with what follows it."""
    found: list[str] = []
    for clause in parted:
        before = ""
        for word in clause:
            if word.content:
                found.append(word.stem)
                if before:
                    found.append(f"{before} {word.stem}")
                before = word.stem
            elif word.text in NEGATIONS:
                before = "not"
    return tuple(found)


def _settled(texts: Sequence[_Text], found: Grouping) -> tuple[Places, list[NotGrouped]]:
    """Decide which texts stay in their group: close to its heart, sharing a word with it, in a group of two people."""
    placed = found.group.copy()
    aside: list[NotGrouped] = []

    def set_aside(at: int, why: str) -> None:
        placed[at] = -1
        aside.extend(NotGrouped(voice.id, why) for voice in texts[at].voices)

    for number in range(found.count):
        inside = np.flatnonzero(placed == number).tolist()
        shared = _shared_families([texts[at] for at in inside])
        for at in inside:
            if found.closeness[at] < _CLOSE_ENOUGH or not shared.intersection(texts[at].families):
                set_aside(at, TOO_FAR)
        inside = np.flatnonzero(placed == number).tolist()
        if len(frozenset[str]().union(*(texts[at].people for at in inside))) < 2:
            for at in inside:
                set_aside(at, ONE_PERSON)
    return placed, aside


def _shared_families(texts: Sequence[_Text]) -> set[str]:
    """Find the word families that at least two people used."""
    users: dict[str, set[str]] = defaultdict(set)
    for text in texts:
        for family in text.families:
            if len(users[family]) < 2:
                users[family].update(text.people)
    return {family for family, people in users.items() if len(people) > 1}


def _candidates(texts: Sequence[_Text], vectors: Vectors, found: Grouping, placed: Places) -> list[Candidate]:
    kept = [number for number in range(found.count) if (placed == number).any()]
    new = {number: at for at, number in enumerate(kept)}
    inside = [at for at in range(len(texts)) if placed[at] >= 0]
    labels = label_groups(
        [texts[at].clauses for at in inside],
        [new[int(placed[at])] for at in inside],
        [len(texts[at].people) for at in inside],
        len(kept),
    )
    made = [
        _candidate(texts, vectors, found.closeness, np.flatnonzero(placed == number).tolist(), *labels[new[number]])
        for number in kept
    ]
    return sorted(made, key=lambda theme: (-theme.size_people, -theme.size_voices, theme.label))


def _choice(text: _Text, at: int, close: float, named: set[str]) -> Choice:
    on_label = bool(named) and named.issubset(text.families)
    return Choice(at, text.words, text.people, round(close, 4), polarity(text.words), on_label)


def _candidate(
    texts: Sequence[_Text], vectors: Vectors, close: Vectors, inside: list[int], label: str, keywords: tuple[str, ...]
) -> Candidate:
    named = {word.stem for clause in clauses(label) for word in clause if word.content}
    choices = [_choice(texts[at], at, float(close[at]), named) for at in inside]
    side = leaning([choice.polarity for choice in choices for _ in texts[choice.at].voices])
    members = [Member(voice.id, choice.closeness) for choice in choices for voice in texts[choice.at].voices]
    people = frozenset[str]().union(*(choice.people for choice in choices))

    def quoted(chosen: list[Choice]) -> tuple[Quote, ...]:
        return tuple(Quote(texts[one.at].voices[0].id, one.words, one.closeness) for one in chosen)

    return Candidate(
        label=label,
        keywords=keywords,
        size_people=len(people),
        size_voices=len(members),
        leaning=side,
        typical=quoted(typical(choices, vectors, side)),
        dissenting=quoted(dissenting(choices, vectors, side)),
        members=tuple(sorted(members, key=lambda member: (-member.closeness, member.voice))),
    )
