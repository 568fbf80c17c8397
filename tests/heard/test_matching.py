"""Guessing what columns and cells mean, and keeping the key of a row."""

from __future__ import annotations

import pytest

from heard.codes import AgeBand, CodeList, Mediation, Mode, ParticipantGroup
from heard.voice.matching import match_code, match_columns, row_key, row_keys
from heard.voice.tables import read_table


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (["ID", "Start time", "I am a", "Age", "What is working well for your family?"],
         ["key", "said_on", "group", "age_band", "words"]),
        (["Comment", "Question", "School", "Pupil no"], ["words", "question", "place", "speaker"]),
        (["words", "mode", "mediation", "heading", "date"], ["words", "mode", "mediation", "heading", "said_on"]),
        (["Response ID", "Respondent ID", "You said"], ["key", "speaker", "words"]),
    ],
)  # fmt: skip
def test_the_columns_of_common_forms_are_guessed(columns: list[str], expected: list[str]) -> None:
    found = match_columns(columns)

    assert [found.get(column) for column in columns] == expected


@pytest.mark.parametrize("heading", ["Age of child", "How old is your child?", "Child's age"])
def test_the_age_of_somebodys_child_is_not_taken_for_their_own(heading: str) -> None:
    assert "age_band" not in match_columns([heading, "Comments"]).values()
    assert match_columns(["Age in years", "Comments"])["Age in years"] == "age_band"


@pytest.mark.parametrize(
    "heading", ["What could we share with schools?", "How may we help?", "What do you think of your school?"]
)
def test_a_question_asked_in_full_is_no_question_about_leave_or_place(heading: str) -> None:
    assert match_columns([heading]) == {heading: "words"}


def test_no_field_is_guessed_twice() -> None:
    found = match_columns(["Comment", "Comments", "Feedback", "Date", "Date sent"])

    assert sorted(found.values()) == ["said_on", "words"]


@pytest.mark.parametrize(
    ("codes", "written", "expected"),
    [
        (ParticipantGroup, "Parent / carer", "parent_carer"),
        (ParticipantGroup, "young people", "cyp"),
        (ParticipantGroup, "Siblings", "sibling"),
        (ParticipantGroup, "Child or young person", "cyp"),
        (ParticipantGroup, "astronaut", None),
        (AgeBand, "11 - 15", "age_11_15"),
        (AgeBand, "aged 8", "age_5_10"),
        (AgeBand, "8 to 14", None),
        (AgeBand, "25+", None),
        (Mode, "spoken", "said"),
        (Mediation, "proxy", "on_behalf"),
    ],
)
def test_a_cell_is_understood_or_left_to_a_person(codes: type[CodeList], written: str, expected: str | None) -> None:
    found = match_code(codes, written)

    assert (found.value if found else None) == expected


def test_reading_a_file_again_in_another_order_gives_every_row_its_old_key() -> None:
    first = read_table(b"Comment,Age\nYes,7\nMore swings,8\nYes,9\n", "a.csv")
    again = read_table(b"Comment,Age\nMore swings,8\nYes,9\nYes,7\nA new one,4\n", "a.csv")

    before, after = row_keys(first), row_keys(again)

    assert len(set(before)) == 3
    assert set(before) < set(after)


def test_a_row_number_of_its_own_outlives_a_change_of_words() -> None:
    columns = ["Response ID", "Comment"]

    assert row_key(["7", "More swings"], columns) == row_key(["7", "More swings, and slides"], columns)
    assert row_key(["", "More swings"], columns) != row_key(["", "More slides"], columns)
