"""What people told us as a table to take away: values only, nothing hidden, nothing a spreadsheet could run."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from heard.codes import Mode, Use
from heard.publishing.safe_cells import safe_row
from heard_web.voice.models import Contribution, ContributionQuerySet, Permission

HEADINGS = (
    "Number", "Day", "Visit or event", "Place", "Person", "Took part as", "Age", "Main area of need", "How they told us",
    "Whose words", "Who spoke, and for whom", "Question", "Heading", "What they told us", "What the drawing shows",
    "The drawing described", "What was happening", "What we saw", "What we think", "What else it could mean",
    "May find themes", "May quote", "May show the drawing", "May name the school",
)  # fmt: skip
# Letters that a workbook cannot hold at all.
_NO_CELL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
LONGEST_CELL = 32_000


def table(contributions: ContributionQuerySet) -> Iterator[list[object]]:
    """One row for each standing contribution, in three queries however many there are."""
    standing = contributions.standing()
    answers = Permission.objects.for_each(standing)
    for row in standing.with_parts():
        yield [*_facts(row), *_said(row), *_allowed(row, answers.get(row.pk, []))]


def _facts(row: Contribution) -> list[object]:
    who = row.speaker
    return [
        row.pk, row.said_on, row.activity.title, row.activity.where, who.label if who else "",
        who.get_group_display() if who else "", who.get_age_band_display() if who else "",
        who.get_need_area_display() if who else "", row.get_mode_display(), row.get_mediation_display(), row.on_behalf_of,
        row.question.words if row.question else "", row.heading,
    ]  # fmt: skip


def _said(row: Contribution) -> list[object]:
    drawing = row.drawing.alt_text if hasattr(row, "drawing") else ""
    said: list[object] = [row.words, row.explanation, drawing]
    if row.mode != Mode.OBSERVED or not hasattr(row, "observation"):
        return [*said, "", "", "", ""]
    seen = row.observation
    return [*said, seen.what_was_happening, seen.what_we_saw, seen.what_we_think, seen.other_reading]


def _allowed(row: Contribution, answers: Iterable[Permission]) -> list[object]:
    return ["Yes" if row.judge(answers, use).allowed else "No" for use in Use]


def as_csv(rows: Iterable[Iterable[object]], headings: Iterable[str] = HEADINGS) -> bytes:
    """The table as CSV, marked as UTF-8 so that a spreadsheet shows every letter."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(safe_row(headings))
    writer.writerows(safe_row(row) for row in rows)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Iterable[Iterable[object]]) -> bytes:
    """The table as a workbook of one sheet that holds values only, and no name of who made it."""
    book = Workbook(write_only=True)
    book.properties.creator = None
    sheet = book.create_sheet("What people told us")
    sheet.append(list(HEADINGS))
    for row in rows:
        cells = []
        for value in safe_row(row):
            cell = WriteOnlyCell(sheet, _fits(value))
            if isinstance(value, str):
                cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _fits(value: object) -> Any:
    return _NO_CELL.sub("", value)[:LONGEST_CELL] if isinstance(value, str) else value
