"""Pages about what was done, what changed, and what is still owed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from heard.codes import ActionStatus
from heard.errors import HeardError
from heard_web.decisions.models import Decision
from heard_web.outcomes import actions
from heard_web.outcomes.exports import actions_as_csv
from heard_web.outcomes.forms import ActionFilter, ActionForm, OutcomeForm, StatusForm
from heard_web.outcomes.models import FINISHED, Action, GiveBack, Impact, Outcome
from heard_web.outcomes.owing import owed_to_people
from heard_web.people.access import SignedInRequest, allowed, signed_in
from heard_web.people.models import Role

PAGE, SHORT = 50, 10


def narrowed(request: SignedInRequest) -> tuple[ActionFilter, Any]:
    """The filter form, and the actions it leaves over."""
    form = ActionFilter(request.GET or None)
    rows = Action.objects.visible_to(request.user).select_related("decision", "part", "held_by")
    chosen = form.cleaned_data if form.is_valid() else {}
    if chosen.get("status"):
        rows = rows.filter(status=chosen["status"])
    if chosen.get("overdue"):
        rows = rows.overdue(timezone.localdate())
    return form, rows


@signed_in
@require_GET
def action_list(request: SignedInRequest) -> HttpResponse:
    """What is owed, every action by how far it has come, what changed, and who was told."""
    form, rows = narrowed(request)
    today = timezone.localdate()
    owed = owed_to_people(request.user, today=today)
    late = [item for item in owed if item.overdue]
    impacts = Impact.objects.visible_to(request.user).select_related("setting", "held_by")
    shown = {
        "form_of_list": form, "page": Paginator(rows, PAGE).get_page(request.GET.get("page")), "today": today,
        "late": late[:SHORT], "more_late": max(len(late) - SHORT, 0), "owed": len(owed), "late_count": len(late),
        "impacts": Paginator(impacts, PAGE).get_page(request.GET.get("results")),
        "told": GiveBack.objects.visible_to(request.user).told().select_related("ask", "activity")[:SHORT],
        "published": GiveBack.objects.visible_to(request.user).pages()[:SHORT],
        "totals": totals(request), "narrowed": bool(request.GET), "may_record": request.user.as_role.may_record_decisions(),
        "query": f"?{request.GET.urlencode()}" if request.GET else "",
    }  # fmt: skip
    return render(request, "outcomes/list.html", shown)


def totals(request: SignedInRequest) -> dict[str, int]:
    """How many actions are under way, finished and stopped."""
    done = Q(status__in=FINISHED) & ~Q(status=ActionStatus.STOPPED)
    counted: dict[str, int] = Action.objects.visible_to(request.user).aggregate(
        under_way=Count("pk", filter=~Q(status__in=FINISHED)),
        finished=Count("pk", filter=done),
        stopped=Count("pk", filter=Q(status=ActionStatus.STOPPED)),
    )
    return counted


@signed_in
@require_GET
def export(request: SignedInRequest) -> HttpResponse:
    """The actions of the list as a CSV file."""
    _, rows = narrowed(request)
    return HttpResponse(
        actions_as_csv(rows, request.user), content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="actions.csv"', "Cache-Control": "no-store"},
    )  # fmt: skip


@signed_in
@require_GET
def action(request: SignedInRequest, pk: int) -> HttpResponse:
    """One action: how far it has come, and what changed after it."""
    rows = Action.objects.visible_to(request.user).select_related("decision__ask", "part", "held_by", "written_by")
    found = get_object_or_404(rows, pk=pk)
    decision = Decision.objects.visible_to(request.user).filter(pk=found.decision_id).select_related("ask").first()
    sees_ask = (
        decision is not None and type(decision.ask).objects.visible_to(request.user).filter(pk=decision.ask_id).exists()
    )
    own = found.held_by_id == request.user.organisation_id
    shown = {
        "action": found, "decision": decision if sees_ask else None, "overdue": found.is_overdue(timezone.localdate()),
        "outcomes": Outcome.objects.visible_to(request.user).filter(action=found),
        "may_change": own and request.user.as_role.may_record_decisions(),
    }  # fmt: skip
    return render(request, "outcomes/action.html", shown)


@allowed(Role.may_record_decisions)
@require_http_methods(["GET", "HEAD", "POST"])
def action_add(request: SignedInRequest, decision_pk: int) -> HttpResponse:
    """Agree an action because of an answer."""
    rows = Decision.objects.visible_to(request.user).select_related("ask__body", "part")
    decision = get_object_or_404(rows, pk=decision_pk)
    form = ActionForm(request.POST or None, decision=decision, initial={"part": decision.part_id})
    if request.method == "POST" and form.is_valid():
        try:
            agreed = actions.agree_action(decision, by=request.user, **form.cleaned_data)
        except HeardError as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, "The action was agreed.")
            return redirect(agreed)
    return render(request, "outcomes/action_add.html", {"form": form, "decision": decision})


@allowed(Role.may_record_decisions)
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say how far an action has come."""
    found = get_object_or_404(Action.objects.visible_to(request.user).changeable_by(request.user), pk=pk)
    start = {"status": found.status, "because": found.stopped_because, "progress": found.progress}
    form = StatusForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_status(found, by=request.user, **form.cleaned_data)
        except HeardError as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, "How far it has come was written down.")
            return redirect(found)
    return render(request, "outcomes/status.html", {"form": form, "action": found})


@allowed(Role.may_record_decisions)
@require_http_methods(["GET", "HEAD", "POST"])
def outcome_add(request: SignedInRequest, action_pk: int) -> HttpResponse:
    """Write down what changed after an action, and what shows it."""
    found = get_object_or_404(Action.objects.visible_to(request.user).changeable_by(request.user), pk=action_pk)
    form = OutcomeForm(request.POST or None, initial={"measured_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_outcome(found, by=request.user, **form.cleaned_data)
        except HeardError as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, "What changed was written down.")
            return redirect(found)
    return render(request, "outcomes/outcome_add.html", {"form": form, "action": found})


@allowed(Role.may_record_decisions)
@require_http_methods(["GET", "HEAD", "POST"])
def outcome_change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put right what was written down about a change."""
    rows = Outcome.objects.visible_to(request.user).changeable_by(request.user).select_related("action")
    found = get_object_or_404(rows, pk=pk)
    form = OutcomeForm(
        request.POST or None, initial={name: getattr(found, name) for name in OutcomeForm.base_fields}
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_outcome(found, by=request.user, **form.cleaned_data)
        except HeardError as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, "What changed was put right.")
            return redirect(found)
    return render(request, "outcomes/outcome_add.html", {"form": form, "action": found.action, "outcome": found})
