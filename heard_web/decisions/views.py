"""Pages about what people asked for and what was answered."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from heard.codes import Answer
from heard.decisions.owed import suggested_answer_day
from heard.errors import HeardError
from heard_web.decisions import actions
from heard_web.decisions.exports import asks_as_csv
from heard_web.decisions.forms import AskFilter, AskForm, DecideForm, PartFormSet
from heard_web.decisions.models import Ask, Decision, day
from heard_web.decisions.sight import seen_by
from heard_web.people.access import SignedInRequest, allowed, signed_in
from heard_web.people.models import Role
from heard_web.people.ways import row_number
from heard_web.themes.models import Finding

PAGE = 50


def narrowed(request: SignedInRequest) -> tuple[AskFilter, Any]:
    """The filter form, and the asks it leaves over."""
    form = AskFilter(request.GET or None)
    asks = Ask.objects.visible_to(request.user).select_related("body", "held_by")
    chosen = form.cleaned_data if form.is_valid() else {}
    answer = chosen.get("answer")
    asks = asks.answered_with(Answer(answer), request.user) if answer else asks.with_answers(request.user)
    if chosen.get("body"):
        asks = asks.filter(body=chosen["body"])
    if chosen.get("overdue"):
        asks = asks.filter(answered=False, answer_due_on__lt=timezone.localdate())
    return form, asks


@signed_in
@require_GET
def ask_list(request: SignedInRequest) -> HttpResponse:
    """Everything that was asked of a body, newest first."""
    form, asks = narrowed(request)
    page = Paginator(asks, PAGE).get_page(request.GET.get("page"))
    n = page.paginator.count
    shown = {
        "form_of_list": form, "page": page, "count": f"{n} ask" if n == 1 else f"{n} asks", "today": timezone.localdate(),
        "may_put": request.user.as_role.may_record(), "narrowed": bool(request.GET),
        "query": f"?{request.GET.urlencode()}" if request.GET else "",
    }  # fmt: skip
    return render(request, "decisions/list.html", shown)


@signed_in
@require_GET
def export(request: SignedInRequest) -> HttpResponse:
    """The asks of the list, with their answers, as a CSV file."""
    _, asks = narrowed(request)
    return HttpResponse(
        asks_as_csv(asks), content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="asks-and-answers.csv"', "Cache-Control": "no-store"},
    )  # fmt: skip


@signed_in
@require_GET
def ask(request: SignedInRequest, pk: int) -> HttpResponse:
    """One ask: its parts, what it rests on, and every answer ever given."""
    asks = Ask.objects.visible_to(request.user).select_related("body", "held_by", "purpose", "written_by")
    found = get_object_or_404(asks.prefetch_related("parts__setting"), pk=pk)
    decisions = seen_by(request.user, Decision.objects.filter(ask=found).for_reading())
    findings = seen_by(request.user, Finding.objects.filter(asks=found).for_deciding(request.user))
    for decision in decisions.rows:
        decision.may_be_released = may_release(request, decision)
    shown = {
        "ask": found, "answers": answers_newest_first(decisions.rows), "parts": parts_with_answers(found, decisions.rows),
        "facts": facts_of(found, with_purpose=sees_purpose(request, found)),
        "answers_held_back": decisions.lines("An answer is", "answers are"),
        "findings": findings.rows, "findings_held_back": findings.lines("A finding is", "findings are"),
        "whole": next((d for d in reversed(decisions.rows) if d.part_id is None), None),
        "overdue": is_overdue(found, decisions.rows), "may_decide": found.may_be_answered_by(request.user),
    }  # fmt: skip
    return render(request, "decisions/ask.html", shown)


def facts_of(ask: Ask, *, with_purpose: bool) -> list[dict[str, Any]]:
    """What is recorded about the ask itself, row by row."""
    rows: list[dict[str, Any]] = [{"key": "Put to", "value": ask.body}, {"key": "Put on", "value": day(ask.put_on)}]
    rows.append({"key": "Answer due by", "value": day(ask.answer_due_on) if ask.answer_due_on else ""})
    rows.append({"key": "Wording agreed with", "value": ask.agreed_with})
    if with_purpose and ask.purpose:
        rows.append(
            {
                "key": "Why people were asked",
                "value": ask.purpose,
                "url": ask.purpose.get_absolute_url(),
                "action": "Read",
            }
        )
    who = "seen by the other organisations too" if ask.released_at else "not released to the other organisations"
    return [*rows, {"key": "Held by", "value": f"{ask.held_by}, {who}"}]


def answers_newest_first(decisions: list[Decision]) -> list[Decision]:
    """The history of answers, the newest on top."""
    return sorted(decisions, key=lambda decision: (decision.decided_on, decision.pk), reverse=True)


def parts_with_answers(ask: Ask, decisions: list[Decision]) -> list[dict[str, Any]]:
    """Every part with the latest answer to it, or to the whole ask where the part has none of its own."""
    latest = {decision.part_id: decision for decision in decisions}
    return [{"part": part, "decision": latest.get(part.pk) or latest.get(None)} for part in ask.parts.all()]


def is_overdue(ask: Ask, decisions: list[Decision]) -> bool:
    """Whether the day for an answer has passed without one."""
    answered = any(decision.answer != Answer.AWAITING for decision in decisions)
    return not answered and ask.answer_due_on is not None and ask.answer_due_on < timezone.localdate()


def may_release(request: SignedInRequest, row: Any) -> bool:
    """Whether to offer this person the release of a row."""
    own = row.held_by_id == request.user.organisation_id
    return bool(own and row.released_at is None and request.user.as_role.may_record())


def sees_purpose(request: SignedInRequest, ask: Ask) -> bool:
    """Whether this person may see why people were asked."""
    purpose = ask.purpose
    return purpose is not None and type(purpose).objects.visible_to(request.user).filter(pk=purpose.pk).exists()


@allowed(Role.may_record)
@require_http_methods(["GET", "HEAD", "POST"])
def ask_add(request: SignedInRequest) -> HttpResponse:
    """Put an ask to a body."""
    data = request.POST.copy() if request.method == "POST" else None
    one_more = data is not None and "another" in data
    if data is not None and one_more:
        data["parts-TOTAL_FORMS"] = str(min((number(data.get("parts-TOTAL_FORMS")) or 0) + 1, 40))
    form = AskForm(data, user=request.user, initial=started_with(request))
    parts = PartFormSet(data, prefix="parts")
    if one_more:
        keep_unchecked(form, *parts.forms)
    elif data is not None and form.is_valid() and parts.is_valid():
        try:
            put = actions.put_ask(by=request.user, parts=parts.facts(), **form.cleaned_data)  # type: ignore[attr-defined]
        except HeardError as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, f"The ask was put to {put.body}.")
            warn_of_empty(request, put)
            return redirect(put)
    shown = {"form": form, "formset": None if one_more else parts, "parts": parts}
    return render(request, "decisions/ask_add.html", shown)


def warn_of_empty(request: SignedInRequest, ask: Ask) -> None:
    """Say which findings of an ask rest on nobody's words any more."""
    for finding in Finding.objects.filter(asks=ask).resting_on().filter(rests_on=0):
        messages.warning(request, f"“{finding.statement}” rests on no voice that may still be used. Look at it again.")


def started_with(request: SignedInRequest) -> dict[str, Any]:
    """What a link brought along: the finding and purpose an ask begins from, today, and a day for the answer."""
    finding = Finding.objects.visible_to(request.user).filter(pk=number(request.GET.get("finding"))).first()
    purpose = number(request.GET.get("purpose")) or (finding.purpose_id if finding else None)
    today = timezone.localdate()
    return {
        "findings": [finding.pk] if finding else [], "purpose": purpose, "put_on": today,
        "answer_due_on": suggested_answer_day(today),
    }  # fmt: skip


def number(words: str | None) -> int | None:
    """A key from an address, if it is one."""
    return row_number(words)


def keep_unchecked(*forms: Any) -> None:
    """Show forms again as they were typed, without finding fault: the person only asked for another row."""
    for form in forms:
        form._errors = {}
        form.cleaned_data = {}


@allowed(Role.may_record_decisions)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write down what the body said."""
    found = get_object_or_404(Ask.objects.visible_to(request.user).select_related("body"), pk=pk)
    if not found.may_be_answered_by(request.user):
        return render(request, "decisions/not_yours.html", {"ask": found}, status=403)
    start = {"part": number(request.GET.get("part")), "decided_on": timezone.localdate()}
    form = DecideForm(request.POST or None, ask=found, user=request.user, initial=start)
    if request.method == "POST" and form.is_valid():
        chosen = {name: value for name, value in form.cleaned_data.items() if not name.startswith("room_")}
        try:
            actions.decide(
                found, by=request.user, in_the_room=form.in_the_room(),
                **{**chosen, "answer": Answer(chosen["answer"])},
            )  # fmt: skip
        except HeardError as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, "The answer was written down. Earlier answers stay as they were.")
            return redirect(found)
    findings = seen_by(request.user, Finding.objects.filter(asks=found).for_deciding(request.user))
    shown = {
        "form": form, "ask": found, "findings": findings.rows,
        "findings_held_back": findings.lines("A finding is", "findings are"),
    }  # fmt: skip
    return render(request, "decisions/decide.html", shown)
