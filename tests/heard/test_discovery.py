"""Finding candidate themes."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.errors import NotEnoughVoices
from heard.records import Voice
from heard.themes.engine import Discovery, ThemeEngine
from heard.themes.labels import label_groups
from heard.themes.wording import clauses
from heard.themes.words import BLANK, NOBODY_ELSE, TOO_LITTLE, WordWeights

BUS = ["The bus is always late", "My bus comes late in the morning", "Late bus again, I miss registration",
       "Taxi and bus were late all week", "The bus driver is kind and on time, it is brilliant",
       "Why is the school bus late every day"]  # fmt: skip
ROOM = ["I go to the quiet room when it is loud", "The quiet room helps me calm down", "Quiet room at lunch please",
        "Please keep the quiet room open", "A quiet room with soft lights", "The quiet room is locked at lunch"]  # fmt: skip
FORMS = ["The forms are far too long", "Long forms again and again", "I filled in the same long forms twice",
         "Nobody explains the forms", "Forms should be short", "Too many forms for one child"]  # fmt: skip
ODD = ["", "Yes.", "n/a", "Zebra xylophone"]


def _voices(words: list[str]) -> list[Voice]:
    return [Voice(f"v{at}", said, f"p{at}") for at, said in enumerate(words)]


def _find(voices: list[Voice], themes: int | None = 3, seed: int = 0) -> Discovery:
    engine: ThemeEngine = WordWeights()
    return engine.discover(voices, themes=themes, seed=seed, progress=None)


def test_voices_about_three_things_make_three_themes_named_in_peoples_own_words() -> None:
    found = _find(_voices(BUS + ROOM + FORMS))

    groups = sorted(sorted(int(member.voice[1:]) // 6 for member in theme.members) for theme in found.candidates)
    assert groups == [[0] * 6, [1] * 6, [2] * 6]
    labels = " / ".join(theme.label.lower() for theme in found.candidates)
    assert "bus" in labels and "quiet room" in labels and "forms" in labels


def _named(*texts: str) -> tuple[str, tuple[str, ...]]:
    """The label and keywords of one group of texts beside another about something else."""
    other = ["swimming pool", "pool party", "swimming lessons", "lessons and party"]
    said = [clauses(text) for text in (*texts, *other)]
    where = [0] * len(texts) + [1] * len(other)
    return label_groups(said, where, [1] * len(said), 2)[0]


def test_a_word_that_only_orders_or_counts_is_no_label_where_people_used_a_phrase() -> None:
    label, keywords = _named("first", "first", "first of all", "the school bus", "a school bus", "first the lunch")

    assert label == "School bus"
    assert "first" not in keywords


def test_a_group_that_only_an_ordering_word_marks_out_is_named_by_its_strongest_words() -> None:
    words = ["first"] * 9 + ["quiet"] * 4 + ["room"] * 3 + ["loud"] * 2

    label, keywords = _named(*words)

    assert (label, keywords) == ("Quiet, room, loud", ("quiet", "room", "loud"))


def test_one_ordering_word_alone_never_becomes_a_label() -> None:
    assert _named("first", "first", "first", "second", "second")[0] == "Without a clear name"


def test_every_voice_is_in_exactly_one_place() -> None:
    voices = _voices(BUS + ROOM + FORMS + ODD)

    found = _find(voices)

    placed = Counter(member.voice for theme in found.candidates for member in theme.members)
    placed.update(item.voice for item in found.not_grouped)
    assert placed == Counter(voice.id for voice in voices)
    why = {item.voice: item.why for item in found.not_grouped}
    assert [why[f"v{18 + at}"] for at in range(4)] == [BLANK, TOO_LITTLE, TOO_LITTLE, NOBODY_ELSE]


SHORT = st.lists(st.sampled_from([*BUS, *ROOM, *FORMS, *ODD, "BUS!", "bus"]), min_size=1, max_size=30)


@settings(max_examples=25, deadline=None)
@given(SHORT, st.randoms(use_true_random=False), st.sampled_from([None, 1, 2, 5]))
def test_the_order_of_the_voices_changes_no_byte(words: list[str], mix: random.Random, themes: int | None) -> None:
    voices = _voices(words)
    shuffled = list(voices)
    mix.shuffle(shuffled)

    first, second = _find(voices, themes), _find(shuffled, themes)

    assert first.to_json() == second.to_json()
    assert sum(theme.size_voices for theme in first.candidates) + len(first.not_grouped) == len(voices)


def test_one_person_who_says_it_often_is_no_theme() -> None:
    often = [Voice(f"o{at}", f"Trampolines trampolines number {at}", "loud") for at in range(6)]

    found = _find(_voices(BUS + ROOM) + often)

    assert all("trampolines" not in theme.label.lower() for theme in found.candidates)
    assert {item.voice for item in found.not_grouped} >= {voice.id for voice in often}


def test_people_are_counted_not_comments() -> None:
    voices = [Voice(f"v{at}", said, f"p{at % 3}") for at, said in enumerate(BUS)]

    found = _find(voices, themes=1)

    assert (found.people, found.candidates[0].size_people, found.candidates[0].size_voices) == (3, 3, 6)
    speakers = {voice.id: voice.speaker for voice in voices}
    quoted = [speakers[quote.voice] for quote in found.candidates[0].typical]
    assert len(set(quoted)) == len(quoted)


def test_the_one_who_says_the_opposite_is_shown() -> None:
    late = [*BUS, "The bus was late and dirty, awful", "Bus late, terrible journey", "The late bus is a nightmare"]

    found = _find(_voices(late), themes=1)

    theme = found.candidates[0]
    assert theme.leaning == "mostly negative"
    assert [quote.words for quote in theme.dissenting] == ["The bus driver is kind and on time, it is brilliant"]
    assert not {quote.voice for quote in theme.typical} & {quote.voice for quote in theme.dissenting}


def test_where_nobody_disagrees_nothing_is_made_up() -> None:
    found = _find(_voices(FORMS), themes=1)

    assert found.candidates[0].dissenting == ()


def test_no_name_stands_in_a_label_or_a_keyword() -> None:
    said = [
        "I like it when Oduya reads to us",
        "Talking to Oduya about maths",
        "maths with Mrs Thornbury",
        "priya helps with maths",
        "I asked Mrs Thornbury and priya",
        "priya and Oduya and Mrs Thornbury and maths",
    ]

    found = _find(_voices(said), themes=None)

    shown = " ".join(" ".join([theme.label, *theme.keywords]) for theme in found.candidates).lower()
    assert found.candidates
    assert not any(name in shown for name in ("oduya", "thornbury", "priya"))


def test_quotes_are_the_very_words_with_nothing_changed() -> None:
    voices = [*_voices(ROOM), Voice("x", "  The quiet   room — it’s where I can\nbreathe and read  ", "p9")]

    found = _find(voices, themes=1)

    said = {voice.id: voice.words for voice in voices}
    quotes = [*found.candidates[0].typical, *found.candidates[0].dissenting]
    assert quotes and all(quote.words == said[quote.voice] for quote in quotes)


def test_without_speakers_each_voice_counts_as_a_person_and_the_discovery_says_so() -> None:
    found = _find([Voice(str(at), said) for at, said in enumerate(BUS)], themes=1)

    assert not found.speakers_known
    assert found.people == 6


@pytest.mark.parametrize(
    ("voices", "themes"),
    [([], None), (_voices(BUS), 0), ([Voice("a", "bus"), Voice("a", "bus")], None)],
)
def test_what_cannot_be_themed_says_why(voices: list[Voice], themes: int | None) -> None:
    with pytest.raises(NotEnoughVoices, match=r"0 |an id"):
        _find(voices, themes)


def test_a_proposed_number_of_themes_comes_with_its_reason() -> None:
    found = _find(_voices(BUS + ROOM + FORMS), themes=None)

    number = len(found.candidates)
    assert found.number_of_themes.startswith(f"Heard suggests {number} themes. It tried ")
    assert (
        f"; with {number}, what is said in one theme is most alike and the themes differ most."
        in found.number_of_themes
    )


def test_progress_is_told_step_by_step_to_the_end() -> None:
    told: list[tuple[int, int]] = []

    WordWeights().discover(_voices(BUS + ROOM), progress=lambda done, total: told.append((done, total)))

    assert [done for done, _ in told] == sorted({done for done, _ in told})
    assert told[-1][0] == told[-1][1]
