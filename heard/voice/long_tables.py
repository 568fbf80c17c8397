"""Reads a few columns of a very long CSV file, row by row, so that a million rows need no second copy of the file."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from heard.errors import EmptyFile, FileTooLarge, UnreadableFile
from heard.voice.matching import match_columns
from heard.voice.sheets import Problem, Row, Sheet
from heard.voice.tables import LARGEST_FILE, read_table

LARGEST_LONG_FILE = 2 * 1024 * 1024 * 1024
MOST_LONG_ROWS = 2_000_000
_CHUNK = 1 << 20
_LONGEST_CELL = 1_000_000
_MOST_PROBLEMS = 100


def read_columns(path: Path, wanted: Sequence[str], *, sheet: str | None = None) -> Sheet:
    """Read a table for some of its columns. A file of any usual size is read whole; a long CSV only for what is wanted.

    Units    a CSV beyond 20 MB, up to 2 GB and 2,000,000 rows that hold something.
    Shape    the wanted columns in their order, and the column that numbers the rows where there is one.
    Errors   as `read_table`, which reads everything up to 20 MB and every other kind of file.
    Source   docs/reference/methods.md#reading-tables
    Limits   a long file must be UTF-8, UTF-16 with its mark, or Windows Western; its first 100 problems are told.
    """
    if not path.is_file():  # a pipe would be waited for
        return read_table(path, sheet=sheet)  # which says what is wrong
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(200_000)
    except OSError:
        return read_table(path, sheet=sheet)  # which says what is wrong
    if size <= LARGEST_FILE or sheet is not None or start.startswith((b"PK", b"%PDF", b"\xd0\xcf\x11\xe0")):
        return read_table(path, sheet=sheet)
    if size > LARGEST_LONG_FILE:
        raise FileTooLarge(f"{path.name} is larger than 2 GB. Split it and read the parts.")
    encoding = _encoding(path, start)
    delimiter = _delimiter(start, encoding)
    problems: list[Problem] = []
    rows = _rows(path, encoding, delimiter, problems)
    header = next(((at, cells) for at, cells in rows if any(cell.strip() for cell in cells)), None)
    if header is None:
        raise EmptyFile(f"{path.name} is empty: no cell holds any text. Check that the right file was saved.")
    columns = tuple(" ".join(cell.split()) or f"Column {at}" for at, cell in enumerate(header[1], start=1))
    whole = Sheet(columns, ())
    keys = [name for name, field in match_columns(columns).items() if field == "key"]
    kept = list(dict.fromkeys([whole.position(name) for name in [*wanted, *keys]]))
    body: list[Row] = []
    for number, cells in rows:
        if not any(cell and not cell.isspace() for cell in cells):
            continue
        body.append(Row(number, tuple(cells[at].strip() if at < len(cells) else "" for at in kept)))
        if len(body) > MOST_LONG_ROWS:
            raise FileTooLarge(
                f"There are more than {MOST_LONG_ROWS:,} rows. Split the file and read the parts in turn."
            )
    return Sheet(tuple(columns[at] for at in kept), tuple(body), tuple(problems[:_MOST_PROBLEMS]), encoding)


def _encoding(path: Path, start: bytes) -> str:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if start[:4000].count(0) > len(start[:4000]) // 4:
        raise UnreadableFile(f"{path.name} is not text that can be read row by row. Save the table as “CSV UTF-8”.")
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _delimiter(start: bytes, encoding: str) -> str:
    """Choose the mark that parts the header into most columns."""
    first = start.decode(encoding, "replace").lstrip("\ufeff\r\n").split("\n", 1)[0]
    return max((",", ";", "\t", "|"), key=first.count)


def _rows(path: Path, encoding: str, delimiter: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        with path.open(encoding=encoding, newline="", errors="replace") as file:
            reader = csv.reader((line.replace("\x00", "\ufffd") for line in file), delimiter=delimiter)
            number = 0
            while True:
                number += 1
                try:
                    yield number, next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    why = f"This row cannot be read ({error}). Check its quotation marks and commas."
                    problems.append(Problem(number, why))
    finally:
        csv.field_size_limit(before)
