"""Chance, and how many looks were taken."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from heard.themes.groups.chance import benjamini_hochberg, chance, chi_square, fisher


@pytest.mark.parametrize(
    ("people", "heard"), [((3, 1), (4, 4)), ((5, 0), (56, 29)), ((12, 30), (40, 61)), ((0, 0), (9, 9))]
)
def test_the_exact_test_agrees_with_another_library(people: tuple[int, int], heard: tuple[int, int]) -> None:
    table = [[people[0], heard[0] - people[0]], [people[1], heard[1] - people[1]]]

    assert fisher(people, heard) == pytest.approx(stats.fisher_exact(table).pvalue, abs=1e-9)


def test_the_test_for_many_agrees_with_another_library() -> None:
    other = stats.chi2_contingency([[30, 20], [15, 35]], correction=False).pvalue

    assert chi_square((30, 15), (50, 50)) == pytest.approx(other)


def test_small_counts_are_tested_exactly_and_people_heard_together_weigh_less() -> None:
    assert chance((3, 1), (4, 4)) == fisher((3, 1), (4, 4))
    assert chance((30, 15), (50, 50)) == chi_square((30, 15), (50, 50))
    assert chance((30, 15), (50, 50), spread=2.0) > chance((30, 15), (50, 50))
    assert chance((9, 1), (10, 10), spread=4.0) > chance((9, 1), (10, 10))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_correction_agrees_with_another_library_and_never_makes_a_chance_smaller(chances: list[float]) -> None:
    corrected = benjamini_hochberg(chances)

    assert corrected == pytest.approx(list(stats.false_discovery_control(chances)))
    assert all(after >= before - 1e-12 for before, after in zip(chances, corrected, strict=True))


def test_of_the_differences_called_clear_about_one_in_twenty_at_most_is_chance() -> None:
    random = np.random.default_rng(4)
    false = []

    for _ in range(150):
        real = np.arange(40) < 12
        second = np.where(real, 0.55, 0.3)
        chances = [
            chance((int(random.binomial(60, 0.3)), int(random.binomial(50, share))), (60, 50)) for share in second
        ]
        clear = np.array(benjamini_hochberg(chances)) <= 0.05
        false.append((clear & ~real).sum() / max(1, clear.sum()))
        assert not clear.all()

    assert np.mean(false) <= 0.05
