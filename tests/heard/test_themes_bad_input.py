"""Whatever file a person names, `heard themes ...` answers with a sound result or one clear line, never with a fault."""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from heard.cli import main, parser

# What each command is given: BAD is the file under test, GOOD and CODEBOOK are sound ones, OUT a place to write.
COMMANDS: dict[str, list[list[str]]] = {
    "discover": [
        ["BAD", "--words", "words", "--speaker", "who", "--out", "OUT.json"],
        ["BAD", "--words", "words", "--engine", "words", "--table", "OUT.csv", "--out", "OUT.json"],
    ],
    "export": [
        ["BAD", "--out", "OUT.xlsx"],
        ["BAD", "--out", "OUT.qdc"],
        ["CODEBOOK", "--voices", "BAD", "--words", "words", "--out", "OUT.qdpx"],
        ["CODEBOOK", "--voices", "GOOD", "--words", "words", "--codings", "BAD", "--out", "OUT.qdpx"],
    ],
    "import": [["BAD", "--out", "OUT.json"], ["BAD", "--out", "OUT.json", "--voices", "GOOD", "--words", "words"]],
    "method": [
        ["BAD", "--voices", "GOOD", "--words", "words"],
        ["RESULT", "--voices", "BAD", "--words", "words"],
        ["RESULT", "--voices", "GOOD", "--words", "words", "--codebook", "BAD"],
    ],
    "differences": [["BAD", "--person", "who", "--themes", "words", "--by", "who", "--out", "OUT.csv"]],
    "enough": [["BAD", "--visit", "who", "--themes", "words", "--out", "OUT.csv"]],
    "count": [["BAD", "--person", "who", "--themes", "words", "--out", "OUT.csv"]],
    "coverage": [
        ["BAD", "--person", "who", "--by", "who", "--there", "GOOD", "--out", "OUT.csv"],
        ["GOOD", "--person", "who", "--by", "who", "--there", "BAD", "--out", "OUT.csv"],
    ],
    "picture": [
        ["BAD", "--kind", "map", "--out", "OUT.svg"],
        ["BAD", "--kind", "groups", "--out", "OUT.svg"],
        ["BAD", "--kind", "time", "--out", "OUT.svg"],
        ["BAD", "--kind", "wall", "--out", "OUT.svg"],
    ],
    "code": [
        ["BAD", "--words", "words", "--codebook", "CODEBOOK", "--out", "OUT.csv"],
        ["GOOD", "--words", "words", "--codebook", "BAD", "--out", "OUT.csv"],
    ],
    "next": [["BAD", "--words", "words", "--codebook", "CODEBOOK"]],
    "agree": [["BAD", "--voice", "words", "--coder", "who", "--theme", "words"], ["BAD", "--columns", "who", "words"]],
    "model": [],
    "stance": [["BAD", "--words", "words", "--answers", "who", "--proposition", "Open hubs", "--out", "OUT.csv"]],
    "conditions": [["BAD", "--words", "words", "--out", "OUT.csv"]],
    "read": [["BAD", "--words", "words", "--out", "OUT.npz"]],
}

GOOD = "who,words\np1,The bus is late\np2,My bus is late\np3,A quiet room helps\np4,The quiet room is locked\n"
NOBODY = 65534
SAID = [line.split(",")[1] for line in GOOD.splitlines()[1:]] * 3


def rows(*words: str) -> bytes:
    return ("who,words\n" + "".join(f'p{at},"{said}"\n' for at, said in enumerate(words))).encode(
        "utf-8", "surrogatepass"
    )


def workbook(sheet: str) -> bytes:
    from openpyxl import Workbook

    kept = io.BytesIO()
    book = Workbook()
    book.active.append(["who", "words"])  # type: ignore[union-attr]
    book.save(kept)
    again = io.BytesIO()
    with zipfile.ZipFile(kept) as old, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            new.writestr(
                part, content.replace(b"</sheetData>", sheet.encode()) if "sheet1" in part.filename else content
            )
    return again.getvalue()


def zipped(name: str, content: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, content)
    return kept.getvalue()


LAST_ROW = '<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>far down</t></is></c></row></sheetData>'
BAD: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "a mark and nothing more": lambda: b"\xef\xbb\xbf",
    "blank lines": lambda: b"\n\n  \n",
    "headings only": lambda: b"who,words\n",
    "no such column": lambda: b"name,comment\np1,The bus is late\n",
    "the column is empty": lambda: rows("", " ", ""),
    "one row": lambda: rows("The bus is late"),
    "one word each": lambda: rows(*["bus", "no", "yes", "?"] * 3),
    "mixed encodings": lambda: rows(*SAID) + "p9,café and naïve\n".encode("cp1252") + "p8,cafés 🚌\n".encode(),
    "utf-16": lambda: rows(*SAID).decode().encode("utf-16"),
    "one cell of 1 MB": lambda: rows(*SAID, "late bus " * 120_000),
    "one word of 1 MB": lambda: rows(*SAID, "a" * 1_048_576),
    "a million blank rows": lambda: rows(*SAID) + b",\n" * 1_000_000,
    "blank rows to the end of a workbook": lambda: workbook(LAST_ROW),
    "HTML": lambda: rows(*SAID, "<script>alert(1)</script><b>late</b>", "<img src=x onerror=alert(1)>"),
    "a web page": lambda: b"<!DOCTYPE html><html><body><p>late</p></body></html>",
    "formulas": lambda: rows(*SAID, "=cmd|'/c calc'!A1", "@SUM(1)", "+1", "-2+3"),
    "emoji and marks": lambda: rows(*SAID, "🚌🚌🚌", "e\u0301\u0301\u0301", "👩‍👧‍👦 late", "\u202e etal si sub"),
    "right to left": lambda: rows(*SAID, "الحافلة متأخرة", "האוטובוס מאחר", "الحافلة متأخرة كل يوم"),
    "NUL bytes": lambda: rows(*SAID, "late\x00bus", "\x00"),
    "many control characters": lambda: bytes(range(32)) * 40,
    "an open quotation mark": lambda: b'who,words\np1,"The bus is late\np2,late again\n',
    "cells beyond the headings": lambda: b"who,words\np1,late,more,and more\n" * 3,
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + b"\x00" * 100,
    "a PDF": lambda: b"%PDF-1.7\n...",
    "a broken package": lambda: b"PK\x03\x04" + b"x" * 100,
    "a package of something else": lambda: zipped("hello.txt", b"hello"),
    "a package that grows": lambda: zipped("xl/workbook.xml", b" " * 150_000_000),
    "a project without a description": lambda: zipped("Sources/a.txt", b"hello"),
    "XML that grows": lambda: b'<!DOCTYPE a [<!ENTITY b "cc"><!ENTITY d "&b;&b;">]><CodeBook>&d;</CodeBook>',
    "deep JSON": lambda: b"[" * 200_000,
    "deep JSON in an object": lambda: b'{"candidates": ' + b"[" * 200_000,
    "JSON of another kind": lambda: b'{"hello": 1}',
    "a list of JSON": lambda: b'[{"candidates": []}]',
    "JSON with a number of 5,000 digits": lambda: (
        b'{"candidates": [], "not_grouped": [], "seed": ' + b"9" * 5_000 + b"}"
    ),
    "a result with members of no kind": lambda: b'{"candidates": [{"label": "x", "members": [1]}], "not_grouped": []}',
    "a result with half letters": lambda: (
        b'{"candidates": [{"label": "\\ud800", "members": [], "typical": 3}], "not_grouped": []}'
    ),
    "a codebook of no kind": lambda: b'{"title": 3, "codes": [{"key": [], "name": null}]}',
    "a codebook in a circle": lambda: b'{"title": "x", "codes": [{"key": "1", "name": "a", "parent": "1"}]}',
    "not quite JSON": lambda: b'{"candidates": [}',
}


# They take a second to read, so they are tried on the commands that read tables in ways of their own.
SLOW = {"a million blank rows", "blank rows to the end of a workbook", "one cell of 1 MB", "one word of 1 MB"}
READ_TABLES = {"discover", "import", "differences", "stance"}


# These read every voice with the model: of the tables that can be read, they are given the strangest alone.
WITH_MODEL = {"code", "next", "read", "conditions"}
CAN_BE_READ = {
    "one row", "mixed encodings", "utf-16", "HTML", "formulas", "an open quotation mark",
    "cells beyond the headings", "one word each", "the column is empty",
}  # fmt: skip


def available() -> dict[str, argparse.ArgumentParser]:
    top = parser()._subparsers
    assert top is not None
    themes = top._group_actions[0].choices["themes"]  # type: ignore[index]
    return dict(themes._subparsers._group_actions[0].choices)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("files")
    (made / "good.csv").write_text(GOOD)
    (made / "codebook.json").write_text('{"title": "t", "version": 1, "codes": [{"key": "1", "name": "Late buses"}]}')
    quiet = io.StringIO()
    with contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
        discover = [
            "themes",
            "discover",
            str(made / "good.csv"),
            "--words",
            "words",
            "--out",
            str(made / "result.json"),
        ]
        assert main(discover) == 0
    return made


def arguments(command: str, given: list[str], bad: Path, folder: Path) -> list[str]:
    places = {
        "BAD": str(bad), "GOOD": str(folder / "good.csv"), "CODEBOOK": str(folder / "codebook.json"),
        "RESULT": str(folder / "result.json"),
    }  # fmt: skip
    return [
        "themes",
        command,
        *(str(folder / each) if each.startswith("OUT") else places.get(each, each) for each in given),
    ]


def answer(asked: list[str]) -> tuple[int, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(asked)
    return code, "".join(
        line.rpartition("\r")[2] for line in err.getvalue().splitlines(keepends=True)
    )  # as a screen shows it


def check(asked: list[str]) -> None:
    code, err = answer(asked)
    assert code in (0, 1, 2), asked
    if code == 2:
        assert err.startswith("heard: ") and err.count("\n") == 1 and len(err) < 700, (asked, err)
    assert "Traceback" not in err


def test_every_command_is_tried() -> None:
    assert set(available()) <= set(COMMANDS), "Say in COMMANDS how to call it."


@pytest.mark.parametrize("kind", BAD)
def test_a_strange_file_is_answered(kind: str, folder: Path) -> None:
    bad = folder / f"{kind.replace(' ', '-')}.csv"
    bad.write_bytes(BAD[kind]())

    for command in available():
        if (kind in SLOW and command not in READ_TABLES) or (kind in CAN_BE_READ and command in WITH_MODEL):
            continue
        by_words = command == "discover" and kind in CAN_BE_READ
        for given in COMMANDS[command][by_words : 1 if kind in SLOW else None]:
            check(arguments(command, given, bad, folder))


@pytest.mark.parametrize("kind", ["a folder", "nothing", "a pipe", "a device", "locked"])
def test_what_is_no_file_is_answered(kind: str, folder: Path) -> None:
    bad = folder / f"no-file-{kind.replace(' ', '-')}"
    if kind == "a folder":
        bad.mkdir()
    elif kind == "a pipe":
        os.mkfifo(bad)
    elif kind == "a device":
        bad = Path("/dev/zero")
    elif kind == "locked":
        bad.write_text(GOOD)
        for command in available():  # what each needs is loaded while it may be
            for given in COMMANDS[command]:
                answer(arguments(command, given, bad, folder))
        bad.chmod(0)

    with without_privilege(kind == "locked", folder):
        for command in available():
            for given in COMMANDS[command]:
                code, err = answer(arguments(command, given, bad, folder))
                assert code == 2 and err.startswith("heard: ") and err.count("\n") == 1, (command, err)


@contextlib.contextmanager
def without_privilege(wanted: bool, folder: Path) -> Iterator[None]:
    """Be nobody for a while where the tests are run by the one user who may read every file."""
    if not wanted or os.geteuid() != 0:
        yield
        return
    for each in (folder, *folder.parents):
        if (
            each.owner() == "root"
            and each.is_relative_to(tempfile.gettempdir())
            and each != Path(tempfile.gettempdir())
        ):
            each.chmod(0o755)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_place_that_cannot_be_written_is_answered(folder: Path) -> None:
    for command in available():
        for given in COMMANDS[command]:
            if not any(each.startswith("OUT") for each in given):
                continue
            asked = arguments(command, given, folder / "good.csv", folder)
            nowhere = [each.replace(str(folder / "OUT"), str(folder / "nowhere" / "OUT")) for each in asked]
            code, err = answer(nowhere)
            if code == 0:  # it made the folder
                assert any((folder / "nowhere").iterdir())
                shutil.rmtree(folder / "nowhere")
                continue
            assert code == 2 and err.startswith("heard: ") and err.count("\n") == 1, (nowhere, err)
