"""Which texts of another tool are our voices, and codebooks kept as tables."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from heard.errors import FileTooLarge, MissingColumn
from heard.publishing.workbook import as_csv, as_xlsx
from heard.records import Voice
from heard.themes.coding.codebook import Code, CodebookVersion
from heard.themes.exchange.codebook_tables import codebook_rows, read_codebook_table
from heard.themes.exchange.guids import guid_of
from heard.themes.exchange.matching import match_sources, places_in
from heard.themes.exchange.project import PassageCoding, Source


def test_a_text_is_a_voice_only_letter_for_letter() -> None:
    voices = [Voice("1", "The bus is late"), Voice("2", "the bus is late")]

    found = match_sources([Source("x", "", "The bus is late"), Source("y", "", "The bus is late!")], [], voices)

    assert found.voices == {"x": "1"}
    assert [(each.source.id, each.why) for each in found.unmatched] == [("y", "not among these voices")]


def test_our_own_mark_is_not_believed_when_the_words_differ() -> None:
    found = match_sources([Source(guid_of("source", "1"), "", "Another thing")], [], [Voice("1", "The bus is late")])

    assert found.voices == {}
    assert found.unmatched[0].why == "the words differ"


def test_codings_of_texts_that_are_no_voice_are_counted() -> None:
    codings = [PassageCoding("x", "a", 0, 3), PassageCoding("y", "a", 0, 3)]

    found = match_sources([Source("x", "", "bus"), Source("y", "", "taxi")], codings, [Voice("1", "bus")])

    assert found.codings == (PassageCoding("1", "a", 0, 3),) and found.codings_left == 1


ENDS = st.lists(st.sampled_from(["a", "é", "🚌", "\n", " "]), max_size=12).map("".join)


@given(ENDS, st.data())
def test_a_passage_keeps_its_words_when_line_ends_and_outer_blanks_change(words: str, data: st.DataObject) -> None:
    ours = f" {words}\n".replace("\n", "\r\n")
    bare = words.strip()
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(bare))] * 2)))

    moved = places_in(bare, ours, start), places_in(bare, ours, end)

    assert ours[slice(*moved)].replace("\r\n", "\n") == bare[start:end]


def test_a_codebook_survives_a_spreadsheet() -> None:
    codes = (
        Code(
            "1",
            "Journeys",
            definition="=not a formula",
            includes="taxis",
            excludes="- school trips",
            examples=("a", "b"),
        ),
        Code("2", "Late buses", parent="1"),
    )
    rows = [*codebook_rows(CodebookVersion("x", 1, codes))]

    from_csv = read_codebook_table(as_csv(rows), "x.csv").codebook
    from_xlsx = read_codebook_table(as_xlsx({"Themes": rows}), "x.xlsx").codebook

    assert from_csv.codes == from_xlsx.codes == codes


@pytest.mark.parametrize("heading", ["Theme", "name", "CODE", "tag", "Path", "Topic"])
def test_the_headings_of_other_tools_are_understood(heading: str) -> None:
    found = read_codebook_table(f"{heading},Description\nLate,Being late\n".encode(), "x.csv")

    [code] = found.codebook.codes
    assert (code.name, code.definition) == ("Late", "Being late")


def test_what_a_table_cannot_say_is_reported_row_by_row() -> None:
    table = b"Theme,Part of\nA,B\nB,A\n,x\na,\nC,nowhere\nD,D\n"

    found = read_codebook_table(table, "x.csv")

    assert [code.name for code in found.codebook.codes] == ["A", "B", "C", "D"]
    assert [sentence.partition(":")[0].partition(" was")[0] for sentence in found.left_out] == [
        "Row 4", "Row 5", "Row 6", "Row 7", "Row 2",
    ]  # fmt: skip


def test_a_table_that_is_no_codebook_is_refused() -> None:
    with pytest.raises(MissingColumn, match="“colour”"):
        read_codebook_table(b"colour\nred\n", "x.csv")
    with pytest.raises(FileTooLarge, match="one theme a row"):
        read_codebook_table(b"Theme\n" + b"".join(b"t%d\n" % n for n in range(6000)), "x.csv")


def test_a_workbook_runs_nothing_and_cuts_only_what_a_cell_cannot_hold() -> None:
    content = as_xlsx({"A/B: everything that people said here": [["Words"], ["=1+1"], ["x" * 40_000], ["a\x00b"], [3]]})

    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    cells = [row[0] for row in sheet.iter_rows()]
    assert sheet.title == "A B  everything that people sai"
    assert all(cell.data_type != "f" for cell in cells)
    assert [len(str(cell.value)) for cell in cells] == [5, 5, 32_000, 3, 1]
