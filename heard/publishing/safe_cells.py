"""Keeps a spreadsheet from running what somebody typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # spreadsheets read the wide forms too
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*%?")


def safe_cell(value: object) -> object:
    """Make one value safe to put in a CSV or XLSX cell: text that could start a formula gets a leading apostrophe.

    Units    none.
    Shape    numbers, dates and None come back as they are, and so does text that is plainly a number.
    Errors   none.
    Source   docs/reference/methods.md#safe-cells

    >>> safe_cell("=1+1"), safe_cell("More swings"), safe_cell(-4), safe_cell("-4")
    ("'=1+1", 'More swings', -4, '-4')
    """
    if not isinstance(value, str) or _PLAIN_NUMBER.fullmatch(value):
        return value
    if value.startswith(_STARTS) or _seen(value).startswith(_STARTS):
        return f"'{value}"
    return value


def _seen(value: str) -> str:
    """A text from its first letter that can be seen: programs pass over blanks, marks of direction and control letters."""
    first = next((at for at, letter in enumerate(value) if unicodedata.category(letter)[0] not in "CZ"), len(value))
    return value[first:]


def safe_row(values: Iterable[object]) -> list[object]:
    """Make every value of a row safe to put in a cell.

    >>> safe_row(["@risk", 3])
    ["'@risk", 3]
    """
    return [safe_cell(value) for value in values]
