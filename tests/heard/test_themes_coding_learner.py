"""The learner proposes, people decide: it works from definitions, gets better with answers, and never overwrites one."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from heard.errors import BadRecord, MiscountedVoices, NotEnoughVoices
from heard.records import Voice
from heard.themes.coding.learner import Coder, learn
from heard.themes.coding.ready import ready
from heard.themes.reading import LocalReader, open_reader

BOOK = ready("outcomes-topics")
KEYS = frozenset(code.key for code in BOOK.codes)


@cache
def reader() -> LocalReader:
    return open_reader()


@cache
def invented() -> tuple[tuple[Voice, ...], NDArray[np.float32], dict[str, str], dict[str, str]]:
    lines = Path(__file__).with_name("invented_voices.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    voices = tuple(Voice(str(at), row[2]) for at, row in enumerate(rows))
    topics = {str(at): row[0] for at, row in enumerate(rows)}
    kinds = {str(at): row[1] for at, row in enumerate(rows)}
    return voices, reader().vectors([voice.words for voice in voices]), topics, kinds


def answers(many: int) -> dict[str, frozenset[str]]:
    """The first few of every topic, as a person would answer them."""
    _, _, topics, _ = invented()
    given: dict[str, frozenset[str]] = {}
    for key in KEYS:
        mine = [voice for voice, topic in topics.items() if topic == key][:many]
        given |= {voice: frozenset({key}) for voice in mine}
    return given


@cache
def taught(many: int) -> Coder:
    voices, vectors, _, _ = invented()
    return learn(voices, vectors, answers(many), BOOK.codes, reader=reader())


@pytest.mark.parametrize(("book", "at_least"), [("outcomes-topics", 0.65), ("send-working", 0.5)])
def test_a_ready_codebook_works_from_its_definitions_alone(book: str, at_least: float) -> None:
    voices, vectors, topics, kinds = invented()
    expected = topics if book == "outcomes-topics" else kinds

    proposals = learn(voices, vectors, {}, ready(book).codes, reader=reader()).propose(voices, vectors, spans=False)

    first = {proposal.voice: proposal.theme for proposal in reversed(proposals)}
    right = np.mean([first[voice] == theme for voice, theme in expected.items()])
    assert right >= at_least


def test_without_answers_the_machine_is_never_sure() -> None:
    voices, vectors, _, _ = invented()

    proposals = taught(0).propose(voices, vectors, spans=False)

    assert {proposal.standing for proposal in proposals} == {"unsure"}
    assert not taught(0).quality.known


def test_a_voice_that_a_person_answered_is_never_proposed_on() -> None:
    voices, vectors, _, _ = invented()

    proposals = taught(4).propose(voices, vectors, spans=False)

    assert not {proposal.voice for proposal in proposals} & set(answers(4))
    assert {proposal.voice for proposal in proposals} == {voice.id for voice in voices} - set(answers(4))


def test_the_order_of_the_voices_changes_nothing() -> None:
    voices, vectors, _, _ = invented()
    order = np.random.default_rng(3).permutation(len(voices))
    shuffled = [voices[at] for at in order]

    again = learn(shuffled, vectors[order], answers(4), BOOK.codes, reader=reader())

    assert again.version == taught(4).version
    assert again.quality == taught(4).quality
    assert again.propose(voices, vectors) == taught(4).propose(voices, vectors)


def test_one_more_answer_makes_another_version() -> None:
    voices, vectors, _, _ = invented()

    more = learn(voices, vectors, answers(4) | {"83": frozenset()}, BOOK.codes, reader=reader())

    assert more.version != taught(4).version
    assert more.learned_from == taught(4).learned_from + 1


def test_proposals_can_be_traced_to_answered_voices_and_words() -> None:
    voices, vectors, _, _ = invented()
    said = {voice.id: voice.words.lower() for voice in voices}

    proposals = taught(4).propose(voices, vectors, spans=False)

    assert all(set(proposal.because.voices) <= set(answers(4)) for proposal in proposals)
    assert any(proposal.because.voices for proposal in proposals)
    assert any(proposal.because.words for proposal in proposals)
    for proposal in proposals:
        assert all(word.split()[0] in said[proposal.voice] for word in proposal.because.words)


def test_the_passage_is_the_sentence_that_carries_the_theme() -> None:
    words = "  The dentist took out a tooth and the nurse was gentle. Boys hit me at the bus stop and I am scared."
    voice = Voice("new", words)

    proposals = taught(4).propose([voice], reader().vectors([words]))

    spans = {proposal.theme: [words[start:end] for start, end in proposal.spans] for proposal in proposals}
    assert spans
    for theme, passage in (("health", "The dentist took out"), ("safety", "Boys hit me")):
        if theme in spans:
            assert spans[theme][0].startswith(passage)


def test_a_blank_voice_gets_no_proposal() -> None:
    blank = Voice("blank", "  \n")

    proposals = taught(4).propose([blank], reader().vectors([blank.words]))

    assert proposals == []


def test_voices_with_several_themes_are_learned_as_several() -> None:
    voices, vectors, topics, kinds = invented()
    codes = (*BOOK.codes, *ready("send-working").codes)
    both = {voice.id: frozenset({topics[voice.id], kinds[voice.id]}) for voice in voices[::2]}

    coder = learn(voices, vectors, both, codes, reader=reader())
    proposals = coder.propose(voices, vectors, spans=False)

    assert not coder.learned.one_each
    assert len(proposals) > len(voices) - len(both)
    assert coder.quality.micro_f1 > 0.4
    assert {theme.theme for theme in coder.quality.themes} == {code.key for code in codes}


def test_voices_that_fit_no_theme_are_left_for_a_person() -> None:
    voices, vectors, _, _ = invented()
    odd = tuple(Voice(f"odd{at}", f"Invoice 447{at} paid.") for at in range(5))
    every = (*voices, *odd)
    rows = np.vstack([vectors, reader().vectors([voice.words for voice in odd])])
    given = answers(4) | {voice.id: frozenset[str]() for voice in odd[:4]}

    proposals = learn(every, rows, given, BOOK.codes, reader=reader()).propose(odd[4:], rows[-1:])

    assert proposals == []


def test_what_cannot_be_learned_from_is_refused_with_numbers() -> None:
    voices, vectors, _, _ = invented()

    with pytest.raises(NotEnoughVoices, match="0 voices"):
        learn([], vectors[:0], {}, BOOK.codes, reader=reader())
    with pytest.raises(NotEnoughVoices, match="0 themes"):
        learn(voices, vectors, {}, [], reader=reader())
    with pytest.raises(MiscountedVoices, match="84 voices came with 2 vectors"):
        learn(voices, vectors[:2], {}, BOOK.codes, reader=reader())
    with pytest.raises(BadRecord, match="“money”"):
        learn(voices, vectors, {"1": frozenset({"money"})}, BOOK.codes, reader=reader())
