"""Whoever may not read all the voices of a released set finds no exact number about them, on no page."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from heard_web.engagement.models import Activity
from heard_web.people.models import User
from heard_web.themes import actions
from heard_web.themes.models import Codebook, Proposition
from tests.web.themes_cast import say

AsPerson = Callable[[User], Client]


@pytest.fixture
def taxis(forum_member: User, forum_meeting: Activity) -> Proposition:
    codebook = actions.start_codebook(by=forum_member, title="Transport")
    theme = actions.add_theme(codebook, by=forum_member, name="Taxis")
    voices = [
        say(forum_meeting, f"Taxi number {number} never came", by=forum_member, label=f"P{number}")
        for number in range(17)
    ]
    for voice in voices[:14]:
        actions.code(theme, voice, by=forum_member)
    row = actions.put_proposition(codebook, by=forum_member, words="Taxis should come back")
    for voice in voices[:13]:
        actions.answer_stance(row, voice, by=forum_member, stance="for")
    told = {"told": "It learned from 13 answers of people.", "state": "done", "read_at": timezone.now()}
    Proposition.objects.filter(pk=row.pk).update(**told)
    Codebook.objects.filter(pk=codebook.pk).update(released_at=timezone.now(), released_by=forum_member)
    return row


def figures(client: Client, address: str) -> set[str]:
    page = client.get(address).content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    return set(re.findall(r"\b\d+\b", re.sub(r"<[^>]*>|\d+ \w+ 2026|\d\d in 20|\d+ and over|\d+ to \d+", " ", main)))


def test_for_and_against_tells_others_no_exact_number(
    taxis: Proposition, officer: User, forum_member: User, as_person: AsPerson
) -> None:
    theirs = figures(as_person(officer), taxis.get_absolute_url())
    own = figures(as_person(forum_member), taxis.get_absolute_url())

    assert {"13", "17"} <= own
    assert theirs == {"15", "5"}


def test_whether_enough_was_heard_tells_others_no_exact_number_of_voices(
    taxis: Proposition, officer: User, forum_member: User, as_person: AsPerson
) -> None:
    address = f"/themes/{taxis.codebook_id}/enough/"

    theirs, own = figures(as_person(officer), address), figures(as_person(forum_member), address)

    assert "3" in own and "17" in own
    assert not {"3", "14", "17"} & theirs
