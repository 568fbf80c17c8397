"""All the visits: as a list, as a month, as a file."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from heard_web.engagement.exports import as_csv, rows_to_export
from heard_web.engagement.forms_purpose import ActivityFilter
from heard_web.engagement.models import Activity, ActivityStatus
from heard_web.people.access import SignedInRequest, signed_in
from heard_web.places.models import Setting

PAGE = 50


@signed_in
def activities(request: SignedInRequest) -> HttpResponse:
    filters = ActivityFilter(request.GET, user=request.user)
    rows = filters.narrow(Activity.objects.visible_to(request.user), timezone.localdate())
    page = Paginator(rows.for_a_list(), PAGE).get_page(request.GET.get("page"))
    setting = filters.cleaned_data.get("setting")
    shown = {
        "page": page,
        "filters": filters,
        "at": Setting.objects.filter(pk=setting).first() if setting else None,
        "query": request.GET.urlencode(),
        "count": f"{page.paginator.count} {'visit or event' if page.paginator.count == 1 else 'visits and events'}",
        "may_record": request.user.as_role.may_record(),
    }
    return render(request, "engagement/activities.html", shown)


@signed_in
def calendar(request: SignedInRequest) -> HttpResponse:
    first = first_of_month(request.GET.get("month", ""))
    rows = Activity.objects.visible_to(request.user).in_month(first.year, first.month).for_a_list()
    events = [
        {"on": row.starts_on, "title": row.title, "url": row.get_absolute_url(), "note": in_short(row)} for row in rows
    ]
    before, after = first - datetime.timedelta(days=1), first + datetime.timedelta(days=31)
    page = reverse("engagement:calendar")
    shown = {
        "first": first,
        "events": events,
        "previous_url": f"{page}?month={before:%Y-%m}",
        "next_url": f"{page}?month={after:%Y-%m}",
        "may_record": request.user.as_role.may_record(),
    }
    return render(request, "engagement/calendar.html", shown)


@signed_in
def export(request: SignedInRequest) -> Any:
    filters = ActivityFilter(request.GET, user=request.user)
    rows = filters.narrow(Activity.objects.visible_to(request.user), timezone.localdate())
    answer = StreamingHttpResponse(as_csv(rows_to_export(rows, request.user)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="visits-{timezone.localdate()}.csv"'
    return answer


def first_of_month(asked: str) -> datetime.date:
    """The first day of a month such as '2026-05'; of this month when it cannot be read."""
    try:
        day = datetime.datetime.strptime(asked, "%Y-%m").date()
    except ValueError:
        day = timezone.localdate()
    return day.replace(day=1) if 2000 <= day.year <= 2100 else timezone.localdate().replace(day=1)


def in_short(row: Activity) -> str:
    """The time and the state of a visit, as a calendar has room for."""
    time = f"{row.start_time:%H:%M}, " if row.start_time else ""
    return f"{time}{ActivityStatus(row.status).label}"
