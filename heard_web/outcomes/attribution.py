"""Hands asks, parts and what is claimed to have come of them to the library's check."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from heard.codes import Answer, BroadArea
from heard.outcomes.attribution import Concern, Given, Part, Result, check
from heard_web.decisions.models import Ask, AskPart, Decision
from heard_web.outcomes.models import Impact
from heard_web.places.models import Setting

WHOLE = "whole"


def concerns_about(
    ask: Ask,
    *,
    parts: Sequence[AskPart],
    answers: Sequence[Decision | None],
    claimed: Sequence[tuple[Impact, int | None]],
    first_heard_on: datetime.date | None,
) -> list[Concern]:
    """Every doubt about what is claimed to have come of an ask, each in plain words.

    `answers` follow `parts`; `claimed` pairs each impact with the number of the part it is claimed to deliver.
    """
    asked = [part_record(part, ask) for part in parts] or [Part(id=WHOLE, what=ask.words, put_on=ask.put_on)]
    given = {
        part.id: Given(Answer(one.answer), one.reason)
        for part, one in zip(asked, answers, strict=True)
        if one is not None
    }
    results = [
        result_record(impact, part=WHOLE if not parts else str(part) if part else None) for impact, part in claimed
    ]
    return check(first_heard_on, asked, results, answers=given)


def part_record(part: AskPart, ask: Ask) -> Part:
    """One part of an ask as the library's `Part`."""
    return Part(
        id=str(part.pk), what=part.words, where=place(part.setting), designation=need(part.designation),
        put_on=ask.put_on, ages=ages(part.age_from, part.age_to),
    )  # fmt: skip


def result_record(impact: Impact, *, part: str | None) -> Result:
    """One impact, claimed to deliver a part, as the library's `Result`. An ask without parts is one part itself."""
    return Result(
        id=str(impact.pk), name=impact.named_thing, part_id=part, where=place(impact.setting),
        designation=need(impact.designation), in_use_since=impact.in_use_since, planned_on=impact.planned_on,
        ages=ages(impact.age_from, impact.age_to),
    )  # fmt: skip


def place(setting: Setting | None) -> str:
    """A setting in words that no other setting shares."""
    if setting is None:
        return ""
    return f"{setting} (URN {setting.urn})" if setting.urn else str(setting)


def need(designation: str) -> str:
    """The need a place is for, as it stands inside a sentence."""
    return BroadArea(designation).label.lower() if designation else ""


def ages(youngest: int | None, oldest: int | None) -> tuple[int, int] | None:
    """A range of ages, where both ends are known."""
    return None if youngest is None or oldest is None else (youngest, oldest)
