"""Splitting a page of notes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from heard.voice.splitting import Note, split_notes

PAGE = """\
# Table 3
What is working well?
- The quiet room at lunch
- Miss lets me
  have my headphones
• My friends

WHAT IS HARD
1. Buses that come late
2) Too much noise in the hall

Ideas:
More time to swap classes
and a map with pictures
We would like a garden.
somewhere to be alone

Anything else
-------------
It was good to be asked
"""


def _said(notes: list[Note]) -> list[tuple[str, str]]:
    return [(note.heading, note.words) for note in notes]


def test_a_flip_chart_page_splits_into_notes_under_their_headings() -> None:
    notes = split_notes(PAGE)

    assert _said(notes) == [
        ("", "Table 3"),
        ("What is working well?", "The quiet room at lunch"),
        ("What is working well?", "Miss lets me have my headphones"),
        ("What is working well?", "My friends"),
        ("WHAT IS HARD", "Buses that come late"),
        ("WHAT IS HARD", "Too much noise in the hall"),
        ("Ideas", "More time to swap classes and a map with pictures"),
        ("Ideas", "We would like a garden."),
        ("Ideas", "somewhere to be alone"),
        ("Anything else", "It was good to be asked"),
    ]
    assert [note.line_number for note in notes][:3] == [1, 3, 4]


def test_a_writer_who_never_uses_capitals_keeps_one_note_a_line() -> None:
    typed = "more breaks\nquieter lunch\na garden"

    notes = split_notes(typed)

    assert [note.words for note in notes] == ["more breaks", "quieter lunch", "a garden"]


def test_a_child_who_writes_in_capitals_is_not_a_page_of_headings() -> None:
    typed = "I LIKE THE GARDEN\nI LIKE MY FRIENDS\nNO SHOUTING"

    notes = split_notes(typed)

    assert [(note.kind, note.words) for note in notes] == [
        ("line", "I LIKE THE GARDEN"),
        ("line", "I LIKE MY FRIENDS"),
        ("line", "NO SHOUTING"),
    ]


def test_a_heading_with_nothing_under_it_is_kept_as_a_note() -> None:
    typed = "Worries:\n\nHopes:\n- a job"

    notes = split_notes(typed)

    assert [(note.kind, note.heading, note.words) for note in notes] == [
        ("lone heading", "", "Worries"),
        ("bullet", "Hopes", "a job"),
    ]


def test_a_page_of_rules_and_dashes_alone_is_not_lost() -> None:
    notes = split_notes("-----\n-\n")

    assert len(notes) == 1
    assert "".join(notes[0].source.split()) == "------"


LINES = st.lists(
    st.one_of(
        st.text(max_size=30),
        st.sampled_from(
            ["- ", "-", "---", "===", "WHAT HURTS", "Good:", "# Top", "**Bold**", "1. one", "runs on", "", "Why?", "•x"]
        ),
    ),
    max_size=12,
).map("\n".join)


def _characters(text: str) -> str:
    return "".join(text.split())


@given(LINES)
def test_nothing_typed_is_ever_lost(typed: str) -> None:
    notes = split_notes(typed)

    assert "".join(_characters(note.source) for note in notes) == _characters(typed)


@given(LINES)
def test_every_word_of_a_note_is_in_what_was_typed_for_it(typed: str) -> None:
    notes = split_notes(typed)

    for note in notes:
        assert note.words.strip() and note.line_number >= 1
        assert all(word in _characters(note.source) for word in note.words.split())


def test_a_question_that_opens_a_block_is_its_heading() -> None:
    notes = split_notes("What is good about school?\nart club\nmy friends\n\nCan we have a pool?\n")

    assert [(note.heading, note.words) for note in notes][:2] == [
        ("What is good about school?", "art club"),
        ("What is good about school?", "my friends"),
    ]
    assert notes[-1].words == "Can we have a pool?"


def test_a_line_below_a_bullet_is_a_voice_of_its_own_unless_the_bullet_breaks_off() -> None:
    apart = split_notes("- art club\nour TA, she is kind\n")
    joined = split_notes("- art club because\nwe paint\n")

    assert [note.words for note in apart] == ["art club", "our TA, she is kind"]
    assert [note.words for note in joined] == ["art club because we paint"]
