"""Open the account of the first administrator of a new installation."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Callable
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import connection

from heard.errors import HeardError
from heard_web.people.actions import open_first_account
from heard_web.people.models import OrganisationKind, User

QUESTIONS = {
    "name": "Your name",
    "email": "Your e-mail address",
    "organisation": "The name of your organisation, such as Ashdale Council",
    "kind": "What it is: " + ", ".join(kind.value for kind in OrganisationKind),
}


class Command(BaseCommand):
    """Ask who the first administrator is, or take it from the options; refuse once there is one."""

    help = "Open the account of the first administrator. What is not given as an option is asked for."

    def add_arguments(self, parser: ArgumentParser) -> None:
        for name, words in QUESTIONS.items():
            parser.add_argument(f"--{name}", default="", help=words)
        parser.add_argument(
            "--password-stdin", action="store_true", help="read the password from the first line of standard input"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if User._meta.db_table not in connection.introspection.table_names():
            raise CommandError("The database has no tables yet. Run `python manage.py migrate` first.")
        may_ask = sys.stdin.isatty() and not options["password_stdin"]
        facts = {name: _answer(name, options[name], may_ask=may_ask) for name in QUESTIONS}
        password = _password(facts, may_ask=may_ask, given=options["password_stdin"])
        try:
            person = open_first_account(by=None, **facts, password=password)
        except HeardError as problem:
            raise CommandError(str(problem)) from problem
        except ValidationError as problem:
            raise CommandError(" ".join(problem.messages)) from problem
        self.stdout.write(
            f"{person.name} can sign in as {person.email}, and opens every other account on the page People. "
            "Next: the other organisations, and the bodies that decide, on the page Organisations."
        )


def _answer(name: str, given: str, *, may_ask: bool) -> str:
    """What was given as an option or typed, asked again until it can be used."""
    answer = given.strip()
    while not answer or (problem := _problem(name, answer)):
        if not may_ask:
            raise CommandError(problem if answer else f"--{name} is missing. {QUESTIONS[name]}.")
        if answer:
            print(problem)
        answer = input(f"{QUESTIONS[name]}: ").strip()
    return answer


def _problem(name: str, answer: str) -> str:
    if name == "email":
        return _said_by(validate_email, answer)
    if name == "kind" and answer not in OrganisationKind.values:
        return f"“{answer}” is not a kind of organisation. Choose one of: {', '.join(OrganisationKind.values)}."
    return ""


def _password(facts: dict[str, str], *, may_ask: bool, given: bool) -> str:
    """The password, long enough and not easy to guess; typed twice without being shown, or from standard input."""
    person = User(name=facts["name"], email=facts["email"])
    if not may_ask:
        if not given:
            raise CommandError("There is nobody to ask for a password. Pass it on with --password-stdin.")
        password = sys.stdin.readline().rstrip("\r\n")
        if problem := _said_by(lambda words: validate_password(words, person), password):
            raise CommandError(problem)
        return password
    while True:
        password = getpass("Password, at least 12 characters: ")
        problem = _said_by(lambda words: validate_password(words, person), password)
        if not problem and getpass("The same password once more: ") != password:
            problem = "The two passwords are different. Type it again, twice."
        if not problem:
            return password
        print(problem)


def _said_by(check: Callable[[str], Any], words: str) -> str:
    """What a check has against these words; empty when it has nothing."""
    try:
        check(words)
    except ValidationError as problem:
        return " ".join(problem.messages)
    return ""
