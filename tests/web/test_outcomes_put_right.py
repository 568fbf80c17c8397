"""What was written down wrongly is put right by its holder, once, and the history says so."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from heard.codes import Answer
from heard.errors import BadRecord, DatesOutOfOrder, ReasonNeeded
from heard_web.audit.models import AuditEvent
from heard_web.decisions.actions import PartFacts, decide, put_ask
from heard_web.decisions.models import Ask
from heard_web.engagement.models import Activity, Purpose
from heard_web.outcomes.actions import (
    ClaimFacts,
    agree_action,
    change_give_back,
    change_impact,
    change_outcome,
    record_impact,
    record_outcome,
    tell_back,
)
from heard_web.outcomes.models import GiveBack, Impact, Outcome
from heard_web.people.actions import release
from heard_web.people.models import DecisionBody, User
from heard_web.places.models import Setting

SignIn = Callable[[User], Client]
PUT_ON, DAY = datetime.date(2026, 6, 1), datetime.date(2026, 9, 2)
ASKED = datetime.date(2026, 10, 1)


@pytest.fixture
def ask(officer: User, board: DecisionBody, purpose: Purpose) -> Ask:
    parts = [PartFacts("A base in Elmtree"), PartFacts("A base in Farfield")]
    return put_ask(by=officer, words="Open bases", body=board, put_on=PUT_ON, purpose=purpose, parts=parts)


@pytest.fixture
def base(officer: User, ask: Ask, school: Setting) -> Impact:
    return record_impact(
        by=officer, named_thing="The Beach Base", in_use_since=DAY, setting=school, families_say="It is near",
        families_asked_on=ASKED, claims=[ClaimFacts(ask, ask.parts.all()[0])],
    )  # fmt: skip


@pytest.fixture
def shorter(officer: User, ask: Ask) -> Outcome:
    decision = decide(ask, by=officer, answer=Answer.YES, decided_on=datetime.date(2026, 6, 20))
    action = agree_action(decision, by=officer, words="Build it", owner="Head of places")
    return record_outcome(
        action, by=officer, measure="Minutes on the bus", before="70", after="200", measured_on=ASKED, evidence="Log"
    )


@pytest.fixture
def told(officer: User, workshop: Activity) -> GiveBack:
    return tell_back(by=officer, told_on=DAY, told_whom="Year 4", how="A poster", activity=workshop)


def put_right(base: Impact, by: User, **more: Any) -> Impact:
    facts: dict[str, Any] = {
        "named_thing": "The Beech Base", "in_use_since": DAY, "setting": base.setting,
        "families_say": base.families_say, "families_asked_on": ASKED,
    }  # fmt: skip
    return change_impact(base, by=by, **{**facts, **more})


def test_a_result_is_put_right_and_a_claim_that_stays_keeps_its_author(
    officer: User, second_officer: User, board: DecisionBody, ask: Ask, base: Impact
) -> None:
    other = put_ask(by=officer, words="Shorter journeys", body=board, put_on=PUT_ON)
    kept = base.claims.get()

    for _ in range(2):
        put_right(base, second_officer, claims=[ClaimFacts(ask, ask.parts.all()[0]), ClaimFacts(other)])

    base.refresh_from_db()
    assert (base.named_thing, base.written_by) == ("The Beech Base", officer)
    assert {claim.ask_id: claim.linked_by for claim in base.claims.all()} == {ask.pk: officer, other.pk: second_officer}
    assert base.claims.get(ask=ask).linked_at == kept.linked_at
    assert AuditEvent.objects.filter(verb="change_impact").count() == 1


def test_putting_a_result_right_leaves_claims_on_asks_nobody_here_may_see(
    officer: User, forum_member: User, board: DecisionBody, ask: Ask, base: Impact
) -> None:
    hidden = put_ask(by=forum_member, words="Ring back", body=board, put_on=PUT_ON)
    base.claims.create(ask=hidden)

    put_right(base, officer)

    assert [claim.ask for claim in base.claims.all()] == [hidden]


def test_a_result_put_right_keeps_the_rules_it_was_written_under(
    officer: User, forum_member: User, board: DecisionBody, base: Impact
) -> None:
    elsewhere = put_ask(by=officer, words="Another", body=board, put_on=PUT_ON, parts=[PartFacts("Elsewhere")])
    hidden = put_ask(by=forum_member, words="Ring back", body=board, put_on=PUT_ON)

    with pytest.raises(DatesOutOfOrder):
        put_right(base, officer, planned_on=ASKED)
    with pytest.raises(BadRecord, match="no date"):
        put_right(base, officer, families_asked_on=None)
    with pytest.raises(BadRecord, match="younger age first"):
        put_right(base, officer, age_from=11, age_to=5)
    with pytest.raises(BadRecord, match="another ask"):
        put_right(base, officer, claims=[ClaimFacts(base.asks.get(), elsewhere.parts.get())])
    with pytest.raises(PermissionDenied):
        put_right(base, officer, claims=[ClaimFacts(hidden)])


def test_only_the_holder_puts_a_record_right(
    as_person: SignIn, officer: User, stranger: User, forum_member: User, inspector: User, approver: User,
    base: Impact, shorter: Outcome, told: GiveBack,
) -> None:  # fmt: skip
    for row in (base, shorter, told):
        release(row, by=officer)
    ways = (f"/outcomes/result/{base.pk}/", f"/outcomes/change/{shorter.pk}/", f"/outcomes/told/{told.pk}/")

    for person in (stranger, forum_member, inspector, approver):
        with pytest.raises(PermissionDenied):
            put_right(base, person)
        with pytest.raises(PermissionDenied):
            change_outcome(shorter, by=person, measure="M", after="1", measured_on=DAY, evidence="E")
        with pytest.raises(PermissionDenied):
            change_give_back(told, by=person, told_on=DAY, told_whom="W", how="H", activity=told.activity)
        browser = as_person(person)
        assert {browser.get(f"{way}change/").status_code for way in ways} <= {403, 404}
    assert "/change/" not in as_person(stranger).get(base.get_absolute_url()).content.decode()


def test_the_form_shows_what_was_written_and_saves_what_is_put_right(
    as_person: SignIn, officer: User, ask: Ask, base: Impact
) -> None:
    browser = as_person(officer)
    address = f"/outcomes/result/{base.pk}/change/"
    part = ask.parts.all()[1]

    page = browser.get(base.get_absolute_url()).content.decode()
    form = browser.get(address)
    sent = {name: value for name, value in form.context["form"].initial.items() if value not in (None, "")}
    sent |= {
        "named_thing": "The Beech Base",
        "setting": "900001",
        "claims-TOTAL_FORMS": "1",
        "claims-INITIAL_FORMS": "0",
    }
    wrong = browser.post(address, {**sent, "families_asked_on": "", "claims-0-came_of": f"part-{part.pk}",
                                   "claims-0-strength": "partly"})  # fmt: skip
    right = browser.post(address, {**sent, "claims-0-came_of": f"part-{part.pk}", "claims-0-strength": "partly"})

    assert address in page
    assert f'value="part-{ask.parts.all()[0].pk}" selected' in form.content.decode()
    assert "Enter the day families were asked" in wrong.content.decode()
    assert "The Beech Base" in wrong.content.decode()
    assert right.headers["Location"] == base.get_absolute_url()
    base.refresh_from_db()
    assert (base.named_thing, base.setting_id is not None, base.families_say) == ("The Beech Base", True, "It is near")
    assert [(claim.part, claim.strength) for claim in base.claims.all()] == [(part, "partly")]


def test_every_claim_of_a_result_is_on_its_form_and_one_may_be_taken_away(
    as_person: SignIn, officer: User, board: DecisionBody, ask: Ask, base: Impact
) -> None:
    other = put_ask(by=officer, words="Shorter journeys", body=board, put_on=PUT_ON)
    base.claims.create(ask=other, linked_by=officer)
    browser = as_person(officer)
    address = f"/outcomes/result/{base.pk}/change/"

    form = browser.get(address).context
    rows = [row["came_of"].value() for row in form["claims"]]
    browser.post(address, {
        "named_thing": base.named_thing, "claims-TOTAL_FORMS": "2", "claims-INITIAL_FORMS": "0",
        "claims-0-came_of": "", "claims-0-strength": "direct", "claims-1-came_of": rows[1], "claims-1-strength": "direct",
    })  # fmt: skip

    assert rows == [f"part-{ask.parts.all()[0].pk}", f"ask-{other.pk}"]
    assert [claim.ask for claim in base.claims.all()] == [other]


def test_a_measured_change_is_put_right(as_person: SignIn, officer: User, shorter: Outcome) -> None:
    browser = as_person(officer)
    address = f"/outcomes/change/{shorter.pk}/change/"
    sent = {
        "measure": "Minutes on the bus",
        "before": "70",
        "after": "20",
        "measured_on": "2026-10-01",
        "evidence": "Log",
    }

    linked = address in browser.get(shorter.get_absolute_url()).content.decode()
    wrong = browser.post(address, {**sent, "evidence": ""}).content.decode()
    browser.post(address, sent)
    browser.post(address, sent)

    assert linked
    assert "Say what shows the change" in wrong
    assert Outcome.objects.get().after == "20"
    assert AuditEvent.objects.filter(verb="change_outcome").count() == 1
    with pytest.raises(ReasonNeeded):
        change_outcome(shorter, by=officer, measure="M", after="1", measured_on=DAY, evidence=" ")


def test_who_was_told_is_put_right(as_person: SignIn, officer: User, told: GiveBack, workshop: Activity) -> None:
    browser = as_person(officer)
    address = f"/outcomes/told/{told.pk}/change/"
    sent = {"told_whom": "Year 5", "how": "A poster", "told_on": "2026-09-02", "activity": workshop.pk}

    linked = address in browser.get("/outcomes/").content.decode()
    early = browser.post(address, {**sent, "told_on": "2026-05-01"}).content.decode()
    browser.post(address, sent)
    browser.post(address, sent)

    assert linked
    assert "They were heard on 12 May 2026" in early
    assert GiveBack.objects.get().told_whom == "Year 5"
    assert AuditEvent.objects.filter(verb="change_give_back").count() == 1


def test_where_a_page_was_published_is_not_put_right_here(as_person: SignIn, officer: User, workshop: Activity) -> None:
    page = tell_back(
        by=officer, told_on=DAY, told_whom="Anybody", how="Published page", activity=workshop, address="/stories/a/"
    )

    with pytest.raises(PermissionDenied, match="Change the page itself"):
        change_give_back(page, by=officer, told_on=DAY, told_whom="Year 5", how="A poster", activity=workshop)
    assert as_person(officer).get(f"/outcomes/told/{page.pk}/change/").status_code == 404
