"""What the background job does with one run: begin, say how far it is, keep what is suggested, or stop with a reason."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from heard.errors import HeardError
from heard.records import Voice
from heard.themes.engine import Candidate, Discovery
from heard_web.audit.models import record
from heard_web.people.models import User
from heard_web.themes.actions_conditions import forget_conditions
from heard_web.themes.made_again import result_sha256
from heard_web.themes.models import (
    CandidateRun,
    CandidateTheme,
    MachineCoding,
    PleaseRead,
    people_behind,
)
from heard_web.voice.models import Contribution

MOST_TRIES = 3
ENDED = (CandidateRun.State.DONE, CandidateRun.State.FAILED)


def _locked(run: CandidateRun, *, by: User) -> CandidateRun:
    if run.asked_by_id != by.pk:
        raise PermissionDenied("Suggestions are worked out for the person who asked for them.")
    return CandidateRun.objects.select_for_update(no_key=True, of=("self",)).select_related("codebook").get(pk=run.pk)


def fingerprint(voices: Sequence[Voice]) -> str:
    """The SHA-256 of the voices that were read, the same whatever their order."""
    rows = sorted([voice.id, voice.words, voice.speaker, voice.question] for voice in voices)
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()


@transaction.atomic
def begin_reading(run: CandidateRun, *, by: User) -> bool:
    """Mark the run as being read, and say whether to go on: not when it has ended, nor after three tries were cut off."""
    kept = _locked(run, by=by)
    if kept.state in ENDED:
        return False
    if kept.tries >= MOST_TRIES:
        stop_reading(kept, by=by, problem=f"The reading was cut off {kept.tries} times, so it stopped. Ask again.")
        return False
    kept.state, kept.beat_at, kept.tries = CandidateRun.State.RUNNING, timezone.now(), kept.tries + 1
    kept.done_steps = kept.all_steps = 0
    kept.save(update_fields=["state", "beat_at", "tries", "done_steps", "all_steps"])
    record(by=by, verb="begin_reading", of=kept.codebook, sentence=f"Heard began to read for suggestions {kept.pk}.")
    return True


@transaction.atomic
def note_progress(run: CandidateRun, *, by: User, done: int, of: int) -> None:
    """Write down how far the reading is, and that it is alive. This is not an event of the history."""
    if run.asked_by_id != by.pk:
        raise PermissionDenied("Suggestions are worked out for the person who asked for them.")
    CandidateRun.objects.filter(pk=run.pk, state=CandidateRun.State.RUNNING).update(
        done_steps=done, all_steps=of, beat_at=timezone.now()
    )


@transaction.atomic
def stop_reading(run: CandidateRun, *, by: User, problem: str) -> None:
    """End the run without suggestions, and say why in words that can be shown. Stopping twice is harmless."""
    kept = _locked(run, by=by)
    if kept.state in ENDED:
        return
    kept.state, kept.problem, kept.finished_at = CandidateRun.State.FAILED, problem[:300], timezone.now()
    kept.save(update_fields=["state", "problem", "finished_at"])
    record(by=by, verb="stop_reading", of=kept.codebook, sentence=f"Suggestions {kept.pk} could not be worked out.")


@transaction.atomic
def keep_candidates(run: CandidateRun, *, by: User, voices: Sequence[Voice], discovery: Discovery) -> None:
    """Keep what the engine suggests, with every voice it grouped. Keeping it twice leaves one copy.

    If a voice was taken back while we were reading, nothing is kept: a label could hold its words.
    """
    kept = _locked(run, by=by)
    if kept.state == CandidateRun.State.DONE:
        return
    rows = {str(row.pk): row for row in kept.codebook.contributions().select_related("speaker")}
    if any(voice.id not in rows for voice in voices):
        raise HeardError("A voice was taken back while we were reading. Ask again.")
    kept.candidates.all().delete()
    kept.please_read.all().delete()
    themes = {row.key: _keep(kept, row, rows) for row in discovery.candidates}
    parts = {row.key: _keep(kept, row, rows, parent=themes[row.parent]) for row in discovery.subthemes}
    _keep_please_read(kept, discovery, rows, themes | parts)
    kept.engine_version, kept.because = discovery.version, discovery.number_of_themes
    kept.voices, kept.not_grouped = len(voices), len(discovery.not_grouped)
    kept.steadiness, kept.parameters = discovery.steadiness, [list(pair) for pair in discovery.parameters]
    kept.tried = [asdict(row) for row in discovery.tried]
    kept.input_hash, kept.result_sha256 = fingerprint(voices), result_sha256(discovery, voices)
    kept.state = CandidateRun.State.DONE
    kept.done_steps = kept.all_steps = max(kept.all_steps, 1)
    kept.finished_at = kept.beat_at = timezone.now()
    kept.save()
    groups = len(discovery.candidates)
    sentence = f"Heard suggested {groups} themes from {len(voices)} voices for {by.name} (suggestions {kept.pk})."
    record(by=by, verb="keep_candidates", of=kept.codebook, sentence=sentence)


def _keep(
    run: CandidateRun, candidate: Candidate, rows: dict[str, Contribution], *, parent: CandidateTheme | None = None
) -> CandidateTheme:
    people = {person for member in candidate.members for person in people_behind(rows[member.voice])}
    kept = CandidateTheme.objects.create(
        run=run,
        parent=parent,
        key=candidate.key,
        label=candidate.label[:200],
        keywords=list(candidate.keywords),
        gist=candidate.gist[:400],
        steadiness=candidate.steadiness,
        weak=candidate.weak,
        size_people=len(people),
        size_voices=len(candidate.members),
    )
    places = {quote.voice: MachineCoding.Place.EDGE for quote in candidate.edge}
    places |= {quote.voice: MachineCoding.Place.TYPICAL for quote in candidate.typical}
    places |= {quote.voice: MachineCoding.Place.DISSENTING for quote in candidate.dissenting}
    MachineCoding.objects.bulk_create(
        [
            MachineCoding(
                candidate=kept,
                contribution=rows[member.voice],
                closeness=member.closeness,
                place=places.get(member.voice, MachineCoding.Place.MEMBER),
                main=member.main,
                spans=[list(span) for span in member.spans],
            )
            for member in candidate.members
        ],
        batch_size=500,
    )
    return kept


def _keep_please_read(
    run: CandidateRun, discovery: Discovery, rows: dict[str, Contribution], themes: dict[str, CandidateTheme]
) -> None:
    PleaseRead.objects.bulk_create(
        [
            PleaseRead(
                run=run, contribution=rows[left.voice], why=left.why[:300], nearest=themes.get(left.nearest or "none")
            )
            for left in discovery.not_grouped
        ],
        batch_size=500,
    )


@transaction.atomic
def forget_taken_back() -> int:
    """Erase the labels, keywords and conditions that came from voices taken back since; give how many were erased.

    The pages hide them from the first moment; this removes them for good. A condition that somebody else set in the same
    words is tied to them instead. Doing it twice is harmless.
    """
    labels = CandidateTheme.objects.taken_back().exclude(label="", keywords=[], gist="")
    wiped = CandidateTheme.objects.filter(pk__in=[row.pk for row in labels]).update(label="", keywords=[], gist="")
    gone = forget_conditions()
    if wiped:
        record(by=None, verb="forget_taken_back", of=None, sentence=f"Erased {wiped} labels from voices taken back.")
    return wiped + gone
