"""What is still owed to people: hands actions, promised replies and awaited answers to the library."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import CharField, ExpressionWrapper, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from heard.decisions.owed import GiveBackDue, Owed, owed
from heard_web.decisions.models import Ask
from heard_web.engagement.models import Purpose
from heard_web.outcomes.models import Action, GiveBack
from heard_web.people.models import STATUTORY, User


def owed_to_people(user: User, *, today: datetime.date) -> list[Owed]:
    """Everything still owed that this person may see, most overdue first, in a fixed number of queries."""
    return owed(
        actions=Action.objects.visible_to(user).unfinished().records(),
        give_backs=promised_replies(user),
        decisions=Ask.objects.visible_to(user).records(user),
        today=today,
    )


def promised_replies(user: User, *, own: bool = False) -> list[GiveBackDue]:
    """The reply each purpose promises, and the first day on which people were told.

    A promise is kept once somebody wrote down that people were told, where the organisation that made the promise can
    read it. It is kept or late alike for everybody who sees the promise. A published page alone does not keep it.
    With `own`, only what this person's own organisation promised.
    """
    told = _told_where_the_promiser_reads_it().order_by("told_on").values("told_on")
    about_visit = told.filter(activity__purpose=OuterRef("pk"))[:1]
    about_ask = told.filter(ask__purpose=OuterRef("pk"))[:1]
    purposes = Purpose.objects.visible_to(user).filter(~Q(giveback_promise="") | Q(giveback_due_on__isnull=False))
    purposes = purposes.filter(held_by=user.organisation_id) if own else purposes
    rows = purposes.annotate(first_told_on=Coalesce(Subquery(about_visit), Subquery(about_ask)))
    return [
        GiveBackDue(
            id=str(row.pk), what=row.giveback_promise or row.question, to=f"People asked “{row.question}”",
            promised_by=row.giveback_due_on, given_on=row.first_told_on,
        )
        for row in rows
    ]  # fmt: skip


def _told_where_the_promiser_reads_it() -> Any:
    """Replies that the holder of the purpose outside may see: its own, its partner's, and released ones."""
    kind = ExpressionWrapper(OuterRef("held_by__kind"), output_field=CharField())
    partners = Q(held_by__kind__in=STATUTORY, promiser_kind__in=STATUTORY)
    told = GiveBack.objects.told().annotate(promiser_kind=kind)
    return told.filter(Q(held_by=OuterRef("held_by")) | Q(released_at__isnull=False) | partners)
