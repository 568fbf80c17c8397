"""Putting right what was written down wrongly. The earlier words are not kept: they may be what has to go."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models, transaction
from django.utils import timezone

from heard.codes import Mediation, Mode
from heard_web.audit.models import record
from heard_web.people.models import User
from heard_web.voice.facts import Because, NothingToKeep
from heard_web.voice.holding import only_who_records
from heard_web.voice.models import Contribution, Drawing, ImportRow, Observation

Texts = Mapping[str, str | None]


@transaction.atomic
def correct(
    contribution: Contribution,
    *,
    by: User,
    because: str,
    words: str | None = None,
    explanation: str | None = None,
    heading: str | None = None,
    on_behalf_of: str | None = None,
    alt_text: str | None = None,
    watched: Texts | None = None,
) -> Contribution:
    """Put right what was written down wrongly, and keep nothing of how it read before, nor the row it was read from.

    What is left at None stays as it is. The history says who and why, without the words. The same correction twice is
    one. Pages published before keep the words people read there, until a new version is published.
    """
    kept: Contribution = Contribution.objects.select_for_update(no_key=True).get(pk=contribution.pk)
    only_who_records(kept, by)
    if not kept.is_standing:
        raise NothingToKeep("This was taken back or passed on, so there is nothing left to correct.")
    seen = Observation.objects.select_for_update().filter(contribution=kept).first()
    drawn = Drawing.objects.select_for_update().filter(contribution=kept).first()
    before = {kept.words, kept.explanation, seen.what_we_saw if seen else ""}
    own: Texts = {"words": words, "explanation": explanation, "heading": heading, "on_behalf_of": on_behalf_of}
    changed = [_put(kept, own), _put(drawn, {"alt_text": alt_text}), _put(seen, watched or {})]
    if any(changed):
        _enough_left(kept, seen, drawn)
        kept.corrected_at = timezone.now()
        for row in filter(None, (kept, drawn, seen)):
            row.save()
        _forget_before(kept, before, by_any_hand=because == Because.MUST_GO)
        why = Because(because).label.lower()
        record(by=by, verb="correct", of=kept, sentence=f"{by.name} corrected contribution {kept.pk}: {why}.")
    contribution.refresh_from_db()
    return contribution


def _put(row: models.Model | None, texts: Texts) -> bool:
    """Put these texts into a row, and say whether any of them is new."""
    told = {name: _lines(text) for name, text in texts.items() if text is not None and row is not None}
    new = {name: text for name, text in told.items() if _lines(getattr(row, name)) != text}
    for name, text in new.items():
        setattr(row, name, text)
    return bool(new)


def _lines(text: str) -> str:
    """The text as typed: browsers end a line in their own way, and that is no correction."""
    return text.replace("\r\n", "\n").strip()


def _enough_left(row: Contribution, seen: Observation | None, drawn: Drawing | None) -> None:
    """Refuse a correction that leaves nothing, or that turns something watched into a quotation."""
    if row.mode == Mode.OBSERVED and row.words:
        raise NothingToKeep("What was watched has no words of its own. Write what you saw instead.")
    if seen is not None and not seen.what_we_saw:
        raise NothingToKeep("Nothing of what you saw would be left. To let it go altogether, take it back.")
    if drawn is not None and not drawn.alt_text:
        raise NothingToKeep("Describe the drawing in a few words, for people who cannot see it.")
    if not (row.words or row.explanation or seen or drawn):
        raise NothingToKeep("Nothing of what they told us would be left. To let it go altogether, take it back.")
    if row.mediation == Mediation.ON_BEHALF and not row.on_behalf_of:
        raise NothingToKeep("Somebody spoke for another person here. Write who spoke, and for whom, without names.")


def _forget_before(row: Contribution, before: set[str], *, by_any_hand: bool) -> None:
    """Erase the row of a file this was read from; where something must go, every unused row with those words too."""
    rows = ImportRow.objects.copies_of(row, before if by_any_hand else ())
    rows.filter(contribution=None).update(result=ImportRow.Result.CORRECTED)
    rows.update(cells={}, problem="")
