"""Answers: a reason unless yes, who may write them, and a history that is never overwritten."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from heard.codes import Answer
from heard.errors import BadRecord, DatesOutOfOrder, ReasonNeeded
from heard_web.audit.models import AuditEvent
from heard_web.decisions.actions import PartFacts, decide, put_ask
from heard_web.decisions.models import Ask, Decision
from heard_web.engagement.models import Activity
from heard_web.people.actions import release
from heard_web.people.models import DecisionBody, User
from heard_web.themes.models import Finding, FindingVoice
from heard_web.voice.models import Contribution

SignIn = Callable[[User], Client]
PUT_ON = datetime.date(2026, 6, 1)
SAID_ON = datetime.date(2026, 6, 20)


@pytest.fixture
def voice(officer: User, workshop: Activity) -> Contribution:
    return Contribution.objects.create(
        held_by=officer.organisation, activity=workshop, mode="said", words="The hall is too loud for me",
        said_on=workshop.starts_on, recorded_by=officer,
    )  # fmt: skip


@pytest.fixture
def ask(officer: User, board: DecisionBody, voice: Contribution) -> Ask:
    finding = Finding.objects.create(
        held_by=officer.organisation, statement="Pupils want a quiet room", found_on=PUT_ON, written_by=officer
    )
    FindingVoice.objects.create(finding=finding, contribution=voice)
    parts = [PartFacts("A quiet room in Elmtree"), PartFacts("A quiet room in Farfield")]
    return put_ask(by=officer, words="Open quiet rooms", body=board, put_on=PUT_ON, findings=[finding], parts=parts)


def typed(**more: object) -> dict[str, object]:
    return {"answer": "no", "reason": "The building has no spare room.", "decided_on": "2026-06-20", **more}


@pytest.mark.parametrize("answer", [answer for answer in Answer if answer is not Answer.YES])
def test_every_answer_but_yes_gives_a_reason_on_the_form(
    as_person: SignIn, decision_maker: User, ask: Ask, answer: Answer
) -> None:
    sent = typed(answer=answer.value, reason="", options="A screen in the corner")

    page = as_person(decision_maker).post(f"/decisions/{ask.pk}/decide/", sent).content.decode()

    assert "gives no reason" in page
    assert "A screen in the corner" in page
    assert Decision.objects.count() == 0


@pytest.mark.parametrize("answer", [answer for answer in Answer if answer is not Answer.YES])
def test_every_answer_but_yes_gives_a_reason_in_the_database(officer: User, ask: Ask, answer: Answer) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(
            held_by=officer.organisation, ask=ask, answer=answer, decided_on=SAID_ON, written_by=officer
        )

    with pytest.raises(ReasonNeeded):
        decide(ask, by=officer, answer=answer, decided_on=SAID_ON)


def test_a_yes_needs_no_reason(officer: User, ask: Ask) -> None:
    decision = decide(ask, by=officer, answer=Answer.YES, decided_on=SAID_ON)

    assert decision.reason == ""


def test_an_answer_says_who_was_in_the_room_and_which_voices_were_put_to_it(
    as_person: SignIn, decision_maker: User, ask: Ask, voice: Contribution
) -> None:
    sent = typed(contributions=[voice.pk], room_cyp="2", room_council_officer="5", part=ask.parts.all()[0].pk)

    as_person(decision_maker).post(f"/decisions/{ask.pk}/decide/", sent)

    decision = Decision.objects.get()
    assert decision.part == ask.parts.all()[0]
    assert list(decision.contributions.all()) == [voice]
    assert {row.group: row.people for row in decision.in_the_room.all()} == {"cyp": 2, "council_officer": 5}
    assert AuditEvent.objects.filter(verb="decide", record_number=decision.pk).exists()


def test_a_later_answer_never_overwrites_an_earlier_one(as_person: SignIn, officer: User, ask: Ask) -> None:
    decide(ask, by=officer, answer=Answer.NO, reason="There is no money this year.", decided_on=SAID_ON)
    decide(ask, by=officer, answer=Answer.YES, decided_on=datetime.date(2026, 9, 1))

    page = as_person(officer).get(ask.get_absolute_url()).content.decode()

    assert page.index("Yes, 1 September 2026") < page.index("No, 20 June 2026")
    assert "There is no money this year." in page


def test_writing_the_same_answer_twice_keeps_one(officer: User, ask: Ask) -> None:
    first = decide(ask, by=officer, answer=Answer.YES, decided_on=SAID_ON)

    again = decide(ask, by=officer, answer=Answer.YES, decided_on=SAID_ON)

    assert again == first
    assert AuditEvent.objects.filter(verb="decide").count() == 1


def test_a_part_of_another_ask_cannot_be_answered_here(officer: User, board: DecisionBody, ask: Ask) -> None:
    other = put_ask(by=officer, words="Another", body=board, put_on=PUT_ON, parts=[PartFacts("Elsewhere")])

    with pytest.raises(BadRecord):
        decide(ask, by=officer, answer=Answer.YES, decided_on=SAID_ON, part=other.parts.get())


def test_an_answer_is_not_dated_before_its_ask(officer: User, ask: Ask) -> None:
    with pytest.raises(DatesOutOfOrder, match="1 June 2026"):
        decide(ask, by=officer, answer=Answer.YES, decided_on=datetime.date(2026, 5, 30))


def test_a_voice_that_was_taken_back_is_not_offered_or_counted(
    as_person: SignIn, officer: User, ask: Ask, voice: Contribution
) -> None:
    decide(ask, by=officer, answer=Answer.YES, decided_on=SAID_ON, contributions=[voice])
    browser = as_person(officer)
    offered = browser.get(f"/decisions/{ask.pk}/decide/").content.decode()
    Contribution.objects.filter(pk=voice.pk).update(withdrawn_at=timezone.now(), words="")

    page = browser.get(ask.get_absolute_url()).content.decode()
    form = browser.get(f"/decisions/{ask.pk}/decide/").content.decode()

    assert "The hall is too loud" in offered
    assert "none recorded" in page
    assert "Which voices" not in form
    with pytest.raises(PermissionDenied):
        decide(ask, by=officer, answer=Answer.YES, decided_on=PUT_ON, contributions=[voice])


def test_the_body_s_own_people_answer_a_released_ask_of_the_forum(
    decision_maker: User, forum_member: User, board: DecisionBody
) -> None:
    ask = put_ask(by=forum_member, words="Pay carers for their time", body=board, put_on=PUT_ON)
    with pytest.raises(PermissionDenied):
        decide(ask, by=decision_maker, answer=Answer.YES, decided_on=SAID_ON)
    release(ask, by=forum_member)

    decision = decide(ask, by=decision_maker, answer=Answer.YES, decided_on=SAID_ON)

    assert decision.held_by == decision_maker.organisation


def test_a_stranger_s_answer_is_refused_and_an_inspector_only_reads(
    as_person: SignIn, officer: User, stranger: User, inspector: User, ask: Ask
) -> None:
    release(ask, by=officer)

    assert as_person(stranger).get(f"/decisions/{ask.pk}/decide/").status_code == 403
    assert as_person(inspector).get(f"/decisions/{ask.pk}/decide/").status_code == 403
    assert as_person(inspector).get(ask.get_absolute_url()).status_code == 200
    for person in (stranger, inspector):
        with pytest.raises(PermissionDenied):
            decide(ask, by=person, answer=Answer.YES, decided_on=SAID_ON)


def test_an_answer_not_released_shows_only_who_holds_it(
    as_person: SignIn, decision_maker: User, forum_member: User, board: DecisionBody
) -> None:
    ask = release(put_ask(by=forum_member, words="Pay carers", body=board, put_on=PUT_ON), by=forum_member)
    decide(ask, by=decision_maker, answer=Answer.NO, reason="The budget is closed until April.", decided_on=SAID_ON)

    page = as_person(forum_member).get(ask.get_absolute_url()).content.decode()

    assert "An answer is held by Ashdale Council, not released" in page
    assert "budget" not in page
    assert "No answer yet" in page


def test_those_who_answer_are_told_who_cannot_read_it_yet(
    as_person: SignIn, officer: User, forum_member: User, board: DecisionBody
) -> None:
    ask = release(put_ask(by=forum_member, words="Pay carers", body=board, put_on=PUT_ON), by=forum_member)
    answer = decide(ask, by=officer, answer=Answer.YES, decided_on=SAID_ON)
    browser = as_person(officer)

    before = browser.get(ask.get_absolute_url()).content.decode()
    browser.post(f"/people/release/decisions.decision/{answer.pk}/")
    after = as_person(forum_member).get(ask.get_absolute_url()).content.decode()

    release_form = before[before.index(f"/people/release/decisions.decision/{answer.pk}/") :]
    assert "csrfmiddlewaretoken" in release_form[: release_form.index("</form>")]
    assert "Ashdale Parent Carer Forum put this ask, and cannot read this answer until you release it." in before
    assert "Yes, 20 June 2026" in after


def test_the_record_handed_to_the_library_knows_only_what_this_person_sees(
    officer: User, forum_member: User, board: DecisionBody
) -> None:
    ask = release(put_ask(by=forum_member, words="Pay carers", body=board, put_on=PUT_ON), by=forum_member)
    decide(ask, by=officer, answer=Answer.YES, decided_on=SAID_ON)

    answers = {user.name: Ask.objects.visible_to(user).records(user)[0].answer for user in (officer, forum_member)}

    assert answers == {officer.name: Answer.YES, forum_member.name: Answer.AWAITING}
