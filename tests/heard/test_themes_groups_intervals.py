"""How sure a share is: intervals that hold as often as they promise."""

from __future__ import annotations

from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.errors import MiscountedVoices
from heard.themes.groups.intervals import design_effect, difference, wilson

COUNTS = st.integers(1, 200).flatmap(lambda heard: st.tuples(st.integers(0, heard), st.just(heard)))


def _holds(heard: int, share: float) -> float:
    """How often, over all that could be counted, the interval holds the true share."""
    chances = [comb(heard, people) * share**people * (1 - share) ** (heard - people) for people in range(heard + 1)]
    ends = [wilson(people, heard) for people in range(heard + 1)]
    return sum(chance for chance, found in zip(chances, ends, strict=True) if found.low <= share <= found.high)


@pytest.mark.parametrize("heard", [15, 40, 120])
def test_an_interval_of_19_in_20_holds_the_true_share_about_so_often(heard: int) -> None:
    shares = np.linspace(0.05, 0.95, 37)

    held = [_holds(heard, float(share)) for share in shares]

    assert 0.94 <= float(np.mean(held)) <= 0.965
    assert min(held) > 0.85


@given(COUNTS)
def test_a_share_lies_in_its_interval_and_the_interval_in_what_is_possible(counts: tuple[int, int]) -> None:
    found = wilson(*counts)

    assert 0 <= found.low <= found.value <= found.high <= 1


@given(COUNTS, COUNTS)
def test_a_difference_turned_about_is_the_same_difference(one: tuple[int, int], two: tuple[int, int]) -> None:
    there = difference((one[0], two[0]), (one[1], two[1]))
    back = difference((two[0], one[0]), (two[1], one[1]))

    assert there.value == pytest.approx(-back.value)
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low))
    assert -1 <= there.low <= there.value <= there.high <= 1


def test_the_interval_of_a_difference_holds_it_about_19_times_in_20() -> None:
    random = np.random.default_rng(1)
    held = 0

    for _ in range(2000):
        people = (int(random.binomial(45, 0.3)), int(random.binomial(30, 0.5)))
        found = difference(people, (45, 30))
        held += found.low <= -0.2 <= found.high

    assert 0.935 <= held / 2000 <= 0.97


def _tables(random: np.random.Generator, many: int) -> dict[str, tuple[int, int]]:
    """People at tables of eight who tend to say the same."""
    leaning = random.beta(0.9, 2.1, size=many)
    return {f"table {at}": (int(random.binomial(8, share)), 8) for at, share in enumerate(leaning)}


def test_a_widened_interval_keeps_the_promise_where_people_at_a_table_said_the_same() -> None:
    random = np.random.default_rng(2)
    by_person = widened = 0

    for _ in range(300):
        tables = _tables(random, 25)
        people = sum(who for who, _ in tables.values())
        plain = wilson(people, 200)
        by_person += plain.low <= 0.3 <= plain.high
        effect = design_effect([(25, tables)])
        wide = wilson(people / effect, 200 / effect)
        widened += wide.low <= 0.3 <= wide.high

    assert by_person / 300 < 0.85
    assert widened / 300 > 0.9


def test_a_difference_between_groups_is_not_taken_for_people_saying_the_same() -> None:
    alike = [(4, {f"a{at}": (2, 10) for at in range(4)}), (4, {f"b{at}": (8, 10) for at in range(4)})]

    assert design_effect(alike) == 1.0


@pytest.mark.parametrize("counts", [(3, 2), (-1, 5)])
def test_more_people_than_were_heard_is_told(counts: tuple[int, int]) -> None:
    with pytest.raises(MiscountedVoices, match="were heard"):
        wilson(*counts)


def test_nobody_heard_says_nothing() -> None:
    assert (wilson(0, 0).low, wilson(0, 0).high) == (0, 1)
