"""What the machine worked out from a voice goes when the voice may no longer be read."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.conf import settings as site
from django.utils import timezone

from heard_web.engagement.models import Activity, Purpose
from heard_web.people.models import User
from heard_web.themes import actions
from heard_web.themes.models import CandidateRun, FoundCondition, hash_of
from heard_web.themes.reading import cache_file, reader
from heard_web.voice.models import Contribution
from tests.web.themes_cast import agree, say, take_back


@pytest.fixture(autouse=True)
def own_folder(settings: LazySettings, tmp_path: Path) -> None:
    settings.VAR = tmp_path


@pytest.fixture
def bus(officer: User, workshop: Activity) -> Contribution:
    return say(workshop, "The bus is late. I miss my club.", by=officer, label="P1")


@pytest.fixture
def room(officer: User, workshop: Activity) -> Contribution:
    return say(workshop, "A quiet room, please.", by=officer, label="P2")


def kept() -> int:
    with sqlite3.connect(cache_file()) as database:
        return int(database.execute("SELECT count(*) FROM vectors").fetchone()[0])


@pytest.fixture
def read(bus: Contribution, room: Contribution) -> None:
    reader().vectors([bus.words, "The bus is late", room.words])
    assert kept() == 3


def test_what_was_read_of_a_voice_taken_back_is_forgotten_with_its_passages(
    read: None, bus: Contribution, room: Contribution
) -> None:
    take_back(bus)

    gone, again = actions.forget_readings(), actions.forget_readings()

    assert (gone, again, kept()) == (2, 0, 1)


def test_nothing_is_forgotten_while_every_voice_stands(read: None) -> None:
    assert (actions.forget_readings(), kept()) == (0, 3)


def test_a_voice_put_right_or_refused_is_forgotten_too(
    read: None, officer: User, bus: Contribution, room: Contribution
) -> None:
    Contribution.objects.filter(pk=room.pk).update(words="A calm room, please.", corrected_at=timezone.now())
    first = actions.forget_readings()
    agree(bus, by=officer, answer=False, on=timezone.localdate())

    assert (first, actions.forget_readings(), kept()) == (1, 2, 0)


def test_while_something_is_read_the_next_minute_looks_again(
    read: None, officer: User, purpose: Purpose, bus: Contribution
) -> None:
    codebook = actions.start_codebook(by=officer, title="A good life", purpose=purpose)
    run = CandidateRun.objects.create(codebook=codebook, engine="meaning", asked_by=officer, state="running")
    words = bus.words
    take_back(bus)
    actions.forget_readings()
    reader().vectors([words])
    CandidateRun.objects.filter(pk=run.pk).update(state="failed")

    assert (actions.forget_readings(), kept()) == (1, 1)


def test_without_a_reading_there_is_nothing_to_forget(bus: Contribution) -> None:
    take_back(bus)

    assert actions.forget_readings() == 0
    assert not cache_file().exists()


def test_the_places_of_conditions_in_voices_taken_back_are_erased(
    officer: User, purpose: Purpose, bus: Contribution, room: Contribution
) -> None:
    codebook = actions.start_codebook(by=officer, title="A good life", purpose=purpose)
    hub = actions.put_proposition(codebook, by=officer, words="A hub")
    for voice in (bus, room):
        FoundCondition.objects.create(
            proposition=hub, contribution=voice, start=0, end=3, text_hash=hash_of(voice.words)
        )
    take_back(bus)

    assert (actions.forget_places(), actions.forget_places()) == (1, 0)
    assert FoundCondition.objects.get().contribution == room


def test_the_clock_forgets_every_minute() -> None:
    assert {"heard_web.themes.actions.forget_places", "heard_web.themes.actions.forget_readings"} <= set(
        site.HEARD_CLOCK
    )
