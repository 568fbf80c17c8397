"""Somebody takes their words back in the very moment in which the computer reads them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import LazySettings

from heard.themes.exchange.refi import PassageCoding
from heard_web.engagement.models import Activity
from heard_web.people.models import User
from heard_web.themes import actions, engines, learning, stance_reading
from heard_web.themes.actions_import import look_at_file
from heard_web.themes.models import (
    BroughtFile,
    CandidateRun,
    Codebook,
    FoundCondition,
    LearningRun,
    NextVoice,
    Proposal,
    Proposition,
    StanceGuess,
)
from heard_web.themes.reading import cache_file, forget_all_but, reader
from heard_web.voice.actions_letting_go import withdraw
from heard_web.voice.models import Contribution
from tests.web.test_themes_bring_in import coded
from tests.web.themes_cast import fill, say

pytestmark = pytest.mark.django_db
SECRET = "Only if zebedee lets the bus wait, I miss my breakfast club"


@pytest.fixture(autouse=True)
def own_folder(settings: LazySettings, tmp_path: Path) -> None:
    settings.VAR = tmp_path


@pytest.fixture
def secret(workshop: Activity, officer: User) -> Contribution:
    fill(workshop, by=officer)
    return say(workshop, SECRET, by=officer, label="Zebedee")


@pytest.fixture
def codebook(secret: Contribution, workshop: Activity, officer: User) -> Codebook:
    return actions.start_codebook(by=officer, title="A good day", purpose=workshop.purpose)


class Interrupted:
    """The real reader or engine; a voice is taken back when it is asked for the first time."""

    def __init__(self, real: Any, then: Callable[[], None]) -> None:
        self.real, self.then, self.asked = real, then, False

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    def _once(self) -> None:
        if not self.asked:
            self.asked = True
            self.then()

    def vectors(self, texts: Sequence[str], **more: Any) -> Any:
        self._once()
        return self.real.vectors(texts, **more)

    def discover(self, *given: Any, **more: Any) -> Any:
        self._once()
        return self.real.discover(*given, **more)


def everything_kept() -> str:
    rows = [repr(list(model._default_manager.values())) for model in apps.get_models()]
    return " ".join(rows).casefold()


def vectors_kept() -> int:
    with sqlite3.connect(cache_file()) as database:
        return int(database.execute("SELECT count(*) FROM vectors").fetchone()[0])


@pytest.mark.parametrize("engine", sorted(engines.ENGINES))
def test_a_voice_taken_back_while_themes_are_looked_for_leaves_no_trace(
    engine: str, codebook: Codebook, secret: Contribution, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = engines.ENGINES[engine]
    monkeypatch.setitem(engines.ENGINES, engine, lambda: Interrupted(real(), lambda: withdraw(secret, by=officer)))

    run = actions.ask_for_candidates(codebook, by=officer, engine=engine)

    assert run.state == CandidateRun.State.FAILED and "taken back while we were reading" in run.problem
    assert "zebedee" not in everything_kept()


def test_a_voice_taken_back_while_the_computer_learns_is_neither_proposed_on_nor_put_forward(
    codebook: Codebook, secret: Contribution, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    themes = [actions.add_theme(codebook, by=officer, name=name) for name in ("The bus", "Quiet rooms")]
    for at, voice in enumerate(Contribution.objects.exclude(pk=secret.pk).order_by("pk")[:12]):
        actions.code(themes[at >= 6], voice, by=officer)
    monkeypatch.setattr(learning, "reader", lambda: Interrupted(reader(), lambda: withdraw(secret, by=officer)))

    run = actions.ask_to_learn_themes(codebook, by=officer, at_once=True)
    actions.forget_readings()

    assert run is not None and run.state == LearningRun.State.DONE
    assert Proposal.objects.exists() and not Proposal.objects.filter(contribution=secret).exists()
    assert not NextVoice.objects.filter(contribution=secret).exists()
    assert "zebedee" not in everything_kept()
    before = vectors_kept()
    reader().vectors([SECRET])
    assert vectors_kept() == before + 1  # it had been forgotten, so it was read anew


def test_a_voice_taken_back_while_conditions_are_looked_for_has_none(
    codebook: Codebook, secret: Contribution, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = actions.put_proposition(codebook, by=officer, words="The bus should wait")
    for at, voice in enumerate(Contribution.objects.exclude(pk=secret.pk).order_by("pk")):
        actions.answer_stance(row, voice, by=officer, stance="for" if at % 2 else "against")
    monkeypatch.setattr(stance_reading, "reader", lambda: Interrupted(reader(), lambda: withdraw(secret, by=officer)))

    row = actions.ask_to_learn(row, by=officer)

    assert row.state == Proposition.State.DONE and not Contribution.objects.get(pk=secret.pk).is_standing
    assert not StanceGuess.objects.filter(contribution=secret).exists()
    assert not FoundCondition.objects.filter(contribution=secret).exists()
    assert "zebedee" not in everything_kept()


def test_what_a_reading_kept_while_the_file_was_swept_is_swept_the_next_time(
    codebook: Codebook, secret: Contribution, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = CandidateRun.objects.create(codebook=codebook, engine="meaning", state="running", asked_by=officer)
    reader().vectors([SECRET])
    withdraw(secret, by=officer)
    swept = "heard_web.themes.actions_forgetting.forget_all_but"

    def sweep_while_a_reading_ends(texts: Any) -> int:
        gone = forget_all_but(texts)
        reader().vectors([SECRET])
        CandidateRun.objects.filter(pk=run.pk).update(state="done")
        return gone

    monkeypatch.setattr(swept, sweep_while_a_reading_ends)
    actions.forget_readings()
    monkeypatch.setattr(swept, forget_all_but)

    actions.forget_readings()

    assert vectors_kept() == 0


def test_a_file_that_waits_forgets_a_voice_that_is_taken_back_or_put_right(
    codebook: Codebook, secret: Contribution, workshop: Activity, officer: User
) -> None:
    other = say(workshop, "A quiet room, please", by=officer)
    texts = {"a": SECRET, "b": other.words}
    content = coded(PassageCoding("a", "2", 0, 9, "Fern"), PassageCoding("b", "3", 0, 5, "Fern"), texts=texts)
    file = look_at_file(codebook, by=officer, content=content, file_name="other.qdpx")
    assert {row[0] for row in file.codings} == {secret.pk, other.pk}
    withdraw(secret, by=officer)

    gone, again = actions.forget_places(), actions.forget_places()

    assert (gone, again) == (1, 0)
    assert {row[0] for row in BroughtFile.objects.get().codings} == {other.pk}
