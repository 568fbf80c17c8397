"""Sorting by hand: a few voices at a time, with the themes to tick beside them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from heard_web.people.access import SignedInRequest, allowed
from heard_web.people.models import Role, User
from heard_web.people.ways import row_number
from heard_web.themes import actions
from heard_web.themes.forms import attempt
from heard_web.themes.forms_sorting import QuickThemeForm, VoiceCodingForm
from heard_web.themes.models import Codebook, Direction, LearningRun, Theme
from heard_web.themes.sorting import ToSort, proposals_for, to_sort
from heard_web.themes.stretches import address, stretch_of

VOICES_A_PAGE = 8


@allowed(Role.may_record)
def coding(request: SignedInRequest, pk: int) -> HttpResponse:
    """Voices nobody has sorted yet. Those ticked are saved; the others come again."""
    codebook = get_object_or_404(Codebook.objects.changeable_by(request.user), pk=pk)
    left = to_sort(codebook)
    stretch = stretch_of([group.voice for group in left.groups], request.GET.get("skip"), many=VOICES_A_PAGE)
    adds = "add" in request.POST or bool(request.POST.get("new-name", "").strip())
    quick = QuickThemeForm(request.POST if adds else None, prefix="new")
    if adds:
        quick = _add(request, codebook, quick)
    themes = list(codebook.themes.agreed().about_something())
    shown = _shown(request, codebook, left)
    forms = _forms(request, codebook, left, stretch.rows, themes, shown)
    if request.method == "POST" and not adds:
        coded = save(forms, by=request.user, shown=shown)
        if coded is not None:
            if coded:
                actions.ask_to_learn_themes(codebook, by=request.user)
            if coded or not request.POST.get("go"):
                messages.success(request, _told(coded, forms))
            skipped = stretch.skipped_then(request.POST.get("go", ""), left=len(forms) - len(ticked(forms)))
            return redirect(address(request, skipped))
    seen = {"codebook": codebook, "themes": themes, "voice_forms": forms, "stretch": stretch, "left": left}
    return render(request, "themes/coding.html", {**seen, "shown": shown, "quick": quick, "forms": [*forms, quick]})


def _add(request: SignedInRequest, codebook: Codebook, quick: QuickThemeForm) -> QuickThemeForm:
    """Add the theme that was typed; the ticks on the page stay as they are. Gives an empty box for the next one."""
    theme = attempt(quick, lambda typed: actions.add_theme(codebook, by=request.user, name=typed["name"]))
    if theme is None:
        return quick
    told = f"“{theme.name}” is now one of the themes. What you ticked is still here, and is not saved yet."
    messages.success(request, told)
    return QuickThemeForm(prefix="new")


def _shown(request: SignedInRequest, codebook: Codebook, left: ToSort) -> LearningRun | None:
    """The reading of the computer whose proposals stand beside the voices: on a form that is sent, the one shown then."""
    then = row_number(request.POST.get("shown"))
    if request.method == "POST":
        return LearningRun.objects.filter(codebook=codebook, pk=then).first() if then else None
    return left.run


def _forms(
    request: SignedInRequest,
    codebook: Codebook,
    left: ToSort,
    listed: Sequence[int],
    themes: list[Theme],
    shown: LearningRun | None,
) -> list[VoiceCodingForm]:
    sent = [pk for pk in map(row_number, request.POST.getlist("voice")) if pk]
    numbers = list(dict.fromkeys(sent))[:50] or list(listed)
    voices = codebook.contributions().visible_to(request.user).with_parts().in_bulk(numbers)
    proposals = proposals_for(shown, voices)
    return [
        VoiceCodingForm(
            request.POST or None,
            voice=voices[pk],
            codebook=codebook,
            themes=themes,
            together=left.with_same_words(pk),
            proposals=proposals[pk],
        )
        for pk in numbers
        if pk in voices
    ]


def _told(coded: int, forms: Sequence[VoiceCodingForm]) -> str:
    if not coded:
        return "Nothing was ticked, so nothing changed."
    voices = "1 voice" if coded == 1 else f"{coded} voices"
    again = " The others come again." if len(ticked(forms)) < len(forms) else ""
    return f"Saved what you said about {voices}.{again}"


def ticked(forms: Sequence[VoiceCodingForm]) -> list[VoiceCodingForm]:
    """The forms on which something is ticked."""
    return [form for form in forms if form.cleaned_data["none"] or form.cleaned_data["themes"]]


def save(forms: Sequence[VoiceCodingForm], *, by: User, shown: LearningRun | None) -> int | None:
    """Sort every voice that has something ticked; give how many, or nothing when a form has to be shown again."""
    coded = 0
    for form in forms:
        coded += attempt(form, partial(_code, form, by=by, shown=shown)) or 0
    return None if any(form.errors for form in forms) else coded


def _code(form: VoiceCodingForm, typed: dict[str, Any], *, by: User, shown: LearningRun | None) -> int:
    if not typed["none"] and not typed["themes"]:
        return 0
    together = form.together
    same = [pk for pk in (together.members if together else ()) if pk in typed["same"] and pk != form.voice.pk]
    others = form.codebook.contributions().visible_to(by).with_parts().filter(pk__in=same)
    return actions.sort_voice(
        form.codebook,
        form.voice,
        by=by,
        themes=list(typed["themes"]),
        direction=typed["direction"] or Direction.NOT_SAID,
        same=list(others),
        shown=shown,
    )
