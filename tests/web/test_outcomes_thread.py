"""The thread: the chain both ways, what is missing, and what is doubtful, as each reader may see it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from heard.codes import Answer, ParticipantGroup
from heard.outcomes.attribution import ConcernKind
from heard_web.decisions.actions import PartFacts, decide, put_ask
from heard_web.decisions.models import Ask
from heard_web.engagement.models import Activity, GroupCount, Purpose
from heard_web.outcomes.actions import ClaimFacts, agree_action, record_impact, record_outcome, tell_back
from heard_web.outcomes.chain import chain_of
from heard_web.outcomes.models import Action
from heard_web.people.actions import release
from heard_web.people.models import DecisionBody, User
from heard_web.places.models import Setting
from heard_web.themes.models import Codebook, Finding, FindingCondition, FindingVoice, Theme
from heard_web.voice.models import Contribution, Drawing, Observation, Permission, Speaker

SignIn = Callable[[User], Client]
HEARD_ON = datetime.date(2026, 5, 12)
PUT_ON = datetime.date(2026, 6, 1)


def voice(
    by: User, activity: Activity, words: str, *, quote: bool = True, mode: str = "said", **more: object
) -> Contribution:
    said = Contribution.objects.create(
        held_by=by.organisation, activity=activity, mode=mode, words=words, said_on=HEARD_ON, recorded_by=by, **more
    )
    for use in ("analyse", "quote") if quote else ("analyse",):
        Permission.objects.create(
            contribution=said, use=use, given_by="self", answer=True, given_on=HEARD_ON, recorded_by=by
        )
    return said


@dataclass
class Ashdale:
    """One thread in Ashdale, from a workshop to an ask in four parts."""

    officer: User
    ask: Ask
    finding: Finding
    voices: list[Contribution]


@pytest.fixture
def ashdale(officer: User, board: DecisionBody, purpose: Purpose, workshop: Activity) -> Ashdale:
    GroupCount.objects.create(activity=workshop, group="cyp", people=14)
    speaker = Speaker.objects.create(activity=workshop, label="P1", age_band="age_5_10")
    said = voice(officer, workshop, "The bus takes all my playtime", speaker=speaker)
    unquotable = voice(officer, workshop, "I only told you this", quote=False)
    other = voice(officer, workshop, "I like my long bus ride")
    finding = Finding.objects.create(
        held_by=officer.organisation, statement="Children want help nearer home", found_on=PUT_ON, purpose=purpose,
        minority_view="One child likes the journey", written_by=officer,
    )  # fmt: skip
    book = Codebook.objects.create(held_by=officer.organisation, title="Journeys", started_by=officer)
    finding.themes.add(Theme.objects.create(codebook=book, name="Getting there", agreed_by=officer))
    FindingCondition.objects.create(finding=finding, words="only if the staff know us")
    for one, side in ((said, "supports"), (unquotable, "supports"), (other, "minority")):
        FindingVoice.objects.create(finding=finding, contribution=one, side=side)
    parts = [
        PartFacts(f"A base in {town}", designation="communication") for town in ("Elmtree", "Farfield", "Millbeck")
    ]
    ask = put_ask(
        by=officer,
        words="Open bases near home",
        body=board,
        put_on=PUT_ON,
        purpose=purpose,
        findings=[finding],
        parts=parts,
    )
    return Ashdale(officer, ask, finding, [said, unquotable, other])


def kinds(ashdale: Ashdale) -> list[tuple[ConcernKind, str]]:
    chain = chain_of(ashdale.ask, user=ashdale.officer)
    return [(concern.kind, concern.message) for concern in chain.concerns]


def test_the_thread_tells_every_step_on_one_page(as_person: SignIn, ashdale: Ashdale, school: Setting) -> None:
    officer, ask = ashdale.officer, ashdale.ask
    decision = decide(
        ask, by=officer, answer=Answer.PARTLY, reason="There is money for one base this year.",
        decided_on=datetime.date(2026, 7, 1), in_the_room={ParticipantGroup.CYP: 3}, contributions=ashdale.voices[:1],
    )  # fmt: skip
    action = agree_action(decision, by=officer, words="Build the Elmtree base", owner="Head of places")
    record_outcome(
        action, by=officer, measure="Minutes on the bus", before="70", after="20", evidence="Transport log",
        measured_on=datetime.date(2026, 10, 1),
    )  # fmt: skip
    record_impact(
        by=officer, named_thing="The Beech Base", in_use_since=datetime.date(2026, 9, 2), setting=school,
        families_say="He has time to play now", families_asked_on=datetime.date(2026, 10, 2),
        claims=[ClaimFacts(ask=ask, part=ask.parts.all()[0])],
    )  # fmt: skip
    tell_back(by=officer, told_on=datetime.date(2026, 10, 3), told_whom="Year 5", how="A picture letter", ask=ask)

    page = as_person(officer).get(f"/outcomes/thread/{ask.pk}/").content.decode()

    steps = [
        "What does a good life look like?", "Good life workshop", "14 children and young people",
        "The bus takes all my playtime", "Some people said otherwise", "I like my long bus ride",
        "Children want help nearer home", "Getting there", "only if the staff know us", "One child likes the journey",
        "A base in Elmtree", "There is money for one base this year.", "3 children and young people",
        "Build the Elmtree base", "Minutes on the bus", "The Beech Base", "He has time to play now", "Year 5",
    ]  # fmt: skip
    assert [step for step in steps if step not in page] == []
    section = page.index('id="why"')
    order = [
        page.index(step, section)
        for step in ("Good life workshop", "The bus takes", "only if the staff", "Transport log")
    ]
    assert order == sorted(order)


def test_what_is_missing_is_said_plainly(as_person: SignIn, ashdale: Ashdale) -> None:
    page = as_person(ashdale.officer).get(f"/outcomes/thread/{ashdale.ask.pk}/").content.decode()

    assert "Nobody has answered yet what people asked for." in page
    assert "Nobody has been told yet what came of this." in page


def test_a_result_planned_before_anyone_was_heard_carries_a_doubt(ashdale: Ashdale) -> None:
    first = ashdale.ask.parts.all()[0]
    record_impact(
        by=ashdale.officer, named_thing="The Kettle Base", planned_on=datetime.date(2023, 3, 1),
        in_use_since=datetime.date(2026, 9, 1), claims=[ClaimFacts(ashdale.ask, first)],
    )  # fmt: skip

    found = kinds(ashdale)

    older = [message for kind, message in found if kind is ConcernKind.OLDER_THAN_VOICE]
    assert len(older) == 1
    assert "1 March 2023" in older[0]
    assert "12 May 2026" in older[0]


def test_a_part_never_delivered_stays_in_sight_with_its_reason_or_without(as_person: SignIn, ashdale: Ashdale) -> None:
    elmtree, farfield, _ = ashdale.ask.parts.all()
    claim = ClaimFacts(ashdale.ask, elmtree)
    record_impact(
        by=ashdale.officer, named_thing="The Elm Base", in_use_since=datetime.date(2026, 9, 1), claims=[claim]
    )
    decide(
        ashdale.ask, by=ashdale.officer, answer=Answer.NO, part=farfield, reason="The site floods every winter.",
        decided_on=datetime.date(2026, 7, 1),
    )  # fmt: skip

    page = as_person(ashdale.officer).get(f"/outcomes/thread/{ashdale.ask.pk}/").content.decode()

    never = [message for kind, message in kinds(ashdale) if kind is ConcernKind.NEVER_DELIVERED]
    assert ["Farfield" in never[0], "Millbeck" in never[1], len(never)] == [True, True, 2]
    assert page.count("Not delivered") == 2
    assert "The site floods every winter." in page
    assert "no reason given yet" in page


def test_a_result_that_drifted_from_what_was_asked_carries_a_doubt(ashdale: Ashdale) -> None:
    record_impact(
        by=ashdale.officer, named_thing="The Elm Base", in_use_since=datetime.date(2026, 9, 1), designation="generic",
        claims=[ClaimFacts(ashdale.ask, ashdale.ask.parts.all()[0])],
    )  # fmt: skip

    drift = [message for kind, message in kinds(ashdale) if kind is ConcernKind.DIFFERS]

    assert drift == [
        "The Elm Base differs from what was asked: asked for communication and interaction, in use for all kinds of need."
    ]


def test_a_result_nobody_asked_for_carries_a_doubt(ashdale: Ashdale) -> None:
    record_impact(by=ashdale.officer, named_thing="A new logo", claims=[ClaimFacts(ashdale.ask)])

    assert [message for kind, message in kinds(ashdale) if kind is ConcernKind.NOT_ASKED] != []


def test_two_schools_of_one_name_do_not_pass_for_each_other(ashdale: Ashdale, school: Setting) -> None:
    twin = Setting.objects.create(urn=900088, name=school.name, town=school.town)
    part = ashdale.ask.parts.all()[0]
    type(part).objects.filter(pk=part.pk).update(setting=school)
    record_impact(by=ashdale.officer, named_thing="The Elm Base", setting=twin, claims=[ClaimFacts(ashdale.ask, part)])

    drift = [message for kind, message in kinds(ashdale) if kind is ConcernKind.DIFFERS]

    assert "URN 900001" in drift[0]
    assert "URN 900088" in drift[0]


def test_words_that_may_not_be_quoted_stay_with_those_who_wrote_them_down(
    as_person: SignIn, ashdale: Ashdale, decision_maker: User, inspector: User
) -> None:
    address = f"/outcomes/thread/{ashdale.ask.pk}/"

    own = as_person(ashdale.officer).get(address).content.decode()
    others = [as_person(person).get(address).content.decode() for person in (decision_maker, inspector)]

    assert "I only told you this" in own
    assert "left out when this page is printed" in own
    for page in others:
        assert "I only told you this" not in page
        assert "The bus takes all my playtime" in page


def test_a_school_is_named_beside_a_quotation_only_when_it_agreed(
    as_person: SignIn, ashdale: Ashdale, workshop: Activity, school: Setting
) -> None:
    address = f"/outcomes/voice/{ashdale.voices[0].pk}/"
    browser = as_person(ashdale.officer)

    before = browser.get(address).content.decode()
    Activity.objects.filter(pk=workshop.pk).update(may_name_setting=True)
    after = browser.get(address).content.decode()

    assert school.name not in before
    assert school.name in after


def test_a_drawing_waits_for_somebody_to_look_for_names_and_faces(
    as_person: SignIn, ashdale: Ashdale, workshop: Activity, decision_maker: User
) -> None:
    drawn = voice(ashdale.officer, workshop, "", mode="drawn", explanation="My school with a garden")
    Permission.objects.create(
        contribution=drawn, use="show_drawing", given_by="self", answer=True, given_on=HEARD_ON,
        recorded_by=ashdale.officer,
    )  # fmt: skip
    Drawing.objects.bulk_create([Drawing(contribution=drawn, image="a.png", width=9, height=9, alt_text="A garden")])
    FindingVoice.objects.create(finding=ashdale.finding, contribution=drawn)
    address, picture = f"/outcomes/thread/{ashdale.ask.pk}/", f"/voice/{drawn.pk}/drawing/"

    before = as_person(decision_maker).get(address).content.decode()
    Drawing.objects.update(name_checked=True)
    after = as_person(decision_maker).get(address).content.decode()

    assert picture not in before
    assert "Nobody has checked yet" in before
    assert picture in after
    assert "My school with a garden" in after


def test_an_administrator_reads_no_voice_on_the_thread(
    as_person: SignIn, ashdale: Ashdale, administrator: User
) -> None:
    page = as_person(administrator).get(f"/outcomes/thread/{ashdale.ask.pk}/")
    own_way = as_person(administrator).get(f"/outcomes/voice/{ashdale.voices[0].pk}/")

    assert "The bus takes" not in page.content.decode()
    assert own_way.status_code == 403


def test_a_voice_that_was_taken_back_leaves_only_a_count(as_person: SignIn, ashdale: Ashdale) -> None:
    said = ashdale.voices[0]
    Contribution.objects.filter(pk=said.pk).update(withdrawn_at=timezone.now(), words="")
    browser = as_person(ashdale.officer)

    page = browser.get(f"/outcomes/thread/{ashdale.ask.pk}/").content.decode()
    own_way = browser.get(f"/outcomes/voice/{said.pk}/")

    assert "1 voice was taken back." in page
    assert "The bus takes" not in page
    assert own_way.status_code == 404


def test_a_voice_passed_to_safeguarding_leaves_no_trace(as_person: SignIn, ashdale: Ashdale) -> None:
    said = ashdale.voices[0]
    Contribution.objects.filter(pk=said.pk).update(diverted_at=timezone.now(), words="")

    page = as_person(ashdale.officer).get(f"/outcomes/thread/{ashdale.ask.pk}/").content.decode()

    assert "taken back" not in page
    assert f"/outcomes/voice/{said.pk}/" not in page


def test_what_was_watched_is_never_a_quotation(as_person: SignIn, ashdale: Ashdale, workshop: Activity) -> None:
    watched = voice(ashdale.officer, workshop, "", mode="observed")
    Observation.objects.create(contribution=watched, what_we_saw="Turned to the window", what_we_think="Wants quiet")
    FindingVoice.objects.create(finding=ashdale.finding, contribution=watched)

    page = as_person(ashdale.officer).get(f"/outcomes/thread/{ashdale.ask.pk}/").content.decode()

    assert "Turned to the window" in page
    assert "<blockquote><p>Turned to the window" not in page
    assert "Watched, not spoken" in page


def test_what_the_forum_holds_shows_its_holder_and_no_words(
    as_person: SignIn, officer: User, forum_member: User, board: DecisionBody, forum_meeting: Activity
) -> None:
    kept = voice(forum_member, forum_meeting, "Nobody rings me back")
    finding = Finding.objects.create(
        held_by=forum_member.organisation, statement="Parents wait for calls", found_on=PUT_ON, written_by=forum_member
    )
    secret = Finding.objects.create(
        held_by=forum_member.organisation, statement="A thing kept inside", found_on=PUT_ON, written_by=forum_member
    )
    FindingVoice.objects.create(finding=finding, contribution=kept)
    ask = put_ask(by=forum_member, words="Ring back", body=board, put_on=PUT_ON, findings=[finding, secret])
    assert as_person(officer).get(f"/outcomes/thread/{ask.pk}/").status_code == 404
    release(ask, by=forum_member)
    release(finding, by=forum_member)

    page = as_person(officer).get(f"/outcomes/thread/{ask.pk}/").content.decode()

    assert "A voice is held by Ashdale Parent Carer Forum, not released" in page
    assert "A finding is held by Ashdale Parent Carer Forum, not released" in page
    for words in ("Nobody rings me back", "A thing kept inside", "Forum meeting"):
        assert words not in page
    assert "Nothing people told us has been recorded yet" not in page


def test_one_voice_can_be_followed_to_what_became_of_it(as_person: SignIn, ashdale: Ashdale) -> None:
    decision = decide(ashdale.ask, by=ashdale.officer, answer=Answer.YES, decided_on=datetime.date(2026, 7, 1))
    agree_action(decision, by=ashdale.officer, words="Build the Elmtree base", owner="Head of places")

    page = as_person(ashdale.officer).get(f"/outcomes/voice/{ashdale.voices[0].pk}/").content.decode()

    for step in ("The bus takes all my playtime", "Children want help nearer home", "Open bases near home",
                 "Yes, 1 July 2026", "Build the Elmtree base", "Nobody has been told yet"):  # fmt: skip
        assert step in page


def test_a_voice_of_the_forum_cannot_be_followed_by_the_council(
    as_person: SignIn, officer: User, forum_member: User, forum_meeting: Activity
) -> None:
    kept = voice(forum_member, forum_meeting, "Nobody rings me back")

    assert as_person(officer).get(f"/outcomes/voice/{kept.pk}/").status_code == 404
    assert as_person(forum_member).get(f"/outcomes/voice/{kept.pk}/").status_code == 200


def test_the_thread_takes_as_many_queries_for_three_hundred_voices_as_for_three(
    as_person: SignIn, ashdale: Ashdale, workshop: Activity, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    officer = ashdale.officer
    rows = Contribution.objects.bulk_create(
        Contribution(held_by=officer.organisation, activity=workshop, mode="said", words=f"Voice {n}", said_on=HEARD_ON,
                     recorded_by=officer) for n in range(300)
    )  # fmt: skip
    FindingVoice.objects.bulk_create(FindingVoice(finding=ashdale.finding, contribution=row) for row in rows)
    decision = decide(ashdale.ask, by=officer, answer=Answer.YES, decided_on=datetime.date(2026, 7, 1))
    Action.objects.bulk_create(
        Action(
            held_by=officer.organisation, decision=decision, words=f"Action {n}", owner="Someone", written_by=officer
        )
        for n in range(40)
    )
    for n in range(8):
        record_impact(
            by=officer, named_thing=f"Base {n}", claims=[ClaimFacts(ashdale.ask, ashdale.ask.parts.all()[n % 3])]
        )

    browser = as_person(officer)

    with django_assert_max_num_queries(25):
        chain = chain_of(Ask.objects.select_related("body", "purpose__held_by").get(pk=ashdale.ask.pk), user=officer)
    with django_assert_max_num_queries(25):
        page = browser.get(f"/outcomes/thread/{ashdale.ask.pk}/")

    assert len(chain.voices) == 303
    assert page.status_code == 200


def test_the_doubts_that_are_counted_are_the_doubts_that_are_listed(as_person: SignIn, ashdale: Ashdale) -> None:
    record_impact(
        by=ashdale.officer, named_thing="The Kettle Base", planned_on=datetime.date(2023, 3, 1), designation="generic",
        in_use_since=datetime.date(2026, 9, 1), claims=[ClaimFacts(ashdale.ask, ashdale.ask.parts.all()[0])],
    )  # fmt: skip

    page = as_person(ashdale.officer).get(f"/outcomes/thread/{ashdale.ask.pk}/").content.decode()

    listed = page[page.index('id="doubts"') : page.index("</aside>")].count("<li>")
    assert listed == 2
    assert "2 doubts to read with this." in page
    assert "2 parts not delivered." in page


def test_what_somebody_typed_with_a_full_stop_is_not_given_a_second_one(
    as_person: SignIn, ashdale: Ashdale, purpose: Purpose
) -> None:
    officer, client = ashdale.officer, as_person(ashdale.officer)
    Purpose.objects.filter(pk=purpose.pk).update(
        decision_informed="The places plan.", giveback_promise="A reply at the meeting.", giveback_due_on=PUT_ON
    )
    decision = decide(ashdale.ask, by=officer, answer=Answer.YES, decided_on=datetime.date(2026, 7, 1))
    action = agree_action(decision, by=officer, words="Build it.", owner="The places team.", due_on=PUT_ON)
    record_outcome(
        action, by=officer, measure="Minutes.", before="70.", after="20.", evidence="A log.", measured_on=HEARD_ON
    )
    tell_back(by=officer, told_on=HEARD_ON, told_whom="Year 5.", how="A letter.", ask=ashdale.ask)

    pages = [
        client.get(url).content.decode()
        for url in (f"/outcomes/thread/{ashdale.ask.pk}/", "/outcomes/", action.get_absolute_url())
    ]

    assert [mark for page in pages for mark in (".,", "..", ".</a>.", ".”.") if mark in page] == []
    assert "The places team, by 1 June 2026" in pages[0]


def test_one_person_in_the_room_is_one(as_person: SignIn, ashdale: Ashdale) -> None:
    there = {ParticipantGroup.PCF_REP: 1, ParticipantGroup.PARENT_CARER: 2}
    decide(ashdale.ask, by=ashdale.officer, answer=Answer.YES, decided_on=datetime.date(2026, 7, 1), in_the_room=there)
    client = as_person(ashdale.officer)

    for url in (ashdale.ask.get_absolute_url(), f"/outcomes/thread/{ashdale.ask.pk}/"):
        assert "2 parents and carers, 1 parent carer forum representative<" in client.get(url).content.decode()
