"""A set of themes that a forum released tells others no small number of people, on any page or copy."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from heard_web.engagement.models import Activity
from heard_web.people.models import User
from heard_web.themes import actions
from heard_web.themes.models import Codebook, Theme
from tests.web.themes_cast import say

AsPerson = Callable[[User], Client]


@pytest.fixture
def taxis(forum_member: User, forum_meeting: Activity) -> Theme:
    codebook = actions.start_codebook(by=forum_member, title="Transport")
    theme = actions.add_theme(codebook, by=forum_member, name="Taxis")
    for number in range(7):
        voice = say(forum_meeting, f"Taxi number {number} never came", by=forum_member, label=f"P{number}")
        actions.code(
            theme if number < 3 else actions.add_theme(codebook, by=forum_member, name="Buses"), voice, by=forum_member
        )
    Codebook.objects.filter(pk=codebook.pk).update(released_at=timezone.now(), released_by=forum_member)
    return theme


def test_the_pages_of_a_released_set_round_its_numbers_for_others(
    taxis: Theme, officer: User, as_person: AsPerson
) -> None:
    client = as_person(officer)

    themes = client.get(taxis.codebook.get_absolute_url()).content.decode()
    theme = client.get(taxis.get_absolute_url()).content.decode()

    assert "fewer than 5 of about 5" in themes and "3 of 7" not in themes
    assert "voices read by people" not in themes
    assert "Fewer than 5 voices held by" in theme and ">3<" not in theme
    assert "put voice" not in theme
    assert client.get(f"/themes/{taxis.codebook_id}/learned/").status_code == 404


def test_the_copies_of_a_released_set_round_its_numbers_for_others(
    taxis: Theme, officer: User, as_person: AsPerson
) -> None:
    client = as_person(officer)
    address = f"/themes/{taxis.codebook_id}/export/?what="

    table = client.get(f"{address}themes").content.decode()
    book = load_workbook(io.BytesIO(client.get(f"{address}workbook").content))
    cells = [list(row) for row in book["Themes"].iter_rows(values_only=True)]
    about = dict(book["About"].iter_rows(values_only=True))

    assert "Taxis,,,fewer than 5,about 5,fewer than 5" in table
    assert [row[6:8] for row in cells[1:]] == [["fewer than 5", "about 5"]] * 2
    assert about["Voices it may read"] == "about 5"


def test_the_forum_itself_sees_the_true_numbers(taxis: Theme, forum_member: User, as_person: AsPerson) -> None:
    client = as_person(forum_member)

    assert "3 of 7" in client.get(taxis.codebook.get_absolute_url()).content.decode()
    assert "Taxis,,,3,7,0" in client.get(f"/themes/{taxis.codebook_id}/export/?what=themes").content.decode()
