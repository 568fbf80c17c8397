"""Findings: what we now know because people told us."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from heard_web.engagement.models import Purpose
from heard_web.people.access import SignedInRequest, allowed, signed_in
from heard_web.people.models import Role
from heard_web.people.ways import row_number
from heard_web.themes import actions
from heard_web.themes.choosing import as_chosen, conditions_offered, rows_of, to_be_answered
from heard_web.themes.counting_findings import FindingVoices, count_finding, people_in_findings, voices_to_choose
from heard_web.themes.drafting import Drafted, draft, subject_of
from heard_web.themes.forms import attempt
from heard_web.themes.forms_findings import MOST_VOICES, FindingForm, as_kept, as_typed, fresh
from heard_web.themes.models import Finding
from heard_web.themes.quoting import mark_quotable
from heard_web.themes.sources import draft_sources, parts_traced, propositions_of, sources_of, traces_lost, with_people


class FindingFilter(django_forms.Form):
    """Narrows the list of findings."""

    words = django_forms.CharField(required=False, label="Words in the statement")
    purpose = django_forms.ModelChoiceField(
        queryset=Purpose.objects.none(), required=False, label="Question", empty_label="All questions"
    )


@signed_in
def findings(request: SignedInRequest) -> HttpResponse:
    """Every finding this person may see, newest first."""
    form = FindingFilter(request.GET or None)
    form.fields["purpose"].queryset = Purpose.objects.visible_to(request.user)  # type: ignore[attr-defined]
    rows = Finding.objects.visible_to(request.user).select_related("purpose", "held_by")
    if form.is_valid():
        rows = rows.saying(form.cleaned_data["words"]) if form.cleaned_data["words"] else rows
        rows = rows.for_purpose(form.cleaned_data["purpose"]) if form.cleaned_data["purpose"] else rows
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    people = people_in_findings(list(page), user=request.user)
    listed = [{"row": row, "supports": people[row.pk].supports, "minority": people[row.pk].minority} for row in page]
    return render(request, "themes/findings.html", {"filter": form, "page": page, "listed": listed})


@signed_in
def finding(request: SignedInRequest, pk: int) -> HttpResponse:
    """One finding: who said so, what it depends on, and who sees it differently."""
    rows = Finding.objects.visible_to(request.user).select_related("purpose", "held_by", "written_by")
    row = get_object_or_404(rows, pk=pk)
    counts = count_finding(row, user=request.user)
    sources = sources_of(row, user=request.user, marked=[link.contribution for link in counts.visible])
    conditions = list(row.conditions.standing().readable_by(request.user))
    for link in counts.visible:
        link.marked = sources.passages.get(link.contribution_id, [])
    may_change = row.held_by_id == request.user.organisation_id and request.user.as_role.may_record()
    seen = {
        "finding": row,
        "counts": counts,
        "supports": Paginator(counts.of_side("supports"), 50).get_page(request.GET.get("page")),
        "minority": Paginator(counts.of_side("minority"), 50).get_page(request.GET.get("more")),
        "sources": sources,
        "conditions": [
            (condition, with_people(sources.of_condition(condition.words), hidden=bool(counts.hidden)))
            for condition in conditions
        ],
        "conditions_lost": row.conditions_lost + row.conditions.fallen().count(),
        "themes": row.themes.visible_to(request.user),
        "propositions": propositions_of(row, user=request.user),
        "may_change": may_change,
    }
    return render(request, "themes/finding.html", seen)


@allowed(Role.may_record)
def finding_add(request: SignedInRequest) -> HttpResponse:
    """Write a finding. Choosing other themes shows their voices, and keeps what was typed.

    A link may ask for a draft about a theme or a proposition: then the form is filled in, and nothing is saved yet.
    """
    return _written(request, None, fresh(request.GET))


@allowed(Role.may_record)
def finding_change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change a finding."""
    row = get_object_or_404(Finding.objects.changeable_by(request.user), pk=pk)
    return _written(request, row, as_kept(row))


def _written(request: SignedInRequest, finding: Finding | None, start: dict[str, Any]) -> HttpResponse:
    choosing = request.POST.get("do") == "show"
    initial = as_typed(request.POST) if choosing else start
    posted = request.method == "POST"
    subject = subject_of(request.POST if posted else request.GET, user=request.user)
    drafted = draft(subject, user=request.user) if subject else None
    if drafted and not posted:
        initial = {**initial, **drafted.initial, "drafted": drafted.name}
    themes = request.POST.getlist("themes") if posted else initial["themes"]
    voices = voices_to_choose(
        user=request.user, themes=[pk for pk in map(row_number, themes) if pk], finding=finding, most=MOST_VOICES,
        drafted=drafted.voices if drafted else (),
    )  # fmt: skip
    if not posted and finding is None and initial.get("supports") is None:
        initial = {**initial, "supports": sorted(voices.confirmed & voices.numbers)}
    typed = request.POST if posted and not choosing else None
    to_answer = to_be_answered(finding, voices, drafted)
    form = FindingForm(typed, user=request.user, voices=voices.queryset, initial=initial, to_answer=to_answer)
    if typed is not None:
        traced = parts_traced(finding, drafted)
        saved = attempt(form, lambda clean: _save(request, finding, clean, voices, drafted))
        if saved is not None:
            messages.success(request, " ".join(["The finding is saved.", *traces_lost(saved, traced)]))
            return redirect(saved)
    supports, minority = form.ticked("supports"), form.ticked("minority")
    shown = [voice for voice, _ in voices.listed]
    listed = {voice.pk for voice in shown}
    mark_quotable([*shown, *(drafted.rows.values() if drafted else ())])
    seen = {
        "form": form,
        "finding": finding,
        "rows": rows_of(form, voices),
        "more": voices.more,
        "unlisted_supports": sorted((supports & voices.numbers) - listed),
        "unlisted_minority": sorted((minority & voices.numbers) - listed),
        "offered": conditions_offered(form, voices),
        "taken": request.POST.getlist("found"),
        "drafted": drafted,
        "draft_sources": draft_sources(drafted) if drafted else [],
    }
    return render(request, "themes/finding_form.html", seen)


def _save(
    request: SignedInRequest,
    finding: Finding | None,
    clean: dict[str, Any],
    voices: FindingVoices,
    drafted: Drafted | None,
) -> Finding:
    typed = as_chosen(clean, request.POST.getlist("found"), voices, drafted, user=request.user)
    if typed["statement"] != clean["statement"]:
        messages.info(request, f"The number of people follows the ticks: {typed['statement']}")
    if finding is None:
        return actions.write_finding(by=request.user, **typed, proposition=drafted.proposition if drafted else None)
    return actions.change_finding(finding, by=request.user, **typed)
