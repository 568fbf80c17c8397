"""A first draft comes from the record, in sentences a parent reads."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from heard.errors import HeardError
from heard_web.decisions.models import Ask, AskFinding, AskPart, Decision, InTheRoom
from heard_web.engagement.models import Activity, GroupCount, Purpose, TeamNews
from heard_web.outcomes.models import Action, Impact, ImpactClaim, Outcome
from heard_web.people.models import DecisionBody, User
from heard_web.places.models import Setting
from heard_web.provision.models import Provision, StatusChange
from heard_web.publishing import actions
from heard_web.publishing.actions import BlockFacts
from heard_web.publishing.adding_new import DRAFTED
from heard_web.publishing.checking import problems, stopping
from heard_web.publishing.models import Publication
from heard_web.themes.models import Finding, FindingCondition
from tests.web.publishing_cast import EVENT_WORDS, change, event_of

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 5, 20)


def words_of(page: Publication) -> str:
    told = [
        (block, [str(value) for name, value in block.details.items() if name != DRAFTED]) for block in page.blocks.all()
    ]
    return "\n".join(" ".join([block.heading, block.words, *details]) for block, details in told)


def ask_of(officer: User, board: DecisionBody, purpose: Purpose, words: str = "Make every entrance step-free") -> Ask:
    return Ask.objects.create(
        held_by=officer.organisation,
        words=words,
        body=board,
        purpose=purpose,
        put_on=datetime.date(2026, 6, 1),
        written_by=officer,
    )


def decide(ask: Ask, officer: User, answer: str, reason: str = "", **more: object) -> Decision:
    return Decision.objects.create(
        held_by=officer.organisation, ask=ask, answer=answer, reason=reason, decided_on=datetime.date(2026, 6, 20),
        written_by=officer, **more,
    )  # fmt: skip


def test_a_month_says_where_we_went_what_we_asked_and_what_it_is_for(officer: User, workshop: Activity) -> None:
    page = actions.draft_monthly_update(by=officer, year=2026, month=5)

    words = words_of(page)
    assert page.title == "May 2026"
    assert "We held a workshop at a school." in words
    assert "We asked: what does a good life look like?" in words
    assert "What people said will help to shape the SEND strategy." in words


def test_a_month_names_a_school_only_when_it_agreed(officer: User, workshop: Activity, school: Setting) -> None:
    Activity.objects.create(
        held_by=officer.organisation, kind="workshop", title="Second", status="held", starts_on=DAY, place_type="school",
        setting=Setting.objects.create(name="Beech Row School", town="Ashdale"), may_name_setting=True, recorded_by=officer,
        purpose=workshop.purpose,
    )  # fmt: skip

    words = words_of(actions.draft_monthly_update(by=officer, year=2026, month=5))

    assert "We held two workshops, at Beech Row School, Ashdale and a school." in words
    assert "Thank you to Beech Row School, Ashdale and the children" in words
    assert school.name not in words


def test_a_home_is_never_more_than_at_home(officer: User) -> None:
    Activity.objects.create(
        held_by=officer.organisation, kind="home_visit", title="Visit to the Larks", status="held", starts_on=DAY,
        place_type="home", recorded_by=officer,
    )  # fmt: skip

    words = words_of(actions.draft_monthly_update(by=officer, year=2026, month=5))

    assert "We met people in their homes." in words
    assert "Lark" not in words


def test_a_month_tells_what_was_heard_with_its_conditions_and_the_minority(officer: User, workshop: Activity) -> None:
    finding = Finding.objects.create(
        held_by=officer.organisation, statement="Young people want a quiet room", found_on=DAY, written_by=officer,
        minority_view="Some like a busy room",
    )  # fmt: skip
    FindingCondition.objects.create(finding=finding, words="It must not be used as a punishment.")

    words = words_of(actions.draft_monthly_update(by=officer, year=2026, month=5))

    assert "Young people want a quiet room. It comes with conditions: it must not be used as a punishment." in words
    assert "Some people saw it another way. Some like a busy room." in words


def test_a_month_tells_what_changed_news_and_what_comes_next(officer: User, workshop: Activity) -> None:
    Impact.objects.create(
        held_by=officer.organisation, named_thing="Quiet room pack", in_use_since=DAY, written_by=officer
    )
    TeamNews.objects.create(
        held_by=officer.organisation, happened_on=DAY, words="a new officer joined us", recorded_by=officer
    )
    event_of(officer, starts_on=datetime.date(2026, 7, 7))

    page = actions.draft_monthly_update(by=officer, year=2026, month=5)

    words = words_of(page)
    assert page.blocks.filter(kind="impact", impact__named_thing="Quiet room pack").exists()
    assert "A new officer joined us." in words
    assert "Summer drop-in, at The Lantern Library. Tuesday 7 July 2026, 11am to 4pm." in words


def test_the_call_for_the_forum_never_says_how_many_were_interested(officer: User, workshop: Activity) -> None:
    Activity.objects.filter(pk=workshop.pk).update(forum_interest=3)

    words = words_of(actions.draft_monthly_update(by=officer, year=2026, month=5))

    assert "would like to join the SEND forum" in words
    assert "3" not in words


def test_the_people_of_a_month_are_counted_and_safe_to_print(officer: User, approver: User, workshop: Activity) -> None:
    GroupCount.objects.create(activity=workshop, group="cyp", people=4)
    page = actions.draft_monthly_update(by=officer, year=2026, month=5)

    actions.submit(page, by=officer)
    snapshot = actions.approve(page, by=approver)

    assert [part["number"] for part in snapshot.content if part["kind"] == "number"] == ["A small number of"]


def test_what_the_record_drafts_has_nothing_that_stops_it(officer: User, workshop: Activity) -> None:
    page = actions.draft_monthly_update(by=officer, year=2026, month=5)

    assert stopping(problems(page)) == []


def test_drafting_a_month_again_changes_nothing(officer: User, workshop: Activity) -> None:
    page = actions.draft_monthly_update(by=officer, year=2026, month=5)
    change(page, officer, BlockFacts("paragraph", words="Written by hand."))

    again = actions.draft_monthly_update(by=officer, year=2026, month=5)

    assert again.pk == page.pk
    assert words_of(again).strip() == "Written by hand."


def test_a_month_that_another_organisation_writes_is_not_taken_over(officer: User, forum_member: User) -> None:
    actions.draft_monthly_update(by=officer, year=2026, month=5)

    with pytest.raises(HeardError, match="Ashdale Council holds the page"):
        actions.draft_monthly_update(by=forum_member, year=2026, month=5)


def test_a_month_holds_nothing_of_another_organisation(officer: User, forum_meeting: Activity) -> None:
    words = words_of(actions.draft_monthly_update(by=officer, year=2026, month=5))

    assert "forum" not in words.lower()


@pytest.mark.parametrize(
    ("answer", "states", "status"),
    [
        ("yes", ["completed", "embedded"], "done"),
        ("yes", ["completed", "on_track"], "partly"),
        ("yes", ["on_track"], "under_way"),
        ("yes", ["not_started"], "planned"),
        ("yes", [], "planned"),
        ("partly", [], "partly"),
        ("later", [], "planned"),
        ("no", [], "not_possible"),
        ("not_ours", [], "not_ours"),
        ("awaiting", [], "not_yet_decided"),
    ],
)
def test_a_yes_is_not_done_until_what_was_promised_is_finished(
    officer: User, board: DecisionBody, purpose: Purpose, answer: str, states: list[str], status: str
) -> None:
    ask = ask_of(officer, board, purpose)
    decision = decide(ask, officer, answer, "The money comes in spring.")
    for state in states:
        Action.objects.create(
            held_by=officer.organisation,
            decision=decision,
            words="Build the ramp",
            owner="Estates",
            status=state,
            written_by=officer,
        )

    page = actions.draft_you_said(by=officer, title="Summer", asks=[ask])

    assert page.blocks.get().details["status"] == status


def test_a_no_keeps_its_reason_and_what_was_said(officer: User, board: DecisionBody, purpose: Purpose) -> None:
    ask = ask_of(officer, board, purpose)
    decide(ask, officer, "no", "The old hall is listed")

    told = actions.draft_you_said(by=officer, title="Summer", asks=[ask]).blocks.get().details

    assert told["said"] == "Make every entrance step-free."
    assert told["because"] == "The old hall is listed."


def test_a_story_keeps_what_was_not_delivered_and_why(
    officer: User, board: DecisionBody, purpose: Purpose, workshop: Activity
) -> None:
    ask = ask_of(officer, board, purpose)
    part = AskPart.objects.create(ask=ask, words="A hub at Beech Row")
    AskPart.objects.create(ask=ask, words="A hub at Elm Court")
    decide(ask, officer, "no", "There is no room", part=part)

    words = words_of(actions.draft_story(ask, by=officer))

    assert "A hub at Beech Row The answer was: no. There is no room." in words
    assert "A hub at Elm Court No answer has been given yet." in words


def test_a_story_says_plainly_that_something_was_planned_before_families_were_asked(
    officer: User, board: DecisionBody, purpose: Purpose, workshop: Activity
) -> None:
    ask = ask_of(officer, board, purpose)
    impact = Impact.objects.create(
        held_by=officer.organisation, named_thing="The Alder hub", planned_on=datetime.date(2024, 1, 1),
        in_use_since=datetime.date(2026, 9, 1), written_by=officer,
    )  # fmt: skip
    ImpactClaim.objects.create(impact=impact, ask=ask)

    page = actions.draft_story(ask, by=officer)

    assert "This was planned before families were asked." in words_of(page)


def test_a_story_tells_process_findings_decision_and_who_was_in_the_room(
    officer: User, board: DecisionBody, purpose: Purpose, workshop: Activity
) -> None:
    ask = ask_of(officer, board, purpose)
    finding = Finding.objects.create(
        held_by=officer.organisation,
        statement="Steps keep people out",
        found_on=DAY,
        written_by=officer,
        minority_view="It is fine as it is",
    )
    AskFinding.objects.create(ask=ask, finding=finding)
    decision = decide(ask, officer, "yes")
    InTheRoom.objects.create(decision=decision, group="parent_carer", people=3)
    action = Action.objects.create(
        held_by=officer.organisation,
        decision=decision,
        words="Build the ramp",
        owner="Estates",
        status="completed",
        written_by=officer,
    )
    Outcome.objects.create(
        held_by=officer.organisation, action=action, measure="Entrances without a step", before="4", after="9",
        measured_on=DAY, evidence="A walk round", written_by=officer,
    )  # fmt: skip

    words = words_of(actions.draft_story(ask, by=officer))

    assert "12 May 2026: Workshop." in words
    assert "Steps keep people out. Some people saw it another way. It is fine as it is." in words
    assert "20 June 2026: the answer was yes. In the room: parents and carers." in words
    assert "Build the ramp. Completed." in words
    assert "Entrances without a step. Before: 4. Now: 9." in words


def test_the_register_shows_open_hubs_and_what_never_came_but_not_how_many_are_on_roll(
    officer: User, approver: User, board: DecisionBody, purpose: Purpose, school: Setting
) -> None:
    hub = Provision.objects.create(
        held_by=officer.organisation, setting=school, name="The Alder hub", kind="sen_unit", designation="communication",
        age_from=5, age_to=11, places=12, on_roll=987,
    )  # fmt: skip
    StatusChange.objects.create(provision=hub, status="open", happened_on=DAY, recorded_by=officer)
    ask = ask_of(officer, board, purpose)
    AskPart.objects.create(ask=ask, words="A hub at Elm Court", designation="communication")
    AskPart.objects.create(ask=ask, words="Letters in plain words")
    page = actions.draft_hub_register(by=officer)

    actions.submit(page, by=officer)
    content = actions.approve(page, by=approver).content

    hubs = [part for part in content if part["kind"] == "hub"]
    assert (hubs[0]["name"], hubs[0]["places"], hubs[0]["status"]) == ("The Alder hub", "12 places", "open")
    assert [part["words"] for part in content if part["kind"] == "not_delivered"] == ["A hub at Elm Court"]
    assert "987" not in str(content)


def test_the_register_is_brought_up_to_date_and_keeps_the_writers_opening_words(officer: User, school: Setting) -> None:
    page = actions.draft_hub_register(by=officer)
    change(page, officer, BlockFacts("paragraph", words="Ring us before you visit."))
    Provision.objects.create(
        held_by=officer.organisation, setting=school, name="The Alder hub", kind="sen_unit", designation="generic"
    ).history.create(status="open", happened_on=DAY, recorded_by=officer)

    actions.draft_hub_register(by=officer)

    assert [block.kind for block in page.blocks.all()] == ["paragraph", "heading", "hub"]


def test_an_event_notice_takes_its_day_time_and_place_from_the_event(officer: User, approver: User) -> None:
    activity = event_of(officer)
    page = actions.draft_event_notice(activity, by=officer, **EVENT_WORDS)

    actions.submit(page, by=officer)
    event = actions.approve(page, by=approver).content[0]

    assert (event["on"], event["hours"], event["place"]) == ("2099-07-07", "11am to 4pm", "The Lantern Library")
    assert page.address == "events/summer-drop-in-2099-07-07"


def test_an_event_notice_that_does_not_say_who_it_is_for_stops(officer: User) -> None:
    page = actions.draft_event_notice(event_of(officer), by=officer)

    with pytest.raises(HeardError, match="“Who it is for” is empty"):
        actions.submit(page, by=officer)


def test_a_visit_to_a_home_is_never_announced(officer: User) -> None:
    home = event_of(officer, place_type="home", place_name="")

    with pytest.raises(HeardError, match="never announced"):
        actions.draft_event_notice(home, by=officer)


def test_an_event_at_a_school_that_did_not_agree_to_be_named_stops(officer: User, school: Setting) -> None:
    page = actions.draft_event_notice(
        event_of(officer, place_type="school", place_name="", setting=school), by=officer, **EVENT_WORDS
    )

    with pytest.raises(HeardError, match="not agreed to be named"):
        actions.submit(page, by=officer)


def test_only_roles_that_record_write_drafts(approver: User, inspector: User, decision_maker: User) -> None:
    for person in (approver, inspector, decision_maker):
        with pytest.raises(PermissionDenied):
            actions.draft_monthly_update(by=person, year=2026, month=5)

    assert not Publication.objects.exists()


def test_a_title_that_holds_the_name_of_a_school_that_did_not_agree_is_not_repeated(
    officer: User, board: DecisionBody, purpose: Purpose, workshop: Activity, school: Setting
) -> None:
    Activity.objects.filter(pk=workshop.pk).update(title=f"Workshop at {school.name}", kind="other")
    event_of(officer, title=f"Fun day at {school.name}", setting=school, place_type="school", place_name="")

    words = words_of(actions.draft_monthly_update(by=officer, year=2026, month=5))
    words += words_of(actions.draft_story(ask_of(officer, board, purpose), by=officer))

    assert school.name not in words
