"""A set of themes as a workbook, as a project for other tools, and the note on how its figures were made."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from heard.themes.exchange.refi import read_qdc, read_qdpx
from heard_web.audit.models import AuditEvent
from heard_web.engagement.models import Activity
from heard_web.people.models import User
from heard_web.themes import actions
from heard_web.themes.actions_passages import mark
from heard_web.themes.models import (
    CandidateRun,
    CandidateTheme,
    Codebook,
    Coding,
    MachineCoding,
    Passage,
    PleaseRead,
    Theme,
    hash_of,
)
from heard_web.voice.models import Contribution, Permission
from tests.web.themes_cast import DAY, agree, say, take_back

AsPerson = Callable[[User], Client]
LATE = "The 🚌 is late.\r\nAnd lóud."


@pytest.fixture
def codebook(officer: User, workshop: Activity) -> Codebook:
    return actions.start_codebook(by=officer, title="Getting about", purpose=workshop.purpose)


@pytest.fixture
def bus(codebook: Codebook, officer: User) -> Theme:
    return actions.add_theme(codebook, by=officer, name="Buses", definition="Getting there", includes="taxis")


def take(client: Client, codebook: Codebook, what: str) -> bytes:
    response = client.get(f"/themes/{codebook.pk}/export/?what={what}")
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    return response.content


def test_a_project_holds_each_passage_at_its_exact_place(
    codebook: Codebook, bus: Theme, workshop: Activity, officer: User, as_person: AsPerson
) -> None:
    voice = say(workshop, LATE, by=officer)
    start = LATE.index("lóud")
    mark(bus, voice, by=officer, spans=[(start, start + 4)])

    project = read_qdpx(take(as_person(officer), codebook, "project")).project

    [coding] = project.codings
    [source] = project.sources
    assert source.text == LATE
    assert source.text[coding.start : coding.end] == "lóud"
    assert (coding.coder, coding.code) == (officer.name, str(bus.pk))
    assert project.codebook.codes[0].includes == "taxis"


def test_the_same_set_gives_the_same_bytes(
    codebook: Codebook, bus: Theme, workshop: Activity, officer: User, as_person: AsPerson
) -> None:
    actions.code(bus, say(workshop, LATE, by=officer), by=officer)
    client = as_person(officer)

    assert take(client, codebook, "project") == take(client, codebook, "project")
    assert take(client, codebook, "codebook") == take(client, codebook, "codebook")


def test_words_that_may_not_be_read_are_in_no_file(
    codebook: Codebook, bus: Theme, workshop: Activity, officer: User, as_person: AsPerson
) -> None:
    gone, no = say(workshop, "taken-back words", by=officer), say(workshop, "refused words", by=officer)
    for voice in (gone, no, say(workshop, "kept words", by=officer)):
        actions.code(bus, voice, by=officer)
    take_back(gone)
    agree(no, by=officer, answer=False)
    client = as_person(officer)

    texts = [source.text for source in read_qdpx(take(client, codebook, "project")).project.sources]
    cells = everything(take(client, codebook, "workbook")) + take(client, codebook, "voices").decode()

    assert texts == ["kept words"]
    assert "kept words" in cells and "taken-back" not in cells and "refused" not in cells


def everything(workbook: bytes) -> str:
    book = load_workbook(io.BytesIO(workbook))
    return "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)


def test_what_people_coded_and_what_the_computer_suggests_are_on_sheets_of_their_own(
    codebook: Codebook, bus: Theme, workshop: Activity, officer: User, as_person: AsPerson
) -> None:
    coded, suggested = say(workshop, "=HYPERLINK(1)", by=officer), say(workshop, "a quiet room", by=officer)
    actions.code(bus, coded, by=officer)
    run = CandidateRun.objects.create(codebook=codebook, engine="x", state="done", asked_by=officer)
    candidate = CandidateTheme.objects.create(run=run, key="1", label="Quiet rooms")
    MachineCoding.objects.create(candidate=candidate, contribution=suggested, closeness=0.9)
    PleaseRead.objects.create(run=run, contribution=coded, why="too short", nearest=candidate)

    book = load_workbook(io.BytesIO(take(as_person(officer), codebook, "workbook")))

    assert book.sheetnames == ["Themes", "Codings", "Suggestions (computer)", "Please read", "About"]
    text = {name: str([*book[name].values]) for name in book.sheetnames}
    assert "'=HYPERLINK(1)" in text["Codings"] and "a quiet room" not in text["Codings"]
    assert "a quiet room" in text["Suggestions (computer)"] and "HYPERLINK" not in text["Suggestions (computer)"]
    assert "too short" in text["Please read"] and "Quiet rooms" in text["Please read"]
    assert all(cell.data_type != "f" for sheet in book for row in sheet for cell in row)


def test_a_suggestion_that_lost_a_voice_shows_no_label(
    codebook: Codebook, workshop: Activity, officer: User, as_person: AsPerson
) -> None:
    stays, goes = say(workshop, "a quiet room", by=officer), say(workshop, "my secret den", by=officer)
    run = CandidateRun.objects.create(codebook=codebook, engine="x", state="done", asked_by=officer)
    candidate = CandidateTheme.objects.create(run=run, key="1", label="secret den")
    for voice in (stays, goes):
        MachineCoding.objects.create(candidate=candidate, contribution=voice)
    take_back(goes)
    client = as_person(officer)

    assert "secret den" not in everything(take(client, codebook, "workbook"))
    assert "secret den" not in take(client, codebook, "method").decode()


def test_a_passage_of_words_that_were_corrected_since_is_not_shown_at_the_wrong_place(
    codebook: Codebook, bus: Theme, workshop: Activity, officer: User, as_person: AsPerson
) -> None:
    voice = say(workshop, "The bus is late", by=officer)
    mark(bus, voice, by=officer, spans=[(4, 7)])
    Contribution.objects.filter(pk=voice.pk).update(words="Our taxi is late")

    [coding] = read_qdpx(take(as_person(officer), codebook, "project")).project.codings

    assert coding.whole


def test_the_themes_alone_read_back(codebook: Codebook, bus: Theme, officer: User, as_person: AsPerson) -> None:
    actions.add_theme(codebook, by=officer, name="Late buses", parent=bus)

    found = read_qdc(take(as_person(officer), codebook, "codebook")).codebook

    assert [(code.name, code.parent) for code in found.codes] == [("Buses", ""), ("Late buses", str(bus.pk))]
    assert AuditEvent.objects.filter(verb="export").count() == 0


def test_a_set_without_themes_says_that_there_is_nothing_to_take(
    codebook: Codebook, officer: User, as_person: AsPerson
) -> None:
    response = as_person(officer).get(f"/themes/{codebook.pk}/export/?what=codebook")

    assert response.status_code == 409
    assert "holds no theme" in response.content.decode()


@pytest.mark.parametrize("what", ["workbook", "project", "voices", "please_read"])
def test_taking_words_away_is_written_in_the_history(
    codebook: Codebook, bus: Theme, workshop: Activity, officer: User, as_person: AsPerson, what: str
) -> None:
    say(workshop, "The bus is late", by=officer)

    take(as_person(officer), codebook, what)

    assert AuditEvent.objects.filter(verb="export").count() == 1


@pytest.mark.parametrize("address", ["export/?what=workbook", "export/?what=project", "how-made/", "bring-in/"])
def test_a_stranger_finds_no_such_set(codebook: Codebook, stranger: User, as_person: AsPerson, address: str) -> None:
    assert as_person(stranger).get(f"/themes/{codebook.pk}/{address}").status_code == 404


def test_the_note_says_how_to_make_the_figures_again_and_names_nobody(
    codebook: Codebook, bus: Theme, workshop: Activity, officer: User, as_person: AsPerson
) -> None:
    voice = say(workshop, "The bus is late", by=officer, label="P1")
    say(workshop, "refused words", by=officer, may_analyse=False)
    actions.code(bus, voice, by=officer)
    CandidateRun.objects.create(
        codebook=codebook, engine="word weights", engine_version="1", seed=7, themes_asked=5, state="done", voices=1,
        asked_by=officer, finished_at=timezone.now(), parameters=[["neighbours", "15"]], because="It was steadiest.",
    )  # fmt: skip
    client = as_person(officer)

    page = client.get(f"/themes/{codebook.pk}/how-made/").content.decode()
    note = take(client, codebook, "method").decode()

    assert f"heard themes discover themes-{codebook.pk}-voices.csv" in note and "--themes 5 --seed 7" in note
    assert "Coder 1 put 1 voice under themes" in note and "| neighbours | 15 |" in note
    assert "1 voice is not read" in note and "The voices have changed since then" in page
    assert officer.name not in note and "The bus is late" not in note + page


def test_what_two_readers_said_is_taken_away_only_after_both_have_finished(
    codebook: Codebook,
    bus: Theme,
    workshop: Activity,
    officer: User,
    second_officer: User,
    approver: User,
    forum_member: User,
    as_person: AsPerson,
) -> None:
    say(workshop, "The bus is late", by=officer)
    say(workshop, "The hall is loud", by=officer)
    reading = actions.open_round(codebook, by=officer, first=officer, second=second_officer, many=2)
    for voice in reading.voices.all():
        actions.answer(voice, by=officer, themes=[bus])
        late = "late" in voice.contribution.words
        actions.answer(voice, by=second_officer, themes=[bus] if late else [])
    client = as_person(officer)
    before = take(client, codebook, "agreement").decode()

    actions.finish(reading, by=officer)
    actions.finish(reading, by=second_officer)

    after = take(client, codebook, "agreement").decode()
    note = take(client, codebook, "method").decode()
    assert "The bus is late" not in before
    assert "Buses,Buses,yes,Buses" in after and "Fits none of these" in after and "not settled yet" in after
    assert "Two people read 2 voices apart from each other and said the same about 1 of them" in note
    assert officer.name not in after


@pytest.fixture
def thousand(codebook: Codebook, bus: Theme, workshop: Activity, officer: User) -> Codebook:
    voices = Contribution.objects.bulk_create(
        Contribution(
            held_by=officer.organisation, activity=workshop, mode="said", words=f"Voice number {n}", said_on=DAY,
            recorded_by=officer,
        )
        for n in range(1000)
    )  # fmt: skip
    Permission.objects.bulk_create(
        Permission(contribution=row, use="analyse", given_by="self", answer=True, given_on=DAY, recorded_by=officer)
        for row in voices
    )
    codings = Coding.objects.bulk_create(Coding(theme=bus, contribution=row, coded_by=officer) for row in voices[:600])
    Passage.objects.bulk_create(
        Passage(coding=row, start=0, end=5, text_hash=hash_of(row.contribution.words)) for row in codings
    )
    run = CandidateRun.objects.create(codebook=codebook, engine="x", state="done", asked_by=officer)
    candidate = CandidateTheme.objects.create(run=run, key="1", label="Numbers")
    MachineCoding.objects.bulk_create(MachineCoding(candidate=candidate, contribution=row) for row in voices[:900])
    PleaseRead.objects.bulk_create(PleaseRead(run=run, contribution=row, why="short") for row in voices[900:])
    return codebook


@pytest.mark.parametrize("what", ["workbook", "project", "please_read", "voices", "codings"])
def test_a_thousand_voices_are_taken_away_with_few_questions(
    thousand: Codebook, officer: User, as_person: AsPerson, what: str
) -> None:
    client = as_person(officer)
    client.get("/themes/")

    with CaptureQueriesContext(connection) as captured:
        take(client, thousand, what)

    about = ("themes_", "voice_", "engagement_")  # not who is signed in, nor the line in the history
    asked = [query["sql"] for query in captured if any(f'FROM "{stage}' in query["sql"] for stage in about)]
    assert len(asked) <= 7, "\n".join(sql[:150] for sql in asked)
