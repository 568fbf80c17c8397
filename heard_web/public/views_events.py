"""Events: the list, each one's page, its calendar file and its page for a display screen."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from heard_web.public.answers import answer, find, fresh, published
from heard_web.publishing import reading
from heard_web.publishing.event_files import calendar_file, screen_pdf
from heard_web.publishing.reading import Page


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    coming, over = reading.events(timezone.localdate())
    return answer(request, "public/events.html", {"coming": coming, "over": over}, address="events")


@require_safe
def event(request: HttpRequest, slug: str) -> HttpResponse:
    return published(request, f"events/{slug}", "public/event.html", {"slug": slug, "today": timezone.localdate()})


@require_safe
def event_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    page = _notice(request, slug)
    if isinstance(page, HttpResponse):
        return page
    content = calendar_file(page, site=request.build_absolute_uri("/").rstrip("/"))
    return _file(request, content, "text/calendar; charset=utf-8", f"{slug}.ics")


@require_safe
def event_screen(request: HttpRequest, slug: str) -> HttpResponse:
    page = _notice(request, slug)
    if isinstance(page, HttpResponse):
        return page
    return _file(request, screen_pdf(page, area=settings.HEARD_AREA_NAME), "application/pdf", f"{slug}-screen.pdf")


def _notice(request: HttpRequest, slug: str) -> Page | HttpResponse:
    page = find(request, f"events/{slug}")
    if isinstance(page, Page) and not page.event.get("on"):
        raise Http404("This page holds no event.")
    return page


def _file(request: HttpRequest, content: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return fresh(request, HttpResponse(content, content_type=content_type, headers=headers))
