"""Accounts and organisations, and the button that releases a record."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from heard_web.people import actions
from heard_web.people.access import SignedInRequest, allowed, signed_in
from heard_web.people.forms import AccountForm, NewNameForm, NewPasswordForm, OrganisationForm, PeopleFilter
from heard_web.people.models import Organisation, Role, User
from heard_web.people.ways import held_model, safe_next

PAGE = 50


@allowed(Role.may_administer)
def list_people(request: SignedInRequest) -> HttpResponse:
    form = PeopleFilter(request.GET)
    people = User.objects.select_related("organisation")
    if form.is_valid():
        chosen = form.cleaned_data
        if chosen["q"]:
            people = people.filter(Q(name__icontains=chosen["q"]) | Q(email__icontains=chosen["q"]))
        if chosen["organisation"]:
            people = people.filter(organisation=chosen["organisation"])
    if not form.is_valid() or not form.cleaned_data["closed"]:
        people = people.filter(is_active=True)
    page = Paginator(people, PAGE).get_page(request.GET.get("page"))
    return render(request, "people/list.html", {"filter": form, "page_obj": page})


@allowed(Role.may_administer)
def add(request: SignedInRequest) -> HttpResponse:
    form = AccountForm(request.POST or None, by=request.user)
    if form.is_valid():
        facts: dict[str, Any] = {**form.cleaned_data, "role": Role(form.cleaned_data["role"])}
        person = actions.open_account(**facts, by=request.user)
        messages.success(request, f"{person.name} can sign in now. Tell them their first password.")
        return redirect("people:list")
    return render(request, "people/add.html", {"form": form})


@allowed(Role.may_administer)
def close(request: SignedInRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User.objects.select_related("organisation"), pk=pk)
    if person.pk == request.user.pk:
        raise PermissionDenied("You cannot close your own account. Ask another administrator.")
    if request.method == "POST":
        actions.close_account(person, by=request.user)
        messages.success(request, f"The account of {person.name} is closed. Their name stays on what they did.")
        return redirect("people:list")
    return render(request, "people/close.html", {"person_to_close": person})


@allowed(Role.may_administer)
def open_again(request: SignedInRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User.objects.select_related("organisation"), pk=pk)
    if request.method == "POST":
        actions.open_again(person, by=request.user)
        messages.success(request, f"The account of {person.name} is open again.")
        return redirect("people:list")
    return render(request, "people/open_again.html", {"person_to_open": person})


@sensitive_post_parameters("password")
@never_cache
@allowed(Role.may_administer)
def new_password(request: SignedInRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User.objects.select_related("organisation"), pk=pk)
    if person.pk == request.user.pk:
        return redirect("people:password")
    form = NewPasswordForm(person, request.POST or None)
    if form.is_valid():
        actions.new_password(person, by=request.user, password=form.cleaned_data["password"])
        messages.success(request, f"{person.name} has a new password. Tell them in person or on the phone.")
        return redirect("people:list")
    return render(request, "people/new_password.html", {"form": form, "person_to_help": person})


@signed_in
def organisations(request: SignedInRequest) -> HttpResponse:
    rows = Organisation.objects.select_related("successor").prefetch_related("names", "bodies")
    open_accounts = Count("people", filter=Q(people__is_active=True), distinct=True)
    page = Paginator(rows.annotate(open_accounts=open_accounts).order_by("name"), PAGE).get_page(
        request.GET.get("page")
    )
    return render(request, "people/organisations.html", {"page_obj": page})


@allowed(Role.may_administer)
def organisation_add(request: SignedInRequest) -> HttpResponse:
    form = OrganisationForm(request.POST or None)
    if form.is_valid():
        organisation = actions.add_organisation(by=request.user, **form.cleaned_data)
        messages.success(request, f"{organisation.name} is on the list.")
        return redirect("people:organisations")
    return render(request, "people/organisation_add.html", {"form": form})


@allowed(Role.may_administer)
def organisation_rename(request: SignedInRequest, pk: int) -> HttpResponse:
    organisation = get_object_or_404(Organisation, pk=pk)
    form = NewNameForm(organisation, request.POST or None)
    if form.is_valid():
        actions.rename_organisation(organisation, by=request.user, **form.cleaned_data)
        messages.success(request, f"It is called {organisation.name} now. The earlier name is kept with its dates.")
        return redirect("people:organisations")
    return render(request, "people/organisation_rename.html", {"form": form, "organisation": organisation})


@require_POST
@signed_in
def release(request: SignedInRequest, label: str, pk: int) -> HttpResponse:
    row = get_object_or_404(held_model(label).objects.visible_to(request.user), pk=pk)
    actions.release(row, by=request.user)
    messages.success(request, "Released. The other organisations of the area see this record now.")
    own_page = row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""
    return redirect(safe_next(request, otherwise=own_page))
