"""The list of settings, and a page for each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format

from heard.errors import HeardError
from heard_web.people.access import SignedInRequest, allowed, signed_in
from heard_web.people.models import Role
from heard_web.places import actions
from heard_web.places.forms import AddForm, FactsForm, ImportForm, PlaceFilter, RenameForm, SucceedForm
from heard_web.places.models import Setting

PAGE = 50


@signed_in
def list_settings(request: SignedInRequest) -> HttpResponse:
    form = PlaceFilter(request.GET)
    chosen: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    rows = Setting.objects.prefetch_related("names")
    if chosen.get("q"):
        rows = rows.called(chosen["q"])
    if chosen.get("phase"):
        rows = rows.filter(phase=chosen["phase"])
    if not chosen.get("closed"):
        rows = rows.still_open()
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "places/list.html", {"filter": form, "page_obj": page, "asked": chosen})


@signed_in
def setting(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = Setting.objects.prefetch_related("names", "predecessors", "successors")
    found = get_object_or_404(rows, pk=pk)
    facts = [
        ("Phase", found.get_phase_display()),
        ("Type", found.establishment_type),
        ("Town and postcode", f"{found.town} {found.postcode}".strip()),
        ("Council area", found.local_authority),
        ("Opened", date_format(found.opened_on, "j F Y") if found.opened_on else ""),
    ]
    return render(request, "places/setting.html", {"setting": found, "facts": facts})


@allowed(Role.may_add_places)
def add(request: SignedInRequest) -> HttpResponse:
    form = AddForm(request.POST or None)
    if form.is_valid():
        made = actions.add_setting(by=request.user, **form.cleaned_data)
        messages.success(request, f"{made} is on the list.")
        return redirect(made)
    return render(request, "places/add.html", {"form": form})


@allowed(Role.may_keep_places)
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Three forms on one page: what the list says, a new name, and who carried on. The button says which was sent."""
    kept = get_object_or_404(Setting, pk=pk)
    if not request.user.keeps_places:
        raise PermissionDenied(actions.KEPT_BY)
    sent = request.POST.get("form", "") if request.method == "POST" else ""
    given = {name: request.POST if sent == name else None for name in ("facts", "rename", "succeed")}
    forms = {
        "facts": FactsForm(given["facts"], instance=Setting.objects.get(pk=pk), prefix="facts"),
        "rename": RenameForm(given["rename"], prefix="rename"),
        "succeed": SucceedForm(kept, given["succeed"], prefix="succeed"),
    }
    if sent in forms and forms[sent].is_valid() and _changed(request, kept, sent, forms[sent]):
        messages.success(request, "Saved.")
        return redirect(kept)
    return render(request, "places/change.html", {"setting": kept, "forms": list(forms.values()), **forms})


def _changed(request: SignedInRequest, kept: Setting, sent: str, form: Any) -> bool:
    cleaned = {name: value for name, value in form.cleaned_data.items() if name != "words"}
    verbs: dict[str, Any] = {
        "facts": actions.change_setting,
        "rename": actions.rename_setting,
        "succeed": actions.succeed,
    }
    try:
        verbs[sent](kept, by=request.user, **cleaned)
    except HeardError as problem:
        form.add_error(None, str(problem))
        return False
    return True


@allowed(Role.may_keep_places)
def import_list(request: SignedInRequest) -> HttpResponse:
    if not request.user.keeps_places:
        raise PermissionDenied(actions.KEPT_BY)
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if form.is_valid():
        try:
            report = actions.import_gias(by=request.user, content=form.cleaned_data["file"])
        except HeardError as problem:
            form.add_error("file", str(problem))
        else:
            return render(request, "places/imported.html", {"report": report, "shown": 200})
    return render(request, "places/import.html", {"form": form})
