"""Very many voices: themes are found in a fair sample, and the rest join them."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

import heard.themes.discovery.many as many_module
import heard.themes.discovery.meaning as meaning_module
import heard.themes.discovery.student as student_module
from heard.records import Voice
from heard.themes.discovery import Meaning
from heard.themes.discovery.space import evened
from heard.themes.discovery.student import taught
from heard.themes.engine import Discovery
from heard.themes.reading import Reader, open_reader

TOPICS = {
    "bus": (["The bus", "My taxi", "The minibus", "School transport", "Our driver"],
            ["is late every morning", "never comes on time", "changes every week", "goes the long way round",
             "makes me miss registration", "left without my brother", "was late again today", "is too crowded"]),
    "room": (["The quiet room", "A calm space", "The sensory room", "Somewhere quiet", "The calm corner"],
             ["helps when it is noisy", "is locked at lunch", "lets me settle down", "should have soft lights",
              "is what I need after assembly", "is always full", "keeps me calm", "is my favourite place"]),
    "forms": (["The forms", "All this paperwork", "The application form", "Every letter", "The long form"],
              ["is far too long", "needs filling in again and again", "is full of jargon", "asks the same thing twice",
               "should be shorter", "took me all night", "makes no sense to parents", "was lost in the office"]),
}  # fmt: skip
SAID = [
    (topic, f"{who} {what}") for topic, (whos, whats) in TOPICS.items() for who in whos for what in whats
]  # 120 different texts


@pytest.fixture(scope="module")
def reader() -> Reader:
    return open_reader()


@pytest.fixture(autouse=True)
def sixty_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(student_module, "_COLUMNS", 2**11)  # few words need few columns
    monkeypatch.setattr(meaning_module, "MOST_READ", 90)
    monkeypatch.setattr(meaning_module, "SAMPLE", 80)


def _voices() -> list[Voice]:
    return [Voice(f"{topic}{at}", words, f"p{at}") for at, (topic, words) in enumerate(SAID)]


def _main(found: Discovery) -> dict[str, str]:
    return {member.voice: theme.key for theme in found.candidates for member in theme.members if member.main}


def test_voices_beyond_the_sample_join_the_theme_they_are_about_and_none_is_lost(reader: Reader) -> None:
    found = Meaning(reader).discover(_voices(), themes=3)

    main = _main(found)
    assert len(main) + len(found.not_grouped) == 120
    assert sum(theme.size_voices for theme in found.candidates) >= len(main)
    topics = {key: Counter(voice.rstrip("0123456789") for voice in main if main[voice] == key) for key in "123"}
    right = sum(max(counted.values()) for counted in topics.values())
    assert right >= 0.85 * 120
    assert {counted.most_common(1)[0][0] for counted in topics.values()} == set(TOPICS)


def test_the_result_says_how_much_was_read_and_how_far_the_quick_look_can_be_trusted(reader: Reader) -> None:
    found = Meaning(reader).discover(_voices(), themes=3)

    told = dict(found.parameters)
    assert 80 <= int(told["texts read"].split()[0]) < 120 and "of 120: a fair sample of 80" in told["texts read"]
    share, _, judged = told["same main theme as if every text were read"].partition(", ")
    assert 0.0 <= float(share) <= 1.0 and judged == "judged on 16 held back"
    assert "texts read" not in dict(Meaning(reader).discover(_voices()[:60], themes=3).parameters)


def test_the_order_of_very_many_voices_changes_no_byte(reader: Reader) -> None:
    voices = [_voices()[at] for at in np.random.default_rng(4).permutation(120)]

    assert Meaning(reader).discover(voices).to_json() == Meaning(reader).discover(_voices()).to_json()


def test_quotations_and_sub_themes_of_very_many_voices_stay_within_their_theme(reader: Reader) -> None:
    found = Meaning(reader).discover(_voices(), themes=3)

    inside = {theme.key: {member.voice for member in theme.members} for theme in found.candidates}
    for theme in [*found.candidates, *found.subthemes]:
        assert {quote.voice for quote in theme.typical} <= inside[theme.parent or theme.key]
        assert {member.voice for member in theme.members} <= inside[theme.parent or theme.key]


def test_where_the_sample_holds_no_theme_every_voice_is_left_to_be_read(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meaning_module, "MOST_READ", 3)
    monkeypatch.setattr(meaning_module, "SAMPLE", 2)
    alone = [Voice(f"v{at}", words, "one person") for at, (_, words) in enumerate(SAID[:9])]

    found = Meaning(reader).discover(alone)

    assert found.candidates == ()
    assert sorted(item.voice for item in found.not_grouped) == sorted(voice.id for voice in alone)


def test_texts_the_quick_look_is_unsure_of_are_read_after_all(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many_module, "_READ_AFTER_ALL", 1.0)

    read = dict(Meaning(reader).discover(_voices(), themes=3).parameters)["texts read"]

    monkeypatch.setattr(many_module, "_READ_AFTER_ALL", 0.0)
    fewer = dict(Meaning(reader).discover(_voices(), themes=3).parameters)["texts read"]
    assert int(read.split()[0]) > int(fewer.split()[0]) >= 80


def test_the_stand_in_places_a_new_text_near_those_that_share_its_words(reader: Reader) -> None:
    words = [said for _, said in SAID]
    places = evened(reader.vectors(words))
    learned = [at for at in range(120) if at % 5]

    student = taught([words[at] for at in learned], places[learned])
    new = student.places([words[at] for at in range(120) if at % 5 == 0])

    hearts = np.stack([places[start : start + 40].mean(axis=0) for start in (0, 40, 80)])
    found = (new @ hearts.T).argmax(axis=1)
    assert (found == np.repeat([0, 1, 2], 8)).mean() >= 0.9
    assert np.allclose(np.linalg.norm(new, axis=1), 1, atol=1e-5)
    assert np.isfinite(student.places(["", "zzz qqq"])).all()
