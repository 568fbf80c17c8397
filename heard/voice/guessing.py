"""Guesses the column of words from what its cells look like, where no heading says it. A person confirms every guess."""

from __future__ import annotations

from heard.voice.matching import USE_OF, match_columns, match_headings
from heard.voice.rows import yes_or_no
from heard.voice.sheets import Sheet

LOOKED_AT = 500  # rows
FEWEST_LETTERS = 20.0  # of a cell, on average
LEAST_VARIETY = 0.5  # of the filled cells that differ
LEAST_UNDERSTOOD = 0.5  # of the filled cells that are a yes or a no


def guess_columns(sheet: Sheet) -> dict[str, str]:
    """Guess which column holds which field, from the headings and from the cells.

    Where no heading names what was said, the column whose cells are longest is taken, if they are about as long as a
    sentence and most of them differ. A column about leave is only taken where its cells are answers, not words.

    Units    letters; shares of the filled cells. The first 500 rows are looked at.
    Shape    the result maps a column to one of `heard.voice.matching.FIELDS`.
    Errors   none.
    Source   docs/reference/methods.md#reading-tables

    >>> from heard.voice.sheets import Row
    >>> rows = (Row(2, ("Mum", "The bus never comes on time")), Row(3, ("Dad", "We wait months for an answer")))
    >>> guess_columns(Sheet(("Your role", "Q7"), rows))
    {'Your role': 'group', 'Q7': 'words'}
    """
    cells = {column: _filled(sheet, place) for place, column in enumerate(sheet.columns)}
    no_answers = {
        column
        for column, field in match_headings(sheet.columns).items()
        if field in USE_OF or field == "agreed"
        if cells[column] and sum(_is_answer(cell) for cell in cells[column]) < LEAST_UNDERSTOOD * len(cells[column])
    }
    columns = [column for column in sheet.columns if column not in no_answers]
    found = match_headings(columns)
    if "words" not in found.values():
        lengths = {
            column: sum(map(len, kept)) / len(kept)
            for column in sheet.columns
            if column not in found and (kept := cells[column]) and len(set(kept)) >= LEAST_VARIETY * len(kept)
        }
        longest = max(lengths, key=lambda column: lengths[column], default="")
        if longest and lengths[longest] >= FEWEST_LETTERS:
            found[longest] = "words"
        else:
            found = match_columns(columns)
    return {column: found[column] for column in sheet.columns if column in found}


def _filled(sheet: Sheet, place: int) -> list[str]:
    kept = (" ".join(row.cells[place].split()) for row in sheet.rows[:LOOKED_AT] if place < len(row.cells))
    return [cell for cell in kept if cell]


def _is_answer(cell: str) -> bool:
    return yes_or_no(cell) is not None or len(cell) < FEWEST_LETTERS
