"""Two people read the same voices apart from each other: open a round, answer, finish, stop."""

from __future__ import annotations

import random
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from heard.errors import HeardError
from heard_web.audit.models import record
from heard_web.people.models import User
from heard_web.themes.actions_codings import check_may_change, check_usable, place_for_none
from heard_web.themes.counting import open_to_rounds, still_to_code
from heard_web.themes.models import (
    BlindAnswer,
    BlindRound,
    Codebook,
    Coding,
    Direction,
    RoundVoice,
    Settled,
    Theme,
    readers_of,
)


@transaction.atomic
def open_round(
    codebook: Codebook,
    *,
    by: User,
    first: User,
    second: User,
    many: int,
    which: str = BlindRound.Which.BY_CHANCE,
    seed: int = 0,
) -> BlindRound:
    """Give two people the same voices to read apart from each other: some that nobody has sorted, or some of all.

    What they say of voices that were sorted before is compared, and changes nothing of that sorting. The same seed draws
    the same voices. While the same two read for this set of themes, opening gives their round.
    """
    check_may_change(codebook, by=by)
    if first.pk == second.pk:
        raise HeardError("Both readers are the same person. Choose two people.")
    if readers_of(codebook).filter(pk__in=[first.pk, second.pk]).count() != 2:
        raise HeardError("Both readers must be people who record here. Choose two from the list.")
    pair = {"first_reader__in": [first, second], "second_reader__in": [first, second]}
    there: BlindRound | None = codebook.rounds.under_way().filter(**pair).first()
    if there is not None:
        return there
    chance = random.Random(seed)  # noqa: S311 - the same seed must draw the same voices
    chosen, coded = _chosen(codebook, which, many, chance)
    made = BlindRound.objects.create(
        codebook=codebook, first_reader=first, second_reader=second, which=which, seed=seed, opened_by=by
    )
    RoundVoice.objects.bulk_create(
        RoundVoice(round=made, contribution_id=pk, turned=chance.random() < 0.5, sorted_before=pk in coded)
        for pk in chosen
    )
    sentence = f"{by.name} asked two people to read {len(chosen)} voices apart (round {made.pk})."
    record(by=by, verb="open_round", of=codebook, sentence=sentence)
    return made


def _chosen(codebook: Codebook, which: str, many: int, chance: random.Random) -> tuple[list[int], set[int]]:
    """The voices of a new round, and which of them somebody has sorted already."""
    waiting, coded = still_to_code(codebook).readable, set[int]()
    if which == BlindRound.Which.ANY:
        waiting, coded = open_to_rounds(codebook)
        if not waiting:
            raise HeardError("0 voices may be read, so there is nothing to read apart. Record voices first.")
    if not waiting:
        raise HeardError(
            "0 voices wait to be sorted, so there is nothing to read apart. Record voices first, or draw from all voices, "
            "sorted or not."
        )
    if which == BlindRound.Which.OLDEST:
        return waiting[:many], coded
    return chance.sample(sorted(waiting), min(many, len(waiting))), coded


def _of_reader(kept: BlindRound, *, by: User) -> BlindRound:
    """Lock a round that this person reads in, and may still answer."""
    check_may_change(kept.codebook, by=by)
    rounds = BlindRound.objects.select_for_update(no_key=True, of=("self",)).select_related("codebook")
    kept = rounds.get(pk=kept.pk)
    if not kept.read_by(by):
        raise PermissionDenied("Only the two people who read in this round answer in it.")
    if kept.state == BlindRound.State.STOPPED:
        raise HeardError("This round was stopped. Its voices are back among those to be sorted.")
    return kept


@transaction.atomic
def answer(
    voice: RoundVoice, *, by: User, themes: Sequence[Theme] = (), direction: str = Direction.NOT_SAID
) -> BlindAnswer:
    """Say which themes a voice of a round raises; none means that it fits none of them.

    It can be changed until this reader has finished. The other reader, the counts and the history do not learn what it is.
    """
    kept = _of_reader(voice.round, by=by)
    if kept.finished_by(by):
        raise HeardError(
            "You said that you have finished, so your answers stay as they are. You can settle them later."
        )
    check_usable(voice.contribution)
    # Read again: while this person waited, one of the themes may have been merged into another.
    themes = list(Theme.objects.filter(pk__in=[theme.pk for theme in themes]))
    if any(theme.codebook_id != kept.codebook_id or theme.merged_into_id or theme.fits_none for theme in themes):
        raise HeardError("One of the themes is no longer in use here. Look at the list again.")
    there = BlindAnswer.objects.filter(voice=voice, reader=by).first()
    before = ({theme.pk for theme in there.themes.all()}, there.direction) if there else None
    if before == ({theme.pk for theme in themes}, direction) and there:
        return there
    made, _ = BlindAnswer.objects.update_or_create(voice=voice, reader=by, defaults={"direction": direction})
    made.themes.set(themes)
    sentence = f"{by.name} answered for voice {voice.contribution_id} in round {kept.pk}."
    record(by=by, verb="answer", of=kept.codebook, sentence=sentence)
    return made


@transaction.atomic
def finish(reading: BlindRound, *, by: User) -> BlindRound:
    """Say that one has answered for every voice. When both have, the answers are opened and those that agree count.

    Voices taken back meanwhile are left out. Finishing twice is harmless.
    """
    kept = _of_reader(reading, by=by)
    if kept.finished_by(by):
        return kept
    voices = kept.voices.usable()
    answered = set(BlindAnswer.objects.filter(voice__round=kept, reader=by).values_list("voice", flat=True))
    left = len([voice for voice in voices if voice.pk not in answered])
    if left:
        words = "1 voice has" if left == 1 else f"{left} voices have"
        raise HeardError(f"{words} no answer of yours yet. Answer for each, then say that you have finished.")
    if by.pk == kept.first_reader_id:
        kept.first_finished_at = timezone.now()
    else:
        kept.second_finished_at = timezone.now()
    record(by=by, verb="finish", of=kept.codebook, sentence=f"{by.name} finished reading in round {kept.pk}.")
    if kept.first_finished_at and kept.second_finished_at:
        kept.state, kept.ended_at, kept.ended_by = BlindRound.State.CLOSED, timezone.now(), by
        kept.save()
        _count_what_agrees(kept, voices, by=by)
    kept.save()
    return kept


def _count_what_agrees(kept: BlindRound, voices: Sequence[RoundVoice], *, by: User) -> None:
    """Where both said the same, it counts from now on as the coding of both. The rest waits to be settled."""
    answers: dict[int, list[BlindAnswer]] = {voice.pk: [] for voice in voices}
    for given in BlindAnswer.objects.filter(voice__in=answers).prefetch_related("themes"):
        answers[given.voice_id].append(given)
    agreed = 0
    for voice in voices:
        if len(answers[voice.pk]) != 2:  # it could not be used when one of them finished: it is sorted like any other
            continue
        one, other = answers[voice.pk]
        direction = _common(one.direction, other.direction)
        if direction is None or set(one.themes.all()) != set(other.themes.all()):
            continue
        agreed += 1
        settled = Settled.objects.create(voice=voice, how=Settled.How.AGREED, direction=direction)
        settled.themes.set(one.themes.all())
        if voice.sorted_before:
            continue
        for theme in list(one.themes.all()) or [place_for_none(kept.codebook, by=by)]:
            for reader in (kept.first_reader, kept.second_reader):
                told = {"direction": direction}
                Coding.objects.get_or_create(
                    theme=theme, contribution_id=voice.contribution_id, coded_by=reader, defaults=told
                )
    sentence = f"Round {kept.pk} is finished: the two readers agree on {agreed} of {len(voices)} voices."
    record(by=by, verb="close_round", of=kept.codebook, sentence=sentence)


def _common(one: str, other: str) -> str | None:
    """What two readers both take a voice to say; one who said nothing goes along. None when they differ."""
    if one == other or other == Direction.NOT_SAID:
        return one
    return other if one == Direction.NOT_SAID else None


@transaction.atomic
def stop_round(reading: BlindRound, *, by: User) -> BlindRound:
    """End a round before both have finished: its voices go back among those to be sorted, its answers stay closed.

    Only whoever opened it and its two readers stop it. Stopping twice is harmless; a round that both finished can no
    longer be stopped.
    """
    check_may_change(reading.codebook, by=by)
    rounds = BlindRound.objects.select_for_update(no_key=True, of=("self",)).select_related("codebook")
    kept = rounds.get(pk=reading.pk)
    if by not in kept.stoppers():
        names = " or ".join(person.name for person in kept.stoppers())
        raise PermissionDenied(f"Only those who began this round or read in it stop it. Ask {names}.")
    if kept.state == BlindRound.State.CLOSED:
        raise HeardError("Both readers have finished, so there is nothing to stop. Settle where they differ.")
    if kept.state == BlindRound.State.OPEN:
        kept.state, kept.ended_at, kept.ended_by = BlindRound.State.STOPPED, timezone.now(), by
        kept.save()
        record(by=by, verb="stop_round", of=kept.codebook, sentence=f"{by.name} stopped round {kept.pk}.")
    return kept
