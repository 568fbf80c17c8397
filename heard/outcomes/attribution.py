"""Checks a claim that something changed because of what people said: is it later, and is it whole?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from heard.codes import Answer

Ages = tuple[int, int]


class ConcernKind(StrEnum):
    """What is doubtful about a claimed change."""

    OLDER_THAN_VOICE = "older_than_voice"
    NEVER_DELIVERED = "never_delivered"
    DIFFERS = "differs"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of what people asked for."""

    id: str
    what: str
    where: str = ""
    designation: str = ""
    put_on: date | None = None
    ages: Ages | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """One thing claimed to have come of it; `part_id` names the part of the request it answers."""

    id: str
    name: str
    part_id: str | None = None
    where: str = ""
    designation: str = ""
    in_use_since: date | None = None
    planned_on: date | None = None
    ages: Ages | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """The answer given to one part, and the reason."""

    answer: Answer
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Concern:
    """One doubt about the claim, in plain words. A `reason` that was given explains the doubt; it does not hide it."""

    kind: ConcernKind
    message: str
    part_id: str | None = None
    result_id: str | None = None
    reason: str = ""


def check(
    voices_from: date | None,
    parts: Sequence[Part],
    results: Sequence[Result],
    *,
    answers: Mapping[str, Given] | None = None,
) -> list[Concern]:
    """Compare what people asked for with what is claimed to have come of it.

    Four doubts are raised: a result older than the first voice; a part with nothing delivered, which stays in view even
    when a reason is given; a result that differs from what was asked; and a result nobody asked for.

    Units    days. Ages are in years.
    Shape    parts and results in any order; several results may answer one part. Concerns follow the order of the
             results, then of the parts.
    Errors   none: a missing date raises no doubt, because nothing is known.
    Source   docs/reference/methods.md#attribution
    Limits   places and designations are compared as words, leaving out capitals and spaces.

    >>> asked = [Part("1", "A base in Elmtree", "Elmtree", "communication and interaction", date(2024, 3, 1))]
    >>> claimed = [Result("9", "Elmtree base", "1", "Elmtree", "all kinds of need", in_use_since=date(2021, 9, 1))]
    >>> for concern in check(date(2023, 11, 4), asked, claimed):
    ...     print(concern.kind.value, "|", concern.message)
    older_than_voice | Elmtree base was in use on 1 September 2021, before anyone here was heard (4 November 2023). \
What people said cannot be why it exists.
    differs | Elmtree base differs from what was asked: asked for communication and interaction, in use for all kinds of \
need.
    """
    by_id = {part.id: part for part in parts}
    concerns: list[Concern] = []
    for result in results:
        part = by_id.get(result.part_id) if result.part_id is not None else None
        concerns += _older(voices_from, result)
        concerns += _differs(part, result) if part else [_not_asked(result)]
    delivered = {result.part_id for result in results}
    given = answers or {}
    concerns += [_never_delivered(part, given.get(part.id)) for part in parts if part.id not in delivered]
    return concerns


def _older(voices_from: date | None, result: Result) -> list[Concern]:
    if voices_from is None:
        return []
    heard = f"before anyone here was heard ({_day(voices_from)})"
    if result.in_use_since is not None and result.in_use_since < voices_from:
        since = _day(result.in_use_since)
        message = f"{result.name} was in use on {since}, {heard}. What people said cannot be why it exists."
    elif result.planned_on is not None and result.planned_on < voices_from:
        message = f"{result.name} was planned on {_day(result.planned_on)}, {heard}. Say what people changed about it."
    else:
        return []
    return [Concern(ConcernKind.OLDER_THAN_VOICE, message, result.part_id, result.id)]


def _differs(part: Part, result: Result) -> list[Concern]:
    found = []
    if _unlike(part.where, result.where):
        found.append(f"asked for in {part.where}, delivered in {result.where}")
    if _unlike(part.designation, result.designation):
        found.append(f"asked for {part.designation}, in use for {result.designation}")
    if part.ages and result.ages and part.ages != result.ages:
        found.append(f"asked for ages {_ages(part.ages)}, in use for ages {_ages(result.ages)}")
    if not found:
        return []
    message = f"{result.name} differs from what was asked: {'; '.join(found)}."
    return [Concern(ConcernKind.DIFFERS, message, part.id, result.id)]


def _not_asked(result: Result) -> Concern:
    message = (
        f"{result.name} answers no part of what people asked for. Link it to the part it answers, or leave it out."
    )
    return Concern(ConcernKind.NOT_ASKED, message, None, result.id)


def _never_delivered(part: Part, given: Given | None) -> Concern:
    asked = f" It was asked for on {_day(part.put_on)}." if part.put_on else ""
    message = f"Nothing on record delivers “{part.what.rstrip('.')}”.{asked}"
    if given is None or given.answer is Answer.AWAITING:
        message += " No answer has been given."
        return Concern(ConcernKind.NEVER_DELIVERED, message, part.id)
    message += f" The answer was “{given.answer.label}”"
    message += f": {given.reason.rstrip('.')}." if given.reason.strip() else ", with no reason."
    return Concern(ConcernKind.NEVER_DELIVERED, message, part.id, reason=given.reason)


def _unlike(asked: str, delivered: str) -> bool:
    """Two words differ only where both are known."""
    plain = [" ".join(words.replace("&", "and").casefold().split()) for words in (asked, delivered)]
    return bool(plain[0] and plain[1] and plain[0] != plain[1])


def _ages(ages: Ages) -> str:
    return f"{ages[0]} to {ages[1]}"


def _day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"
