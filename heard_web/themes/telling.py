"""What was done with a theme, told by its name. The record itself holds numbers only, and never anybody's words."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

from heard_web.audit.models import AuditEvent
from heard_web.themes.models import Theme

_THEME = re.compile(r"\btheme (\d+)\b")
_VOICE = re.compile(r"\b(voice|suggestion|finding) \d+\b")
_ONE = re.compile(r"\b1 ((?:suggested )?)voices\b")


def told(events: Iterable[AuditEvent], *, of: Theme) -> list[tuple[datetime.datetime, str]]:
    """Each event of a theme's history, when and in words, with the names its themes have now."""
    rows = list(events)
    numbers = {int(number) for row in rows for number in _THEME.findall(row.sentence_shown)}
    names = {of.pk: of.name}
    if others := numbers - names.keys():
        names |= dict(Theme.objects.filter(codebook=of.codebook_id, pk__in=others).values_list("pk", "name"))

    def name(found: re.Match[str]) -> str:
        pk = int(found[1])
        return f"“{names[pk]}”" if pk in names else "a theme that is gone"

    return [(row.at, _ONE.sub(r"1 \1voice", _VOICE.sub(r"a \1", _THEME.sub(name, row.sentence_shown)))) for row in rows]
