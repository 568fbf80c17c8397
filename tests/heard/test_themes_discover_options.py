"""What `heard themes discover` can be told: which columns, which sheet, how many themes, and a table of every row."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from heard.cli import main

BUS = ["The bus is late", "My bus is late", "Late bus again", "The bus is late, every day", "Late bus, cold stop"]
ROOM = ["A quiet room helps", "The quiet room", "Quiet room please", "A quiet room at lunch", "Keep the quiet room"]
ROWS = [("Who", "Asked", "Words"), *((f"p{at // 2}", f"q{at % 2}", said) for at, said in enumerate([*BUS, *ROOM, ""]))]


@pytest.fixture
def voices(tmp_path: Path) -> Path:
    path = tmp_path / "voices.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([*ROWS[:4], (), *ROWS[4:]])  # a blank line between rows
    return path


def _discover(file: Path, *more: str) -> int:
    out = str(file.with_name("out.json"))
    return main(["themes", "discover", str(file), "--words", "words", "--engine", "words", "--out", out, *more])


def _found(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(file.with_name("out.json").read_text(encoding="utf-8"))
    return found


def test_the_table_has_a_line_for_every_row_under_its_number_in_the_file(voices: Path) -> None:
    table = voices.with_name("table.csv")

    assert _discover(voices, "--table", str(table)) == 0

    with table.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert list(lines[0]) == ["row", "voice", "theme", "label", "sub-theme", "also", "closeness", "why"]
    assert [int(line["row"]) for line in lines] == [2, 3, 4, *range(6, 14)]
    found = _found(voices)
    themes = {str(at): theme for at, theme in enumerate(found["candidates"], start=1)}
    for line in lines:
        assert bool(line["theme"]) != bool(line["why"])
        if line["theme"]:
            assert line["label"] == themes[line["theme"]]["label"]
            assert line["voice"] in {member["voice"] for member in themes[line["theme"]]["members"]}
    assert lines[-1]["why"] and not lines[-1]["theme"]


def test_people_are_counted_where_a_column_tells_them_apart(voices: Path) -> None:
    _discover(voices)
    without = _found(voices)
    _discover(voices, "--speaker", "WHO")

    assert (without["people"], without["speakers_known"]) == (11, False)
    assert (_found(voices)["people"], _found(voices)["speakers_known"]) == (6, True)


def test_the_columns_and_the_hash_of_what_was_read_are_kept_with_the_themes(voices: Path) -> None:
    _discover(voices, "--question", "asked")
    with_question = dict(_found(voices)["parameters"])
    _discover(voices)

    without = dict(_found(voices)["parameters"])
    assert with_question["column of words"] == "words" and with_question["column of question"] == "asked"
    assert "column of question" not in without
    assert len(without["voices sha256"]) == 64 and without["voices sha256"] != with_question["voices sha256"]


def test_a_sheet_other_than_the_first_is_read_when_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["Words"])
    book.active.append(["nothing here"])
    for row in ROWS:
        book["Second"].append(row) if "Second" in book else book.create_sheet("Second").append(row)
    path = tmp_path / "voices.xlsx"
    book.save(path)

    assert _discover(path, "--sheet", "Second") == 0
    assert _found(path)["voices"] >= 10
    assert _discover(path, "--sheet", "Third") != 0


def test_as_many_themes_as_were_asked_for_are_proposed(voices: Path) -> None:
    _discover(voices, "--themes", "1")
    one = _found(voices)
    _discover(voices, "--themes", "2")

    assert (len(one["candidates"]), len(_found(voices)["candidates"])) == (1, 2)
    assert one["number_of_themes"] == "1 theme was asked for."


@pytest.mark.parametrize("seed", ["-1", "4294967296", "many"])
def test_a_seed_that_is_no_seed_is_refused_before_anything_is_read(
    seed: str, voices: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        _discover(voices, "--seed", seed)

    assert "--seed" in capsys.readouterr().err
    assert not voices.with_name("out.json").exists()


def test_the_seed_is_kept_with_the_themes(voices: Path) -> None:
    assert _discover(voices, "--seed", "7") == 0

    assert _found(voices)["seed"] == 7


def test_what_was_read_is_kept_and_not_read_again_whatever_the_number_of_processes(voices: Path) -> None:
    kept, out = voices.with_name("kept.sqlite3"), voices.with_name("out.json")
    asked = ["themes", "discover", str(voices), "--words", "words", "--out", str(out), "--cache", str(kept)]

    assert main(asked) == 0
    first, size = out.read_bytes(), kept.stat().st_size
    assert main([*asked, "--workers", "2"]) == 0

    assert out.read_bytes() == first
    assert size > 0 and kept.stat().st_size == size
