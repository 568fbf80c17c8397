"""Sentences of a text are found with exact places, and nothing anybody said falls between two of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.themes.sentences import sentences


@given(st.text(alphabet="aé😀 .!?\n\r\t”e.gMrs", max_size=60))
def test_every_letter_of_a_text_is_in_one_sentence_and_only_blank_space_is_left_out(text: str) -> None:
    found = sentences(text)

    inside = {place for start, end in found for place in range(start, end)}
    assert all(text[place].isspace() for place in range(len(text)) if place not in inside)
    assert len(inside) == sum(end - start for start, end in found)
    assert found == sorted(found)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("I go by bus. It is late!", ["I go by bus.", "It is late!"]),
        ("no full stops\nat all", ["no full stops", "at all"]),
        ("Mrs. Ash is kind, e.g. on trips. Yes", ["Mrs. Ash is kind, e.g. on trips.", "Yes"]),
        ("“Why?” she said… I left", ["“Why?”", "she said…", "I left"]),
        ("It costs 3.50 a week", ["It costs 3.50 a week"]),
        ("😀 Ja! مرحبا", ["😀 Ja!", "مرحبا"]),
        ("  \n ", []),
    ],
)
def test_notes_are_cut_where_a_reader_would_cut_them(text: str, parts: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == parts
