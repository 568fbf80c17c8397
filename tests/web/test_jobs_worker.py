"""Background jobs: done once, put back when they were cut off, given up with words, and stopped cleanly."""

from __future__ import annotations

import datetime
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings

from heard_web.audit.models import AuditEvent
from heard_web.engagement.models import Activity, Purpose
from heard_web.jobs import clock
from heard_web.jobs.actions import beat, put_back_cut_off
from heard_web.jobs.models import WorkerBeat
from heard_web.jobs.only_one import take_place
from heard_web.people.models import User
from heard_web.themes import actions
from heard_web.themes.models import CandidateRun
from tests.web.themes_cast import fill

ROOT = Path(__file__).resolve().parents[2]
MINUTE = datetime.timedelta(minutes=1)


def job(*workers: str, minutes_ago: int = 10, status: str = "RUNNING") -> DBTaskResult:
    return DBTaskResult.objects.create(
        status=status, started_at=timezone.now() - minutes_ago * MINUTE, worker_ids=list(workers),
        args_kwargs={"args": [1], "kwargs": {}}, task_path="heard_web.themes.jobs.suggest_themes",
        backend_name="default", exception_class_path="", traceback="",
    )  # fmt: skip


def status(row: DBTaskResult) -> str:
    row.refresh_from_db()
    return row.status


def test_a_job_whose_worker_fell_silent_is_put_back(db: None) -> None:
    WorkerBeat.objects.create(worker="gone", beat_at=timezone.now() - 3 * MINUTE)
    row = job("gone")

    assert put_back_cut_off() == 1
    assert put_back_cut_off() == 0
    assert status(row) == TaskResultStatus.READY
    assert AuditEvent.objects.filter(verb="put_back").count() == 1


def test_a_long_job_of_a_living_worker_is_left_alone(db: None) -> None:
    beat(worker="alive")
    row = job("alive", minutes_ago=60)

    assert put_back_cut_off() == 0
    assert status(row) == TaskResultStatus.RUNNING


def test_a_job_that_has_only_just_begun_is_left_alone(db: None) -> None:
    row = job("no sign yet", minutes_ago=1)

    assert put_back_cut_off() == 0
    assert status(row) == TaskResultStatus.RUNNING


def test_a_job_cut_off_too_often_is_given_up(db: None) -> None:
    third, fourth = job("a", "b", "c"), job("a", "b", "c", "d")

    put_back_cut_off()

    assert status(third) == TaskResultStatus.READY  # its last turn, in which it says that it was given up
    assert status(fourth) == TaskResultStatus.FAILED
    assert "cut off 4 times" in fourth.traceback


def test_when_no_other_worker_can_be_alive_every_running_job_is_put_back_at_once(db: None) -> None:
    beat(worker="before")
    row = job("before", minutes_ago=0)

    put_back_cut_off(silence=datetime.timedelta(0))

    assert status(row) == TaskResultStatus.READY


def test_signs_of_life_are_kept_for_a_day(db: None) -> None:
    WorkerBeat.objects.create(worker="old", beat_at=timezone.now() - datetime.timedelta(days=2))

    beat(worker="new")
    beat(worker="new")

    assert list(WorkerBeat.objects.values_list("worker", flat=True)) == ["new"]


def test_one_clock_action_that_fails_stops_no_other(db: None, settings: Settings) -> None:
    row = job("gone")
    settings.HEARD_CLOCK = ["heard_web.nowhere.nothing", "heard_web.themes.actions.forget_taken_back"]

    clock.go_round()

    assert status(row) == TaskResultStatus.READY


def test_every_clock_action_in_the_settings_exists(db: None, settings: Settings) -> None:
    from django.utils.module_loading import import_string

    assert all(callable(import_string(address)) for address in settings.HEARD_CLOCK)


def test_there_is_one_place_for_a_worker(tmp_path: Path) -> None:
    first = take_place(tmp_path / "lock")

    assert first is not None
    assert take_place(tmp_path / "lock") is None
    os.close(first)
    again = take_place(tmp_path / "lock")
    assert again is not None
    os.close(again)


def test_a_job_and_its_record_are_kept_together_and_a_cut_off_job_ends_well_the_next_time(
    officer: User, purpose: Purpose, workshop: Activity, settings: Settings
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    fill(workshop, by=officer)
    codebook = actions.start_codebook(by=officer, title="A good life", purpose=purpose)

    run = actions.ask_for_candidates(codebook, by=officer)
    row = DBTaskResult.objects.get()
    row.claim("killed")
    actions.begin_reading(run, by=officer)
    put_back_cut_off(silence=datetime.timedelta(0))
    row.refresh_from_db()
    row.claim("next")
    row.task.call(*row.args_kwargs["args"])

    run.refresh_from_db()
    assert (run.state, run.tries) == (CandidateRun.State.DONE, 2)
    assert run.candidates.exists()


def test_the_worker_does_what_waits_refuses_a_second_one_and_stops_cleanly(tmp_path: Path) -> None:
    own = {"HEARD_VAR": str(tmp_path), "HEARD_DATABASE": "", "DJANGO_SETTINGS_MODULE": "tests.settings_of_a_worker"}
    surroundings = os.environ | own  # a database of its own: one worker is a rule of SQLite alone
    command = [sys.executable, "-m", "django"]
    subprocess.run([*command, "migrate", "--run-syncdb", "-v0"], cwd=ROOT, env=surroundings, check=True)
    ask = (
        "import django; django.setup()\n"
        "from heard_web.people.models import *\n"
        "from heard_web.themes import actions\n"
        "o = Organisation.objects.create(kind='council', name='Ashdale Council')\n"
        "u = User.objects.create(email='o@ashdale.example', name='Orla', organisation=o, role='officer')\n"
        "actions.ask_for_candidates(actions.start_codebook(by=u, title='Empty'), by=u)\n"
    )
    subprocess.run([sys.executable, "-c", ask], cwd=ROOT, env=surroundings, check=True)
    look = (
        "import django; django.setup()\nfrom heard_web.themes.models import *\nprint(CandidateRun.objects.get().state)"
    )

    worker = subprocess.Popen([*command, "heard_worker"], cwd=ROOT, env=surroundings)
    try:
        for _ in range(30):
            time.sleep(0.5)
            seen = subprocess.run(
                [sys.executable, "-c", look], cwd=ROOT, env=surroundings, capture_output=True, text=True
            )
            if "failed" in seen.stdout:
                break
        second = subprocess.run(
            [*command, "heard_worker"], cwd=ROOT, env=surroundings, capture_output=True, text=True, timeout=60
        )
        worker.send_signal(signal.SIGTERM)
        ended = worker.wait(timeout=15)
    finally:
        worker.kill()

    assert "failed" in seen.stdout, seen.stderr  # there was nothing to read, and the run says so
    assert second.returncode == 3 and "one is enough" in second.stderr
    assert ended == 0
