"""Where two readers differ: one voice at a time, both answers side by side, and what counts."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from heard_web.people.access import SignedInRequest, allowed
from heard_web.people.models import Role
from heard_web.people.ways import row_number
from heard_web.themes import actions
from heard_web.themes.agreeing import Answered, answered
from heard_web.themes.forms import attempt
from heard_web.themes.forms_rounds import SettleForm
from heard_web.themes.views_rounds import find


@allowed(Role.may_record)
def settle(request: SignedInRequest, pk: int) -> HttpResponse:
    """Settle the voice that was asked for, or the next one on which the two differ."""
    row = find(request, pk)
    differing = [one for one in answered(row) if not one.agreed and one.before is None]
    asked = row_number(request.POST.get("voice") or request.GET.get("voice"))
    one = _pick(differing, asked)
    if one is None:
        return redirect(row)
    themes = list(row.codebook.themes.agreed().about_something())
    form = SettleForm(request.POST or None, codebook=row.codebook, themes=themes, initial=_earlier(one))
    if request.method == "POST":
        done = attempt(form, lambda typed: actions.settle(one.voice, by=request.user, **typed))
        if done is not None:
            messages.success(request, "Settled. Both answers are kept beside it.")
            left = [other for other in differing if other.settled is None and other.voice.pk != one.voice.pk]
            return redirect(reverse("themes:round_settle", args=[row.pk]) if left else row)
    left_now = len([other for other in differing if other.settled is None])
    seen = {"round": row, "codebook": row.codebook, "one": one, "form": form, "left": left_now}
    return render(request, "themes/round_settle.html", {**seen, "differing": len(differing)})


def _pick(differing: list[Answered], asked: int | None) -> Answered | None:
    """The voice that was asked for, else the first one nobody has settled."""
    if asked:
        return next((one for one in differing if one.voice.pk == asked), None)
    return next((one for one in differing if one.settled is None), None)


def _earlier(one: Answered) -> dict[str, object]:
    """What was settled before, to start from when it is settled again."""
    if one.settled is None:
        return {}
    another = one.settled.how == "another"
    themes = [theme.pk for theme in one.settled.themes.all()] if another else []
    return {"how": one.settled.how, "themes": themes, "direction": one.settled.direction, "note": one.settled.note}
