"""`heard themes coverage`: who was heard, set against who is there."""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from heard.commands.files import write_text
from heard.commands.themes_spelling import Spellings
from heard.errors import BadRecord, NotEnoughVoices

if TYPE_CHECKING:
    from heard.themes.groups.coverage import CoverageTable
    from heard.voice.tables import Sheet


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    covered = commands.add_parser(
        "coverage",
        help="set who was heard beside who is there",
        description="Set how many people of each group were heard beside how many there are, least heard first. Ends "
        "with 1 when a group was not heard from at all.",
    )
    covered.add_argument("file", type=Path, metavar="FILE", help="a CSV, XLSX or DOCX file with a row for each voice")
    covered.add_argument("--person", required=True, metavar="COLUMN", help="the column that tells people apart")
    covered.add_argument("--by", required=True, metavar="COLUMN", help="the column of groups, such as need or area")
    covered.add_argument(
        "--there",
        required=True,
        type=Path,
        metavar="FILE",
        help="a file with a row for each group and a column “people”",
    )
    covered.add_argument("--out", type=Path, metavar="FILE.csv", help="where to write the table")
    covered.add_argument(
        "--hold-back-under", type=int, default=5, metavar="N", help="hold back smaller numbers (default and lowest: 5)"
    )
    covered.add_argument("--sheet", metavar="NAME", help="the sheet or table to read, if not the first")
    covered.set_defaults(run=run_coverage)


def run_coverage(arguments: argparse.Namespace) -> int:
    """Print how each group stands, and write the table if asked to."""
    from heard.commands.themes_groups import as_csv
    from heard.themes.groups.coverage import coverage_table
    from heard.voice.tables import read_table

    sheet = read_table(arguments.file, sheet=arguments.sheet)
    named = Spellings()
    heard = _heard(sheet, arguments.person, arguments.by, named)
    if not heard:
        raise NotEnoughVoices(f"None of the {len(sheet.rows)} rows has a group in “{arguments.by}”.")
    there = _there(read_table(arguments.there), arguments.by, named)
    table = coverage_table(heard, there, hold_back_under=arguments.hold_back_under)
    if arguments.out:
        write_text(arguments.out, as_csv(table.rows()))
    print("\n".join([_said(table), *named.told("group")]))
    for problem in sheet.problems:
        print(f"{f'Row {problem.row}: ' if problem.row else ''}{problem.why}", file=sys.stderr)
    return 1 if table.not_heard else 0


def _heard(sheet: Sheet, person: str, by: str, named: Spellings) -> dict[str, int]:
    """How many different people of each group there are. A row without a person is a person of its own."""
    people: dict[str, set[str]] = defaultdict(set)
    for row, who, groups in zip(sheet.rows, sheet.column(person), sheet.column(by), strict=True):
        for group in named.several(groups):
            people[group].add(who.strip() or f"row {row.number}")
    return {group: len(who) for group, who in people.items()}


def _there(counts: Sheet, by: str, named: Spellings) -> dict[str, int]:
    """How many people of each group there are. Its column of groups has the same heading as that of the voices."""
    there: dict[str, int] = {}
    for row, group, people in zip(counts.rows, counts.column(by), counts.column("people"), strict=True):
        name, number = named.one(group), people.strip().replace(",", "")
        if not number.isdecimal():
            raise BadRecord(f"Row {row.number}: “{people.strip()[:40]}” is not a number of people. Write it like 120.")
        if name in there:
            raise BadRecord(f"Row {row.number}: “{name[:40]}” is counted twice. Keep one row for each group.")
        there[name] = int(number)
    return there


def _said(table: CoverageTable) -> str:
    return "\n".join([*(line.words for line in table.lines), "", *table.notes])
