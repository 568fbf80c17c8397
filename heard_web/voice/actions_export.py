"""Writing down that voices were taken away as a table."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from heard_web.audit.models import record
from heard_web.people.models import User


@transaction.atomic
def note_export(*, by: User, number: int, kind: str) -> None:
    """Write down who took away how many contributions. Each time is written down."""
    if not by.as_role.may_read_voices():
        raise PermissionDenied("Your role does not read what people told us.")
    record(by=by, verb="export", of=None, sentence=f"{by.name} took away {number} contributions as {kind.upper()}.")
