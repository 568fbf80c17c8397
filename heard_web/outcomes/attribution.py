"""Hands asks, parts and what is claimed to have come of them to the library's check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heard.codes import Answer, BroadArea
from heard.outcomes.attribution import Concern, Given, Part, Result, check
from heard_web.decisions.models import Ask, AskPart
from heard_web.outcomes.models import Impact
from heard_web.places.models import Setting

if TYPE_CHECKING:
    from heard_web.outcomes.chain import Chain

WHOLE = "whole"


def concerns_about(chain: Chain) -> list[Concern]:
    """Every doubt about what is claimed to have come of an ask, each in plain words."""
    parts = [part_record(part, chain.ask) for part in chain.parts] or [
        Part(id=WHOLE, what=chain.ask.words, put_on=chain.ask.put_on)
    ]
    given = zip(parts, chain.answers(), strict=True)
    answers = {part.id: Given(Answer(one.answer), one.reason) for part, one in given if one is not None}
    results = [result_record(impact, whole=not chain.parts) for impact in chain.impacts.rows]
    return check(chain.first_heard_on, parts, results, answers=answers)


def part_record(part: AskPart, ask: Ask) -> Part:
    """One part of an ask as the library's `Part`."""
    return Part(
        id=str(part.pk), what=part.words, where=place(part.setting), designation=need(part.designation),
        put_on=ask.put_on, ages=ages(part.age_from, part.age_to),
    )  # fmt: skip


def result_record(impact: Impact, *, whole: bool) -> Result:
    """One impact, with its claim on the ask, as the library's `Result`. An ask without parts is one part itself."""
    claim = impact.claims_here[0]  # type: ignore[attr-defined]
    return Result(
        id=str(impact.pk), name=impact.named_thing, part_id=WHOLE if whole else str(claim.part_id) if claim.part_id else None,
        where=place(impact.setting), designation=need(impact.designation), in_use_since=impact.in_use_since,
        planned_on=impact.planned_on, ages=ages(impact.age_from, impact.age_to),
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
