"""Where to go next, and which kind of record an address means. An address is never trusted as it comes."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.http import Http404, HttpRequest
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from heard_web.audit.models import AuditEvent
from heard_web.people.models import Held, User

LONGEST_NUMBER = 18  # figures: the largest that every database holds


def safe_next(request: HttpRequest, *, otherwise: str = "") -> str:
    """The page that was asked for, if it is one of ours; else the other page, else the desk."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    # A word that is no address would be looked up as the name of a page.
    return asked if ours and asked.startswith("/") else otherwise or resolve_url(settings.LOGIN_REDIRECT_URL)


def row_number(words: object) -> int | None:
    """The number of a row that an address or a form names; None for whatever is not one, such as “²” or a page of nines."""
    text = str(words or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else None


def password_set_by(person: User) -> str:
    """The name of whoever set this person's password last, if that was somebody else who helped; empty otherwise."""
    changes = AuditEvent.objects.filter(
        record=User._meta.label_lower, record_number=person.pk, verb__in=["new_password", "change_password"]
    )
    last = changes.order_by("-id").first()
    return last.by_name if last and last.verb == "new_password" else ""


def held_model(label: str) -> Any:
    """The kind of record that a label such as 'engagement.activity' names, if an organisation can release it."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError) as error:
        raise Http404 from error
    if not issubclass(model, Held) or not model.may_be_released:
        raise Http404
    return model
