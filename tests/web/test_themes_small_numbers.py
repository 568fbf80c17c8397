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
from heard_web.themes.models import CandidateRun, Codebook, Theme
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


def test_how_the_figures_were_made_tells_others_no_small_number(
    taxis: Theme, officer: User, forum_member: User, forum_meeting: Activity, as_person: AsPerson
) -> None:
    codebook = taxis.codebook
    second = User.objects.create(
        email="c2@ashdale.example", name="Cal Moor", role="forum_coordinator", organisation=forum_member.organisation
    )
    for number in range(3):
        say(forum_meeting, f"Leave me out {number}", by=forum_member, label=f"N{number}", may_analyse=False)
    more = [say(forum_meeting, f"Later {number}", by=forum_member, label=f"L{number}") for number in range(2)]
    reading = actions.open_round(codebook, by=forum_member, first=forum_member, second=second, many=2)
    for reader in (forum_member, second):
        for voice in more:
            actions.answer(reading.voices.get(contribution=voice), by=reader, themes=[taxis])
        actions.finish(reading, by=reader)
    CandidateRun.objects.create(codebook=codebook, engine="meaning", state="done", asked_by=forum_member, voices=7)

    def told(who: User) -> tuple[str, str]:
        client = as_person(who)
        pages = (f"/themes/{codebook.pk}/how-made/", f"/themes/{codebook.pk}/export/?what=method")
        page, note = (client.get(address).content.decode() for address in pages)
        return page[page.index("<main") : page.index("</main>")], note

    (page, note), (own_page, own_note) = told(officer), told(forum_member)

    assert "Coder 1 put about 10 voices under themes" in page and "Coder 1 put about 10 voices" in note
    assert "Coder 2 put fewer than 5 voices" in page and "Coder 2 put fewer than 5 voices" in note
    assert "about 10 voices from about 10 people" in note and "Fewer than 5 voices are not read" in note
    assert all("apart from each other and said" not in text and "7 voices" not in text for text in (page, note))
    assert all("is told to those who hold the voices" in text for text in (page, note))
    assert "Two people read 2 voices apart from each other" in own_page and "Coder 2 put 2 voices" in own_page
    assert "3 voices are not read" in own_note and "It read 7 voices" in own_page


def test_the_forum_itself_sees_the_true_numbers(taxis: Theme, forum_member: User, as_person: AsPerson) -> None:
    client = as_person(forum_member)

    assert "3 of 7" in client.get(taxis.codebook.get_absolute_url()).content.decode()
    assert "Taxis,,,3,7,0" in client.get(f"/themes/{taxis.codebook_id}/export/?what=themes").content.decode()
