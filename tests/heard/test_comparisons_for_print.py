"""A comparison of groups that may be printed tells no small number, alone or beside another print."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from heard.publishing.comparisons import for_print
from heard.themes.groups import DifferencesTable, PersonFacts, differences


def _table(heard: dict[str, int], raised: dict[str, int]) -> DifferencesTable:
    facts = [PersonFacts(f"{group}{at}", {"role": group}) for group, many in heard.items() for at in range(many)]
    people = {f"{group}{at}" for group, many in raised.items() for at in range(many)}
    return differences(facts, {"Play": people}, "role")


def test_the_whole_less_the_groups_shown_no_longer_gives_the_group_that_is_held_back() -> None:
    table = for_print(_table({"cyp": 30, "parent_carer": 20, "health": 6}, {"cyp": 12, "parent_carer": 8, "health": 2}))

    shown = {cell.group: cell.people for cell in table.lines[0].cells if cell.people is not None}

    assert shown == {"cyp": 10, "parent_carer": 10}
    assert table.lines[0].total.people in (None, 20)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=2, max_size=5))
def test_every_number_and_share_is_of_rounded_numbers(counts: list[tuple[int, int]]) -> None:
    heard = {f"group {at}": max(pair) for at, pair in enumerate(counts)}
    raised = {f"group {at}": min(pair) for at, pair in enumerate(counts)}

    table = for_print(_table(heard, raised))

    for line in table.lines:
        for cell in (*line.cells, line.total):
            assert (cell.people or 0) % 5 == 0 and (cell.heard or 0) % 5 == 0
            assert cell.people is None or cell.share == cell.people / (cell.heard or 1)
    assert all((line.people or 0) % 5 == 0 for line in table.groups)


def test_what_is_clear_is_said_in_the_rounded_shares() -> None:
    true = _table({"cyp": 52, "parent_carer": 48}, {"cyp": 41, "parent_carer": 9})

    printed = for_print(true)

    assert "(79% against 19%)" in true.clear[0].words
    assert "(80% against 20%)" in printed.clear[0].words
