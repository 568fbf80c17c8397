"""Numbers of people that are safe to print, checked as laws."""

from __future__ import annotations

import re
from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.errors import MiscountedVoices
from heard.publishing.small_numbers import Released, ReleasedTable, Table, release, release_count

PEOPLE = st.integers(0, 60) | st.integers(0, 9)
TABLES = st.tuples(st.integers(1, 5), st.integers(1, 5)).flatmap(
    lambda shape: st.lists(
        st.lists(PEOPLE, min_size=shape[1], max_size=shape[1]).map(tuple), min_size=shape[0], max_size=shape[0]
    ).map(
        lambda counts: Table(
            tuple(f"row {'abcde'[at]}" for at in range(shape[0])),
            tuple(f"column {'abcde'[at]}" for at in range(shape[1])),
            tuple(counts),
        )
    )
)


def _every(safe: ReleasedTable) -> list[Released]:
    return [*(cell for line in safe.cells for cell in line), *safe.row_totals, *safe.column_totals, safe.total]


@given(st.integers(0, 500))
def test_no_number_from_one_to_four_is_ever_printed_nor_to_seven_under_the_strict_rule(people: int) -> None:
    standard, strict = release_count(people, strict=False), release_count(people, strict=True)

    assert (standard.value is None) == (people <= 4)
    assert (strict.value is None) == (people <= 7)
    for released in (standard, strict):
        assert released.value is None or (released.value % 5 == 0 and abs(released.value - people) <= 2)


@given(TABLES, st.booleans())
def test_a_printed_table_holds_no_small_number_anywhere(table: Table, strict: bool) -> None:
    safe = release(table, strict=strict)

    for released in _every(safe):
        assert released.text in ("fewer than 5", "*", "withheld") or int(released.text) % 5 == 0
        assert released.value != 0
        assert (released.symbol == "c") == (released.value is None)
    shown = set(re.findall(r"\d+", str(asdict(safe)["cells"])))
    assert not shown & {"1", "2", "3", "4", "6", "7", "8", "9"}


@given(TABLES, st.booleans())
def test_the_same_table_is_always_printed_the_same(table: Table, strict: bool) -> None:
    assert release(table, strict=strict) == release(table, strict=strict)


@given(TABLES, st.booleans())
def test_every_total_comes_from_its_own_true_value_and_not_from_the_printed_cells(table: Table, strict: bool) -> None:
    safe = release(table, strict=strict)

    for line, total in zip(table.counts, safe.row_totals, strict=True):
        assert total == release_count(sum(line), strict=strict)
    assert safe.total == release_count(sum(map(sum, table.counts)), strict=strict)


@given(TABLES, st.booleans())
def test_a_group_of_fewer_than_ten_is_not_broken_down(table: Table, strict: bool) -> None:
    safe = release(table, strict=strict)

    for line, cells in zip(table.counts, safe.cells, strict=True):
        if sum(line) < 10 and len(line) > 1:
            assert all(cell.value is None for cell in cells)
    for at in range(len(table.columns)):
        if sum(line[at] for line in table.counts) < 10 and len(table.rows) > 1:
            assert all(cells[at].value is None for cells in safe.cells)


@given(TABLES)
def test_the_strict_rule_never_prints_more(table: Table) -> None:
    standard, strict = release(table, strict=False), release(table, strict=True)

    for open_, shut in zip(_every(standard), _every(strict), strict=True):
        assert shut.value is None or shut.value == open_.value


def test_nought_is_printed_only_where_nothing_else_was_possible() -> None:
    table = Table(("Boys", "Girls"), ("Yes", "No"), ((0, 20), (0, 20)), column_totals=(10, 40))

    hidden = release(table, strict=False)
    shown = release(replace(table, structural_zeros=frozenset({(0, 0)})), strict=False)

    assert hidden.cells[0][0].text == "fewer than 5"
    assert (shown.cells[0][0].text, shown.cells[1][0].text) == ("0", "fewer than 5")
    assert release_count(0, strict=True).text == "*"


def test_people_with_several_themes_are_counted_once_in_the_total() -> None:
    table = Table(("Play", "Transport"), ("People",), ((30,), (28,)), column_totals=(41,), total=41)

    safe = release(table, strict=False)

    assert [line[0].text for line in safe.cells] == ["30", "30"]
    assert safe.total.text == "40"


@pytest.mark.parametrize(
    "table",
    [
        Table(("a",), ("x",), ((-1,),)),
        Table(("a", "b"), ("x",), ((1,),)),
        Table(("a",), ("x", "y"), ((1,),)),
        Table(("a",), ("x",), ((12,),), row_totals=(11,)),
        Table(("a",), ("x",), ((12,),), row_totals=(12, 13)),
    ],
)
def test_counts_that_cannot_be_true_are_not_printed(table: Table) -> None:
    with pytest.raises(MiscountedVoices):
        release(table, strict=False)


def test_the_notes_tell_readers_what_was_done() -> None:
    safe = release(Table(("a", "b"), ("x", "y"), ((3, 40), (20, 20))), strict=True)

    assert "nearest 5" in safe.notes[0]
    assert "“*”" in safe.notes[1] and "10 people" in safe.notes[1]
