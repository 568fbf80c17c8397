"""Accounts and organisations: only an administrator makes and closes them."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from heard_web.audit.models import AuditEvent
from heard_web.people import actions
from heard_web.people.models import Organisation, Role, User
from tests.web.conftest import PASSWORD

AsPerson = Callable[[User], Client]


def account(organisation: Organisation, **changed: str) -> dict[str, str]:
    typed = {
        "name": "Nia Brook", "email": "Nia.Brook@Ashdale.example", "organisation": str(organisation.pk),
        "role": "officer", "job_title": "", "password": "copper kettle morning",
    }  # fmt: skip
    return {**typed, **changed}


def test_an_administrator_opens_an_account_and_the_person_signs_in(
    as_person: AsPerson, administrator: User, council: Organisation
) -> None:
    browser = as_person(administrator)

    answer = browser.post("/people/add/", account(council))

    assert answer.status_code == 302
    assert Client().post(
        "/people/sign-in/", {"username": "nia.brook@ashdale.example", "password": "copper kettle morning"}
    ).status_code == 302  # fmt: skip


def test_an_address_has_one_account_whatever_its_capitals(
    as_person: AsPerson, administrator: User, officer: User, council: Organisation
) -> None:
    browser = as_person(administrator)

    answer = browser.post("/people/add/", account(council, email=officer.email.upper()))

    assert "Somebody has an account with this address" in answer.content.decode()
    assert "Nia Brook" in answer.content.decode()


def test_a_forum_coordinator_belongs_to_a_forum(
    as_person: AsPerson, administrator: User, council: Organisation
) -> None:
    browser = as_person(administrator)

    answer = browser.post("/people/add/", account(council, role="forum_coordinator"))

    assert "A forum coordinator belongs to a parent carer forum" in answer.content.decode()


def test_the_forum_sees_in_its_history_that_an_account_was_opened_in_its_name(
    as_person: AsPerson, administrator: User, forum_member: User, forum: Organisation
) -> None:
    facts = {"email": "new@ashdale.example", "name": "Nia Brook", "role": Role.ADMINISTRATOR, "password": PASSWORD}
    actions.open_account(**facts, organisation=forum, by=administrator)  # type: ignore[arg-type]

    page = as_person(forum_member).get("/audit/").content.decode()

    assert "Opened an account for Nia Brook" in page
    assert administrator.name in page


@pytest.mark.parametrize("who", ["officer", "approver", "forum_member", "decision_maker", "inspector", "stranger"])
def test_nobody_but_an_administrator_opens_or_closes_accounts(
    as_person: AsPerson, who: str, officer: User, request: pytest.FixtureRequest
) -> None:
    browser = as_person(request.getfixturevalue(who))

    answers = [browser.get("/people/"), browser.post("/people/add/"), browser.post(f"/people/{officer.pk}/close/")]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    officer.refresh_from_db()
    assert officer.is_active


def test_closing_an_account_twice_is_written_down_once(administrator: User, officer: User) -> None:
    actions.close_account(officer, by=administrator)

    actions.close_account(officer, by=administrator)

    assert AuditEvent.objects.filter(verb="close_account").count() == 1


def test_the_last_administrator_cannot_close_the_door_behind_themselves(administrator: User) -> None:
    own_account = administrator

    with pytest.raises(PermissionDenied):
        actions.close_account(own_account, by=administrator)

    administrator.refresh_from_db()
    assert administrator.is_active


def test_nobody_sets_another_persons_password(administrator: User, officer: User) -> None:
    new = "copper kettle morning"

    with pytest.raises(PermissionDenied):
        actions.change_password(officer, by=administrator, password=new)

    officer.refresh_from_db()
    assert officer.check_password(PASSWORD)


def test_the_list_finds_people_by_name_and_hides_closed_accounts(
    as_person: AsPerson, administrator: User, officer: User, second_officer: User
) -> None:
    actions.close_account(second_officer, by=administrator)
    browser = as_person(administrator)

    everyone, found = browser.get("/people/?closed=on"), browser.get("/people/?q=okafor")

    assert second_officer.email in everyone.content.decode()
    assert second_officer.email not in found.content.decode()
    assert officer.email not in found.content.decode()


def test_a_body_that_is_renamed_keeps_its_earlier_name_with_its_dates(
    as_person: AsPerson, administrator: User, forum: Organisation
) -> None:
    browser = as_person(administrator)

    browser.post(
        f"/people/organisations/{forum.pk}/name/", {"name": "Ashdale Families Together", "from_on": "2026-04-01"}
    )

    page = browser.get("/people/organisations/").content.decode()
    assert "Ashdale Families Together" in page
    assert "Called Ashdale Parent Carer Forum until 31 March 2026" in page
    assert forum.names.get().until_on == datetime.date(2026, 3, 31)


def test_the_lists_of_people_and_organisations_stay_quick_with_many_rows(
    as_person: AsPerson,
    administrator: User,
    council: Organisation,
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    User.objects.bulk_create(
        User(email=f"p{n}@ashdale.example", name=f"Person {n}", organisation=council, role=Role.OFFICER)
        for n in range(1000)
    )
    browser = as_person(administrator)

    for address in ("/people/", "/people/organisations/"):
        with django_assert_max_num_queries(15):  # type: ignore[attr-defined]
            assert browser.get(address).status_code == 200


def test_the_councils_administrator_cannot_make_or_take_over_an_account_of_the_forum(
    as_person: AsPerson, administrator: User, forum_member: User, forum: Organisation
) -> None:
    facts = {"email": "new@ashdale.example", "name": "Nia Brook", "organisation": forum.pk, "password": PASSWORD}
    browser = as_person(administrator)

    opened = browser.post("/people/add/", {**facts, "role": "officer"})
    taken_over = browser.post(f"/people/{forum_member.pk}/new-password/", {"password": PASSWORD + "-2"})
    with pytest.raises(PermissionDenied):
        actions.new_password(forum_member, by=administrator, password=PASSWORD + "-2")

    assert "A forum keeps its own accounts" in opened.content.decode()
    assert taken_over.status_code == 403
    assert not User.objects.filter(email="new@ashdale.example").exists()
    forum_member.refresh_from_db()
    assert forum_member.check_password(PASSWORD)
