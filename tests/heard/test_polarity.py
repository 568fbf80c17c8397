"""Which way words lean."""

from __future__ import annotations

import pytest

from heard.themes.polarity import leaning, polarity


@pytest.mark.parametrize(
    "said",
    [
        "The staff are kind and patient.",
        "It could not have been better",
        "I can't fault the driver",
        "No problems at all, lovely people",
        "Nothing, they are amazing",
        "Nothing very happy with the club",
    ],
)
def test_praise_leans_one_way_even_when_it_holds_a_not(said: str) -> None:
    assert polarity(said) > 0


@pytest.mark.parametrize(
    "said",
    [
        "The taxi was late and the driver was rude.",
        "Lunch could be better",
        "It would be nice to have a garden",
        "They were not helpful",
        "Nobody listened",
        "Good, but far too noisy and chaotic",
    ],
)
def test_complaints_and_wishes_lean_the_other_way(said: str) -> None:
    assert polarity(said) < 0


def test_telling_how_you_are_is_hardly_a_complaint() -> None:
    assert -0.3 < polarity("They ask about my worries") <= 0


def test_a_theme_with_few_opinions_is_mostly_neutral() -> None:
    assert leaning([0.0] * 9 + [1.0]) == "mostly neutral"
    assert leaning([-1.0] * 4 + [1.0]) == "mostly negative"
