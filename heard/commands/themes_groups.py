"""`heard themes differences` and `enough`: who raised what, and whether more visits would bring more."""

from __future__ import annotations

import argparse
import csv
import datetime
import io
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from heard.commands import themes_coverage, themes_pictures
from heard.commands.files import write_text
from heard.commands.themes_spelling import Spellings
from heard.errors import BadRecord, NotEnoughVoices
from heard.voice.tables import Sheet, read_table

if TYPE_CHECKING:
    from heard.themes.groups.saturation import Saturation
    from heard.themes.groups.table import DifferencesTable

_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d %H:%M:%S")


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the commands."""
    _describe_differences(commands)
    _describe_enough(commands)
    themes_coverage.add_to(commands)
    themes_pictures.add_to(commands)


def _describe_differences(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    differ = commands.add_parser(
        "differences",
        help="compare how many people of each group raised each theme",
        description="Compare how many people of each group raised each theme. Small numbers are held back. Numbers are "
        "exact, for those at work on them: before printing, use `heard publishing release`.",
    )
    differ.add_argument("file", type=Path, metavar="FILE", help="a CSV, XLSX or DOCX file with a row for each voice")
    differ.add_argument("--person", required=True, metavar="COLUMN", help="the column that tells people apart")
    differ.add_argument(
        "--themes", required=True, metavar="COLUMN", help="the column of themes, with semicolons between several"
    )
    differ.add_argument("--by", required=True, metavar="COLUMN", help="the column of groups, such as role or area")
    differ.add_argument(
        "--activity", metavar="COLUMN", help="where each was heard, to widen ranges for people together"
    )
    differ.add_argument(
        "--expect", action="append", default=[], metavar="GROUP", help="a group that ought to be there; may be repeated"
    )
    differ.add_argument(
        "--hold-back-under", type=int, default=5, metavar="N", help="hold back smaller numbers (default and lowest: 5)"
    )
    differ.add_argument("--out", required=True, type=Path, metavar="FILE.csv", help="where to write the table")
    differ.add_argument("--sheet", metavar="NAME", help="the sheet or table to read, if not the first")
    differ.set_defaults(run=run_differences)


def _describe_enough(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    enough = commands.add_parser(
        "enough",
        help="say whether more visits would be likely to bring new themes",
        description="Say whether more visits would be likely to bring new themes. Ends with 1 when it is not yet enough.",
    )
    enough.add_argument("file", type=Path, metavar="FILE", help="a CSV, XLSX or DOCX file with a row for each voice")
    enough.add_argument("--visit", required=True, metavar="COLUMN", help="the column that tells visits apart")
    enough.add_argument(
        "--themes", required=True, metavar="COLUMN", help="the column of themes, with semicolons between several"
    )
    enough.add_argument("--date", metavar="COLUMN", help="the column of days, if rows are not in order of time")
    enough.add_argument("--out", type=Path, metavar="FILE.csv", help="where to write the themes visit by visit")
    enough.add_argument("--seed", type=int, default=0, metavar="N", help="another number, other draws (default 0)")
    enough.add_argument("--sheet", metavar="NAME", help="the sheet or table to read, if not the first")
    enough.set_defaults(run=run_enough)


def run_differences(arguments: argparse.Namespace) -> int:
    """Write the table as CSV and print what it comes to."""
    from heard.codes import ParticipantGroup
    from heard.themes.groups.differences import differences
    from heard.themes.groups.facts import PersonFacts

    sheet = read_table(arguments.file, sheet=arguments.sheet)
    people = [
        who.strip() or f"row {row.number}" for row, who in zip(sheet.rows, _of(sheet, arguments.person), strict=True)
    ]
    groups: dict[str, set[str]] = defaultdict(set)
    raised: dict[str, set[str]] = defaultdict(set)
    named, about = Spellings(), Spellings()
    for person, group, said in zip(people, _of(sheet, arguments.by), _of(sheet, arguments.themes), strict=True):
        groups[person].update(named.several(group))
        for theme in about.several(said):
            raised[theme].add(person)
    if not raised:
        raise NotEnoughVoices(
            f"None of the {len(sheet.rows)} rows has a theme in “{arguments.themes}”. Put voices under themes first."
        )
    activities = None
    if arguments.activity:
        activities = dict(zip(people, (name.strip() for name in _of(sheet, arguments.activity)), strict=True))
    by = arguments.by.strip().casefold()
    table = differences(
        [PersonFacts(person, {by: tuple(sorted(values))}) for person, values in sorted(groups.items())],
        raised,
        by,
        hold_back_under=arguments.hold_back_under,
        expected=[named.one(group) for group in arguments.expect],
        names=dict(ParticipantGroup.choices()),
        activities=activities,
    )
    write_text(arguments.out, as_csv(table.rows()))
    print("\n".join([said_of(table), *named.told("group"), *about.told("theme")]))
    _tell_problems(sheet)
    return 0


def run_enough(arguments: argparse.Namespace) -> int:
    """Print whether enough was heard, and write the curve if asked to."""
    from heard.themes.groups.saturation import Visit, saturation

    sheet = read_table(arguments.file, sheet=arguments.sheet)
    days = _of(sheet, arguments.date) if arguments.date else [""] * len(sheet.rows)
    themes: dict[str, set[str]] = {}
    first: dict[str, datetime.date] = {}
    nameless = 0
    named, about = Spellings(), Spellings()
    for row, name, said, day in zip(
        sheet.rows, _of(sheet, arguments.visit), _of(sheet, arguments.themes), days, strict=True
    ):
        if not (visit := named.one(name)):
            nameless += 1
            continue
        themes.setdefault(visit, set()).update(about.several(said))
        if day.strip():
            on = _day(day, row.number)
            first[visit] = min(on, first.get(visit, on))
    found = saturation([Visit(name, said, first.get(name)) for name, said in themes.items()], seed=arguments.seed)
    if arguments.out:
        write_text(arguments.out, as_csv(found.rows()))
    print("\n".join([said_of_enough(found), *named.told("visit"), *about.told("theme")]))
    if nameless:
        print(f"{nameless} rows name no visit and were left out.", file=sys.stderr)
    _tell_problems(sheet)
    return 0 if found.verdict == "probably enough" else 1


def said_of(table: DifferencesTable) -> str:
    """Say what a comparison of groups comes to."""
    heard = ", ".join(f"{line.name} {line.people}" for line in table.groups if line.standing == "shown")
    lines = [f"Heard: {heard or 'no group large enough to compare'}.", table.beside, ""]
    for one in table.clear:
        name = next(line.name for line in table.lines if line.theme == one.theme)
        lines.append(f"{name}: {one.words}")
    if not table.clear:
        lines.append("No clear difference." if table.looks else "Too few to compare.")
    lines += [f"{line.name}: common ground." for line in table.lines if line.ground == "common ground"]
    return "\n".join([*lines, "", *table.notes])


def _visits(number: int) -> str:
    return f"{number} visit{'' if number == 1 else 's'}"


def said_of_enough(found: Saturation) -> str:
    """Say whether enough was heard, with what it rests on."""
    low, high = (f"{100 * end:.0f}%" for end in (found.covered.low, found.covered.high))
    run, themes = found.base_and_run, "1 theme" if found.themes == 1 else f"{found.themes} themes"
    lines = [
        *found.words,
        "",
        f"{_visits(len(found.lines))}, {themes}; in all there may be {found.in_all.value:.0f} "
        f"({found.in_all.low:.0f} to {found.in_all.high:.0f}) or more.",
        f"Of what people raise at visits like these, {100 * found.covered.value:.0f}% ({low} to {high}) falls under them.",
        f"The last {_visits(run.run_visits)} brought {run.run_new} new, the first {run.base_visits} brought "
        f"{run.base_themes}.",
    ]
    lines += [f"Next {_visits(one.visits)}: {one.expected:.1f} new ({one.low} to {one.high})." for one in found.ahead]
    return "\n".join(lines)


def as_csv(rows: Iterable[Sequence[str]]) -> str:
    """Write rows as CSV that no spreadsheet will run."""
    from heard.publishing.safe_cells import safe_row

    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(safe_row(row) for row in rows)
    return written.getvalue()


def _of(sheet: Sheet, column: str) -> list[str]:
    return sheet.column(column)


def _day(typed: str, row: int) -> datetime.date:
    for form in _DAYS:
        try:
            return datetime.datetime.strptime(typed.strip(), form).date()
        except ValueError:
            continue
    raise BadRecord(
        f"Row {row}: “{typed.strip()[:40]}” is not a day we can read. Write it like 2026-03-31 or 31/03/2026."
    )


def _tell_problems(sheet: Sheet) -> None:
    for problem in sheet.problems:
        print(f"{f'Row {problem.row}: ' if problem.row else ''}{problem.why}", file=sys.stderr)
