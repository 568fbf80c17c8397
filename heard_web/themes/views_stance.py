"""What people are for and against: propositions, what each voice says to them, and the conditions people set."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from heard.errors import HeardError
from heard_web.people.access import SignedInRequest, allowed
from heard_web.people.models import Role
from heard_web.people.ways import row_number
from heard_web.themes import actions
from heard_web.themes.counting_stance import answered, count_stances, readable
from heard_web.themes.forms import attempt
from heard_web.themes.forms_stance import PropositionForm, VoiceStanceForm
from heard_web.themes.models import Codebook, FoundCondition, Proposition, StanceAnswer
from heard_web.themes.stretches import address, stretch_of

VOICES_A_PAGE = 5


@allowed(Role.may_read_voices)
def propositions(request: SignedInRequest, pk: int) -> HttpResponse:
    """What people may be for and against, in one set of themes."""
    row = get_object_or_404(Codebook.objects.visible_to(request.user), pk=pk)
    listed = row.propositions.select_related("theme__merged_into")
    seen = {
        "codebook": row,
        "page": Paginator(listed, 50).get_page(request.GET.get("page")),
        "may_change": row.open_to_change_by(request.user),
    }
    return render(request, "themes/propositions.html", seen)


@allowed(Role.may_record)
def proposition_add(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write down something people may be for or against."""
    row = get_object_or_404(Codebook.objects.changeable_by(request.user), pk=pk)
    start = {"theme": row_number(request.GET.get("theme", "")), "words": request.GET.get("words", "")[:300]}
    form = PropositionForm(request.POST or None, codebook=row, initial=start)
    if request.method == "POST":
        made = attempt(form, lambda typed: actions.put_proposition(row, by=request.user, **typed))
        if made is not None:
            return redirect(made)
    return render(request, "themes/proposition_add.html", {"codebook": row, "form": form})


def _seen(request: SignedInRequest, pk: int) -> Proposition:
    rows = Proposition.objects.visible_to(request.user)
    rows = rows.select_related("codebook__held_by", "codebook__purpose", "theme__merged_into")
    row: Proposition = get_object_or_404(rows, pk=pk)
    return row


@allowed(Role.may_read_voices)
def proposition(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who is for it, who is against, and on what condition; what the computer thinks stands apart."""
    row = _seen(request, pk)
    if request.method == "POST":
        if not row.codebook.open_to_change_by(request.user):
            raise PermissionDenied("Only people who record for the organisation that holds these themes can do this.")
        return _act(request, row)
    counts = count_stances(row, user=request.user)
    open_first = sorted(counts.conditions, key=lambda found: found.state != FoundCondition.State.OPEN)
    shown = [found for found in open_first if found.state != FoundCondition.State.REFUSED]
    seen = {
        "proposition": row,
        "codebook": row.codebook,
        "theme": row.about(),
        "counts": counts,
        "conditions": Paginator(shown, 20).get_page(request.GET.get("page")),
        "refused": len(counts.conditions) - len(shown),
        "guesses": Paginator(counts.guesses, 20).get_page(request.GET.get("more")),
        "may_change": row.codebook.open_to_change_by(request.user),
        "follows": row.is_being_read and "still" not in request.GET,
    }
    response = render(request, "themes/proposition.html", seen)
    if seen["follows"]:
        response["Refresh"] = "5"
    return response


def _act(request: SignedInRequest, row: Proposition) -> HttpResponse:
    do = request.POST.get("do", "")
    try:
        if do == "read":
            actions.ask_to_learn(row, by=request.user)
        else:
            number = row_number(request.POST.get("condition", ""))
            found = get_object_or_404(row.found_conditions.select_related("contribution"), pk=number)
            actions.decide_condition(found, by=request.user, confirmed=do == "confirm")
            messages.success(request, "Kept as a condition." if do == "confirm" else "Left out. It is no condition.")
    except HeardError as problem:
        messages.error(request, str(problem))
    return redirect(row)


@allowed(Role.may_record)
def stances(request: SignedInRequest, pk: int) -> HttpResponse:
    """A few voices at a time, to say what each says to the proposition. Those left open come again."""
    rows = Proposition.objects.changeable_by(request.user).select_related("codebook", "theme__merged_into")
    row = get_object_or_404(rows, pk=pk)
    voices = {voice.pk: voice for voice in readable(row)}
    mine = dict(
        StanceAnswer.objects.filter(proposition=row, answered_by=request.user).values_list("contribution", "stance")
    )
    again = "again" in request.GET
    said = answered(row, voices.values())
    listed = [pk for pk in voices if (pk in mine) == again and (again or pk not in said)]
    wanted = [pk for pk in map(row_number, [*request.POST.getlist("voice"), *request.GET.getlist("voice")]) if pk]
    stretch = stretch_of(listed, request.GET.get("skip"), many=VOICES_A_PAGE)
    numbers = [pk for pk in wanted if pk in voices] or list(stretch.rows)
    forms = [
        VoiceStanceForm(request.POST or None, voice=voices[pk], initial={"stance": mine.get(pk, "")}) for pk in numbers
    ]
    if request.method == "POST":
        kept = [attempt(form, partial(_answer, row, form.voice, by=request.user)) for form in forms]
        if not any(form.errors for form in forms):
            done, go = sum(bool(one) for one in kept), request.POST.get("go", "")
            if done or not go:
                messages.success(request, f"Saved what you said about {done} voice{'' if done == 1 else 's'}.")
            if go in ("again", "open"):
                return redirect(f"{request.path}{'?again=1' if go == 'again' else ''}")
            return redirect(address(request, stretch.skipped_then(go, left=_still_listed(forms, again=again))))
    shown = None if request.GET.getlist("voice") else stretch
    seen = {"proposition": row, "forms": forms, "stretch": shown, "left": len(listed), "again": again}
    return render(request, "themes/stances.html", {**seen, "mine": len(mine)})


def _still_listed(forms: list[VoiceStanceForm], *, again: bool) -> int:
    """How many of the voices shown stay in the list: those left open, or, among one's own answers, those answered."""
    return len([form for form in forms if bool(form.cleaned_data["stance"]) == again])


def _answer(row: Proposition, voice: Any, typed: dict[str, Any], *, by: Any) -> bool:
    return actions.answer_stance(row, voice, by=by, stance=typed["stance"]) is not None
