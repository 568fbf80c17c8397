"""One voice under the themes of one set: the words people marked, and marking more of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from heard_web.people.access import SignedInRequest, allowed
from heard_web.people.models import Role, User
from heard_web.people.ways import row_number
from heard_web.themes import actions
from heard_web.themes.forms import attempt
from heard_web.themes.forms_passages import PassageForm
from heard_web.themes.marking import MarkedVoice, cut, marked_voice
from heard_web.themes.models import Codebook, Coding, Passage, RoundVoice
from heard_web.voice.models import Contribution


@allowed(Role.may_read_voices)
def voice(request: SignedInRequest, pk: int, contribution_pk: int) -> HttpResponse:
    """The words of one voice, with those marked for a theme; more are marked by ticking sentences or by choosing words."""
    codebook = get_object_or_404(Codebook.objects.visible_to(request.user).select_related("held_by"), pk=pk)
    rows = codebook.contributions().visible_to(request.user).with_parts()
    row = get_object_or_404(rows, pk=contribution_pk)
    themes = list(codebook.themes.agreed().about_something())
    form = PassageForm(_sent(request), voice=row, codebook=codebook, themes=themes)
    if request.method == "POST":
        if not codebook.open_to_change_by(request.user):
            raise PermissionDenied("Only those who record where these themes are held can mark words.")
        if _act(request, codebook, row, form):
            return redirect(request.path)
    codings = Coding.objects.filter(theme__codebook=codebook, contribution=row).select_related("theme", "coded_by")
    apart = RoundVoice.objects.held_back().filter(round__codebook=codebook, contribution=row)
    closed = apart.closed_to(request.user).exists()
    seen = {
        "codebook": codebook,
        "voice": row,
        "form": form,
        "codings": [] if closed else codings.usable(),
        "marked": MarkedVoice(cut(row.readable, []), [], []) if closed else marked_voice(codebook, row),
        "apart": apart.exists(),
        "may_change": codebook.open_to_change_by(request.user) and bool(themes),
    }
    return render(request, "themes/codebook_voice.html", seen)


def _sent(request: SignedInRequest) -> Any:
    return request.POST if request.method == "POST" and "remove" not in request.POST else None


def _act(request: SignedInRequest, codebook: Codebook, row: Contribution, form: PassageForm) -> bool:
    """Mark what was chosen, or let a passage go; say whether it is done."""
    if "remove" in request.POST:
        gone = Passage.objects.visible_to(request.user).filter(pk=row_number(request.POST["remove"]) or 0)
        for passage in gone.filter(coding__contribution=row, coding__theme__codebook=codebook):
            actions.unmark(passage, by=request.user)
        messages.success(request, "The words are no longer marked. The voice stays under its theme.")
        return True
    marked = attempt(form, lambda typed: _mark(form, row, typed, by=request.user))
    if marked is None:
        return False
    actions.ask_to_learn_themes(codebook, by=request.user)
    messages.success(request, f"Marked for {marked}.")
    return True


def _mark(form: PassageForm, row: Contribution, typed: dict[str, Any], *, by: User) -> str:
    spans = form.spans()
    for theme in typed["themes"]:
        actions.mark(theme, row, by=by, spans=spans, direction=typed["direction"] or "not_said")
    return ", ".join(f"“{theme.name}”" for theme in typed["themes"])
