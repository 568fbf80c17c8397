"""Starting a page from the record, and changing its parts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from heard.codes import Mode
from heard.errors import HeardError
from heard_web.engagement.models import Activity
from heard_web.outcomes.models import Impact
from heard_web.people.access import SignedInRequest, allowed
from heard_web.people.models import Role, User
from heard_web.people.ways import row_number
from heard_web.publishing import actions
from heard_web.publishing.blocks import USE_OF, with_rows
from heard_web.publishing.forms import EventForm, HubForm, MonthForm, StoryForm, YouSaidForm
from heard_web.publishing.forms_parts import CAN_BE_ADDED, AddForm, PageForm, PartFormSet, in_order, initial_of
from heard_web.publishing.models import Block, BlockKind, Publication, PublicationKind
from heard_web.publishing.views_month import begun_before
from heard_web.publishing.wording import day
from heard_web.voice.models import Contribution

MOST_VOICES = 300  # of the newest, so that the list of a draft stays one a person can read
LABEL = 140

WHAT = {
    PublicationKind.MONTHLY_UPDATE: "Where we went, what we asked, what we heard and what changed in one month.",
    PublicationKind.EVENT_NOTICE: "A page, a calendar file and a display screen for an event that is still to come.",
    PublicationKind.YOU_SAID: "What people asked for, what was done about it, and why when it was not.",
    PublicationKind.STORY: "One ask from beginning to end, with what was not delivered.",
    PublicationKind.HUB_REGISTER: "Where there are specialist places, and what was asked for and never came.",
}


def _month(form: Any, by: User) -> Publication:
    year, month = form.year_and_month()
    return actions.draft_monthly_update(by=by, year=year, month=month)


def _event(form: Any, by: User) -> Publication:
    details = dict(form.cleaned_data)
    return actions.draft_event_notice(details.pop("activity"), by=by, **details)


def _you_said(form: Any, by: User) -> Publication:
    asks = list(form.cleaned_data["asks"].select_related("body"))
    return actions.draft_you_said(by=by, title=form.cleaned_data["title"], asks=asks)


def _story(form: Any, by: User) -> Publication:
    return actions.draft_story(form.cleaned_data["ask"], by=by)


def _hubs(_: Any, by: User) -> Publication:
    return actions.draft_hub_register(by=by)


START: dict[str, tuple[Callable[..., forms.Form], Callable[[Any, User], Publication]]] = {
    PublicationKind.MONTHLY_UPDATE: (MonthForm, _month),
    PublicationKind.EVENT_NOTICE: (EventForm, _event),
    PublicationKind.YOU_SAID: (YouSaidForm, _you_said),
    PublicationKind.STORY: (StoryForm, _story),
    PublicationKind.HUB_REGISTER: (HubForm, _hubs),
}


@allowed(Role.may_record)
def new(request: SignedInRequest) -> HttpResponse:
    kind, visit = request.GET.get("kind", ""), _carried_over(request)
    if kind not in START:
        kinds = [(code, PublicationKind(code).label, words) for code, words in WHAT.items()]
        return render(request, "publishing/new.html", {"kinds": kinds, "visit": visit})
    make, start = START[kind]
    data = request.POST if request.method == "POST" else None
    initial = {"activity": visit.pk, "month": f"{visit.starts_on:%Y-%m}"} if visit else None
    form = make(data, by=request.user, initial=initial)
    if form.is_valid():
        before = begun_before(request, form) if isinstance(form, MonthForm) else None
        answer = before or _started(request, form, start)
        if answer is not None:
            return answer
    label = PublicationKind(kind).label
    shown = {"form": form, "kind": kind, "label": label, "what": WHAT[PublicationKind(kind)], "visit": visit}
    return render(request, "publishing/start.html", shown)


def _carried_over(request: SignedInRequest) -> Activity | None:
    """The visit from whose page somebody came here, when they may see it."""
    number = row_number(request.GET.get("activity"))
    found = Activity.objects.visible_to(request.user).select_related("setting").filter(pk=number) if number else None
    return found.first() if found is not None else None


def _started(
    request: SignedInRequest, form: forms.Form, start: Callable[[Any, User], Publication]
) -> HttpResponse | None:
    begun = timezone.now()
    try:
        row = start(form, request.user)
    except HeardError as problem:
        form.add_error(None, str(problem))
        return None
    if row.changed_at >= begun:
        messages.success(request, "Here is a first draft from the record. Read it, and change what you like.")
    else:
        messages.info(request, "This page was started before. Here it is as it stands.")
    return redirect("publishing:edit", row.pk)


@allowed(Role.may_record)
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = Publication.objects.visible_to(request.user).select_related("changed_by")
    row: Publication = get_object_or_404(rows, pk=pk)
    if row.held_by_id != request.user.organisation_id:
        raise PermissionDenied("Only the organisation that holds a page can change it.")
    data = request.POST if request.method == "POST" else None
    blocks = with_rows(row)
    parts = _parts(data, row, blocks, by=request.user, adding=request.GET.get("add", ""))
    page = PageForm(data, page=row)
    if data is not None and page.is_valid() and parts.is_valid():
        saved = _save(page, parts, by=request.user)
        if saved is not None:
            return _saved(request, saved, changed=saved.changed_at != row.changed_at, parts=parts)
    shown = {
        "publication": row, "page_form": page, "parts": parts, "add": AddForm(prefix="add"),
        "forms": [page, parts], "adding": request.GET.get("add", ""),
    }  # fmt: skip
    return render(request, "publishing/edit.html", shown)


def _save(page: PageForm, parts: Any, *, by: User) -> Publication | None:
    told = page.cleaned_data
    try:
        return actions.set_blocks(
            page.page, by=by, title=told["title"], summary=told["summary"], blocks=in_order(parts)
        )  # fmt: skip
    except HeardError as problem:
        page.add_error(None, str(problem))
        return None


def _saved(request: SignedInRequest, row: Publication, *, changed: bool, parts: Any) -> HttpResponse:
    left_out = any(form.left_empty and not form.cleaned_data.get("remove") for form in parts)
    empty = " A part with nothing in it was left out." if left_out else ""
    if changed:
        messages.success(request, f"Saved.{empty}")
    elif "add" not in request.POST:
        messages.info(request, f"Nothing was changed, so the page stays as it was.{empty}")
    if "add" in request.POST:
        kind = request.POST.get("add-kind", "")
        return redirect(f"{reverse('publishing:edit', args=[row.pk])}?add={kind}#new")
    return redirect(row)


def _parts(data: Any, row: Publication, blocks: list[Block], *, by: User, adding: str) -> Any:
    initial = [initial_of(block) for block in blocks]
    if data is None and adding in CAN_BE_ADDED:
        initial.append({"kind": adding, "position": len(blocks) + 1})
    choices = {
        "voices": voices_for(row, blocks, by=by),
        "impacts": list(Impact.objects.visible_to(by)),
        "kept": {block.pk: block for block in blocks},
    }
    return PartFormSet(data, initial=initial, prefix="part", form_kwargs=choices)


def voices_for(row: Publication, blocks: list[Block], *, by: User) -> dict[str, dict[int, tuple[str, Contribution]]]:
    """The voices that may be shown, by kind of part: from the occasions of this page first, then the newest."""
    told_of = set(row.activities.values_list("pk", flat=True))
    rows = Contribution.objects.visible_to(by).standing().filter(permissions__answer=True).distinct().with_thread()
    near = list(rows.filter(activity__in=told_of)[:MOST_VOICES])
    far = list(rows.exclude(activity__in=told_of)[: MOST_VOICES - len(near)]) if len(near) < MOST_VOICES else []
    found: dict[str, dict[int, tuple[str, Contribution]]] = {kind: {} for kind in USE_OF}
    for voice in [*near, *far]:
        kind = _kind_of(voice)
        if voice.may(USE_OF[kind]).allowed and _complete(voice, kind):
            found[kind][voice.pk] = (_label(voice, kind), voice)
    for block in blocks:
        if block.contribution and block.kind in USE_OF:
            kind = BlockKind(block.kind)
            found[kind].setdefault(block.contribution.pk, (_label(block.contribution, kind), block.contribution))
    return found


def _kind_of(voice: Contribution) -> BlockKind:
    if voice.mode == Mode.OBSERVED:
        return BlockKind.OBSERVED
    return BlockKind.DRAWING if hasattr(voice, "drawing") else BlockKind.QUOTE


def _complete(voice: Contribution, kind: BlockKind) -> bool:
    if kind == BlockKind.DRAWING:
        return bool(voice.drawing.name_checked)
    return bool(voice.words) if kind == BlockKind.QUOTE else hasattr(voice, "observation")


def _label(voice: Contribution, kind: BlockKind) -> str:
    words = voice.words
    if kind == BlockKind.DRAWING and hasattr(voice, "drawing"):
        words = voice.drawing.alt_text
    if kind == BlockKind.OBSERVED and hasattr(voice, "observation"):
        words = voice.observation.what_we_saw
    short = words if len(words) <= LABEL else f"{words[:LABEL].rsplit(' ', 1)[0]} …"
    return f"{short} ({voice.activity.title}, {day(voice.said_on)})"
