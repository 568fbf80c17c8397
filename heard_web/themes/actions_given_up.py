"""What becomes of a reading whose background job was cut off once too often: it ends, and says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from heard_web.people.models import User
from heard_web.themes.actions_learned import stop_learning_themes
from heard_web.themes.actions_reading import stop_reading
from heard_web.themes.actions_stance_reading import stop_learning
from heard_web.themes.jobs import suggest_themes
from heard_web.themes.jobs_learning import learn_from_codings
from heard_web.themes.jobs_stance import learn_stances
from heard_web.themes.models import CandidateRun, LearningRun, Proposition

OVER = {TaskResultStatus.FAILED, TaskResultStatus.SUCCESSFUL}


@transaction.atomic
def end_given_up(*, by: User | None = None) -> int:
    """End as failed whatever still says that it is read, though its job was given up; give how many. Twice is harmless.

    A job that is cut off even in its last turn can no longer say so itself. Asking again is possible from then on.
    """
    runs = CandidateRun.objects.under_way()
    learning = LearningRun.objects.filter(state__in=[LearningRun.State.WAITING, LearningRun.State.RUNNING])
    asked = Proposition.objects.filter(state__in=[Proposition.State.WAITING, Proposition.State.RUNNING])
    ended = 0
    for task, rows, stop in (
        (suggest_themes, runs, stop_reading),
        (learn_from_codings, learning, stop_learning_themes),
        (learn_stances, asked, stop_learning),
    ):
        for row, times in _given_up(task.module_path, rows.select_related("asked_by")):
            times_told = "once" if times == 1 else f"{times} times"
            told = f"Failed: the reading was cut off {times_told} and was given up. Ask again, and tell your administrator."
            stop(row, by=by or row.asked_by, problem=told)
            ended += 1
    return ended


def _given_up(path: str, rows: Iterable[Any]) -> list[tuple[Any, int]]:
    """Those of these rows whose job has failed and that no other job works on, and how often it was begun."""
    waiting = {row.pk: row for row in rows}
    if not waiting:
        return []
    since = min(row.asked_at for row in waiting.values())
    jobs: dict[int, list[DBTaskResult[Any, Any]]] = defaultdict(list)
    for job in DBTaskResult.objects.filter(task_path=path, enqueued_at__gte=since):
        jobs[next(iter(job.args_kwargs["args"]), 0)].append(job)
    return [
        (row, max(len(job.worker_ids) for job in jobs[pk]))
        for pk, row in waiting.items()
        if jobs[pk] and all(job.status in OVER for job in jobs[pk])
    ]
