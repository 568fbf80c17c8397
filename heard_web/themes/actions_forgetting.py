"""Forget what the machine worked out from voices that may no longer be read."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from heard.codes import Use
from heard_web.audit.models import record
from heard_web.themes.models import BroughtFile, CandidateRun, FindingTrace, FoundCondition, LearningRun, Proposition
from heard_web.themes.reading import cache_file, forget_all_but, note_swept, swept_until
from heard_web.voice.models import Contribution, Permission


@transaction.atomic
def forget_places() -> int:
    """Erase where conditions, traces and the codings of files lay in voices taken back since, and give how many.

    Twice is harmless.
    """
    conditions, _ = FoundCondition.objects.taken_back().delete()
    traces, _ = FindingTrace.objects.taken_back().delete()
    brought = sum(map(_forget_in_file, BroughtFile.objects.waiting().defer("codings").select_related("codebook")))
    if conditions or traces or brought:
        sentence = (
            f"Erased the places of {conditions} conditions and {traces} passages in voices taken back, and of {brought} "
            "codings in files that wait."
        )
        record(by=None, verb="forget_places", of=None, sentence=sentence)
    return conditions + traces + brought


def _forget_in_file(file: BroughtFile) -> int:
    """Erase what a file that waits says of voices taken back or put right since it was read; give how much."""
    since = file.read_at
    changed = Q(withdrawn_at__gte=since) | Q(diverted_at__gte=since) | Q(corrected_at__gte=since)
    voices = Contribution.objects.filter(changed, held_by=file.codebook.held_by_id)
    lost = set(voices.values_list("pk", flat=True))
    if not lost:
        return 0
    kept = BroughtFile.objects.waiting().select_for_update(no_key=True).filter(pk=file.pk).first()
    if kept is None:
        return 0
    before = len(kept.codings)
    # The hash of words that were put right would still say what they were.
    kept.codings = [row for row in kept.codings if row[0] not in lost]
    if len(kept.codings) < before:
        kept.save(update_fields=["codings"])
    return before - len(kept.codings)


@transaction.atomic
def forget_readings() -> int:
    """Forget what was read of voices that no longer stand, were put right, or may no longer be read; give how many went.

    Looks through the voices only when one of these happened since the last time, and once a day. While something is
    being read, the next minute looks again, because a reading may still keep what it read before.
    """
    if not cache_file().exists():
        return 0
    latest = _latest_change()
    swept = swept_until()
    if swept is not None and latest <= swept:
        return 0
    still_read = _something_is_read()  # asked first: what ends while the file is swept may have written to it behind us
    gone = forget_all_but(voice.words for voice in Contribution.objects.records())
    if not still_read:
        note_swept(latest)
    if gone:
        sentence = f"Erased {gone} readings of voices that may no longer be read."
        record(by=None, verb="forget_readings", of=None, sentence=sentence)
    return gone


def _latest_change() -> datetime.datetime:
    """When a voice was last taken back, passed on or put right, or somebody said no to being read.

    Midnight counts too: an answer can lapse from one day to the next.
    """
    found = Contribution.objects.aggregate(Max("withdrawn_at"), Max("diverted_at"), Max("corrected_at")).values()
    refused = Permission.objects.filter(use=Use.ANALYSE, answer=False).aggregate(at=Max("recorded_at"))["at"]
    times = [time for time in (*found, refused) if time is not None]
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    latest: datetime.datetime = max([midnight, *times])
    return latest


def _something_is_read() -> bool:
    running = LearningRun.objects.filter(state__in=[LearningRun.State.WAITING, LearningRun.State.RUNNING])
    asked = Proposition.objects.filter(state__in=[Proposition.State.WAITING, Proposition.State.RUNNING])
    return CandidateRun.objects.under_way().exists() or running.exists() or asked.exists()
