"""A comparison of groups made safe to print: every number rounded, every share worked out again from what is rounded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from heard.publishing.small_numbers import release_count
from heard.themes.groups.comparing import words
from heard.themes.groups.intervals import wilson
from heard.themes.groups.table import Cell, Comparison, DifferencesTable


def for_print(table: DifferencesTable) -> DifferencesTable:
    """Round a comparison of groups, so that no held-back number can be worked out from it and another print.

    Those at work on it see true counts. A picture is printed and passed on, and may lie beside another that shows the whole:
    the difference between two exact numbers is a small number told.

    Units    people, to the nearest 5; shares and ranges are those of the rounded numbers.
    Shape    the same groups and themes. A comparison stays where both of its shares are shown, in the rounded shares.
    Errors   none.
    Source   docs/reference/methods.md#small-numbers
    Limits   rounding shifts a share of a small group by some points: the page beside the picture has the true ones.

    >>> from heard.themes.groups import PersonFacts, differences
    >>> people = [PersonFacts(f"p{at}", {"role": "cyp" if at < 22 else "parent_carer"}) for at in range(44)]
    >>> table = for_print(differences(people, {"Play": {f"p{at}" for at in range(8, 30)}}, "role"))
    >>> table.lines[0].cells[0].words, table.lines[0].total.words
    ('75% (15 of 20)', '44% (20 of 45)')
    """
    lines = tuple(
        replace(line, cells=tuple(_rounded(cell) for cell in line.cells), total=_rounded(line.total))
        for line in table.lines
    )
    groups = tuple(
        replace(line, people=None if line.people is None else release_count(line.people, strict=False).value)
        for line in table.groups
    )
    made = replace(table, groups=groups, lines=lines)
    return replace(made, comparisons=tuple(_said_again(made)))


def _rounded(cell: Cell) -> Cell:
    heard = None if cell.heard is None else release_count(cell.heard, strict=False).value
    if cell.people is None or cell.share is None or not heard:
        return replace(cell, heard=heard)
    people = release_count(cell.people, strict=False).value or 0
    found = wilson(people, heard)
    return replace(cell, people=people, heard=heard, share=found.value, low=found.low, high=found.high)


def _said_again(table: DifferencesTable) -> Iterator[Comparison]:
    """Give the comparisons whose two shares are shown, with the rounded ones."""
    names = {line.group: line.name for line in table.groups}
    shares = {(line.theme, cell.group): cell.share for line in table.lines for cell in line.cells}
    for one in table.comparisons:
        first, second = shares.get((one.theme, one.group)), shares.get((one.theme, one.other))
        if first is not None and second is not None and first >= second:
            rounded = replace(one, share=first, other_share=second, difference=first - second)
            yield replace(rounded, words=words(rounded, one.corrected, names, table.by))
