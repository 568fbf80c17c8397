"""From one voice forward: what became of it, as one reader may see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from heard.outcomes.thread import PUBLISHED_ONLY
from heard_web.decisions.models import Ask, Decision, day
from heard_web.decisions.sight import Seen, seen_by
from heard_web.engagement.models import Activity
from heard_web.outcomes.models import Action, GiveBack, Impact
from heard_web.outcomes.voices_shown import VoiceShown, shown_to
from heard_web.people.models import User
from heard_web.themes.models import Codebook, Coding, Finding
from heard_web.voice.models import Contribution


@dataclass(frozen=True)
class Onwards:
    """What one voice led to, stage by stage."""

    shown: VoiceShown
    activity: Activity | None
    themes: list[str]
    findings: Seen[Finding]
    asks: Seen[Ask]
    decisions: Seen[Decision]
    actions: Seen[Action]
    impacts: Seen[Impact]
    give_backs: Seen[GiveBack]
    published: list[dict[str, Any]]


def onwards_from(voice: Contribution, *, user: User) -> Onwards:
    """Follow a standing voice that this person may see. The number of queries does not grow with what it led to."""
    activity = Activity.objects.visible_to(user).filter(pk=voice.activity_id).select_related("setting").first()
    findings = seen_by(user, Finding.objects.filter(voices__contribution=voice).distinct())
    asks = seen_by(user, _asks(voice, findings))
    known = [ask.pk for ask in asks.rows]
    replies = GiveBack.objects.filter(Q(ask__in=known) | Q(activity__in=[activity] if activity else []))
    codings = Coding.objects.filter(
        contribution=voice, theme__merged_into=None, theme__codebook__in=Codebook.objects.visible_to(user)
    )
    return Onwards(
        shown=shown_to(user, voice, places={activity.pk} if activity else ()),
        activity=activity,
        themes=sorted(set(codings.values_list("theme__name", flat=True))),
        findings=findings,
        asks=asks,
        decisions=seen_by(user, Decision.objects.filter(ask__in=known).for_reading()),
        actions=seen_by(user, Action.objects.filter(decision__ask__in=known)),
        impacts=seen_by(user, Impact.objects.filter(claims__ask__in=known).distinct()),
        give_backs=seen_by(user, replies.told().distinct()),
        published=replies.visible_to(user).pages(),
    )


def _asks(voice: Contribution, findings: Seen[Finding]) -> Any:
    """Asks that rest on a finding with this voice, and asks whose decision had it in front of it."""
    rests = Ask.objects.filter(findings__in=[finding.pk for finding in findings.rows])
    put = Decision.objects.filter(ask=OuterRef("pk"), contributions=voice)
    return (rests | Ask.objects.filter(Exists(put))).select_related("body").distinct()


def knots_onwards(onwards: Onwards) -> list[dict[str, Any]]:
    """The stages one voice passed through, each with what it led to."""
    activity = onwards.activity
    met = [(activity.title, activity.get_absolute_url())] if activity else []
    findings = [(str(row), row.get_absolute_url()) for row in onwards.findings.rows]
    asks = [(str(row), reverse("outcomes:thread", args=[row.pk])) for row in onwards.asks.rows]
    answers = [
        (f"{row.get_answer_display()}, {day(row.decided_on)}", row.get_absolute_url()) for row in onwards.decisions.rows
    ]
    actions = [(f"{row} ({row.get_status_display().lower()})", row.get_absolute_url()) for row in onwards.actions.rows]
    results = [(str(row), row.get_absolute_url()) for row in onwards.impacts.rows]
    told = [(f"{row}, {day(row.told_on)}", "") for row in onwards.give_backs.rows]
    pages = [(f"{page['how']}, {day(page['on'])}", page["address"]) for page in onwards.published]
    return [
        _knot("Where it was heard", met, [], "The visit or event is not released to you"),
        _knot("Themes", [(name, "") for name in onwards.themes], [], "Nobody has put it with a theme yet"),
        _knot(
            "What we now know", findings, onwards.findings.lines("A finding is", "findings are"), "Not in a finding yet"
        ),
        _knot(
            "What was asked", asks, onwards.asks.lines("An ask is", "asks are"), "Nothing was asked because of it yet"
        ),
        _knot("What was decided", answers, onwards.decisions.lines("An answer is", "answers are"), "No answer yet"),
        _knot("What was done", actions, onwards.actions.lines("An action is", "actions are"), "Nothing was done yet"),
        _knot("What changed", results, onwards.impacts.lines("A result is", "results are"), "Nothing that changed yet"),
        _told(told, pages, onwards.give_backs.lines("A reply is", "replies are")),
    ]


def _told(told: list[tuple[str, str]], pages: list[tuple[str, str]], held_back: list[str]) -> dict[str, Any]:
    """Who was told, then where anybody can read it. A page alone leaves the stage untied."""
    knot = _knot("Who was told", [*told, *pages], held_back, "Nobody has been told yet")
    if pages and not told:
        return {**knot, "title": "" if held_back else PUBLISHED_ONLY, "state": "loose"}
    return knot


def _knot(stage: str, items: list[tuple[str, str]], held_back: list[str], missing: str) -> dict[str, Any]:
    """One stage: what there is, else who holds it back, else that it is missing."""
    see = [*items, *((line, "") for line in held_back)]
    state = "tied" if items else "loose" if held_back else "missing"
    return {"stage": stage, "title": "" if see else missing, "items": see, "state": state}
