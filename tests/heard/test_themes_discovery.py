"""Finding candidate themes by what voices mean."""

from __future__ import annotations

import json
import random
from collections import Counter
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.errors import NotEnoughVoices
from heard.records import Voice
from heard.themes.discovery import Meaning
from heard.themes.discovery.meaning import ONE_PERSON
from heard.themes.engine import Discovery, ThemeEngine
from heard.themes.reading import Reader, open_reader
from heard.themes.reading.languages import BLANK, OTHER_LANGUAGE, TOO_LITTLE

BUS = ["The bus is always late", "My taxi comes late in the morning", "Late minibus again, I miss registration",
       "Taxi and bus were late all week", "The driver is kind and on time, it is brilliant",
       "Why is the school transport late every day", "The escort on the bus changes every week"]  # fmt: skip
ROOM = ["I go to the quiet room when it is loud", "Somewhere calm helps me settle", "Quiet space at lunch please",
        "Please keep the quiet room open", "A calm room with soft lights", "The sensory room is locked at lunch",
        "It is too noisy in the hall, I need somewhere quiet"]  # fmt: skip
FORMS = ["The forms are far too long", "Long paperwork again and again", "I filled in the same long forms twice",
         "Nobody explains the paperwork", "Forms should be short", "Too many forms for one child",
         "The application form is full of jargon"]  # fmt: skip
THREE = BUS + ROOM + FORMS
ODD = ["", "Yes.", "n/a", "Moja córka nie chce iść do szkoły, bo jest tam za głośno"]


@cache
def _reader() -> Reader:
    return open_reader()


def _voices(words: list[str]) -> list[Voice]:
    return [Voice(f"v{at}", said, f"p{at}") for at, said in enumerate(words)]


def _find(voices: list[Voice], themes: int | None = None, seed: int = 0) -> Discovery:
    engine: ThemeEngine = Meaning(_reader())
    return engine.discover(voices, themes=themes, seed=seed, progress=None)


def test_voices_that_mean_alike_make_one_theme_though_they_share_no_word() -> None:
    found = _find(_voices(THREE), themes=3)

    groups = [Counter(int(member.voice[1:]) // 7 for member in theme.members) for theme in found.candidates]
    assert len(groups) == 3
    assert all(max(group.values()) >= 0.85 * sum(group.values()) for group in groups)
    assert {group.most_common(1)[0][0] for group in groups} == {0, 1, 2}


def test_every_voice_is_somewhere_and_what_says_too_little_has_its_reason() -> None:
    found = _find(_voices(THREE + ODD))

    main = Counter(member.voice for theme in found.candidates for member in theme.members if member.main)
    main.update(item.voice for item in found.not_grouped)
    assert main == Counter(voice.id for voice in _voices(THREE + ODD))
    why = {item.voice: item.why for item in found.not_grouped}
    assert [why[f"v{21 + at}"] for at in range(4)] == [BLANK, TOO_LITTLE, TOO_LITTLE, OTHER_LANGUAGE]


SHORT = st.lists(
    st.sampled_from([*THREE, *ODD, "BUS!", "bus", "The bus is always late. But the driver is kind!"]),
    min_size=1,
    max_size=30,
)


@settings(max_examples=8, deadline=None)
@given(SHORT, st.randoms(use_true_random=False), st.sampled_from([None, 1, 2, 5]))
def test_the_order_of_the_voices_changes_no_byte(words: list[str], mix: random.Random, themes: int | None) -> None:
    voices = _voices(words)
    shuffled = list(voices)
    mix.shuffle(shuffled)

    first, second = _find(voices, themes), _find(shuffled, themes)

    assert first.to_json() == second.to_json()
    main = sum(member.main for theme in first.candidates for member in theme.members)
    assert main + len(first.not_grouped) == len(voices)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_much_the_same_themes() -> None:
    first, again, other = (_find(_voices(THREE), seed=seed) for seed in (4, 4, 5))

    assert first.to_json() == again.to_json()
    assert [theme.size_people for theme in other.candidates] == [theme.size_people for theme in first.candidates]


def test_a_person_who_repeats_a_thing_counts_once_and_pulls_no_theme_towards_it() -> None:
    often = [Voice(f"o{at}", "The bus is always late", "loud") for at in range(40)]

    found, alone = _find(_voices(THREE) + often, themes=3), _find(_voices(THREE), themes=3)

    assert max(theme.size_people for theme in found.candidates) == 8
    assert [theme.label for theme in found.candidates][1:] == [theme.label for theme in alone.candidates][1:]


def test_what_one_person_alone_says_is_no_theme() -> None:
    often = [Voice(f"o{at}", f"Trampolines in the park, number {at}", "loud") for at in range(6)]

    found = _find(_voices(THREE) + often)

    aside = {item.voice: item for item in found.not_grouped}
    mine = [aside[voice.id] for voice in often if voice.id in aside]
    assert all("trampoline" not in theme.label.lower() for theme in found.candidates)
    assert all(item.why == ONE_PERSON or item.nearest for item in mine)


def test_taking_a_voice_back_removes_it_from_every_theme_and_quotation() -> None:
    voices = _voices(THREE)
    gone = _find(voices, themes=3).candidates[0].typical[0].voice

    after = _find([voice for voice in voices if voice.id != gone], themes=3).to_json()

    assert f'"{gone}"' not in after and voices[int(gone[1:])].words not in after


@pytest.mark.parametrize("number", [1, 2, 4, 6])
def test_as_many_themes_as_were_asked_for_are_given(number: int) -> None:
    found = _find(_voices(THREE), themes=number)

    assert len(found.candidates) == number
    assert found.number_of_themes == f"{number} theme{'s were' if number > 1 else ' was'} asked for."


def test_more_themes_than_there_is_to_say_are_not_made_up() -> None:
    found = _find(_voices(BUS), themes=40)

    assert 1 <= len(found.candidates) <= 3
    assert "makes no more than" in found.number_of_themes


def test_a_proposed_number_comes_with_what_was_tried_and_how_steady_each_was() -> None:
    found = _find(_voices(THREE))

    assert found.number_of_themes.startswith(f"Heard suggests {len(found.candidates)} themes. It tried ")
    assert sum(one.why.startswith("Taken") for one in found.tried) == 1
    assert all(0 <= one.steadiness <= 1 for one in found.tried)
    assert found.steadiness == next(one.steadiness for one in found.tried if one.why.startswith("Taken"))


def test_a_voice_of_two_thoughts_is_in_both_themes_and_counted_once_as_a_person_in_each() -> None:
    both = "The forms are far too long and full of jargon. But the bus is late every single morning."
    found = _find([*_voices(THREE), Voice("both", both, "me")], themes=3)

    places = [(theme, m) for theme in found.candidates for m in theme.members if m.voice == "both"]
    assert len(places) == 2 and sum(member.main for _, member in places) == 1
    passages = sorted(both[start:end] for _, member in places for start, end in member.spans)
    assert passages == ["But the bus is late every single morning", "The forms are far too long and full of jargon"]


def test_no_name_stands_in_a_label_or_a_keyword() -> None:
    said = ["I like it when Oduya reads to us", "Talking to Oduya about maths", "maths with Mrs Thornbury",
            "priya helps with maths", "I asked Mrs Thornbury and priya", "priya and Oduya and Mrs Thornbury and maths",
            "Oduya is kind", "Mrs Thornbury is kind", "priya is kind"]  # fmt: skip

    found = _find(_voices(said * 2), themes=2)

    shown = " ".join(f"{theme.label} {theme.gist} {' '.join(theme.keywords)}" for theme in found.candidates).lower()
    assert found.candidates
    assert not any(name in shown for name in ("oduya", "thornbury", "priya"))


def test_quotes_are_the_very_words_and_nobody_is_quoted_twice_in_a_theme() -> None:
    voices = [*_voices(THREE), Voice("x", "  The quiet   room — it’s where I can\nbreathe and read  ", "p9")]

    found = _find(voices, themes=3)

    said = {voice.id: voice for voice in voices}
    for theme in found.candidates:
        quotes = [*theme.typical, *theme.dissenting, *theme.edge]
        assert all(quote.words == said[quote.voice].words[quote.start : quote.end] for quote in quotes)
        people = [said[quote.voice].speaker for quote in quotes]
        assert len(set(people)) == len(people)


def test_labels_differ_and_sub_themes_stay_within_their_theme() -> None:
    more = [f"{words} {extra}" for words in THREE for extra in ("", "at my school", "and it upsets my son")]

    found = _find(_voices(more), themes=3)

    labels = [theme.label.casefold() for theme in [*found.candidates, *found.subthemes]]
    assert len(set(labels)) == len(labels)
    assert found.subthemes
    inside = {theme.key: {member.voice for member in theme.members} for theme in found.candidates}
    for part in found.subthemes:
        assert part.key.startswith(f"{part.parent}.")
        assert {member.voice for member in part.members} <= inside[part.parent]


@pytest.mark.parametrize(("voices", "themes"), [([], None), (_voices(BUS), 0), ([Voice("a", "bus")] * 2, None)])
def test_what_cannot_be_themed_says_why(voices: list[Voice], themes: int | None) -> None:
    with pytest.raises(NotEnoughVoices, match=r"0 |an id"):
        _find(voices, themes)


@pytest.mark.parametrize(
    "words",
    [
        ["one voice only"],
        ["the very same words"] * 30,
        ["word " * 200_000, *BUS],
        ["🚌🚌🚌", "😀", "🚌 bus late 😡", *BUS],
        ["الحافلة متأخرة كل يوم", "אני רוצה חדר שקט", *BUS],
        ["<b>bus</b>", "=1+1", "\x00\x00bus late", "\ud800 late bus", *BUS],
        ["bus", "bus."],
    ],
    ids=["one", "identical", "a megabyte", "emoji", "right to left", "hostile", "two"],
)
def test_odd_voices_give_a_sound_result(words: list[str]) -> None:
    found = _find(_voices(words))

    main = sum(member.main for theme in found.candidates for member in theme.members)
    assert main + len(found.not_grouped) == len(words)
    assert json.loads(found.to_json())["voices"] == len(words)


def test_progress_is_told_to_the_end_and_never_goes_back() -> None:
    told: list[tuple[int, int]] = []

    Meaning(_reader()).discover(_voices(THREE), progress=lambda done, total: told.append((done, total)))

    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1] == (100, 100)
