"""The desk says whose turn it is when two people read apart, and nothing of what either said."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from heard_web.engagement.models import Activity, Purpose
from heard_web.people.models import User
from heard_web.themes import actions
from heard_web.themes.models import BlindRound, Codebook, Theme
from heard_web.voice.models import Contribution
from tests.web.desk_cast import piles
from tests.web.rounds_cast import give, read_all
from tests.web.themes_cast import say

AsPerson = Callable[[User], Client]


@pytest.fixture
def quiet(officer: User, purpose: Purpose) -> Theme:
    codebook = actions.start_codebook(by=officer, title="A good life", purpose=purpose)
    return actions.add_theme(codebook, by=officer, name="Quiet places")


@pytest.fixture
def voices(officer: User, workshop: Activity) -> list[Contribution]:
    return [say(workshop, f"Thing number {n}", by=officer, label=f"P{n}") for n in range(3)]


@pytest.fixture
def reading(officer: User, second_officer: User, quiet: Theme, voices: list[Contribution]) -> BlindRound:
    return actions.open_round(quiet.codebook, by=officer, first=officer, second=second_officer, many=3)


def told(browser: Client) -> list[tuple[str, str]]:
    found = piles(browser).get("two-readers")
    return [(line.about, line.do_url) for line in found.lines] if found else []


def test_the_second_readers_desk_says_how_many_voices_wait_to_be_read_apart(
    reading: BlindRound, voices: list[Contribution], officer: User, second_officer: User, as_person: AsPerson
) -> None:
    give(reading, voices[0], second_officer)

    read = f"/themes/round/{reading.pk}/read/"
    assert told(as_person(second_officer)) == [("2 voices wait for you to read apart.", read)]
    assert told(as_person(officer)) == [("3 voices wait for you to read apart.", read)]


def test_when_both_have_finished_the_desk_says_what_waits_to_be_settled(
    reading: BlindRound, voices: list[Contribution], officer: User, second_officer: User, quiet: Theme,
    as_person: AsPerson,
) -> None:  # fmt: skip
    read_all(reading, voices, officer, [quiet], [], [])
    first = told(as_person(officer))
    read_all(reading, voices, second_officer, [], [], [])

    both = [told(as_person(person)) for person in (officer, second_officer)]
    actions.settle(reading.voices.get(contribution=voices[0]), by=officer, how="one")

    settle = f"/themes/round/{reading.pk}/settle/"
    assert first == []
    assert both == [[("1 voice waits to be settled.", settle)]] * 2
    assert told(as_person(officer)) == []


def test_many_rounds_cost_the_desk_no_query_each(
    reading: BlindRound, officer: User, second_officer: User, as_person: AsPerson
) -> None:
    def asked() -> int:
        browser = as_person(officer)
        with CaptureQueriesContext(connection) as queries:
            browser.get("/desk/")
        return len(queries)

    one = asked()
    for number in range(4):
        codebook = Codebook.objects.create(title=f"Set {number}", started_by=officer, held_by=officer.organisation)
        BlindRound.objects.create(
            codebook=codebook, first_reader=officer, second_reader=second_officer, opened_by=officer
        )

    assert asked() == one
