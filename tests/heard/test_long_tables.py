"""Reading a few columns of a very long CSV file, row by row."""

from __future__ import annotations

from pathlib import Path

import pytest

import heard.voice.long_tables as long_tables
from heard.errors import EmptyFile, FileTooLarge, MissingColumn, UnreadableFile
from heard.voice.long_tables import read_columns
from heard.voice.tables import read_table

SAID = ["The bus is late", "“Quiet”, she said", "Łódź — żółw", "two\nlines", "  spaces  ", 'a "quote"']


@pytest.fixture(autouse=True)
def every_file_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_tables, "LARGEST_FILE", 10)


def _table(folder: Path, *, mark: str = ",", encoding: str = "utf-8", said: list[str] | None = None) -> Path:
    quoted = ['"' + words.replace('"', '""') + '"' for words in (SAID if said is None else said)]
    lines = [mark.join(["who", "Comment", "age"])]
    lines += [mark.join([f"p{at}", words, "9"]) for at, words in enumerate(quoted)]
    lines[3:3] = ["", mark * 2]  # a blank line, and a row of empty cells
    path = folder / "long.csv"
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_long_file_gives_the_rows_a_short_one_gives(tmp_path: Path, mark: str, encoding: str) -> None:
    path = _table(tmp_path, mark=mark, encoding=encoding)

    found = read_columns(path, ["comment", "who"])

    whole = read_table(path)
    assert found.columns == ("Comment", "who")
    assert found.rows and [row.number for row in found.rows] == [row.number for row in whole.rows]
    assert found.column("Comment") == whole.column("Comment")
    assert found.column("who") == whole.column("who")


def test_a_long_file_in_windows_letters_is_read_though_they_come_late(tmp_path: Path) -> None:
    path = _table(tmp_path, encoding="cp1252", said=["plain words here"] * 9000 + ["café – naïve"])

    found = read_columns(path, ["Comment"])

    assert found.encoding == "cp1252"
    assert found.column("Comment")[-1] == "café – naïve"


def test_the_column_that_numbers_the_rows_is_kept_though_nobody_asked(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("Response ID,age,comment\nr7,9,late bus\nr8,10,quiet room\n", encoding="utf-8")

    found = read_columns(path, ["comment"])

    assert found.columns == ("comment", "Response ID")
    assert found.column("Response ID") == ["r7", "r8"]


def test_a_cell_too_long_to_read_is_told_with_its_row_and_the_rest_is_read(tmp_path: Path) -> None:
    path = _table(tmp_path, said=["first", "x" * 1_000_001, "last"])

    found = read_columns(path, ["Comment"])

    assert [problem.row for problem in found.problems] == [3]
    assert "Check its quotation marks" in found.problems[0].why
    assert [(row.number, row.cells) for row in found.rows] == [(2, ("first",)), (6, ("last",))]


def test_what_cannot_be_read_row_by_row_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blank, odd = tmp_path / "blank.csv", tmp_path / "odd.csv"
    blank.write_text(",,\n" * 50, encoding="utf-8")
    odd.write_bytes(b"a\x00b\x00\x00\x00" * 50)

    with pytest.raises(EmptyFile, match="no cell holds any text"):
        read_columns(blank, ["Comment"])
    with pytest.raises(UnreadableFile, match="CSV UTF-8"):
        read_columns(odd, ["Comment"])
    with pytest.raises(MissingColumn, match="“who”, “Comment”, “age”"):
        read_columns(_table(tmp_path), ["words"])
    with pytest.raises(UnreadableFile, match="cannot be opened"):
        read_columns(tmp_path / "gone.csv", ["Comment"])
    monkeypatch.setattr(long_tables, "MOST_LONG_ROWS", 5)
    with pytest.raises(FileTooLarge, match="more than 5 rows"):
        read_columns(_table(tmp_path), ["Comment"])
    monkeypatch.setattr(long_tables, "LARGEST_LONG_FILE", 20)
    with pytest.raises(FileTooLarge, match="larger than 2 GB"):
        read_columns(_table(tmp_path), ["Comment"])


def test_a_row_that_is_too_short_has_an_empty_cell_and_a_nul_does_not_stop_the_reading(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_bytes(b"who,Comment\np1\np2,late\x00bus\n")

    found = read_columns(path, ["Comment", "who"])

    assert found.column("Comment") == ["", "late\ufffdbus"]
    assert found.column("who") == ["p1", "p2"]
