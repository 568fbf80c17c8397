"""What needs somebody who approves pages, or who answers what people asked for."""

from __future__ import annotations

import datetime
from functools import partial

from django.db.models import Q
from django.urls import reverse
from django.utils.timesince import timesince

from heard.codes import Answer
from heard_web.decisions.models import Ask, Decision, day
from heard_web.desk.piles import AtDesk, Line, Pile, short
from heard_web.publishing.models import Publication, PublicationState

SOON = datetime.timedelta(days=28)


def pages_to_approve(at: AtDesk) -> Pile:
    """Pages handed on by a colleague that this person had no hand in, the longest wait first."""
    had_a_hand = Q(written_by=at.user) | Q(changed_by=at.user) | Q(submitted_by=at.user)
    rows = Publication.objects.filter(held_by=at.user.organisation_id, state=PublicationState.SUBMITTED)
    rows = rows.exclude(had_a_hand).select_related("written_by").order_by("submitted_at", "id")
    return Pile("pages-to-approve", "Pages waiting for you", rows, _page_to_approve)


def _page_to_approve(row: Publication) -> Line:
    waited = f" Waiting for {timesince(row.submitted_at, depth=1)}." if row.submitted_at else ""
    return Line(row.title, row.get_absolute_url(), f"{row.get_kind_display()}, written by {row.written_by}.{waited}")


def asks_to_answer(at: AtDesk) -> Pile:
    """What was put to a body of one's own organisation and has no answer, the first due first."""
    rows = Ask.objects.visible_to(at.user).filter(body__organisation=at.user.organisation_id).awaited(at.user)
    return Pile("asks-to-answer", "Waiting for your answer", rows, partial(_ask_to_answer, today=at.today))


def _ask_to_answer(row: Ask, *, today: datetime.date) -> Line:
    due = f"An answer is due by {day(row.answer_due_on)}." if row.answer_due_on else "No day for an answer was agreed."
    late = row.answer_due_on is not None and row.answer_due_on < today
    url = reverse("decisions:decide", args=[row.pk])
    about = f"Put to {row.body} on {day(row.put_on)}. {due}"
    return Line(short(row.words), row.get_absolute_url(), about, late=late, do="Write down the answer", do_url=url)


def answers_to_review(at: AtDesk) -> Pile:
    """Answers of bodies of one's own organisation that are to be looked at again by now or soon."""
    rows = Decision.objects.visible_to(at.user).filter(ask__body__organisation=at.user.organisation_id)
    rows = (
        rows.filter(ask__in=Ask.objects.visible_to(at.user))
        .to_look_at_again(at.today + SOON)
        .select_related("ask__body")
    )
    return Pile("answers-to-review", "Answers to look at again", rows, partial(_answer_to_review, today=at.today))


def _answer_to_review(row: Decision, *, today: datetime.date) -> Line:
    answered = f"{row.ask.body} said “{Answer(row.answer).label}” on {day(row.decided_on)}."
    review = f"To be looked at again by {day(row.review_on)}." if row.review_on else ""
    late = row.review_on is not None and row.review_on < today
    return Line(short(row.ask.words), row.get_absolute_url(), f"{answered} {review}", late=late)
