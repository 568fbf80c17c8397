"""One suggestion of the computer: read its voices, then accept it, put it under a theme, or set it aside."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from heard.errors import HeardError
from heard_web.people.access import SignedInRequest, allowed
from heard_web.people.models import Role
from heard_web.themes import actions
from heard_web.themes.forms import IntoForm, attempt
from heard_web.themes.forms_asking import CandidateForm
from heard_web.themes.models import CandidateTheme
from heard_web.themes.suggesting import parts_of


@allowed(Role.may_read_voices)
def candidate(request: SignedInRequest, pk: int) -> HttpResponse:
    """One suggestion with all its voices."""
    rows = (
        CandidateTheme.objects.visible_to(request.user)
        .with_taken_back()
        .with_apart()
        .select_related("run__codebook__held_by")
    )
    row = get_object_or_404(rows, pk=pk)
    codebook = row.run.codebook
    do = request.POST.get("do", "")
    wider = CandidateTheme.objects.with_taken_back().filter(parts=row).first()
    parts = parts_of([row])[row.pk]
    form = CandidateForm(request.POST if do == "accept" else None, candidate=row, parts=parts, prefix=f"c{row.pk}")
    into = IntoForm(request.POST if do == "into" else None, codebook=codebook, prefix="into")
    if request.method == "POST":
        if not request.user.as_role.may_record():
            raise PermissionDenied("Your role cannot agree themes. Ask a colleague who records what people told us.")
        answer = _act(request, row, do, form, into)
        if answer is not None:
            return answer
    voices = row.codings.with_parts().usable()
    seen = {
        "candidate": row,
        "codebook": codebook,
        "parts": parts,
        "wider": wider,
        "form": form,
        "into": into,
        "forms": [into],
        "page": Paginator(voices, 50).get_page(request.GET.get("page")),
        "may_change": codebook.open_to_change_by(request.user),
        "apart": getattr(row, "apart", 0),
        "accepted": row.themes.select_related("merged_into").first(),
    }
    return render(request, "themes/candidate.html", seen)


def _act(
    request: SignedInRequest, row: CandidateTheme, do: str, form: CandidateForm, into: IntoForm
) -> HttpResponse | None:
    if do == "set_aside":
        try:
            actions.set_aside(row, by=request.user)
        except HeardError as problem:
            messages.error(request, str(problem))
            return redirect("themes:candidate", row.pk)
        messages.success(request, "The suggestion is set aside. It can still be accepted later.")
        return redirect(row.run.codebook)
    if do == "into":
        theme = attempt(into, lambda typed: actions.accept_into(row, by=request.user, theme=typed["theme"]))
    else:
        theme = attempt(form, lambda typed: actions.accept(row, by=request.user, **typed))
    if theme is None:
        return None
    messages.success(request, f"The suggestion is now part of the agreed theme “{theme.name}”.")
    return redirect(row.run.codebook)
