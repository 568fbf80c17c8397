"""What happens in the background after people sorted voices: the computer learns from them and proposes for the rest."""

from __future__ import annotations

from django_tasks import task

from heard.errors import HeardError
from heard_web.themes.actions_learned import begin_learning_themes, keep_proposals, stop_learning_themes
from heard_web.themes.jobs import FAULT
from heard_web.themes.learning import learn_lesson, lesson_of
from heard_web.themes.models import LearningRun


@task()
def learn_from_codings(run_pk: int) -> None:
    """Learn from what people sorted in the run's set of themes, and keep what is proposed for the voices nobody read.

    A run that ended is left alone, so a job that is put back after a cut does its work once.
    """
    run = LearningRun.objects.select_related("codebook", "asked_by__organisation").filter(pk=run_pk).first()
    if run is None or not begin_learning_themes(run, by=run.asked_by):
        return
    try:
        lesson = lesson_of(run.codebook)
        keep_proposals(run, by=run.asked_by, lesson=lesson, learned=learn_lesson(lesson, seed=run.codebook_id))
    except HeardError as problem:
        stop_learning_themes(run, by=run.asked_by, problem=str(problem))
    except Exception:
        stop_learning_themes(run, by=run.asked_by, problem=FAULT)
        raise
