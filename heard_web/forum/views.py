"""The public form, and the forum's own list of who is interested."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from heard_web.forum import actions, guard
from heard_web.forum.forms import CloseForm, FollowUpForm, InterestForm
from heard_web.forum.models import Interest
from heard_web.people.access import SignedInRequest, allowed, signed_in
from heard_web.people.models import Organisation, Role

PAGE = 50


# No CSRF cookie: the public gets no cookie at all. A forged request gains nothing here, because the form acts for nobody
# and answers nothing about anybody; the signed time in it keeps machines out instead.
@csrf_exempt
@never_cache
def interest(request: HttpRequest) -> HttpResponse:
    forum = Organisation.objects.the_forum()
    if request.method == "POST" and forum is not None:
        form = InterestForm(request.POST, sent_from=request.META.get("REMOTE_ADDR", ""))
        if form.is_valid():
            actions.say_interested(**form.facts())
            return redirect("forum:thanks")
    else:
        form = InterestForm(initial={"came_from": request.GET.get("from", "")[:200]})
    shown = [form[name] for name in form.shown]
    return render(
        request, "forum/interest.html", {"form": form, "shown": shown, "when": guard.token(), **_around(forum)}
    )


@never_cache
def thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "forum/thanks.html", _around(Organisation.objects.the_forum()))


def _around(forum: Organisation | None) -> dict[str, object]:
    return {
        "forum": forum,
        "forum_email": settings.HEARD_FORUM_EMAIL,
        "safeguarding_role": settings.HEARD_SAFEGUARDING_ROLE,
        "safeguarding_phone": settings.HEARD_SAFEGUARDING_PHONE,
    }


@signed_in
def list_interest(request: SignedInRequest) -> HttpResponse:
    mine = Interest.objects.visible_to(request.user)
    show_closed = request.GET.get("show") == "closed"
    page = Paginator(mine.closed() if show_closed else mine.open(), PAGE).get_page(request.GET.get("page"))
    forum = Organisation.objects.the_forum()
    context = {
        "page_obj": page, "forum": forum, "show_closed": show_closed, "waiting": mine.waiting().count(),
        "in_forum": forum is not None and forum.pk == request.user.organisation_id,
    }  # fmt: skip
    return render(request, "forum/list.html", context)


def _page(request: SignedInRequest, row: Interest, *, follow_up: FollowUpForm, close: CloseForm) -> HttpResponse:
    facts = [
        ("Who asks", row.get_who_display()),
        ("How to reach them", row.contact),
        ("Age", row.get_age_band_display()),
        ("Learns", row.get_learns_display()),
        ("Would like to meet", row.meet_where),
        ("What would help", row.helps),
        ("Came from", row.came_from),
    ]
    context = {"interest": row, "facts": facts, "forms": [follow_up], "follow_up": follow_up, "close": close}
    return render(request, "forum/one.html", context)


@signed_in
def one(request: SignedInRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Interest.objects.visible_to(request.user), pk=pk)
    return _page(request, row, follow_up=FollowUpForm(), close=CloseForm())


@allowed(Role.may_record)
def follow_up(request: SignedInRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Interest.objects.visible_to(request.user), pk=pk)
    form = FollowUpForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.follow_up(row, by=request.user, note=form.cleaned_data["note"])
        messages.success(request, "Your note is saved.")
        return redirect(row)
    return _page(request, row, follow_up=form, close=CloseForm())


@allowed(Role.may_record)
def close(request: SignedInRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Interest.objects.visible_to(request.user), pk=pk)
    form = CloseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        erase = form.cleaned_data["erase"]
        actions.close(row, by=request.user, erase=erase)
        messages.success(request, "Closed, and their details are erased." if erase else "Closed.")
        return redirect("forum:list")
    return _page(request, row, follow_up=FollowUpForm(), close=form)
