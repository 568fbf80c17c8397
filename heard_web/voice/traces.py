"""Finds and erases every copy of what one person told us that this stage holds."""

from __future__ import annotations

from django.db import transaction

from heard_web.voice.models import Contribution, Drawing, ImportRow, Observation, Speaker

TEXTS = ("words", "explanation", "heading", "on_behalf_of")


def erase_traces(contribution: Contribution) -> None:
    """Erase the words, explanation, heading, observation, drawing and import cells; the row and its answers stay.

    The file of a drawing goes when the change is safely stored: undone halfway, nothing would be lost by mistake.
    """
    said = {_plain(contribution.words), _plain(contribution.explanation)} - {""}
    observation = Observation.objects.filter(contribution=contribution)
    said |= {_plain(row.what_we_saw) for row in observation} - {""}
    observation.delete()
    for drawing in Drawing.objects.filter(contribution=contribution):
        transaction.on_commit(lambda image=drawing.image: image.storage.delete(image.name))
        drawing.delete()
    _erase_cells(contribution, said)
    for name in TEXTS:
        setattr(contribution, name, "")
    contribution.save()
    _forget_label(contribution.speaker)


def _erase_cells(contribution: Contribution, said: set[str]) -> None:
    """Empty every import row that became this contribution, and every unused row of its activity with the same words."""
    rows = ImportRow.objects.filter(batch__activity=contribution.activity_id).exclude(cells={})
    mine = set(rows.filter(contribution=contribution).values_list("pk", flat=True))
    for pk, cells in rows.filter(contribution=None).values_list("pk", "cells"):
        if any(_plain(cell) in said for cell in cells.values()):
            mine.add(pk)
    found = ImportRow.objects.filter(pk__in=mine)
    found.filter(contribution=None).update(result=ImportRow.Result.LEFT_OUT)
    found.update(cells={}, problem="")


def _forget_label(speaker: Speaker | None) -> None:
    """A label may turn out to be a name after all: it goes with the last thing that person told us."""
    if speaker is not None and not speaker.contributions.standing().exists():
        speaker.label = f"Taken back {speaker.pk}"
        speaker.save(update_fields=["label"])


def _plain(text: str) -> str:
    return " ".join(text.split())
