"""Reading the tables people already keep, and refusing hostile ones."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from heard.errors import (
    EmptyFile,
    FileTooLarge,
    HeardError,
    MissingColumn,
    MissingSheet,
    UnreadableFile,
    WrongEncoding,
)
from heard.voice.tables import LARGEST_FILE, read_table


def _book(*sheets: tuple[str, list[list[object]]], hidden: tuple[str, ...] = ()) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if name in hidden:
            sheet.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _package(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/") + ".xml", content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("saved_as", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("cp1252", "cp1252"),
    ],
)
def test_a_table_reads_the_same_however_its_letters_were_saved(saved_as: str, told: str) -> None:
    content = "who,words\nparent,“We’d like a café – with a garden”\n".encode(saved_as)

    sheet = read_table(content, "notes.csv")

    assert sheet.columns == ("who", "words")
    assert sheet.column("words") == ["“We’d like a café – with a garden”"]
    assert sheet.encoding == told


def test_letters_that_fit_no_known_encoding_are_not_guessed() -> None:
    content = b"words\ncaf\x81 garden\n"

    with pytest.raises(WrongEncoding, match=r"save it"):
        read_table(content, "notes.csv")


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_any_usual_mark_may_part_the_cells(mark: str) -> None:
    content = mark.join(["who", "words"]) + "\n" + mark.join(["parent", "more breaks"]) + "\n"

    sheet = read_table(content.encode(), "notes.csv")

    assert sheet.rows[0].cells == ("parent", "more breaks")


def test_a_single_column_keeps_the_commas_people_wrote() -> None:
    content = b"What would help?\nquiet, calm and safe places\nbuses\nfriends, games\nmore time\n"

    sheet = read_table(content, "notes.csv")

    assert sheet.columns == ("What would help?",)
    assert sheet.column("What would help?")[0] == "quiet, calm and safe places"


def test_rows_of_different_length_are_kept_and_told() -> None:
    content = b"who,words\nparent\n\nchild,swings,and slides\n"

    sheet = read_table(content, "notes.csv")

    assert [row.cells for row in sheet.rows] == [("parent", "", ""), ("child", "swings", "and slides")]
    assert [row.number for row in sheet.rows] == [2, 4]
    assert [problem.row for problem in sheet.problems if "3 cells" in problem.why] == [4]


def test_a_row_that_cannot_be_read_is_reported_with_its_number() -> None:
    content = b"who,words\nparent," + b"x" * 1_000_001 + b"\nchild,swings\n"

    sheet = read_table(content, "notes.csv")

    assert [row.cells for row in sheet.rows] == [("child", "swings")]
    assert [problem.row for problem in sheet.problems] == [2]


def test_columns_with_no_name_or_the_same_name_get_names_of_their_own() -> None:
    content = b"Comment,,Comment\na,b,c\n"

    sheet = read_table(content, "notes.csv")

    assert sheet.columns == ("Comment", "Column 2", "Comment (2)")
    assert len(sheet.problems) == 2


def test_a_column_that_is_not_there_names_those_that_are() -> None:
    sheet = read_table(b"who,words\na,b\n", "notes.csv")

    with pytest.raises(MissingColumn) as caught:
        sheet.column("comment")

    assert "“who”, “words”" in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"  \n\n", b"\xef\xbb\xbf", b"\xff\xfe", b",,\n,,\n"])
def test_an_empty_file_says_so(content: bytes) -> None:
    with pytest.raises(EmptyFile, match="empty"):
        read_table(content, "notes.csv")


@pytest.mark.parametrize("content", [b"%PDF-1.7 x", b"\xd0\xcf\x11\xe0 old", b"\x89PNG\r\n", bytes(range(32)) * 50])
def test_a_file_that_is_no_table_says_what_to_do(content: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"Save|save|Copy|Type"):
        read_table(content, "notes.csv")


def test_a_file_above_twenty_megabytes_is_not_opened() -> None:
    with pytest.raises(FileTooLarge, match="20 MB"):
        read_table(b"a" * (LARGEST_FILE + 1), "notes.csv")


def test_a_workbook_reads_its_first_visible_sheet_and_tells_of_the_rest() -> None:
    content = _book(
        ("Pupils", [["name"], ["never read"]]),
        ("Answers", [["who", "words", "on"], ["parent", "=1+1", date(2026, 3, 4)], [3.0, True, None]]),
        ("More", [["words"], ["later"]]),
        hidden=("Pupils",),
    )

    sheet = read_table(content, "answers.xlsx")

    assert sheet.sheet == "Answers" and sheet.sheets == ("Answers", "More")
    assert [row.cells for row in sheet.rows] == [("parent", "=1+1", "2026-03-04"), ("3", "TRUE", "")]
    assert any("Pupils" in problem.why for problem in sheet.problems)


def test_another_sheet_can_be_named_but_not_a_hidden_one() -> None:
    content = _book(("A", [["words"], ["first"]]), ("B", [["words"], ["second"]]), ("C", [["x"]]), hidden=("C",))

    assert read_table(content, sheet="B").column("words") == ["second"]

    with pytest.raises(MissingSheet, match="unhide"):
        read_table(content, sheet="C")
    with pytest.raises(MissingSheet, match="A, B"):
        read_table(content, sheet="D")


def test_merged_cells_count_once_and_are_told() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["school", "words"], ["Elmtree", "swings"], [None, "slides"]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    out = io.BytesIO()
    book.save(out)

    read = read_table(out.getvalue(), "merged.xlsx")

    assert read.column("school") == ["Elmtree", ""]
    assert any("A2 to A3" in problem.why and problem.row == 2 for problem in read.problems)


def test_a_file_that_unpacks_to_very_much_is_refused_before_it_is_unpacked() -> None:
    content = _package(xl__workbook=b"<w/>", xl__worksheets__sheet1=b" " * 30_000_000)

    with pytest.raises(FileTooLarge, match="times its size"):
        read_table(content, "bomb.xlsx")


def test_a_file_of_very_many_parts_is_refused_before_any_is_read() -> None:
    content = _package(xl__workbook=b"<w/>", **{f"part{number}": b"" for number in range(5_000)})

    with pytest.raises(FileTooLarge, match=r"5,001 parts; at most 120 MB in 5,000 parts"):
        read_table(content, "many.xlsx")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_file_with_instructions_for_the_reader_is_refused(encoding: str) -> None:
    hostile = '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'.encode(encoding)

    with pytest.raises(UnreadableFile, match="harm"):
        read_table(_package(xl__workbook=hostile), "hostile.xlsx")


@pytest.mark.parametrize("cut", [10, 200, 2000])
def test_a_damaged_workbook_says_so(cut: int) -> None:
    content = _book(("A", [["words"], ["first"]]))

    with pytest.raises(UnreadableFile, match=r"damaged|neither"):
        read_table(content[:cut], "cut.xlsx")


def test_a_zip_of_something_else_is_no_workbook() -> None:
    with pytest.raises(UnreadableFile, match="neither"):
        read_table(_package(readme=b"hello"), "pack.xlsx")


@given(st.binary(max_size=300))
def test_no_bytes_at_all_break_the_reader(content: bytes) -> None:
    try:
        sheet = read_table(content, "any")
    except HeardError as error:
        assert str(error)
    else:
        assert sheet.columns


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12).map(
    lambda text: text.strip() or "x"
)


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8))
def test_a_comma_table_comes_back_cell_for_cell(rows: list[tuple[str, str]]) -> None:
    import csv

    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerows([("who", "words"), *rows])

    sheet = read_table(out.getvalue().encode(), "notes.csv")

    assert [row.cells for row in sheet.rows] == [(a.strip(), b.strip()) for a, b in rows]
