"""Keeping what people tell us, one after another or a page at a time."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from heard.errors import HeardError
from heard_web.engagement.models import Activity
from heard_web.people.access import SignedInRequest, allowed
from heard_web.people.models import Role
from heard_web.people.ways import row_number
from heard_web.voice.actions import add_contribution, keep_lines
from heard_web.voice.facts import AnotherSpeaker
from heard_web.voice.forms import DrawingForm, PersonForm, WatchedForm, WordsForm, like
from heard_web.voice.forms_page import LineFormSet, Lines, PageFactsForm, PageForm
from heard_web.voice.models import Contribution
from heard_web.voice.pictures import PictureRefused
from heard_web.voice.sight import here, own_activity

KINDS: dict[str, type[PersonForm]] = {"words": WordsForm, "drawing": DrawingForm, "watched": WatchedForm}

MORE = ("needs_parent", "need_area", "people", "heading", "said_on")


def _kind(request: SignedInRequest) -> str:
    asked = request.GET.get("kind", "")
    return asked if asked in KINDS else "words"


def _earlier(request: SignedInRequest, activity: Activity) -> Contribution | None:
    """The contribution kept just before, from which the next form is filled in."""
    asked = row_number(request.GET.get("after"))
    mine = activity.contributions.standing().filter(held_by=request.user.organisation_id)
    return mine.select_related("speaker").filter(pk=asked).first() if asked else None


@allowed(Role.may_record)
def add(request: SignedInRequest, activity_pk: int) -> HttpResponse:
    """Keep one thing somebody told us, and go straight on to the next."""
    activity, kind = own_activity(request, activity_pk), _kind(request)
    if request.method == "POST":
        form = KINDS[kind](request.POST, request.FILES, activity=activity)
        if form.is_valid() and (kept := _kept(request, form, activity)):
            return _onward(request, activity, kind, kept)
        if isinstance(form, DrawingForm):
            form.ask_for_the_picture_again()
    else:
        earlier = _earlier(request, activity)
        form = KINDS[kind](
            initial=like(earlier, same_person="same" in request.GET, activity=activity), activity=activity
        )
    shown = {
        "form": form, "activity": activity, "kind": kind, "speakers": activity.speakers.all()[:40],
        "more_open": any(name in form.errors for name in MORE), "here_url": here(activity.pk),
    }  # fmt: skip
    return render(request, f"voice/add_{kind}.html", shown)


def _kept(request: SignedInRequest, form: PersonForm, activity: Activity) -> Contribution | None:
    """Keep it, or put the reason why not beside the box it is about."""
    try:
        return add_contribution(activity, by=request.user, **form.facts())
    except HeardError as error:
        about = (
            "label" if isinstance(error, AnotherSpeaker) else "drawing" if isinstance(error, PictureRefused) else None
        )
        form.add_error(about, str(error))
        return None


def _onward(request: SignedInRequest, activity: Activity, kind: str, kept: Contribution) -> HttpResponse:
    messages.success(request, f"Kept. {activity.contributions.standing().count()} so far from this visit.")
    onward = request.POST.get("onward", "finish")
    if onward == "finish":
        return redirect(here(activity.pk))
    same = "&same=1" if onward == "same" else ""
    return redirect(f"{reverse('voice:add', args=[activity.pk])}?kind={kind}&after={kept.pk}{same}")


@allowed(Role.may_record)
def paste(request: SignedInRequest, activity_pk: int) -> HttpResponse:
    """Paste a page of notes, put its lines right, and keep them."""
    activity = own_activity(request, activity_pk)
    step = request.POST.get("step", "") if request.method == "POST" else ""
    if step == "keep":
        return _keep_page(request, activity)
    beforehand = {"label": activity.speakers.free_label("Table ")}
    form = PageForm(request.POST or None, activity=activity, initial=beforehand)
    if step == "split" and form.is_valid():
        lines = LineFormSet(initial=form.lines(), prefix="line")
        return render(
            request,
            "voice/paste_lines.html",
            {"form": form, "formset": lines, "activity": activity, "page_text": request.POST["text"]},
        )
    if step == "back":
        form = PageForm(
            activity=activity, initial={**beforehand, **request.POST.dict(), "agreed": request.POST.getlist("agreed")}
        )
    return render(request, "voice/paste.html", {"form": form, "activity": activity, "here_url": here(activity.pk)})


def _keep_page(request: SignedInRequest, activity: Activity) -> HttpResponse:
    form = PageFactsForm(request.POST, activity=activity)
    lines = cast(Lines, LineFormSet(request.POST, prefix="line"))
    if not (form.is_valid() and lines.is_valid()):
        return _lines_again(request, activity, form, lines)
    told = form.cleaned_data
    try:
        kept = keep_lines(
            activity, by=request.user, lines=lines.kept(), mode=told["mode"], mediation=told["mediation"],
            speaker=form.speaker(), permissions=form.permissions(), on_behalf_of=told["on_behalf_of"], once=told["once"],
        )  # fmt: skip
    except HeardError as error:
        form.add_error("label" if isinstance(error, AnotherSpeaker) else None, str(error))
        return _lines_again(request, activity, form, lines)
    shown = {
        "activity": activity, "kept": kept, "left_out": lines.left_out(), "here_url": here(activity.pk),
        "table": kept[0].speaker if kept else None,
    }  # fmt: skip
    return render(request, "voice/paste_done.html", shown)


def _lines_again(request: SignedInRequest, activity: Activity, form: PageFactsForm, lines: Lines) -> HttpResponse:
    shown = {"form": form, "formset": lines, "activity": activity, "page_text": request.POST.get("text", "")}
    return render(request, "voice/paste_lines.html", shown)
