"""Two people read the same voices apart from each other: rounds of a set, one round, and reading in it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from heard.errors import HeardError
from heard_web.people.access import SignedInRequest, allowed
from heard_web.people.models import Role, User
from heard_web.people.ways import row_number
from heard_web.themes import actions
from heard_web.themes.agreeing import agreement_of, answered, progress_of, themes_offered
from heard_web.themes.counting import open_to_rounds, still_to_code
from heard_web.themes.forms import attempt
from heard_web.themes.forms_rounds import RoundForm
from heard_web.themes.forms_sorting import VoiceCodingForm
from heard_web.themes.models import BlindAnswer, BlindRound, Codebook, RoundVoice
from heard_web.themes.stretches import stretch_of

VOICES_A_PAGE = 8


def find(request: SignedInRequest, pk: int) -> BlindRound:
    """A round that this person may see."""
    rows = BlindRound.objects.visible_to(request.user)
    rows = rows.select_related("codebook__held_by", "first_reader", "second_reader", "opened_by", "ended_by")
    row: BlindRound = get_object_or_404(rows, pk=pk)
    return row


@allowed(Role.may_record)
def rounds(request: SignedInRequest, pk: int) -> HttpResponse:
    """The rounds of a set of themes, and opening another."""
    codebook = get_object_or_404(Codebook.objects.changeable_by(request.user), pk=pk)
    waiting = still_to_code(codebook)
    left = len(waiting.readable)
    start = {"first": request.user.pk, "which": BlindRound.Which.BY_CHANCE if left else BlindRound.Which.ANY}
    form = RoundForm(request.POST or None, codebook=codebook, initial=start)
    if request.method == "POST":
        made = attempt(form, lambda typed: actions.open_round(codebook, by=request.user, **_filled(typed)))
        if made is not None:
            return redirect(made)
    rows = BlindRound.objects.visible_to(request.user).filter(codebook=codebook)
    rows = rows.select_related("first_reader", "second_reader").annotate(many=Count("voices")).order_by("-id")
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    seen = {"codebook": codebook, "form": form, "page": page, "left": left, "all": len(open_to_rounds(codebook)[0])}
    seen["looked_at"] = len(waiting.looked_at)
    return render(request, "themes/rounds.html", seen)


def _filled(typed: dict[str, Any]) -> dict[str, Any]:
    return {**typed, "seed": typed["seed"] or 0}


@allowed(Role.may_record)
def reading(request: SignedInRequest, pk: int) -> HttpResponse:
    """One round: how far both are; once both have finished, how far they agree and where they differ."""
    row = find(request, pk)
    problem = _end(request, row) if request.method == "POST" else None
    if request.method == "POST" and not problem:
        return redirect(row)
    rows, stoppers = answered(row), row.stoppers() if row.is_open else []
    seen = {
        "round": row,
        "stoppers": stoppers,
        "may_stop": request.user in stoppers,
        "codebook": row.codebook,
        "voices": len(row.voices.usable()),
        "readers": progress_of(row),
        "is_reader": row.read_by(request.user),
        "finished": row.read_by(request.user) and row.finished_by(request.user),
        "problem": problem,
        "agreement": agreement_of(rows, themes_offered(row)) if rows else None,
        "page": Paginator([one for one in rows if not one.agreed], 50).get_page(request.GET.get("page")),
        "to_settle": len([one for one in rows if one.to_settle]),
        "otherwise": [one for one in rows if one.sorted_otherwise],
    }
    return render(request, "themes/round.html", seen)


def _end(request: SignedInRequest, row: BlindRound) -> str:
    """Finish or stop, and give what speaks against it, if anything."""
    try:
        if request.POST.get("do") == "stop":
            actions.stop_round(row, by=request.user)
            messages.success(request, "The round is stopped. Its voices are back among those to be sorted.")
        elif request.POST.get("do") == "finish":
            kept = actions.finish(row, by=request.user)
            if kept.state == BlindRound.State.CLOSED:
                actions.ask_to_learn_themes(kept.codebook, by=request.user)
            told = "Both have finished." if not kept.is_open else "Thank you. You see more when the other has finished."
            messages.success(request, told)
    except HeardError as problem:
        return str(problem)
    return ""


@allowed(Role.may_record)
def read(request: SignedInRequest, pk: int) -> HttpResponse:
    """Answer for the voices of a round, a few at a time, seeing nothing of what anybody else said."""
    row = find(request, pk)
    if not row.read_by(request.user):
        raise Http404("This person does not read in this round.")
    if not row.is_open or row.finished_by(request.user):
        return redirect(row)
    voices: list[RoundVoice] = row.voices.with_parts().usable()
    mine = _answers_of(row, request.user)
    stretch = stretch_of(voices, request.GET.get("skip") or _first_open(voices, mine), many=VOICES_A_PAGE)
    sent = {row_number(value) for value in request.POST.getlist("voice")}
    shown = [voice for voice in voices if voice.contribution_id in sent] if request.method == "POST" else stretch.rows
    themes = list(row.codebook.themes.agreed().about_something())
    forms = [_form(request, row, voice, themes, mine.get(voice.pk)) for voice in shown]
    if request.method == "POST":
        for form, voice in zip(forms, shown, strict=True):
            attempt(form, partial(_answer, voice, earlier=mine.get(voice.pk), by=request.user))
        if not any(form.errors for form in forms):
            go = request.POST.get("go", "")
            if go in ("next", "previous"):
                return redirect(f"{request.path}?skip={stretch.skipped_then(go, left=len(stretch.rows))}")
            now = _answers_of(row, request.user)
            if go == "round" or _first_open(voices, now) is None:
                return redirect(row)
            return redirect(_gap(request.path, voices, shown, now))
    seen = {"round": row, "codebook": row.codebook, "themes": themes, "forms": forms, "stretch": stretch}
    seen["gap"] = {voice.contribution_id for voice in shown if voice.pk not in mine} if "gap" in request.GET else ()
    seen["sorted_before"] = any(voice.sorted_before for voice in voices)
    return render(request, "themes/round_read.html", {**seen, "done": len(mine), "all": len(voices)})


def _answers_of(row: BlindRound, user: User) -> dict[int, BlindAnswer]:
    """This person's own answers in a round, by voice."""
    rows = BlindAnswer.objects.filter(voice__round=row, reader=user).prefetch_related("themes")
    return {given.voice_id: given for given in rows}


def _first_open(voices: list[RoundVoice], mine: dict[int, BlindAnswer]) -> int | None:
    """How many voices to skip to see the first that has no answer yet; None when all have one."""
    place = next((place for place, voice in enumerate(voices) if voice.pk not in mine), None)
    return None if place is None else place // VOICES_A_PAGE * VOICES_A_PAGE


def _gap(path: str, voices: list[RoundVoice], sent: Sequence[RoundVoice], now: dict[int, BlindAnswer]) -> str:
    """Where to go on: the first voice that was sent without an answer, marked; else the first one not answered yet."""
    missing = next((voice for voice in sent if voice.pk not in now), None)
    if missing is None:
        return path
    skip = voices.index(missing) // VOICES_A_PAGE * VOICES_A_PAGE
    return f"{path}?skip={skip}&gap=1#voice-{missing.contribution_id}"


def _form(
    request: SignedInRequest, row: BlindRound, voice: RoundVoice, themes: list[Any], given: BlindAnswer | None
) -> VoiceCodingForm:
    initial = None
    if given is not None:
        chosen = [theme.pk for theme in given.themes.all()]
        initial = {"themes": chosen, "none": not chosen, "direction": given.direction}
    return VoiceCodingForm(
        request.POST or None, voice=voice.contribution, codebook=row.codebook, themes=themes, initial=initial
    )


def _answer(voice: RoundVoice, typed: dict[str, Any], *, earlier: BlindAnswer | None, by: User) -> bool:
    if not typed["none"] and not typed["themes"]:
        if earlier is not None:
            raise HeardError("Nothing is ticked for this voice any more. Tick a theme, or that it fits none of these.")
        return False
    actions.answer(voice, by=by, themes=list(typed["themes"]), direction=typed["direction"] or "not_said")
    return True
