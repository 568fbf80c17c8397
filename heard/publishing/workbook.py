"""Tables as CSV and as a workbook of several sheets: values only, nothing hidden, nothing a spreadsheet could run."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from typing import Any

from heard.publishing.safe_cells import safe_row

Rows = Iterable[Iterable[object]]
LONGEST_CELL = 32_000  # a workbook holds 32,767 letters a cell
_NO_CELL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NO_TITLE = re.compile(r"[\\/*?:\[\]]")


def as_csv(rows: Rows) -> bytes:
    """Write a table as CSV, marked as UTF-8 so that a spreadsheet shows every letter.

    >>> as_csv([["Words"], ["=1+1"]]).decode("utf-8-sig").split()
    ['Words', "'=1+1"]
    """
    text = io.StringIO()
    csv.writer(text).writerows(safe_row(row) for row in rows)
    return text.getvalue().encode("utf-8-sig", "replace")


def as_xlsx(sheets: Mapping[str, Rows]) -> bytes:
    """Write a workbook with one sheet for each table, and no name of who made it.

    Units    a cell holds at most 32,000 letters; what is longer is cut and ends in “…”. The CSV holds it whole.
    Shape    sheets by title, in order; the first row of each is its headings and stays in view.
    Errors   none.
    Source   docs/reference/methods.md#tables-to-take-away
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    book.properties.creator = None
    for title, rows in sheets.items():
        sheet = book.create_sheet(_NO_TITLE.sub(" ", title)[:31])
        sheet.freeze_panes = "A2"
        for row in rows:
            cells = []
            for value in safe_row(row):
                cell = WriteOnlyCell(sheet, _fits(value))
                if isinstance(value, str):
                    cell.data_type = "s"  # else openpyxl takes a leading = for a formula
                cells.append(cell)
            sheet.append(cells)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _fits(value: object) -> Any:
    if not isinstance(value, str):
        return value
    plain = _NO_CELL.sub("\ufffd", value)
    return plain if len(plain) <= LONGEST_CELL else f"{plain[: LONGEST_CELL - 1]}…"
