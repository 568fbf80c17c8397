"""Conditions and reservations, told by how a sentence is built and which way its clauses lean."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.themes.reading import open_reader
from heard.themes.stance.conditions import Condition, find_conditions
from heard.themes.stance.examples import examples, leanings
from heard.themes.stance.signs import signs_of
from heard.themes.stance.training import weighed_to_rates
from heard.themes.stance.weights import Weights, packaged, stamp

READER = open_reader()


def found_in(said: str) -> list[Condition]:
    return find_conditions([said], READER)[0]


@pytest.mark.parametrize(
    ("said", "kind", "words"),
    [
        (
            "In principle families would back a base, but only if it is run by people who are trained.",
            "condition",
            "but only if it is run by people who are trained",
        ),
        (
            "If units open in Ashdale then the preference is that they are small places with trained therapists and not a "
            "spare room",
            "condition",
            "If units open in Ashdale",
        ),
        ("Carers would use it, unless it costs more than the bus.", "condition", "unless it costs more than the bus"),
        ("Kind nurses. The queue was dreadful though", "reservation", "The queue was dreadful though"),
        ("Staff lovely, waiting dreadful", "reservation", "waiting dreadful"),
        ("Lovely teacher but the taxi is always late", "reservation", "but the taxi is always late"),
    ],
)
def test_a_condition_is_found_in_the_words_it_was_said_in(said: str, kind: str, words: str) -> None:
    found = found_in(said)

    assert (kind, words) in [(one.kind, one.words) for one in found]


def test_a_condition_that_opens_the_sentence_says_what_it_bears_on_even_without_a_comma() -> None:
    said = "If units open in Ashdale then the preference is that they are small places with trained therapists"

    found = find_conditions([said], READER, at_least=0.3)[0]

    assert [said[slice(*one.qualifies)] for one in found] == [
        "then the preference is that they are small places with trained therapists"
    ]


@pytest.mark.parametrize(
    ("said", "words", "bears_on"),
    [
        (
            "If the centre goes ahead we would want nurses on site",
            "If the centre goes ahead",
            "we would want nurses on site",
        ),
        ("If the youth club shuts the council must run a bus", "If the youth club shuts", "the council must run a bus"),
    ],
)
def test_a_condition_is_parted_from_what_follows_where_no_comma_was_written(
    said: str, words: str, bears_on: str
) -> None:
    found = find_conditions([said], READER, at_least=0.2)[0]

    assert [(one.words, said[slice(*one.qualifies)]) for one in found] == [(words, bears_on)]


@pytest.mark.parametrize(
    "said",
    [
        "Whenever my son is poorly the ward clerk rings, and if I am at work she rings my sister.",
        "Despite the snow the carers reached us every day.",
        "I was frightened of the scan but they talked me through it.",
        "If the first splint rubs they make you another.",
        "Not only did they mend my wrist but they found me a coat.",
        "They promised a call back but nobody rang.",
        "Fewer people would miss the clinic if the buses ran.",
    ],
)
def test_a_patient_of_one_mind_holds_nothing_back(said: str) -> None:
    assert found_in(said) == []


@pytest.mark.parametrize(
    "said",
    [
        "They asked if I was comfortable.",
        "If we do nothing the children will fall behind.",
        "Dinner was provided by the school until June.",
        "She is not only patient but great fun.",
        "We asked for help but nobody came.",
        "I was scared but they put me at ease.",
        "Nothing but praise for all of them.",
        "It is open until eight.",
        "",
        "👍",
    ],
)
def test_small_words_that_set_no_condition_are_left_alone(said: str) -> None:
    assert found_in(said) == []


def test_a_text_is_judged_alone_whatever_stands_beside_it() -> None:
    said = ["Fine, as long as there is a ramp.", "No ramp, no thanks.", "Good. Bit far though."]

    together = find_conditions(said, READER)
    backwards = find_conditions(said[::-1], READER)

    assert together == backwards[::-1] == [found_in(one) for one in said]


@settings(max_examples=25, deadline=None)
@given(st.text(st.sampled_from("if but only unless, good bad.\né’'\t"), max_size=60))
def test_every_place_is_exactly_where_it_says_and_none_overlap(said: str) -> None:
    found = find_conditions([said], READER, at_least=0.0)[0]

    assert all(said[one.start : one.end] == one.words and one.words.strip() for one in found)
    assert all(first.end <= second.start for first, second in pairwise(found))
    assert all(0 <= one.qualifies[0] <= one.qualifies[1] <= len(said) and 0 <= one.sureness <= 1 for one in found)


def test_what_was_learned_comes_from_the_examples_and_code_as_they_are() -> None:
    """After a change: `python -m heard.themes.stance.training`."""
    assert packaged().stamp == stamp()
    assert Weights.from_bytes(packaged().to_bytes()).to_bytes() == packaged().to_bytes()


def test_there_are_examples_of_every_kind_and_each_marks_its_own_words() -> None:
    all_of_them = examples()

    labels = [example.label for example in all_of_them]
    assert len(labels) >= 3000
    assert min(labels.count(label) for label in ("cond", "qual", "none")) >= 500
    assert len({example.words.lower() for example in all_of_them}) == len(all_of_them)
    assert all(bool(example.spans) == (example.label != "none") for example in all_of_them)
    assert all(example.words[start:end].strip() for example in all_of_them for start, end in example.spans)
    assert {example.label for example in leanings()} == {"well", "badly", "asks", "neither"}


def test_many_that_set_no_condition_hold_a_word_that_could() -> None:
    plain = [example.words for example in examples() if example.label == "none"]

    hard = [words for words in plain if any(sign.cue for sign in signs_of(words))]

    assert len(hard) >= len(plain) / 2


def test_each_sort_of_place_is_weighed_back_to_how_often_it_holds_among_real_comments() -> None:
    """Half the examples were written to mislead, so that their own shares are not those of a real round of answers."""
    holds = np.array([True] * 9 + [False] * 3 + [True] * 2 + [False] * 2)

    weight = weighed_to_rates(["no cue"] * 12 + ["turn"] * 4, holds)

    assert weight[:9].sum() / weight[:12].sum() == pytest.approx(0.06)
    assert weight[12:].tolist() == [1.0] * 4
