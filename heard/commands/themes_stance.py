"""`heard themes conditions` and `stance`: on what terms people are for something, and who is for it at all."""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from heard.commands.files import write_text
from heard.commands.themes_discover import voices_of
from heard.errors import BadRecord, ModelMissing
from heard.voice.tables import Sheet, read_table

if TYPE_CHECKING:
    from heard.records import Voice
    from heard.themes.stance.conditions import Condition
    from heard.themes.stance.stance import Stance, StanceCoder

_ANSWERS: dict[Stance, tuple[str, ...]] = {
    "for": ("for", "yes", "agree", "strongly agree", "support", "in favour"),
    "against": ("against", "no", "disagree", "strongly disagree", "oppose"),
    "mixed": ("mixed", "agree if", "yes if", "both", "partly", "in principle", "neither agree nor disagree"),
    "unclear": ("unclear", "not sure", "unsure", "don't know", "no view"),
}
_MEANING: dict[str, Stance] = {said: stance for stance, several in _ANSWERS.items() for said in several}


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the commands."""
    terms = commands.add_parser(
        "conditions",
        help="point at words that set a condition or hold something back",
        description="Point at words that set a condition or hold something back, for people to confirm.",
    )
    _describe_file(terms)
    terms.set_defaults(run=run_conditions)
    sides = commands.add_parser(
        "stance",
        help="say who seems for and against a proposition, learned from the people who answered",
        description="Learn from the people who answered where the others stand on one proposition. With fewer than 40 "
        "answers nothing is guessed.",
    )
    _describe_file(sides)
    sides.add_argument(
        "--answers",
        required=True,
        metavar="COLUMN",
        help="the column of answers (for, against, mixed, unclear, or yes, no, agree if, not sure); empty where nobody "
        "answered",
    )
    sides.add_argument("--proposition", required=True, metavar="TEXT", help="what people are for or against")
    sides.add_argument("--seed", type=int, default=0, metavar="N", help="another number, other parts held back (0)")
    sides.set_defaults(run=run_stance)


def _describe_file(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=Path, metavar="FILE", help="a CSV, XLSX or DOCX file with a row for each voice")
    command.add_argument("--words", required=True, metavar="COLUMN", help="the column that holds what people said")
    command.add_argument("--out", required=True, type=Path, metavar="FILE.csv", help="where to write the table")
    command.add_argument("--sheet", metavar="NAME", help="the sheet or table to read, if not the first")


def run_conditions(arguments: argparse.Namespace) -> int:
    """Write the places as CSV, with exact offsets, and print how many there are."""
    sheet = read_table(arguments.file, sheet=arguments.sheet)
    voices = voices_of(sheet, arguments.words, None)
    rows = [["row", "voice", "start", "end", "words", "kind", "qualifies", "sureness"]]
    count = 0
    for row, voice, found in zip(sheet.rows, voices, _conditions(voices), strict=True):
        count += bool(found)
        for one in found:
            bears_on = voice.words[slice(*one.qualifies)]
            rows.append([str(row.number), voice.id, str(one.start), str(one.end), one.words, one.kind, bears_on,
                         f"{one.sureness:.2f}"])  # fmt: skip
    write_text(arguments.out, _as_csv(rows))
    print(f"{len(rows) - 1:,} places in {count:,} of {len(voices):,} voices. A person confirms each one.")
    _tell_problems(sheet)
    return 0


def _conditions(voices: Sequence[Voice]) -> list[list[Condition]]:
    from heard.themes.stance.conditions import Condition, conditions, find_conditions

    texts = [voice.words for voice in voices]
    try:
        from heard.themes.reading import open_reader

        return find_conditions(texts, open_reader())
    except ModelMissing as error:
        print(f"Found by cue words alone, which are right less than half the time: {error}", file=sys.stderr)
    return [
        [Condition(one.start, one.end, one.words, one.cue, one.kind, (one.start, one.start), 0.5)
         for one in conditions(text)]
        for text in texts
    ]  # fmt: skip


def run_stance(arguments: argparse.Namespace) -> int:
    """Write a stance for each voice as CSV, and print how well it was learned."""
    from heard.themes.reading import open_reader
    from heard.themes.stance.conditions import find_conditions
    from heard.themes.stance.stance import Answer, learn_stance

    sheet = read_table(arguments.file, sheet=arguments.sheet)
    voices = voices_of(sheet, arguments.words, None)
    told = sheet.column(arguments.answers)
    answers = [
        Answer(voice.id, _meant(said, row.number))
        for row, voice, said in zip(sheet.rows, voices, told, strict=True)
        if said.strip()
    ]
    reader = open_reader()
    vectors = reader.vectors([voice.words for voice in voices])
    coder = learn_stance(arguments.proposition, voices, vectors, answers, seed=arguments.seed)
    terms = find_conditions([voice.words for voice in voices], reader)
    rows = [["row", "voice", "shown as", "leans", "sureness", "from", "why"]]
    for row, one in zip(sheet.rows, coder.propose(voices, vectors, terms), strict=True):
        rows.append([str(row.number), one.voice, one.shown, one.stance, f"{one.sureness:.2f}", one.source, one.why])
    write_text(arguments.out, _as_csv(rows))
    print(said_of(coder, [row[2] for row in rows[1:]]))
    _tell_problems(sheet)
    return 0


def said_of(coder: StanceCoder, shown: Sequence[str]) -> str:
    """Say how many stand where, and how well that is known."""
    lines = [f"“{coder.proposition}”: {len(shown):,} voices, {coder.learned_from:,} with an answer from a person."]
    lines += [f"  {shown.count(stance):>6,}  {stance}" for stance in _ANSWERS]
    if coder.quality is None:
        return "\n".join([*lines, f"The others are shown as unclear: {coder.standing}."])
    lines.append(
        f"On answers held back, right {100 * coder.quality.accuracy:.0f}% of the time; for and against balanced "
        f"{coder.quality.for_and_against:.2f} ({coder.quality.low:.2f} to {coder.quality.high:.2f})."
    )
    lines += [
        f"  {side.stance:<8} given {side.given:>5,}  proposed {side.proposed:>5,}  right {side.right:>5,}"
        for side in coder.quality.sides
    ]
    return "\n".join([*lines, "Counted in voices, not people. These are proposals: people decide."])


def _meant(said: str, row: int) -> Stance:
    plain = " ".join(said.casefold().replace("’", "'").split())
    if plain not in _MEANING:
        raise BadRecord(
            f"Row {row}: “{said.strip()[:40]}” is not an answer we know. Write for, against, mixed or unclear, or leave it "
            "empty where nobody answered."
        )
    return _MEANING[plain]


def _as_csv(rows: Iterable[Sequence[str]]) -> str:
    from heard.publishing.safe_cells import safe_row

    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(safe_row(row) for row in rows)
    return written.getvalue()


def _tell_problems(sheet: Sheet) -> None:
    for problem in sheet.problems:
        print(f"{f'Row {problem.row}: ' if problem.row else ''}{problem.why}", file=sys.stderr)
