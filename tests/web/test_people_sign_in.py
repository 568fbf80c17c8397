"""The way in: e-mail address and password, the lock after wrong ones, the way out, and one's own password."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from heard_web.people.models import User
from tests.web.conftest import PASSWORD

AsPerson = Callable[[User], Client]
SIGN_IN = "/people/sign-in/"


def test_an_officer_signs_in_with_address_and_password_in_any_case(client: Client, officer: User) -> None:
    typed = {"username": officer.email.upper(), "password": PASSWORD}

    answer = client.post(SIGN_IN, typed)

    assert answer.status_code == 302
    assert answer["Location"] == "/desk/"


def test_a_wrong_password_says_nothing_about_who_has_an_account(client: Client, officer: User) -> None:
    known = {"username": officer.email, "password": "not-the-password"}
    unknown = {"username": "nobody@ashdale.example", "password": "not-the-password"}

    answers = [client.post(SIGN_IN, typed).content.decode() for typed in (known, unknown)]

    assert all("do not match an open account" in answer for answer in answers)
    assert officer.email in answers[0]
    assert officer.name not in answers[0]


def test_someone_whose_account_is_closed_cannot_sign_in_and_is_signed_out_at_once(
    as_person: AsPerson, officer: User
) -> None:
    browser = as_person(officer)
    officer.is_active = False
    officer.save()

    answers = [browser.get("/audit/"), browser.post(SIGN_IN, {"username": officer.email, "password": PASSWORD})]

    assert answers[0].status_code == 302
    assert "do not match an open account" in answers[1].content.decode()


def test_repeated_wrong_passwords_close_the_door_for_a_while(client: Client, officer: User) -> None:
    for _ in range(8):
        answer = client.post(SIGN_IN, {"username": officer.email, "password": "not-the-password"})

    right = client.post(SIGN_IN, {"username": officer.email.upper(), "password": PASSWORD})

    assert answer.status_code == 429
    assert "Wait before you try again" in answer.content.decode()
    assert right.status_code == 429


@pytest.mark.parametrize("asked", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(client: Client, officer: User, asked: str) -> None:
    typed = {"username": officer.email, "password": PASSWORD, "next": asked}

    answer = client.post(SIGN_IN, typed)

    assert answer["Location"] == "/desk/"


def test_signing_in_leads_back_to_the_page_that_was_asked_for(client: Client, officer: User) -> None:
    asked = client.get("/audit/")

    answer = client.post(asked["Location"], {"username": officer.email, "password": PASSWORD, "next": "/audit/"})

    assert asked["Location"] == "/people/sign-in/?next=/audit/"
    assert answer["Location"] == "/audit/"


def test_the_demo_says_where_its_accounts_are_and_other_areas_do_not(
    client: Client, settings: object, db: None
) -> None:
    settings.HEARD_DEMO = True  # type: ignore[attr-defined]
    demo = client.get(SIGN_IN).content.decode()
    settings.HEARD_DEMO = False  # type: ignore[attr-defined]

    other = client.get(SIGN_IN).content.decode()

    assert "This is the demo area" in demo
    assert "demo" not in other


def test_a_name_that_is_not_ours_is_refused_without_a_fault_in_the_log(client: Client) -> None:
    written = io.StringIO()
    on_the_console = logging.StreamHandler(written)
    logging.getLogger().addHandler(on_the_console)

    answer = client.get(SIGN_IN, headers={"host": "elsewhere.example"})

    logging.getLogger().removeHandler(on_the_console)
    assert answer.status_code == 400
    assert "Traceback" not in written.getvalue()


def test_signing_out_takes_a_button_and_not_a_link(as_person: AsPerson, officer: User) -> None:
    browser = as_person(officer)

    by_link = browser.get("/people/sign-out/")
    by_button = browser.post("/people/sign-out/")

    assert by_link.status_code == 405
    assert by_button.status_code == 302
    assert browser.get("/audit/").status_code == 302


def test_a_person_changes_their_own_password(as_person: AsPerson, officer: User) -> None:
    browser = as_person(officer)
    new = "copper kettle morning"

    answer = browser.post("/people/password/", {"current": PASSWORD, "new": new, "again": new})

    assert answer.status_code == 302
    assert browser.get("/audit/").status_code == 200
    officer.refresh_from_db()
    assert officer.check_password(new)


@pytest.mark.parametrize(
    ("current", "new", "again", "says"),
    [
        ("wrong", "copper kettle morning", "copper kettle morning", "not your password now"),
        (PASSWORD, "short", "short", "at least 12 characters"),
        (PASSWORD, "copper kettle morning", "copper kettle evening", "two new passwords are different"),
    ],
)
def test_a_password_stays_when_something_about_the_new_one_is_not_right(
    as_person: AsPerson, officer: User, current: str, new: str, again: str, says: str
) -> None:
    browser = as_person(officer)

    answer = browser.post(reverse("people:password"), {"current": current, "new": new, "again": again})

    assert says in answer.content.decode()
    officer.refresh_from_db()
    assert officer.check_password(PASSWORD)
