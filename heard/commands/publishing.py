"""`heard publishing`: make counts safe to print; check a text before it is published."""

from __future__ import annotations

import argparse
import csv
import re
import sys
from pathlib import Path

from heard.commands.files import read_text
from heard.errors import MiscountedVoices
from heard.publishing.checks import check_text
from heard.publishing.reading import reading
from heard.publishing.safe_cells import safe_row
from heard.publishing.small_numbers import Released, Table, release
from heard.voice.tables import Sheet, read_table

_TOTAL = re.compile(r"(grand )?totals?|all( people)?|everyone", re.IGNORECASE)


def add_to(stages: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the commands of this stage."""
    stage = stages.add_parser("publishing", help="what may be printed", description="What may be printed.")
    commands = stage.add_subparsers(title="commands", metavar="COMMAND", required=True)
    releasing = commands.add_parser(
        "release",
        help="make a table of people safe to print, as CSV",
        description="Make a table of people safe to print. The first column names the rows; the others hold counts of "
        "people. Totals are worked out, unless a column and a row called Total give them.",
    )
    releasing.add_argument("file", type=Path, metavar="FILE.csv", help="a table of true counts of people")
    releasing.add_argument("--sheet", metavar="NAME", help="the sheet or table to read, if not the first")
    releasing.add_argument(
        "--strict", action="store_true", help="withhold 1 to 7: for a school, a ward, a need, or anything sensitive"
    )
    releasing.set_defaults(run=run_release)
    checking = commands.add_parser("check", help="find what in a text could give a person away")
    checking.add_argument("file", type=Path, metavar="FILE.txt", help="the text to be published")
    checking.add_argument("--strict", action="store_true", help="look for numbers up to seven instead of four")
    checking.add_argument(
        "--hide", action="append", default=[], metavar="NAME", help="a school that has not agreed to be named"
    )
    checking.set_defaults(run=run_check)


def run_release(arguments: argparse.Namespace) -> int:
    """Write the safe table to standard output and its notes to standard error."""
    table = table_of(read_table(arguments.file, sheet=arguments.sheet))
    safe = release(table, strict=arguments.strict)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(safe_row(["", *safe.columns, "Total"]))
    for name, cells, total in zip(safe.rows, safe.cells, safe.row_totals, strict=True):
        writer.writerow([*safe_row([name]), *_texts((*cells, total))])
    writer.writerow(["Total", *_texts((*safe.column_totals, safe.total))])
    for note in safe.notes:
        print(note, file=sys.stderr)
    return 0


def _texts(cells: tuple[Released, ...]) -> list[str]:
    return [cell.text for cell in cells]


def table_of(sheet: Sheet) -> Table:
    """Make a table of counts of a sheet, taking a column and a row called Total as totals."""
    names = list(sheet.columns[1:])
    lines = {row.cells[0]: [_count(cell, row.number) for cell in row.cells[1:]] for row in sheet.rows}
    if len(lines) < len(sheet.rows):
        raise MiscountedVoices("Two rows have the same name in the first column. Give each row its own.")
    if not names or not lines:
        raise MiscountedVoices("The table needs a column of names, at least one column of counts, and one row.")
    column_totals, total, row_totals = None, None, None
    last_row = list(lines)[-1]
    if _TOTAL.fullmatch(last_row) and len(lines) > 1:
        column_totals = tuple(lines.pop(last_row))
    if _TOTAL.fullmatch(names[-1]) and len(names) > 1:
        names.pop()
        row_totals = tuple(line.pop() for line in lines.values())
        if column_totals is not None:
            *rest, total = column_totals
            column_totals = tuple(rest)
    counts = tuple(tuple(line) for line in lines.values())
    return Table(tuple(lines), tuple(names), counts, row_totals, column_totals, total)


def _count(cell: str, row: int) -> int:
    plain = cell.replace(",", "").strip() or "0"
    if not plain.isdecimal():
        raise MiscountedVoices(f"Row {row} holds “{cell}”, which is not a number of people. Enter 0 or more.")
    return int(plain)


def run_check(arguments: argparse.Namespace) -> int:
    """Print what to look at, with its line, and how the text reads. Gives 1 if there is anything to look at."""
    text = read_text(arguments.file)
    problems = check_text(text, hidden_names=arguments.hide, strict=arguments.strict)
    for problem in problems:
        line = text.count("\n", 0, problem.start) + 1
        print(f"line {line}: “{problem.words}”. {problem.advice}")
    measured = reading(text)
    if measured.reading_age is not None:
        print(
            f"{measured.words} words, {measured.words_per_sentence} to a sentence, reading age about "
            f"{measured.reading_age}. {len(measured.long_sentences)} sentences have more than 15 words."
        )
    if not problems:
        print("Nothing here that a computer can see. A second person still reads it.")
    return 1 if problems else 0
