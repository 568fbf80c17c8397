"""How many themes are proposed, and what a theme is called."""

from __future__ import annotations

import numpy as np

from heard.themes.discovery.choice import Tried, steadiest
from heard.themes.discovery.naming import Theme, name_themes
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


class Near:
    """A reader to whom every phrase means the same, so that only who used it tells phrases apart."""

    name, version, size = "near", "1", 2

    def vectors(self, texts: list[str], *, progress: object = None) -> np.ndarray:
        del progress
        return np.tile(np.array([[1.0, 0.0]], np.float32), (len(texts), 1))


def test_a_theme_of_several_is_not_named_after_what_one_person_said() -> None:
    said = ["the taxi", "a taxi", "taxi again", "worry monster helps"]
    heart = np.array([1.0, 0.0], np.float32)

    (label, _) = name_themes([Theme([list(clauses(one)) for one in said], [1] * 4, heart)], Near())[0]

    assert label == "Taxi"
