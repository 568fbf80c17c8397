"""Reads a table, or the paragraphs, of a Word document as text."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

from heard.errors import MissingSheet
from heard.voice.sheets import Problem, Sheet, as_sheet

PARAGRAPHS = "Paragraphs"


def read_document(content: bytes, called: str, sheet: str | None) -> Sheet:
    """Read the first table of a document, or the one named; with no table, each paragraph under the column "words".

    Tables that repeat the same column names, as a table does that was cut in two, are read as one.

    Units    row numbers count the rows of the table, or the paragraphs.
    Shape    `sheet` may be "Table 1", "Table 2" and so on, or "Paragraphs".
    Errors   `MissingSheet` names what can be read.
    Source   docs/reference/methods.md#reading-tables
    """
    from docx import Document

    document = Document(io.BytesIO(content))
    paragraphs = [_text(paragraph._p) for paragraph in document.paragraphs]
    tables = [list(_rows(table)) for table in document.tables]
    names = (*(f"Table {number}" for number in range(1, len(tables) + 1)), PARAGRAPHS)
    chosen = sheet if sheet is not None else names[0]
    if chosen not in names:
        raise MissingSheet(f"{called} has no “{chosen}”. It has: {', '.join(names)}.")
    if chosen == PARAGRAPHS:
        rows: list[tuple[int, Sequence[str]]] = [(0, ["words"])]
        rows += [(number, [words]) for number, words in enumerate(paragraphs, start=1)]
        told = [Problem(0, f"{len(tables)} tables were not read.")] if tables else []
        return as_sheet(rows, told, sheet=chosen, sheets=names)
    at = names.index(chosen)
    joined, left = _joined(tables, at)
    return as_sheet(joined, _told(left, paragraphs, chosen), sheet=chosen, sheets=names)


def _joined(tables: list[list[list[str]]], at: int) -> tuple[list[tuple[int, Sequence[str]]], list[str]]:
    """Put together the chosen table and those after it with the same column names."""
    rows: list[tuple[int, Sequence[str]]] = list(enumerate(tables[at], start=1))
    left = [f"Table {number + 1}" for number in range(at)]
    for number in range(at + 1, len(tables)):
        table = tables[number]
        if table and tables[at] and table[0] == tables[at][0]:
            start = rows[-1][0] + 1
            rows += list(enumerate(table[1:], start=start))
        else:
            left.append(f"Table {number + 1}")
    return rows, left


def _told(left: list[str], paragraphs: list[str], chosen: str) -> list[Problem]:
    told = []
    if left:
        told.append(Problem(0, f"Only “{chosen}” was read. Not read: {', '.join(left)}."))
    outside = sum(1 for words in paragraphs if words.strip())
    if outside:
        told.append(Problem(0, f"{outside} paragraphs outside the table were not read. Choose “Paragraphs” for them."))
    return told


def _rows(table: Any) -> Iterator[list[str]]:
    """Give each row of a table as text. A merged cell shows once, where it starts."""
    seen: set[Any] = set()  # elements, not their ids: an id is given anew as soon as its element is let go
    for row in table.rows:
        cells = []
        for cell in row.cells:
            cells.append("" if cell._tc in seen else "\n".join(_text(paragraph) for paragraph in cell._tc.p_lst))
            seen.add(cell._tc)
        yield cells


def _text(paragraph: Any) -> str:
    """Give the text of a paragraph, with what was added under tracked changes and without what was taken out."""
    parts = []
    for node in paragraph.iter():
        kind = str(node.tag).rpartition("}")[2]
        if kind == "t":
            parts.append(node.text or "")
        elif kind in ("br", "cr"):
            parts.append("\n")
        elif kind == "tab":
            parts.append("\t")
    return "".join(parts).strip()
