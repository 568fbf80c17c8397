"""Words that look like a count of people and are none."""

import pytest

from heard.publishing.checks import ProblemKind, check_text


@pytest.mark.parametrize(
    "text",
    ["Choice, above all for children who do not fit.", "Not everyone agreed.", "There are no photographs of children."],
)
def test_words_that_only_look_like_everyone_are_left_alone(text: str) -> None:
    assert check_text(text) == []


@pytest.mark.parametrize("name", ["Mr Paul Jenkins", "Jayden Smith", "Mrs Bell"])
def test_a_title_or_a_full_name_is_pointed_at(name: str) -> None:
    found = check_text(f"We thank {name} for the hall.")

    assert [(problem.kind, problem.words) for problem in found] == [(ProblemKind.PERSON, name)]


def test_a_school_named_after_somebody_is_not_a_person() -> None:
    assert check_text("We met at Grace Primary and in Arthur Street.") == []
