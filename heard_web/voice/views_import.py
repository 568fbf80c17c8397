"""Bringing in a file people already keep."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from heard.codes import Use
from heard.errors import HeardError
from heard_web.people.access import SignedInRequest, allowed
from heard_web.people.models import Role
from heard_web.voice.actions_import import bring_in, forget_rows, match, start_import
from heard_web.voice.actions_import_rows import Place, Sorting
from heard_web.voice.exports import as_csv
from heard_web.voice.facts import PermissionFacts
from heard_web.voice.forms import MAY
from heard_web.voice.forms_import import MatchForm, UploadForm
from heard_web.voice.models import GivenBy, ImportBatch, ImportRow
from heard_web.voice.reading import NotMatched, understand
from heard_web.voice.sight import here, own_activity, own_batch

PREVIEW = 10


@allowed(Role.may_record)
def upload(request: SignedInRequest, activity_pk: int) -> HttpResponse:
    """Choose a file to bring in."""
    activity = own_activity(request, activity_pk)
    sheets = request.POST.getlist("of_sheets")
    form = UploadForm(request.POST or None, request.FILES or None, sheets=sheets)
    if request.method == "POST" and form.is_valid():
        file, sheet = form.cleaned_data["file"], form.cleaned_data.get("sheet") or None
        try:
            batch = start_import(
                activity, by=request.user, content=file.read(), file_name=file.name or "File", sheet=sheet
            )
        except HeardError as error:
            form.add_error("file", str(error))
        else:
            return redirect(batch)
    shown = {"form": form, "activity": activity, "sheets": sheets, "earlier": activity.batches.all()[:20],
        "here_url": here(activity.pk),
    }  # fmt: skip
    return render(request, "voice/import.html", shown)


@allowed(Role.may_record)
def batch(request: SignedInRequest, pk: int) -> HttpResponse:
    """A file on its way in: match its columns, see the first rows, bring it in, and read what became of each row."""
    found = own_batch(request, pk)
    if found.brought_in_at is not None:
        return _report(request, found)
    if request.method == "POST" and "bring_in" in request.POST:
        return _bring_in(request, found)
    form = MatchForm(request.POST or None, batch=found)
    if request.method == "POST" and form.is_valid():
        try:
            match(found, by=request.user, matching=form.matching(), defaults=form.defaults())
        except HeardError as error:
            form.add_error(None, str(error))
        else:
            return redirect(found)
    if request.method == "GET" and found.permissions_said and "change" not in request.GET:
        return _preview(request, found)
    shown = {
        "batch": found, "form": form, "rows": found.rows.count(), "other": UploadForm(sheets=found.sheets),
        "as_before": bool(found.defaults) and not found.permissions_said,
    }  # fmt: skip
    return render(request, "voice/match.html", shown)


def _preview(request: SignedInRequest, found: ImportBatch) -> HttpResponse:
    rows = list(found.rows.exclude(cells={}))
    sorting = Sorting(found, request.user, to_store=False)
    try:
        sorting.sort(list(understand(found, rows)))
    except NotMatched:
        return redirect(f"{reverse('voice:batch', args=[found.pk])}?change=1")
    problems = [row for row in sorting.rows if row.result == ImportRow.Result.PROBLEM]
    usable = len(sorting.places)
    shown: dict[str, Any] = {
        "batch": found, "first": sorting.places[:PREVIEW], "cannot": problems[:PREVIEW], "usable": usable,
        "unusable": len(problems), "left": len(sorting.rows) - usable - len(problems),
        "bring_in_words": f"Bring in {usable:,} row{'' if usable == 1 else 's'}",
        "will_allow": _in_words(sorting.answers()), "said_yes": found.defaults["agreed"],
        "need_parent": 0 if found.defaults.get("parent_too") else sorting.needing_a_parent(),
    }  # fmt: skip
    return render(request, "voice/preview.html", shown)


def _in_words(answers: list[tuple[Place, PermissionFacts]]) -> list[tuple[str, str, int]]:
    """Which answers will be written down, from whom, and for how many rows."""
    counted = Counter((Use(facts.use), GivenBy(facts.given_by), facts.answer) for _, facts in answers)
    return [
        (MAY[use] if answer else f"Not: {MAY[use][0].lower()}{MAY[use][1:]}", str(giver.label), number)
        for (use, giver, answer), number in sorted(counted.items())
    ]


def _bring_in(request: SignedInRequest, found: ImportBatch) -> HttpResponse:
    try:
        bring_in(found, by=request.user)
    except NotMatched as error:
        messages.error(request, str(error))
    return redirect(found)


def _report(request: SignedInRequest, found: ImportBatch) -> HttpResponse:
    counts = found.rows.by_result()
    numbers = [
        (ImportRow.Result(code).label, counts.get(code, 0)) for code in ImportRow.Result.values if code != "waiting"
    ]
    unused = found.rows.filter(result=ImportRow.Result.PROBLEM)
    shown = {
        "batch": found, "numbers": numbers, "left_out": found.rows.filter(result=ImportRow.Result.LEFT_OUT),
        "corrected": found.rows.filter(result=ImportRow.Result.CORRECTED),
        "page": Paginator(unused, 50).get_page(request.GET.get("page")),
        "here_url": here(found.activity_id), "kept_cells": found.rows.exclude(cells={}).exists(),
    }  # fmt: skip
    return render(request, "voice/report.html", shown)


@require_safe
@allowed(Role.may_record)
def problems(request: SignedInRequest, pk: int) -> HttpResponse:
    """The rows that could not be used, as they were, each with the reason: to put right and bring in again."""
    found = own_batch(request, pk)
    unused = found.rows.filter(result=ImportRow.Result.PROBLEM)
    rows = ([row.number, row.problem, *(row.cells.get(name, "") for name in found.columns)] for row in unused)
    return HttpResponse(
        as_csv(rows, ["Row in the file", "Why it could not be used", *found.columns]),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="rows-to-put-right.csv"'},
    )


@require_POST
@allowed(Role.may_record)
def forget(request: SignedInRequest, pk: int) -> HttpResponse:
    """Erase the file as it was read."""
    found = own_batch(request, pk)
    forget_rows(found, by=request.user)
    messages.success(request, "The file as it was read is erased. What was brought in stays.")
    return redirect("voice:import", found.activity_id)
