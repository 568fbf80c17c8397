"""The history: who did what, when, in plain words."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from heard_web.people.access import SignedInRequest, signed_in
from heard_web.people.forms import HistoryFilter
from heard_web.people.histories import history_read_by
from heard_web.people.models import Role

PAGE = 50


@signed_in
def history(request: SignedInRequest) -> HttpResponse:
    events = history_read_by(request.user)
    names = dict(
        events.exclude(by_number=None).order_by("by_number", "by_name").values_list("by_number", "by_name").distinct()
    )
    people = sorted(((pk, name) for pk, name in names.items() if pk is not None), key=lambda pair: pair[1].casefold())
    records = [label for label in events.order_by("record").values_list("record", flat=True).distinct() if label]
    form = HistoryFilter(request.GET, people=people, records=records)
    page = Paginator(events.filter(**form.chosen()), PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "audit/list.html",
        {"filter": form, "page_obj": page, "inspects": request.user.as_role is Role.INSPECTOR},
    )
