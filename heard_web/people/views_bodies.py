"""The boards, panels and groups that decide. Asks are put to them."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from heard_web.people import actions
from heard_web.people.access import SignedInRequest, allowed
from heard_web.people.forms_bodies import BodyForm, BodyNameForm
from heard_web.people.models import DecisionBody, Role

PAGE = 50


@allowed(Role.may_administer)
def bodies(request: SignedInRequest) -> HttpResponse:
    rows = DecisionBody.objects.select_related("organisation")
    return render(request, "people/bodies.html", {"page_obj": Paginator(rows, PAGE).get_page(request.GET.get("page"))})


@allowed(Role.may_administer)
def body_add(request: SignedInRequest) -> HttpResponse:
    form = BodyForm(request.POST or None)
    if form.is_valid():
        body = actions.add_body(by=request.user, **form.cleaned_data)
        messages.success(request, f"{body.name} is on the list. Asks can be put to it now.")
        return redirect("people:bodies")
    return render(request, "people/body_form.html", {"form": form})


@allowed(Role.may_administer)
def body_rename(request: SignedInRequest, pk: int) -> HttpResponse:
    body = get_object_or_404(DecisionBody, pk=pk)
    form = BodyNameForm(request.POST or None, body=body)
    if form.is_valid():
        actions.rename_body(body, by=request.user, name=form.cleaned_data["name"])
        messages.success(request, f"It is called {body.name} now.")
        return redirect("people:bodies")
    return render(request, "people/body_form.html", {"form": form, "body": body})
