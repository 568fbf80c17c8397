"""Asks: who may put and see them, what they rest on, and their parts."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from heard.errors import BadRecord, DatesOutOfOrder
from heard_web.audit.models import AuditEvent
from heard_web.decisions.actions import PartFacts, put_ask
from heard_web.decisions.models import Ask
from heard_web.people.actions import release
from heard_web.people.models import DecisionBody, User
from heard_web.places.models import Setting
from heard_web.themes.models import Finding

SignIn = Callable[[User], Client]
PUT_ON = datetime.date(2026, 6, 1)


@pytest.fixture
def finding(officer: User) -> Finding:
    return Finding.objects.create(
        held_by=officer.organisation, statement="Pupils want a quiet room", found_on=PUT_ON, written_by=officer
    )


@pytest.fixture
def ask(officer: User, board: DecisionBody, finding: Finding) -> Ask:
    return put_ask(
        by=officer, words="Open a quiet room in every school", body=board, put_on=PUT_ON, findings=[finding],
        parts=[PartFacts("A quiet room in Elmtree"), PartFacts("A quiet room in Farfield")],
        answer_due_on=datetime.date(2026, 7, 1),
    )  # fmt: skip


def typed(board: DecisionBody, **more: object) -> dict[str, object]:
    rows = {"parts-TOTAL_FORMS": "1", "parts-INITIAL_FORMS": "0", "parts-0-words": ""}
    return {"words": "Open a quiet room", "body": board.pk, "put_on": "2026-06-01", **rows, **more}


def test_an_ask_is_put_with_its_findings_and_parts(
    as_person: SignIn, officer: User, board: DecisionBody, finding: Finding, school: Setting
) -> None:
    sent = typed(board, findings=[finding.pk], **{
        "parts-0-words": "One at Alder Brook", "parts-0-setting": "Alder Brook", "parts-0-designation": "semh",
        "parts-0-age_from": "5", "parts-0-age_to": "11", "parts-0-places": "8",
    })  # fmt: skip

    answer = as_person(officer).post("/decisions/add/", sent)

    ask = Ask.objects.get()
    assert answer.headers["Location"] == ask.get_absolute_url()
    assert list(ask.findings.all()) == [finding]
    assert ask.parts.get().facts == (
        "Alder Brook Primary, Ashdale, Social, emotional and mental health, ages 5 to 11, 8 places"
    )


def test_two_schools_of_one_name_are_told_apart_before_a_part_is_kept(
    as_person: SignIn, officer: User, board: DecisionBody, school: Setting
) -> None:
    twin = Setting.objects.create(urn=900077, name="Alder Brook Primary", town="Far Vale")
    sent = typed(board, **{"parts-0-words": "A base", "parts-0-setting": "Alder Brook Primary"})

    first = as_person(officer).post("/decisions/add/", sent)
    second = as_person(officer).post("/decisions/add/", {**sent, "parts-0-setting_choice": twin.pk})

    assert "2 settings match" in first.content.decode()
    assert "URN 900077" in first.content.decode()
    assert second.status_code == 302
    assert Ask.objects.get().parts.get().setting == twin


def test_a_part_can_be_added_without_losing_what_was_typed(
    as_person: SignIn, officer: User, board: DecisionBody
) -> None:
    sent = typed(board, another="1", words="Half of a sent", **{"parts-0-words": "First part"})

    page = as_person(officer).post("/decisions/add/", sent).content.decode()

    assert "Half of a sent" in page
    assert 'value="First part"' in page
    assert 'name="parts-1-words"' in page
    assert "govuk-error-message" not in page
    assert Ask.objects.count() == 0


def test_what_was_typed_comes_back_when_something_is_wrong(
    as_person: SignIn, officer: User, board: DecisionBody
) -> None:
    sent = typed(board, put_on="the first of June", agreed_with="Young advisers", **{
        "parts-0-words": "A base", "parts-0-setting": "Nowhere Academy", "parts-0-places": "ten",
    })  # fmt: skip

    page = as_person(officer).post("/decisions/add/", sent).content.decode()

    for kept in (
        "the first of June",
        "Young advisers",
        "Nowhere Academy",
        'value="ten"',
        "No setting in the list matches",
    ):
        assert kept in page


def test_putting_the_same_ask_twice_gives_one_ask(officer: User, board: DecisionBody, ask: Ask) -> None:
    parts = [PartFacts("A quiet room in Elmtree"), PartFacts("A quiet room in Farfield")]

    again = put_ask(by=officer, words=ask.words, body=board, put_on=PUT_ON, parts=parts)

    assert again == ask
    assert AuditEvent.objects.filter(verb="put_ask").count() == 1


def test_an_ask_cannot_rest_on_a_finding_its_writer_may_not_see(
    officer: User, forum_member: User, board: DecisionBody
) -> None:
    theirs = Finding.objects.create(
        held_by=forum_member.organisation, statement="Kept by the forum", found_on=PUT_ON, written_by=forum_member
    )

    with pytest.raises(PermissionDenied):
        put_ask(by=officer, words="Do something", body=board, put_on=PUT_ON, findings=[theirs])

    assert Ask.objects.count() == 0


def test_an_ask_needs_dates_and_ages_in_order(officer: User, board: DecisionBody) -> None:
    early = datetime.date(2026, 5, 1)

    with pytest.raises(DatesOutOfOrder, match="1 May 2026"):
        put_ask(by=officer, words="Do something", body=board, put_on=PUT_ON, answer_due_on=early)
    with pytest.raises(BadRecord, match="ages 11 to 5"):
        put_ask(by=officer, words="Do", body=board, put_on=PUT_ON, parts=[PartFacts("A base", age_from=11, age_to=5)])


def test_only_people_who_record_put_asks(
    as_person: SignIn, decision_maker: User, inspector: User, approver: User, board: DecisionBody
) -> None:
    for person in (decision_maker, inspector, approver):
        with pytest.raises(PermissionDenied):
            put_ask(by=person, words="Do something", body=board, put_on=PUT_ON)

        assert as_person(person).get("/decisions/add/").status_code == 403


def test_a_forum_s_ask_is_hidden_until_the_forum_releases_it(
    as_person: SignIn, officer: User, forum_member: User, board: DecisionBody
) -> None:
    ask = put_ask(by=forum_member, words="Pay carers for their time", body=board, put_on=PUT_ON)
    browser = as_person(officer)

    before = browser.get(ask.get_absolute_url()), browser.get("/decisions/"), browser.get("/decisions/export.csv")
    release(ask, by=forum_member)
    after = browser.get(ask.get_absolute_url())

    assert before[0].status_code == 404
    assert "Pay carers" not in before[1].content.decode() + before[2].content.decode()
    assert after.status_code == 200


def test_a_finding_the_forum_holds_is_named_by_its_holder_alone(
    as_person: SignIn, officer: User, forum_member: User, board: DecisionBody
) -> None:
    kept = Finding.objects.create(
        held_by=forum_member.organisation, statement="Lifts are always late", found_on=PUT_ON, written_by=forum_member
    )
    ask = put_ask(by=forum_member, words="Run the taxis on time", body=board, put_on=PUT_ON, findings=[kept])
    release(ask, by=forum_member)

    page = as_person(officer).get(ask.get_absolute_url()).content.decode()

    assert "A finding is held by Ashdale Parent Carer Forum, not released" in page
    assert "Lifts are always late" not in page


def test_the_list_is_narrowed_by_body_answer_and_delay(
    as_person: SignIn, officer: User, board: DecisionBody, ask: Ask
) -> None:
    other = DecisionBody.objects.create(name="Schools Forum", organisation=officer.organisation)
    put_ask(by=officer, words="Print it larger", body=other, put_on=PUT_ON)
    browser = as_person(officer)

    by_body = browser.get("/decisions/", {"body": other.pk}).content.decode()
    overdue = browser.get("/decisions/", {"overdue": "on"}).content.decode()
    said_yes = browser.get("/decisions/", {"answer": "yes"}).content.decode()

    assert "Print it larger" in by_body
    assert "quiet room" not in by_body
    assert "Answer overdue" in overdue
    assert "Print it larger" not in overdue
    assert "No ask matches" in said_yes


def test_a_cell_that_would_run_as_a_formula_does_not(as_person: SignIn, officer: User, board: DecisionBody) -> None:
    put_ask(by=officer, words="=HYPERLINK(1)", body=board, put_on=PUT_ON, parts=[PartFacts("@part")])

    table = as_person(officer).get("/decisions/export.csv").content.decode()

    assert "'=HYPERLINK(1)" in table
    assert "'@part" in table


def test_the_list_and_its_file_stay_quick_with_a_thousand_asks(
    as_person: SignIn, officer: User, board: DecisionBody, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    Ask.objects.bulk_create(
        Ask(held_by=officer.organisation, words=f"Ask {n}", body=board, put_on=PUT_ON, written_by=officer)
        for n in range(1000)
    )
    browser = as_person(officer)

    with django_assert_max_num_queries(15):
        page = browser.get("/decisions/")
    with django_assert_max_num_queries(10):
        table = browser.get("/decisions/export.csv")

    assert "1000 asks" in page.content.decode()
    assert table.content.decode().count("\n") == 1001
