"""A forgotten password, and an account that is opened again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from heard_web.audit.models import AuditEvent
from heard_web.people import actions
from heard_web.people.models import User
from tests.web.conftest import PASSWORD

AsPerson = Callable[[User], Client]
NEW = "copper kettle morning"
OWN = "seven green umbrellas"


def sign_in(person: User, password: str) -> tuple[Client, int, str]:
    browser = Client()
    answer = browser.post("/people/sign-in/", {"username": person.email, "password": password})
    return browser, answer.status_code, answer.headers.get("Location", "")


def test_somebody_who_forgot_their_password_gets_a_new_one_and_is_asked_to_choose_their_own(
    as_person: AsPerson, administrator: User, officer: User
) -> None:
    as_person(administrator).post(f"/people/{officer.pk}/new-password/", {"password": NEW})

    browser, _, asked_to = sign_in(officer, NEW)
    page = browser.get(asked_to).content.decode()
    browser.post("/people/password/", {"current": NEW, "new": OWN, "again": OWN})

    assert asked_to == "/people/password/"
    assert f"{administrator.name} set this password for you" in page
    assert sign_in(officer, OWN)[2] == "/desk/"
    assert sign_in(officer, PASSWORD)[1] == 200
    assert sign_in(officer, NEW)[1] == 200


def test_a_new_password_signs_its_owner_out_everywhere_and_ends_the_lock_on_the_door(
    administrator: User, officer: User
) -> None:
    elsewhere, _, _ = sign_in(officer, PASSWORD)
    for _ in range(8):
        sign_in(officer, "not-the-password")
    locked_out = sign_in(officer, PASSWORD)[1]

    actions.new_password(officer, by=administrator, password=NEW)

    assert locked_out == 429
    assert elsewhere.get("/desk/").status_code == 302
    assert sign_in(officer, NEW)[1] == 302


def test_an_organisation_reads_in_its_history_who_set_a_password_for_one_of_its_people(
    as_person: AsPerson, administrator: User, stranger: User
) -> None:
    actions.new_password(stranger, by=administrator, password=NEW)

    page = as_person(stranger).get("/audit/").content.decode()

    assert f"{administrator.name} set a new password for {stranger.name}." in page
    assert NEW not in "".join(AuditEvent.objects.values_list("sentence", flat=True))


def test_a_password_that_is_easy_to_guess_is_refused_and_shown_again(
    as_person: AsPerson, administrator: User, officer: User
) -> None:
    browser = as_person(administrator)

    page = browser.post(f"/people/{officer.pk}/new-password/", {"password": "too short"}).content.decode()

    assert "at least 12 characters" in page
    assert "too short" in page
    officer.refresh_from_db()
    assert officer.check_password(PASSWORD)


def test_an_administrator_uses_the_other_page_for_their_own_password(as_person: AsPerson, administrator: User) -> None:
    answer = as_person(administrator).post(f"/people/{administrator.pk}/new-password/", {"password": NEW})

    with pytest.raises(PermissionDenied):
        actions.new_password(administrator, by=administrator, password=NEW)
    administrator.refresh_from_db()
    assert answer["Location"] == "/people/password/"
    assert administrator.check_password(PASSWORD)


def test_a_closed_account_gets_no_password_until_it_is_opened_again(administrator: User, officer: User) -> None:
    actions.close_account(officer, by=administrator)

    with pytest.raises(PermissionDenied):
        actions.new_password(officer, by=administrator, password=NEW)

    actions.open_again(officer, by=administrator)
    actions.new_password(officer, by=administrator, password=NEW)
    assert sign_in(officer, NEW)[1] == 302


def test_an_account_that_was_closed_is_opened_again_from_the_list(
    as_person: AsPerson, administrator: User, officer: User
) -> None:
    actions.close_account(officer, by=administrator)
    browser = as_person(administrator)
    address = f"/people/{officer.pk}/open-again/"

    offered = address in browser.get("/people/?closed=on").content.decode()
    looked_at = browser.get(address).content.decode()
    still_closed = sign_in(officer, PASSWORD)[1]
    browser.post(address)
    browser.post(address)

    assert offered
    assert "can sign in again, as before: Co-production officer for Ashdale Council" in looked_at
    assert still_closed == 200
    assert sign_in(officer, PASSWORD)[1] == 302
    assert AuditEvent.objects.filter(verb="open_again").count() == 1


@pytest.mark.parametrize("who", ["officer", "approver", "forum_member", "decision_maker", "inspector", "stranger"])
def test_nobody_but_an_administrator_sets_passwords_or_opens_accounts_again(
    as_person: AsPerson, who: str, second_officer: User, administrator: User, request: pytest.FixtureRequest
) -> None:
    actions.close_account(second_officer, by=administrator)
    browser = as_person(request.getfixturevalue(who))

    answers = [
        browser.post(f"/people/{second_officer.pk}/open-again/"),
        browser.post(f"/people/{administrator.pk}/new-password/", {"password": NEW}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    second_officer.refresh_from_db()
    administrator.refresh_from_db()
    assert not second_officer.is_active
    assert administrator.check_password(PASSWORD)
