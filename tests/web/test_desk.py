"""The first page after signing in, for each role."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from heard_web.engagement import actions
from heard_web.engagement.models import Activity, Purpose
from heard_web.people.models import User

AsPerson = Callable[[User], Client]


def in_days(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


def test_the_officer_sees_the_next_five_visits_soonest_first(as_person: AsPerson, officer: User) -> None:
    for days in (9, 2, 7, 0, 30, 5):
        actions.plan(by=officer, kind="workshop", title=f"In {days}", starts_on=in_days(days), place_type="cafe")

    coming = as_person(officer).get("/desk/").context["coming"]

    assert [row.title for row in coming] == ["In 0", "In 2", "In 5", "In 7", "In 9"]


def test_a_cancelled_visit_does_not_come_next(as_person: AsPerson, officer: User) -> None:
    visit = actions.plan(by=officer, kind="workshop", title="Off", starts_on=in_days(3), place_type="cafe")

    actions.cancel(visit, by=officer, because="Snow")

    assert not as_person(officer).get("/desk/").context["coming"]


def test_a_visit_stays_to_write_up_until_somebody_counts(
    as_person: AsPerson, officer: User, workshop: Activity
) -> None:
    browser = as_person(officer)
    actions.plan(by=officer, kind="workshop", title="Yesterday", starts_on=in_days(-1), place_type="cafe")

    assert {row.title for row in browser.get("/desk/").context["to_write_up"]} == {"Good life workshop", "Yesterday"}

    actions.hold(workshop, by=officer, counts={("cyp", "age_5_10"): 12})

    assert [row.title for row in browser.get("/desk/").context["to_write_up"]] == ["Yesterday"]


def test_a_host_stays_to_thank_until_thanked(as_person: AsPerson, officer: User, workshop: Activity) -> None:
    browser = as_person(officer)
    assert list(browser.get("/desk/").context["to_thank"]) == [workshop]

    actions.thank(workshop, by=officer, on=datetime.date(2026, 5, 13), words="Thank you")

    assert not browser.get("/desk/").context["to_thank"]


def test_what_was_promised_and_its_day_are_on_the_desk(as_person: AsPerson, officer: User, purpose: Purpose) -> None:
    actions.change_purpose(purpose, by=officer, giveback_promise="We come back to you", giveback_due_on=in_days(-3))

    page = as_person(officer).get("/desk/").content.decode()

    assert "We come back to you" in page
    assert "This day has passed" in page


def test_the_desk_offers_only_one_s_own_work(as_person: AsPerson, forum_member: User, workshop: Activity) -> None:
    desk = as_person(forum_member).get("/desk/")

    assert not desk.context["to_write_up"]
    assert "Good life workshop" not in desk.content.decode()


@pytest.mark.parametrize("who", ["officer", "forum_member"])
def test_whoever_records_can_record_what_happened_from_the_desk(
    request: pytest.FixtureRequest, as_person: AsPerson, who: str
) -> None:
    page = as_person(request.getfixturevalue(who)).get("/desk/").content.decode()

    assert "/engagement/add/?happened=1" in page
    assert "Plan a visit" in page


@pytest.mark.parametrize("who", ["inspector", "approver", "decision_maker", "administrator"])
def test_whoever_does_not_record_is_offered_no_form_that_would_refuse_them(
    request: pytest.FixtureRequest, as_person: AsPerson, workshop: Activity, who: str
) -> None:
    page = as_person(request.getfixturevalue(who)).get("/desk/").content.decode()

    assert "/engagement/add/" not in page
    assert f"/engagement/{workshop.pk}/held/" not in page


def test_the_inspector_sees_how_many_people_were_heard(
    as_person: AsPerson, inspector: User, officer: User, workshop: Activity, forum_meeting: Activity
) -> None:
    actions.hold(workshop, by=officer, counts={("cyp", "age_5_10"): 12, ("parent_carer", "not_asked"): 3})
    forum_meeting.group_counts.create(group="parent_carer", people=40)

    desk = as_person(inspector).get("/desk/")

    assert (desk.context["held_total"], desk.context["heard_total"]) == (1, 15)
