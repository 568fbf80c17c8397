"""A table of text as read from a file: its columns, its rows, and whatever could not be read as expected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from heard.errors import EmptyFile, FileTooLarge, MissingColumn

MOST_ROWS = 200_000
MOST_COLUMNS = 500
_MOST_NAMED = 25  # columns that a message lists by name


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about a row that a person should look at. Row numbers are those a spreadsheet shows."""

    row: int
    why: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its number in the file and one text for each column."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of text.

    `encoding` is how the letters were saved, empty for workbooks. `sheet` is the sheet or table that was read, and
    `sheets` those that could have been.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()
    encoding: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()

    def position(self, column: str) -> int:
        """Find a column by name, whatever its capitals. `MissingColumn` names the columns that exist.

        >>> Sheet(("Name", "Comment"), ()).position("comment")
        1
        """
        if column in self.columns:
            return self.columns.index(column)
        for index, name in enumerate(self.columns):
            if name.strip().casefold() == column.strip().casefold():
                return index
        names = ", ".join(f"“{name if len(name) <= 60 else name[:59] + '…'}”" for name in self.columns[:_MOST_NAMED])
        more = f" and {len(self.columns) - _MOST_NAMED:,} more" if len(self.columns) > _MOST_NAMED else ""
        raise MissingColumn(f"There is no column “{column[:60]}”. The columns are: {names}{more}. Choose one of these.")

    def column(self, name: str) -> list[str]:
        """Give the text of one column, row by row.

        >>> Sheet(("Comment",), (Row(2, ("More swings",)),)).column("Comment")
        ['More swings']
        """
        index = self.position(name)
        return [row.cells[index] for row in self.rows]


def as_sheet(
    numbered: Iterable[tuple[int, Sequence[str]]],
    problems: Iterable[Problem] = (),
    *,
    encoding: str = "",
    sheet: str = "",
    sheets: tuple[str, ...] = (),
) -> Sheet:
    """Make a sheet of numbered rows of text, the first of them the column names. Blank rows hold nothing and go.

    A row longer than the header keeps its extra cells, in columns named for their place, and is reported.

    Units    row numbers count from 1, as a spreadsheet shows them.
    Shape    rows may differ in length.
    Errors   `EmptyFile` with no row at all; `FileTooLarge` beyond 200,000 rows or 500 columns.
    Source   docs/reference/methods.md#reading-tables

    >>> made = as_sheet([(1, ["Who", "Who"]), (2, ["A parent"]), (3, ["Sam", "x", "more"])])
    >>> made.columns
    ('Who', 'Who (2)', 'Column 3')
    >>> made.problems[-1].why
    'This row has 3 cells but there are 2 column names. The extra cells are kept.'
    """
    kept: list[tuple[int, Sequence[str]]] = []
    for number, cells in numbered:
        if any(cell.strip() for cell in cells):
            kept.append((number, cells))
        if len(kept) > MOST_ROWS + 1:
            raise FileTooLarge(f"There are more than {MOST_ROWS:,} rows. Split the file and read the parts in turn.")
    if not kept:
        raise EmptyFile("The file is empty: no cell holds any text. Check that the right file was saved.")
    (header_at, header), *body = kept
    width, found = _widths(len(_trimmed(header)), body)
    columns, doubts = _columns([*header, *[""] * width][:width], header_at)
    rows = tuple(Row(number, _padded(cells, width)) for number, cells in body)
    told = sorted([*doubts, *problems, *found], key=lambda problem: problem.row)
    return Sheet(columns, rows, tuple(told), encoding, sheet, sheets)


def _widths(named: int, body: list[tuple[int, Sequence[str]]]) -> tuple[int, list[Problem]]:
    """Find how many columns there must be to keep every cell, and the rows that go beyond the header."""
    found = []
    width = named
    for number, cells in body:
        length = len(_trimmed(cells))
        if length > named:
            why = f"This row has {length} cells but there are {named} column names. The extra cells are kept."
            found.append(Problem(number, why))
            width = max(width, length)
    if width > MOST_COLUMNS:
        raise FileTooLarge(f"There are {width:,} columns; at most {MOST_COLUMNS} can be read. Check the file.")
    return width, found


def _trimmed(cells: Sequence[str]) -> Sequence[str]:
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _padded(cells: Sequence[str], width: int) -> tuple[str, ...]:
    kept = tuple(cell.strip() for cell in cells[:width])
    return kept + ("",) * (width - len(kept))


def _columns(header: Sequence[str], at: int) -> tuple[tuple[str, ...], list[Problem]]:
    """Give every column a name of its own."""
    names: list[str] = []
    problems: list[Problem] = []
    for place, cell in enumerate(header, start=1):
        name = " ".join(cell.split())
        if not name:
            name = f"Column {place}"
            problems.append(Problem(at, f"Column {place} has no name. It is called “{name}” here."))
        wanted, again = name, 2
        while name in names:
            name, again = f"{wanted} ({again})", again + 1
        if name != wanted:
            problems.append(Problem(at, f"Two columns are called “{wanted}”. The later one is called “{name}” here."))
        names.append(name)
    return tuple(names), problems
