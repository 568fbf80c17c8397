"""Who may record for the organisation that holds a row."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from heard_web.engagement.models import Activity
from heard_web.people.models import User
from heard_web.voice.models import Contribution, ImportBatch


def wait_for_turn_at(activity: Activity) -> None:
    """Wait until nobody else is adding to this visit, so that a form or a file sent twice at once is kept once."""
    Activity.objects.select_for_update(no_key=True).get(pk=activity.pk)


def only_who_records(row: Activity | Contribution | ImportBatch, by: User) -> None:
    """Refuse anyone but the people who record for the organisation that holds the row."""
    if row.held_by_id != by.organisation_id or not by.as_role.may_record():
        raise PermissionDenied("Only the people who record for the organisation that holds this can do this.")
