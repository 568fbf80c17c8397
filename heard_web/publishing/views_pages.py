"""The list of pages, one page on its way to the public, and the steps it takes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from heard.errors import HeardError
from heard_web.people.access import SignedInRequest, allowed
from heard_web.people.models import Role, User
from heard_web.publishing import actions
from heard_web.publishing.blocks import with_rows
from heard_web.publishing.checking import problems, stopping
from heard_web.publishing.drafting_ask import concerns_of, told_activities
from heard_web.publishing.finishing import Part, finished, strict_page
from heard_web.publishing.forms import ApproveForm, ListFilter, ReasonForm
from heard_web.publishing.models import LocalOfferComment, Publication, PublicationState
from heard_web.publishing.reading import preview_of, url_of
from heard_web.voice.models import Contribution

PAGE = 50


def may_decide(role: Role) -> bool:
    """Writers and approvers take pages down and read comments."""
    return role.may_record() or role.may_approve()


@allowed(Role.may_read_voices)
def pages(request: SignedInRequest) -> HttpResponse:
    actions.erase_taken_back()
    form = ListFilter(request.GET)
    rows = Publication.objects.visible_to(request.user).select_related("held_by", "changed_by")
    rows = rows.annotate(version=Max("snapshots__number")).order_by("-written_at", "-pk")
    for name in ("state", "kind"):
        if form.is_valid() and form.cleaned_data[name]:
            rows = rows.filter(**{name: form.cleaned_data[name]})
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    shown = {
        "form": form,
        "page": page,
        "may_write": request.user.as_role.may_record(),
        "unread": LocalOfferComment.objects.visible_to(request.user).unread().count(),
        "waiting": request.user.as_role.may_approve()
        and Publication.objects.filter(held_by=request.user.organisation, state=PublicationState.SUBMITTED).count(),
    }
    return render(request, "publishing/list.html", shown)


@allowed(Role.may_read_voices)
def publication(request: SignedInRequest, pk: int) -> HttpResponse:
    return _page(request, _seen(request, pk))


@allowed(Role.may_read_voices)
def preview(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _seen(request, pk)
    shown = {"page": preview_of(row, shown_to(row, request.user)), "publication": row}
    return render(request, "publishing/preview.html", shown)


@require_POST
@allowed(Role.may_record)
def submit(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _seen(request, pk)
    try:
        actions.submit(row, by=request.user)
    except HeardError as problem:
        messages.error(request, str(problem))
        return redirect(row)
    messages.success(request, "Handed on. Somebody who had no hand in this page now reads it and approves it.")
    return redirect(row)


@require_POST
@allowed(Role.may_approve)
def send_back(request: SignedInRequest, pk: int) -> HttpResponse:
    row, form = _seen(request, pk), ReasonForm(request.POST, prefix="back")
    if not form.is_valid():
        return _page(request, row, back=form)
    actions.send_back(row, by=request.user, because=form.cleaned_data["because"])
    messages.success(request, "Sent back to the writer with your words.")
    return redirect(row)


@require_POST
@allowed(Role.may_approve)
def approve(request: SignedInRequest, pk: int) -> HttpResponse:
    row, form = _seen(request, pk), ApproveForm(request.POST, prefix="approve")
    if not form.is_valid():
        return _page(request, row, approve=form)
    try:
        actions.approve(row, by=request.user, **form.cleaned_data)
    except HeardError as problem:
        form.add_error(None, str(problem))
        form.data = {**request.POST.dict(), "approve-read": actions.as_read(row)}
        return _page(request, row, approve=form)
    messages.success(request, "Published. Anyone can read it now.")
    return redirect(row)


@require_POST
@allowed(may_decide)
def take_down(request: SignedInRequest, pk: int) -> HttpResponse:
    row, form = _seen(request, pk), ReasonForm(request.POST, prefix="down")
    if form.is_valid():
        try:
            actions.take_down(row, by=request.user, because=form.cleaned_data["because"])
        except HeardError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Taken down. Nobody outside can read it now.")
            return redirect(row)
    return _page(request, row, down=form)


def _seen(request: SignedInRequest, pk: int) -> Publication:
    rows = Publication.objects.visible_to(request.user)
    people = ("held_by", "written_by", "changed_by", "submitted_by", "ask__body", "ask__purpose")
    row: Publication = get_object_or_404(rows.select_related(*people), pk=pk)
    return row


def shown_to(row: Publication, user: User) -> list[Part]:
    """The draft as this person may see it: a voice their organisation may not read is left out."""
    blocks, strict = with_rows(row), strict_page(row)
    voices = [block.contribution_id for block in blocks if block.contribution_id]
    seen = set(Contribution.objects.visible_to(user).standing().filter(pk__in=voices).values_list("pk", flat=True))
    parts = []
    for block in blocks:
        if block.contribution_id and block.contribution_id not in seen:
            continue
        part = finished(block, strict=strict)
        if part["kind"] == "drawing" and block.contribution_id:
            part["picture"] = reverse("voice:drawing", args=[block.contribution_id])
        parts.append(part)
    return parts


def _page(request: SignedInRequest, row: Publication, **forms: Any) -> HttpResponse:
    user = request.user
    own = row.held_by_id == user.organisation_id
    # What the checks point at may be the words of a voice that a reader from elsewhere may not read.
    found = problems(row) if own else []
    had_a_hand = user.pk in (row.written_by_id, row.changed_by_id, row.submitted_by_id)
    versions = list(row.snapshots.select_related("approved_by").defer("content"))
    reads = own and user.as_role.may_approve() and row.state == PublicationState.SUBMITTED
    shown = {
        "publication": row,
        "page": preview_of(row, shown_to(row, user)),
        "public_url": url_of(row.address),
        "stops": stopping(found),
        "advice": [one for one in found if not one.stops],
        "concerns": concerns_of(row.ask, told_activities(row.ask, by=user), by=user) if row.ask else [],
        "versions": versions,
        "may_write": own and user.as_role.may_record(),
        "may_approve": reads and not had_a_hand,
        "had_a_hand": reads and had_a_hand,
        "may_take_down": own and may_decide(user.as_role) and any(one.taken_down_at is None for one in versions),
        "approve": forms.get("approve") or ApproveForm(prefix="approve", initial={"read": actions.as_read(row)}),
        "back": forms.get("back") or ReasonForm(prefix="back"),
        "down": forms.get("down") or ReasonForm(prefix="down"),
        "forms": list(forms.values()),
    }
    return render(request, "publishing/publication.html", shown)
