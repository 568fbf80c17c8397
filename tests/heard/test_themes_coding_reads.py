"""What to read next, what reading saved, and shares that the machine's mistakes do not bend."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from numpy.typing import NDArray

from heard.errors import MiscountedVoices, NotEnoughVoices
from heard.records import Voice
from heard.themes.coding.effort import effort
from heard.themes.coding.reads import chance_order, next_to_read, read_by_chance
from heard.themes.coding.shares import corrected_share


def many_voices(count: int) -> tuple[list[Voice], NDArray[np.float32]]:
    rows = np.random.default_rng(1).normal(size=(count, 12)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return [Voice(f"v{at}", f"words of voice {at}") for at in range(count)], rows


def test_three_in_ten_are_by_chance_and_two_in_ten_from_small_groups() -> None:
    voices, vectors = many_voices(200)
    groups = {voice.id: "deaf young people" if at % 25 == 0 else "everybody else" for at, voice in enumerate(voices)}

    chosen = next_to_read(voices, vectors, None, set(), groups, many=20)

    why = Counter(one.why for one in chosen)
    assert len({one.voice for one in chosen}) == 20
    assert why == {"by chance": 6, "small group": 4, "unlike the rest": 10}
    assert any(groups[one.voice] == "deaf young people" for one in chosen if one.why == "small group")


def test_what_was_read_is_not_asked_for_again_and_order_changes_nothing() -> None:
    voices, vectors = many_voices(60)
    read = {voice.id for voice in voices[:40]}
    order = np.random.default_rng(0).permutation(60)

    chosen = next_to_read(voices, vectors, None, read, {}, many=30, seed=4)
    turned = next_to_read([voices[at] for at in order], vectors[order], None, read, {}, many=30, seed=4)

    assert {one.voice for one in chosen} == {voice.id for voice in voices[40:]}
    assert sorted(chosen, key=str) == sorted(turned, key=str)


def test_equal_words_are_asked_for_once_unless_chance_decides() -> None:
    vectors = np.tile(np.eye(1, 4, dtype=np.float32), (50, 1))
    voices = [Voice(f"v{at}", "Nothing.") for at in range(50)]

    chosen = next_to_read(voices, vectors, None, set(), {}, many=10)

    assert {one.why for one in chosen} == {"by chance"}


def test_the_fair_sample_keeps_voices_that_were_read_for_another_reason() -> None:
    voices, _ = many_voices(30)
    order = chance_order(voices, seed=2)

    fair = read_by_chance(voices, {*order[:7], order[20]}, seed=2)

    assert fair == order[:7]


def test_blank_voices_are_never_put_forward() -> None:
    voices, vectors = many_voices(5)
    voices[2] = Voice("v2", "  ")

    chosen = next_to_read(voices, vectors, None, set(), {}, many=9)

    assert {one.voice for one in chosen} == {"v0", "v1", "v3", "v4"}
    with pytest.raises(MiscountedVoices, match="0 voices to read"):
        next_to_read(voices, vectors, None, set(), {}, many=0)


def test_effort_counts_a_voice_a_person_read_as_read_alone() -> None:
    answers = {"1": {"bus"}, "2": {"taxi"}, "3": set[str]()}
    proposed = {"1": {"bus"}, "2": {"bus"}, "4": {"bus"}, "5": {"taxi"}}

    spent = effort(["1", "2", "3", "4", "5", "6"], answers, proposed, sure={"4", "1"})

    assert (spent.read_by_people, spent.proposed, spent.agreed, spent.changed, spent.saved) == (3, 2, 1, 1, 1)
    assert "People read 3 voices" in spent.words


def test_a_machine_that_misses_half_is_put_right() -> None:
    chance = np.random.default_rng(7)
    covered = 0
    for _ in range(200):
        true = chance.random(2000) < 0.3
        said = true & (chance.random(2000) < 0.5) | ~true & (chance.random(2000) < 0.02)
        machine = {str(at): float(value) for at, value in enumerate(said)}
        read = {str(at): bool(true[at]) for at in chance.permutation(2000)[:150]}
        found = corrected_share(machine, read)
        covered += found.low <= true.mean() <= found.high
    assert 0.92 <= covered / 200 <= 0.99
    assert abs(found.share - 0.3) < 0.1 < abs(said.mean() - 0.3) + 0.05


def test_when_people_read_everything_nothing_is_uncertain() -> None:
    found = corrected_share({"1": 0, "2": 1, "3": 0, "4": 0}, {"1": True, "2": True, "3": False, "4": False})

    assert (found.share, found.low, found.high) == (0.5, 0.5, 0.5)


def test_a_share_cannot_be_corrected_by_one_voice_or_by_an_unknown_one() -> None:
    with pytest.raises(NotEnoughVoices, match="1 voices were read"):
        corrected_share({"1": 1, "2": 0}, {"1": True})
    with pytest.raises(MiscountedVoices, match="1 voices were read that"):
        corrected_share({"1": 1, "2": 0}, {"1": True, "9": True})


def test_a_machine_that_made_no_mistake_on_a_few_is_not_taken_for_certain() -> None:
    said = {str(at): float(at % 2) for at in range(1000)}

    few, more = (corrected_share(said, {str(at): bool(at % 2) for at in range(read)}) for read in (20, 200))

    assert few.low < 0.4 and few.high > 0.6
    assert 0.01 < more.high - 0.5 < 0.02
