"""The files that `heard themes export`, `import` and `method` are given: results, codebooks, voices and tables of codings."""

from __future__ import annotations

import argparse
import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from heard.commands.files import read_bytes, read_json
from heard.errors import BadRecord, HeardError, NotEnoughVoices
from heard.records import Voice

if TYPE_CHECKING:
    from heard.themes.exchange.method import CodingFacts
    from heard.themes.exchange.project import Brought, PassageCoding, Project, Source
    from heard.voice.sheets import Sheet

LARGEST_RESULT = 500 * 1024 * 1024
MACHINE_MARKS = ("computer", "machine")


def many(number: int, name: str) -> str:
    """Count something in words.

    >>> many(1, "voice"), many(1200, "voice")
    ('1 voice', '1,200 voices')
    """
    return f"{number:,} {name}{'' if number == 1 else 's'}"


def discovery(path: Path) -> Mapping[str, Any] | None:
    """What `heard themes discover` wrote, or nothing if the file is something else."""
    from heard.themes.exchange.discovered import checked

    start = read_bytes(path, largest=LARGEST_RESULT)[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start.startswith((b"{", b"[")):
        return None
    found = read_json(path, largest=LARGEST_RESULT)
    return checked(found, path.name) if "candidates" in found or "not_grouped" in found else None


def brought(path: Path, sheet: str | None) -> Brought:
    """A codebook or a project of any kind."""
    from heard.themes.exchange.opening import read_any

    return read_any(read_bytes(path), path.name, sheet=sheet)


@dataclass(frozen=True, slots=True)
class Named:
    """The voices of the table that was named, and the table itself; neither if none was."""

    voices: tuple[Voice, ...] = ()
    sheet: Sheet | None = None

    @property
    def by_row(self) -> dict[str, str]:
        """The key of the voice in each row of the table."""
        rows = self.sheet.rows if self.sheet else ()
        return {str(row.number): voice.id for row, voice in zip(rows, self.voices, strict=True)}


def voices_named(
    arguments: argparse.Namespace, *, sheet: str | None, columns: Mapping[str, str] | None = None
) -> Named:
    """The voices of the table that was named. Columns that were not named are those a result was made from, if known."""
    from heard.commands.themes_discover import voices_of
    from heard.voice.long_tables import read_columns

    if arguments.voices is None:
        for name in ("words", "speaker", "question"):
            if getattr(arguments, name):
                raise HeardError(f"--{name} names a column, but no table is named. Add --voices.")
        return Named()
    words, speaker, question = (
        getattr(arguments, name) or (columns or {}).get(name) for name in ("words", "speaker", "question")
    )
    if not words:
        raise HeardError("--voices names a table, but not its column of what people said. Add --words.")
    read = read_columns(arguments.voices, [each for each in (words, speaker, question) if each], sheet=sheet)
    return Named(tuple(voices_of(read, words, speaker, question)), read)


def columns_of(found: Mapping[str, Any]) -> dict[str, str]:
    """Which columns a result was made from, as far as it says so."""
    settings = settings_of(found)
    told = {name: settings.get(f"column of {name}", "") for name in ("words", "speaker", "question")}
    return {name: column for name, column in told.items() if column}


def settings_of(found: Mapping[str, Any]) -> dict[str, str]:
    """What a result says it depends on."""
    told = found.get("parameters")
    pairs = told if isinstance(told, list) else []
    return {str(pair[0]): str(pair[1]) for pair in pairs if isinstance(pair, list) and len(pair) == 2}


def check_made_from(found: Mapping[str, Any], named: Named, called: str) -> None:
    """Make sure that a result was made from these voices: the same keys, and the same words, people and questions."""
    from heard.themes.exchange.discovered import check_same_voices
    from heard.themes.exchange.made_from import hash_of

    check_same_voices(found, named.voices, called)
    made_from = settings_of(found).get("voices sha256", "")
    if made_from and made_from != hash_of(named.voices):
        raise BadRecord(
            f"The result was made from rows with the same keys as {called}, but with other words, people or questions. "
            "Name the very file, sheet and columns it was made from."
        )


def sha256_of(path: Path) -> str:
    """Give the SHA-256 of a file as it lies there."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sources(voices: Sequence[Voice]) -> tuple[Source, ...]:
    """The voices as texts of a project."""
    from heard.themes.exchange.project import Source

    return tuple(Source(voice.id, f"Voice {number}", voice.words) for number, voice in enumerate(voices, 1))


def codings_of(path: Path, project: Project, by_row: Mapping[str, str]) -> tuple[PassageCoding, ...]:
    """The codings of a table. Each row names a voice by its key or its row, and themes by key or name."""
    from heard.themes.exchange.project import PassageCoding

    keys = {code.name.casefold(): code.key for code in project.codebook.codes}
    keys |= {code.key: code.key for code in project.codebook.codes}
    lengths = {source.id: len(source.text) for source in project.sources}
    found = []
    for number, row in _rows(path):
        voice = row.get("voice") or by_row.get(row.get("row", ""), "")
        if voice not in lengths:
            named = (row.get("voice") or row.get("row", ""))[:60]
            raise BadRecord(
                f"Row {number} of {path.name}: voice “{named}” is not in the table of voices. Check that row."
            )
        start, end = _place(row, number, path.name, lengths[voice])
        for theme in _themes(row):
            code = keys.get(theme) or keys.get(theme.casefold())
            if code is None:
                raise BadRecord(f"Row {number} of {path.name}: no theme is called “{theme[:60]}”. Check that row.")
            found.append(PassageCoding(voice, code, start, end, _coder(row), row.get("note", "")))
    return tuple(found)


def _themes(row: Mapping[str, str]) -> list[str]:
    """The themes of a row: several are parted by semicolons, and a dash means that it was read and fits none."""
    told = (" ".join(theme.split()) for theme in row["theme"].split(";"))
    return [theme for theme in told if theme not in ("", "-")]


def _coder(row: Mapping[str, str]) -> str:
    from heard.themes.exchange.discovered import COMPUTER

    coder = row.get("coder") or row.get("by", "")
    return COMPUTER if any(mark in coder.casefold() for mark in MACHINE_MARKS) else coder


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table of codings, by the names of the columns we know."""
    from heard.voice.tables import read_table

    table = read_table(path)
    there = {column.strip().casefold() for column in table.columns}
    known = ("voice", "row", "theme", "start", "end", "coder", "by", "note")
    places = {name: table.position(name) for name in known if name in there or name == "theme"}
    if not {"voice", "row"} & set(places):
        table.position("voice")  # says which columns there are
    for row in table.rows:
        yield row.number, {name: row.cells[place] for name, place in places.items()}


def _place(row: Mapping[str, str], number: int, called: str, length: int) -> tuple[int, int]:
    told = row.get("start", ""), row.get("end", "")
    if not any(told):
        return 0, -1
    start, end = (int(each) if each.isascii() and each.isdecimal() and len(each) < 10 else -1 for each in told)
    if not 0 <= start <= end <= length:
        raise BadRecord(
            f"Row {number} of {called}: a passage from “{told[0][:12]}” to “{told[1][:12]}” does not fit a voice of "
            f"{length:,} characters. Leave both empty for the whole voice."
        )
    return start, end


def coding_rows(project: Project) -> Iterator[list[object]]:
    """One row for each coding, with the words it rests on."""
    yield ["Voice", "Theme", "Start", "End", "Words", "Coder", "Note"]
    names = {code.key: code.name for code in project.codebook.codes}
    texts = {source.id: source.text for source in project.sources}
    for each in project.codings:
        text = texts.get(each.source, "")
        place: list[object] = ["", "", text] if each.whole else [each.start, each.end, text[each.start : each.end]]
        yield [each.source, names[each.code], *place, each.coder, each.note]


def options_again(found: Mapping[str, Any], themes: int | None) -> dict[str, object]:
    """The options of `heard themes discover` that a result depends on, as they were."""
    from heard.commands import themes_discover

    parser = argparse.ArgumentParser()
    themes_discover.add_to(parser.add_subparsers())
    described = parser.parse_args(["discover", "FILE", "--words", "WORDS", "--out", "OUT"])
    asked = settings_of(found).get("asked for", "")
    options: dict[str, object] = {
        "themes": themes or (asked if asked.isdecimal() else None),
        "seed": found.get("seed", 0),
    }
    if hasattr(described, "engine"):
        options["engine"] = "words" if found.get("engine") == "word weights" else found.get("engine")
    return options


def coding_facts(arguments: argparse.Namespace) -> CodingFacts | None:
    """Which codebook people used and how much each coder did, without a name."""
    from heard.themes.exchange.method import CodingFacts, Share

    if arguments.codebook is None:
        if arguments.codings is not None:
            raise HeardError("--codings names a table, but not the codebook it was made with. Add --codebook.")
        return None
    codebook = brought(arguments.codebook, None).codebook
    from heard.themes.exchange.discovered import COMPUTER

    read: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for _, row in _rows(arguments.codings) if arguments.codings else ():
        read[_coder(row)][row.get("voice") or row.get("row", "")] |= set(_themes(row))
    people = sorted(coder for coder in read if coder != COMPUTER)
    shares = [
        Share(f"Coder {people.index(coder) + 1}" if coder in people else "The computer", len(given), _codings(given),
              machine=coder not in people)
        for coder, given in sorted(read.items())
    ]  # fmt: skip
    agreement = _agreement({coder: read[coder] for coder in people})
    return CodingFacts(codebook.title, codebook.version, len(codebook.codes), tuple(shares), agreement)


def _codings(given: Mapping[str, set[str]]) -> int:
    return sum(len(themes) for themes in given.values())


def _agreement(read: Mapping[str, Mapping[str, set[str]]]) -> tuple[str, ...]:
    """How far people agree on the voices that two of them coded, if there are any."""
    from heard.themes.coding.agreement import agree
    from heard.themes.exchange.method import agreement_sentences

    try:
        found = agree(
            {coder: {voice: frozenset(themes) for voice, themes in given.items()} for coder, given in read.items()}
        )
    except NotEnoughVoices:
        return ()
    return agreement_sentences(found)
