"""Correcting a slip of the pen: the earlier words are found nowhere, and nobody takes it for what was said."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import reverse

from heard_web.audit.models import AuditEvent
from heard_web.engagement.models import Activity
from heard_web.people.models import User
from heard_web.voice.actions import add_contribution, correct, withdraw
from heard_web.voice.facts import NothingToKeep, ObservationFacts
from heard_web.voice.models import Contribution, ImportRow
from tests.web.voice_cast import COLUMNS, FILE, brought_in

AsPerson = Callable[[User], Client]
CANARY = "quincewort"


def where_found(word: str) -> list[str]:
    """Every table in which any column of any row holds the word."""
    found = []
    with connection.cursor() as cursor:
        for table in sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True)}):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            found += [table for row in cursor.fetchall() if any(word in str(value) for value in row)]
    return found


@pytest.fixture
def said(officer: User, workshop: Activity) -> Contribution:
    return add_contribution(workshop, by=officer, mode="said", words=f"I like {CANARY} and lunch.", heading="Lunch")


def test_an_officer_corrects_a_slip_and_the_page_says_on_which_day(
    officer: User, said: Contribution, as_person: AsPerson
) -> None:
    url = reverse("voice:correct", args=[said.pk])
    told = {"words": "I like the garden and lunch.", "heading": "Lunch", "because": "slip"}

    asked = as_person(officer).get(url).content.decode()
    page = as_person(officer).post(url, told, follow=True).content.decode()

    assert "The earlier words are not kept" in asked
    assert "already published keeps the earlier words" in asked
    assert "I like the garden and lunch." in page
    assert "Corrected on" in page
    assert reverse("outcomes:voice_thread", args=[said.pk]) in page


def test_the_earlier_words_are_found_nowhere_and_the_history_says_who_and_why(
    officer: User, said: Contribution
) -> None:
    correct(said, by=officer, because="slip", words="I like the garden.")

    assert where_found(CANARY) == []
    event = AuditEvent.objects.get(verb="correct")
    assert event.sentence == f"Orla Finch corrected contribution {said.pk}: a slip of the pen."


def test_the_same_correction_twice_is_one_and_the_way_a_browser_ends_lines_is_none(
    officer: User, said: Contribution
) -> None:
    correct(said, by=officer, because="slip", words="One\nTwo")

    correct(said, by=officer, because="slip", words="One\r\nTwo ")

    assert said.words == "One\nTwo"
    assert AuditEvent.objects.filter(verb="correct").count() == 1


def test_only_those_who_record_for_its_holder_correct_what_stands(
    officer: User, forum_member: User, decision_maker: User, said: Contribution, as_person: AsPerson
) -> None:
    for person in (forum_member, decision_maker):
        with pytest.raises(PermissionDenied):
            correct(said, by=person, because="slip", words="Hello")
    hidden = as_person(forum_member).post(reverse("voice:correct", args=[said.pk]), {"words": "x", "because": "slip"})
    withdraw(said, by=officer)

    with pytest.raises(NothingToKeep, match="nothing left to correct"):
        correct(said, by=officer, because="slip", words="Hello")

    assert hidden.status_code in (403, 404)
    assert Contribution.objects.get().words == ""


def test_a_correction_that_leaves_nothing_or_gives_no_reason_is_refused_and_loses_nothing(
    officer: User, workshop: Activity, said: Contribution, as_person: AsPerson
) -> None:
    browser = as_person(officer)

    page = browser.post(reverse("voice:correct", args=[said.pk]), {"words": "", "heading": "Typed just now"})
    with pytest.raises(NothingToKeep, match="take it back"):
        correct(said, by=officer, because="slip", words=" ")

    assert "Write what they told us." in page.content.decode()
    assert "Choose why you correct it." in page.content.decode()
    assert "Typed just now" in page.content.decode()
    assert CANARY in Contribution.objects.get().words


def test_what_was_watched_is_corrected_box_by_box_and_never_becomes_words(
    officer: User, workshop: Activity, as_person: AsPerson
) -> None:
    watched = ObservationFacts(what_we_saw="Smiled at Robin", what_we_think="Likes it")
    row = add_contribution(workshop, by=officer, mode="observed", observation=watched)
    told = {"what_we_saw": "Smiled at a friend", "what_we_think": "Likes it", "because": "must_go"}

    as_person(officer).post(reverse("voice:correct", args=[row.pk]), told)
    with pytest.raises(NothingToKeep, match="no words of its own"):
        correct(row, by=officer, because="slip", words="I am happy")

    assert Contribution.objects.get().observation.what_we_saw == "Smiled at a friend"
    assert where_found("Robin") == []


def test_the_file_it_came_from_neither_keeps_the_earlier_words_nor_brings_them_back(
    officer: User, workshop: Activity
) -> None:
    brought_in(workshop, officer, FILE, agreed=["analyse"])
    row = Contribution.objects.get(words="More swings")

    correct(row, by=officer, because="misheard", words="More springs")
    left = where_found("More swings")
    again = brought_in(workshop, officer, FILE)

    assert left == []
    assert Contribution.objects.get(pk=row.pk).words == "More springs"
    assert dict(again.rows.values_list("number", "result"))[2] == "corrected"
    assert where_found("More swings") == []


def test_what_must_go_goes_from_unused_rows_too_but_a_slip_leaves_other_peoples_rows(
    officer: User, workshop: Activity
) -> None:
    brought_in(workshop, officer, FILE.replace("A4,wizard,9,Hello", "A4,wizard,9,More swings"), COLUMNS)
    row = Contribution.objects.get(words="More swings")

    correct(row, by=officer, because="slip", words="More swings, please")
    after_a_slip = ImportRow.objects.get(number=5).cells.get("Comment")
    correct(row, by=officer, because="slip", words="More swings")
    correct(row, by=officer, because="must_go", words="Other things")

    assert after_a_slip == "More swings"
    assert where_found("More swings") == []
    assert ImportRow.objects.get(number=5).result == "corrected"
