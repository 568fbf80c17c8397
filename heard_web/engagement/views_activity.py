"""One visit: its page, and everything that happens to it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from heard.errors import HeardError
from heard_web.engagement import actions
from heard_web.engagement.forms_activity import ActivityForm
from heard_web.engagement.forms_held import (
    CancelForm,
    HeldForm,
    OtherCounts,
    ThankForm,
    everything_is_valid,
    uncommon,
    who_came,
)
from heard_web.engagement.models import Activity, ActivityStatus, Purpose, Question
from heard_web.people.access import SignedInRequest, allowed, signed_in
from heard_web.people.models import Held, Role, User


def may_change(user: User, row: Held) -> bool:
    """Whether to offer this person the buttons that change a record. The action checks it again."""
    return user.as_role.may_record() and row.held_by_id == user.organisation_id


def to_change(request: SignedInRequest, pk: int) -> Activity:
    """The visit to change: not found when hidden, refused when it is another organisation's."""
    found: Activity = get_object_or_404(Activity.objects.visible_to(request.user), pk=pk)
    if not may_change(request.user, found):
        raise PermissionDenied("Only the organisation that holds this visit can change it.")
    return found


@signed_in
def activity(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = Activity.objects.visible_to(request.user).for_a_list().select_related("thanked_by", "recorded_by")
    found = get_object_or_404(rows.prefetch_related("group_counts", "facilitators"), pk=pk)
    shown = {
        "activity": found,
        "purpose": Purpose.objects.visible_to(request.user).filter(pk=found.purpose_id).first(),
        "may_change": may_change(request.user, found),
        "may_read": request.user.as_role.may_read_voices(),
        "shows_notes": found.shows_notes_to(request.user),
        "asked": Question.objects.asked_at(found),
        "may_give_back": request.user.as_role.may_record_decisions(),
        "who_came": who_came(found.group_counts.all()),
        "today": timezone.localdate(),
    }
    return render(request, "engagement/activity.html", shown)


@allowed(Role.may_record)
def add(request: SignedInRequest) -> HttpResponse:
    asked = {name: request.GET[name] for name in ("purpose", "kind") if name in request.GET}
    if "happened" in request.GET:
        asked["status"] = ActivityStatus.HELD
    form = ActivityForm(request.POST or None, user=request.user, initial=asked)
    if form.is_valid() and (made := attempt(form, actions.plan, by=request.user, **form.facts())):
        if made.status == ActivityStatus.HELD:
            messages.success(request, "Saved. Now say who came.")
            return redirect("engagement:held", made.pk)
        messages.success(request, "Saved. It is in the diary.")
        return redirect(made)
    return render(request, "engagement/activity_form.html", {"form": form, "happened": "happened" in request.GET})


@allowed(Role.may_record)
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    found = to_change(request, pk)
    form = ActivityForm(request.POST or None, user=request.user, activity=found)
    if form.is_valid() and attempt(form, actions.change, found, by=request.user, **form.facts()):
        messages.success(request, "Saved.")
        return redirect(found)
    return render(request, "engagement/activity_form.html", {"form": form, "activity": found})


@require_POST
@allowed(Role.may_record)
def book(request: SignedInRequest, pk: int) -> HttpResponse:
    found = to_change(request, pk)
    try:
        actions.book(found, by=request.user)
    except HeardError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "Booked.")
    return redirect(found)


@allowed(Role.may_record)
def held(request: SignedInRequest, pk: int) -> HttpResponse:
    found = to_change(request, pk)
    if found.starts_on > timezone.localdate() or found.status == ActivityStatus.CANCELLED:
        return render(request, "engagement/not_held_yet.html", {"activity": found})
    form = HeldForm(request.POST or None, activity=found)
    others = OtherCounts(request.POST or None, initial=uncommon(found), prefix="other")
    if request.method == "POST" and everything_is_valid([form, others]):
        told = {name: form.cleaned_data[name] for name in ("notes", "public_line")}
        told["forum_interest"] = form.cleaned_data["forum_interest"] or 0
        if attempt(form, actions.hold, found, by=request.user, counts=form.counts() | others.counts(), **told):
            messages.success(request, "Saved. Now put in what people told you, while it is fresh.")
            return redirect(found)
    shown = {
        "activity": found, "form": form, "formset": others,
        "safe_role": settings.HEARD_SAFEGUARDING_ROLE, "safe_phone": settings.HEARD_SAFEGUARDING_PHONE,
    }  # fmt: skip
    return render(request, "engagement/held.html", shown)


@allowed(Role.may_record)
def cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    found = to_change(request, pk)
    form = CancelForm(request.POST or None, initial={"because": found.cancelled_because})
    if form.is_valid() and attempt(form, actions.cancel, found, by=request.user, because=form.cleaned_data["because"]):
        messages.success(request, "This visit is off. It stays in the list, with the reason.")
        return redirect(found)
    return render(request, "engagement/cancel.html", {"activity": found, "form": form})


@allowed(Role.may_record)
def thank(request: SignedInRequest, pk: int) -> HttpResponse:
    found = to_change(request, pk)
    start = {
        "on": found.thanked_on or timezone.localdate(),
        "words": found.thanks_words or found.suggested_thanks,
    }
    form = ThankForm(request.POST or None, activity=found, initial=start)
    if form.is_valid() and attempt(form, actions.thank, found, by=request.user, **form.cleaned_data):
        messages.success(request, "Saved. The host has been thanked.")
        return redirect(found)
    return render(request, "engagement/thank.html", {"activity": found, "form": form})


def attempt(form: Form, action: Any, *row: Any, **facts: Any) -> Any:
    """Act, or show what stands in the way on the form, with everything that was typed still there."""
    try:
        return action(*row, **facts)
    except HeardError as problem:
        form.add_error(None, str(problem))
        return None
