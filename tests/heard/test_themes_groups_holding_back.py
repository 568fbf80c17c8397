"""No count that is held back can be worked out, even by a reader who knows the rule."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from heard.errors import MiscountedVoices
from heard.publishing import small_numbers
from heard.themes.groups.holding_back import (
    FEWEST_POSSIBLE,
    SMALLEST_GROUP,
    UNDER,
    check_under,
    hold_back,
    side,
    too_small,
)

Table = tuple[tuple[int, ...], int]


def _released(people: tuple[int, ...], heard: tuple[int, ...], total: int, everyone: int) -> tuple[int | str, ...]:
    """All that is shown: numbers, and of those held back whether few raised it or nearly all."""
    hidden, total_hidden = hold_back(people, heard, total=total, everyone=everyone)
    shown = (side(who, of, 5) if at in hidden else who for at, (who, of) in enumerate(zip(people, heard, strict=True)))
    return (*shown, side(total, everyone, 5) if total_hidden else total)


def _everything_seen(tables: Iterable[Table], heard: tuple[int, ...], everyone: int) -> Iterator[set[int]]:
    """The values that each small number held back could have, given all that is shown, in every table there could be."""
    behind: dict[tuple[int | str, ...], set[tuple[int, ...]]] = defaultdict(set)
    for people, total in tables:
        behind[_released(people, heard, total, everyone)].add((*people, total))
    for shown, could_be in behind.items():
        for at, number in enumerate(shown):
            if number in ("few", "nearly all"):
                yield {table[at] for table in could_be}


@pytest.mark.parametrize("heard", [(10, 12), (12, 30), (10, 12, 14), (11, 20, 25)])
def test_a_reader_who_tries_every_table_there_could_be_is_left_with_three_values_at_least(
    heard: tuple[int, ...],
) -> None:
    tables = ((people, sum(people)) for people in itertools.product(*(range(size + 1) for size in heard)))

    fewest = min(len(values) for values in _everything_seen(tables, heard, sum(heard)))

    assert fewest >= FEWEST_POSSIBLE


def _overlapping(heard: tuple[int, int, int], extra: int) -> Iterator[Table]:
    """Every table of three groups in which people belong to several, so that memberships exceed people by `extra`."""
    for first, second, third, all_three in itertools.product(range(extra + 1), repeat=4):
        if first + second + third + 2 * all_three != extra:
            continue
        kinds = (
            (heard[0] - first - second - all_three, (0,)),
            (heard[1] - first - third - all_three, (1,)),
            (heard[2] - second - third - all_three, (2,)),
            (first, (0, 1)),
            (second, (0, 2)),
            (third, (1, 2)),
            (all_three, (0, 1, 2)),
        )
        for raised in itertools.product(*(range(size + 1) for size, _ in kinds)):
            of_group = [
                sum(who for who, (_, groups) in zip(raised, kinds, strict=True) if at in groups) for at in range(3)
            ]
            yield tuple(of_group), sum(raised)


def test_so_is_one_who_knows_that_some_people_are_in_several_groups() -> None:
    heard, extra = (10, 12, 11), 2
    tables = sorted(set(_overlapping(heard, extra)))

    fewest = min(len(values) for values in _everything_seen(tables, heard, sum(heard) - extra))

    assert fewest >= FEWEST_POSSIBLE


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(10, 200), st.floats(0, 0.5)), min_size=1, max_size=7))
def test_linear_programming_cannot_pin_down_a_held_back_count(groups: list[tuple[int, float]]) -> None:
    heard = tuple(size for size, _ in groups)
    people = tuple(round(size * share) for size, share in groups)
    shown = _released(people, heard, sum(people), sum(heard))
    hidden = [at for at, number in enumerate(shown[:-1]) if isinstance(number, str)]

    for at in hidden:
        if isinstance(shown[-1], str):
            break
        left = sum(people[other] for other in hidden)
        ends = [
            linprog(
                [sign * (other == at) for other in hidden],
                A_eq=[[1] * len(hidden)],
                b_eq=[left],
                bounds=[(0, heard[other]) for other in hidden],
            ).fun
            for sign in (1, -1)
        ]
        assert -ends[1] - ends[0] >= FEWEST_POSSIBLE - 1


@given(st.lists(st.tuples(st.integers(10, 90), st.floats(0, 1)), min_size=1, max_size=6))
def test_no_small_count_is_ever_shown(groups: list[tuple[int, float]]) -> None:
    heard = tuple(size for size, _ in groups)
    people = tuple(round(size * share) for size, share in groups)

    shown = _released(people, heard, sum(people), sum(heard))

    assert not [
        number for number, size in zip(shown, (*heard, sum(heard)), strict=True)
        if isinstance(number, int) and (number < 5 or size - number < 5)
    ]  # fmt: skip


def test_nothing_is_held_back_where_nothing_is_small() -> None:
    assert hold_back([12, 20], [40, 60], total=32, everyone=100) == (frozenset(), False)


def test_the_numbers_are_those_of_the_rule_for_print() -> None:
    assert UNDER == small_numbers.LARGEST_SMALL + 1
    assert SMALLEST_GROUP == small_numbers.SMALLEST_GROUP
    assert all(small_numbers.release_count(people, strict=False).value is None for people in range(UNDER))


def test_a_weaker_rule_is_refused() -> None:
    with pytest.raises(MiscountedVoices, match="Choose 5 or more"):
        check_under(4)


def test_nobody_and_everybody_are_small_numbers() -> None:
    assert too_small(0, 50, 5) and too_small(50, 50, 5) and not too_small(25, 50, 5)
