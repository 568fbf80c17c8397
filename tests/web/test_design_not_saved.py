"""When the records cannot be written, the page says why and gives back what was typed."""

from __future__ import annotations

import errno
import html
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from heard_web.design.not_saved import BUSY, FULL, why
from heard_web.engagement.models import TeamNews
from heard_web.people.models import User

AsPerson = Callable[[User], Client]
NEWS = {
    "happened_on": "12/05/2026",
    "words": "\nTwo new colleagues began.\n<script>They</script> go to schools & cafes.",
}


def refusing(words: str) -> Callable[..., Any]:
    """What a database says when nothing can be written to it."""

    def wrapper(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            raise OperationalError(words)
        return execute(sql, params, many, context)

    return wrapper


@pytest.mark.parametrize(
    ("said", "status", "told"),
    [
        ("database or disk is full", FULL, "There is no room left"),
        ('could not extend file "base/1/2": No space left on device', FULL, "There is no room left"),
        ("deadlock detected\nDETAIL: Process 1 waits", BUSY, "Somebody else was changing the same records"),
        ("database is locked", BUSY, "Somebody else was changing the same records"),
    ],
)
def test_what_was_typed_comes_back_and_can_be_sent_once_more(
    said: str, status: int, told: str, officer: User, as_person: AsPerson
) -> None:
    client = as_person(officer)

    with connection.execute_wrapper(refusing(said)):
        answer = client.post("/engagement/news/add/", NEWS)
    page = answer.content.decode()

    assert answer.status_code == status and told in page and "This was not saved" in page
    assert f'<textarea name="words" hidden>\n{html.escape(NEWS["words"])}</textarea>' in page
    assert 'action="/engagement/news/add/"' in page and "csrfmiddlewaretoken" in page
    assert "<script>They" not in page and "Content-Security-Policy" in answer.headers
    assert TeamNews.objects.count() == 0
    assert client.post("/engagement/news/add/", NEWS).status_code == 302
    assert TeamNews.objects.get().words.startswith("Two new colleagues")


def test_a_password_never_comes_back_in_the_page(client: Client, officer: User) -> None:
    with connection.execute_wrapper(refusing("database or disk is full")):
        answer = client.post("/people/sign-in/", {"username": officer.email, "password": "a secret of mine 42"})

    assert answer.status_code == FULL
    assert b"secret of mine" not in answer.content and officer.email.encode() not in answer.content


def test_another_fault_is_left_to_the_ordinary_page(officer: User, as_person: AsPerson) -> None:
    with (
        connection.execute_wrapper(refusing("no such table: engagement_teamnews")),
        pytest.raises(OperationalError),
    ):
        as_person(officer).post("/engagement/news/add/", NEWS)


def test_a_full_disk_is_known_by_its_number_too() -> None:
    assert why(OSError(errno.ENOSPC, "No space left on device")) == FULL
    assert why(OSError(errno.EACCES, "Permission denied")) is None
    assert why(ValueError("disk is full")) is None
