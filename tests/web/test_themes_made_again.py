"""The note on how figures were made: its commands give the same figures from the tables it names, to the letter."""

from __future__ import annotations

import hashlib
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from heard.cli import main
from heard_web.engagement.models import Activity, Purpose
from heard_web.people.models import User
from heard_web.themes import actions
from heard_web.themes.counting import count_themes
from heard_web.themes.jobs import suggest_themes
from heard_web.themes.method import method_of
from heard_web.themes.models import CandidateRun, Codebook
from heard_web.voice.models import Contribution
from tests.web.themes_cast import THINGS_SAID, fill, say, take_back

AsPerson = Callable[[User], Client]


@pytest.fixture
def codebook(officer: User, purpose: Purpose) -> Codebook:
    return actions.start_codebook(by=officer, title="A good life", purpose=purpose)


@pytest.fixture
def voices(officer: User, workshop: Activity) -> list[Contribution]:
    return fill(workshop, by=officer)


def read(codebook: Codebook, officer: User, engine: str) -> CandidateRun:
    row = CandidateRun.objects.create(codebook=codebook, engine=engine, asked_by=officer, seed=3)
    suggest_themes.func(row.pk)
    row.refresh_from_db()
    assert row.state == CandidateRun.State.DONE, row.problem
    return row


def take(client: Client, codebook: Codebook, what: str) -> bytes:
    return client.get(f"/themes/{codebook.pk}/export/?what={what}").content


@pytest.mark.parametrize("engine", ["meaning", "word weights"])
def test_the_command_of_the_note_gives_the_result_whose_hash_it_tells(
    engine: str,
    officer: User,
    codebook: Codebook,
    voices: list[Contribution],
    workshop: Activity,
    as_person: AsPerson,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    say(workshop, 'The bus\r\nis “late”, "voice": "no"', by=officer)
    read(codebook, officer, engine)
    client = as_person(officer)
    method = method_of(codebook, user=officer)
    (tmp_path / f"themes-{codebook.pk}-voices.csv").write_bytes(take(client, codebook, "voices"))
    monkeypatch.chdir(tmp_path)

    code = main(shlex.split(method.command)[1:])

    assert code == 0 and f"--engine {'words' if engine == 'word weights' else engine}" in method.command
    assert hashlib.sha256((tmp_path / "themes.json").read_bytes()).hexdigest() == method.result_sha256
    assert method.result_sha256 in method.note


def test_no_hash_is_told_where_a_table_has_to_change_the_words_or_the_voices_have_changed_since(
    officer: User, codebook: Codebook, voices: list[Contribution], workshop: Activity
) -> None:
    read(codebook, officer, "word weights")
    before = method_of(codebook, user=officer).result_sha256
    take_back(voices[0])
    since = method_of(codebook, user=officer).result_sha256

    say(workshop, "=SUM(1)", by=officer)
    again = read(codebook, officer, "word weights").result_sha256

    assert len(before) == 64 and since == again == ""


def test_the_people_under_each_theme_are_counted_again_from_the_table_the_note_names(
    officer: User,
    codebook: Codebook,
    voices: list[Contribution],
    workshop: Activity,
    as_person: AsPerson,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    buses, quiet = (actions.add_theme(codebook, by=officer, name=name) for name in ("Buses", "Quiet rooms"))
    for voice in voices[:6]:
        actions.code(buses, voice, by=officer)
    actions.code(buses, say(workshop, "The bus again", by=officer, label="P1"), by=officer)
    actions.code(quiet, say(workshop, "Our table wants quiet", by=officer, label="Table 3", people=4), by=officer)
    method = method_of(codebook, user=officer)
    table = take(as_person(officer), codebook, "codings")
    (tmp_path / f"themes-{codebook.pk}-codings.csv").write_bytes(table)
    monkeypatch.chdir(tmp_path)

    code = main(shlex.split(method.count_again)[1:])

    told = {line.theme.name: line.people for line in count_themes(codebook).lines}
    assert code == 0 and told == {"Buses": 6, "Quiet rooms": 4}
    assert capsys.readouterr().out.splitlines() == ["Buses: 6 people", "Quiet rooms: 4 people"]
    assert hashlib.sha256(table).hexdigest() == method.coding.table_sha256
    assert method.coding.table_sha256 in method.note and method.count_again in method.note


def test_the_note_holds_no_words_of_a_voice_and_no_small_count_until_a_person_named_a_theme(
    officer: User, codebook: Codebook, voices: list[Contribution], as_person: AsPerson
) -> None:
    run = read(codebook, officer, "meaning")
    labels = set(run.candidates.values_list("label", flat=True))
    small = [row for row in run.candidates.all() if row.size_people < 5]
    before = method_of(codebook, user=officer).note
    first = run.candidates.wide()[0]
    actions.accept(first, by=officer, name="What we call it")

    after = method_of(codebook, user=officer).note

    table = before.split("## What came out")[1].split("##")[0]
    assert labels and not any(f"| {label} " in table or f": {label} " in table for label in labels)
    assert "| Theme 1, not named by anybody |" in table
    assert table.count("| fewer than 5 |") >= len(small)
    assert "| What we call it (theme " in after
    assert not any(words in before for words in THINGS_SAID)


def test_the_version_of_the_engine_is_told_whole_and_hard_words_have_a_gloss(
    officer: User, codebook: Codebook, voices: list[Contribution]
) -> None:
    from heard.themes.reading.graph import version

    read(codebook, officer, "meaning")

    note = method_of(codebook, user=officer).note

    assert version() in note
    for words in (
        "“near enough”: how like",
        "“fineness tried”: how fine",
        "“different texts”: how many",
        "it begins there",
    ):
        assert words in note
