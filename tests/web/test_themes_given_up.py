"""A reading that was cut off once too often ends and says so, and can be asked for again."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.conf import LazySettings
from django.conf import settings as site
from django.test import Client
from django_tasks_db.models import DBTaskResult

from heard_web.engagement.models import Activity, Purpose
from heard_web.jobs.actions import put_back_cut_off
from heard_web.people.models import User
from heard_web.themes import actions
from heard_web.themes.models import CandidateRun, Codebook, LearningRun, Proposition
from tests.web.themes_cast import fill

AsPerson = Callable[[User], Client]
AT_ONCE = datetime.timedelta(0)


@pytest.fixture
def codebook(officer: User, purpose: Purpose, workshop: Activity, settings: LazySettings) -> Codebook:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    fill(workshop, by=officer)
    return actions.start_codebook(by=officer, title="A good life", purpose=purpose)


def cut_off(begin: Callable[[], bool], times: int, path: str = "") -> None:
    """The worker is killed so many times while it works; each time but in the very last turn the reading had begun."""
    for turn in range(1, times + 1):
        DBTaskResult.objects.get(task_path__contains=path).claim(f"worker {turn}")
        if turn <= 3:
            assert begin()
        put_back_cut_off(silence=AT_ONCE)


def test_a_reading_cut_off_four_times_ends_as_failed_and_may_be_asked_for_again(
    officer: User, codebook: Codebook, as_person: AsPerson
) -> None:
    run = actions.ask_for_candidates(codebook, by=officer)
    cut_off(lambda: actions.begin_reading(run, by=officer), 4)
    client = as_person(officer)
    before = client.get(f"/themes/run/{run.pk}/").content.decode()

    ended, again = actions.end_given_up(), actions.end_given_up()

    run.refresh_from_db()
    after = client.get(f"/themes/run/{run.pk}/").content.decode()
    assert "The computer is reading" in before
    assert (ended, again, run.state) == (1, 0, CandidateRun.State.FAILED)
    assert (
        "Failed: the reading was cut off 4 times and was given up." in after and "The computer is reading" not in after
    )
    assert actions.ask_for_candidates(codebook, by=officer) != run


def test_learning_and_reading_for_a_proposition_end_in_the_same_way(officer: User, codebook: Codebook) -> None:
    hub = actions.put_proposition(codebook, by=officer, words="A hub")
    actions.ask_to_learn(hub, by=officer)
    hub.refresh_from_db()
    learning = actions.ask_to_learn_themes(codebook, by=officer, at_once=True)
    assert learning is not None
    cut_off(lambda: actions.begin_learning(hub, by=officer), 4, "stance")
    cut_off(lambda: actions.begin_learning_themes(learning, by=officer), 4, "learn_from_codings")

    assert actions.end_given_up() == 2

    hub.refresh_from_db()
    learning.refresh_from_db()
    assert (hub.state, learning.state) == (Proposition.State.FAILED, LearningRun.State.FAILED)
    assert hub.problem.startswith("Failed: ") and learning.problem.startswith("Failed: ")


@pytest.mark.parametrize("times", [0, 1, 3])
def test_a_reading_that_still_has_a_turn_is_left_alone(times: int, officer: User, codebook: Codebook) -> None:
    run = actions.ask_for_candidates(codebook, by=officer)
    cut_off(lambda: actions.begin_reading(run, by=officer), times)

    assert actions.end_given_up() == 0

    run.refresh_from_db()
    assert run.state in (CandidateRun.State.WAITING, CandidateRun.State.RUNNING)


def test_a_proposition_asked_about_again_is_not_ended_for_the_job_that_failed_before(
    officer: User, codebook: Codebook
) -> None:
    hub = actions.put_proposition(codebook, by=officer, words="A hub")
    actions.ask_to_learn(hub, by=officer)
    hub.refresh_from_db()
    cut_off(lambda: actions.begin_learning(hub, by=officer), 4)
    actions.end_given_up()
    hub.refresh_from_db()

    actions.ask_to_learn(hub, by=officer)

    assert actions.end_given_up() == 0
    hub.refresh_from_db()
    assert hub.state == Proposition.State.WAITING


def test_the_clock_ends_what_was_given_up() -> None:
    assert "heard_web.themes.actions.end_given_up" in site.HEARD_CLOCK
