"""Words that look like a count of people and are none."""

import pytest

from heard.publishing.checks import check_text


@pytest.mark.parametrize(
    "text",
    ["Choice, above all for children who do not fit.", "Not everyone agreed.", "There are no photographs of children."],
)
def test_words_that_only_look_like_everyone_are_left_alone(text: str) -> None:
    assert check_text(text) == []
