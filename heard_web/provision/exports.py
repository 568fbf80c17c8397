"""The register, and what was recommended beside it, as tables for a spreadsheet."""

from __future__ import annotations

from typing import Any

from heard_web.decisions.exports import as_csv
from heard_web.provision.compare import Line

REGISTER = [
    "entry", "name", "setting", "URN", "kind", "need", "phase", "youngest age", "oldest age", "places", "children there",
    "counted on", "status", "since", "reason", "led by", "held by",
]  # fmt: skip
COMPARED = [
    "asked for",
    "part",
    "put to",
    "put on",
    "answer",
    "what became of it",
    "entry",
    "details",
    "why not",
    "older than the voice",
]


def register_as_csv(rows: Any) -> str:
    """One row for each entry of the register, as it stands."""
    return as_csv(
        REGISTER,
        [
            [
                row.pk, row.name, str(row.setting), row.setting.urn, row.get_kind_display(), row.get_designation_display(),
                row.get_phase_display(), row.age_from, row.age_to, row.places, row.on_roll, row.counted_on,
                row.status_label, row.since, row.status_reason, str(row.led_by or ""), row.held_by.name,
            ]
            for row in rows
        ],
    )  # fmt: skip


def compared_as_csv(lines: list[Line]) -> str:
    """One row for each recommended part, then one for each entry nobody recommended."""
    return as_csv(COMPARED, [_compared(line) for line in lines])


def _compared(line: Line) -> list[object]:
    part = line.part
    asked: list[object] = (
        [part.ask.words, part.words, part.ask.body.name, part.ask.put_on] if part else ["", "", "", None]
    )
    answer = line.decision.get_answer_display() if line.decision else "No answer yet" if part else ""
    entry = line.provision.name if line.provision else ""
    return [*asked, answer, line.result, entry, line.comparison.words, line.why_not, line.older]
