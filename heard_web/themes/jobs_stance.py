"""What happens in the background with a proposition: the machine learns from people's answers and looks for conditions."""

from __future__ import annotations

from django_tasks import task

from heard.errors import HeardError
from heard_web.themes.actions_stance_reading import begin_learning, keep_learned, stop_learning
from heard_web.themes.models import Proposition
from heard_web.themes.stance_reading import read_voices

FAULT = "Something went wrong on our side while reading. Nothing is lost. Ask again, and tell your administrator."


@task()
def learn_stances(proposition_pk: int) -> None:
    """Read the voices a proposition is asked of, and keep what is guessed and found.

    A proposition that is no longer being read is left alone, so a job that is put back after a cut does its work once.
    """
    rows = Proposition.objects.select_related("codebook", "theme__merged_into", "asked_by__organisation")
    row = rows.filter(pk=proposition_pk).first()
    if row is None or row.asked_by is None or not begin_learning(row, by=row.asked_by):
        return
    try:
        read = read_voices(row)
        keep_learned(row, by=row.asked_by, guesses=read.guesses, found=read.found, told=read.told, learner=read.learner)
    except HeardError as problem:
        stop_learning(row, by=row.asked_by, problem=str(problem))
    except Exception:
        stop_learning(row, by=row.asked_by, problem=FAULT)
        raise
