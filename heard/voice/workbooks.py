"""Reads one visible sheet of an Excel workbook as text."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from heard.errors import FileTooLarge, MissingSheet, UnreadableFile
from heard.voice.sheets import MOST_COLUMNS, Problem, Sheet, as_sheet

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d+:[A-Z]{1,3}\d+)"')
_MOST_MERGES_TOLD = 20


def read_workbook(content: bytes, called: str, sheet: str | None) -> Sheet:
    """Read the first visible sheet, or the one named. Formulas come as their text, dates as year-month-day.

    Units    row numbers are the sheet's own.
    Shape    hidden sheets are never read; they are reported.
    Errors   `MissingSheet` names the visible sheets; `UnreadableFile` if none is visible.
    Source   docs/reference/methods.md#reading-tables
    """
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    try:
        tables = [table for table in book.worksheets if table.sheet_state == "visible"]
        hidden = [str(table.title) for table in book.worksheets if table.sheet_state != "visible"]
        visible = tuple(str(table.title) for table in tables)
        if not tables:
            raise UnreadableFile(f"{called} has no visible sheet. Unhide the sheet to be read and save it again.")
        if sheet is not None and sheet not in visible:
            also = " Hidden sheets are not read: unhide it first." if sheet in hidden else ""
            raise MissingSheet(f"{called} has no visible sheet “{sheet}”. It has: {', '.join(visible)}.{also}")
        chosen = tables[visible.index(sheet) if sheet is not None else 0]
        chosen.reset_dimensions()
        problems = _told(hidden, visible, str(chosen.title), sheet)
        problems += _merges(content, getattr(chosen, "_worksheet_path", ""))
        return as_sheet(_rows(chosen), problems, sheet=str(chosen.title), sheets=visible)
    finally:
        book.close()


def _rows(table: Any) -> Iterator[tuple[int, Sequence[str]]]:
    for number, row in enumerate(table.iter_rows(values_only=True), start=1):
        cells = [_text(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > MOST_COLUMNS:
            raise FileTooLarge(f"Row {number} has {len(cells):,} columns; at most {MOST_COLUMNS} can be read.")
        if cells:
            yield number, cells


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    formula = getattr(value, "text", None)
    return str(formula if formula is not None else value)


def _told(hidden: Sequence[str], visible: Sequence[str], chosen: str, asked: str | None) -> list[Problem]:
    told = []
    if hidden:
        told.append(Problem(0, f"Hidden sheets were not read: {', '.join(hidden)}."))
    others = [name for name in visible if name != chosen]
    if others and asked is None:
        told.append(Problem(0, f"Only the sheet “{chosen}” was read. The others are: {', '.join(others)}."))
    return told


def _merges(content: bytes, path: str) -> list[Problem]:
    """Report merged cells: their text counts once, where it stands, and the rest of the block is blank."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        wanted = path.lstrip("/")
        if wanted not in package.namelist():
            return []
        found = [ref.decode() for ref in _MERGED.findall(package.read(wanted))]
    told = []
    for ref in found[:_MOST_MERGES_TOLD]:
        first, last = ref.split(":")
        row = int("".join(filter(str.isdigit, first)))
        told.append(Problem(row, f"Cells {first} to {last} are merged. Their text counts once, in row {row}."))
    if len(found) > _MOST_MERGES_TOLD:
        told.append(Problem(0, f"{len(found) - _MOST_MERGES_TOLD} more blocks of merged cells count once each."))
    return told
