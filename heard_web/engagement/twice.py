"""A button pressed twice: the second press finds what the first one wrote, and writes nothing."""

from __future__ import annotations

import datetime
from typing import Any, TypeVar

from django.utils import timezone

from heard_web.audit.models import AuditEvent
from heard_web.people.models import Held, User
from heard_web.people.turns import wait_for_turn

A_MOMENT = datetime.timedelta(minutes=1)
NOT_TYPED = {"id", "recorded_at"}

HeldRow = TypeVar("HeldRow", bound=Held)


def written_just_now(row: HeldRow, *, by: User, verb: str) -> list[HeldRow]:
    """Rows with every fact the same as in `row`, which is not saved yet, that this person wrote in the last minute.

    Two presses at once come one after the other here, so that the second sees what the first one wrote.
    """
    wait_for_turn(by)
    moment = AuditEvent.objects.filter(by_number=by.pk, verb=verb, at__gte=timezone.now() - A_MOMENT)
    facts = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name not in NOT_TYPED
    }
    kind: Any = type(row)
    return list(kind.objects.filter(pk__in=moment.values("record_number"), **facts).order_by("pk"))
