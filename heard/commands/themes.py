"""`heard themes`: propose themes for a column of what people said."""

from __future__ import annotations

import argparse
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from heard.commands.files import write_text
from heard.records import Voice
from heard.voice.matching import match_columns, row_keys
from heard.voice.tables import Sheet, read_table

if TYPE_CHECKING:
    from heard.themes.engine import Candidate, Discovery, Quote


def add_to(stages: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the commands of this stage."""
    stage = stages.add_parser("themes", help="from voices to themes", description="From voices to themes.")
    commands = stage.add_subparsers(title="commands", metavar="COMMAND", required=True)
    discover = commands.add_parser(
        "discover",
        help="propose themes for people to check",
        description="Propose themes for people to check. The same file and seed always give the same themes.",
    )
    discover.add_argument("file", type=Path, metavar="FILE", help="a CSV, XLSX or DOCX file")
    discover.add_argument("--words", required=True, metavar="COLUMN", help="the column that holds what people said")
    discover.add_argument("--out", required=True, type=Path, metavar="FILE", help="where to write the themes, as JSON")
    discover.add_argument("--themes", type=int, metavar="N", help="how many themes to propose, if you know")
    discover.add_argument(
        "--seed", type=_seed, default=0, metavar="N", help="another number, another start (default 0)"
    )
    discover.add_argument(
        "--speaker", metavar="COLUMN", help="the column that tells people apart, so people are counted"
    )
    discover.add_argument("--sheet", metavar="NAME", help="the sheet or table to read, if not the first")
    discover.set_defaults(run=run_discover)


def _seed(typed: str) -> int:
    number = int(typed)
    if not 0 <= number < 2**32:
        raise argparse.ArgumentTypeError(f"{typed} is not from 0 to {2**32 - 1}")
    return number


def run_discover(arguments: argparse.Namespace) -> int:
    """Write the themes as JSON and print a summary to read."""
    sheet = read_table(arguments.file, sheet=arguments.sheet)
    voices = voices_of(sheet, arguments.words, arguments.speaker)
    from tqdm import tqdm

    from heard.themes.words import WordWeights

    with tqdm(total=6, desc="Finding themes", unit="step", file=sys.stderr, leave=False) as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        found = WordWeights().discover(voices, themes=arguments.themes, seed=arguments.seed, progress=progress)
    write_text(arguments.out, found.to_json())
    print(summary(found))
    for problem in sheet.problems:
        print(f"{f'Row {problem.row}: ' if problem.row else ''}{problem.why}", file=sys.stderr)
    return 0


def voices_of(sheet: Sheet, words: str, speaker: str | None) -> list[Voice]:
    """Make a voice of every row of a sheet, with a key that stays the same if its rows change places."""
    said = sheet.column(words)
    speakers = sheet.column(speaker) if speaker else [""] * len(said)
    fields = {column: field for column, field in match_columns(sheet.columns).items() if field != "words"}
    fields[sheet.columns[sheet.position(words)]] = "words"
    keys = row_keys(sheet, fields)
    return [Voice(key, text, who or None) for key, text, who in zip(keys, said, speakers, strict=True)]


def summary(found: Discovery) -> str:
    """Say in a page what was found."""
    lines = [
        f"{found.voices:,} voices from {found.people:,} people. {found.number_of_themes}",
    ]
    if not found.speakers_known:
        lines.append("Who said what is not known for every voice, so each of those counts as a person of its own.")
    for theme in found.candidates:
        lines += ["", *_theme(theme)]
    if found.not_grouped:
        why: dict[str, int] = {}
        for voice in found.not_grouped:
            why[voice.why] = why.get(voice.why, 0) + 1
        lines += ["", f"In no theme: {len(found.not_grouped):,} voices. They are kept, for somebody to read."]
        lines += [f"  {count:>6,}  {reason}" for reason, count in sorted(why.items(), key=lambda item: -item[1])]
    lines += ["", "These are proposals. People decide what the themes are."]
    return "\n".join(lines)


def _theme(theme: Candidate) -> list[str]:
    people = f"{theme.size_people:,} {'person' if theme.size_people == 1 else 'people'}"
    lines = [f"{theme.label}  ({people}, {theme.size_voices:,} voices, {theme.leaning})"]
    lines.append(f"    words: {', '.join(theme.keywords)}")
    lines += [_quote(quote, "    ") for quote in theme.typical[:2]]
    lines += [_quote(quote, "    the other way: ") for quote in theme.dissenting[:1]]
    return lines


def _quote(quote: Quote, start: str) -> str:
    return start + "“" + textwrap.shorten(quote.words, 150, placeholder=" …") + "”"
