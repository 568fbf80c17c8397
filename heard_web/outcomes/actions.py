"""What people do with actions, results and replies."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from heard.codes import ActionStatus
from heard.errors import BadRecord, DatesOutOfOrder, ReasonNeeded
from heard_web.audit.models import record
from heard_web.decisions.models import Ask, AskPart, Decision, day
from heard_web.engagement.models import Activity
from heard_web.outcomes.models import Action, GiveBack, Impact, ImpactClaim, Outcome
from heard_web.people.models import User
from heard_web.people.turns import wait_for_turn
from heard_web.places.models import Setting


@dataclass(frozen=True)
class ClaimFacts:
    """That something came of an ask, or of one part of it, and how sure we are."""

    ask: Ask
    part: AskPart | None = None
    strength: str = ImpactClaim.Strength.DIRECT


@transaction.atomic
def agree_action(
    decision: Decision,
    *,
    by: User,
    words: str,
    owner: str,
    due_on: datetime.date | None = None,
    part: AskPart | None = None,
    starts_on: datetime.date | None = None,
    status: str = ActionStatus.NOT_STARTED,
) -> Action:
    """Agree that a named owner does something by a day because of a decision. Agreeing the same twice gives one action."""
    kept = Decision.objects.select_for_update(of=("self",)).select_related("ask__body").get(pk=decision.pk)
    if not Decision.objects.visible_to(by).filter(pk=kept.pk).exists() or not kept.ask.may_be_answered_by(by):
        raise PermissionDenied("Only those who put the ask, or the body that answered it, agree its actions.")
    if part is not None and part.ask_id != kept.ask_id:
        raise BadRecord("That part belongs to another ask. Choose a part of this one.")
    if status == ActionStatus.STOPPED:
        raise BadRecord("A new action cannot be stopped already. Agree it first, then say why it stopped.")
    _check_order(starts_on, due_on, "The action is due on {later}, before it starts on {earlier}. Check both dates.")
    part = part or kept.part
    facts: dict[str, Any] = {"held_by": by.organisation, "decision": kept, "part": part, "words": words, "owner": owner}
    twin: Action | None = Action.objects.filter(**facts, due_on=due_on).first()
    if twin is not None:
        return twin
    action = Action.objects.create(**facts, due_on=due_on, starts_on=starts_on, status=status, written_by=by)
    record(
        by=by, verb="agree_action", of=action, sentence=f"{by.name} agreed action {action.pk} for ask {kept.ask_id}."
    )  # fmt: skip
    return action


@transaction.atomic
def change_status(action: Action, *, by: User, status: str, because: str = "", progress: str = "") -> Action:
    """Say how far an action has come. Stopping needs a reason. Saying the same again changes nothing."""
    kept = _own(action, by)
    if status == ActionStatus.STOPPED and not because.strip():
        raise ReasonNeeded("The action is stopped and gives no reason. Say why, in words a family would accept.")
    because = because if status == ActionStatus.STOPPED else ""
    facts = {"status": status, "stopped_because": because, "progress": progress or kept.progress}
    if any(getattr(kept, name) != value for name, value in facts.items()):
        for name, value in facts.items():
            setattr(kept, name, value)
        kept.save()
        sentence = f"{by.name} set action {kept.pk} to “{ActionStatus(status).label}”."
        record(by=by, verb="change_status", of=kept, sentence=sentence)
    return kept


@transaction.atomic
def record_outcome(
    action: Action,
    *,
    by: User,
    measure: str,
    after: str,
    measured_on: datetime.date,
    evidence: str,
    before: str = "",
) -> Outcome:
    """Write down what changed after an action, and what shows it. Writing the same down twice gives one outcome."""
    kept = _own(action, by)
    if not evidence.strip():
        raise ReasonNeeded("No evidence is given. Say what shows the change, and where it can be seen.")
    facts: dict[str, Any] = {
        "held_by": by.organisation, "action": kept, "measure": measure, "before": before, "after": after,
        "measured_on": measured_on, "evidence": evidence,
    }  # fmt: skip
    twin: Outcome | None = Outcome.objects.filter(**facts).first()
    if twin is not None:
        return twin
    outcome = Outcome.objects.create(**facts, written_by=by)
    record(
        by=by, verb="record_outcome", of=outcome, sentence=f"{by.name} recorded what changed after action {kept.pk}."
    )
    return outcome


@transaction.atomic
def record_impact(
    *,
    by: User,
    named_thing: str,
    designed_by: str = "",
    in_use_since: datetime.date | None = None,
    planned_on: datetime.date | None = None,
    families_say: str = "",
    families_asked_on: datetime.date | None = None,
    setting: Setting | None = None,
    designation: str = "",
    age_from: int | None = None,
    age_to: int | None = None,
    claims: Iterable[ClaimFacts] = (),
) -> Impact:
    """Write down a named thing that came of asks. The same thing, place and day again gives the one that is there,
    with any new claims added to it.

    A claim is never refused for being doubtful: the doubts stand beside it wherever the thread is shown.
    """
    claims = list(claims)
    if not by.as_role.may_record_decisions():
        raise PermissionDenied("Your role does not record what came of an ask.")
    _check_order(
        planned_on, in_use_since, "It is in use since {later}, before it was planned on {earlier}. Check both."
    )
    if age_from is not None and age_to is not None and age_to < age_from:
        raise BadRecord(f"It is for ages {age_from} to {age_to}. Put the younger age first.")
    if families_say.strip() and families_asked_on is None:
        raise BadRecord("What families say has no date. Enter the day they were asked.")
    seen = set(Ask.objects.visible_to(by).filter(pk__in=[c.ask.pk for c in claims]).values_list("pk", flat=True))
    if any(claim.ask.pk not in seen for claim in claims):
        raise PermissionDenied("An ask in these claims is held by another organisation and has not been released.")
    if any(claim.part is not None and claim.part.ask_id != claim.ask.pk for claim in claims):
        raise BadRecord("A claim names a part of another ask. Choose a part of the ask it is about.")
    same = {"held_by": by.organisation, "named_thing": named_thing, "setting": setting, "in_use_since": in_use_since}
    more = {
        "designed_by": designed_by, "planned_on": planned_on, "families_say": families_say,
        "families_asked_on": families_asked_on, "designation": designation, "age_from": age_from, "age_to": age_to,
    }  # fmt: skip
    wait_for_turn(by)
    impact, new = Impact.objects.get_or_create(**same, defaults={**more, "written_by": by})
    for claim in claims:
        facts = {"part": claim.part, "strength": claim.strength, "linked_by": by}
        new |= ImpactClaim.objects.get_or_create(impact=impact, ask=claim.ask, defaults=facts)[1]
    if new:
        record(
            by=by, verb="record_impact", of=impact, sentence=f"{by.name} recorded result {impact.pk} and its claims."
        )
    return impact


@transaction.atomic
def tell_back(
    *,
    by: User,
    told_on: datetime.date,
    told_whom: str,
    how: str,
    activity: Activity | None = None,
    ask: Ask | None = None,
    address: str = "",
    said_back: str = "",
) -> GiveBack:
    """Write down that people we heard were told what came of it. Writing the same down twice gives one give-back."""
    if not by.as_role.may_record_decisions():
        raise PermissionDenied("Your role does not record that people were told.")
    if activity is None and ask is None:
        raise BadRecord("Nothing says what they were told about. Choose a visit or event, or an ask.")
    for row in (activity, ask):
        if row is not None and not type(row).objects.visible_to(by).filter(pk=row.pk).exists():
            raise PermissionDenied("What they were told about is held by another organisation and not released.")
    if activity is not None and told_on < activity.starts_on:
        raise DatesOutOfOrder(
            f"They were told on {day(told_on)}, before they were heard on {day(activity.starts_on)}. Check both dates."
        )
    facts: dict[str, Any] = {
        "held_by": by.organisation, "activity": activity, "ask": ask, "told_on": told_on, "told_whom": told_whom,
        "how": how, "address": address, "said_back": said_back,
    }  # fmt: skip
    wait_for_turn(by)
    twin: GiveBack | None = GiveBack.objects.filter(**facts).first()
    if twin is not None:
        return twin
    told = GiveBack.objects.create(**facts, given_by=by)
    record(by=by, verb="tell_back", of=told, sentence=f"{by.name} told people what came of what they said.")
    return told


def _own(action: Action, by: User) -> Action:
    """The action, locked, if this person's organisation holds it and their role records what was done."""
    kept: Action = Action.objects.select_for_update().get(pk=action.pk)
    if kept.held_by_id != by.organisation_id or not by.as_role.may_record_decisions():
        raise PermissionDenied(
            "Only the organisation that holds this can change it, by somebody whose role records it."
        )
    return kept


def _check_order(earlier: datetime.date | None, later: datetime.date | None, words: str) -> None:
    if earlier is not None and later is not None and later < earlier:
        raise DatesOutOfOrder(words.format(earlier=day(earlier), later=day(later)))
