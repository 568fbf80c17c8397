"""Spotting conditions and reservations."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.themes.stance.conditions import conditions


@pytest.mark.parametrize(
    ("said", "kind", "words"),
    [
        ("We would use a base, as long as staff are trained.", "condition", "as long as staff are trained"),
        ("I would move school only if my friends came too", "condition", "only if my friends came too"),
        ("In principle we welcome it.", "in principle", "In principle we welcome it"),
        ("The room is lovely, but it is always locked.", "reservation", "but it is always locked"),
        ("Not unless there is a bus.", "condition", "unless there is a bus"),
        ("Fine provided that he keeps his place.", "condition", "provided that he keeps his place"),
    ],
)
def test_a_condition_or_reservation_is_pointed_at_in_the_persons_own_words(said: str, kind: str, words: str) -> None:
    found = conditions(said)

    assert [(span.kind, span.words) for span in found] == [(kind, words)]


def test_a_condition_that_opens_the_sentence_ends_where_the_wish_begins() -> None:
    said = "If more bases open, families want specialist staff in them."

    found = conditions(said)

    assert [span.words for span in found] == ["If more bases open"]


@pytest.mark.parametrize(
    "said",
    [
        "She asked me if I was happy.",
        "I want to see if there is a club.",
        "Nothing but praise.",
        "Lunch was provided by the school.",
        "It is even if slightly dull.",
    ],
)
def test_words_that_only_look_like_conditions_are_left_alone(said: str) -> None:
    assert conditions(said) == []


@given(st.text(st.sampled_from("if but ,.provided that unless\nélan"), max_size=80))
def test_every_span_is_exactly_where_it_says_and_none_overlap(said: str) -> None:
    found = conditions(said)

    assert all(said[span.start : span.end] == span.words and span.words for span in found)
    assert all(first.end <= second.start for first, second in pairwise(found))
