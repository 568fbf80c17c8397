"""Opens Excel workbooks and Word documents from people we do not know, after checking what they would unpack to."""

from __future__ import annotations

import io
import zipfile
import zlib

from heard.errors import FileTooLarge, UnreadableFile
from heard.voice.sheets import Sheet

LARGEST_UNPACKED = 120 * 1024 * 1024
MOST_PARTS = 5_000
STEEPEST_RATIO = 200  # real workbooks pack their text five to fifty times smaller
_SMALL = 1024 * 1024
_FORBIDDEN = tuple(
    word.encode(encoding) for word in ("<!DOCTYPE", "<!ENTITY") for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)


def read_package(content: bytes, called: str, sheet: str | None = None) -> Sheet:
    """Read a workbook or a document, once it is known to be safe to unpack.

    Units    bytes.
    Shape    XLSX or DOCX, told apart by what is inside.
    Errors   `FileTooLarge` for what unpacks to more than 120 MB, or 200 times its size; `UnreadableFile` otherwise.
    Source   docs/reference/methods.md#reading-tables
    """
    names = _checked_names(content, called)
    try:
        if "xl/workbook.xml" in names:
            from heard.voice.workbooks import read_workbook

            return read_workbook(content, called, sheet)
        if "word/document.xml" in names:
            from heard.voice.documents import read_document

            return read_document(content, called, sheet)
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, zipfile.BadZipFile, OSError) as error:
        raise UnreadableFile(
            f"{called} is damaged: a part inside it cannot be read. Open it, save it again under a new name, and "
            "read that."
        ) from error
    raise UnreadableFile(f"{called} is neither an Excel workbook nor a Word document. Save it as .xlsx, .docx or .csv.")


def _checked_names(content: bytes, called: str) -> set[str]:
    """Look at the list of parts, and at the raw bytes of each, before anything reads them as XML."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            check_sizes(parts, called, at_most=MOST_PARTS, instead="Copy the table you need into a new file.")
            for part in parts:
                if part.filename.endswith((".xml", ".rels", ".vml")):
                    _check_xml(package.read(part), called)
            return {part.filename for part in parts}
    except (zipfile.BadZipFile, zipfile.LargeZipFile, RuntimeError, OSError, EOFError) as error:
        raise UnreadableFile(
            f"{called} is damaged or has a password, so it cannot be unpacked. Open it, take the password off, save "
            "it again, and read that."
        ) from error
    except (ValueError, zlib.error) as error:
        raise UnreadableFile(f"{called} is damaged, so it cannot be unpacked. Save it again and read that.") from error


def check_sizes(parts: list[zipfile.ZipInfo], called: str, *, at_most: int, instead: str) -> None:
    """Refuse a package that would unpack to more than its size should. `instead` says what to do."""
    total = sum(part.file_size for part in parts)
    if total > LARGEST_UNPACKED or len(parts) > at_most:
        raise FileTooLarge(
            f"{called} would unpack to {total / 1024 / 1024:,.0f} MB in {len(parts):,} parts; at most 120 MB in "
            f"{at_most:,} parts is opened. {instead}"
        )
    for part in parts:
        if part.file_size > _SMALL and part.file_size > STEEPEST_RATIO * max(part.compress_size, 1):
            times = part.file_size // max(part.compress_size, 1)
            raise FileTooLarge(
                f"A part of {called} would unpack to {times:,} times its size, which no ordinary file does. {instead}"
            )


def _check_xml(xml: bytes, called: str) -> None:
    if any(word in xml for word in _FORBIDDEN):
        raise UnreadableFile(
            f"{called} holds instructions that could harm the reader, which ordinary files never do. Copy the table "
            "you need into a new file."
        )
