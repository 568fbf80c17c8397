"""`heard themes discover`: propose themes for a column of what people said."""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import sys
import textwrap
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from heard.commands.files import write_text
from heard.records import Voice
from heard.themes.exchange.made_from import made_from
from heard.voice.long_tables import read_columns
from heard.voice.matching import match_columns, row_keys
from heard.voice.sheets import Sheet

if TYPE_CHECKING:
    from heard.themes.engine import Candidate, Discovery, Quote, ThemeEngine


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
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
    discover.add_argument("--question", metavar="COLUMN", help="the column that holds the question each voice answers")
    discover.add_argument("--sheet", metavar="NAME", help="the sheet or table to read, if not the first")
    discover.add_argument("--table", type=Path, metavar="FILE", help="also write a CSV with the theme of every row")
    discover.add_argument(
        "--engine",
        choices=("meaning", "words"),
        default="meaning",
        help="go by what voices mean (the default), or only by the words they share, which needs no model",
    )
    discover.add_argument(
        "--cache", type=Path, metavar="FILE", help="keep what was read here, so nothing is read twice"
    )
    discover.add_argument("--workers", type=int, default=1, metavar="N", help="how many processes read (default 1)")
    discover.set_defaults(run=run_discover)


def _seed(typed: str) -> int:
    number = int(typed)
    if not 0 <= number < 2**32:
        raise argparse.ArgumentTypeError(f"{typed} is not from 0 to {2**32 - 1}")
    return number


def run_discover(arguments: argparse.Namespace) -> int:
    """Write the themes as JSON, and as a table where one is asked for, and print a summary to read."""
    wanted = [name for name in (arguments.words, arguments.speaker, arguments.question) if name]
    sheet = read_columns(arguments.file, wanted, sheet=arguments.sheet)
    voices = voices_of(sheet, arguments.words, arguments.speaker, arguments.question)
    from tqdm import tqdm

    with tqdm(total=100, desc="Finding themes", unit="step", file=sys.stderr, leave=False) as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        found = _engine(arguments).discover(voices, themes=arguments.themes, seed=arguments.seed, progress=progress)
    columns = {"words": arguments.words, "speaker": arguments.speaker, "question": arguments.question}
    found = replace(found, parameters=(*found.parameters, *made_from(voices, columns)))
    write_text(arguments.out, found.to_json())
    if arguments.table:
        write_text(arguments.table, as_table(found, [row.number for row in sheet.rows], voices))
    print(summary(found))
    print(f"Made from {arguments.file.name}, sha256 {_file_hash(arguments.file)}.")
    for problem in sheet.problems:
        print(f"{f'Row {problem.row}: ' if problem.row else ''}{problem.why}", file=sys.stderr)
    return 0


def _engine(arguments: argparse.Namespace) -> ThemeEngine:
    if arguments.engine == "words":
        from heard.themes.words import WordWeights

        return WordWeights()
    from heard.themes.discovery import Meaning
    from heard.themes.reading import open_reader

    return Meaning(open_reader(cache=arguments.cache, workers=max(1, arguments.workers)))


def _file_hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def as_table(found: Discovery, rows: Sequence[int], voices: Sequence[Voice]) -> str:
    """Write one line for each voice: its row in the file, its main theme and sub-theme, or why it is in none."""
    keyed = [(one.key or str(at), one) for at, one in enumerate(found.candidates, start=1)]  # words alone give no keys
    theme = {member.voice: (key, one, member) for key, one in keyed for member in one.members if member.main}
    part = {member.voice: one for one in found.subthemes for member in one.members if member.main}
    also: dict[str, list[str]] = {}
    for key, one in keyed:
        for member in one.members:
            if not member.main:
                also.setdefault(member.voice, []).append(key)
    aside = {one.voice: one for one in found.not_grouped}
    written = io.StringIO(newline="")
    table = csv.writer(written, lineterminator="\n")
    table.writerow(["row", "voice", "theme", "label", "sub-theme", "also", "closeness", "why"])
    for number, voice in zip(rows, voices, strict=True):
        if voice.id in theme:
            key, main, member = theme[voice.id]
            finer = part[voice.id].label if voice.id in part else ""
            further = " ".join(also.get(voice.id, []))
            table.writerow([number, voice.id, key, main.label, finer, further, member.closeness, ""])
        else:
            one_aside = aside[voice.id]
            near = f" Nearest: theme {one_aside.nearest}." if one_aside.nearest else ""
            table.writerow([number, voice.id, "", "", "", "", "", one_aside.why + near])
    return written.getvalue()


def voices_of(sheet: Sheet, words: str, speaker: str | None, question: str | None = None) -> list[Voice]:
    """Make a voice of every row of a sheet, with a key that stays the same if its rows change places."""
    said = sheet.column(words)
    speakers = sheet.column(speaker) if speaker else [""] * len(said)
    asked = sheet.column(question) if question else [""] * len(said)
    fields = {column: field for column, field in match_columns(sheet.columns).items() if field != "words"}
    fields[sheet.columns[sheet.position(words)]] = "words"
    keys = row_keys(sheet, fields)
    return [
        Voice(key, text, who or None, what) for key, text, who, what in zip(keys, said, speakers, asked, strict=True)
    ]


def summary(found: Discovery) -> str:
    """Say in a page what was found."""
    lines = [
        f"{found.voices:,} voices from {found.people:,} people. {found.number_of_themes}",
    ]
    if not found.speakers_known:
        lines.append("Who said what is not known for every voice, so each of those counts as a person of its own.")
    for theme in found.candidates:
        lines += ["", *_theme(theme)]
        lines += [f"    part: {one.label} ({_people(one)})" for one in found.subthemes if one.parent == theme.key]
    if found.not_grouped:
        why: dict[str, int] = {}
        for voice in found.not_grouped:
            why[voice.why] = why.get(voice.why, 0) + 1
        lines += ["", f"In no theme: {len(found.not_grouped):,} voices. They are kept, for somebody to read."]
        lines += [f"  {count:>6,}  {reason}" for reason, count in sorted(why.items(), key=lambda item: -item[1])]
    lines += ["", "These are proposals. People decide what the themes are."]
    return "\n".join(lines)


def _theme(theme: Candidate) -> list[str]:
    lines = [
        f"{theme.label}  ({_people(theme)}, {theme.size_voices:,} voices; by the computer's guess {theme.leaning})"
    ]
    if theme.weak:
        lines.append(
            "    weak: it did not stay together when some of what was said was left out. Read it before you use it."
        )
    lines.append(f"    words: {', '.join(theme.keywords)}")
    lines += [_quote(quote, "    ") for quote in theme.typical[:2]]
    lines += [_quote(quote, "    the other way: ") for quote in theme.dissenting[:1]]
    return lines


def _people(theme: Candidate) -> str:
    return f"{theme.size_people:,} {'person' if theme.size_people == 1 else 'people'}"


def _quote(quote: Quote, start: str) -> str:
    return start + "“" + textwrap.shorten(quote.words, 150, placeholder=" …") + "”"
