"""Pictures of what people told us: who may see them, whose words are in them, and the table that says the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from heard_web.engagement.models import Activity, Purpose
from heard_web.people.models import User
from heard_web.themes import actions
from heard_web.themes.models import Codebook, Theme
from heard_web.themes.picturing import PICTURES
from heard_web.voice.models import Contribution, Permission
from tests.web.test_themes_groups import hear
from tests.web.themes_cast import DAY, say, take_back

AsPerson = Callable[[User], Client]


@pytest.fixture
def codebook(officer: User, purpose: Purpose) -> Codebook:
    return actions.start_codebook(by=officer, title="A good life", purpose=purpose)


@pytest.fixture
def buses(officer: User, codebook: Codebook, workshop: Activity) -> Theme:
    theme = actions.add_theme(codebook, by=officer, name="Buses & taxis")
    hear(workshop, by=officer, group="cyp", people=12, under=theme)
    return theme


def quotable(voice: Contribution, by: User, *, answer: bool = True) -> Contribution:
    Permission.objects.create(
        contribution=voice, use="quote", given_by="self", answer=answer, given_on=DAY, recorded_by=by
    )
    return voice


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


@pytest.mark.parametrize("which", ["theme-map", "theme-by-group", "theme-over-time"])
def test_a_picture_stands_above_a_table_and_cannot_run_anything(
    which: str, officer: User, codebook: Codebook, buses: Theme, as_person: AsPerson
) -> None:
    client = as_person(officer)

    shown = page(client, f"/themes/{codebook.pk}/pictures/?which={which}")
    picture = client.get(f"/themes/{codebook.pk}/pictures/{which}/")
    narrow = client.get(f"/themes/{codebook.pk}/pictures/{which}/?narrow=1").content

    assert f'src="/themes/{codebook.pk}/pictures/{which}/?by=role"' in shown and 'alt="' in shown
    assert "The same in words and numbers" in shown and "Buses &amp; taxis" in shown
    assert picture["Content-Type"].startswith("image/svg+xml") and picture["X-Content-Type-Options"] == "nosniff"
    assert (
        picture["Content-Security-Policy"] == "default-src 'none'; sandbox" and "no-store" in picture["Cache-Control"]
    )
    assert b"Buses &amp; taxis" in picture.content and narrow != picture.content


def test_a_picture_holds_back_small_numbers_for_everybody(
    officer: User, codebook: Codebook, buses: Theme, workshop: Activity, as_person: AsPerson
) -> None:
    few = actions.add_theme(codebook, by=officer, name="Ramps")
    actions.code(few, say(workshop, "A ramp at the door", by=officer, label="R1"), by=officer)

    shown = page(as_person(officer), f"/themes/{codebook.pk}/pictures/?which=theme-map")

    assert '<td data-label="People">held back</td>' in shown and '<td data-label="People">10</td>' in shown


def test_one_picture_beside_another_does_not_tell_a_number_that_is_held_back(
    officer: User, codebook: Codebook, buses: Theme, workshop: Activity, as_person: AsPerson
) -> None:
    other = actions.add_theme(codebook, by=officer, name="Play")
    for group, raised, not_raised in (("cyp", 0, 18), ("parent_carer", 8, 12), ("health", 2, 4)):
        hear(workshop, by=officer, group=group, people=raised, under=buses)
        hear(workshop, by=officer, group=group, people=not_raised, under=other, start=50)
    client = as_person(officer)

    by_group = page(client, f"/themes/{codebook.pk}/pictures/?which=theme-by-group")
    on_map = page(client, f"/themes/{codebook.pk}/pictures/?which=theme-map")

    assert "12 of 30" not in by_group and "(10 of 30)" in by_group and "(10 of 20)" in by_group
    assert ">22<" not in on_map and '<td data-label="People">20</td>' in on_map


def test_the_quotation_wall_shows_only_those_who_agreed_to_be_quoted(
    officer: User, codebook: Codebook, buses: Theme, workshop: Activity, as_person: AsPerson
) -> None:
    agreed = quotable(say(workshop, "The bus was late for the third time", by=officer, label="Q1"), officer)
    again = quotable(say(workshop, "The bus was early on one single day", by=officer, label="Q1"), officer)
    refused = quotable(
        say(workshop, "Leave my words out of the picture", by=officer, label="Q2"), officer, answer=False
    )
    unasked = say(workshop, "Nobody asked me whether I may be quoted", by=officer, label="Q3")
    gone = quotable(say(workshop, "I said this and took it back again", by=officer, label="Q4"), officer)
    for voice in (agreed, again, refused, unasked, gone):
        actions.code(buses, voice, by=officer)
    take_back(gone)
    client = as_person(officer)

    shown = page(client, f"/themes/{codebook.pk}/pictures/?which=quotation-wall")
    drawn = client.get(f"/themes/{codebook.pk}/pictures/quotation-wall/").content.decode()

    assert "The bus was late for the third time" in shown and "third" in drawn
    for hidden in ("early on one", "Leave my words", "Nobody asked", "took it back"):
        assert hidden not in shown and hidden not in drawn


def test_without_anything_to_draw_the_page_says_so_and_there_is_no_picture(
    officer: User, codebook: Codebook, as_person: AsPerson
) -> None:
    client = as_person(officer)

    for which in PICTURES:
        assert "Nothing to draw yet" in page(client, f"/themes/{codebook.pk}/pictures/?which={which}")
        assert client.get(f"/themes/{codebook.pk}/pictures/{which}/").status_code == 404
    assert client.get(f"/themes/{codebook.pk}/pictures/no-such-picture/").status_code == 404


def test_pictures_made_of_hidden_words_are_not_drawn_for_others(
    forum_member: User, officer: User, forum_meeting: Activity, as_person: AsPerson
) -> None:
    codebook = actions.start_codebook(by=forum_member, title="Transport")
    taxis = actions.add_theme(codebook, by=forum_member, name="Taxis")
    hear(forum_meeting, by=forum_member, group="parent_carer", people=17, under=taxis)
    said = quotable(say(forum_meeting, "The taxi never came for my son", by=forum_member, label="Q"), forum_member)
    actions.code(taxis, said, by=forum_member)
    Codebook.objects.filter(pk=codebook.pk).update(released_at=timezone.now(), released_by=forum_member)
    client = as_person(officer)

    for which in PICTURES:
        shown = page(client, f"/themes/{codebook.pk}/pictures/?which={which}")
        assert "It is not drawn for you" in shown and "never came" not in shown
        assert client.get(f"/themes/{codebook.pk}/pictures/{which}/").status_code == 404


def test_pictures_of_a_thousand_voices_ask_few_questions(
    officer: User, codebook: Codebook, workshop: Activity, as_person: AsPerson
) -> None:
    for number in range(20):
        theme = actions.add_theme(codebook, by=officer, name=f"Theme {number}")
        hear(workshop, by=officer, group="cyp", people=50, under=theme, start=1000 * number)
    client = as_person(officer)
    client.get("/themes/")

    for which in ("theme-map", "theme-by-group", "theme-over-time"):
        for address in (f"/themes/{codebook.pk}/pictures/?which={which}", f"/themes/{codebook.pk}/pictures/{which}/"):
            with CaptureQueriesContext(connection) as asked:
                page(client, address)
            assert len(asked) <= 15, (address, len(asked))
