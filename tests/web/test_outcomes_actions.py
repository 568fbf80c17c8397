"""Actions, results and replies: who may write them, what they must say, and what is owed."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from heard.codes import Answer
from heard.errors import BadRecord, DatesOutOfOrder, ReasonNeeded
from heard_web.audit.models import AuditEvent
from heard_web.decisions.actions import PartFacts, decide, put_ask
from heard_web.decisions.models import Decision
from heard_web.engagement.models import Activity, Purpose
from heard_web.outcomes.actions import (
    ClaimFacts,
    agree_action,
    change_status,
    record_impact,
    record_outcome,
    tell_back,
)
from heard_web.outcomes.models import Action, GiveBack, Impact, Outcome
from heard_web.outcomes.owing import owed_to_people
from heard_web.people.actions import release
from heard_web.people.models import DecisionBody, User
from heard_web.places.models import Setting

SignIn = Callable[[User], Client]
PUT_ON, SAID_ON = datetime.date(2026, 6, 1), datetime.date(2026, 6, 20)


@pytest.fixture
def decision(officer: User, board: DecisionBody, purpose: Purpose) -> Decision:
    parts = [PartFacts("A ramp at the front"), PartFacts("A ramp at the back")]
    ask = put_ask(by=officer, words="Build ramps", body=board, put_on=PUT_ON, purpose=purpose, parts=parts)
    return decide(ask, by=officer, answer=Answer.YES, decided_on=SAID_ON)


@pytest.fixture
def action(officer: User, decision: Decision) -> Action:
    return agree_action(
        decision, by=officer, words="Order the ramps", owner="Site manager", due_on=datetime.date(2026, 8, 1)
    )


def test_an_action_has_an_owner_and_a_day(as_person: SignIn, officer: User, decision: Decision) -> None:
    sent = {"words": "Order the ramps", "owner": "", "due_on": "2026-08-01", "status": "on_track"}
    browser = as_person(officer)

    wrong = browser.post(f"/outcomes/decision/{decision.pk}/action/", sent).content.decode()
    right = browser.post(f"/outcomes/decision/{decision.pk}/action/", {**sent, "owner": "Site manager"})

    assert "Write who will do it" in wrong
    assert "Order the ramps" in wrong
    assert right.headers["Location"] == Action.objects.get().get_absolute_url()


def test_a_stopped_action_says_why_on_the_form_in_the_action_and_in_the_database(
    as_person: SignIn, officer: User, action: Action
) -> None:
    page = as_person(officer).post(
        f"/outcomes/action/{action.pk}/status/", {"status": "stopped", "progress": "Half built"}
    )

    assert "gives no reason" in page.content.decode()
    assert "Half built" in page.content.decode()
    with pytest.raises(ReasonNeeded):
        change_status(action, by=officer, status="stopped", because=" ")
    with pytest.raises(IntegrityError), transaction.atomic():
        Action.objects.filter(pk=action.pk).update(status="stopped")


def test_saying_the_same_status_twice_writes_history_once(officer: User, action: Action) -> None:
    change_status(action, by=officer, status="on_track", progress="Ordered")
    change_status(action, by=officer, status="on_track", progress="Ordered")

    assert AuditEvent.objects.filter(verb="change_status").count() == 1


def test_an_action_taken_up_again_drops_the_reason_it_was_stopped_for(officer: User, action: Action) -> None:
    change_status(action, by=officer, status="stopped", because="The builder closed down.")

    again = change_status(action, by=officer, status="on_track")

    assert again.stopped_because == ""


def test_an_overdue_action_is_marked_until_it_is_finished(as_person: SignIn, officer: User, action: Action) -> None:
    browser = as_person(officer)

    late = browser.get(action.get_absolute_url()).content.decode()
    change_status(action, by=officer, status="completed")
    done = browser.get(action.get_absolute_url()).content.decode()

    assert "Overdue" in late
    assert "Overdue" not in done


def test_a_change_names_its_evidence(as_person: SignIn, officer: User, action: Action) -> None:
    sent = {"measure": "Doors people can use", "before": "1", "after": "3", "measured_on": "2026-09-01", "evidence": ""}
    address = f"/outcomes/action/{action.pk}/change/"

    wrong = as_person(officer).post(address, sent).content.decode()
    as_person(officer).post(address, {**sent, "evidence": "Photographs of both doors"})

    assert "Say what shows the change" in wrong
    assert Outcome.objects.get().evidence == "Photographs of both doors"
    with pytest.raises(ReasonNeeded):
        record_outcome(action, by=officer, measure="Doors", after="3", measured_on=SAID_ON, evidence=" ")


def test_a_result_is_written_down_with_the_part_it_came_of(
    as_person: SignIn, officer: User, decision: Decision, school: Setting
) -> None:
    part = decision.ask.parts.all()[1]
    start = as_person(officer).get(f"/outcomes/result/add/?part={part.pk}").content.decode()
    sent = {
        "named_thing": "The blue ramp", "setting": "900001", "in_use_since": "2026-09-01",
        "claims-TOTAL_FORMS": "1", "claims-INITIAL_FORMS": "0", "claims-0-came_of": f"part-{part.pk}",
        "claims-0-strength": "partly",
    }  # fmt: skip

    as_person(officer).post("/outcomes/result/add/", sent)

    impact = Impact.objects.get()
    assert f'value="part-{part.pk}" selected' in start
    assert (impact.setting, impact.claims.get().part, impact.claims.get().strength) == (school, part, "partly")


def test_another_claim_can_be_added_without_losing_what_was_typed(as_person: SignIn, officer: User) -> None:
    sent = {"named_thing": "The blue ramp", "families_say": "It helps", "another": "1", "claims-TOTAL_FORMS": "1",
            "claims-INITIAL_FORMS": "0"}  # fmt: skip

    page = as_person(officer).post("/outcomes/result/add/", sent).content.decode()

    assert 'name="claims-1-came_of"' in page
    assert "It helps" in page
    assert "govuk-error-message" not in page


def test_what_families_say_has_a_day_and_a_result_has_dates_in_order(officer: User) -> None:
    with pytest.raises(BadRecord, match="no date"):
        record_impact(by=officer, named_thing="The blue ramp", families_say="It helps")
    with pytest.raises(DatesOutOfOrder):
        record_impact(by=officer, named_thing="The blue ramp", planned_on=SAID_ON, in_use_since=PUT_ON)


def test_a_result_cannot_claim_an_ask_its_writer_may_not_see(
    officer: User, forum_member: User, board: DecisionBody
) -> None:
    theirs = put_ask(by=forum_member, words="Pay carers", body=board, put_on=PUT_ON)

    with pytest.raises(PermissionDenied):
        record_impact(by=officer, named_thing="A card", claims=[ClaimFacts(theirs)])

    assert Impact.objects.count() == 0


def test_a_reply_is_about_something_and_comes_after_the_visit(
    as_person: SignIn, officer: User, workshop: Activity
) -> None:
    sent = {"told_whom": "Year 5", "how": "A poster", "told_on": "2026-05-01"}
    browser = as_person(officer)

    nothing = browser.post("/outcomes/told/add/", sent).content.decode()
    early = browser.post("/outcomes/told/add/", {**sent, "activity": workshop.pk}).content.decode()
    browser.post("/outcomes/told/add/", {**sent, "activity": workshop.pk, "told_on": "2026-06-01"})

    assert "Choose an ask, or a visit or event" in nothing
    assert "They were heard on 12 May 2026" in early
    assert GiveBack.objects.get().activity == workshop


def test_a_promised_reply_is_owed_until_people_were_told(officer: User, purpose: Purpose, workshop: Activity) -> None:
    Purpose.objects.filter(pk=purpose.pk).update(
        giveback_promise="A poster for each class", giveback_due_on=datetime.date(2026, 7, 1)
    )
    today = datetime.date(2026, 7, 11)

    before = owed_to_people(officer, today=today)
    tell_back(by=officer, told_on=datetime.date(2026, 7, 5), told_whom="Year 5", how="A poster", activity=workshop)
    after = owed_to_people(officer, today=today)

    assert [(item.kind, item.days_late) for item in before] == [("give-back", 10)]
    assert after == []


def test_what_is_owed_knows_nothing_of_another_organisation(officer: User, forum_member: User, action: Action) -> None:
    today = datetime.date(2026, 9, 1)

    assert [item.kind for item in owed_to_people(officer, today=today)] == ["action"]
    assert owed_to_people(forum_member, today=today) == []


def test_only_those_who_hold_a_record_change_it(
    as_person: SignIn,
    stranger: User,
    inspector: User,
    forum_member: User,
    officer: User,
    action: Action,
    decision: Decision,
) -> None:
    release(action, by=officer)
    release(decision, by=officer)

    for person in (stranger, inspector, forum_member):
        with pytest.raises(PermissionDenied):
            change_status(action, by=person, status="completed")
        with pytest.raises(PermissionDenied):
            agree_action(decision, by=person, words="Something", owner="Somebody")
        assert as_person(person).get(f"/outcomes/action/{action.pk}/status/").status_code in (403, 404)
    assert as_person(inspector).get(action.get_absolute_url()).status_code == 200


def test_an_action_hides_from_other_organisations_until_released(
    as_person: SignIn, officer: User, forum_member: User, action: Action
) -> None:
    browser = as_person(forum_member)

    before = browser.get(action.get_absolute_url())
    release(action, by=officer)
    after = browser.get(action.get_absolute_url())

    assert (before.status_code, after.status_code) == (404, 200)
    assert "Build ramps" not in after.content.decode()


def test_writing_the_same_down_twice_keeps_one(
    officer: User, decision: Decision, action: Action, workshop: Activity
) -> None:
    for _ in range(2):
        agree_action(decision, by=officer, words=action.words, owner=action.owner, due_on=action.due_on)
        record_outcome(action, by=officer, measure="Doors", after="3", measured_on=SAID_ON, evidence="Photographs")
        record_impact(by=officer, named_thing="The blue ramp", claims=[ClaimFacts(decision.ask)])
        tell_back(by=officer, told_on=SAID_ON, told_whom="Year 5", how="A poster", activity=workshop)

    rows = (Action, Outcome, Impact, GiveBack)
    assert [model.objects.count() for model in rows] == [1, 1, 1, 1]
    assert AuditEvent.objects.filter(verb="record_impact").count() == 1


def test_a_cell_that_would_run_as_a_formula_does_not(as_person: SignIn, officer: User, decision: Decision) -> None:
    agree_action(decision, by=officer, words="=cmd()", owner="+44")

    table = as_person(officer).get("/outcomes/export.csv").content.decode()

    assert "'=cmd()" in table


def test_the_list_and_its_file_stay_quick_with_a_thousand_actions(
    as_person: SignIn, officer: User, decision: Decision, purpose: Purpose,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    day = timezone.localdate() - datetime.timedelta(days=3)
    Action.objects.bulk_create(
        Action(held_by=officer.organisation, decision=decision, words=f"Action {n}", owner="Someone", due_on=day,
               written_by=officer) for n in range(1000)
    )  # fmt: skip
    Impact.objects.bulk_create(
        Impact(held_by=officer.organisation, named_thing=f"Thing {n}", written_by=officer) for n in range(1000)
    )
    browser = as_person(officer)

    with django_assert_max_num_queries(15):
        page = browser.get("/outcomes/").content.decode()
    with django_assert_max_num_queries(10):
        table = browser.get("/outcomes/export.csv").content.decode()

    assert "1000 actions" in page
    assert "And 990 more that are overdue." in page
    assert table.count("\n") == 1001
