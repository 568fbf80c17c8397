"""A round leads to what is missing, its agreement says one thing once, and what it holds back is said."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from heard_web.engagement.models import Activity, Purpose
from heard_web.people.models import User
from heard_web.themes import actions
from heard_web.themes.agreeing import agreement_of, answered, themes_offered
from heard_web.themes.models import BlindRound, Codebook, Theme
from heard_web.voice.models import Contribution
from tests.web.rounds_cast import give, read_all
from tests.web.themes_cast import fill, say

AsPerson = Callable[[User], Client]


@pytest.fixture
def codebook(officer: User, purpose: Purpose) -> Codebook:
    return actions.start_codebook(by=officer, title="A good life", purpose=purpose)


@pytest.fixture
def quiet(officer: User, codebook: Codebook) -> Theme:
    return actions.add_theme(codebook, by=officer, name="Quiet places")


@pytest.fixture
def friends(officer: User, codebook: Codebook) -> Theme:
    return actions.add_theme(codebook, by=officer, name="Friends")


@pytest.fixture
def voices(officer: User, workshop: Activity) -> list[Contribution]:
    return [say(workshop, f"Thing number {n}", by=officer, label=f"P{n}") for n in range(10)]


@pytest.fixture
def reading(
    officer: User, second_officer: User, codebook: Codebook, quiet: Theme, friends: Theme, voices: list[Contribution]
) -> BlindRound:
    return actions.open_round(codebook, by=officer, first=officer, second=second_officer, many=10, seed=7)


def test_after_saving_with_one_missing_the_reader_is_at_the_gap_and_sees_it_marked(
    reading: BlindRound, officer: User, as_person: AsPerson
) -> None:
    drawn = list(reading.voices.order_by("id").values_list("contribution", flat=True))
    ticked = {f"v{pk}-none": "on" for pk in drawn[:8] if pk != drawn[3]}
    browser, url = as_person(officer), f"/themes/round/{reading.pk}/read/"

    saved = browser.post(url, {"voice": drawn[:8], **ticked})
    page = browser.get(saved["Location"]).content.decode()
    complete = browser.post(url, {"voice": drawn[:8], **ticked, f"v{drawn[3]}-none": "on"})

    assert saved["Location"] == f"{url}?skip=0&gap=1#voice-{drawn[3]}"
    assert page.count("Nothing is ticked here yet") == 1
    assert f'id="voice-{drawn[3]}"' in page
    assert complete["Location"] == url


def test_who_says_too_early_that_they_have_finished_is_led_to_what_is_missing(
    reading: BlindRound, voices: list[Contribution], officer: User, as_person: AsPerson
) -> None:
    for voice in voices[1:]:
        give(reading, voice, officer)
    browser = as_person(officer)

    page = browser.post(reading.get_absolute_url(), {"do": "finish"}).content.decode()
    gap = browser.get(f"/themes/round/{reading.pk}/read/?gap=1").content.decode()

    assert f'href="/themes/round/{reading.pk}/read/?gap=1">Go to the first voice without an answer' in page
    assert gap.count("Nothing is ticked here yet") == 1


def test_the_last_line_means_what_the_others_mean_and_a_theme_nobody_ticked_is_there(
    reading: BlindRound, voices: list[Contribution], codebook: Codebook, officer: User, second_officer: User,
    quiet: Theme, friends: Theme, as_person: AsPerson,
) -> None:  # fmt: skip
    actions.add_theme(codebook, by=officer, name="Slides")
    nothing: list[list[Theme]] = [[] for _ in range(7)]
    read_all(reading, voices, officer, [quiet], [quiet], [friends], *nothing)
    read_all(reading, voices, second_officer, [quiet], [], [], *nothing)
    actions.add_theme(codebook, by=officer, name="Added later")

    told = agreement_of(answered(reading), themes_offered(reading))
    page = as_person(officer).get(reading.get_absolute_url()).content.decode()

    said = {line.name: (line.both, line.one_only) for line in told.lines}
    assert said == {"Friends": (0, 1), "Quiet places": (1, 1), "Slides": (0, 0)}
    assert (told.overall.both, told.overall.one_only) == (1, 2)
    assert page.count(told.overall.words) - [line.words for line in told.lines].count(told.overall.words) == 1
    assert "19 times in 20" in page


def test_a_suggestion_says_how_many_of_its_voices_are_with_two_readers(
    officer: User, second_officer: User, inspector: User, codebook: Codebook, workshop: Activity, as_person: AsPerson
) -> None:
    fill(workshop, by=officer)
    run = actions.ask_for_candidates(codebook, by=officer, engine="word weights")
    candidate = run.candidates.exclude(codings=None)[0]
    whole = as_person(officer).get(codebook.get_absolute_url()).content.decode()
    reading = actions.open_round(codebook, by=officer, first=officer, second=second_officer, many=200)
    held = candidate.codings.values_list("contribution", flat=True)[1:]
    reading.voices.filter(contribution__in=list(held)).delete()

    page = as_person(officer).get(f"/themes/suggestion/{candidate.pk}/").content.decode()
    card = as_person(officer).get(codebook.get_absolute_url()).content.decode()
    theirs = as_person(inspector).get(codebook.get_absolute_url()).content.decode()

    assert f"all {candidate.size_voices} voices" in whole
    assert "1 more is with two readers" in page
    assert f"the {candidate.size_voices - 1} voices that are open now" in card and "1 is with two readers." in card
    assert "Read " in theirs and candidate.label in theirs
    assert "or put them under a theme" in card and "or put them under a theme" not in theirs
