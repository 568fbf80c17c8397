"""Coding by hand: a few voices at a time, with the themes to tick beside them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from heard_web.people.access import SignedInRequest, allowed
from heard_web.people.models import Role, User
from heard_web.people.ways import row_number
from heard_web.themes import actions
from heard_web.themes.counting import still_to_code
from heard_web.themes.forms import VoiceCodingForm, attempt
from heard_web.themes.models import Codebook, Direction
from heard_web.voice.models import Contribution

VOICES_A_PAGE = 5


@allowed(Role.may_record)
def coding(request: SignedInRequest, pk: int) -> HttpResponse:
    """Voices nobody has coded yet. Those ticked are saved; the others come again."""
    codebook = get_object_or_404(Codebook.objects.changeable_by(request.user), pk=pk)
    left = still_to_code(codebook)
    page = Paginator(left.readable, VOICES_A_PAGE).get_page(request.GET.get("page"))
    numbers = [pk for pk in map(row_number, request.POST.getlist("voice")) if pk] or list(page)
    voices = Contribution.objects.visible_to(request.user).with_parts().in_bulk(set(numbers) & set(left.readable))
    themes = list(codebook.themes.agreed().about_something())
    forms = [
        VoiceCodingForm(request.POST or None, voice=voices[pk], codebook=codebook, themes=themes)
        for pk in numbers
        if pk in voices
    ]
    if request.method == "POST":
        coded = save(forms, by=request.user)
        if coded is not None:
            messages.success(request, _told(coded, len(forms)))
            return redirect(f"{request.path}?page={page.number}")
    seen = {"codebook": codebook, "themes": themes, "forms": forms, "page": page, "left": left}
    return render(request, "themes/coding.html", seen)


def _told(sorted_voices: int, shown: int) -> str:
    if not sorted_voices:
        return "Nothing was ticked, so nothing changed."
    voices = "1 voice" if sorted_voices == 1 else f"{sorted_voices} voices"
    again = " The others come again." if sorted_voices < shown else ""
    return f"Saved what you said about {voices}.{again}"


def save(forms: Sequence[VoiceCodingForm], *, by: User) -> int | None:
    """Sort every voice that has something ticked; give how many, or nothing when a form has to be shown again."""
    coded = 0
    for form in forms:
        coded += bool(attempt(form, partial(_code, form.codebook, form.voice, by=by)))
    return None if any(form.errors for form in forms) else coded


def _code(codebook: Codebook, voice: Contribution, typed: dict[str, Any], *, by: User) -> int:
    if typed["none"]:
        actions.fits_none(codebook, voice, by=by)
        return 1
    chosen = list(typed["themes"])
    for theme in chosen:
        actions.code(theme, voice, by=by, direction=typed["direction"] or Direction.NOT_SAID)
    return len(chosen)
