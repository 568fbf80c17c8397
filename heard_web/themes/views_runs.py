"""Asking the computer for themes: the request, how far it is, what came of it, and the voices that wait to be read."""

from __future__ import annotations

import datetime

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from heard_web.people.access import SignedInRequest, allowed
from heard_web.people.models import Role
from heard_web.themes import actions
from heard_web.themes.engines import IN_WORDS, MEANING, WORD_WEIGHTS
from heard_web.themes.forms import attempt
from heard_web.themes.forms_asking import AskForm
from heard_web.themes.models import CandidateRun, Codebook
from heard_web.themes.suggesting import count_to_read, suggestions, to_read

SLOW = datetime.timedelta(minutes=1)


@allowed(Role.may_record)
def ask(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask the computer to suggest themes."""
    row = get_object_or_404(Codebook.objects.changeable_by(request.user), pk=pk)
    wanted = request.GET.get("engine", MEANING)
    form = AskForm(request.POST or None, initial={"engine": wanted if wanted in IN_WORDS else MEANING})
    if request.method == "POST":
        run = attempt(form, lambda typed: actions.ask_for_candidates(row, by=request.user, **typed))
        if run is not None:
            return redirect("themes:run", run.pk)
    voices = len(row.contributions().records())
    seen = {"codebook": row, "form": form, "voices": voices, "left_out": row.contributions().count() - voices}
    return render(request, "themes/ask.html", seen)


@allowed(Role.may_read_voices)
def run(request: SignedInRequest, pk: int) -> HttpResponse:
    """How far one request for suggestions is. The page looks again by itself until somebody stops that."""
    runs = CandidateRun.objects.visible_to(request.user).with_taken_back().select_related("codebook", "asked_by")
    row = get_object_or_404(runs, pk=pk)
    under_way = row.state in (CandidateRun.State.WAITING, CandidateRun.State.RUNNING)
    done = row.state == CandidateRun.State.DONE
    seen = {
        "run": row,
        "under_way": under_way,
        "suggestions": suggestions(list(row.candidates.wide().with_taken_back()), quoted=False) if done else [],
        "to_read": count_to_read(row, user=request.user) if done else 0,
        "slow": row.state == CandidateRun.State.WAITING and timezone.now() - row.asked_at > SLOW,
        "follows": under_way and "still" not in request.GET,
        "may_change": row.codebook.open_to_change_by(request.user),
        "other_engine": WORD_WEIGHTS if row.engine == MEANING else "",
    }
    response = render(request, "themes/run.html", seen)
    if seen["follows"]:
        response["Refresh"] = "5"
    return response


@allowed(Role.may_read_voices)
def please_read(request: SignedInRequest, pk: int) -> HttpResponse:
    """The voices a run put in no theme, each with why, and the theme it lies nearest to."""
    runs = CandidateRun.objects.visible_to(request.user).select_related("codebook")
    row = get_object_or_404(runs, pk=pk, state=CandidateRun.State.DONE)
    left = to_read(row, user=request.user)
    seen = {
        "run": row,
        "left": len(left),
        "page": Paginator(left, 50).get_page(request.GET.get("page")),
        "may_change": row.codebook.open_to_change_by(request.user),
    }
    return render(request, "themes/please_read.html", seen)
