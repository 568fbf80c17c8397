"""The list of settings: found by any name, told apart by URN, changed with dates."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.test import Client

from heard.errors import HeardError
from heard_web.audit.models import AuditEvent
from heard_web.people.models import Organisation, Role, User
from heard_web.places import actions
from heard_web.places.models import Setting
from tests.web.conftest import person

AsPerson = Callable[[User], Client]


@pytest.fixture
def namesakes(db: None) -> tuple[Setting, Setting]:
    """Two schools with one name, in two towns."""
    return (
        Setting.objects.create(urn=900010, name="Larkfield Primary", town="Ashdale", local_authority="Ashdale"),
        Setting.objects.create(urn=900011, name="Larkfield Primary", town="Netherby", local_authority="Valeshire"),
    )


def test_two_schools_with_one_name_are_shown_as_two(
    as_person: AsPerson, officer: User, namesakes: tuple[Setting, Setting]
) -> None:
    browser = as_person(officer)

    page = browser.get("/places/?q=larkfield").content.decode()

    assert "Larkfield Primary, Ashdale" in page
    assert "Larkfield Primary, Netherby" in page
    assert "URN 900010" in page


@pytest.mark.parametrize("words", ["larkf", "NETHERBY", "900011"])
def test_a_setting_is_found_by_part_of_its_name_its_town_or_its_urn(
    as_person: AsPerson, officer: User, namesakes: tuple[Setting, Setting], words: str
) -> None:
    browser = as_person(officer)

    page = browser.get("/places/", {"q": words}).content.decode()

    assert "Larkfield Primary, Netherby" in page


@pytest.mark.parametrize("words", ["²", "9" * 40, "%", "'; --"])
def test_strange_words_in_the_search_find_nothing_and_break_nothing(
    as_person: AsPerson, officer: User, namesakes: tuple[Setting, Setting], words: str
) -> None:
    browser = as_person(officer)

    answer = browser.get("/places/", {"q": words})

    assert answer.status_code == 200
    assert "No setting matches" in answer.content.decode()


def test_a_renamed_school_is_still_found_by_its_earlier_name(officer: User, school: Setting) -> None:
    actions.rename_setting(school, by=officer, name="Alder Brook Academy", from_on=datetime.date(2026, 9, 1))

    found = Setting.objects.called("alder brook primary").get()

    assert found.name == "Alder Brook Academy"
    assert found.name_on(datetime.date(2026, 8, 31)) == "Alder Brook Primary"
    assert found.name_on(datetime.date(2026, 9, 1)) == "Alder Brook Academy"


def test_a_school_renamed_twice_was_called_each_name_in_its_time(officer: User, school: Setting) -> None:
    actions.rename_setting(school, by=officer, name="Second Name", from_on=datetime.date(2020, 9, 1))

    actions.rename_setting(school, by=officer, name="Third Name", from_on=datetime.date(2024, 9, 1))

    days = [datetime.date(2019, 1, 1), datetime.date(2022, 1, 1), datetime.date(2025, 1, 1)]
    assert [school.name_on(day) for day in days] == ["Alder Brook Primary", "Second Name", "Third Name"]


def test_names_cannot_run_backwards_and_what_was_typed_stays(
    as_person: AsPerson, officer: User, school: Setting
) -> None:
    actions.rename_setting(school, by=officer, name="Second Name", from_on=datetime.date(2024, 9, 1))
    typed = {"form": "rename", "rename-name": "Third Name", "rename-from_on": "2020-09-01"}

    page = as_person(officer).post(f"/places/{school.pk}/change/", typed).content.decode()

    assert "was used until 31 August 2024" in page
    assert 'value="Third Name"' in page
    school.refresh_from_db()
    assert school.name == "Second Name"


def test_when_several_schools_fit_a_person_chooses_which_carried_on(
    as_person: AsPerson, officer: User, school: Setting, namesakes: tuple[Setting, Setting]
) -> None:
    browser, typed = as_person(officer), {"form": "succeed", "succeed-words": "Larkfield", "succeed-on": "2026-09-01"}

    asked = browser.post(f"/places/{school.pk}/change/", typed).content.decode()
    browser.post(f"/places/{school.pk}/change/", {**typed, "succeed-new": namesakes[1].pk})

    assert "2 settings fit. Choose the one that carried on." in asked
    assert "2026-09-01" in asked
    school.refresh_from_db()
    assert list(school.successors.all()) == [namesakes[1]]
    assert school.closed_on == datetime.date(2026, 8, 31)


def test_a_setting_cannot_carry_on_from_the_one_that_carries_on_from_it(
    officer: User, namesakes: tuple[Setting, Setting]
) -> None:
    first, second = namesakes
    actions.succeed(first, by=officer, new=second, on=datetime.date(2026, 9, 1))

    with pytest.raises(HeardError, match="both before and after"):
        actions.succeed(second, by=officer, new=first, on=datetime.date(2026, 9, 1))

    assert not second.successors.exists()


def test_a_closed_school_leads_to_the_one_that_carried_on(
    as_person: AsPerson, officer: User, namesakes: tuple[Setting, Setting]
) -> None:
    actions.succeed(namesakes[0], by=officer, new=namesakes[1], on=datetime.date(2026, 9, 1))
    browser = as_person(officer)

    old, new = (browser.get(f"/places/{setting.pk}/").content.decode() for setting in namesakes)

    assert "Closed on 31 August 2026" in old
    assert f"/places/{namesakes[1].pk}/" in old
    assert "Carries on from" in new


def test_the_forum_adds_a_missing_setting_but_does_not_rename_what_is_there(
    as_person: AsPerson, forum_member: User, school: Setting
) -> None:
    browser = as_person(forum_member)

    added = browser.post("/places/add/", {"name": "Poppy Playgroup", "town": "Ashdale"})
    changed = browser.post(f"/places/{school.pk}/change/", {"form": "rename", "rename-name": "X"})

    assert added.status_code == 302
    assert Setting.objects.filter(name="Poppy Playgroup", urn=None).exists()
    assert changed.status_code == 403


@pytest.mark.parametrize("who", ["stranger", "approver", "decision_maker", "inspector", "forum_member"])
def test_the_areas_list_is_kept_by_the_council_and_the_nhs_and_not_by_one_school(
    as_person: AsPerson, who: str, school: Setting, request: pytest.FixtureRequest
) -> None:
    browser = as_person(request.getfixturevalue(who))

    answers = [
        browser.get(f"/places/{school.pk}/change/"),
        browser.get("/places/import/"),
        browser.post("/places/import/"),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert browser.get(f"/places/{school.pk}/").status_code == 200


def test_an_nhs_officer_keeps_the_list_too(as_person: AsPerson, icb: Organisation, school: Setting) -> None:
    browser = as_person(person("Ivo Hale", Role.OFFICER, icb))

    answer = browser.post(f"/places/{school.pk}/change/", {"form": "facts", "facts-town": "Upper Ashdale"})

    assert answer.status_code == 302
    school.refresh_from_db()
    assert school.town == "Upper Ashdale"
    assert AuditEvent.objects.filter(verb="change_setting", record_number=school.pk).exists()


def test_a_urn_that_is_known_already_is_not_added_again(as_person: AsPerson, officer: User, school: Setting) -> None:
    browser = as_person(officer)

    page = browser.post("/places/add/", {"name": "Another Name", "urn": school.urn}).content.decode()

    assert "A setting with this URN is on the list already" in page
    assert 'value="Another Name"' in page


def test_the_list_stays_quick_with_many_settings(
    as_person: AsPerson, officer: User, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    Setting.objects.bulk_create(Setting(urn=910000 + n, name=f"School {n:04}", town="Ashdale") for n in range(1000))
    browser = as_person(officer)

    with django_assert_max_num_queries(15):  # type: ignore[attr-defined]
        page = browser.get("/places/?page=3")

    assert "School 0120" in page.content.decode()
