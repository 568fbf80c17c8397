"""Starting the site: a free port is found, and what is ready is not done again."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from heard_web.jobs import setting_up
from heard_web.people.models import Organisation
from heard_web.serve import free_port, serve


def test_a_port_in_use_is_passed_over() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        found = free_port("127.0.0.1", port)

    assert found is not None and found > port


def test_when_no_port_can_be_had_the_message_says_which_and_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    code = serve(["--host", "203.0.113.7", "--port", "8400"])

    said = capsys.readouterr().err
    assert code == 2
    assert "Ports 8400 to 8419 of 203.0.113.7" in said and "--port" in said


def test_styles_are_collected_once_until_something_changes(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.WHITENOISE_USE_FINDERS = False
    settings.VAR, settings.STATIC_ROOT = tmp_path, tmp_path / "static"

    first, second = setting_up.collect_styles(), setting_up.collect_styles()
    monkeypatch.setattr("heard.__version__", "another")
    after_a_new_version = setting_up.collect_styles()

    assert (first, second, after_a_new_version) == (True, False, True)
    assert (tmp_path / "static" / "design" / "heard.css").exists()


def test_styles_served_from_the_source_are_not_copied(settings: Settings, tmp_path: Path) -> None:
    settings.WHITENOISE_USE_FINDERS = True
    settings.VAR = tmp_path

    assert setting_up.collect_styles() is False


def test_the_demo_is_for_an_empty_database_only(db: None) -> None:
    before = setting_up.is_empty()
    Organisation.objects.create(kind="council", name="Ashdale Council")

    assert (before, setting_up.is_empty()) == (True, False)
