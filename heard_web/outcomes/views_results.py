"""Pages about results that carry a name, and about telling people what came of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from heard.errors import HeardError
from heard_web.decisions.models import Ask
from heard_web.decisions.views import keep_unchecked, number
from heard_web.outcomes import actions
from heard_web.outcomes.forms import (
    ClaimFormSet,
    GiveBackForm,
    ImpactForm,
    asks_to_claim,
    claims_as_kept,
    impact_as_kept,
)
from heard_web.outcomes.models import GiveBack, Impact, ImpactClaim
from heard_web.people.access import SignedInRequest, allowed, signed_in
from heard_web.people.models import Role


@signed_in
@require_GET
def impact(request: SignedInRequest, pk: int) -> HttpResponse:
    """One named thing: who designed it, since when it is in use, what families say, and what it is said to come of."""
    found = get_object_or_404(Impact.objects.visible_to(request.user).select_related("setting", "held_by"), pk=pk)
    seen = ImpactClaim.objects.filter(impact=found, ask__in=Ask.objects.visible_to(request.user))
    shown = {
        "impact": found, "claims": seen.select_related("ask", "part"),
        "claims_held_back": ImpactClaim.objects.filter(impact=found).exclude(pk__in=seen.values("pk")).count(),
        "may_change": found.held_by_id == request.user.organisation_id and request.user.as_role.may_record_decisions(),
    }  # fmt: skip
    return render(request, "outcomes/impact.html", shown)


@allowed(Role.may_record_decisions)
@require_http_methods(["GET", "HEAD", "POST"])
def impact_add(request: SignedInRequest) -> HttpResponse:
    """Write down a named thing that came of what people asked for."""
    return _impact_written(request, None, {}, claimed_by_link(request))


@allowed(Role.may_record_decisions)
@require_http_methods(["GET", "HEAD", "POST"])
def impact_change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put right what was written down about a result."""
    rows = Impact.objects.visible_to(request.user).changeable_by(request.user).select_related("setting")
    found = get_object_or_404(rows, pk=pk)
    return _impact_written(request, found, impact_as_kept(found), claims_as_kept(found, request.user))


def _impact_written(
    request: SignedInRequest, kept: Impact | None, start: dict[str, Any], claimed: list[dict[str, str]]
) -> HttpResponse:
    data = request.POST.copy() if request.method == "POST" else None
    one_more = data is not None and "another" in data
    if data is not None and one_more:
        data["claims-TOTAL_FORMS"] = str(min((number(data.get("claims-TOTAL_FORMS")) or 0) + 1, 20))
    form = ImpactForm(data, initial=start)
    asks = {"asks": asks_to_claim(request.user, claimed_by=kept)}
    claims = ClaimFormSet(data, prefix="claims", form_kwargs=asks, initial=claimed)
    if one_more:
        keep_unchecked(form, *claims.forms)
    elif data is not None and form.is_valid() and claims.is_valid():
        typed = {**form.cleaned_data, "claims": claims.facts()}  # type: ignore[attr-defined]
        try:
            saved = (
                actions.change_impact(kept, by=request.user, **typed)
                if kept
                else actions.record_impact(by=request.user, **typed)
            )
        except HeardError as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, "The result was put right." if kept else "The result was written down.")
            return redirect(saved)
    shown = {"form": form, "formset": None if one_more else claims, "claims": claims, "impact": kept}
    return render(request, "outcomes/impact_add.html", shown)


def claimed_by_link(request: SignedInRequest) -> list[dict[str, str]]:
    """The claim a link brought along: a part, or a whole ask."""
    for kind in ("part", "ask"):
        if key := number(request.GET.get(kind)):
            return [{"came_of": f"{kind}-{key}"}]
    return []


@allowed(Role.may_record_decisions)
@require_http_methods(["GET", "HEAD", "POST"])
def give_back_add(request: SignedInRequest) -> HttpResponse:
    """Write down who was told what came of it."""
    start: dict[str, Any] = {name: number(request.GET.get(name)) for name in ("ask", "activity")}
    return _reply_written(request, None, {**start, "told_on": timezone.localdate()})


@allowed(Role.may_record_decisions)
@require_http_methods(["GET", "HEAD", "POST"])
def give_back_change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put right what was written down about telling people."""
    found = get_object_or_404(GiveBack.objects.changeable_by(request.user).told(), pk=pk)
    names = ("told_whom", "how", "told_on", "address", "said_back")
    kept = {name: getattr(found, name) for name in names}
    return _reply_written(request, found, {**kept, "ask": found.ask_id, "activity": found.activity_id})


def _reply_written(request: SignedInRequest, kept: GiveBack | None, start: dict[str, Any]) -> HttpResponse:
    form = GiveBackForm(request.POST or None, user=request.user, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            told = (
                actions.change_give_back(kept, by=request.user, **form.cleaned_data)
                if kept
                else actions.tell_back(by=request.user, **form.cleaned_data)
            )
        except HeardError as why:
            form.add_error(None, str(why))
        else:
            done = "What you wrote down was put right." if kept else "Written down: people were told what came of it."
            messages.success(request, done)
            return redirect(told)
    return render(request, "outcomes/give_back_add.html", {"form": form, "reply": kept})
