"""What the computer learned from people's sorting, how often it is right, and what that saves."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from heard_web.people.access import SignedInRequest, allowed
from heard_web.people.models import Role
from heard_web.themes import actions
from heard_web.themes.counting import some_hidden
from heard_web.themes.effort import effort_of, learned_in_words, learned_lines, share_lines, with_effort
from heard_web.themes.learning import lost_since
from heard_web.themes.models import Codebook, LearningRun


@allowed(Role.may_read_voices)
def learned(request: SignedInRequest, pk: int) -> HttpResponse:
    """How sure the computer is, how often it was right on voices it had not learned from, and the human effort."""
    rows = with_effort(Codebook.objects.visible_to(request.user)).select_related("held_by")
    row = get_object_or_404(rows, pk=pk)
    if request.method == "POST":
        if not row.open_to_change_by(request.user):
            raise PermissionDenied("Only those who record where these themes are held can have the computer learn.")
        actions.ask_to_learn_themes(row, by=request.user, at_once=True)
        messages.success(request, "The computer learns from what people sorted so far.")
        return redirect(request.path)
    if some_hidden(row, user=request.user):
        raise Http404("These figures rest on voices that are not open to this person.")
    newest = LearningRun.objects.visible_to(request.user).filter(codebook=row).first()
    run = LearningRun.objects.select_related("asked_by", "codebook").newest_done(row)
    seen = {
        "codebook": row,
        "newest": newest,
        "under_way": newest is not None and newest.state in (LearningRun.State.WAITING, LearningRun.State.RUNNING),
        "run": run,
        "lost": run is not None and lost_since(run),
        "told": learned_in_words(run) if run else "",
        "lines": learned_lines(run) if run else [],
        "shares": share_lines(run) if run else [],
        "effort": effort_of(row),
        "may_change": row.open_to_change_by(request.user),
    }
    return render(request, "themes/codebook_learned.html", seen)
