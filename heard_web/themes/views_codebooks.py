"""Sets of themes: the list, one set with its themes and suggestions, and asking the computer."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from heard_web.people.access import SignedInRequest, allowed
from heard_web.people.models import Role
from heard_web.themes import actions
from heard_web.themes.counting import count_themes
from heard_web.themes.forms import AddThemeForm, AskForm, CandidateForm, StartForm, attempt
from heard_web.themes.models import FITS_NONE, CandidateRun, CandidateTheme, Codebook, MachineCoding

SLOW = datetime.timedelta(minutes=1)


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
    row = get_object_or_404(
        Codebook.objects.visible_to(request.user).select_related("purpose", "held_by", "started_by"), pk=pk
    )
    runs = list(CandidateRun.objects.visible_to(request.user).with_taken_back().filter(codebook=row)[:6])
    done = next((run for run in runs if run.state == CandidateRun.State.DONE), None)
    candidates = waiting_candidates(done) if done else []
    seen = {
        "codebook": row,
        "counts": count_themes(row),
        "runs": runs,
        "newest": runs[0] if runs else None,
        "done": done,
        "candidates": with_quotes(candidates),
        "may_change": row.open_to_change_by(request.user),
    }
    return render(request, "themes/codebook.html", seen)


def waiting_candidates(run: CandidateRun) -> list[CandidateTheme]:
    """The suggestions of a run that nobody has looked at yet."""
    return list(run.candidates.with_taken_back().filter(state=CandidateTheme.State.OPEN))


def with_quotes(candidates: Sequence[CandidateTheme]) -> list[dict[str, object]]:
    """Each suggestion with the voices near its heart and those that say otherwise, and a form to accept it."""
    quotes: dict[tuple[int, str], list[MachineCoding]] = defaultdict(list)
    for coding in (
        MachineCoding.objects.with_parts()
        .filter(candidate__in=[row.pk for row in candidates])
        .exclude(place=MachineCoding.Place.MEMBER)
        .usable()
    ):
        quotes[coding.candidate_id, coding.place].append(coding)
    return [
        {
            "row": row,
            "typical": quotes[row.pk, MachineCoding.Place.TYPICAL],
            "dissenting": quotes[row.pk, MachineCoding.Place.DISSENTING],
            "form": CandidateForm(candidate=row, prefix=f"c{row.pk}"),
        }
        for row in candidates
    ]


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


@allowed(Role.may_record)
def ask(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask the computer to suggest themes."""
    row = get_object_or_404(Codebook.objects.changeable_by(request.user), pk=pk)
    form = AskForm(request.POST or None)
    if request.method == "POST":
        run = attempt(form, lambda typed: actions.ask_for_candidates(row, by=request.user, themes=typed["themes"]))
        if run is not None:
            return redirect("themes:run", run.pk)
    seen = {"codebook": row, "form": form, "voices": row.contributions().count()}
    return render(request, "themes/ask.html", seen)


@allowed(Role.may_read_voices)
def run(request: SignedInRequest, pk: int) -> HttpResponse:
    """How far one request for suggestions is. The page looks again by itself only for a person who asked for that."""
    runs = CandidateRun.objects.visible_to(request.user).with_taken_back().select_related("codebook", "asked_by")
    row = get_object_or_404(runs, pk=pk)
    under_way = row.state in (CandidateRun.State.WAITING, CandidateRun.State.RUNNING)
    candidates = row.candidates.with_taken_back() if not under_way else []
    slow = row.state == CandidateRun.State.WAITING and timezone.now() - row.asked_at > SLOW
    follows = under_way and "follow" in request.GET
    seen = {"run": row, "under_way": under_way, "candidates": candidates, "slow": slow, "follows": follows}
    seen["may_change"] = row.codebook.open_to_change_by(request.user)
    response = render(request, "themes/run.html", seen)
    if follows:
        response["Refresh"] = "5"
    return response
