"""How a public page is sent: checked anew at each visit, with no cookie, and short to answer when nothing changed."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response

from heard_web.public.forms import CommentForm
from heard_web.publishing.reading import Page, TakenDown, page_at


def fresh(request: HttpRequest, response: HttpResponse, *, without: str = "") -> HttpResponse:
    """Let browsers keep a page but ask each time, so that what was taken back is gone at once.

    `without` is the signed time in the page's form: it differs at each visit though the page is the same.
    """
    if response.status_code != 200:
        return response
    body = response.content.replace(without.encode(), b"") if without else response.content
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "no-cache"
    return get_conditional_response(request, etag=etag, response=response) or response


def answer(request: HttpRequest, template: str, shown: dict[str, Any], *, address: str = "") -> HttpResponse:
    """A public page with the question whether it was useful."""
    form = CommentForm(address=address, auto_id="useful_%s")
    words = {
        "useful_form": form,
        "safeguarding_phone": settings.HEARD_SAFEGUARDING_PHONE,
        "forum_email": settings.HEARD_FORUM_EMAIL,
    }
    return fresh(request, render(request, template, shown | words), without=form.fresh_token)


def published(
    request: HttpRequest, address: str, template: str = "public/page.html", more: dict[str, Any] | None = None
) -> HttpResponse:
    """The page at an address; where it was taken down, that it was."""
    found = find(request, address)
    if isinstance(found, HttpResponse):
        return found
    return answer(request, template, {"page": found, **(more or {})}, address=address)


def find(request: HttpRequest, address: str) -> Page | HttpResponse:
    """The page as plain values, or the answer that it is gone."""
    try:
        return page_at(address, version=request.GET.get("version", ""))
    except TakenDown:
        return render(request, "public/taken_down.html", status=410)
