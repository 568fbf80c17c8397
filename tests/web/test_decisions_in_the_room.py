"""What those who decide have in front of them: each finding whole, a day for the answer, and who is in the room."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from heard.codes import ParticipantGroup
from heard_web.decisions.actions import put_ask
from heard_web.decisions.models import Ask, Decision
from heard_web.engagement.models import Activity
from heard_web.people.actions import release
from heard_web.people.models import DecisionBody, User
from heard_web.themes.models import Finding, FindingCondition, FindingVoice
from heard_web.voice.models import Contribution

SignIn = Callable[[User], Client]
PUT_ON = datetime.date(2026, 6, 1)


@pytest.fixture
def voice(officer: User, workshop: Activity) -> Contribution:
    return Contribution.objects.create(
        held_by=officer.organisation, activity=workshop, mode="said", words="Only if I may leave when I like",
        said_on=workshop.starts_on, recorded_by=officer,
    )  # fmt: skip


@pytest.fixture
def finding(officer: User, voice: Contribution) -> Finding:
    row = Finding.objects.create(
        held_by=officer.organisation, statement="Pupils want a quiet room", found_on=PUT_ON, written_by=officer,
        minority_view="Two like the noise", cautions="Nobody under 5 was asked",
    )  # fmt: skip
    FindingVoice.objects.create(finding=row, contribution=voice)
    FindingCondition.objects.create(finding=row, words="it is never locked")
    return row


@pytest.fixture
def ask(officer: User, board: DecisionBody, finding: Finding) -> Ask:
    return put_ask(by=officer, words="Open quiet rooms", body=board, put_on=PUT_ON, findings=[finding])


@pytest.mark.parametrize("page", ["", "decide/"])
def test_those_who_decide_read_a_finding_with_its_conditions_cautions_and_the_minority_view(
    as_person: SignIn, decision_maker: User, ask: Ask, page: str
) -> None:
    shown = as_person(decision_maker).get(f"/decisions/{ask.pk}/{page}").content.decode()

    for words in ("Pupils want a quiet room", "it is never locked", "Two like the noise", "Nobody under 5 was asked"):
        assert words in shown


@pytest.mark.parametrize("page", ["", "decide/"])
def test_a_condition_in_a_voice_s_own_words_goes_with_the_voice_and_stays_behind_the_wall(
    as_person: SignIn, officer: User, stranger: User, ask: Ask, finding: Finding, voice: Contribution, page: str
) -> None:
    FindingCondition.objects.create(finding=finding, words="may leave when I like", contribution=voice)
    for row in (ask, finding):
        release(row, by=officer)

    own = as_person(officer).get(f"/decisions/{ask.pk}/{page}").content.decode()
    strange = as_person(stranger).get(f"/decisions/{ask.pk}/").content.decode()
    Contribution.objects.filter(pk=voice.pk).update(withdrawn_at=timezone.now(), words="")
    after = as_person(officer).get(f"/decisions/{ask.pk}/{page}").content.decode()

    assert "may leave when I like" in own
    assert "it is never locked" in strange and "may leave when I like" not in strange
    assert "may leave when I like" not in after


def test_a_finding_the_reader_may_not_see_is_named_by_its_holder_while_they_answer(
    as_person: SignIn, officer: User, forum_member: User, board: DecisionBody
) -> None:
    secret = Finding.objects.create(
        held_by=forum_member.organisation, statement="Kept inside", found_on=PUT_ON, written_by=forum_member
    )
    ask = release(
        put_ask(by=forum_member, words="Ring back", body=board, put_on=PUT_ON, findings=[secret]), by=forum_member
    )

    shown = as_person(officer).get(f"/decisions/{ask.pk}/decide/").content.decode()

    assert "A finding is held by Ashdale Parent Carer Forum, not released" in shown
    assert "Kept inside" not in shown


def test_the_usual_groups_come_first_and_no_other_group_is_lost(
    as_person: SignIn, decision_maker: User, ask: Ask
) -> None:
    browser = as_person(decision_maker)
    address = f"/decisions/{ask.pk}/decide/"
    sent = {"answer": "no", "reason": "", "decided_on": "2026-06-20", "room_cyp": "3", "room_student": "2"}

    start = browser.get(address).content.decode()
    wrong = browser.post(address, sent).content.decode()
    browser.post(address, {**sent, "reason": "There is no spare room."})

    fold = start.index("Others in the room")
    boxes = {group: start.index(f'name="room_{group.value}"') for group in ParticipantGroup}
    assert [group.value for group in ParticipantGroup if boxes[group] < fold] == [
        "cyp", "parent_carer", "pcf_rep", "health", "council_officer",
    ]  # fmt: skip
    assert "<details" in start[:fold] and " open>" not in start[start.rindex("<details", 0, fold) : fold]
    assert " open>" in wrong[wrong.rindex("<details", 0, wrong.index("Others in the room")) :][:80]
    assert {row.group: row.people for row in Decision.objects.get().in_the_room.all()} == {"cyp": 3, "student": 2}


def test_an_ask_starts_with_a_day_for_its_answer_that_may_be_changed_or_left_out(
    as_person: SignIn, officer: User, board: DecisionBody
) -> None:
    browser = as_person(officer)
    rows = {"parts-TOTAL_FORMS": "1", "parts-INITIAL_FORMS": "0", "parts-0-words": ""}
    sent = {"words": "Open a quiet room", "body": board.pk, "put_on": "2026-06-01", "answer_due_on": "", **rows}

    form = browser.get("/decisions/add/")
    browser.post("/decisions/add/", sent)

    start = form.context["form"]["answer_due_on"].value()
    assert start == timezone.localdate() + datetime.timedelta(weeks=8)
    assert "Eight weeks is a suggestion" in form.content.decode()
    assert Ask.objects.get().answer_due_on is None


def test_an_ask_that_rests_on_nobody_any_more_says_so(
    as_person: SignIn, officer: User, board: DecisionBody, finding: Finding, voice: Contribution
) -> None:
    Contribution.objects.filter(pk=voice.pk).update(withdrawn_at=timezone.now(), words="")
    browser = as_person(officer)
    rows = {"parts-TOTAL_FORMS": "1", "parts-INITIAL_FORMS": "0", "parts-0-words": ""}
    sent = {"words": "Open a quiet room", "body": board.pk, "put_on": "2026-06-01", "findings": [finding.pk], **rows}

    offered = browser.get("/decisions/add/").content.decode()
    page = browser.post("/decisions/add/", sent, follow=True).content.decode()

    assert "Pupils want a quiet room (no voice behind it may still be used)" in offered
    assert "rests on no voice that may still be used" in page
    assert "No voice behind it may still be used" in page
    assert Ask.objects.get().findings.get() == finding


def test_an_ask_that_rests_on_somebody_warns_of_nothing(as_person: SignIn, officer: User, ask: Ask) -> None:
    page = as_person(officer).get(ask.get_absolute_url()).content.decode()

    assert "may still be used" not in page
