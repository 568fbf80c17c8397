"""How many themes are proposed, and what a theme is called."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from heard.themes.discovery.choice import Tried, steadiest
from heard.themes.discovery.naming import Theme, name_themes
from heard.themes.discovery.saying import tries, why_so_many
from heard.themes.labels import phrases_of
from heard.themes.wording import clauses


def tried(*steady: float) -> list[Tried]:
    return [Tried(1.0 + at, 10 * (at + 1), value, 0.0, ()) for at, value in enumerate(steady)]


def test_one_number_that_happens_to_hold_does_not_outweigh_its_neighbours() -> None:
    by_luck = tried(0.50, 0.95, 0.50, 0.80, 0.81, 0.80)

    taken = steadiest(by_luck)

    assert taken.number == 60, "the finest of those that hold together with the numbers next to them"


def test_a_finer_number_that_holds_less_is_not_taken() -> None:
    falling = tried(0.80, 0.82, 0.81, 0.60, 0.40, 0.30)

    taken = steadiest(falling)

    assert taken.number == 20


def test_the_words_beside_each_number_follow_from_its_figures_and_the_rule_is_said() -> None:
    looks = tried(0.95, 0.86, 0.94, 0.80, 0.60)
    taken = steadiest(looks)

    told = [one.why for one in tries(looks, taken, None)]
    why = why_so_many(taken.number - 3, looks, taken, None)

    assert told == [
        "With the numbers next to it 90.5 in 100: as steady, but broader.",
        "Taken: the finest that is as steady as the best. With the numbers next to it 91.7 in 100.",
        "With the numbers next to it 86.7 in 100: finer, but less steady.",
        "With the numbers next to it 78.0 in 100: finer, but less steady.",
        "With the numbers next to it 70.0 in 100: finer, but less steady.",
    ]
    assert "The best mean is 91.7 in 100; from 88.7 in 100 up, a number is as steady as that." in why
    assert "the finest is taken: 20." in why and "so 20 became 17." in why


def test_a_number_that_is_found_as_it_was_tried_needs_no_more_words() -> None:
    looks = tried(0.95, 0.5)

    assert "became" not in why_so_many(10, looks, looks[0], None)


class Near:
    """A reader to whom every phrase means the same, so that only who used it tells phrases apart."""

    name, version, size = "near", "1", 2

    def vectors(self, texts: Sequence[str], *, progress: object = None) -> NDArray[np.float32]:
        del progress
        return np.tile(np.array([[1.0, 0.0]], np.float32), (len(texts), 1))


def test_a_theme_of_several_is_not_named_after_what_one_person_said() -> None:
    said = ["the taxi", "a taxi", "taxi again", "worry monster helps"]
    heart = np.array([1.0, 0.0], np.float32)

    (label, _) = name_themes([Theme([phrases_of(clauses(one)) for one in said], [1] * 4, heart)], Near())[0]

    assert label == "Taxi"
