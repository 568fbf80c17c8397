"""The computer learns from what people sorted when somebody asks, and after each page that was sorted."""

from __future__ import annotations

from django.db import transaction

from heard_web.audit.models import record
from heard_web.people.models import User
from heard_web.themes.actions_codings import check_may_change
from heard_web.themes.jobs_learning import learn_from_codings
from heard_web.themes.learning import read_by_people
from heard_web.themes.models import Codebook, LearningRun

FEWEST = 10  # voices people answered for, before the computer begins to learn by itself


@transaction.atomic
def ask_to_learn_themes(codebook: Codebook, *, by: User, at_once: bool = False) -> LearningRun | None:
    """Ask the computer to learn from what people sorted; the job is queued together with its record.

    At most one request waits at a time. It does not begin before people have answered for some voices, unless `at_once`.
    """
    check_may_change(codebook, by=by)
    waiting: LearningRun | None = codebook.learning.filter(state=LearningRun.State.WAITING).first()
    if waiting is not None:
        return waiting
    if not at_once and len(read_by_people(codebook)) < FEWEST:
        return None
    run = LearningRun.objects.create(codebook=codebook, asked_by=by)
    record(
        by=by,
        verb="ask_to_learn_themes",
        of=codebook,
        sentence=f"{by.name} had Heard learn from sorted voices ({run.pk}).",
    )
    learn_from_codings.enqueue(run.pk)
    run.refresh_from_db()
    return run
