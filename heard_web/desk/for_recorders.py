"""What needs somebody who records: pages, promises, late work, and people who wait to hear from us."""

from __future__ import annotations

import datetime

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from heard.decisions.owed import Owed, owed
from heard_web.decisions.models import Ask, day
from heard_web.desk.piles import AtDesk, Line, Pile, how_many, short
from heard_web.forum.models import Interest
from heard_web.outcomes.models import Action
from heard_web.outcomes.owing import promised_replies
from heard_web.publishing.models import LocalOfferComment, Publication, PublicationState
from heard_web.publishing.reading import url_of
from heard_web.themes.models import CandidateRun
from heard_web.voice.models import Contribution, Permission

SOON = datetime.timedelta(days=28)


def sent_back(at: AtDesk) -> Pile:
    """Pages of this person that came back from the second person, and any of ours that a voice was taken out of."""
    mine = Q(written_by=at.user) | Q(changed_by=at.user)
    back = Q(state=PublicationState.DRAFT) & ~Q(sent_back_because="")
    rows = Publication.objects.filter((mine & back) | ~Q(look_again_because=""), held_by=at.user.organisation_id)
    rows = rows.exclude(state__in=[PublicationState.SUBMITTED, PublicationState.TAKEN_DOWN])
    return Pile("sent-back", "Pages to look at again", rows.order_by("changed_at", "id"), _sent_back)


def _sent_back(row: Publication) -> Line:
    why = f"Sent back, because: {row.sent_back_because}" if row.sent_back_because else row.look_again_because
    return Line(row.title, row.get_absolute_url(), short(why), do="Change it", do_url=_edit(row))


def drafts(at: AtDesk) -> Pile:
    """Pages this person began or changed last and has not handed on."""
    mine = Publication.objects.filter(Q(written_by=at.user) | Q(changed_by=at.user), held_by=at.user.organisation_id)
    rows = mine.filter(state=PublicationState.DRAFT, sent_back_because="", look_again_because="")
    return Pile("drafts", "Your drafts", rows.order_by("-changed_at", "-id"), _draft)


def _draft(row: Publication) -> Line:
    changed = date_format(timezone.localtime(row.changed_at), "j F Y")
    return Line(row.title, row.get_absolute_url(), f"{row.get_kind_display()}, changed on {changed}.")


def _edit(row: Publication) -> str:
    return reverse("publishing:edit", args=[row.pk])


def suggestions(at: AtDesk) -> Pile:
    """Sets of themes for which the computer has suggestions that nobody has looked at."""
    rows = CandidateRun.objects.visible_to(at.user).filter(codebook__held_by=at.user.organisation_id)
    rows = rows.with_suggestions_to_read().select_related("codebook").order_by("finished_at", "id")
    return Pile("suggestions", "Suggested themes to look at", rows, _suggestion)


def _suggestion(row: CandidateRun) -> Line:
    number: int = getattr(row, "still_open", 0)
    told = how_many(number, "suggestion nobody has looked at", "suggestions nobody has looked at")
    return Line(row.codebook.title, row.codebook.get_absolute_url(), f"{told} yet.")


def promises(at: AtDesk) -> Pile:
    """Replies one's own organisation promised and has not given, that are late or due soon."""
    due = owed(give_backs=promised_replies(at.user, own=True), today=at.today)
    rows = [one for one in due if one.due_on is not None and one.due_on <= at.today + SOON]
    return Pile("promises", "Promised to people", rows, _promise)


def _promise(one: Owed) -> Line:
    url = reverse("engagement:purpose", args=[one.id])
    told = reverse("outcomes:give_back_add")
    return Line(short(one.what), url, one.words, late=one.overdue, do="Write down who was told", do_url=told)


def late_actions(at: AtDesk) -> Pile:
    """Actions of one's own organisation whose day has passed."""
    rows = Action.objects.changeable_by(at.user).overdue(at.today).order_by("due_on", "id")
    return Pile("late-actions", "Actions that are late", rows, _late_action)


def _late_action(row: Action) -> Line:
    about = f"{row.owner}. Due on {day(row.due_on)}." if row.due_on else row.owner
    url = reverse("outcomes:status", args=[row.pk])
    return Line(row.words, row.get_absolute_url(), about, late=True, do="Say how far it is", do_url=url)


def late_answers(at: AtDesk) -> Pile:
    """Asks of one's own organisation whose answer is late."""
    rows = Ask.objects.changeable_by(at.user).awaited(at.user).filter(answer_due_on__lt=at.today)
    return Pile("late-answers", "Answers that are late", rows, _late_answer)


def _late_answer(row: Ask) -> Line:
    due = f" An answer was due on {day(row.answer_due_on)}." if row.answer_due_on else ""
    return Line(short(row.words), row.get_absolute_url(), f"Put to {row.body}.{due}", late=True)


def comments(at: AtDesk) -> Pile:
    """What the public said about our pages and nobody has read, the longest wait first."""
    rows = LocalOfferComment.objects.visible_to(at.user).unread().order_by("received_at", "id")
    return Pile("comments", "Comments from the public", rows, _comment)


def _comment(row: LocalOfferComment) -> Line:
    page = f"About the page {url_of(row.address)}" if row.address else "About the home page"
    useful = {True: "It was useful to them.", False: "It was not useful to them.", None: ""}[row.useful]
    words = f"“{short(row.words)}”" if row.words else ""
    received = date_format(timezone.localtime(row.received_at), "j F Y")
    about = " ".join(filter(None, (f"{received}.", useful, words)))
    return Line(page, reverse("publishing:comment", args=[row.pk]), about)


def interests(at: AtDesk) -> Pile:
    """People who would like to join the forum and have not heard from us, the longest wait first."""
    return Pile("forum", "Waiting to hear from the forum", Interest.objects.visible_to(at.user).waiting(), _interest)


def _interest(row: Interest) -> Line:
    return Line(
        row.called, row.get_absolute_url(), f"Wrote on {date_format(timezone.localtime(row.asked_at), 'j F Y')}."
    )


def parents_to_ask(at: AtDesk) -> Pile:
    """Voices we may not use yet, because a parent's answer is needed and none is on record. The desk only counts them."""
    waiting = Permission.objects.waiting_for_a_parent().filter(contribution=OuterRef("pk"))
    own = Contribution.objects.visible_to(at.user).standing().filter(held_by=at.user.organisation_id)
    rows = own.filter(Exists(waiting)).select_related("activity").order_by("said_on", "id")
    return Pile("parents", "Waiting for a parent’s answer", rows, _parent_to_ask, shown=0)


def _parent_to_ask(row: Contribution) -> Line:
    answer = reverse("voice:permission", args=[row.pk])
    title = f"What somebody told us, {day(row.said_on)}"
    return Line(title, row.get_absolute_url(), row.activity.title, do="Write down the answer", do_url=answer)
