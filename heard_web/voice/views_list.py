"""The list of what people told us, and taking it away as a table."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from heard_web.people.access import SignedInRequest, allowed
from heard_web.people.models import Role
from heard_web.voice.actions_export import note_export
from heard_web.voice.exports import as_csv, as_xlsx, table
from heard_web.voice.forms_one import FilterForm
from heard_web.voice.models import Contribution, ContributionQuerySet

VOICES_A_PAGE = 25  # more are too long a page on a telephone
KINDS = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
}


def _found(request: SignedInRequest, chosen: dict[str, Any]) -> ContributionQuerySet:
    """What this person may see and asked for. What was taken back shows only among the voices of its own activity."""
    rows: ContributionQuerySet = Contribution.objects.visible_to(request.user)
    rows = rows.not_passed_on() if "activity" in chosen else rows.standing()
    for name in ("activity", "mode", "mediation"):
        if name in chosen:
            rows = rows.filter(**{name: chosen[name]})
    if "group" in chosen:
        rows = rows.filter(speaker__group=chosen["group"])
    return rows.standing().saying(chosen["q"]) if "q" in chosen else rows


@allowed(Role.may_read_voices)
def listing(request: SignedInRequest) -> HttpResponse:
    """What people told us, newest first."""
    form = FilterForm(request.GET, user=request.user)
    chosen = form.chosen()
    rows = _found(request, chosen)
    page = Paginator(rows.with_parts(), VOICES_A_PAGE).get_page(request.GET.get("page"))
    activity = chosen.get("activity")
    asked = request.GET.copy()
    asked.pop("page", None)
    number = rows.standing().count()
    shown = {
        "form": form, "page": page, "asked": asked.urlencode(),
        "count": f"{number:,} contribution{'' if number == 1 else 's'}", "activity": activity, "chosen": chosen,
        "may_add": activity is not None
        and activity.held_by_id == request.user.organisation_id
        and request.user.as_role.may_record(),
    }  # fmt: skip
    return render(request, "voice/list.html", shown)


@allowed(Role.may_read_voices)
def export(request: SignedInRequest) -> HttpResponse:
    """The same list as a table to take away, without anything that was taken back."""
    chosen = FilterForm(request.GET, user=request.user).chosen()
    kind = "xlsx" if request.GET.get("format") == "xlsx" else "csv"
    content_type, written = KINDS[kind]
    rows = list(table(_found(request, chosen)))
    note_export(by=request.user, number=len(rows), kind=kind)
    name = f"what-people-told-us-{timezone.localdate().isoformat()}.{kind}"
    return HttpResponse(
        written(rows),
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"},
    )
