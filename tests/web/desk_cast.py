"""What lies on desks, for the tests of the desk."""

from __future__ import annotations

import datetime
from typing import Any

from django.test import Client
from django.utils import timezone

from heard_web.decisions.models import Ask, Decision
from heard_web.people.models import DecisionBody, User

NOTHING = "Nothing is waiting for you."


def in_days(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


def piles(browser: Client) -> dict[str, Any]:
    """Every list on the desk, by its name."""
    shown = browser.get("/desk/").context
    return {top.name: top for part in ("needs", "to_read", "ahead", "visits") for top in shown[part]}


def titles(browser: Client, name: str) -> list[str]:
    found = piles(browser)
    return [line.title for line in found[name].lines] if name in found else []


def words_of(browser: Client) -> str:
    return browser.get("/desk/").content.decode()


def ask_of(by: User, body: DecisionBody, words: str, **facts: Any) -> Ask:
    return Ask.objects.create(
        held_by=by.organisation, words=words, body=body, put_on=in_days(-90), written_by=by, **facts
    )


def decision_on(ask: Ask, by: User, **facts: Any) -> Decision:
    given = {"answer": "yes", "decided_on": in_days(-30)} | facts
    return Decision.objects.create(held_by=by.organisation, ask=ask, written_by=by, **given)
