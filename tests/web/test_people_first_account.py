"""The first account of a new installation, opened on the machine itself."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from heard_web.audit.models import AuditEvent
from heard_web.people.models import Organisation, Role, User
from tests.web.conftest import PASSWORD

MODULE = "heard_web.people.management.commands.first_account"
NEW = "copper kettle morning"
ADA = {"name": "Ada Moss", "email": "Ada@ashdale.example", "organisation": "Ashdale Council", "kind": "council"}

pytestmark = pytest.mark.django_db


class Terminal(io.StringIO):
    """A keyboard with somebody at it."""

    def isatty(self) -> bool:
        return True


def first_account(monkeypatch: pytest.MonkeyPatch, *, password: str = NEW, **options: Any) -> str:
    """Run the command as a script would, with the password on standard input."""
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    said = io.StringIO()
    call_command("first_account", password_stdin=True, stdout=said, **{**ADA, **options})
    return said.getvalue()


def test_a_new_installation_gets_its_administrator_who_signs_in(monkeypatch: pytest.MonkeyPatch) -> None:
    said = first_account(monkeypatch)

    person = User.objects.get()
    assert (person.as_role, person.organisation.name, person.email) == (
        Role.ADMINISTRATOR, "Ashdale Council", "ada@ashdale.example",
    )  # fmt: skip
    assert "Ada Moss can sign in as ada@ashdale.example" in said
    assert Client().post("/people/sign-in/", {"username": person.email, "password": NEW}).status_code == 302
    assert set(AuditEvent.objects.values_list("verb", flat=True)) == {"add_organisation", "open_account"}


def test_once_there_is_an_administrator_the_machine_opens_no_other(
    monkeypatch: pytest.MonkeyPatch, administrator: User
) -> None:
    with pytest.raises(CommandError, match="Ada Moss is an administrator here already"):
        first_account(monkeypatch, name="Mo Vale", email="mo@ashdale.example")

    assert list(User.objects.all()) == [administrator]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"email": "ada"}, "Write an e-mail address"),
        ({"email": ""}, "--email is missing"),
        ({"name": " "}, "--name is missing"),
        ({"kind": "bakery"}, "“bakery” is not a kind of organisation"),
        ({"password": "short"}, "at least 12 characters"),
        ({"password": ""}, "at least 12 characters"),
    ],
)
def test_what_cannot_be_used_is_named_and_nothing_is_kept(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], says: str
) -> None:
    with pytest.raises(CommandError, match=says):
        first_account(monkeypatch, **given)

    assert not User.objects.exists()
    assert not Organisation.objects.exists()


def test_an_address_that_is_taken_leaves_no_half_made_organisation(
    monkeypatch: pytest.MonkeyPatch, officer: User
) -> None:
    with pytest.raises(CommandError, match="already exists"):
        first_account(monkeypatch, email=officer.email, organisation="Another Council")

    assert not Organisation.objects.filter(name="Another Council").exists()
    officer.refresh_from_db()
    assert officer.check_password(PASSWORD)


def test_a_person_at_the_keyboard_is_asked_again_until_it_can_be_used(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed: Iterator[str] = iter(["Ada Moss", "ada", "ada@ashdale.example", "Ashdale Council", "council"])
    secrets: Iterator[str] = iter(["short", NEW, "another one here", NEW, NEW])
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("builtins.input", lambda _asked: next(typed))
    monkeypatch.setattr(f"{MODULE}.getpass", lambda _asked: next(secrets))

    call_command("first_account", stdout=io.StringIO())

    said = capsys.readouterr().out
    assert "Write an e-mail address" in said
    assert "at least 12 characters" in said
    assert "The two passwords are different" in said
    assert User.objects.get().check_password(NEW)


def test_a_password_is_never_an_option_where_other_people_on_the_machine_could_read_it() -> None:
    with pytest.raises(TypeError, match="password"):
        call_command("first_account", password=NEW, **ADA)
