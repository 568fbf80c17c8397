"""Pages anybody can read."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from heard_web.public.answers import answer, find, fresh, published
from heard_web.public.forms import HubFilter
from heard_web.publishing import reading
from heard_web.publishing.reading import Kind

ON_HOME = 3


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    coming, _ = reading.events(timezone.localdate())
    shown = {
        "updates": reading.cards(Kind.MONTHLY_UPDATE, 1),
        "events": coming[:ON_HOME],
        "answers": reading.newest_answers(ON_HOME),
        "stories": reading.cards(Kind.STORY, ON_HOME),
    }
    return answer(request, "public/home.html", shown)


@require_safe
def updates(request: HttpRequest) -> HttpResponse:
    cards = [card for card in reading.cards(Kind.MONTHLY_UPDATE) if card.month]
    years = [(year, list(group)) for year, group in groupby(cards, key=lambda card: card.month and card.month.year)]
    return answer(request, "public/updates.html", {"years": years}, address="updates")


@require_safe
def update(request: HttpRequest, year: int, month: int) -> HttpResponse:
    address = f"updates/{year:04d}/{month:02d}"
    others = [card for card in reading.cards(Kind.MONTHLY_UPDATE) if card.address != address]
    return published(request, address, "public/update.html", {"others": others})


@require_safe
def you_said(request: HttpRequest) -> HttpResponse:
    return answer(request, "public/you_said.html", {"cards": reading.cards(Kind.YOU_SAID)}, address="you-said")


@require_safe
def you_said_page(request: HttpRequest, slug: str) -> HttpResponse:
    return published(request, f"you-said/{slug}")


@require_safe
def stories(request: HttpRequest) -> HttpResponse:
    return answer(request, "public/stories.html", {"cards": reading.cards(Kind.STORY)}, address="stories")


@require_safe
def story(request: HttpRequest, slug: str) -> HttpResponse:
    return published(request, f"stories/{slug}")


@require_safe
def hubs(request: HttpRequest) -> HttpResponse:
    form = HubFilter(request.GET)
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {"need": "", "age": None}
    try:
        found = find(request, "hubs")
    except Http404:
        if request.GET.get("version"):
            raise
        return answer(request, "public/hubs.html", {"form": form}, address="hubs")
    if isinstance(found, HttpResponse):
        return found
    parts = reading.hubs(found.parts, need=asked["need"], age=asked["age"])
    number = sum(part["kind"] == "hub" for part in parts)
    shown = {"form": form, "page": found, "parts": parts, "count": f"{number} place{'' if number == 1 else 's'}"}
    return answer(request, "public/hubs.html", shown, address="hubs")


@require_safe
def picture(request: HttpRequest, snapshot_pk: int, part: int) -> HttpResponse:
    with reading.picture(snapshot_pk, part).open("rb") as image:
        return fresh(request, HttpResponse(image.read(), content_type="image/png"))


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return answer(request, "public/accessibility.html", {}, address="accessibility")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return answer(request, "public/privacy.html", {"role": settings.HEARD_SAFEGUARDING_ROLE}, address="privacy")


@require_safe
def privacy_children(request: HttpRequest) -> HttpResponse:
    return answer(request, "public/privacy_children.html", {}, address="privacy/children")
