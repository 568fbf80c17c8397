"""Actions and what changed after them as a table for a spreadsheet."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch

from heard_web.decisions.exports import as_csv
from heard_web.decisions.models import Ask
from heard_web.outcomes.models import Outcome
from heard_web.people.models import User

COLUMNS = [
    "action", "what", "who", "starts on", "done by", "how far", "stopped because", "progress", "asked for", "part",
    "held by", "looked at", "before", "after", "on", "evidence",
]  # fmt: skip


def actions_as_csv(rows: Any, user: User) -> str:
    """One row for each action and change after it; an action without a change has a row of its own."""
    changes = Prefetch("outcomes", queryset=Outcome.objects.visible_to(user), to_attr="outcomes_seen")
    asks = set(Ask.objects.visible_to(user).values_list("pk", flat=True))
    known = rows.select_related("decision__ask").prefetch_related(changes)
    return as_csv(COLUMNS, [row for action in known for row in _rows(action, asks)])


def _rows(action: Any, asks: set[int]) -> list[list[object]]:
    asked = action.decision.ask if action.decision.ask_id in asks else None
    start = [
        action.pk, action.words, action.owner, action.starts_on, action.due_on, action.get_status_display(),
        action.stopped_because, action.progress, asked.words if asked else "",
        action.part.words if asked and action.part else "", action.held_by.name,
    ]  # fmt: skip
    changes = [[c.measure, c.before, c.after, c.measured_on, c.evidence] for c in action.outcomes_seen]
    return [[*start, *change] for change in changes or [["", "", "", None, ""]]]
