"""`heard voice`: split a page of notes; look at the columns of a table."""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

from heard.commands.files import read_text
from heard.publishing.safe_cells import safe_row
from heard.voice.guessing import guess_columns
from heard.voice.matching import FIELDS
from heard.voice.splitting import split_notes
from heard.voice.tables import read_table


def add_to(stages: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the commands of this stage."""
    stage = stages.add_parser("voice", help="what people told us", description="What people told us.")
    commands = stage.add_subparsers(title="commands", metavar="COMMAND", required=True)
    split = commands.add_parser("split", help="split a page of notes into separate notes, as CSV")
    split.add_argument("file", type=Path, metavar="FILE", help="a text file: one page of notes")
    split.set_defaults(run=run_split)
    columns = commands.add_parser("columns", help="show the columns of a table and what they seem to hold")
    columns.add_argument("file", type=Path, metavar="FILE", help="a CSV, XLSX or DOCX file")
    columns.add_argument("--sheet", metavar="NAME", help="the sheet or table to read, if not the first")
    columns.set_defaults(run=run_columns)


def run_split(arguments: argparse.Namespace) -> int:
    """Write one CSV row for each note to standard output."""
    notes = split_notes(read_text(arguments.file))
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["line", "kind", "heading", "words"])
    for note in notes:
        writer.writerow(safe_row([note.line_number, note.kind, note.heading, note.words]))
    print(f"{len(notes)} notes. Look them over: a short line in capitals may be an answer.", file=sys.stderr)
    return 0


def run_columns(arguments: argparse.Namespace) -> int:
    """Print each column with the field it seems to hold, and everything that could not be read as expected."""
    sheet = read_table(arguments.file, sheet=arguments.sheet)
    fields = guess_columns(sheet)
    saved = f", letters saved as {sheet.encoding}" if sheet.encoding else ""
    where = f", sheet “{sheet.sheet}”" if sheet.sheet else ""
    print(f"{len(sheet.rows):,} rows, {len(sheet.columns)} columns{where}{saved}\n")
    width = max(len(column) for column in sheet.columns)
    for column in sheet.columns:
        seems = FIELDS[fields[column]] if column in fields else "-"
        filled = sum(1 for words in sheet.column(column) if words)
        print(f"  {column:<{width}}  {filled:>7,} filled   {seems}")
    for problem in sheet.problems:
        print(f"  {f'row {problem.row}: ' if problem.row else ''}{problem.why}", file=sys.stderr)
    return 1 if sheet.problems else 0
