"""Sets of themes: the list, and one set with its themes and what the computer suggests."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from heard_web.people.access import SignedInRequest, allowed
from heard_web.people.models import Role
from heard_web.themes import actions
from heard_web.themes.counting import count_themes, some_hidden
from heard_web.themes.effort import effort_of, with_effort
from heard_web.themes.forms import AddThemeForm, StartForm, attempt
from heard_web.themes.models import FITS_NONE, CandidateRun, Codebook
from heard_web.themes.suggesting import count_to_read, suggestions, waiting_candidates


@allowed(Role.may_read_voices)
def codebooks(request: SignedInRequest) -> HttpResponse:
    """Every set of themes this person may see."""
    agreed = Count("themes", filter=Q(themes__merged_into=None) & ~Q(themes__name=FITS_NONE))
    rows = Codebook.objects.visible_to(request.user).select_related("purpose", "held_by").annotate(agreed=agreed)
    rows = rows.order_by("-started_at", "-id")
    return render(request, "themes/list.html", {"page": Paginator(rows, 50).get_page(request.GET.get("page"))})


@allowed(Role.may_record)
def start(request: SignedInRequest) -> HttpResponse:
    """Start a set of themes."""
    purpose = request.GET.get("purpose", "")
    form = StartForm(request.POST or None, user=request.user, initial={"purpose": purpose})
    if request.method == "POST":
        codebook = attempt(form, lambda typed: actions.start_codebook(by=request.user, **typed))
        if codebook is not None:
            return redirect(codebook)
    return render(request, "themes/start.html", {"form": form})


@allowed(Role.may_read_voices)
def codebook(request: SignedInRequest, pk: int) -> HttpResponse:
    """One set: the themes people agreed, and apart from them what the computer suggests."""
    rows = with_effort(Codebook.objects.visible_to(request.user))
    row = get_object_or_404(rows.select_related("purpose", "held_by", "started_by"), pk=pk)
    withheld = some_hidden(row, user=request.user)
    runs = list(CandidateRun.objects.visible_to(request.user).with_taken_back().filter(codebook=row)[:6])
    done = next((run for run in runs if run.state == CandidateRun.State.DONE), None)
    seen = {
        "codebook": row,
        "counts": count_themes(row, withheld=withheld),
        "runs": runs,
        "newest": runs[0] if runs else None,
        "done": done,
        "candidates": suggestions(waiting_candidates(done)) if done else [],
        "to_read": count_to_read(done, user=request.user) if done else 0,
        "effort": None if withheld else effort_of(row),
        "may_change": row.open_to_change_by(request.user),
    }
    return render(request, "themes/codebook.html", seen)


@allowed(Role.may_record)
def theme_add(request: SignedInRequest, pk: int) -> HttpResponse:
    """Add a theme that people agreed."""
    row = get_object_or_404(Codebook.objects.changeable_by(request.user), pk=pk)
    form = AddThemeForm(request.POST or None, codebook=row)
    if request.method == "POST":
        theme = attempt(form, lambda typed: actions.add_theme(row, by=request.user, **typed))
        if theme is not None:
            messages.success(request, f"“{theme.name}” is now one of the agreed themes.")
            return redirect(row)
    return render(request, "themes/theme_add.html", {"codebook": row, "form": form})
