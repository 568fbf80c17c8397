"""Who is for and against one proposition: learned from people's answers, never guessed without them."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from heard.errors import MiscountedVoices
from heard.records import Voice
from heard.themes.stance.conditions import Condition
from heard.themes.stance.stance import Answer, Stance, StanceCoder, learn_stance

FOR = ["Yes, a base near home would help", "I am in favour of the base", "Good, we need it", "Open it soon please"]
AGAINST = ["No, I am against the base", "It would be a mistake", "Do not open it", "We do not need a base"]


def cast(many: int) -> tuple[list[Voice], NDArray[np.float32], list[Answer]]:
    """Half for, half against, told apart by words and by vectors; nobody says the same twice."""
    generator = np.random.default_rng(0)
    voices, vectors, answers = [], [], []
    for number in range(many):
        stance: Stance = "for" if number % 2 else "against"
        words = (FOR if number % 2 else AGAINST)[number // 2 % 4]
        voices.append(Voice(f"v{number}", f"{words}, says family {number}"))
        vector = generator.normal(size=8) * 0.2
        vector[0 if number % 2 else 1] += 1
        vectors.append(vector / np.linalg.norm(vector))
        answers.append(Answer(f"v{number}", stance))
    return voices, np.array(vectors, dtype=np.float32), answers


def learned(many: int = 60, given: int = 48) -> tuple[StanceCoder, list[Voice], NDArray[np.float32]]:
    voices, vectors, answers = cast(many)
    return learn_stance("open a base", voices, vectors, answers[:given]), voices, vectors


def test_with_fewer_than_forty_answers_nothing_is_guessed() -> None:
    voices, vectors, answers = cast(60)

    coder = learn_stance("open a base", voices, vectors, answers[:39])
    rest = coder.propose(voices, vectors)[39:]

    assert coder.quality is None
    assert {(one.stance, one.sureness, one.why) for one in rest} == {
        ("unclear", 0.0, "not enough answers yet: 39 of 40")
    }


def test_forty_answers_that_nearly_all_agree_are_not_enough() -> None:
    voices, vectors, _ = cast(60)
    answers = [Answer(voice.id, "against" if number < 7 else "for") for number, voice in enumerate(voices[:50])]

    coder = learn_stance("open a base", voices, vectors, answers)

    assert coder.standing == "not enough answers yet: 7 of 8 against"


def test_the_others_are_told_from_those_who_answered() -> None:
    coder, voices, vectors = learned()

    rest = coder.propose(voices, vectors)[48:]

    assert [one.stance for one in rest] == ["against", "for"] * 6
    assert all(one.shown == one.stance and one.source == "learned" for one in rest)
    assert coder.quality is not None and coder.quality.for_and_against > 0.9 and coder.learned_from == 48


def test_what_was_ticked_on_the_form_goes_straight_through_whatever_the_words_say() -> None:
    voices, vectors, answers = cast(60)
    ticked = Answer("v0", "mixed", "form")

    coder = learn_stance("open a base", voices, vectors, [*answers[:50], ticked])
    first = coder.propose(voices, vectors)[0]

    assert (first.stance, first.source, first.sureness, first.shown) == ("mixed", "form", 1.0, "mixed")


def test_support_with_a_condition_is_mixed() -> None:
    coder, voices, vectors = learned()
    condition = Condition(0, 2, "if", "if", "condition", (0, 0), 0.9)
    terms = [[condition] if voice.id in ("v58", "v59") else [] for voice in voices]

    proposed = {one.voice: one for one in coder.propose(voices, vectors, terms)}

    assert (proposed["v59"].stance, proposed["v59"].why) == ("mixed", "support with a condition")
    assert (proposed["v58"].stance, proposed["v57"].stance) == ("against", "for")


def test_the_order_of_voices_and_answers_never_matters() -> None:
    voices, vectors, answers = cast(60)
    turned = learn_stance("open a base", voices[::-1], vectors[::-1], answers[:48][::-1])

    coder, _, _ = learned()

    assert turned.version == coder.version and turned.quality == coder.quality
    assert turned.propose(voices, vectors) == coder.propose(voices, vectors)


def test_another_answer_makes_another_version() -> None:
    voices, vectors, answers = cast(60)

    versions = {learn_stance("open a base", voices, vectors, answers[:many]).version for many in (39, 48, 49)}

    assert len(versions) == 3


def test_the_same_words_said_by_many_are_never_judged_by_themselves() -> None:
    """Otherwise a slogan sent in forty times would make the learner look good on itself."""
    voices, vectors, answers = cast(60)
    said = [Voice(voice.id, "Open it" if number < 20 else voice.words) for number, voice in enumerate(voices)]
    same = np.array(vectors)
    same[:20] = same[0]

    coder = learn_stance("open a base", said, same, answers[:48])

    assert coder.quality is not None
    told = {side.stance: side for side in coder.quality.sides}
    assert sum(side.right for side in told.values()) <= 48 - 10


def test_two_answers_of_one_voice_are_put_to_people() -> None:
    voices, vectors, _ = cast(4)

    with pytest.raises(MiscountedVoices, match="“v1” has two answers, against and for"):
        learn_stance("open a base", voices, vectors, [Answer("v1", "for"), Answer("v1", "against")])


def test_an_answer_of_nobody_is_refused() -> None:
    voices, vectors, _ = cast(4)

    with pytest.raises(MiscountedVoices, match="not among the 4 voices"):
        learn_stance("open a base", voices, vectors, [Answer("v9", "for")])
