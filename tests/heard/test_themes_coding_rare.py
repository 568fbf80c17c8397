"""A rare theme is learned from everything people said about it, and a floor is not set by luck."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from heard.records import Voice
from heard.themes.coding import training
from heard.themes.coding.learner import learn
from heard.themes.coding.quality import floors
from heard.themes.coding.ready import ready
from heard.themes.reading import LocalReader, open_reader

BOOK = ready("outcomes-topics")


@cache
def reader() -> LocalReader:
    return open_reader()


def said() -> list[tuple[Voice, str]]:
    lines = Path(__file__).with_name("invented_voices.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    return [(Voice(str(at), row[2]), row[0]) for at, row in enumerate(rows)]


@pytest.mark.parametrize("rare", sorted({topic for _, topic in said()}))
def test_where_not_all_answers_fit_every_voice_of_a_rare_theme_is_compared_with(
    rare: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, int] = {}
    answers: dict[str, frozenset[str]] = {}
    for voice, topic in said():
        seen[topic] = seen.get(topic, 0) + 1
        if topic != rare or seen[topic] <= 3:
            answers[voice.id] = frozenset({topic})
    voices = [voice for voice, _ in said()]
    monkeypatch.setattr(training, "_LANDMARKS", 44)

    coder = learn(voices, reader().vectors([v.words for v in voices]), answers, BOOK.codes, reader=reader())

    compared = {voice for voice in coder.learned.landmark_voices if voice}
    assert len(compared) == 44
    assert {voice for voice, keys in answers.items() if rare in keys} <= compared
    for theme in seen:  # and no common theme goes short for it
        assert len({voice for voice, keys in answers.items() if theme in keys} & compared) >= 3


def test_a_floor_stands_where_its_neighbours_do_well_too() -> None:
    chances = np.array([0.9] * 6 + [0.6] * 4 + [0.58] * 2 + [0.02] * 8)[:, None]
    carried = np.array([True] * 10 + [False] * 10)[:, None]

    lowest = floors(chances, carried, one_each=False)

    assert lowest[0] == pytest.approx(0.55)  # at 0.59 all is right, and a little higher four of ten are lost
