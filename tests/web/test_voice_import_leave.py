"""What a file says about leave: one use at a time, a no that lasts, and words that say what will be written down."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from heard.codes import Use
from heard_web.engagement.models import Activity
from heard_web.people.models import User
from heard_web.voice.actions_import import match, start_import
from heard_web.voice.models import Contribution, ImportBatch, Permission
from tests.web.voice_cast import brought_in

AsPerson = Callable[[User], Client]
TABLE = "Comment,Quote me?\nThe garden,Y\nThe bus,N\nThe bell,\n"
LEAVE = {"Comment": "words", "Quote me?": "may_quote"}


def allowed(use: Use) -> dict[str, bool]:
    rows = Contribution.objects.prefetch_related("permissions")
    return {row.words: row.may(use).allowed for row in rows}


def test_a_no_to_being_quoted_is_a_no_to_nothing_else(officer: User, workshop: Activity) -> None:
    brought_in(workshop, officer, TABLE, LEAVE, agreed=["analyse", "quote"])

    assert allowed(Use.ANALYSE) == {"The garden": True, "The bus": True, "The bell": True}
    assert allowed(Use.QUOTE) == {"The garden": True, "The bus": False, "The bell": False}
    said = Permission.objects.filter(contribution__words="The bus").values_list("use", "answer")
    assert set(said) == {("analyse", True), ("quote", False)}


def test_a_no_to_everything_outweighs_a_yes_to_one_use_in_the_same_row(officer: User, workshop: Activity) -> None:
    table = "Comment,Leave,Quote me?\nThe garden,no,yes\nThe bus,yes,no\n"

    brought_in(workshop, officer, table, {**LEAVE, "Leave": "agreed"}, agreed=["analyse", "quote"])

    assert allowed(Use.QUOTE) == {"The garden": False, "The bus": False}
    assert allowed(Use.ANALYSE) == {"The garden": False, "The bus": True}


def test_a_later_files_yes_never_undoes_a_no_and_its_no_undoes_a_yes(officer: User, workshop: Activity) -> None:
    brought_in(workshop, officer, TABLE, LEAVE)

    other = TABLE.replace("The bus,N", "The bus,Y").replace("The garden,Y", "The garden,N")
    brought_in(workshop, officer, other, LEAVE)
    brought_in(workshop, officer, other, LEAVE)

    assert allowed(Use.QUOTE) == {"The garden": False, "The bus": False, "The bell": False}
    assert Permission.objects.filter(contribution__words="The garden").count() == 2
    assert Permission.objects.filter(contribution__words="The bus").count() == 1


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Happy to be quoted? Y/N", "may_quote"),
        ("OK to publish?", "may_quote"),
        ("Can we find themes in it?", "may_analyse"),
        ("May we name your school?", "may_name_school"),
        ("Consent to use the photo", "may_show_drawing"),
        ("Consent", "agreed"),
    ],
)
def test_the_use_is_guessed_from_the_words_of_the_heading(
    heading: str, field: str, officer: User, workshop: Activity
) -> None:
    table = f"Comment,{heading}\nThe garden is lovely,Y\nThe bus is late,N\n"

    batch = start_import(workshop, by=officer, content=table.encode(), file_name="a.csv")

    assert batch.matching == {"Comment": "words", heading: field}


def test_the_first_rows_say_who_said_yes_or_no_to_what(officer: User, workshop: Activity, as_person: AsPerson) -> None:
    batch = start_import(workshop, by=officer, content=TABLE.encode(), file_name="a.csv")
    match(batch, by=officer, matching=LEAVE, defaults={"group": "cyp", "agreed": ["analyse"]})

    page = as_person(officer).get(reverse("voice:batch", args=[ImportBatch.objects.get().pk])).content.decode()

    assert "1 row: the person said no to quoting it" in page
    assert "1 row: the person said yes to quoting it" in page
    assert "3 rows: the person said yes to finding themes in it" in page
