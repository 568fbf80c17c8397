"""Checks on a text, its reading age, and cells that spreadsheets would run."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.publishing.checks import ProblemKind, check_text
from heard.publishing.reading import reading, syllables
from heard.publishing.safe_cells import safe_cell, safe_row


@pytest.mark.parametrize(
    "said",
    [
        "Two pupils felt left out.",
        "3 children use a wheelchair.",
        "One young person told us about buses.",
        "He is the only boy who signs.",
        "Both of the girls agreed.",
        "Three of our younger parents came.",
        "A couple of families moved.",
        "One Deaf pupil spoke.",
        "There were four autistic Year 9 girls.",
    ],
)
def test_so_few_people_that_they_could_be_known_are_pointed_at(said: str) -> None:
    found = check_text(said)

    assert ProblemKind.SMALL_NUMBER in {problem.kind for problem in found}


@pytest.mark.parametrize(
    "said",
    ["All the girls feel unsafe.", "None of the parents were asked.", "Everyone said yes.", "100% of pupils agreed."],
)
def test_what_is_said_of_everyone_is_said_of_each(said: str) -> None:
    assert {problem.kind for problem in check_text(said)} == {ProblemKind.EVERYONE}


@pytest.mark.parametrize(
    "said",
    [
        "We met 25 children and 40 parents.",
        "One thing people told us was about buses.",
        "The drop-in is from 1 to 4 in the hall.",
        "Everyone is welcome.",
        "Year 2 and Year 3 drew their ideas.",
        "It costs £3 for families.",
        "Some young people asked for two quiet rooms.",
    ],
)
def test_ordinary_sentences_are_left_alone(said: str) -> None:
    assert check_text(said) == []


def test_five_to_seven_people_matter_only_under_the_strict_rule() -> None:
    said = "Six pupils came."

    assert check_text(said) == []
    assert [problem.kind for problem in check_text(said, strict=True)] == [ProblemKind.SMALL_NUMBER]


@pytest.mark.parametrize(
    "written", ["St Alder's Primary", "st alders  primary", "ST. ALDER’S PRIMARY", "St Alder’s\nPrimary"]
)
def test_a_school_that_did_not_agree_is_found_however_it_is_written(written: str) -> None:
    found = check_text(f"We went to {written} in May.", hidden_names=["St. Alder's Primary"])

    assert [(problem.kind, problem.words) for problem in found] == [(ProblemKind.HIDDEN_NAME, written)]


def test_a_name_inside_another_word_is_not_that_name() -> None:
    assert check_text("The elmtrees are tall.", hidden_names=["Elmtree", " "]) == []


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Write to sam.ashe+club@example.org soon.", ProblemKind.EMAIL),
        ("Ring 01632 960 123 or come.", ProblemKind.PHONE),
        ("Ring +44 (0)1632 960123.", ProblemKind.PHONE),
        ("Text 07700-900-456.", ProblemKind.PHONE),
        ("We live at zz9 9zz near the park.", ProblemKind.POSTCODE),
        ("It is in QX1 2AB.", ProblemKind.POSTCODE),
    ],
)
def test_ways_to_reach_or_find_a_person_are_pointed_at(said: str, kind: ProblemKind) -> None:
    assert [problem.kind for problem in check_text(said)] == [kind]


@given(st.text(st.sampled_from("two pupils only both the 1 ,.\n@x0") | st.characters(codec="utf-8"), max_size=80))
def test_every_problem_is_exactly_where_it_says(said: str) -> None:
    for problem in check_text(said, hidden_names=["pupils two"]):
        assert said[problem.start : problem.end] == problem.words
        assert problem.words and problem.advice


def test_a_hard_text_reads_older_than_an_easy_one_and_its_long_sentences_are_found() -> None:
    easy = "We met at the park. We drew our ideas. We want more swings."
    hard = (
        "The partnership acknowledges that the implementation of the recommendations necessitates considerable "
        "organisational transformation, notwithstanding the availability of additional resources. Thank you."
    )

    plain, heavy = reading(easy), reading(hard)

    assert plain.reading_age is not None and heavy.reading_age is not None
    assert plain.reading_age <= 7 and heavy.reading_age >= 18
    assert plain.long_sentences == () and len(heavy.long_sentences) == 1
    assert hard[: heavy.long_sentences[0].end].startswith("The partnership")
    assert "implementation" in heavy.long_words and plain.long_words == ()


def test_a_text_with_no_words_has_no_reading_age() -> None:
    assert reading("… 12 !").reading_age is None


@pytest.mark.parametrize(
    ("word", "count"), [("the", 1), ("table", 2), ("wanted", 2), ("played", 1), ("family", 3), ("school", 1)]
)
def test_syllables_are_counted_as_spoken(word: str, count: int) -> None:
    assert syllables(word) == count


@pytest.mark.parametrize(
    "typed", ["=1+1", "+cmd|x", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1", '=HYPERLINK("x")']
)
def test_nothing_typed_can_run_in_a_spreadsheet(typed: str) -> None:
    safe = safe_cell(typed)

    assert safe == f"'{typed}"


@given(st.text(max_size=40))
def test_a_safe_cell_keeps_every_letter_and_never_starts_a_formula(typed: str) -> None:
    safe = safe_cell(typed)

    assert isinstance(safe, str) and safe.removeprefix("'") == typed.removeprefix("'")
    assert not safe.lstrip().startswith(("=", "@"))


def test_numbers_and_blanks_stay_as_they_are() -> None:
    assert safe_row([-3, 2.5, None, "-3", "+44%", "words"]) == [-3, 2.5, None, "-3", "+44%", "words"]
