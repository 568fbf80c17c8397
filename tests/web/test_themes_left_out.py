"""What the pages of a set of themes say about voices that are left out, and in which order themes stand."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from heard_web.engagement.models import Activity
from heard_web.people.models import User
from heard_web.themes import actions
from heard_web.themes.counting import count_themes
from tests.web.themes_cast import say

AsPerson = Callable[[User], Client]


def test_the_page_says_how_many_voices_are_read_and_how_many_are_left_out(
    officer: User, workshop: Activity, as_person: AsPerson
) -> None:
    codebook = actions.start_codebook(by=officer, title="All we heard")
    say(workshop, "The bus is late", by=officer, label="P1")
    say(workshop, "I like the den", by=officer, label="P2", may_analyse=False)
    say(workshop, "More music", by=officer, label="P3", may_analyse=None)

    page = as_person(officer).get(f"/themes/{codebook.pk}/ask/").content.decode()

    assert "The computer reads 1 voice and" in page
    assert "2 more voices are left out" in page


def test_a_part_of_a_theme_stands_below_it_however_many_people_raised_the_part(
    officer: User, workshop: Activity
) -> None:
    codebook = actions.start_codebook(by=officer, title="All we heard")
    wide = actions.add_theme(codebook, by=officer, name="Waiting")
    part = actions.add_theme(codebook, by=officer, name="A letter", parent=wide)
    actions.add_theme(codebook, by=officer, name="Buses")
    actions.code(part, say(workshop, "No letter came", by=officer, label="P1"), by=officer)

    names = [line.theme.name for line in count_themes(codebook).lines]

    assert names == ["Buses", "Waiting", "A letter"]
