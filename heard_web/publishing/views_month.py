"""A month that was begun before: add what is new since, or open it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from heard_web.people.access import SignedInRequest
from heard_web.publishing import actions
from heard_web.publishing.forms import MonthForm
from heard_web.publishing.models import Publication, PublicationKind, PublicationState

PUBLISHED = (
    "This month is published, and this is the start of a new version. The page that people read stays as it is until a "
    "second person approves the new one."
)
DOWN = "This month was published and taken down. Nobody reads it until a second person approves it again."
SINCE = " To add what was recorded since, go back to the page and press “Add what is new since”."


def begun_before(request: SignedInRequest, form: MonthForm) -> HttpResponse | None:
    """What to answer where the month has a page already; nothing where it is still to be started."""
    rows = Publication.objects.changeable_by(request.user).select_related("written_by", "changed_by")
    page = rows.filter(kind=PublicationKind.MONTHLY_UPDATE, month=form.first_day()).first()
    if page is None:
        return None
    do = request.POST.get("do")
    if do == "add":
        return _add(request, page)
    if page.state in (PublicationState.PUBLISHED, PublicationState.TAKEN_DOWN):
        messages.info(request, (PUBLISHED if page.state == PublicationState.PUBLISHED else DOWN) + SINCE)
        return redirect("publishing:edit", page.pk)
    if do == "open":
        return redirect("publishing:edit", page.pk)
    shown = {"page": page, "month": request.POST["month"], "published": page.snapshots.exists()}
    return render(request, "publishing/begun_before.html", shown)


def _add(request: SignedInRequest, page: Publication) -> HttpResponse:
    added = actions.add_what_is_new(page, by=request.user)
    if added:
        told = "1 part is new. It stands" if added == 1 else f"{added} parts are new. Each stands"
        kept = "What somebody wrote or changed by hand stays as it was."
        messages.success(request, f"{told} at the end of its section. {kept}")
    else:
        messages.info(request, "The record holds nothing that is not on this page already.")
    return redirect("publishing:edit", page.pk)
