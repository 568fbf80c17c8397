"""Who may record for the organisation that holds a row."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from heard_web.engagement.models import Activity
from heard_web.people.models import User
from heard_web.voice.models import Contribution, ImportBatch


def only_who_records(row: Activity | Contribution | ImportBatch, by: User) -> None:
    """Refuse anyone but the people who record for the organisation that holds the row."""
    if row.held_by_id != by.organisation_id or not by.as_role.may_record():
        raise PermissionDenied("Only the people who record for the organisation that holds this can do this.")
