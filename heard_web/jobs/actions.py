"""What the worker writes down about itself, and what becomes of jobs that were cut off."""

from __future__ import annotations

import datetime
import logging

from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from heard.errors import HeardError
from heard_web.audit.models import record
from heard_web.jobs.models import WorkerBeat

MOST_TRIES = 3
SILENCE = datetime.timedelta(minutes=2)
KEPT_FOR = datetime.timedelta(days=1)

logger = logging.getLogger(__name__)


@transaction.atomic
def beat(*, worker: str) -> None:
    """Write down that a worker is alive. This is no event of the history; signs older than a day are removed."""
    WorkerBeat.objects.update_or_create(worker=worker, defaults={"beat_at": timezone.now()})
    WorkerBeat.objects.filter(beat_at__lt=timezone.now() - KEPT_FOR).delete()


@transaction.atomic
def put_back_cut_off(*, silence: datetime.timedelta = SILENCE) -> int:
    """Put back the jobs whose worker gave no sign of life for a while, and give how many; doing it twice is harmless.

    After three tries a job gets one last turn, in which it says in words that it was given up; if even that is cut off,
    it ends as failed. A `silence` of nothing takes every running job as cut off: right only when no worker is alive.
    """
    since = timezone.now() - silence
    alive = set(WorkerBeat.objects.filter(beat_at__gt=since).values_list("worker", flat=True)) if silence else set()
    put_back = 0
    for job in DBTaskResult.objects.running().select_for_update():
        worker = job.worker_ids[-1] if job.worker_ids else ""
        if worker in alive or (job.started_at is not None and job.started_at > since):
            continue
        put_back += 1
        if len(job.worker_ids) > MOST_TRIES:
            job.set_failed(HeardError(f"The job was cut off {len(job.worker_ids)} times and was given up."))
            sentence = f"A background job was given up after {len(job.worker_ids)} tries."
        else:
            job.status = TaskResultStatus.READY
            job.save(update_fields=["status"])
            sentence = f"A background job that was cut off was put back after try {len(job.worker_ids)}."
        logger.warning(sentence)
        record(by=None, verb="put_back", of=None, sentence=sentence)
    return put_back
