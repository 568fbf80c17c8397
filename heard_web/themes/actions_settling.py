"""Where two readers differ, a person says what counts. What each of them had said is kept beside it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from heard.errors import HeardError
from heard_web.audit.models import record
from heard_web.people.models import User
from heard_web.themes.actions_codings import check_may_change, check_usable, place_for_none
from heard_web.themes.models import BlindAnswer, BlindRound, Coding, Direction, RoundVoice, Settled, Theme


@transaction.atomic
def settle(
    voice: RoundVoice,
    *,
    by: User,
    how: str,
    themes: Sequence[Theme] = (),
    direction: str = Direction.NOT_SAID,
    note: str = "",
) -> Settled:
    """Say what counts for a voice on which two readers differ: one answer, the other, both, or another one.

    From then on it counts as a coding; both answers are kept. It can be settled again; the same twice is harmless.
    """
    codebook = voice.round.codebook
    check_may_change(codebook, by=by)
    kept = RoundVoice.objects.select_for_update(no_key=True).select_related("round").get(pk=voice.pk)
    there = Settled.objects.filter(voice=kept).first()
    _check_open_to_settling(kept, there)
    check_usable(voice.contribution)
    # Read again: while this person waited, one of the themes may have been merged into another.
    now = list(Theme.objects.filter(pk__in=[theme.pk for theme in themes]))
    chosen, said = _chosen(kept, how, now, direction)
    if any(theme.codebook_id != codebook.pk or theme.merged_into_id or theme.fits_none for theme in chosen):
        raise HeardError("One of the themes is no longer in use here. Look at the list again.")
    before = (there.how, set(there.themes.all()), there.direction, there.note) if there else None
    if there is not None and before == (how, set(chosen), said, note.strip()):
        return there
    told = {"how": how, "direction": said, "note": note.strip(), "settled_by": by}
    settled, _ = Settled.objects.update_or_create(voice=kept, defaults=told)
    settled.themes.set(chosen)
    _let_it_count(kept, chosen, said, by=by)
    sentence = f"{by.name} settled voice {kept.contribution_id} of round {kept.round_id}."
    record(by=by, verb="settle", of=codebook, sentence=sentence)
    return settled


def _check_open_to_settling(voice: RoundVoice, there: Settled | None) -> None:
    """Only a voice that both have read, on which they differ, and that nobody had sorted before, is settled."""
    if voice.round.state != BlindRound.State.CLOSED:
        raise HeardError("Both readers have to finish before their answers can be settled.")
    if voice.sorted_before:
        raise HeardError(
            f"Voice {voice.contribution_id} was sorted before these two read it, and stays as it was sorted. "
            "Change that on the page of its theme."
        )
    if there is not None and there.how == Settled.How.AGREED:
        raise HeardError("Both readers said the same about this voice, so there is nothing to settle.")


def answers_in_order(voice: RoundVoice) -> list[BlindAnswer]:
    """The answers of reader 1 and reader 2, who are not always the same person."""
    found = {row.reader_id: row for row in BlindAnswer.objects.filter(voice=voice).prefetch_related("themes")}
    readers = [voice.round.first_reader_id, voice.round.second_reader_id]
    return [found[pk] for pk in (reversed(readers) if voice.turned else readers) if pk in found]


def _chosen(voice: RoundVoice, how: str, themes: Sequence[Theme], direction: str) -> tuple[list[Theme], str]:
    """The themes and the direction that a way of settling comes to."""
    if how == Settled.How.ANOTHER:
        return list(themes), direction
    answers = answers_in_order(voice)
    if how not in (Settled.How.ONE, Settled.How.OTHER, Settled.How.BOTH) or len(answers) < 2:
        raise HeardError("No answer was chosen. Choose one of the two, both, or write another.")
    if how == Settled.How.BOTH:
        said = {row.direction for row in answers} - {Direction.NOT_SAID}
        both = {theme for row in answers for theme in row.themes.all()}
        return sorted(both, key=lambda theme: theme.pk), said.pop() if len(said) == 1 else str(Direction.NOT_SAID)
    picked = answers[0] if how == Settled.How.ONE else answers[1]
    return list(picked.themes.all()), picked.direction


def _let_it_count(voice: RoundVoice, themes: Sequence[Theme], direction: str, *, by: User) -> None:
    """Make the codings of what was settled, in place of those of an earlier settlement."""
    codebook = voice.round.codebook
    old = Coding.objects.filter(theme__codebook=codebook, contribution=voice.contribution_id, settled=True)
    old.delete()
    for theme in themes or [place_for_none(codebook, by=by)]:
        Coding.objects.update_or_create(
            theme=theme,
            contribution_id=voice.contribution_id,
            coded_by=by,
            defaults={"direction": direction, "settled": True},
        )
