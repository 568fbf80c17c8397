"""Letting go of what somebody told us: at their wish, or to pass a worry on. Every copy held in this stage is erased."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from heard_web.audit.models import record
from heard_web.people.models import User
from heard_web.voice.facts import NothingToKeep
from heard_web.voice.holding import only_who_records
from heard_web.voice.models import (
    Contribution,
    Drawing,
    ImportRow,
    Observation,
    SafeguardingDivert,
    Speaker,
)

TEXTS = ("words", "explanation", "heading", "on_behalf_of")


@transaction.atomic
def withdraw(contribution: Contribution, *, by: User) -> None:
    """Take back a contribution at its owner's wish, and erase their words, drawing and every copy of them held here.

    The row stays, so counts already published can be explained; the words go. Withdrawing twice is harmless.
    """
    kept = Contribution.objects.select_for_update(no_key=True).get(pk=contribution.pk)
    only_who_records(kept, by)
    if kept.is_standing:
        kept.withdrawn_at, kept.withdrawn_by = timezone.now(), by
        _erase_traces(kept)
        record(by=by, verb="withdraw", of=kept, sentence=f"{by.name} took back contribution {kept.pk} for its owner.")
    contribution.refresh_from_db()


@transaction.atomic
def divert(contribution: Contribution, *, by: User, passed_to: str) -> None:
    """Pass a worry to safeguarding, and erase all that was said from here. Only to whom and when is kept.

    Anyone of the holding organisation who reads it may do this. Passing on twice is harmless: the first time stands.
    """
    kept = Contribution.objects.select_for_update(no_key=True).get(pk=contribution.pk)
    if kept.held_by_id != by.organisation_id or not by.as_role.may_pass_on():
        raise PermissionDenied("Only the organisation that holds this can pass it on. Ring its safeguarding lead.")
    if not passed_to.strip():
        raise NothingToKeep("Write who you told, by their role, such as the safeguarding lead of the school.")
    if kept.is_standing:
        kept.diverted_at = timezone.now()
        _erase_traces(kept)
        SafeguardingDivert.objects.create(
            contribution=kept, passed_to=passed_to.strip(), passed_at=kept.diverted_at, passed_by=by
        )
        record(by=by, verb="divert", of=kept, sentence=f"{by.name} passed contribution {kept.pk} to safeguarding.")
    contribution.refresh_from_db()


def _erase_traces(contribution: Contribution) -> None:
    """Erase the words, explanation, heading, observation, drawing and import cells; the row and its answers stay.

    The file of a drawing goes when the change is safely stored: undone halfway, nothing would be lost by mistake.
    """
    said = {contribution.words, contribution.explanation}
    observation = Observation.objects.filter(contribution=contribution)
    said |= {row.what_we_saw for row in observation}
    observation.delete()
    for drawing in Drawing.objects.filter(contribution=contribution):
        transaction.on_commit(partial(drawing.image.storage.delete, str(drawing.image.name)))
        drawing.delete()
    _erase_cells(contribution, said)
    for name in TEXTS:
        setattr(contribution, name, "")
    contribution.save()
    _forget_label(contribution.speaker)


def _erase_cells(contribution: Contribution, said: set[str]) -> None:
    """Empty every import row that became this contribution, and every unused row of its activity with the same words."""
    found = ImportRow.objects.copies_of(contribution, said)
    found.filter(contribution=None).update(result=ImportRow.Result.LEFT_OUT)
    found.update(cells={}, problem="")


def _forget_label(speaker: Speaker | None) -> None:
    """A label may turn out to be a name after all: it goes with the last thing that person told us."""
    if speaker is not None and not speaker.contributions.standing().exists():
        speaker.label = f"Taken back {speaker.pk}"
        speaker.save(update_fields=["label"])
