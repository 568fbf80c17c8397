"""What people said about the public pages, read by a person."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from heard_web.people.access import SignedInRequest, allowed
from heard_web.publishing import actions
from heard_web.publishing.forms import NO_LIMB, ReadForm
from heard_web.publishing.models import LocalOfferComment
from heard_web.publishing.reading import url_of
from heard_web.publishing.views_pages import PAGE, may_decide


@allowed(may_decide)
def comments(request: SignedInRequest) -> HttpResponse:
    rows = LocalOfferComment.objects.visible_to(request.user)
    only_unread = request.GET.get("show") != "all"
    listed = rows.unread() if only_unread else rows
    shown = {
        "page": Paginator(listed.select_related("read_by"), PAGE).get_page(request.GET.get("page")),
        "only_unread": only_unread,
        "unread": rows.unread().count(),
        "useful": rows.filter(useful=True).count(),
        "not_useful": rows.filter(useful=False).count(),
    }
    return render(request, "publishing/comments.html", shown)


@allowed(may_decide)
def comment(request: SignedInRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(LocalOfferComment.objects.visible_to(request.user).select_related("read_by"), pk=pk)
    form = ReadForm(request.POST or None, initial={"limb": row.limb or NO_LIMB})
    if form.is_valid():
        limb = form.cleaned_data["limb"]
        actions.read_comment(row, by=request.user, limb="" if limb == NO_LIMB else limb)
        messages.success(request, "Noted that you have read it.")
        return redirect("publishing:comments")
    shown = {
        "comment": row,
        "form": form,
        "page_url": url_of(row.address) if row.address else "/",
        "safeguarding_role": settings.HEARD_SAFEGUARDING_ROLE,
        "safeguarding_phone": settings.HEARD_SAFEGUARDING_PHONE,
    }
    return render(request, "publishing/comment.html", shown)
