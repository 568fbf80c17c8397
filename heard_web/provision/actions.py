"""What people do with the register of provision."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from heard.codes import ProvisionStatus
from heard.errors import BadRecord, ReasonNeeded
from heard.provision.register import goes_back
from heard_web.audit.models import record
from heard_web.decisions.models import Ask, AskPart, Decision
from heard_web.outcomes.models import Impact
from heard_web.people.models import User
from heard_web.places.models import Setting
from heard_web.provision.models import Provision, StatusChange


@transaction.atomic
def register(
    *,
    by: User,
    setting: Setting,
    name: str,
    kind: str,
    designation: str,
    phase: str = "",
    age_from: int | None = None,
    age_to: int | None = None,
    places: int | None = None,
    on_roll: int | None = None,
    counted_on: datetime.date | None = None,
    part: AskPart | None = None,
    impact: Impact | None = None,
    led_by: Setting | None = None,
) -> Provision:
    """Put specialist places on the register. The same name, kind and need at the same setting again gives the one there."""
    if not by.as_role.may_record_decisions():
        raise PermissionDenied("Your role does not keep the register.")
    if age_from is not None and age_to is not None and age_to < age_from:
        raise BadRecord(f"It is for ages {age_from} to {age_to}. Put the younger age first.")
    if on_roll is not None and counted_on is None:
        raise BadRecord(f"{on_roll} children are counted, but not on which day. Enter the day.")
    if part is not None and not Ask.objects.visible_to(by).filter(parts=part).exists():
        raise PermissionDenied("What it answers is held by another organisation and has not been released.")
    if impact is not None and not Impact.objects.visible_to(by).filter(pk=impact.pk).exists():
        raise PermissionDenied("That result is held by another organisation and has not been released.")
    same: dict[str, Any] = {
        "held_by": by.organisation, "setting": setting, "name": name, "kind": kind, "designation": designation
    }  # fmt: skip
    twin: Provision | None = Provision.objects.filter(**same).first()
    if twin is not None:
        return twin
    provision = Provision.objects.create(
        **same, phase=phase, age_from=age_from, age_to=age_to, places=places, on_roll=on_roll, counted_on=counted_on,
        part=part, impact=impact, led_by=led_by,
    )  # fmt: skip
    record(by=by, verb="register", of=provision, sentence=f"{by.name} put provision {provision.pk} on the register.")
    return provision


@transaction.atomic
def change_status(
    provision: Provision,
    *,
    by: User,
    status: str,
    happened_on: datetime.date,
    reason: str = "",
    decision: Decision | None = None,
) -> StatusChange:
    """Add a step to the life of a provision. A step back, a closing or not going ahead says why.

    Earlier steps stay as they were. Adding the same step twice gives one.
    """
    kept = _own(provision, by)
    if decision is not None and not Decision.objects.visible_to(by).filter(pk=decision.pk).exists():
        raise PermissionDenied("That decision is held by another organisation and has not been released.")
    facts: dict[str, Any] = {"provision": kept, "status": status, "happened_on": happened_on, "reason": reason}
    if (twin := StatusChange.objects.filter(**facts, decision=decision).first()) is not None:
        return twin
    before = kept.history.filter(happened_on__lte=happened_on).order_by("-happened_on", "-id").first()
    ends = status in (ProvisionStatus.CLOSED, ProvisionStatus.NOT_PROCEEDING)
    back = before is not None and goes_back(ProvisionStatus(before.status), ProvisionStatus(status))
    if (ends or back) and not reason.strip():
        label = ProvisionStatus(status).label
        after = f" after “{ProvisionStatus(before.status).label}”" if before else ""
        raise ReasonNeeded(f"“{label}”{after} gives no reason. Say why, in words a family would accept.")
    step = StatusChange.objects.create(**facts, decision=decision, recorded_by=by)
    sentence = f"{by.name} set provision {kept.pk} to “{ProvisionStatus(status).label}”."
    record(by=by, verb="change_provision_status", of=kept, sentence=sentence)
    return step


@transaction.atomic
def link_to_part(provision: Provision, *, by: User, part: AskPart | None) -> Provision:
    """Say which part of an ask a provision answers, or that it answers none. Saying so twice changes nothing."""
    kept = _own(provision, by)
    if part is not None and not Ask.objects.visible_to(by).filter(parts=part).exists():
        raise PermissionDenied("What it answers is held by another organisation and has not been released.")
    if kept.part_id != (part.pk if part else None):
        kept.part = part
        kept.save(update_fields=["part"])
        what = f"answers part {part.pk} of ask {part.ask_id}" if part else "answers no ask"
        record(by=by, verb="link_to_part", of=kept, sentence=f"{by.name} recorded that provision {kept.pk} {what}.")
    return kept


def _own(provision: Provision, by: User) -> Provision:
    """The row, locked, if this person's organisation holds it and their role keeps the register."""
    kept: Provision = Provision.objects.select_for_update().get(pk=provision.pk)
    if kept.held_by_id != by.organisation_id or not by.as_role.may_record_decisions():
        raise PermissionDenied("Only the organisation that holds this entry can change it.")
    return kept
