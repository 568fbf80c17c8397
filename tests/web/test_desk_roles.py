"""The first page after signing in, for those who approve, decide, read and keep accounts; and its walls."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from heard_web.engagement import actions
from heard_web.engagement.models import Activity
from heard_web.outcomes.models import Impact
from heard_web.people.models import DecisionBody, User
from heard_web.publishing import actions as publishing
from heard_web.publishing.models import Publication
from tests.web.desk_cast import NOTHING, ask_of, decision_on, in_days, piles, titles, words_of
from tests.web.publishing_cast import page_of, publish

AsPerson = Callable[[User], Client]


def test_the_approver_sees_the_pages_that_wait_with_who_wrote_them_and_how_long(
    as_person: AsPerson, officer: User, approver: User
) -> None:
    page = page_of(officer, title="Summer answers")
    page_of(officer, title="Still a draft")
    publishing.submit(page, by=officer)
    Publication.objects.filter(pk=page.pk).update(submitted_at=timezone.now() - datetime.timedelta(days=3))

    waiting = piles(as_person(approver))["pages-to-approve"]

    assert [line.title for line in waiting.lines] == ["Summer answers"]
    assert waiting.lines[0].about == "You said, we did, written by Orla Finch. Waiting for 3\xa0days."


def test_a_page_the_approver_had_a_hand_in_waits_for_somebody_else(
    as_person: AsPerson, officer: User, approver: User
) -> None:
    page = page_of(officer)
    publishing.submit(page, by=officer)

    Publication.objects.filter(pk=page.pk).update(changed_by=approver)

    assert NOTHING in words_of(as_person(approver))


def test_the_decision_maker_sees_what_waits_for_the_bodies_of_their_organisation(
    as_person: AsPerson, officer: User, forum_member: User, decision_maker: User, board: DecisionBody
) -> None:
    elsewhere = DecisionBody.objects.create(name="Forum committee", organisation=forum_member.organisation)
    ask_of(officer, board, "No day agreed")
    ask_of(officer, board, "Late", answer_due_on=in_days(-1))
    ask_of(officer, elsewhere, "Not ours", answer_due_on=in_days(-1))
    ask_of(forum_member, board, "Not released", answer_due_on=in_days(-1))
    browser = as_person(decision_maker)

    assert titles(browser, "asks-to-answer") == ["Late", "No day agreed"]
    assert words_of(browser).count("Overdue") == 1


def test_an_answer_is_to_be_looked_at_again_until_a_later_one_takes_its_place(
    as_person: AsPerson, officer: User, forum_member: User, decision_maker: User, board: DecisionBody
) -> None:
    ask = ask_of(officer, board, "Open a hub")
    decision_on(ask, officer, review_on=in_days(5))
    decision_on(ask_of(officer, board, "Far off"), officer, review_on=in_days(500))
    decision_on(ask_of(officer, board, "Held back by the forum"), forum_member, review_on=in_days(5))
    browser = as_person(decision_maker)
    assert titles(browser, "answers-to-review") == ["Open a hub"]

    decision_on(ask, officer, decided_on=in_days(-1))

    assert titles(browser, "answers-to-review") == []


def test_the_inspector_begins_with_what_changed_was_answered_and_can_be_read(
    as_person: AsPerson, inspector: User, officer: User, forum_member: User, approver: User, board: DecisionBody
) -> None:
    decision_on(ask_of(officer, board, "Open a hub"), officer)
    decision_on(ask_of(officer, board, "Still to come"), officer, answer="awaiting", reason="They meet in May")
    decision_on(ask_of(officer, board, "Held back by the forum"), forum_member)
    decision_on(ask_of(forum_member, board, "Not released"), forum_member)
    for by, thing in ((officer, "Quiet hub"), (forum_member, "Forum thing")):
        Impact.objects.create(held_by=by.organisation, named_thing=thing, written_by=by)
    publish(page_of(officer, title="Summer answers"), officer, approver)
    browser = as_person(inspector)

    assert titles(browser, "results") == ["Quiet hub"]
    assert titles(browser, "answers") == ["Open a hub"]
    assert [line.url for line in piles(browser)["pages"].lines] == ["/you-said/page-1/"]


def test_the_inspector_sees_how_many_people_were_heard(
    as_person: AsPerson, inspector: User, officer: User, workshop: Activity, forum_meeting: Activity
) -> None:
    actions.hold(workshop, by=officer, counts={("cyp", "age_5_10"): 12, ("parent_carer", "not_asked"): 3})
    forum_meeting.group_counts.create(group="parent_carer", people=40)

    assert as_person(inspector).get("/desk/").context["so_far"] == {"held": 1, "heard": 15}


def test_the_administrator_begins_with_accounts_and_not_with_anybodys_visits(
    as_person: AsPerson, administrator: User, workshop: Activity
) -> None:
    page = words_of(as_person(administrator))

    assert all(way in page for way in ("/people/", "/people/organisations/", "/places/import/"))
    assert workshop.title not in page


def test_the_desk_holds_only_one_s_own_work(as_person: AsPerson, forum_member: User, workshop: Activity) -> None:
    browser = as_person(forum_member)

    assert titles(browser, "to-write-up") == []
    assert "Good life workshop" not in words_of(browser)
    assert "Good life workshop" not in browser.get("/desk/to-thank/").content.decode()


@pytest.mark.parametrize("who", ["inspector", "approver", "decision_maker", "administrator"])
def test_whoever_does_not_record_is_offered_no_form_that_would_refuse_them(
    request: pytest.FixtureRequest, as_person: AsPerson, workshop: Activity, who: str
) -> None:
    browser = as_person(request.getfixturevalue(who))

    assert "/engagement/add/" not in words_of(browser)
    assert f"/engagement/{workshop.pk}/held/" not in words_of(browser)
    assert browser.get("/desk/to-write-up/").status_code == 404


@pytest.mark.parametrize("who", ["officer", "forum_member"])
def test_whoever_records_can_record_what_happened_from_the_desk(
    request: pytest.FixtureRequest, as_person: AsPerson, who: str
) -> None:
    page = words_of(as_person(request.getfixturevalue(who)))

    assert "/engagement/add/?happened=1" in page
    assert "Plan a visit" in page
