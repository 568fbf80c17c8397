"""The machine guesses who is for and against only where people answered enough, and finds conditions by their exact words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from heard_web.engagement.models import Activity, Purpose
from heard_web.people.models import User
from heard_web.themes import actions
from heard_web.themes.models import FoundCondition, Proposition, StanceGuess
from heard_web.voice.models import Contribution
from tests.web.themes_cast import say

AsPerson = Callable[[User], Client]
YES = ["Yes please, a hub would help us", "I would love a hub near our school", "A hub is a great idea for my son"]
NO = ["No hub please, spend it on buses", "I am against a hub in our town", "A hub is a waste and a bad idea"]


@pytest.fixture
def hub(officer: User, purpose: Purpose) -> Proposition:
    codebook = actions.start_codebook(by=officer, title="A good life", purpose=purpose)
    return actions.put_proposition(codebook, by=officer, words="Ashdale should open a hub")


def speak(workshop: Activity, officer: User, many: int) -> list[Contribution]:
    return [say(workshop, f"{(YES, NO)[n % 2][n % 3]}, said by {n}", by=officer, label=f"P{n}") for n in range(many)]


def test_with_too_few_answers_nothing_is_guessed_and_the_page_says_how_many_more(
    officer: User, hub: Proposition, workshop: Activity, as_person: AsPerson
) -> None:
    for n, voice in enumerate(speak(workshop, officer, 12)):
        actions.answer_stance(hub, voice, by=officer, stance="for" if n % 2 == 0 else "against")

    hub = actions.ask_to_learn(hub, by=officer)

    shown = as_person(officer).get(hub.get_absolute_url()).content.decode()
    assert hub.state == Proposition.State.DONE
    assert not StanceGuess.objects.exists()
    assert "it takes 40 answers, and there are 12. 28 more are needed." in shown


def test_forty_answers_on_one_side_alone_teach_nothing(officer: User, hub: Proposition, workshop: Activity) -> None:
    for voice in speak(workshop, officer, 44):
        actions.answer_stance(hub, voice, by=officer, stance="for")

    hub = actions.ask_to_learn(hub, by=officer)

    assert not StanceGuess.objects.exists()
    assert "8 voices that are against it, and people found 0" in hub.told


def test_enough_answers_teach_a_guess_about_the_rest_and_no_more_than_that(
    officer: User, hub: Proposition, workshop: Activity, as_person: AsPerson
) -> None:
    voices = speak(workshop, officer, 64)
    for n, voice in enumerate(voices[:48]):
        actions.answer_stance(hub, voice, by=officer, stance="for" if n % 2 == 0 else "against")

    hub = actions.ask_to_learn(hub, by=officer)

    guessed = {row.contribution_id: row.stance for row in StanceGuess.objects.all()}
    shown = as_person(officer).get(hub.get_absolute_url()).content.decode()
    assert guessed.keys() == {row.pk for row in voices[48:]}
    assert [guessed[row.pk] for row in voices[48:52]] == ["for", "against", "for", "against"]
    assert "It learned from 48 answers of people." in shown


def test_the_words_that_set_a_condition_are_found_where_they_stand(
    officer: User, hub: Proposition, workshop: Activity
) -> None:
    voice = say(workshop, "Yes to the hub, as long as the staff are trained in autism.", by=officer, label="P1")
    say(workshop, "Our bus driver is kind.", by=officer, label="P2")
    say(workshop, "I do not want this read, if you ask me", by=officer, label="P3", may_analyse=False)

    actions.ask_to_learn(hub, by=officer)

    found = FoundCondition.objects.get()
    assert found.contribution == voice
    assert found.words == "as long as the staff are trained in autism"


def test_without_the_model_the_page_says_what_to_do(
    officer: User, hub: Proposition, workshop: Activity, monkeypatch: pytest.MonkeyPatch, as_person: AsPerson
) -> None:
    speak(workshop, officer, 2)
    monkeypatch.setattr("heard.themes.reading.weights.find_spec", lambda _name: None)

    hub = actions.ask_to_learn(hub, by=officer)

    assert hub.state == Proposition.State.FAILED
    assert hub.problem in as_person(officer).get(hub.get_absolute_url()).content.decode()
