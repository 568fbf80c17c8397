"""The wall between organisations, and the button that lets one record through."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.template import Context, Template
from django.test import Client

import heard_web
from heard_web.audit.models import AuditEvent
from heard_web.engagement.models import Activity
from heard_web.forum.models import Interest
from heard_web.people import actions
from heard_web.people.models import User

AsPerson = Callable[[User], Client]


def release_address(activity: Activity) -> str:
    return f"/people/release/engagement.activity/{activity.pk}/"


def button_for(activity: Activity, user: User) -> str:
    return Template('{% include "people/release_button.html" with row=activity %}').render(
        Context({"activity": activity, "user": user})
    )


def test_the_forum_releases_its_own_record_and_the_council_sees_it_from_then_on(
    as_person: AsPerson, forum_member: User, officer: User, forum_meeting: Activity
) -> None:
    before = Activity.objects.visible_to(officer).count()

    answer = as_person(forum_member).post(release_address(forum_meeting), {"next": "/desk/"})

    assert answer["Location"] == "/desk/"
    assert before == 0
    assert Activity.objects.visible_to(officer).get() == forum_meeting
    assert AuditEvent.objects.get(verb="release").by_name == forum_member.name


def test_releasing_twice_is_written_down_once(forum_member: User, forum_meeting: Activity) -> None:
    actions.release(forum_meeting, by=forum_member)

    actions.release(forum_meeting, by=forum_member)

    assert AuditEvent.objects.filter(verb="release").count() == 1


@pytest.mark.parametrize("who", ["officer", "administrator", "inspector", "stranger"])
def test_the_forums_record_does_not_exist_for_anyone_else_who_tries_to_release_it(
    as_person: AsPerson, who: str, forum_meeting: Activity, request: pytest.FixtureRequest
) -> None:
    browser = as_person(request.getfixturevalue(who))

    answer = browser.post(release_address(forum_meeting))

    assert answer.status_code == 404
    forum_meeting.refresh_from_db()
    assert forum_meeting.released_at is None


@pytest.mark.parametrize("who", ["approver", "decision_maker", "inspector", "administrator"])
def test_seeing_a_record_is_not_enough_to_release_it(
    as_person: AsPerson, who: str, workshop: Activity, request: pytest.FixtureRequest
) -> None:
    browser = as_person(request.getfixturevalue(who))

    answer = browser.post(release_address(workshop))

    assert answer.status_code == 403
    workshop.refresh_from_db()
    assert workshop.released_at is None


@pytest.mark.parametrize("label", ["people.user", "places.setting", "no.such", "nonsense", "forum.interest"])
def test_only_records_that_can_be_released_have_a_release_address(
    as_person: AsPerson, forum_member: User, label: str
) -> None:
    browser = as_person(forum_member)

    answer = browser.post(f"/people/release/{label}/1/")

    assert answer.status_code == 404


def test_how_to_reach_a_family_is_never_released(forum_member: User) -> None:
    interest = Interest.objects.create(held_by=forum_member.organisation, who="parent_carer", contact="01632 960 001")

    with pytest.raises(PermissionDenied):
        actions.release(interest, by=forum_member)

    interest.refresh_from_db()
    assert interest.released_at is None


def test_releasing_never_leads_to_another_site(
    as_person: AsPerson, forum_member: User, forum_meeting: Activity
) -> None:
    browser = as_person(forum_member)

    answer = browser.post(release_address(forum_meeting), {"next": "https://elsewhere.example/"})

    assert answer["Location"].startswith("/engagement/") or answer["Location"] == "/desk/"


def test_a_link_cannot_release_anything(as_person: AsPerson, forum_member: User, forum_meeting: Activity) -> None:
    browser = as_person(forum_member)

    answer = browser.get(release_address(forum_meeting))

    assert answer.status_code == 405


def test_who_will_see_it_and_that_it_stays_so_is_said_before_the_button(
    forum_member: User, forum_meeting: Activity
) -> None:
    button = button_for(forum_meeting, forum_member)

    folded, _, pressed = button.partition("<form")

    assert "<details" in folded
    assert "</details>" not in folded
    assert "Every organisation with accounts here will be able to read it" in folded
    assert "This cannot be undone." in folded
    assert "Release this record" in pressed


def test_every_stage_releases_with_the_same_words() -> None:
    templates = Path(heard_web.__file__).parent.glob("*/templates/**/*.html")

    own_ways = [path.name for path in templates if "people:release" in path.read_text()]
    same_way = {
        path.parent.name
        for path in Path(heard_web.__file__).parent.glob("*/templates/**/*.html")
        if "people/release_button.html" in path.read_text()
    }

    assert own_ways == []
    assert same_way >= {"engagement", "voice", "themes", "decisions", "outcomes", "provision"}


def test_the_button_is_for_the_holders_recorder_and_says_who_sees_the_record(
    forum_member: User, officer: User, forum_meeting: Activity, workshop: Activity
) -> None:
    own, others = button_for(forum_meeting, forum_member), button_for(workshop, forum_member)

    actions.release(forum_meeting, by=forum_member)

    assert "Only Ashdale Parent Carer Forum sees this." in own
    assert release_address(forum_meeting) in own
    assert "<form" not in others
    assert "The council, its NHS partners and inspectors see this." in button_for(workshop, officer)
    assert "Released on" in button_for(forum_meeting, forum_member)
    assert "<form" not in button_for(forum_meeting, forum_member)
