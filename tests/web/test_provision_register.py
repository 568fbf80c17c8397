"""The register of provision: its history, and what was recommended beside what was delivered."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from heard.codes import Answer, ProvisionStatus
from heard.errors import BadRecord, ReasonNeeded
from heard_web.audit.models import AuditEvent
from heard_web.decisions.actions import PartFacts, decide, put_ask
from heard_web.decisions.models import Ask, AskPart
from heard_web.engagement.models import Activity
from heard_web.people.actions import release
from heard_web.people.models import DecisionBody, User
from heard_web.places.models import Setting
from heard_web.provision.actions import change_status, link_to_part, register
from heard_web.provision.compare import compared
from heard_web.provision.models import Provision, StatusChange
from heard_web.themes.models import Finding, FindingVoice
from heard_web.voice.models import Contribution

SignIn = Callable[[User], Client]
PUT_ON, OPENED_ON = datetime.date(2026, 6, 1), datetime.date(2026, 9, 1)


@pytest.fixture
def ask(officer: User, board: DecisionBody, workshop: Activity, school: Setting) -> Ask:
    said = Contribution.objects.create(
        held_by=officer.organisation, activity=workshop, mode="said", words="Too far", said_on=workshop.starts_on,
        recorded_by=officer,
    )  # fmt: skip
    finding = Finding.objects.create(
        held_by=officer.organisation, statement="Help is too far away", found_on=PUT_ON, written_by=officer
    )
    FindingVoice.objects.create(finding=finding, contribution=said)
    far = Setting.objects.create(urn=900055, name="Farfield Academy", town="Farfield")
    parts = [
        PartFacts("A base in Ashdale", setting=school, designation="communication", places=10),
        PartFacts("A base in Farfield", setting=far, designation="communication", places=20),
    ]
    return put_ask(by=officer, words="Open two bases", body=board, put_on=PUT_ON, findings=[finding], parts=parts)


@pytest.fixture
def base(officer: User, school: Setting) -> Provision:
    return register(
        by=officer, setting=school, name="The Beech Base", kind="resourced_provision", designation="communication",
        phase="primary", age_from=5, age_to=11, places=10,
    )  # fmt: skip


def words(lines: list[object], attribute: str) -> list[object]:
    return [getattr(line, attribute) for line in lines]


def test_a_place_is_put_on_the_register_by_the_number_of_its_school(
    as_person: SignIn, officer: User, school: Setting, ask: Ask
) -> None:
    sent = {
        "name": "The Beech Base", "setting": "900001", "kind": "resourced_provision", "designation": "semh",
        "places": "8", "on_roll": "6", "part": ask.parts.all()[0].pk,
    }  # fmt: skip
    browser = as_person(officer)

    wrong = browser.post("/provision/add/", sent).content.decode()
    browser.post("/provision/add/", {**sent, "counted_on": "2026-10-01"})

    found = Provision.objects.get()
    assert "Enter the day the children were counted." in wrong
    assert 'value="The Beech Base"' in wrong
    assert (found.setting, found.part, found.on_roll) == (school, ask.parts.all()[0], 6)


def test_the_history_keeps_every_step_with_its_reason_and_decision(
    as_person: SignIn, officer: User, ask: Ask, base: Provision
) -> None:
    decision = decide(ask, by=officer, answer=Answer.YES, decided_on=datetime.date(2026, 6, 20))
    change_status(base, by=officer, status="decided", happened_on=datetime.date(2026, 6, 20), decision=decision)
    change_status(base, by=officer, status="open", happened_on=OPENED_ON)
    sent = {"status": "closed", "happened_on": "2026-11-01", "reason": "The roof is unsafe."}

    as_person(officer).post(f"/provision/{base.pk}/status/", sent)

    page = as_person(officer).get(base.get_absolute_url()).content.decode()
    history = page[page.index("How it came to be") :]
    steps = ["Closed", "The roof is unsafe.", "Open", "Decided", "Because of the answer of 20 June 2026"]
    assert [history.index(step) for step in steps] == sorted(history.index(step) for step in steps)
    assert Provision.objects.as_it_stands().get().status == "closed"


@pytest.mark.parametrize("status", ["closed", "not_proceeding"])
def test_an_end_says_why_on_the_form_in_the_action_and_in_the_database(
    as_person: SignIn, officer: User, base: Provision, status: str
) -> None:
    page = as_person(officer).post(f"/provision/{base.pk}/status/", {"status": status, "happened_on": "2026-09-01"})

    assert "gives no reason" in page.content.decode()
    with pytest.raises(ReasonNeeded):
        change_status(base, by=officer, status=status, happened_on=OPENED_ON)
    with pytest.raises(IntegrityError), transaction.atomic():
        StatusChange.objects.create(provision=base, status=status, happened_on=OPENED_ON, recorded_by=officer)


def test_a_step_back_says_why(as_person: SignIn, officer: User, base: Provision) -> None:
    change_status(base, by=officer, status="funded", happened_on=PUT_ON)

    page = as_person(officer).post(f"/provision/{base.pk}/status/", {"status": "proposed", "happened_on": "2026-09-01"})

    assert "“Proposed” after “Funded” gives no reason" in page.content.decode()
    assert base.history.count() == 1


def test_the_same_entry_and_step_twice_are_one(officer: User, base: Provision) -> None:
    again = register(by=officer, setting=base.setting, name=base.name, kind=base.kind, designation=base.designation)
    for _ in range(2):
        change_status(base, by=officer, status="open", happened_on=OPENED_ON)

    assert again == base
    assert base.history.count() == 1
    assert AuditEvent.objects.filter(verb__in=["register", "change_provision_status"]).count() == 2


def test_ages_in_order_and_counts_with_a_day(officer: User, school: Setting) -> None:
    with pytest.raises(BadRecord, match="ages 11 to 5"):
        register(by=officer, setting=school, name="B", kind="ap", designation="semh", age_from=11, age_to=5)
    with pytest.raises(BadRecord, match="not on which day"):
        register(by=officer, setting=school, name="B", kind="ap", designation="semh", on_roll=4)


def test_a_place_delivered_as_asked_says_so(officer: User, ask: Ask, base: Provision) -> None:
    change_status(base, by=officer, status="open", happened_on=OPENED_ON)

    lines = compared(officer)

    assert words(lines, "result") == ["As asked", "Not delivered"]
    assert words(lines, "older") == ["", ""]


def test_a_place_that_drifted_says_how(as_person: SignIn, officer: User, ask: Ask, base: Provision) -> None:
    Provision.objects.filter(pk=base.pk).update(designation="generic", places=6)
    change_status(base, by=officer, status="open", happened_on=OPENED_ON)

    page = as_person(officer).get("/provision/recommended/").content.decode()

    assert "Differs" in page
    assert "communication and interaction was recommended and it is for all kinds of need" in page
    assert "10 places were recommended and it has 6" in page


def test_a_place_never_delivered_stays_with_its_reason_or_without(as_person: SignIn, officer: User, ask: Ask) -> None:
    ashdale, _ = ask.parts.all()
    decide(
        ask, by=officer, answer=Answer.NO, part=ashdale, reason="The site floods every winter.",
        decided_on=datetime.date(2026, 7, 1),
    )  # fmt: skip

    lines = compared(officer)
    page = as_person(officer).get("/provision/recommended/").content.decode()

    assert words(lines, "why_not") == ["The site floods every winter.", "no reason given yet"]
    assert page.count("Not delivered") >= 2


def test_a_place_planned_before_anyone_was_heard_is_older_than_the_voice(
    as_person: SignIn, officer: User, ask: Ask, base: Provision
) -> None:
    change_status(base, by=officer, status="idea", happened_on=datetime.date(2023, 2, 1))
    change_status(base, by=officer, status="open", happened_on=OPENED_ON)
    link_to_part(base, by=officer, part=ask.parts.all()[0])

    table = as_person(officer).get("/provision/recommended/").content.decode()
    page = as_person(officer).get(base.get_absolute_url()).content.decode()

    assert "Older than the voice" in table
    assert "1 February 2023" in page
    assert "12 May 2026" in page


def test_a_link_made_by_a_person_outweighs_a_name(officer: User, ask: Ask, school: Setting, base: Provision) -> None:
    twin = Setting.objects.create(urn=900099, name=school.name, town=school.town)
    moved = register(
        by=officer, setting=twin, name="The Elder Base", kind="sen_unit", designation="communication", places=10,
        part=ask.parts.all()[0],
    )  # fmt: skip
    change_status(moved, by=officer, status="open", happened_on=OPENED_ON)

    lines = compared(officer)

    assert lines[0].provision == moved
    assert "URN 900001) was recommended and it is at" in lines[0].comparison.words
    assert [line.provision for line in lines if line.part is None] == [base]


def test_a_second_place_for_one_part_stays_in_view(officer: User, ask: Ask, base: Provision, school: Setting) -> None:
    part = ask.parts.all()[0]
    link_to_part(base, by=officer, part=part)
    second = register(by=officer, setting=school, name="The Elder Base", kind="sen_unit", designation="semh", part=part)

    lines = compared(officer)

    assert {line.provision for line in lines if line.part == part} == {base, second}


def test_the_register_is_narrowed_by_need_phase_status_and_age(
    as_person: SignIn, officer: User, base: Provision, school: Setting
) -> None:
    register(
        by=officer, setting=school, name="The Oak Unit", kind="sen_unit", designation="semh", age_from=11, age_to=16
    )
    change_status(base, by=officer, status="open", happened_on=OPENED_ON)
    browser = as_person(officer)

    for chosen in ({"need": "communication"}, {"phase": "primary"}, {"status": "open"}, {"age": "7"}):
        page = browser.get("/provision/", chosen).content.decode()
        assert "The Beech Base" in page, chosen
        assert "The Oak Unit" not in page, chosen


def test_another_organisation_sees_an_entry_only_when_released(
    as_person: SignIn, officer: User, forum_member: User, ask: Ask, base: Provision
) -> None:
    link_to_part(base, by=officer, part=ask.parts.all()[0])
    browser = as_person(forum_member)

    before = browser.get(base.get_absolute_url()), browser.get("/provision/"), browser.get("/provision/export.csv")
    release(base, by=officer)
    after = browser.get(base.get_absolute_url()).content.decode()

    assert before[0].status_code == 404
    assert "Beech" not in before[1].content.decode() + before[2].content.decode()
    assert "The Beech Base" in after
    assert "An ask held by another organisation, not released" in after
    assert "A base in Ashdale" not in after + browser.get("/provision/recommended/").content.decode()


def test_only_those_who_hold_an_entry_change_it(
    as_person: SignIn, officer: User, stranger: User, inspector: User, base: Provision
) -> None:
    release(base, by=officer)

    for person in (stranger, inspector):
        with pytest.raises(PermissionDenied):
            change_status(base, by=person, status="open", happened_on=OPENED_ON)
        with pytest.raises(PermissionDenied):
            link_to_part(base, by=person, part=None)
        assert as_person(person).get(f"/provision/{base.pk}/status/").status_code in (403, 404)
    assert as_person(inspector).get("/provision/add/").status_code == 403


def test_a_cell_that_would_run_as_a_formula_does_not(as_person: SignIn, officer: User, base: Provision) -> None:
    Provision.objects.filter(pk=base.pk).update(name="=1+1")

    table = as_person(officer).get("/provision/export.csv").content.decode()

    assert "'=1+1" in table


def test_the_pages_and_files_stay_quick_with_a_thousand_places(
    as_person: SignIn, officer: User, ask: Ask, school: Setting, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    AskPart.objects.bulk_create(
        AskPart(ask=ask, words=f"Part {n}", setting=school, designation="semh", position=n) for n in range(998)
    )
    rows = Provision.objects.bulk_create(
        Provision(held_by=officer.organisation, setting=school, name=f"Base {n}", kind="ap", designation="semh")
        for n in range(1000)
    )
    StatusChange.objects.bulk_create(
        StatusChange(provision=row, status=ProvisionStatus.OPEN, happened_on=OPENED_ON, recorded_by=officer)
        for row in rows
    )
    browser = as_person(officer)

    for address in ("/provision/", "/provision/recommended/"):
        with django_assert_max_num_queries(15):
            assert browser.get(address).status_code == 200
    for address in ("/provision/export.csv", "/provision/recommended.csv"):
        with django_assert_max_num_queries(10):
            assert browser.get(address).content.decode().count("\n") >= 1001
