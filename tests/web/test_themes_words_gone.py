"""What the machine wrote of words that were put right or refused goes, as it does for words taken back."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from heard.errors import HeardError
from heard_web.engagement.models import Activity
from heard_web.people.models import User
from heard_web.themes import actions
from heard_web.themes.models import CandidateRun, CandidateTheme, Codebook, LearningRun, MachineCoding
from heard_web.themes.reading import cache_file, reader
from heard_web.voice.actions import correct, withdraw
from heard_web.voice.models import Contribution
from tests.web.themes_cast import agree, say

AsPerson = Callable[[User], Client]


@pytest.fixture
def voice(officer: User, workshop: Activity) -> Contribution:
    return say(workshop, "Titch hates the bus", by=officer, label="P1")


@pytest.fixture
def suggestion(officer: User, workshop: Activity, voice: Contribution) -> CandidateTheme:
    codebook = actions.start_codebook(by=officer, title="Getting about", purpose=workshop.purpose)
    run = CandidateRun.objects.create(codebook=codebook, engine="meaning", state="done", asked_by=officer)
    made = CandidateTheme.objects.create(run=run, label="Titch hates", keywords=["titch"], gist="Titch hates the bus")
    MachineCoding.objects.create(candidate=made, contribution=voice)
    return made


def put_right(voice: Contribution, officer: User) -> None:
    correct(voice, by=officer, because="must_go", words="I hate the bus")


def refuse(voice: Contribution, officer: User) -> None:
    agree(voice, by=officer, answer=False, on=timezone.localdate())


@pytest.mark.parametrize("change", [put_right, refuse])
def test_a_label_made_of_words_that_were_put_right_or_refused_is_hidden_and_erased(
    change: Callable[[Contribution, User], None],
    voice: Contribution,
    suggestion: CandidateTheme,
    officer: User,
    as_person: AsPerson,
) -> None:
    change(voice, officer)

    pages = [suggestion.run.codebook.get_absolute_url(), f"/themes/run/{suggestion.run_id}/"]
    pages += [f"/themes/suggestion/{suggestion.pk}/", f"/themes/{suggestion.run.codebook_id}/export/?what=suggestions"]
    shown = "".join(as_person(officer).get(page).content.decode() for page in pages)
    with pytest.raises(HeardError, match="taken back"):
        actions.accept(suggestion, by=officer, name="Buses")
    gone, again = actions.forget_taken_back(), actions.forget_taken_back()
    suggestion.refresh_from_db()

    assert "Titch" not in shown and "titch" not in shown
    assert (gone, again) == (1, 0)
    assert (suggestion.label, suggestion.keywords, suggestion.gist) == ("", [], "")


def test_a_label_stays_when_nothing_changed_since(suggestion: CandidateTheme) -> None:
    assert actions.forget_taken_back() == 0
    assert CandidateTheme.objects.get().label == "Titch hates"


def test_what_was_read_of_a_voice_whose_answer_ran_out_is_forgotten(
    voice: Contribution, settings: LazySettings, tmp_path: Path
) -> None:
    settings.VAR = tmp_path
    reader().vectors([voice.words])
    voice.permissions.update(expires_on=timezone.localdate() - datetime.timedelta(days=1))

    assert actions.forget_readings() == 1


def test_reading_goes_on_where_nothing_can_be_kept(settings: LazySettings, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    cache_file().mkdir(parents=True)

    assert reader().vectors(["The bus is late"]).shape == (1, 384)


@pytest.mark.parametrize("change", [put_right, refuse, lambda voice, officer: withdraw(voice, by=officer)])
def test_what_was_learned_with_a_voice_that_changed_since_is_not_shown(
    change: Callable[[Contribution, User], None],
    voice: Contribution,
    officer: User,
    workshop: Activity,
    as_person: AsPerson,
) -> None:
    codebook = actions.start_codebook(by=officer, title="Getting about", purpose=workshop.purpose)
    LearningRun.objects.create(
        codebook=codebook, state="done", asked_by=officer, learned_from=1, finished_at=timezone.now()
    )
    client, page = as_person(officer), f"/themes/{codebook.pk}/learned/"
    before = client.get(page).content.decode()

    change(voice, officer)
    after = client.get(page).content.decode()

    assert "It learned from 1 voice" in before
    assert "It learned from" not in after and "Let it learn again" in after


def test_a_set_without_suggestions_has_nothing_to_erase(officer: User, workshop: Activity) -> None:
    assert Codebook.objects.count() == 0
    assert actions.forget_taken_back() == 0
