"""A codebook as a table people can read and change in a spreadsheet, and back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePath

from heard.errors import FileTooLarge, MissingColumn
from heard.themes.coding.codebook import Code, CodebookVersion
from heard.themes.exchange.project import Brought, Project
from heard.themes.exchange.refi_read import MOST_THEMES
from heard.voice.sheets import Sheet
from heard.voice.tables import read_table

HEADINGS = ("Key", "Name", "Description", "Belongs here", "Does not belong here", "Examples", "Part of")
_MEANT: dict[str, str] = {
    "key": "key|id|theme key",
    "name": "theme|name|code|tag|path|label|topic|theme name|name of the theme|code name",
    "definition": "what it means|definition|description|explanation|memo|meaning|what belongs here",
    "includes": "belongs here|includes?|inclusion|inclusion notes?|include",
    "excludes": "does not belong here|excludes?|exclusion|exclusion notes?|exclude",
    "examples": "examples?|for example|quotes?",
    "parent": "part of|parent|category|wider theme|broader",
}


def codebook_rows(codebook: CodebookVersion) -> Iterator[list[object]]:
    """Write a codebook as rows, the headings first; several examples stand one below another in their cell."""
    names = {code.key: code.name for code in codebook.codes}
    yield list(HEADINGS)
    for code in codebook.codes:
        parent = names.get(code.parent, code.parent)
        examples = "\n".join(code.examples)
        yield [code.key, code.name, code.definition, code.includes, code.excludes, examples, parent]


def read_codebook_table(source: bytes | Path, called: str = "", *, sheet: str | None = None) -> Brought:
    """Read a codebook from a table: CSV, XLSX or DOCX, with one theme a row.

    Units    at most 20 MB.
    Shape    a column of names (Theme, Name, Code, Tag or Path); and, where there are such columns, what it means, what
             belongs, what does not, examples, the wider theme by name or key, and a key.
    Errors   `MissingColumn` without a column of names; `UnreadableFile` and its kinds.
    Source   docs/reference/methods.md#exchange
    Limits   two rows of one name are one theme: the later is left out and said.
    """
    called = called or (source.name if isinstance(source, Path) else "The file")
    table = read_table(source, called, sheet=sheet)
    columns = _columns(table)
    if "name" not in columns:
        raise MissingColumn(
            f"{called} has no column of themes. Its columns are: {', '.join(f'“{name[:60]}”' for name in table.columns[:20])}. "
            "Call the column with the names “Theme”."
        )
    if len(table.rows) > MOST_THEMES:
        raise FileTooLarge(
            f"{called} holds more than {MOST_THEMES:,} rows, and a codebook has one theme a row. Check the file."
        )
    codes, left_out = _codes(table, columns)
    left_out += [f"Row {problem.row}: {problem.why}" if problem.row else problem.why for problem in table.problems]
    title = PurePath(called).stem or "Themes"
    return Brought(Project(CodebookVersion(title, 1, tuple(codes))), tuple(left_out), "a table")


def _columns(table: Sheet) -> dict[str, int]:
    plain = [" ".join(re.sub(r"[^a-z0-9]+", " ", name.casefold()).split()) for name in table.columns]
    found: dict[str, int] = {}
    for field, pattern in _MEANT.items():
        for place, name in enumerate(plain):
            if place not in found.values() and re.fullmatch(pattern, name):
                found[field] = place
                break
    return found


def _codes(table: Sheet, columns: dict[str, int]) -> tuple[list[Code], list[str]]:
    left_out: list[str] = []
    rows: list[tuple[int, dict[str, str]]] = []
    names: dict[str, str] = {}
    keys: set[str] = set()
    for row in table.rows:
        told = {field: _plain(row.cells[place]) for field, place in columns.items()}
        name = " ".join(told["name"].split())
        if not name:
            left_out.append(f"Row {row.number} was left out: it has no name.")
            continue
        if name.casefold() in names:
            left_out.append(f"Row {row.number} was left out: “{name[:60]}” is there already.")
            continue
        key = told.get("key", "")
        told |= {"name": name, "key": key if key and key not in keys and ";" not in key else _free(keys, len(rows) + 1)}
        keys.add(told["key"])
        names[name.casefold()] = told["key"]
        rows.append((row.number, told))
    parents = {told["key"]: _parent(told, names, keys, number, left_out) for number, told in rows}
    for number, told in rows:
        if _circle(told["key"], parents):
            left_out.append(
                f"Row {number}: the wider theme of “{told['name'][:60]}” goes round in a circle. It has none here."
            )
            parents[told["key"]] = ""
    return [_code(told, parents[told["key"]]) for _, told in rows], left_out


def _plain(cell: str) -> str:
    """Take away the apostrophe that keeps a spreadsheet from running a cell."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@") else cell


def _free(keys: set[str], number: int) -> str:
    while str(number) in keys:
        number += 1
    return str(number)


def _parent(told: dict[str, str], names: dict[str, str], keys: set[str], number: int, left_out: list[str]) -> str:
    wanted = " ".join(told.get("parent", "").split())
    if not wanted:
        return ""
    found = names.get(wanted.casefold(), wanted if wanted in keys else "")
    if not found or found == told["key"]:
        left_out.append(
            f"Row {number}: no other theme is called “{wanted[:60]}”, so “{told['name'][:60]}” is part of none."
        )
        return ""
    return found


def _circle(key: str, parents: dict[str, str]) -> bool:
    at, seen = parents.get(key, ""), {key}
    while at and at not in seen:
        seen.add(at)
        at = parents.get(at, "")
    return at == key


def _code(told: dict[str, str], parent: str) -> Code:
    examples = tuple(line for line in told.get("examples", "").split("\n") if line.strip())
    return Code(
        told["key"], told["name"], definition=told.get("definition", ""), includes=told.get("includes", ""),
        excludes=told.get("excludes", ""), examples=examples, parent=parent,
    )  # fmt: skip
