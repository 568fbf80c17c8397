"""`heard themes code`, `next` and `agree`: themes for what nobody has read yet, what to read next, and agreement."""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from heard.commands.files import read_text, write_text
from heard.errors import BadRecord, NotEnoughVoices
from heard.records import Voice
from heard.voice.matching import match_columns, row_keys
from heard.voice.tables import Sheet, read_table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from heard.themes.coding.agreement import ThemeAgreement
    from heard.themes.coding.codebook import CodebookVersion
    from heard.themes.coding.learner import Coder
    from heard.themes.coding.proposals import Proposal
    from heard.themes.reading import Reader

_FITS_NONE = "-"


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the commands."""
    code = commands.add_parser(
        "code",
        help="propose themes of a codebook for voices nobody has read yet",
        description="Learn from the rows that a person answered, and from the codebook's own words, and propose themes for"
        " the rest. A row with an answer is never changed.",
    )
    _shared(code)
    code.add_argument("--out", required=True, type=Path, metavar="FILE", help="where to write the proposals, as CSV")
    code.set_defaults(run=run_code)
    following = commands.add_parser(
        "next",
        help="say which voices to read next",
        description="Say which voices to read next: half where the machine learns most, three in ten by chance, and two in"
        " ten from groups that were read least.",
    )
    _shared(following)
    following.add_argument("--group", metavar="COLUMN", help="the column with the group of each voice")
    following.add_argument("--many", type=int, default=20, metavar="N", help="how many voices (default 20)")
    following.set_defaults(run=run_next)
    agree = commands.add_parser(
        "agree",
        help="say how far people who read the same voices agree",
        description="Say how far people who read the same voices agree, theme by theme. Give one row for each voice and"
        " person (--voice, --coder, --theme), or one row a voice with a column for each of two people (--columns).",
    )
    agree.add_argument("file", type=Path, metavar="FILE", help="a CSV, XLSX or DOCX file")
    agree.add_argument("--voice", metavar="COLUMN", help="the column that tells voices apart")
    agree.add_argument("--coder", metavar="COLUMN", help="the column that says who read it")
    agree.add_argument("--theme", metavar="COLUMN", help="the column with the themes, parted by semicolons")
    agree.add_argument("--columns", nargs=2, metavar="COLUMN", help="two columns, each with one person's themes")
    agree.add_argument("--sheet", metavar="NAME", help="the sheet or table to read, if not the first")
    agree.add_argument("--seed", type=_seed, default=0, metavar="N", help="another number, another draw (default 0)")
    agree.set_defaults(run=run_agree)


def _shared(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=Path, metavar="FILE", help="a CSV, XLSX or DOCX file")
    command.add_argument("--words", required=True, metavar="COLUMN", help="the column that holds what people said")
    command.add_argument(
        "--codebook",
        required=True,
        metavar="BOOK",
        help="a codebook as JSON, or ready:NAME for one that comes with Heard",
    )
    command.add_argument(
        "--answers", metavar="COLUMN", help="the column with the themes people gave, parted by semicolons; - fits none"
    )
    command.add_argument("--question", metavar="COLUMN", help="the column with the question each voice answers")
    command.add_argument("--seed", type=_seed, default=0, metavar="N", help="another number, another start (default 0)")
    command.add_argument("--sheet", metavar="NAME", help="the sheet or table to read, if not the first")


def _seed(typed: str) -> int:
    number = int(typed)
    if not 0 <= number < 2**32:
        raise argparse.ArgumentTypeError(f"{typed} is not from 0 to {2**32 - 1}")
    return number


def run_code(arguments: argparse.Namespace) -> int:
    """Write the proposals as CSV and print how good they are and what they saved."""
    from heard.themes.coding.effort import effort

    given = _Given(arguments)
    coder = given.coder(arguments.seed)
    to_code = [at for at, voice in enumerate(given.voices) if voice.id not in given.unread]
    proposals = coder.propose([given.voices[at] for at in to_code], given.vectors[to_code])
    write_text(arguments.out, _as_csv(given, proposals))
    by_voice: dict[str, set[str]] = {}
    for proposal in proposals:
        by_voice.setdefault(proposal.voice, set()).add(proposal.theme)
    sure = {proposal.voice for proposal in proposals} - {one.voice for one in proposals if one.standing == "unsure"}
    spent = effort([voice.id for voice in given.voices], given.answers, by_voice, sure)
    print("\n".join([*_quality(coder, given.book), "", spent.words, "These are proposals. People decide."]))
    if given.unread:
        print(f"Rows that say too little or are not in English, so without a proposal: {len(given.unread):,}.")
    given.tell_problems()
    return 0


def run_next(arguments: argparse.Namespace) -> int:
    """Print the voices to read next, each with its row and the reason."""
    from heard.themes.coding.reads import next_to_read

    given = _Given(arguments)
    coder = given.coder(arguments.seed) if given.answers else None
    groups = given.sheet.column(arguments.group) if arguments.group else []
    grouped = {voice.id: group for voice, group in zip(given.voices, groups, strict=False) if group.strip()}
    chosen = next_to_read(
        given.voices, given.vectors, coder, set(given.answers), grouped, many=arguments.many, seed=arguments.seed
    )
    place = {voice.id: at for at, voice in enumerate(given.voices)}
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["row", "why", "words"])
    from heard.publishing.safe_cells import safe_row

    for one in chosen:
        at = place[one.voice]
        writer.writerow(safe_row([given.sheet.rows[at].number, one.why, given.voices[at].words]))
    given.tell_problems()
    return 0


class _Given:
    """What a command was given: the voices, how they read, the codebook, and what people answered."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        from heard.themes.reading import cannot_read, open_reader

        self.sheet = read_table(arguments.file, sheet=arguments.sheet)
        self.book = _codebook(arguments.codebook)
        self.voices = _voices(self.sheet, arguments.words, arguments.question)
        if not self.voices:
            raise NotEnoughVoices(f"{arguments.file.name} holds 0 voices. Check that the right file was saved.")
        self.answers = _answers(self.sheet, arguments.answers, self.voices, self.book)
        open_ = [voice for voice in self.voices if voice.id not in self.answers]
        self.unread = {voice.id: why for voice in open_ if (why := cannot_read(voice.words))}
        self.reader: Reader = open_reader()
        self.vectors: NDArray[np.float32] = self.reader.vectors([voice.words for voice in self.voices])

    def coder(self, seed: int) -> Coder:
        from heard.themes.coding.learner import learn

        return learn(self.voices, self.vectors, self.answers, self.book.codes, reader=self.reader, seed=seed)

    def tell_problems(self) -> None:
        for problem in self.sheet.problems:
            print(f"{f'Row {problem.row}: ' if problem.row else ''}{problem.why}", file=sys.stderr)


def _codebook(named: str) -> CodebookVersion:
    from heard.themes.coding.codebook import CodebookVersion
    from heard.themes.coding.ready import ready

    if named.startswith("ready:"):
        return ready(named.removeprefix("ready:"))
    return CodebookVersion.from_json(read_text(Path(named)))


def _voices(sheet: Sheet, words: str, question: str | None) -> list[Voice]:
    said = sheet.column(words)
    asked = sheet.column(question) if question else [""] * len(said)
    fields = {column: field for column, field in match_columns(sheet.columns).items() if field != "words"}
    fields[sheet.columns[sheet.position(words)]] = "words"
    keys = row_keys(sheet, fields)
    return [Voice(key, text, None, what) for key, text, what in zip(keys, said, asked, strict=True)]


def _answers(sheet: Sheet, column: str | None, voices: list[Voice], book: CodebookVersion) -> dict[str, frozenset[str]]:
    if not column:
        return {}
    known = {code.name.casefold(): code.key for code in book.codes} | {
        code.key.casefold(): code.key for code in book.codes
    }
    answers: dict[str, frozenset[str]] = {}
    for voice, row, cell in zip(voices, sheet.rows, sheet.column(column), strict=True):
        parts = [part.strip() for part in cell.split(";") if part.strip()]
        if not parts:
            continue
        strange = [part for part in parts if part != _FITS_NONE and part.casefold() not in known]
        if strange:
            raise BadRecord(
                f"Row {row.number} has the theme “{strange[0]}”, which the codebook does not have. It has"
                f" {len(book.codes)}: {', '.join(code.key for code in book.codes)}. Correct the row or the codebook."
            )
        answers[voice.id] = frozenset(known[part.casefold()] for part in parts if part != _FITS_NONE)
    return answers


def _as_csv(given: _Given, proposals: list[Proposal]) -> str:
    from heard.publishing.safe_cells import safe_row

    names = {code.key: code.name for code in given.book.codes}
    by_voice: dict[str, list[Proposal]] = {}
    for proposal in proposals:
        by_voice.setdefault(proposal.voice, []).append(proposal)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["row", "words", "theme", "name", "by", "sureness", "standing", "start", "end", "passage"])
    for row, voice in zip(given.sheet.rows, given.voices, strict=True):
        if voice.id in given.answers:
            for key in sorted(given.answers[voice.id]) or [""]:
                cells = [row.number, voice.words, key, names.get(key, "fits none"), "a person", "", "", "", "", ""]
                writer.writerow(safe_row(cells))
            continue
        for one in by_voice.get(voice.id, ()):
            start, end = one.spans[0] if one.spans else (0, len(voice.words))
            about = [one.theme, names[one.theme], "the machine", f"{one.sureness:.2f}", one.standing]
            writer.writerow(safe_row([row.number, voice.words, *about, start, end, voice.words[start:end]]))
        if why := given.unread.get(voice.id):
            writer.writerow(safe_row([row.number, voice.words, "", why, "nobody", *[""] * 5]))
        elif voice.id not in by_voice:
            writer.writerow(safe_row([row.number, voice.words, "", "no proposal: read it", "the machine", *[""] * 5]))
    return text.getvalue()


def _quality(coder: Coder, book: CodebookVersion) -> list[str]:
    quality = coder.quality
    if not quality.known:
        return [
            f"Learned from {coder.learned_from} answers and from the {len(book.codes)} definitions. That is too few answers to"
            " say how good the proposals are: all are unsure. Answer at least 10 rows, some chosen by `heard themes next`."
        ]
    names = {code.key: code.name for code in book.codes}
    lines = [f"Learned from {coder.learned_from} answers. On answers it had not seen (1 is best):", ""]
    lines += [f"{'theme':<44}{'n':>6}{'right':>8}{'found':>8}{'F1':>8}"]
    for theme in quality.themes:
        lines.append(
            f"{names[theme.theme][:42]:<44}{theme.n:>6}{theme.precision:>8.2f}{theme.recall:>8.2f}{theme.f1:>8.2f}"
        )
    lines += ["", f"Over all: F1 {quality.micro_f1:.2f}; mean of the themes {quality.macro_f1:.2f}."]
    lines += [f"Stated sureness and being right differ by {quality.calibration_error:.2f} on average."]
    if quality.sure:
        lines += [f"{quality.sure} of those proposals were sure, and {quality.sure_right:.0%} of them were right."]
    return lines


def run_agree(arguments: argparse.Namespace) -> int:
    """Print agreement theme by theme, what it means, and how many voices to settle."""
    from heard.themes.coding.agreement import agree, disagreements

    sheet = read_table(arguments.file, sheet=arguments.sheet)
    codings = _codings(sheet, arguments)
    found = agree(codings, seed=arguments.seed)
    print(
        f"{found.voices:,} voices were read by at least two of {len(found.coders)} people: {', '.join(found.coders)}.\n"
    )
    print(f"{'theme':<34}{'same':>6}{'kappa':>8}{'alpha':>8}{'95 % interval':>17}  what it means")
    for one in found.themes:
        print(_agreement_line(one.theme, one))
    print(_agreement_line("All themes together", found.overall))
    if len(found.coders) == 2:
        first, second = (codings[coder] for coder in found.coders)
        print(f"\n{len(disagreements(first, second)):,} voices to settle.")
    return 0


def _agreement_line(name: str, one: ThemeAgreement) -> str:
    def number(value: float | None) -> str:
        return "-" if value is None else f"{value:.2f}"

    between = f"{number(one.low)} to {number(one.high)}"
    return f"{name[:32]:<34}{one.percent:>6.0%}{number(one.kappa):>8}{number(one.alpha):>8}{between:>17}  {one.words}"


def _codings(sheet: Sheet, arguments: argparse.Namespace) -> dict[str, dict[str, frozenset[str]]]:
    codings: dict[str, dict[str, frozenset[str]]] = {}
    if arguments.columns:
        for column in arguments.columns:
            cells = enumerate(sheet.column(column))
            codings[column] = {str(at): _themes(cell) for at, cell in cells if cell.strip()}
        return codings
    missing = [option for option in ("voice", "coder", "theme") if not getattr(arguments, option)]
    if missing:
        raise BadRecord(f"--{missing[0]} is missing. Give --voice, --coder and --theme, or --columns with two columns.")
    columns = (sheet.column(name) for name in (arguments.voice, arguments.coder, arguments.theme))
    read: Counter[tuple[str, str]] = Counter()
    for voice, coder, cell in zip(*columns, strict=True):
        if voice.strip() and coder.strip():
            read[voice, coder] += 1
            mine = codings.setdefault(coder.strip(), {})
            mine[voice.strip()] = mine.get(voice.strip(), frozenset()) | _themes(cell)
    return codings


def _themes(cell: str) -> frozenset[str]:
    return frozenset(part.strip() for part in cell.split(";") if part.strip() and part.strip() != _FITS_NONE)
