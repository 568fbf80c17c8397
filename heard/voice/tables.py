"""Reads the tables people already keep: CSV in any of its dialects, Excel workbooks and Word documents."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from heard.errors import EmptyFile, FileTooLarge, MissingSheet, UnreadableFile, WrongEncoding
from heard.voice.packages import read_package
from heard.voice.sheets import Problem, Row, Sheet, as_sheet

__all__ = ["LARGEST_FILE", "Problem", "Row", "Sheet", "read_table"]

LARGEST_FILE = 20 * 1024 * 1024
_LONGEST_CELL = 1_000_000
_MOST_LOOKED_AT = 5_000  # rows that are looked at to see what parts the cells
_KNOWN_STARTS = {
    b"%PDF": "This is a PDF. Copy its text into a document or a spreadsheet, and read that.",
    b"\xd0\xcf\x11\xe0": (
        "This is an old Office file, or one with a password. Open it, take the password off, and save it as .xlsx "
        "or .docx."
    ),
    b"\x89PNG": "This is a picture. Type out its words, or add it as a drawing.",
    b"\xff\xd8\xff": "This is a picture. Type out its words, or add it as a drawing.",
    b"GIF8": "This is a picture. Type out its words, or add it as a drawing.",
    b"{\\rtf": "This is an RTF document. Save it as .docx and read that.",
}


def read_table(source: Path | str | bytes, name: str = "", *, sheet: str | None = None) -> Sheet:
    """Read a table from a file or from its bytes. What kind of file it is shows in its content, not in its name.

    Every row comes back or is reported in `problems` with its number. Nothing is dropped in silence.

    Units    at most 20 MB, 200,000 rows and 500 columns; a workbook may unpack to 120 MB.
    Shape    CSV (comma, semicolon or tab), XLSX or DOCX. `sheet` names a sheet, or a table such as "Table 2".
    Errors   `UnreadableFile` and its kinds `EmptyFile`, `FileTooLarge` and `WrongEncoding`; `MissingSheet`.
    Source   docs/reference/methods.md#reading-tables
    Limits   text that is neither Unicode nor Windows Western comes out with wrong accents: look at `encoding`.

    >>> read_table(b"who;what\\nparent;more breaks\\n", "notes.csv").rows
    (Row(number=2, cells=('parent', 'more breaks')),)
    """
    content, called = _content(source, name)
    if not content.strip(b"\x00\t\r\n ,;|\xef\xbb\xbf\xff\xfe"):
        raise EmptyFile(f"{called} is empty. Check that the right file was saved.")
    for start, advice in _KNOWN_STARTS.items():
        if content.startswith(start):
            raise UnreadableFile(f"{called} cannot be read as a table. {advice}")
    if content.startswith(b"PK"):
        return read_package(content, called, sheet)
    if sheet is not None:
        raise MissingSheet(f"{called} is plain text and has no sheet “{sheet}”. Leave the sheet out.")
    text, encoding = decode(content, called)
    numbered, problems = _rows(text)
    return as_sheet(numbered, problems, encoding=encoding)


def _content(source: Path | str | bytes, name: str) -> tuple[bytes, str]:
    too_large = "{} is larger than 20 MB. Split it, or take pictures out of it, and read the parts."
    if isinstance(source, bytes):
        called = name or "The file"
        if len(source) > LARGEST_FILE:
            raise FileTooLarge(too_large.format(called))
        return source, called
    path = Path(source)
    called = name or path.name
    try:
        if path.exists() and not path.is_file():  # a pipe or a device would be read for ever
            raise UnreadableFile(f"{called or path} is not a file. Name a file inside it.")
        if path.stat().st_size > LARGEST_FILE:
            raise FileTooLarge(too_large.format(called))
        return path.read_bytes(), called
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it cannot be opened"
        raise UnreadableFile(f"{called} cannot be opened: {reason}. Check the name and where it is kept.") from error


def decode(content: bytes, called: str = "The file") -> tuple[str, str]:
    """Turn bytes into text, and say how the letters were saved.

    Units    none.
    Shape    UTF-8 with or without its mark, UTF-16, or Windows Western (cp1252), tried in that order.
    Errors   `WrongEncoding` if none fits; `UnreadableFile` if it is not text at all.
    Source   docs/reference/methods.md#reading-tables

    >>> decode("café".encode("cp1252"))
    ('café', 'cp1252')
    """
    text, encoding = _decoded(content, called)
    strange = sum(1 for letter in text if ord(letter) < 32 and letter not in "\t\n\r\f\v\x1a")
    if strange > len(text) // 1000:
        raise UnreadableFile(
            f"{called} is not text: it holds {strange:,} characters no one can type. "
            "Save the table as CSV or XLSX and read that."
        )
    return text, encoding


def _decoded(content: bytes, called: str) -> tuple[str, str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _try(content, "utf-16", called), "utf-16"
    start = content[:4000]
    if len(start) >= 4 and b"\x00" in start:
        for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
            if start[offset::2].count(0) > len(start) * 0.3 and len(content) % 2 == 0:
                return _try(content, encoding, called), encoding
    try:
        return content.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return _try(content, "cp1252", called), "cp1252"


def _try(content: bytes, encoding: str, called: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise WrongEncoding(
            f"The letters in {called} were saved in a way that cannot be read (byte {error.start + 1:,} fits neither "
            "UTF-8, UTF-16 nor Windows Western). Open it in a spreadsheet and save it as “CSV UTF-8” or .xlsx."
        ) from error


def _rows(text: str) -> tuple[list[tuple[int, Sequence[str]]], list[Problem]]:
    problems: list[Problem] = []
    rows: list[tuple[int, Sequence[str]]] = []
    for number, cells in _parsed(text, _delimiter(text), problems):
        if not any(cells):
            continue  # a table may end in a million blank rows
        if any(cell.count("\n") > 100 for cell in cells):
            why = "One cell here runs over more than 100 lines. A quotation mark may be missing; check this row."
            problems.append(Problem(number, why))
        rows.append((number, cells))
    return rows, problems


def _parsed(text: str, delimiter: str, problems: list[Problem]) -> Iterator[tuple[int, Sequence[str]]]:
    reader = csv.reader(io.StringIO(text.replace("\x00", "\ufffd"), newline=""), delimiter=delimiter)
    number = 0
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        while True:
            try:
                for cells in reader:
                    number += 1
                    yield number, cells
                return
            except csv.Error as error:
                number += 1
                why = f"This row cannot be read ({error}). Check its quotation marks and commas."
                if "field limit" in str(error):
                    why = f"One cell of this row holds more than {_LONGEST_CELL:,} letters, so the row was left out. Split it."
                problems.append(Problem(number, why))
    finally:
        csv.field_size_limit(before)


def _delimiter(text: str) -> str:
    """Choose what parts the cells: the mark that parts the header and gives most rows the same length."""
    best, best_score = "\x1f", 0.0
    start = text[:200_000]
    for mark in (",", ";", "\t", "|"):
        sample: list[int] = []
        for number, cells in _parsed(start, mark, []):
            if number > _MOST_LOOKED_AT:
                break
            if any(cell.strip() for cell in cells):
                sample.append(len(cells))
            if len(sample) == 100:
                break
        if not sample or sample[0] < 2:
            continue
        alike = sum(1.0 if length == sample[0] else 0.5 for length in sample if length > 1) / len(sample)
        score = alike + min(sample[0], 50) / 1000
        if alike > 0.34 and score > best_score:
            best, best_score = mark, score
    return best
