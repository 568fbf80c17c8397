"""Which voices may not be quoted: colleagues at work read them, marked; no page for those who decide carries them."""

from __future__ import annotations

from collections.abc import Iterable

from heard.codes import Use
from heard_web.themes.models_codebook import Answers
from heard_web.themes.rewording import words_in
from heard_web.voice.models import Contribution, Permission

LONGEST_SHARED = 6  # words in a row that are somebody's own; fewer stand in any two texts

NO, NOT_ASKED = "Not to be quoted", "Nobody said yes to quoting"


def mark_quotable(
    voices: Iterable[Contribution], *, like: Iterable[Contribution] = (), answers: Answers | None = None
) -> None:
    """Write on each voice, as `quoting`, what keeps it from being quoted; nothing where it may be. One query for all.

    None for voices that are marked already, for those that are marked among `like`, and where `answers` are read.
    """
    known = {row.pk: row.quoting for row in like if hasattr(row, "quoting")}
    rows = []
    for row in voices:
        if row.pk in known:
            row.quoting = known[row.pk]  # type: ignore[attr-defined]
        elif not hasattr(row, "quoting"):
            rows.append(row)
    if answers is None:
        answers = Permission.objects.filter(use=Use.QUOTE).for_numbers(row.pk for row in rows)
    for row in rows:
        mine = [one for one in answers.get(row.pk, ()) if one.use == Use.QUOTE]
        allowed = row.judge(mine, Use.QUOTE).allowed
        refused = not allowed and any(not one.answer for one in mine)
        row.quoting = "" if allowed else NO if refused else NOT_ASKED  # type: ignore[attr-defined]


def said_by(voices: Iterable[Contribution], text: str) -> Contribution | None:
    """The first voice that may not be quoted whose own words stand in a text, many of them in a row."""
    here = _runs(text)
    rows = list(voices) if here else []
    mark_quotable(rows)
    refused = [row for row in rows if row.quoting == NO]  # type: ignore[attr-defined]
    for row in rows if refused else ():
        if row not in refused:
            here -= _runs(row.readable)  # others said the same and may be quoted
    return next((row for row in refused if here & _runs(row.readable)), None)


def _runs(text: str) -> set[tuple[str, ...]]:
    words = words_in(text)
    return {tuple(words[at : at + LONGEST_SHARED]) for at in range(len(words) - LONGEST_SHARED + 1)}
