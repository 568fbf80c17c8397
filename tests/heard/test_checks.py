"""Words that look like a count of people and are none."""

import pytest

from heard.publishing.checks import ProblemKind, check_text


@pytest.mark.parametrize(
    "text",
    [
        "On 3 May, pupils met us.",
        "Use the one-page summary that pupils designed.",
        "This is one of the things people asked for.",
        "A one-to-one talk with pupils.",
        "Choice, above all for children who do not fit.",
        "Not everyone agreed.",
        "There are no photographs of children.",
    ],
)
def test_words_that_only_look_like_everyone_are_left_alone(text: str) -> None:
    assert check_text(text) == []


@pytest.mark.parametrize("name", ["Mr Paul Jenkins", "Jayden Smith", "Mrs Bell"])
def test_a_title_or_a_full_name_is_pointed_at(name: str) -> None:
    found = check_text(f"We thank {name} for the hall.")

    assert [(problem.kind, problem.words) for problem in found] == [(ProblemKind.PERSON, name)]


def test_a_school_named_after_somebody_is_not_a_person() -> None:
    assert check_text("We met at Grace Primary and in Arthur Street.") == []


@pytest.mark.parametrize(
    "text",
    [
        "3 of 14 said so", "3 out of 12 pupils", "2-3 pupils", "three autistic, non-verbal pupils", "３ pupils", "٣ pupils",
        "only three came", "a trio of boys", "two of them",
    ],
)  # fmt: skip
def test_a_small_number_is_found_however_it_is_put(text: str) -> None:
    found = check_text(text)

    kinds = [problem.kind for problem in found]

    assert ProblemKind.SMALL_NUMBER in kinds
    assert all(text[problem.start : problem.end] == problem.words for problem in found)


@pytest.mark.parametrize("text", ["a" * 40_000, "A1" * 20_000, "1-" * 20_000, "one a " * 10_000])
def test_a_text_as_long_as_a_book_is_checked_to_its_end(text: str) -> None:
    end = " Mrs Bell came."

    found = check_text(text + end)

    assert found[-1].words == "Mrs Bell"
