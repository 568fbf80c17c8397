"""What an inspector begins with: what changed, what was answered and what families can read, the newest first."""

from __future__ import annotations

from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format

from heard.codes import Answer
from heard_web.decisions.models import Ask, Decision, day
from heard_web.desk.piles import AtDesk, Line, Pile, short
from heard_web.outcomes.models import Impact
from heard_web.publishing.models import Snapshot
from heard_web.publishing.reading import url_of


def newest_results(at: AtDesk) -> Pile:
    """What changed because people asked."""
    rows = Impact.objects.visible_to(at.user).select_related("setting")
    return Pile("results", "What changed", rows.order_by(F("in_use_since").desc(nulls_last=True), "-id"), _result)


def _result(row: Impact) -> Line:
    since = f"In use since {day(row.in_use_since)}." if row.in_use_since else "Not in use yet."
    return Line(row.named_thing, row.get_absolute_url(), f"{since} {row.facts}." if row.facts else since)


def newest_answers(at: AtDesk) -> Pile:
    """What bodies answered, also with no. That an answer is still to come is not one."""
    rows = (
        Decision.objects.visible_to(at.user)
        .filter(ask__in=Ask.objects.visible_to(at.user))
        .exclude(answer=Answer.AWAITING)
    )
    rows = rows.select_related("ask__body", "part").order_by("-decided_on", "-id")
    return Pile("answers", "What was answered", rows, _answer)


def _answer(row: Decision) -> Line:
    about = f"{row.ask.body}, {day(row.decided_on)}."
    if row.part:
        about = f"About one part of it: {row.part}. {about}"
    label = Answer(row.answer).label
    return Line(short(row.ask.words), row.get_absolute_url(), about, state=row.answer, state_label=label)


def newest_pages(_at: AtDesk) -> Pile:
    """Pages that families can read today."""
    rows = Snapshot.objects.live().select_related("publication").defer("content").order_by("-frozen_at", "-id")
    return Pile("pages", "Published pages", rows, _page)


def _page(row: Snapshot) -> Line:
    published = date_format(timezone.localtime(row.frozen_at), "j F Y")
    about = f"{row.publication.get_kind_display()}, published on {published}."
    return Line(row.title, url_of(row.publication.address), about)
