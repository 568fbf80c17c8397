"""What people do with actions, results and replies."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from heard.codes import ActionStatus
from heard.errors import BadRecord, DatesOutOfOrder, ReasonNeeded
from heard_web.audit.models import record
from heard_web.decisions.models import Ask, AskPart, Decision, day
from heard_web.engagement.models import Activity
from heard_web.outcomes.actions_results import (
    ClaimFacts,
    change_impact,
    change_outcome,
    record_impact,
    record_outcome,
)
from heard_web.outcomes.keeping import check_order, own, put_right
from heard_web.outcomes.models import Action, GiveBack
from heard_web.people.models import User
from heard_web.people.turns import wait_for_turn

__all__ = [
    "ClaimFacts", "agree_action", "change_give_back", "change_impact", "change_outcome", "change_status", "record_impact",
    "record_outcome", "tell_back",
]  # fmt: skip


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
    check_order(starts_on, due_on, "The action is due on {later}, before it starts on {earlier}. Check both dates.")
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
    kept = own(action, by=by)
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
    """Write down that people we heard were told what came of it. Writing the same down twice gives one give-back.

    An address on this site says only that a page was published there: it keeps no promise to tell people.
    """
    if not by.as_role.may_record_decisions():
        raise PermissionDenied("Your role does not record that people were told.")
    _check_reply(by, told_on, activity, ask)
    facts: dict[str, Any] = {
        "held_by": by.organisation, "activity": activity, "ask": ask, "told_on": told_on, "told_whom": told_whom,
        "how": how, "address": address, "said_back": said_back,
    }  # fmt: skip
    wait_for_turn(by)
    twin: GiveBack | None = GiveBack.objects.filter(**facts).first()
    if twin is not None:
        return twin
    told = GiveBack.objects.create(**facts, given_by=by)
    done = "recorded a page that anybody can read" if told.is_published else "recorded that people were told"
    record(by=by, verb="tell_back", of=told, sentence=f"{by.name} {done}, as reply {told.pk}.")
    return told


@transaction.atomic
def change_give_back(
    told: GiveBack,
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
    """Put right what was written down about telling people. A page that was published is not changed here."""
    kept = own(told, by=by)
    if kept.is_published:
        raise PermissionDenied("This says where a page was published. Change the page itself.")
    if (kept.activity_id, kept.ask_id, kept.told_on) != (activity and activity.pk, ask and ask.pk, told_on):
        _check_reply(by, told_on, activity, ask)
    facts = {
        "activity": activity, "ask": ask, "told_on": told_on, "told_whom": told_whom, "how": how, "address": address,
        "said_back": said_back,
    }  # fmt: skip
    if put_right(kept, facts):
        record(by=by, verb="change_give_back", of=kept, sentence=f"{by.name} put reply {kept.pk} right.")
    return kept


def _check_reply(by: User, told_on: datetime.date, activity: Activity | None, ask: Ask | None) -> None:
    if activity is None and ask is None:
        raise BadRecord("Nothing says what they were told about. Choose a visit or event, or an ask.")
    for row in (activity, ask):
        if row is not None and not type(row).objects.visible_to(by).filter(pk=row.pk).exists():
            raise PermissionDenied("What they were told about is held by another organisation and not released.")
    if activity is not None and told_on < activity.starts_on:
        raise DatesOutOfOrder(
            f"They were told on {day(told_on)}, before they were heard on {day(activity.starts_on)}. Check both dates."
        )
