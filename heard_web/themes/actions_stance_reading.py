"""What the background job does with one proposition: begin, keep what was learned and found, or stop with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from heard_web.audit.models import record
from heard_web.people.models import User
from heard_web.themes.models import FoundCondition, Proposition, StanceGuess, hash_of
from heard_web.voice.models import Contribution

MOST_TRIES = 3


@dataclass(frozen=True)
class Guess:
    """What the machine thinks a voice says, and how sure it is."""

    stance: str
    sureness: float


@dataclass(frozen=True)
class Found:
    """A passage that may set a condition, and the words it is attached to, by their places in the text of a voice."""

    start: int
    end: int
    kind: str
    sureness: float
    qualifies: tuple[int, int] | None


def _locked(proposition: Proposition, *, by: User) -> Proposition:
    if proposition.asked_by_id != by.pk:
        raise PermissionDenied("The computer reads for the person who asked for it.")
    rows = Proposition.objects.select_for_update(no_key=True, of=("self",)).select_related("codebook")
    return rows.get(pk=proposition.pk)


@transaction.atomic
def begin_learning(proposition: Proposition, *, by: User) -> bool:
    """Mark a proposition as being read, and say whether to go on: not when it ended, nor after three tries were cut off."""
    kept = _locked(proposition, by=by)
    if not kept.is_being_read:
        return False
    if kept.tries >= MOST_TRIES:
        stop_learning(kept, by=by, problem=f"The reading was cut off {kept.tries} times, so it stopped. Ask again.")
        return False
    kept.state, kept.tries = Proposition.State.RUNNING, kept.tries + 1
    kept.save(update_fields=["state", "tries"])
    sentence = f"Heard began to read for proposition {kept.pk}."
    record(by=by, verb="begin_learning", of=kept.codebook, sentence=sentence)
    return True


@transaction.atomic
def stop_learning(proposition: Proposition, *, by: User, problem: str) -> None:
    """End the reading without a result, and say why in words that can be shown. Stopping twice is harmless."""
    kept = _locked(proposition, by=by)
    if not kept.is_being_read:
        return
    kept.state, kept.problem = Proposition.State.FAILED, problem[:300]
    kept.save(update_fields=["state", "problem"])
    sentence = f"Proposition {kept.pk} could not be read."
    record(by=by, verb="stop_learning", of=kept.codebook, sentence=sentence)


@transaction.atomic
def keep_learned(
    proposition: Proposition,
    *,
    by: User,
    guesses: Mapping[int, Guess],
    found: Mapping[int, Sequence[Found]],
    told: str,
    learner: str,
) -> None:
    """Keep what the machine guesses and the conditions it found, by voice. What people decided about a passage stays.

    Voices taken back while we were reading are left out. Keeping the same twice leaves one copy.
    """
    kept = _locked(proposition, by=by)
    if not kept.is_being_read:
        return
    standing = kept.contributions().filter(pk__in={*guesses, *found}).select_related("observation")
    rows = {row.pk: row for row in standing}
    kept.guesses.all().delete()
    StanceGuess.objects.bulk_create(
        [
            StanceGuess(proposition=kept, contribution_id=pk, stance=guess.stance, sureness=guess.sureness)
            for pk, guess in sorted(guesses.items())
            if pk in rows
        ],
        batch_size=500,
    )
    _keep_conditions(kept, rows, found)
    kept.state, kept.problem, kept.told, kept.learner = Proposition.State.DONE, "", told[:400], learner[:80]
    kept.read_at = timezone.now()
    kept.save(update_fields=["state", "problem", "told", "learner", "read_at"])
    sentence = f"Heard read {len(rows)} voices for proposition {kept.pk}, for {by.name}."
    record(by=by, verb="keep_learned", of=kept.codebook, sentence=sentence)


def _keep_conditions(
    proposition: Proposition, rows: Mapping[int, Contribution], found: Mapping[int, Sequence[Found]]
) -> None:
    proposition.found_conditions.filter(state=FoundCondition.State.OPEN).delete()
    decided = {
        (row.contribution_id, row.start, row.end, row.text_hash): row for row in proposition.found_conditions.all()
    }
    there = set(decided)
    new = []
    for pk, passages in sorted(found.items()):
        if pk not in rows:
            continue
        text_hash = hash_of(rows[pk].readable)
        for one in passages:
            if (pk, one.start, one.end, text_hash) in there:
                continue
            there.add((pk, one.start, one.end, text_hash))
            new.append(_condition(proposition, pk, one, text_hash))
    stale = [row.pk for (pk, _, _, text), row in decided.items() if pk in rows and text != hash_of(rows[pk].readable)]
    proposition.found_conditions.filter(pk__in=stale).delete()
    FoundCondition.objects.bulk_create(new, batch_size=500)


def _condition(proposition: Proposition, pk: int, one: Found, text_hash: str) -> FoundCondition:
    start, end = one.qualifies or (None, None)
    return FoundCondition(
        proposition=proposition, contribution_id=pk, start=one.start, end=one.end, kind=one.kind[:20],
        sureness=one.sureness, qualifies_start=start, qualifies_end=end, text_hash=text_hash,
    )  # fmt: skip
