"""Makes counts of people safe to print. Nothing else may turn a true count into a public one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from heard.errors import MiscountedVoices

SMALLEST_GROUP = 10  # people: a smaller group is not broken down at all
LARGEST_SMALL = 4
LARGEST_SMALL_STRICT = 7
NEAREST = 5


@dataclass(frozen=True, slots=True)
class Table:
    """True counts of people, by row and column. Never for print.

    Totals are counted apart where one person can stand in several cells, as with themes; left out, they are sums.
    A cell in `structural_zeros` (row and column by position) is nought because it cannot be otherwise.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    row_totals: tuple[int, ...] | None = None
    column_totals: tuple[int, ...] | None = None
    total: int | None = None
    structural_zeros: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Released:
    """One number as it may be printed. `value` is the rounded number; None with the symbol "c" where it is withheld."""

    text: str
    value: int | None
    symbol: Literal["c"] | None
    reason: str


@dataclass(frozen=True, slots=True)
class ReleasedTable:
    """Counts as they may be printed, and the notes to print below them."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Released, ...], ...]
    row_totals: tuple[Released, ...]
    column_totals: tuple[Released, ...]
    total: Released
    notes: tuple[str, ...]


def release_count(people: int, *, strict: bool, zero_is_structural: bool = False) -> Released:
    """Make one number of people safe to print.

    From 1 to 4 people becomes "fewer than 5"; under the strict rule, from 1 to 7 becomes "*". Any other number goes to
    the nearest 5. Nought is treated as a small number, because to say that nobody did is to say something about
    everybody, unless nought is the only number it could be.

    Units    people.
    Shape    one true count in, one safe count out. The same number always comes out the same.
    Errors   `MiscountedVoices` for a number below zero.
    Source   docs/reference/methods.md#small-numbers
    Limits   strict is for anything below the whole area, and for need, ethnicity, exclusion, safeguarding or placement.

    >>> release_count(3, strict=False).text, release_count(17, strict=False).text, release_count(6, strict=True).text
    ('fewer than 5', '15', '*')
    """
    if people < 0:
        raise MiscountedVoices(f"{people} people cannot be counted. Enter 0 or more.")
    if people == 0 and zero_is_structural:
        return Released("0", 0, None, "")
    if people <= (LARGEST_SMALL_STRICT if strict else LARGEST_SMALL):
        reason = "A small number of people, withheld so that nobody can be recognised."
        return Released("*" if strict else "fewer than 5", None, "c", reason)
    rounded = NEAREST * round(people / NEAREST)
    return Released(str(rounded), rounded, None, "")


def release(table: Table, *, strict: bool) -> ReleasedTable:
    """Make a table of people safe to print.

    A group of fewer than 10 is not broken down. Small counts are withheld. Every other count, and every total, goes to
    the nearest 5 on its own, from its true value: totals are small numbers too, and no sum is printed that would give a
    withheld count away.

    Units    people, counted once in each cell however often they spoke.
    Shape    the same rows and columns out as in.
    Errors   `MiscountedVoices` for a number below zero, a table of uneven shape, or a cell above its total.
    Source   docs/reference/methods.md#small-numbers
    Limits   this is one table by itself. It does not guard against two releases set side by side.

    >>> counts = Table(("Play", "Transport"), ("Primary", "Secondary"), ((3, 21), (14, 38)))
    >>> safe = release(counts, strict=False)
    >>> [[cell.text for cell in row] for row in safe.cells], safe.total.text
    ([['fewer than 5', '20'], ['15', '40']], '75')
    """
    row_totals, column_totals, total = _totals(table)
    cells = _cells(table, row_totals, column_totals, total, strict)
    return ReleasedTable(
        table.rows,
        table.columns,
        cells,
        tuple(release_count(people, strict=strict) for people in row_totals),
        tuple(release_count(people, strict=strict) for people in column_totals),
        release_count(total, strict=strict),
        _notes(cells, strict),
    )


def _cells(
    table: Table, row_totals: tuple[int, ...], column_totals: tuple[int, ...], total: int, strict: bool
) -> tuple[tuple[Released, ...], ...]:
    """Release the cells of a table. A row of one cell is not a breakdown, and neither is a column of one."""
    rows_broken_down, columns_broken_down = len(table.columns) > 1, len(table.rows) > 1
    too_few = (rows_broken_down or columns_broken_down) and total < SMALLEST_GROUP

    def cell(row: int, column: int, people: int) -> Released:
        small_row = rows_broken_down and row_totals[row] < SMALLEST_GROUP
        small_column = columns_broken_down and column_totals[column] < SMALLEST_GROUP
        if too_few or small_row or small_column:
            return _not_broken_down(strict)
        return release_count(people, strict=strict, zero_is_structural=(row, column) in table.structural_zeros)

    return tuple(
        tuple(cell(row, column, people) for column, people in enumerate(line)) for row, line in enumerate(table.counts)
    )


def _not_broken_down(strict: bool) -> Released:
    reason = f"Part of a group of fewer than {SMALLEST_GROUP} people, which is not broken down."
    return Released("*" if strict else "withheld", None, "c", reason)


def _totals(table: Table) -> tuple[tuple[int, ...], tuple[int, ...], int]:
    if len(table.counts) != len(table.rows) or any(len(line) != len(table.columns) for line in table.counts):
        raise MiscountedVoices(
            f"The table has {len(table.rows)} row names and {len(table.columns)} column names, but its counts do not "
            "fill them. Give one count for every row and column."
        )
    row_totals = table.row_totals or tuple(sum(line) for line in table.counts)
    columns = zip(*table.counts, strict=True) if table.counts else [()] * len(table.columns)
    column_totals = table.column_totals or tuple(sum(column) for column in columns)
    total = table.total if table.total is not None else sum(row_totals)
    if len(row_totals) != len(table.rows) or len(column_totals) != len(table.columns):
        raise MiscountedVoices("There must be one total for every row and every column. Count the totals again.")
    for name, line, most in zip(table.rows, table.counts, row_totals, strict=True):
        _check_line(name, line, most)
    for at, name in enumerate(table.columns):
        _check_line(name, tuple(line[at] for line in table.counts), column_totals[at])
    return row_totals, column_totals, total


def _check_line(name: str, line: tuple[int, ...], total: int) -> None:
    if any(people < 0 for people in line) or total < 0:
        raise MiscountedVoices(f"“{name}” holds a number of people below zero. Enter 0 or more.")
    if any(people > total for people in line):
        raise MiscountedVoices(f"A count in “{name}” is above its total of {total}. Check the counts and the total.")


def _notes(cells: tuple[tuple[Released, ...], ...], strict: bool) -> tuple[str, ...]:
    notes = ["Numbers are of people, each rounded to the nearest 5 by itself, so they may not add up."]
    if any(cell.symbol for line in cells for cell in line):
        small = "“*” stands for a number too small to print." if strict else "Numbers from 0 to 4 are not printed."
        notes.append(f"{small} Groups of fewer than {SMALLEST_GROUP} people are not broken down.")
    return tuple(notes)
