"""Pages about the register of provision, and about what was recommended beside it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from heard.errors import HeardError
from heard_web.decisions.models import Ask, Decision
from heard_web.decisions.views import number
from heard_web.outcomes.models import Impact
from heard_web.people.access import SignedInRequest, allowed, signed_in
from heard_web.people.models import Role
from heard_web.provision import actions
from heard_web.provision.compare import compared, first_heard, older_than_voice
from heard_web.provision.exports import compared_as_csv, register_as_csv
from heard_web.provision.forms import LinkForm, ProvisionFilter, ProvisionForm, StatusForm
from heard_web.provision.models import Provision

PAGE = 50


def narrowed(request: SignedInRequest) -> tuple[ProvisionFilter, Any]:
    """The filter form, and the entries it leaves over."""
    form = ProvisionFilter(request.GET or None)
    rows = Provision.objects.visible_to(request.user).as_it_stands()
    chosen = form.cleaned_data if form.is_valid() else {}
    exact = {"need": "designation", "phase": "phase", "status": "status"}
    rows = rows.filter(**{exact[name]: chosen[name] for name in exact if chosen.get(name)})
    return form, rows.for_age(chosen["age"]) if chosen.get("age") is not None else rows


@signed_in
@require_GET
def register(request: SignedInRequest) -> HttpResponse:
    """Where specialist places are, for whom, and how far each has come."""
    form, rows = narrowed(request)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    n = page.paginator.count
    shown = {
        "form_of_list": form, "page": page, "count": f"{n} entry" if n == 1 else f"{n} entries",
        "narrowed": bool(request.GET), "may_record": request.user.as_role.may_record_decisions(),
        "query": f"?{request.GET.urlencode()}" if request.GET else "",
    }  # fmt: skip
    return render(request, "provision/list.html", shown)


def as_file(content: str, name: str) -> HttpResponse:
    """A table to download, not kept by the browser."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


@signed_in
@require_GET
def export(request: SignedInRequest) -> HttpResponse:
    """The register as a CSV file."""
    return as_file(register_as_csv(narrowed(request)[1]), "register-of-provision")


@signed_in
@require_GET
def compare(request: SignedInRequest) -> HttpResponse:
    """What was recommended beside what became of it. Nothing recommended drops out of view."""
    lines = compared(request.user)
    page = Paginator(lines, PAGE).get_page(request.GET.get("page"))
    asked = [line for line in lines if line.part]
    counts = Counter(line.result for line in asked)
    shown = {
        "page": page, "as_asked": counts["As asked"], "differs": counts["Differs"], "not_delivered": counts["Not delivered"],
        "not_open": counts["Not open yet"], "older": sum(bool(line.older) for line in lines),
    }  # fmt: skip
    return render(request, "provision/compare.html", shown)


@signed_in
@require_GET
def export_compared(request: SignedInRequest) -> HttpResponse:
    """What was recommended beside what became of it, as a CSV file."""
    return as_file(compared_as_csv(compared(request.user)), "recommended-and-delivered")


@signed_in
@require_GET
def provision(request: SignedInRequest, pk: int) -> HttpResponse:
    """One entry: what it is, how it came to be, and what it answers."""
    found = get_object_or_404(Provision.objects.visible_to(request.user).as_it_stands(), pk=pk)
    decisions = Decision.objects.visible_to(request.user).values("pk")
    steps = found.history.select_related("decision__ask", "recorded_by").order_by("-happened_on", "-id")
    seen = set(decisions.filter(pk__in=[step.decision_id for step in steps]).values_list("pk", flat=True))
    part = found.part if found.part and Ask.objects.visible_to(request.user).filter(parts=found.part).exists() else None
    own = found.held_by_id == request.user.organisation_id
    shown = {
        "provision": found, "steps": [(step, step.decision_id in seen) for step in steps], "part": part,
        "older": older_than_voice(found, part, first_heard(request.user, {part.ask_id})) if part else "",
        "impact": Impact.objects.visible_to(request.user).filter(pk=found.impact_id).first(),
        "may_change": own and request.user.as_role.may_record_decisions(), "part_hidden": found.part and not part,
    }  # fmt: skip
    return render(request, "provision/provision.html", shown)


@allowed(Role.may_record_decisions)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedInRequest) -> HttpResponse:
    """Put specialist places on the register."""
    form = ProvisionForm(request.POST or None, user=request.user, initial={"part": number(request.GET.get("part"))})
    if request.method == "POST" and form.is_valid():
        try:
            added = actions.register(by=request.user, **form.cleaned_data)
        except HeardError as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, "It is on the register. Now say how far it has come.")
            return redirect("provision:status", pk=added.pk)
    return render(request, "provision/add.html", {"form": form})


@allowed(Role.may_record_decisions)
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: SignedInRequest, pk: int) -> HttpResponse:
    """Add a step to the life of a provision."""
    found = get_object_or_404(Provision.objects.changeable_by(request.user), pk=pk)
    form = StatusForm(request.POST or None, user=request.user, initial={"happened_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_status(found, by=request.user, **form.cleaned_data)
        except HeardError as why:
            form.add_error("reason", str(why))
        else:
            messages.success(request, "The step was added. Earlier steps stay as they were.")
            return redirect(found)
    return render(request, "provision/status.html", {"form": form, "provision": found})


@allowed(Role.may_record_decisions)
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say which part of an ask a provision answers."""
    found = get_object_or_404(Provision.objects.changeable_by(request.user), pk=pk)
    form = LinkForm(request.POST or None, user=request.user, initial={"part": found.part_id})
    if request.method == "POST" and form.is_valid():
        actions.link_to_part(found, by=request.user, part=form.cleaned_data["part"])
        messages.success(request, "What it answers was written down.")
        return redirect(found)
    return render(request, "provision/link.html", {"form": form, "provision": found})
