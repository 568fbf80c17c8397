"""How the parts of a page are laid out."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django import template

from heard_web.design.templatetags.design import KIND_OF

register = template.Library()


@register.filter
def in_runs(parts: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The parts with bullet points that follow each other gathered into one list, and cards into one grid."""
    gathered: list[dict[str, Any]] = []
    for kind, run in groupby(parts, key=lambda part: part["kind"]):
        if kind in ("bullet", "hub", "impact", "not_delivered"):
            gathered.append({"kind": f"{kind}s", "parts": list(run)})
        else:
            gathered.extend(run)
    return gathered


@register.filter
def status_kind(code: str) -> str:
    """The colour that goes with a status; its words always say it too."""
    return KIND_OF.get(str(code), "quiet")
