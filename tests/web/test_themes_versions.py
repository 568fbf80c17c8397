"""Every change to a set of themes can be looked up: who, when, what, and how the themes stood."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from heard.errors import HeardError
from heard_web.audit.models import AuditEvent
from heard_web.engagement.models import Activity, Purpose
from heard_web.people.models import User
from heard_web.themes import actions
from heard_web.themes.models import Codebook, CodebookVersion, Theme
from tests.web.themes_cast import fill, say

AsPerson = Callable[[User], Client]


@pytest.fixture
def codebook(officer: User, purpose: Purpose) -> Codebook:
    return actions.start_codebook(by=officer, title="A good life", purpose=purpose)


@pytest.fixture
def quiet(officer: User, codebook: Codebook) -> Theme:
    return actions.add_theme(codebook, by=officer, name="Quiet places", includes="Dens", excludes="Noise at home")


def changes(codebook: Codebook) -> list[str]:
    return [row.changed for row in codebook.versions.order_by("number")]


def test_each_change_to_the_themes_makes_a_version_that_says_what_changed(
    officer: User, codebook: Codebook, quiet: Theme, workshop: Activity
) -> None:
    friends = actions.add_theme(codebook, by=officer, name="Friends")
    actions.rename(quiet, by=officer, name="Calm places", excludes="Bedtime")
    actions.place(friends, by=officer, parent=quiet, position=2)
    voice = say(workshop, "The den", by=officer)
    actions.code(quiet, voice, by=officer)
    actions.split(quiet, by=officer, name="Dens", contributions=[voice])
    actions.merge(friends, by=officer, into=quiet)

    assert changes(codebook) == [
        "Started, with no theme yet.",
        "Added “Quiet places”.",
        "Added “Friends”.",
        "“Quiet places” is now called “Calm places”. Changed what belongs under “Calm places”.",
        "“Friends” is now part of “Calm places”. “Friends” moved to place 2 of the list.",
        "Split “Dens” out of “Calm places”.",
        "Merged “Friends” into “Calm places”.",
    ]
    assert {row.made_by for row in codebook.versions.all()} == {officer}


def test_a_change_made_twice_makes_one_version(officer: User, codebook: Codebook, quiet: Theme) -> None:
    for _ in range(2):
        actions.add_theme(codebook, by=officer, name="Quiet places", includes="Dens", excludes="Noise at home")
    for _ in range(2):
        actions.rename(quiet, by=officer, name="Calm places")
    for _ in range(2):
        actions.place(quiet, by=officer, parent=None, position=3)

    assert [row.number for row in codebook.versions.all()] == [3, 2, 1]


def test_a_suggestion_that_is_accepted_or_put_under_a_theme_makes_a_version(
    officer: User, codebook: Codebook, workshop: Activity
) -> None:
    fill(workshop, by=officer)
    run = actions.ask_for_candidates(codebook, by=officer, engine="word weights")

    actions.accept(run.candidates.filter(parent=None)[0], by=officer, name="Buses")

    assert changes(codebook)[-1] == "Accepted the computer’s suggestion “Buses”."
    assert "Buses" in codebook.versions.all()[0].content


def test_a_version_is_opened_with_what_changed_since_any_other(
    officer: User, codebook: Codebook, quiet: Theme, as_person: AsPerson
) -> None:
    actions.rename(quiet, by=officer, name="Calm places")
    actions.add_theme(codebook, by=officer, name="Friends", parent=quiet)
    client = as_person(officer)
    first, *_, last = codebook.versions.order_by("number")

    history = client.get(f"/themes/{codebook.pk}/history/").content.decode()
    since_last = client.get(f"/themes/version/{last.pk}/").content.decode()
    since_start = client.get(f"/themes/version/{last.pk}/?since={first.number}").content.decode()
    second = client.get(f"/themes/version/{codebook.versions.get(number=2).pk}/").content.decode()

    assert "Version 4" in history and "Orla Finch" in history
    assert "“Friends” was added." in since_last and "“Calm places” was added." not in since_last
    assert "“Calm places” was added." in since_start
    assert "Part of Calm places" in since_last
    assert "Quiet places" in second and "Noise at home" in second and "Calm places" not in second


@pytest.mark.parametrize("who", ["forum_member", "stranger"])
def test_the_history_is_hidden_with_its_set_of_themes_and_shown_when_it_is_released(
    who: str, request: pytest.FixtureRequest, officer: User, quiet: Theme, as_person: AsPerson
) -> None:
    client = as_person(request.getfixturevalue(who))
    version = CodebookVersion.objects.all()[0]
    listed = [f"/themes/{quiet.codebook_id}/history/", f"/themes/version/{version.pk}/"]
    before = [client.get(address).status_code for address in listed]

    Codebook.objects.update(released_at=timezone.now(), released_by=officer)

    assert before == [404, 404]
    assert [client.get(address).status_code for address in listed] == [200, 200]


def test_there_are_two_levels_of_themes_and_no_more(officer: User, codebook: Codebook, quiet: Theme) -> None:
    dens = actions.add_theme(codebook, by=officer, name="Dens", parent=quiet)
    other = actions.add_theme(codebook, by=officer, name="Friends")
    elsewhere = actions.add_theme(actions.start_codebook(by=officer, title="Other"), by=officer, name="Buses")

    with pytest.raises(HeardError, match="part of a wider theme itself"):
        actions.place(other, by=officer, parent=dens, position=0)
    with pytest.raises(HeardError, match="has parts of its own"):
        actions.place(quiet, by=officer, parent=other, position=0)
    with pytest.raises(HeardError, match="part of itself"):
        actions.place(other, by=officer, parent=other, position=0)
    with pytest.raises(HeardError, match="belongs to another set"):
        actions.place(other, by=officer, parent=elsewhere, position=0)

    actions.merge(quiet, by=officer, into=dens)
    actions.place(other, by=officer, parent=None, position=1)
    assert all(row.parent_id is None or row.parent.parent_id is None for row in codebook.themes.agreed())


def test_a_theme_merged_into_a_part_gives_its_own_parts_to_the_wider_theme(
    officer: User, codebook: Codebook, quiet: Theme
) -> None:
    dens = actions.add_theme(codebook, by=officer, name="Dens", parent=quiet)
    school = actions.add_theme(codebook, by=officer, name="School")
    lessons = actions.add_theme(codebook, by=officer, name="Lessons", parent=school)

    actions.merge(school, by=officer, into=dens)

    lessons.refresh_from_db()
    assert lessons.parent == quiet


def test_the_words_and_the_place_of_a_theme_change_together_or_not_at_all(
    officer: User, codebook: Codebook, quiet: Theme, as_person: AsPerson
) -> None:
    actions.add_theme(codebook, by=officer, name="Dens", parent=quiet)
    friends = actions.add_theme(codebook, by=officer, name="Friends")
    client = as_person(officer)
    typed = {
        "name": "Calm",
        "definition": "d",
        "includes": "i",
        "excludes": "e",
        "examples": "x\n\n y ",
        "position": "4",
    }

    refused = client.post(f"/themes/theme/{quiet.pk}/change/", {**typed, "parent": friends.pk}).content.decode()
    quiet.refresh_from_db()
    kept = quiet.name
    client.post(f"/themes/theme/{quiet.pk}/change/", typed)
    quiet.refresh_from_db()

    assert "has parts of its own" in refused and 'value="Calm"' in refused
    assert kept == "Quiet places"
    assert (quiet.name, quiet.includes, quiet.excludes, quiet.position) == ("Calm", "i", "e", 4)
    assert codebook.themes.all().records()[-1].examples == ("x", "y")


def test_a_set_starts_from_a_ready_one_and_is_then_the_peoples_own(
    officer: User, purpose: Purpose, as_person: AsPerson
) -> None:
    client = as_person(officer)
    page = client.get("/themes/start/").content.decode()

    client.post("/themes/start/", {"title": "EHC plans", "purpose": purpose.pk, "ready": "send-working"})

    codebook = Codebook.objects.get()
    names = set(codebook.themes.values_list("name", flat=True))
    actions.rename(codebook.themes.all()[0], by=officer, name="In our own words")
    again = actions.start_codebook(by=officer, title="EHC plans", purpose=purpose, ready="send-working")
    assert 'value="send-working"' in page
    assert len(names) > 3
    assert all(code.examples for code in codebook.themes.all().records())
    assert changes(codebook)[0].startswith("Started from the ready set")
    assert again == codebook and codebook.themes.filter(name="In our own words").exists()
    with pytest.raises(HeardError, match="No ready set"):
        actions.start_codebook(by=officer, title="X", ready="nothing")


def test_the_history_of_what_was_done_holds_no_name_of_a_theme(officer: User, codebook: Codebook, quiet: Theme) -> None:
    actions.rename(quiet, by=officer, name="Zebra", includes="zebra", excludes="zebra")
    actions.place(quiet, by=officer, parent=None, position=1)

    assert not AuditEvent.objects.filter(sentence__icontains="zebra").exists()
