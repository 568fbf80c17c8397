"""Answers kept in a Word document: its tables, and its paragraphs where it has none."""

import io

from docx import Document

from heard.voice.tables import read_table


def _document(tables: list[list[list[str]]], paragraphs: list[str]) -> bytes:
    document = Document()
    for words in paragraphs:
        document.add_paragraph(words)
    for rows in tables:
        table = document.add_table(rows=len(rows), cols=len(rows[0]))
        for line, cells in zip(table.rows, rows, strict=True):
            for cell, text in zip(line.cells, cells, strict=True):
                cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_document_reads_its_table_joined_where_it_was_cut_in_two() -> None:
    header = ["who", "words"]
    content = _document(
        [[header, ["parent", "swings"]], [["x", "y"], ["1", "2"]], [header, ["child", "slides"]]], ["Notes"]
    )

    sheet = read_table(content, "notes.docx")

    assert sheet.column("words") == ["swings", "slides"]
    assert any("Table 2" in problem.why for problem in sheet.problems)
    assert any("1 paragraphs outside" in problem.why for problem in sheet.problems)


def test_a_long_table_of_a_document_is_read_to_its_last_cell() -> None:
    answers = [[f"person {number}", f"comment {number}"] for number in range(300)]
    content = _document([[["who", "words"], *answers]], [])

    sheet = read_table(content, "notes.docx")

    assert [list(row.cells) for row in sheet.rows] == answers


def test_a_merged_cell_of_a_document_shows_once_where_it_starts() -> None:
    document = Document()
    table = document.add_table(rows=3, cols=2)
    for line, cells in zip(table.rows, (["school", "words"], ["Elmtree", "swings"], ["", "slides"]), strict=True):
        for cell, text in zip(line.cells, cells, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    out = io.BytesIO()
    document.save(out)

    sheet = read_table(out.getvalue(), "notes.docx")

    assert sheet.column("school") == ["Elmtree", ""]
    assert sheet.column("words") == ["swings", "slides"]


def test_a_document_without_tables_gives_one_row_for_each_paragraph() -> None:
    content = _document([], ["More time outside", "", "A garden"])

    sheet = read_table(content, "notes.docx")

    assert sheet.columns == ("words",)
    assert sheet.column("words") == ["More time outside", "A garden"]
