"""What the background job does while the computer learns: begin, keep what it proposes, or stop with a reason."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from heard_web.audit.models import record
from heard_web.people.models import User
from heard_web.themes.learning import Learned, Lesson
from heard_web.themes.models import Codebook, LearningRun, NextVoice, Proposal

MOST_TRIES = 3
RUNS_KEPT = (
    3  # whose proposals are kept: a page that is open while the computer learns again still knows what it showed
)
ENDED = (LearningRun.State.DONE, LearningRun.State.FAILED)


def _locked(run: LearningRun, *, by: User) -> LearningRun:
    if run.asked_by_id != by.pk:
        raise PermissionDenied("The computer learns for the person who asked.")
    return LearningRun.objects.select_for_update(no_key=True, of=("self",)).select_related("codebook").get(pk=run.pk)


@transaction.atomic
def begin_learning_themes(run: LearningRun, *, by: User) -> bool:
    """Mark the run as begun, and say whether to go on: not when it has ended, nor after three tries were cut off.

    That it was asked for and what came of it are events of the history; that it began is not.
    """
    kept = _locked(run, by=by)
    if kept.state in ENDED:
        return False
    if kept.tries >= MOST_TRIES:
        stop_learning_themes(
            kept, by=by, problem=f"The learning was cut off {kept.tries} times, so it stopped. Ask again."
        )
        return False
    kept.state, kept.beat_at, kept.tries = LearningRun.State.RUNNING, timezone.now(), kept.tries + 1
    kept.save(update_fields=["state", "beat_at", "tries"])
    return True


@transaction.atomic
def stop_learning_themes(run: LearningRun, *, by: User, problem: str) -> None:
    """End the run without proposals, and say why in words that can be shown. Stopping twice is harmless."""
    kept = _locked(run, by=by)
    if kept.state in ENDED:
        return
    kept.state, kept.problem, kept.finished_at = LearningRun.State.FAILED, problem[:300], timezone.now()
    kept.save(update_fields=["state", "problem", "finished_at"])
    record(by=by, verb="stop_learning_themes", of=kept.codebook, sentence=f"Heard could not learn ({kept.pk}).")


@transaction.atomic
def keep_proposals(run: LearningRun, *, by: User, lesson: Lesson, learned: Learned) -> None:
    """Keep what the computer proposes, apart from what people said. Keeping it twice leaves one copy.

    Voices that were taken back, answered for by a person or given to two readers meanwhile are left out.
    """
    kept = _locked(run, by=by)
    if kept.state == LearningRun.State.DONE:
        return
    standing = set(kept.codebook.contributions().values_list("pk", flat=True))
    themes = set(kept.codebook.themes.agreed().values_list("pk", flat=True))
    Proposal.objects.filter(run=kept).delete()
    NextVoice.objects.filter(run=kept).delete()
    Proposal.objects.bulk_create(
        [
            Proposal(run=kept, contribution_id=voice, theme_id=theme, sureness=sureness, standing=standing_)
            for voice, theme, sureness, standing_ in learned.proposals
            if voice in standing and theme in themes
        ],
        batch_size=500,
    )
    NextVoice.objects.bulk_create(
        [
            NextVoice(run=kept, contribution_id=voice, place=place, why=why)
            for place, (voice, why) in enumerate(learned.next_voices)
            if voice in standing
        ],
        batch_size=500,
    )
    kept.version, kept.learned_from, kept.quality = learned.version[:64], learned.learned_from, learned.quality
    kept.input_hash, kept.state = fingerprint_of(lesson), LearningRun.State.DONE
    kept.finished_at = kept.beat_at = timezone.now()
    kept.save()
    _let_old_proposals_go(kept.codebook)
    told = f"Heard learned from {learned.learned_from} voices ({kept.pk})."
    record(by=by, verb="keep_proposals", of=kept.codebook, sentence=told)


def fingerprint_of(lesson: Lesson) -> str:
    """The SHA-256 of what was learned from: voices, people's answers and themes, the same whatever their order."""
    rows: list[Any] = sorted(
        [voice.id, voice.words, sorted(lesson.answers.get(voice.id, ["?"]))] for voice in lesson.voices
    )
    codes = [[code.key, code.name, code.definition, code.includes, code.excludes] for code in lesson.codes]
    return hashlib.sha256(json.dumps([rows, codes], ensure_ascii=False).encode()).hexdigest()


def _let_old_proposals_go(codebook: Codebook) -> None:
    recent: Sequence[int] = list(codebook.learning.values_list("pk", flat=True)[:RUNS_KEPT])
    Proposal.objects.filter(run__codebook=codebook).exclude(run__in=recent).delete()
    NextVoice.objects.filter(run__codebook=codebook).exclude(run__in=recent).delete()
