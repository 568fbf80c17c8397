"""What cannot be read is said and listed; a short wish in English never is turned away."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.themes.reading.languages import BLANK, NO_WORDS, TOO_LITTLE, enough_to_say, in_english
from heard.themes.reading.ranges import sentences


@pytest.mark.parametrize("text", ["", "  \n", "\u200b", "\u00a0"])
def test_a_blank_answer_is_blank(text: str) -> None:
    assert enough_to_say(text) == BLANK


@pytest.mark.parametrize("text", ["👍", "10/10", "...", "-", ":)", "❤️❤️"])
def test_signs_and_numbers_alone_are_not_enough(text: str) -> None:
    assert enough_to_say(text) == NO_WORDS


@pytest.mark.parametrize(
    "text",
    ["yes", "No.", "N/A", "n / a", "ok", "nothing", "idk", "I don't know", "not sure", "same as above", "x", "Nope :("],
)
def test_an_answer_that_names_nothing_is_not_enough(text: str) -> None:
    assert enough_to_say(text) == TOO_LITTLE


@pytest.mark.parametrize(
    "text",
    ["swings", "more trips", "Friends", "too loud", "toilets", "no friends", "Mum", "I want to die", "好", "أريد"],
)
def test_one_word_that_names_something_is_enough(text: str) -> None:
    assert enough_to_say(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Więcej huśtawek",
        "Mój syn nie ma miejsca w szkole",
        "Mi hijo necesita más ayuda en la escuela",
        "Mon fils ne veut pas aller à l'école",
        "Mae angen mwy o help yn yr ysgol ar fy mab",
        "Fiul meu nu are loc la școală",
        "Wir warten schon sehr lange auf einen Platz für unser Kind",
        "Oğlum okula gitmek istemiyor çünkü çok gürültü var",
        "我的儿子需要帮助",
        "لا توجد مدرسة لابنتي",
        "بچے کو مدد",
        "Мой сын",
    ],
)
def test_another_language_is_noticed(text: str) -> None:
    assert not in_english(text)


@pytest.mark.parametrize(
    "text",
    [
        *sentences(),
        "it iz 2 lowd in da hall",
        "plz help us we ned moar tym",
        "wanna go hme",
        "Zoë and Łukasz are my friends",
        "café",
        "EHCP SENCO CAMHS OT SLT",
        "Mia, Luca, Ines, Noah",
        "My au pair took us to El Campo and Los Pinos",
        "👍",
        "",
    ],
)
def test_english_is_never_turned_away(text: str) -> None:
    assert in_english(text)


@given(st.text(max_size=80))
def test_any_text_gets_an_answer(text: str) -> None:
    assert enough_to_say(text) in (None, BLANK, NO_WORDS, TOO_LITTLE)
    assert in_english(text) in (True, False)
