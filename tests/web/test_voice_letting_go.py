"""Taking back and passing on: what was said is found nowhere afterwards."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from PIL import Image
from pytest_django.fixtures import Settings

from heard_web.audit.models import AuditEvent
from heard_web.engagement.models import Activity
from heard_web.people.models import User
from heard_web.voice.actions import add_contribution, divert, record_permission, withdraw
from heard_web.voice.actions_import import bring_in, match, start_import
from heard_web.voice.facts import NothingToKeep, ObservationFacts, PermissionFacts, SpeakerFacts
from heard_web.voice.models import Contribution, ImportRow, SafeguardingDivert, Speaker

AsPerson = Callable[[User], Client]
CANARY = "quincewort"


@pytest.fixture(autouse=True)
def own_place_for_files(settings: Settings, tmp_path: Path) -> None:
    files = {**settings.STORAGES["default"], "OPTIONS": {"location": str(tmp_path), "base_url": None}}
    settings.STORAGES = {**settings.STORAGES, "default": files}


def everything_stored() -> Iterator[str]:
    """Every text in every column of every table, and every file."""
    with connection.cursor() as cursor:
        for table in sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True)}):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            for row in cursor.fetchall():
                yield from (f"{table}: {value}" for value in row)
    place = Path(settings.STORAGES["default"]["OPTIONS"]["location"])
    for file in place.rglob("*") if place.exists() else []:
        if file.is_file():
            yield f"{file.name}: {file.read_bytes()!r}"


def where_found(word: str) -> list[str]:
    return [text[:80] for text in everything_stored() if word in text]


def a_picture() -> io.BytesIO:
    kept = io.BytesIO()
    Image.new("RGB", (20, 20), "red").save(kept, "PNG")
    kept.seek(0)
    return kept


def make_all_kinds(officer: User, workshop: Activity) -> list[Contribution]:
    """One contribution of every kind, the secret word in every box that holds what somebody told us."""
    said = add_contribution(
        workshop, by=officer, mode="said", words=f"I said {CANARY}", mediation="on_behalf", on_behalf_of=f"A {CANARY}",
        heading=f"On {CANARY}", speaker=SpeakerFacts(f"{CANARY} 1"),
        permissions=[PermissionFacts("quote", "self", True, workshop.starts_on)],
    )  # fmt: skip
    drawn = add_contribution(
        workshop,
        by=officer,
        mode="drawn",
        explanation=f"It shows {CANARY}",
        drawing=a_picture(),
        alt_text=f"A {CANARY}",
    )
    watched = ObservationFacts(
        what_we_saw=f"Saw {CANARY}", what_we_think=f"Means {CANARY}", what_was_happening=f"Was {CANARY}",
        other_reading=f"Or {CANARY}", observer=f"{CANARY}",
    )  # fmt: skip
    seen = add_contribution(workshop, by=officer, mode="observed", observation=watched)
    return [said, drawn, seen, *make_imported(officer, workshop)]


def make_imported(officer: User, workshop: Activity) -> list[Contribution]:
    """One that came in a file, then came again changed, and waits a third time unread under other columns."""
    group = {"group": "cyp"}
    for words in (f"First {CANARY}", f"Second {CANARY}"):
        batch = start_import(workshop, by=officer, content=f"Ref,Comment\n7,{words}\n".encode(), file_name="a.csv")
        match(batch, by=officer, matching={"Ref": "key", "Comment": "words"}, defaults=group)
        bring_in(batch, by=officer)
    start_import(workshop, by=officer, content=f"Notes,Other\nx,Second {CANARY}\n".encode(), file_name="b.csv")
    return list(workshop.contributions.exclude(batch=None))


@pytest.mark.parametrize("letting_go", ["withdraw", "divert"])
def test_what_was_said_is_found_nowhere_afterwards(
    letting_go: str,
    officer: User,
    workshop: Activity,
    as_person: AsPerson,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    rows = make_all_kinds(officer, workshop)
    assert len(rows) == 4
    assert len(where_found(CANARY)) > 10
    told = {"passed_to": "The safeguarding lead of the school"}

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        for row in rows:
            as_person(officer).post(reverse(f"voice:{letting_go}", args=[row.pk]), told)

    assert where_found(CANARY) == []
    assert Contribution.objects.count() == 4
    assert not Contribution.objects.standing().exists()
    assert default_storage.listdir("drawings")[1] == []


def test_taking_back_twice_is_harmless(officer: User, workshop: Activity) -> None:
    row = add_contribution(workshop, by=officer, mode="said", words="Hello")

    withdraw(row, by=officer)
    first = row.withdrawn_at
    withdraw(row, by=officer)

    assert row.withdrawn_at == first
    assert AuditEvent.objects.filter(verb="withdraw").count() == 1


def test_the_answers_stay_so_that_the_past_can_be_explained(officer: User, workshop: Activity) -> None:
    facts = PermissionFacts("quote", "self", True, workshop.starts_on)
    row = add_contribution(workshop, by=officer, mode="said", words="Hello", permissions=[facts])

    withdraw(row, by=officer)

    assert row.permissions.count() == 1
    with pytest.raises(NothingToKeep):
        record_permission(row, by=officer, facts=facts)


def test_the_database_refuses_words_on_a_taken_back_row(officer: User, workshop: Activity) -> None:
    row = add_contribution(workshop, by=officer, mode="said", words="Hello")
    withdraw(row, by=officer)

    for field in ("words", "explanation", "heading", "on_behalf_of"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Contribution.objects.filter(pk=row.pk).update(**{field: "again"})


def test_a_speaker_with_more_to_say_keeps_their_label(officer: User, workshop: Activity) -> None:
    first = add_contribution(workshop, by=officer, mode="said", words="One", speaker=SpeakerFacts("P1"))
    second = add_contribution(workshop, by=officer, mode="said", words="Two", speaker=SpeakerFacts("P1"))

    withdraw(first, by=officer)
    kept = Speaker.objects.get().label
    withdraw(second, by=officer)

    assert kept == "P1"
    assert Speaker.objects.get().label != "P1"


def test_taking_back_one_leaves_the_file_rows_of_others(officer: User, workshop: Activity) -> None:
    content = b"Ref,Comment\n1,More swings\n2,More benches\n3,\n"
    batch = start_import(workshop, by=officer, content=content, file_name="a.csv")
    match(batch, by=officer, matching={"Ref": "key", "Comment": "words"}, defaults={"group": "cyp"})
    bring_in(batch, by=officer)

    withdraw(workshop.contributions.get(words="More swings"), by=officer)

    cells = [row.cells for row in ImportRow.objects.order_by("number")]
    assert cells == [{}, {"Ref": "2", "Comment": "More benches"}, {"Ref": "3", "Comment": ""}]


def test_the_page_before_says_what_will_happen_and_nothing_happens_yet(
    officer: User, workshop: Activity, as_person: AsPerson
) -> None:
    row = add_contribution(workshop, by=officer, mode="said", words="Hello there")

    page = as_person(officer).get(reverse("voice:withdraw", args=[row.pk])).content.decode()

    assert "cannot be undone" in page
    assert "erased for good" in page
    assert Contribution.objects.get().words == "Hello there"


def test_passing_on_shows_the_words_a_last_time_and_whom_to_ring(
    officer: User, workshop: Activity, as_person: AsPerson
) -> None:
    row = add_contribution(workshop, by=officer, mode="said", words="Hello there")

    page = as_person(officer).get(reverse("voice:divert", args=[row.pk])).content.decode()

    assert "Hello there" in page
    assert settings.HEARD_SAFEGUARDING_PHONE in page
    assert settings.HEARD_SAFEGUARDING_ROLE in page


def test_passing_on_keeps_only_who_was_told_and_when(officer: User, workshop: Activity, as_person: AsPerson) -> None:
    row = add_contribution(workshop, by=officer, mode="said", words="Hello there")

    divert(row, by=officer, passed_to="The school's safeguarding lead")
    divert(row, by=officer, passed_to="Somebody else")

    kept = SafeguardingDivert.objects.get()
    assert kept.passed_to == "The school's safeguarding lead"
    assert kept.passed_at == row.diverted_at
    page = as_person(officer).get(row.get_absolute_url()).content.decode()
    assert "safeguarding lead" in page
    assert "Hello there" not in page


def test_what_was_passed_on_leaves_every_list_and_export_at_once(
    officer: User, workshop: Activity, as_person: AsPerson
) -> None:
    row = add_contribution(workshop, by=officer, mode="said", words="Hello there")
    divert(row, by=officer, passed_to="The school's safeguarding lead")
    browser = as_person(officer)

    everything = browser.get(reverse("voice:list"))
    at_the_visit = browser.get(reverse("voice:list"), {"activity": workshop.pk})
    export = browser.get(reverse("voice:export"), {"activity": workshop.pk})

    assert everything.context["page"].paginator.count == 0
    assert at_the_visit.context["page"].paginator.count == 0
    assert len(export.content.decode("utf-8-sig").splitlines()) == 1


def test_who_was_told_is_asked_for(officer: User, workshop: Activity, as_person: AsPerson) -> None:
    row = add_contribution(workshop, by=officer, mode="said", words="Hello there")

    page = as_person(officer).post(reverse("voice:divert", args=[row.pk]), {"passed_to": " "})

    assert "Write who you told" in page.content.decode()
    assert Contribution.objects.get().words == "Hello there"


def test_anyone_of_the_holder_who_reads_it_may_pass_a_worry_on_but_not_take_it_back(
    officer: User, decision_maker: User, approver: User, workshop: Activity
) -> None:
    row = add_contribution(workshop, by=officer, mode="said", words="Hello there")

    with pytest.raises(PermissionDenied):
        withdraw(row, by=decision_maker)
    divert(row, by=approver, passed_to="The duty social worker")

    assert row.diverted_at is not None


def test_nobody_outside_the_holder_takes_back_or_passes_on(
    forum_member: User, stranger: User, inspector: User, officer: User, workshop: Activity, as_person: AsPerson
) -> None:
    row = add_contribution(workshop, by=officer, mode="said", words="Hello there")

    for person in (forum_member, stranger, inspector):
        with pytest.raises(PermissionDenied):
            withdraw(row, by=person)
        with pytest.raises(PermissionDenied):
            divert(row, by=person, passed_to="x")
    assert as_person(stranger).post(reverse("voice:withdraw", args=[row.pk])).status_code == 404
    assert as_person(inspector).post(reverse("voice:divert", args=[row.pk]), {"passed_to": "x"}).status_code == 403

    assert Contribution.objects.get().is_standing
