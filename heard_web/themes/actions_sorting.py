"""A person's whole answer for one voice: the themes it raises, or that it fits none; and what became of proposals."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from heard.errors import HeardError
from heard_web.people.models import User
from heard_web.themes.actions_codings import check_may_change, code, code_alike, fits_none, place_for_none
from heard_web.themes.models import Codebook, Direction, LearningRun, NextVoice, Proposal, Reading, Theme, plain
from heard_web.voice.models import Contribution


@transaction.atomic
def sort_voice(
    codebook: Codebook,
    contribution: Contribution,
    *,
    by: User,
    themes: Sequence[Theme] = (),
    direction: str = Direction.NOT_SAID,
    same: Sequence[Contribution] = (),
    shown: LearningRun | None = None,
) -> int:
    """Say which themes a voice raises; none means that somebody read it and it fits none. Give how many voices it was.

    `same` are voices with the very same words, for which the answer counts too. `shown` is the reading of the computer
    whose proposals stood beside the voice: a theme it proposed and the person ticked is kept as suggested by the machine.
    Saying it twice leaves one answer.
    """
    check_may_change(codebook, by=by)
    if any(plain(row.readable) != plain(contribution.readable) for row in same):
        raise HeardError("Not all of these voices have the same words any more. Open the page again.")
    if shown is not None and shown.codebook_id != codebook.pk:
        shown = None
    chosen = {theme.pk for theme in themes}
    proposed, why = _proposed(shown, contribution), _why(shown, contribution)
    for theme in themes:
        code(theme, contribution, by=by, direction=direction, suggested_by_machine=theme.pk in proposed)
    if not themes:
        fits_none(codebook, contribution, by=by)
    told = {"why": why, "proposed": len(proposed), "agreed": len(proposed & chosen), "added": len(chosen - proposed)}
    told["by_chance"] = why == NextVoice.Why.BY_CHANCE
    Reading.objects.get_or_create(codebook=codebook, contribution=contribution, read_by=by, defaults=told)
    answered: dict[int, Contribution] = {}
    for theme in (themes or [place_for_none(codebook, by=by)]) if same else ():
        suggested = theme.pk in proposed
        alike = code_alike(theme, same, by=by, direction=direction, suggested_by_machine=suggested)
        answered |= {row.pk: row for row in alike}
    Reading.objects.bulk_create(
        [Reading(codebook=codebook, contribution=row, read_by=by, same_words=True) for row in answered.values()],
        batch_size=500,
        ignore_conflicts=True,
    )
    return 1 + len(answered)


def _proposed(shown: LearningRun | None, contribution: Contribution) -> set[int]:
    if shown is None:
        return set()
    return set(Proposal.objects.filter(run=shown, contribution=contribution).values_list("theme", flat=True))


def _why(shown: LearningRun | None, contribution: Contribution) -> str:
    """Why the computer put this voice forward, if it did."""
    if shown is None:
        return ""
    row = NextVoice.objects.filter(run=shown, contribution=contribution).first()
    return row.why if row else ""
