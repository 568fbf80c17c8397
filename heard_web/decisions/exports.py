"""Asks and answers as a table for a spreadsheet."""

from __future__ import annotations

import csv
import io
from typing import Any

from heard.codes import Answer
from heard.publishing.safe_cells import safe_row
from heard_web.decisions.models import Ask, Decision

COLUMNS = [
    "ask", "asked for", "put to", "put on", "answer due by", "agreed with", "held by", "part", "answer", "reason",
    "decided on", "look again on",
]  # fmt: skip


def asks_as_csv(asks: Any) -> str:
    """One row for each answer to an ask or to one of its parts; an ask or part without an answer has a row of its own."""
    return as_csv(COLUMNS, [row for ask in asks for row in _rows(ask)])


def as_csv(columns: list[str], rows: list[list[object]]) -> str:
    """A table that a spreadsheet opens with its letters right, and in which nothing runs as a formula."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows(safe_row("" if cell is None else cell for cell in row) for row in rows)
    return out.getvalue()


def _rows(ask: Ask) -> list[list[object]]:
    seen: list[Decision] = ask.decisions_seen  # type: ignore[attr-defined]
    names = {part.pk: part.words for part in ask.parts.all()}
    start: list[object] = [
        ask.pk, ask.words, ask.body.name, ask.put_on, ask.answer_due_on, ask.agreed_with, ask.held_by.name
    ]  # fmt: skip
    rows = [
        [*start, names.get(one.part_id or 0, ""), Answer(one.answer).label, one.reason, one.decided_on, one.review_on]
        for one in seen
    ]
    told = {one.part_id for one in seen}
    silent = [words for pk, words in names.items() if pk not in told and None not in told]
    rows += [[*start, words, "No answer yet", "", None, None] for words in silent]
    return rows or [[*start, "", "No answer yet", "", None, None]]
