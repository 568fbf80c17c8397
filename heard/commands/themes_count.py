"""`heard themes count`: how many people raised each theme, from a table of who put which voice where."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from heard.commands.files import write_text
from heard.commands.themes_spelling import Spellings
from heard.errors import NotEnoughVoices


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    counted = commands.add_parser(
        "count",
        help="count how many people raised each theme",
        description="Count how many people raised each theme, each once. Numbers are exact, for those at work on them: "
        "before printing, use `heard publishing release`.",
    )
    counted.add_argument("file", type=Path, metavar="FILE", help="a CSV, XLSX or DOCX file with the themes of voices")
    counted.add_argument(
        "--themes", required=True, metavar="COLUMN", help="the column of themes, with semicolons between several"
    )
    counted.add_argument(
        "--person",
        required=True,
        metavar="COLUMN",
        help="the column that tells people apart, with semicolons between several who spoke together",
    )
    counted.add_argument("--out", type=Path, metavar="FILE.csv", help="where to write the table")
    counted.add_argument("--sheet", metavar="NAME", help="the sheet or table to read, if not the first")
    counted.set_defaults(run=run_count)


def run_count(arguments: argparse.Namespace) -> int:
    """Print how many people raised each theme, and write the table if asked to."""
    from heard.commands.themes_groups import as_csv
    from heard.records import Coding
    from heard.themes.prevalence import prevalence
    from heard.voice.tables import read_table

    sheet = read_table(arguments.file, sheet=arguments.sheet)
    about = Spellings()
    codings = []
    for row, who, said in zip(sheet.rows, sheet.column(arguments.person), sheet.column(arguments.themes), strict=True):
        people = [person.strip() for person in who.split(";") if person.strip()] or [f"row {row.number}"]
        codings += [Coding(person, theme) for theme in about.several(said) for person in people]
    if not codings:
        raise NotEnoughVoices(f"None of the {len(sheet.rows)} rows has a theme in “{arguments.themes}”.")
    counts = prevalence(codings, heard=len({one.speaker for one in codings}))
    if arguments.out:
        write_text(arguments.out, as_csv([("theme", "people"), *((one.theme, str(one.people)) for one in counts)]))
    told = [f"{one.theme}: {one.people:,} {'person' if one.people == 1 else 'people'}" for one in counts]
    print("\n".join([*told, *about.told("theme")]))
    for problem in sheet.problems:
        print(f"{f'Row {problem.row}: ' if problem.row else ''}{problem.why}", file=sys.stderr)
    return 0
