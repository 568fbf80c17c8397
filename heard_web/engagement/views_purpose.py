"""Why we ask, and news of the team."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from heard.codes import ParticipantGroup
from heard.engagement.coverage import coverage
from heard_web.engagement import actions
from heard_web.engagement.forms_held import NewsForm
from heard_web.engagement.forms_purpose import PurposeForm
from heard_web.engagement.models import Activity, GroupCount, Purpose, TeamNews
from heard_web.engagement.views_activity import may_change
from heard_web.people.access import SignedInRequest, allowed, signed_in
from heard_web.people.models import Role

PAGE = 50
NEWS_SHOWN = 20


@signed_in
def purposes(request: SignedInRequest) -> HttpResponse:
    rows = Purpose.objects.visible_to(request.user).select_related("body", "held_by")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    shown = {"page": page, "may_record": request.user.as_role.may_record(), "today": timezone.localdate()}
    return render(request, "engagement/purposes.html", shown)


@signed_in
def purpose(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = Purpose.objects.visible_to(request.user).select_related("body", "held_by")
    found = get_object_or_404(rows, pk=pk)
    visits = Activity.objects.visible_to(request.user).filter(purpose=found)
    counts = GroupCount.objects.filter(activity__in=visits.took_place())
    heard = counts.records()
    shown = {
        "purpose": found,
        "page": Paginator(visits.for_a_list(), PAGE).get_page(request.GET.get("page")),
        "heard": coverage(heard, {}),
        "total": counts.total(),
        "not_heard": [group.label for group in ParticipantGroup if group.uses_services and not heard.get(group.label)],
        "may_change": may_change(request.user, found),
        "today": timezone.localdate(),
    }
    return render(request, "engagement/purpose.html", shown)


@allowed(Role.may_record)
def purpose_add(request: SignedInRequest) -> HttpResponse:
    form = PurposeForm(request.POST or None, initial={"set_on": timezone.localdate()})
    if form.is_valid():
        messages.success(request, "Saved. Visits can now say that they serve this purpose.")
        return redirect(actions.set_purpose(by=request.user, **form.cleaned_data))
    return render(request, "engagement/purpose_form.html", {"form": form})


@allowed(Role.may_record)
def purpose_change(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Purpose.objects.visible_to(request.user), pk=pk)
    if not may_change(request.user, found):
        raise PermissionDenied("Only the organisation that holds this purpose can change it.")
    form = PurposeForm(request.POST or None, purpose=found)
    if form.is_valid():
        actions.change_purpose(found, by=request.user, **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect(found)
    return render(request, "engagement/purpose_form.html", {"form": form, "purpose": found})


@allowed(Role.may_record)
def news_add(request: SignedInRequest) -> HttpResponse:
    form = NewsForm(request.POST or None, initial={"happened_on": timezone.localdate()})
    if form.is_valid():
        actions.tell_news(by=request.user, **form.cleaned_data)
        messages.success(request, "Saved. It will be offered for the monthly update.")
        return redirect("engagement:news_add")
    news = TeamNews.objects.visible_to(request.user).select_related("held_by")[:NEWS_SHOWN]
    return render(request, "engagement/news_add.html", {"form": form, "news": news})
