"""How a row of this stage is changed: by its holder, locked, and only where something differs."""

from __future__ import annotations

import datetime
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models

from heard.errors import DatesOutOfOrder
from heard_web.decisions.models import day
from heard_web.people.models import Held, User

Row = TypeVar("Row", bound=Held)


def own(row: Row, *, by: User) -> Row:
    """The row, locked, if this person's organisation holds it and their role records what was done."""
    kept: Any = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if kept.held_by_id != by.organisation_id or not by.as_role.may_record_decisions():
        raise PermissionDenied(
            "Only the organisation that holds this can change it, by somebody whose role records it."
        )
    held: Row = kept
    return held


def put_right(row: models.Model, facts: dict[str, Any]) -> bool:
    """Give a locked row these facts, and tell whether any of them was another before."""
    if all(getattr(row, name) == value for name, value in facts.items()):
        return False
    for name, value in facts.items():
        setattr(row, name, value)
    row.save()
    return True


def check_order(earlier: datetime.date | None, later: datetime.date | None, words: str) -> None:
    """Refuse two days in the wrong order. The words say which days they are."""
    if earlier is not None and later is not None and later < earlier:
        raise DatesOutOfOrder(words.format(earlier=day(earlier), later=day(later)))
