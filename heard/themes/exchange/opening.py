"""Opens a codebook or a coded project, whatever kind of file it came in."""

from __future__ import annotations

import io
import re
import zipfile

from heard.errors import FileTooLarge, UnreadableFile
from heard.themes.coding.codebook import Code, CodebookVersion
from heard.themes.exchange.codebook_tables import read_codebook_table
from heard.themes.exchange.project import Brought, Project
from heard.themes.exchange.refi_read import MOST_THEMES, read_qdc, read_qdpx
from heard.voice.tables import decode

_NO_LETTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")  # no store of text keeps these
_MARKS = ("\ufeff", " ", "\t", "\r", "\n")


def read_any(content: bytes, called: str = "The file", *, sheet: str | None = None) -> Brought:
    """Read a codebook or a coded project. What kind of file it is shows in its content, not in its name.

    Units    at most 20 MB.
    Shape    REFI-QDA codebook (.qdc) or project (.qdpx), Heard's own codebook (.json), or a table (.csv, .xlsx, .docx).
    Errors   `UnreadableFile` and its kinds, `MissingColumn`, `BadRecord`.
    Source   docs/reference/methods.md#exchange
    """
    brought = _read(content, called, sheet)
    _check_letters(brought, called)
    return brought


def _read(content: bytes, called: str, sheet: str | None) -> Brought:
    if content.startswith(b"PK"):
        return read_qdpx(content, called) if _is_project(content) else read_codebook_table(content, called, sheet=sheet)
    start = content[:200].decode("utf-8", "ignore").lstrip("".join(_MARKS))
    wide = content.startswith((b"\xff\xfe<", b"\xfe\xff\x00<"))
    if start.startswith("<") or wide:
        return read_qdc(content, called)
    if start.startswith("{"):
        text, _ = decode(content, called)
        return Brought(Project(_codebook(text.lstrip("\ufeff"), called)), (), "Heard")
    if not content.strip():
        raise UnreadableFile(f"{called} is empty. Check that the right file was saved.")
    return read_codebook_table(content, called, sheet=sheet)


def _codebook(text: str, called: str) -> CodebookVersion:
    """Read our own codebook; one that is out of all proportion is refused before it is checked theme by theme."""
    if text.count('"key"') > MOST_THEMES:
        raise FileTooLarge(f"{called} holds more than {MOST_THEMES:,} themes. Take out those that are not needed.")
    return CodebookVersion.from_json(text)


def _check_letters(brought: Brought, called: str) -> None:
    """Refuse names and explanations that no database would keep: our own facts in a file can hold what XML cannot."""
    project = brought.project
    told = [(code.name, (code.key, code.parent, *_said(code))) for code in project.codebook.codes]
    told += [(source.name, (source.id, source.name)) for source in project.sources]
    told += [(name, (name,)) for name in {project.codebook.title, *(each.coder for each in project.codings)}]
    wrong = next((name for name, words in told if any(map(_NO_LETTER.search, words))), None)
    if wrong is not None:
        name = _NO_LETTER.sub("?", wrong)[:60]
        raise UnreadableFile(
            f"{called} holds characters no one can type, in “{name}”. Take them out and save it again."
        )


def _said(code: Code) -> tuple[str, ...]:
    return (code.name, code.definition, code.includes, code.excludes, *code.examples)


def _is_project(content: bytes) -> bool:
    """Whether a package is a project. A damaged one is: then what is said about it is about projects."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = {name.lower() for name in package.namelist()}
    except (zipfile.BadZipFile, ValueError, OSError, EOFError):
        return True
    return not names & {"xl/workbook.xml", "word/document.xml"}
