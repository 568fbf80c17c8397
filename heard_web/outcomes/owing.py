"""What is still owed to people: hands actions, promised replies and awaited answers to the library."""

from __future__ import annotations

import datetime

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from heard.decisions.owed import GiveBackDue, Owed, owed
from heard_web.decisions.models import Ask
from heard_web.engagement.models import Purpose
from heard_web.outcomes.models import Action, GiveBack
from heard_web.people.models import User


def owed_to_people(user: User, *, today: datetime.date) -> list[Owed]:
    """Everything still owed that this person may see, most overdue first, in a fixed number of queries."""
    return owed(
        actions=Action.objects.visible_to(user).unfinished().records(),
        give_backs=promised_replies(user),
        decisions=Ask.objects.visible_to(user).records(user),
        today=today,
    )


def promised_replies(user: User) -> list[GiveBackDue]:
    """The reply each purpose promises, and the first day on which people were told."""
    seen = GiveBack.objects.visible_to(user)
    about_visit = seen.filter(activity__purpose=OuterRef("pk")).order_by("told_on").values("told_on")[:1]
    about_ask = seen.filter(ask__purpose=OuterRef("pk")).order_by("told_on").values("told_on")[:1]
    purposes = Purpose.objects.visible_to(user).filter(~Q(giveback_promise="") | Q(giveback_due_on__isnull=False))
    rows = purposes.annotate(first_told_on=Coalesce(Subquery(about_visit), Subquery(about_ask)))
    return [
        GiveBackDue(
            id=str(row.pk), what=row.giveback_promise or row.question, to=f"People asked “{row.question}”",
            promised_by=row.giveback_due_on, given_on=row.first_told_on,
        )
        for row in rows
    ]  # fmt: skip
