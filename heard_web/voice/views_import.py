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
from heard_web.engagement.models import Activity
from heard_web.people.access import SignedInRequest, allowed
from heard_web.people.models import Role
from heard_web.voice.actions_import import bring_in, forget_rows, match, say_meanings, start_import
from heard_web.voice.actions_import_rows import Place, Sorting
from heard_web.voice.exports import as_csv
from heard_web.voice.facts import PermissionFacts
from heard_web.voice.forms_doubts import DoubtsForm
from heard_web.voice.forms_import import MatchForm, UploadForm
from heard_web.voice.models import GivenBy, ImportBatch, ImportRow
from heard_web.voice.reading import NotMatched, not_understood, understand
from heard_web.voice.sight import here, own_activity, own_batch

PREVIEW = 10
SAYS = {GivenBy.SELF: "the person", GivenBy.PARENT: "a parent or carer"}
DOING = {
    Use.ANALYSE: "finding themes in it",
    Use.QUOTE: "quoting it",
    Use.SHOW_DRAWING: "showing the drawing",
    Use.NAME_SCHOOL: "naming the school with it",
}


@require_safe
@allowed(Role.may_record)
def where(request: SignedInRequest) -> HttpResponse:
    """Choose the visit, event or survey at which the things in a file were said."""
    own = Activity.objects.visible_to(request.user).filter(held_by=request.user.organisation_id)
    page = Paginator(own.order_by("-starts_on", "-pk"), 50).get_page(request.GET.get("page"))
    return render(request, "voice/bring_in.html", {"page": page})


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
    if request.method == "POST" and "doubts" in request.POST and found.permissions_said:
        return _preview(request, found)
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
    doubts = DoubtsForm(
        request.POST or None, batch=found, unknown=not_understood(found, rows), alike=sorting.alike.all()
    )
    if request.method == "POST" and doubts.is_valid():
        say_meanings(found, by=request.user, meanings=doubts.meanings(), doubles=doubts.doubles())
        messages.success(request, "Saved. The rows below are read with it.")
        return redirect(found)
    shown = {"batch": found, "doubts": doubts, **_first_rows(found, sorting)}
    return render(request, "voice/preview.html", shown)


def _first_rows(found: ImportBatch, sorting: Sorting) -> dict[str, Any]:
    """What the page with the first rows says: what can be brought in, what cannot, and what will be allowed."""
    problems = [row for row in sorting.rows if row.result == ImportRow.Result.PROBLEM]
    usable = len(sorting.places)
    again = len(sorting.repeated)
    return {
        "first": sorting.places[:PREVIEW], "cannot": problems[:PREVIEW], "usable": usable,
        "unusable": len(problems), "again": again,
        "left": len(sorting.rows) - usable - len(problems) - again, "to_say": sorting.alike.unanswered(),
        "bring_in_words": f"Bring in {usable:,} row{'' if usable == 1 else 's'}",
        "will_allow": _in_words(sorting.answers()), "said_yes": found.defaults["agreed"],
        "need_parent": 0 if found.defaults.get("parent_too") else sorting.needing_a_parent(),
    }  # fmt: skip


def _in_words(answers: list[tuple[Place, PermissionFacts]]) -> list[str]:
    """Which answers will be written down, from whom, and for how many rows."""
    counted = Counter((Use(facts.use), GivenBy(facts.given_by), facts.answer) for _, facts in answers)
    return [
        f"{number:,} row{'' if number == 1 else 's'}: {SAYS[giver]} said {'yes' if answer else 'no'} to {DOING[use]}"
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
        "batch": found, "numbers": numbers, "again": found.rows.kept_once(),
        "left_out": found.rows.filter(result=ImportRow.Result.LEFT_OUT),
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
