"""`heard themes picture`: a still picture of themes, as SVG, with its table."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from heard.commands.files import read_json, write_text
from heard.errors import BadRecord, MissingColumn
from heard.voice.tables import Sheet, read_table

if TYPE_CHECKING:
    from heard.themes.groups.table import Cell
    from heard.themes.pictures import MapTheme, Picture

KINDS = ("map", "groups", "time", "wall")


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    picture = commands.add_parser(
        "picture",
        help="draw themes as a still picture, with its table",
        description="Draw themes as a still picture. map: what `heard themes discover` wrote. groups and time: what "
        "`heard themes differences` wrote. wall: a table with columns words and, if you like, who and theme.",
    )
    picture.add_argument("file", type=Path, metavar="FILE", help="a JSON file for a map, a table for the others")
    picture.add_argument("--kind", required=True, choices=KINDS, help="which picture")
    picture.add_argument("--out", required=True, type=Path, metavar="FILE.svg", help="where to write the picture")
    picture.add_argument("--table", type=Path, metavar="FILE.csv", help="where to write the table that says the same")
    picture.add_argument("--title", metavar="WORDS", help="another title")
    picture.add_argument("--narrow", action="store_true", help="for a telephone instead of a page")
    picture.set_defaults(run=run_picture)


def run_picture(arguments: argparse.Namespace) -> int:
    """Write the picture, and the table if asked to."""
    from heard.commands.themes_groups import as_csv

    found = _drawn(arguments.kind, arguments.file, {"title": arguments.title} if arguments.title else {})
    write_text(arguments.out, found.narrow if arguments.narrow else found.svg)
    if arguments.table:
        write_text(arguments.table, as_csv(found.table))
    print(found.description)
    return 0


def _drawn(kind: str, file: Path, title: Mapping[str, str]) -> Picture:
    from heard.themes import pictures

    if kind == "map":
        return pictures.theme_map(_map_themes(read_json(file), file.name), **title)
    sheet = read_table(file)
    if kind == "wall":
        words, who, theme = sheet.column("words"), _perhaps(sheet, "who"), _perhaps(sheet, "theme")
        quotes = [pictures.WallQuote(*row) for row in zip(words, who, theme, strict=True)]
        return pictures.quotation_wall(quotes, **title)
    cells = _cells(sheet)
    if kind == "time":
        return pictures.theme_over_time(cells, **title)
    return pictures.theme_by_group(cells, beside=_beside(cells), **title)


def _perhaps(sheet: Sheet, column: str) -> list[str]:
    try:
        return sheet.column(column)
    except MissingColumn:
        return [""] * len(sheet.rows)


def _cells(sheet: Sheet) -> list[Cell]:
    """Read back what `heard themes differences` wrote, without the totals."""
    from heard.themes.groups.table import EVERYBODY_HEARD, EVERYBODY_SHOWN, HELD_BACK, Cell

    columns = [sheet.column(name) for name in ("theme", "group", "people", "heard", "share", "low", "high")]
    cells = []
    for row, values, note in zip(sheet.rows, zip(*columns, strict=True), _perhaps(sheet, "note"), strict=True):
        theme, group, people, heard, *shares = values
        if group in (EVERYBODY_SHOWN, EVERYBODY_HEARD):
            continue
        share, low, high = (_number(value, row.number) for value in shares)
        known = note or ("" if share is not None else HELD_BACK)
        many, of = _people(people, row.number), _people(heard, row.number)
        cells.append(Cell(theme, group, many, of, share, low, high, known))
    return cells


def _number(typed: str, row: int) -> float | None:
    if not typed.strip():
        return None
    try:
        found = float(typed)
    except ValueError:
        found = -1.0
    if not 0 <= found < 1e9:
        raise BadRecord(
            f"Row {row}: “{typed[:40]}” is not a number of people or a share. Write it again from the sums."
        )
    return found


def _people(typed: str, row: int) -> int | None:
    found = _number(typed, row)
    return None if found is None else int(found)


def _beside(cells: list[Cell]) -> str:
    said = []
    for note, words in (("not heard from", "Not heard from"), ("too few to compare", "Heard from too few to compare")):
        groups = dict.fromkeys(cell.group for cell in cells if cell.note == note)
        if groups:
            said.append(f"{words}: {', '.join(groups)}.")
    return " ".join(said)


def _map_themes(found: Mapping[str, Any], name: str) -> list[MapTheme]:
    """Take the themes of a discovery, each where the local model puts its name and its quotations."""
    from heard.themes.groups.holding_back import UNDER
    from heard.themes.pictures import MapTheme
    from heard.themes.reading import open_reader

    listed = found.get("candidates")
    if not isinstance(listed, list) or not listed or not all(isinstance(one, dict) for one in listed):
        raise BadRecord(f"{name} holds no themes. Give what `heard themes discover` wrote.")
    texts = [_texts(one) for one in listed]
    vectors = iter(open_reader().vectors([text for mine in texts for text in mine]))
    themes = []
    for at, (one, mine) in enumerate(zip(listed, texts, strict=True), start=1):
        people = one.get("size_people")
        if not isinstance(people, int) or not str(one.get("label") or "").strip():
            raise BadRecord(f"Theme {at} of {name} has no label or no number of people. Discover the themes again.")
        place = sum(next(vectors) for _ in mine)
        themes.append(MapTheme(str(one["label"]), people if people >= UNDER else None, [float(part) for part in place]))
    return themes


def _texts(theme: Mapping[str, Any]) -> list[str]:
    typical = theme.get("typical")
    quotes = (
        [str(one.get("words") or "") for one in typical if isinstance(one, dict)] if isinstance(typical, list) else []
    )
    return [str(theme.get("label") or ""), *quotes]
