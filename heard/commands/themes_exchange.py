"""`heard themes export`, `import` and `method`: themes to other tools and back, and how figures were made."""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from heard.commands import themes_exchange_files as files
from heard.commands.files import read_bytes, write_bytes, write_text
from heard.errors import BadRecord, HeardError
from heard.records import Voice

if TYPE_CHECKING:
    from heard.themes.exchange.project import Project

_OUT = ".qdc (themes), .qdpx (themes, voices and codings), .xlsx, .csv or .json"


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the commands."""
    _describe_export(commands)
    _describe_import(commands)
    _describe_method(commands)


def _describe_export(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    export = commands.add_parser(
        "export",
        help="take themes and codings to another tool",
        description="Take themes and codings to another tool: NVivo, ATLAS.ti, MAXQDA, QualCoder, Taguette or a spreadsheet.",
    )
    export.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help="themes: what `heard themes discover` wrote, a codebook, or another tool's file",
    )
    export.add_argument(
        "--out", required=True, type=Path, metavar="FILE", help=f"where to write; its ending chooses: {_OUT}"
    )
    export.add_argument(
        "--codings", type=Path, metavar="TABLE", help="a table with columns voice, theme, start, end and coder"
    )
    _describe_voices(export)
    export.set_defaults(run=run_export)


def _describe_import(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    bring = commands.add_parser(
        "import",
        help="bring themes and codings from another tool",
        description="Bring themes and codings from another tool. What cannot be kept is counted and said.",
    )
    bring.add_argument("file", type=Path, metavar="FILE", help="a .qdc, .qdpx, .csv, .xlsx or .docx file")
    bring.add_argument("--out", required=True, type=Path, metavar="FILE", help="where to write the codebook, as JSON")
    bring.add_argument("--codings", type=Path, metavar="TABLE", help="where to write the codings, as CSV")
    bring.add_argument("--sheet", metavar="NAME", help="the sheet or table to read, if not the first")
    _describe_voices(bring, sheet=False)
    bring.set_defaults(run=run_import)


def _describe_method(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    method = commands.add_parser(
        "method",
        help="write how the figures were made",
        description="Write a note that a reader can follow to make each figure again. It holds no words of a voice.",
    )
    method.add_argument("file", type=Path, metavar="RESULT.json", help="what `heard themes discover` wrote")
    method.add_argument("--codebook", type=Path, metavar="FILE", help="the codebook that people agreed since")
    method.add_argument("--codings", type=Path, metavar="TABLE", help="a table with columns voice, theme and coder")
    method.add_argument("--out", type=Path, metavar="FILE", help="where to write the note, if not to the screen")
    method.add_argument("--themes", type=int, metavar="N", help="the number of themes that was asked for, if any")
    _describe_voices(method, required=True)
    method.set_defaults(run=run_method)


def _describe_voices(command: argparse.ArgumentParser, *, required: bool = False, sheet: bool = True) -> None:
    command.add_argument("--voices", type=Path, metavar="TABLE", required=required, help="the table that was read")
    command.add_argument("--words", metavar="COLUMN", help="its column of what people said")
    command.add_argument("--speaker", metavar="COLUMN", help="its column that tells people apart")
    command.add_argument("--question", metavar="COLUMN", help="its column of the question each voice answers")
    if sheet:
        command.add_argument("--sheet", metavar="NAME", help="its sheet, if not the first")


def run_export(arguments: argparse.Namespace) -> int:
    """Write themes, and with them voices and codings, in the format that the ending of --out names."""
    from heard.themes.exchange import discovered
    from heard.themes.exchange.project import Project

    kind = arguments.out.suffix.lower()
    if kind not in (".qdc", ".qdpx", ".xlsx", ".csv", ".json"):
        raise HeardError(f"“{arguments.out.name}” does not say what to write. End the name of --out with {_OUT}.")
    found = files.discovery(arguments.file)
    named = files.voices_named(arguments, sheet=arguments.sheet, columns=files.columns_of(found) if found else None)
    voices = named.voices
    if found is None:
        project = files.brought(arguments.file, None).project
    else:
        if voices:
            files.check_made_from(found, named, arguments.voices.name)
        project = discovered.as_project(found, voices, arguments.file.stem)
    if voices and not project.sources:
        project = Project(project.codebook, files.sources(voices))
    if arguments.codings:
        coded = files.codings_of(arguments.codings, project, named.by_row)
        project = Project(project.codebook, project.sources, coded)
    content = _written(kind, project, found, voices)
    write_bytes(arguments.out, content)
    themes = files.many(len(project.codebook.codes), "theme")
    codings = files.many(len(project.codings), "coding")
    print(f"{themes}, {files.many(len(project.sources), 'voice')} and {codings}." if project.sources else f"{themes}.")
    if found is not None:
        print("These are the computer's suggestions. Nobody has checked them.")
    return 0


def _written(kind: str, project: Project, found: Mapping[str, Any] | None, voices: Sequence[Voice]) -> bytes:
    from heard.publishing import workbook
    from heard.themes.exchange import discovered
    from heard.themes.exchange.codebook_tables import codebook_rows
    from heard.themes.exchange.refi import write_qdc, write_qdpx

    words = {voice.id: voice.words for voice in voices}
    if kind == ".qdc":
        return write_qdc(project.codebook)
    if kind == ".json":
        return project.codebook.to_json().encode("utf-8", "backslashreplace")
    if kind == ".qdpx":
        if not project.sources:
            raise HeardError(
                "A project holds the voices too. Add --voices and --words, or write a .qdc of the themes alone."
            )
        return write_qdpx(project)
    if kind == ".csv":
        return workbook.as_csv(
            codebook_rows(project.codebook) if found is None else discovered.suggestion_rows(found, words)
        )
    sheets: dict[str, workbook.Rows] = {"Themes": codebook_rows(project.codebook)}
    if found is not None:
        sheets["Suggestions (computer)"] = discovered.suggestion_rows(found, words)
        sheets["Please read"] = discovered.please_read_rows(found, words)
        sheets["About"] = discovered.about_rows(found)
    elif project.codings:
        sheets["Codings"] = files.coding_rows(project)
    return workbook.as_xlsx(sheets)


def run_import(arguments: argparse.Namespace) -> int:
    """Write the themes as a codebook, and the codings as a table; say what was left out. Gives 1 if anything was."""
    from heard.publishing.workbook import as_csv
    from heard.themes.exchange.project import Project

    brought = files.brought(arguments.file, arguments.sheet)
    project = brought.project
    counted = (len(project.codebook.codes), "theme"), (len(project.sources), "text"), (len(project.codings), "coding")
    themes, texts, codings = (files.many(number, name) for number, name in counted)
    print(f"{themes}, {texts} and {codings}.")
    told = list(brought.left_out)
    if arguments.voices:
        from heard.themes.exchange.matching import match_sources

        voices = files.voices_named(arguments, sheet=None).voices
        matching = match_sources(project.sources, project.codings, voices)
        print(f"{files.many(len(matching.voices), 'text')} found among the voices of {arguments.voices.name}.")
        told += [f"“{each.source.name}” was left out: {each.why}." for each in matching.unmatched]
        project = Project(project.codebook, files.sources(voices), matching.codings)
    write_text(arguments.out, project.codebook.to_json())
    if arguments.codings:
        write_bytes(arguments.codings, as_csv(files.coding_rows(project)))
    for sentence in told:
        print(sentence, file=sys.stderr)
    return 1 if told else 0


def run_method(arguments: argparse.Namespace) -> int:
    """Write the note, after making sure that the result was made from the table that is named."""
    from heard.themes.exchange.method import MadeFrom, command_line, method_note

    content = read_bytes(arguments.file, largest=files.LARGEST_RESULT)
    found = files.discovery(arguments.file)
    if found is None:
        raise BadRecord(
            f"{arguments.file.name} is not a result of `heard themes discover`. Name the JSON that it wrote."
        )
    columns = files.columns_of(found)
    named = files.voices_named(arguments, sheet=arguments.sheet, columns=columns)
    files.check_made_from(found, named, arguments.voices.name)
    table = named.sheet
    assert table is not None  # noqa: S101 (the parser asks for a table)
    words, speaker, question = (
        table.columns[table.position(column)] if column else ""
        for column in (getattr(arguments, name) or columns.get(name, "") for name in ("words", "speaker", "question"))
    )
    made_from = MadeFrom(
        file=arguments.voices.name, sha256=files.sha256_of(arguments.voices), words=words, speaker=speaker,
        question=question, sheet=arguments.sheet or "", rows=len(table.rows),
        left_out=tuple(f"row {each.row}: {each.why}" if each.row else each.why for each in table.problems),
    )  # fmt: skip
    options = files.options_again(found, arguments.themes)
    note = method_note(
        found, made_from, result_sha256=hashlib.sha256(content).hexdigest(),
        command=command_line(made_from, options, out=arguments.file.name), coding=files.coding_facts(arguments),
    )  # fmt: skip
    if arguments.out:
        write_text(arguments.out, note)
    else:
        print(note, end="")
    return 0
