"""What happens in the background: the machine reads what people told us and suggests themes."""

from __future__ import annotations

import time
from collections.abc import Callable

from django_tasks import task

from heard.errors import HeardError
from heard_web.themes.actions_reading import begin_reading, keep_candidates, note_progress, stop_reading
from heard_web.themes.engines import engine_named
from heard_web.themes.models import CandidateRun

FAULT = "Something went wrong on our side while reading. Nothing is lost. Ask again, and tell your administrator."
SECONDS_BETWEEN_BEATS = 1.0


@task()
def suggest_themes(run_pk: int) -> None:
    """Read the voices of a run's codebook with the engine it names, and keep what it suggests.

    A run that ended is left alone, so a job that is put back after a cut does its work once.
    """
    run = CandidateRun.objects.select_related("codebook", "asked_by__organisation").filter(pk=run_pk).first()
    if run is None or not begin_reading(run, by=run.asked_by):
        return
    try:
        voices = run.codebook.contributions().select_related("observation").records()
        engine = engine_named(run.engine)
        discovery = engine.discover(voices, themes=run.themes_asked, seed=run.seed, progress=_beats(run))
        keep_candidates(run, by=run.asked_by, voices=voices, discovery=discovery)
    except HeardError as problem:
        stop_reading(run, by=run.asked_by, problem=str(problem))
    except Exception:
        stop_reading(run, by=run.asked_by, problem=FAULT)
        raise


def _beats(run: CandidateRun) -> Callable[[int, int], None]:
    last = 0.0

    def beat(done: int, of: int) -> None:
        nonlocal last
        if time.monotonic() - last >= SECONDS_BETWEEN_BEATS or done == of:
            last = time.monotonic()
            note_progress(run, by=run.asked_by, done=done, of=of)

    return beat
