"""What people do with asks and answers."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction

from heard.codes import Answer, ParticipantGroup
from heard.errors import BadRecord, DatesOutOfOrder
from heard_web.audit.models import record
from heard_web.decisions.models import Ask, AskFinding, AskPart, Decision, DecisionVoice, InTheRoom, check_reason, day
from heard_web.engagement.models import Purpose
from heard_web.people.models import DecisionBody, User
from heard_web.people.turns import wait_for_turn
from heard_web.places.models import Setting
from heard_web.themes.models import Finding
from heard_web.voice.models import Contribution


@dataclass(frozen=True)
class PartFacts:
    """One part of an ask, as it is put."""

    words: str
    setting: Setting | None = None
    designation: str = ""
    age_from: int | None = None
    age_to: int | None = None
    places: int | None = None


@transaction.atomic
def put_ask(
    *,
    by: User,
    words: str,
    body: DecisionBody,
    put_on: datetime.date,
    purpose: Purpose | None = None,
    findings: Iterable[Finding] = (),
    parts: Sequence[PartFacts] = (),
    answer_due_on: datetime.date | None = None,
    agreed_with: str = "",
) -> Ask:
    """Put an ask to a body, with the findings it rests on and the parts it can be delivered in.

    Putting the same words and parts to the same body on the same day again gives the ask that is there already.
    """
    findings, parts = list(findings), list(parts)
    if not by.as_role.may_record():
        raise PermissionDenied("Your role does not put asks to a body.")
    _check_sight(by, purpose, findings)
    _check_dates(put_on, answer_due_on)
    _check_ages(parts)
    wait_for_turn(by)
    twin: Ask
    twins = Ask.objects.filter(held_by=by.organisation, words=words, body=body, put_on=put_on)
    for twin in twins.prefetch_related("parts"):
        if [part.words for part in twin.parts.all()] == [part.words for part in parts]:
            return twin
    ask = Ask.objects.create(
        held_by=by.organisation, words=words, body=body, put_on=put_on, purpose=purpose,
        answer_due_on=answer_due_on, agreed_with=agreed_with, written_by=by,
    )  # fmt: skip
    AskFinding.objects.bulk_create([AskFinding(ask=ask, finding=finding, linked_by=by) for finding in findings])
    AskPart.objects.bulk_create(
        [AskPart(ask=ask, position=position, **vars(facts)) for position, facts in enumerate(parts, start=1)]
    )
    record(by=by, verb="put_ask", of=ask, sentence=f"{by.name} put ask {ask.pk} to {body.name}.")
    return ask


def _check_sight(by: User, purpose: Purpose | None, findings: Sequence[Finding]) -> None:
    """An ask rests only on what the person putting it may see."""
    seen = Finding.objects.visible_to(by).filter(pk__in=[finding.pk for finding in findings]).count()
    if seen != len({finding.pk for finding in findings}):
        raise PermissionDenied("A finding behind this ask is held by another organisation and has not been released.")
    if purpose is not None and not Purpose.objects.visible_to(by).filter(pk=purpose.pk).exists():
        raise PermissionDenied("This purpose is held by another organisation and has not been released.")


def _check_dates(put_on: datetime.date, answer_due_on: datetime.date | None) -> None:
    if answer_due_on is not None and answer_due_on < put_on:
        raise DatesOutOfOrder(
            f"An answer is due on {day(answer_due_on)}, before the ask is put on {day(put_on)}. Check both dates."
        )


def _check_ages(parts: Sequence[PartFacts]) -> None:
    for number, part in enumerate(parts, start=1):
        if part.age_from is not None and part.age_to is not None and part.age_to < part.age_from:
            raise BadRecord(f"Part {number} is for ages {part.age_from} to {part.age_to}. Put the younger age first.")


@transaction.atomic
def decide(
    ask: Ask,
    *,
    by: User,
    answer: Answer,
    decided_on: datetime.date,
    reason: str = "",
    part: AskPart | None = None,
    options: str = "",
    in_the_room: Mapping[ParticipantGroup, int] | None = None,
    contributions: Iterable[Contribution] = (),
    review_on: datetime.date | None = None,
) -> Decision:
    """Write down what the body said to an ask or to one part of it. Earlier decisions stay as they were.

    Anything but yes gives its reason. Writing the same decision down again gives the one that is there already.
    """
    contributions = list(contributions)
    kept = Ask.objects.select_for_update(of=("self",)).select_related("body").get(pk=ask.pk)
    visible = Ask.objects.visible_to(by).filter(pk=ask.pk).exists()
    if not visible or not kept.may_be_answered_by(by):
        raise PermissionDenied("Only those who put this ask, or the body it was put to, write down its answer.")
    if part is not None and part.ask_id != kept.pk:
        raise BadRecord("That part belongs to another ask. Choose a part of this one.")
    check_reason(answer, reason)
    _check_decision_dates(kept, decided_on, review_on)
    _check_voices(by, contributions)
    facts = {"ask": kept, "part": part, "answer": answer, "reason": reason, "options": options,
             "decided_on": decided_on, "review_on": review_on, "held_by": by.organisation}  # fmt: skip
    twin: Decision | None = Decision.objects.filter(**facts).first()
    if twin is not None:
        return twin
    decision = Decision.objects.create(**facts, written_by=by)
    DecisionVoice.objects.bulk_create(
        [DecisionVoice(decision=decision, contribution=voice, linked_by=by) for voice in contributions]
    )
    InTheRoom.objects.bulk_create(
        [InTheRoom(decision=decision, group=group, people=n) for group, n in (in_the_room or {}).items() if n]
    )
    of_what = f"part {part.position} of ask {kept.pk}" if part else f"ask {kept.pk}"
    record(
        by=by, verb="decide", of=decision, sentence=f"{by.name} recorded the answer “{answer.label}” to {of_what}."
    )  # fmt: skip
    return decision


def _check_decision_dates(ask: Ask, decided_on: datetime.date, review_on: datetime.date | None) -> None:
    if decided_on < ask.put_on:
        raise DatesOutOfOrder(
            f"The answer is dated {day(decided_on)}, but the ask was put on {day(ask.put_on)}. Check both dates."
        )
    if review_on is not None and review_on < decided_on:
        raise DatesOutOfOrder(
            f"The review is on {day(review_on)}, before the decision on {day(decided_on)}. Check both dates."
        )


def _check_voices(by: User, contributions: Sequence[Contribution]) -> None:
    """Only standing voices that the writer may see can have been put in front of the body."""
    keys = {voice.pk for voice in contributions}
    if Contribution.objects.visible_to(by).standing().filter(pk__in=keys).count() != len(keys):
        raise PermissionDenied("A voice put to the body was taken back, or is held by another organisation.")
