"""The first page after signing in: the work itself."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from heard_web.desk.desks import DESKS, pile_called
from heard_web.desk.piles import AtDesk
from heard_web.engagement.models import Activity, GroupCount
from heard_web.people.access import SignedInRequest, signed_in
from heard_web.people.models import Role, User

PAGE = 50


@signed_in
@require_safe
def desk(request: SignedInRequest) -> HttpResponse:
    at, role = AtDesk(request.user, timezone.localdate()), request.user.as_role
    lies = DESKS[role]
    tops = {
        part: [top for gather in gathers if (top := gather(at).top()).total]
        for part, gathers in (("needs", lies.waiting), ("to_read", lies.to_read), ("ahead", lies.ahead),
                              ("visits", lies.visits))
    }  # fmt: skip
    shown = {
        **tops, "today": at.today, "may_record": role.may_record(), "doors": doors(request.user),
        "nothing": not (tops["needs"] or tops["to_read"] or tops["visits"]) and not role.may_administer(),
        "so_far": so_far(request.user) if role is Role.INSPECTOR else None,
    }  # fmt: skip
    return render(request, "desk/desk.html", shown)


@signed_in
@require_safe
def everything(request: SignedInRequest, pile: str) -> HttpResponse:
    """One pile of the desk with all that lies on it."""
    found = pile_called(pile, AtDesk(request.user, timezone.localdate()))
    if found is None:
        raise Http404("There is no such list on this person's desk.")
    page = Paginator(found.rows, PAGE).get_page(request.GET.get("page"))
    shown = {"heading": found.heading, "page": page, "lines": found.lines(page.object_list)}
    return render(request, "desk/everything.html", shown)


def so_far(user: User) -> dict[str, int]:
    """How many visits this person may see were held, and how many people were counted there."""
    held = Activity.objects.visible_to(user).took_place()
    return {"held": held.count(), "heard": GroupCount.objects.filter(activity__in=held).total()}


def doors(user: User) -> list[dict[str, str]]:
    """Where an administrator begins."""
    if not user.as_role.may_administer():
        return []
    found = [
        ("People and accounts", "Open and close accounts.", "people:list"),
        ("Organisations", "Who holds records here, and the bodies that decide.", "people:organisations"),
        ("List of schools and settings", "Bring in the newest list.", "places:import"),
        ("History", "Who did what, and when.", "audit:list"),
    ]
    kept = [door for door in found if door[2] != "places:import" or user.keeps_places]
    return [{"title": title, "text": text, "url": reverse(name)} for title, text, name in kept]
