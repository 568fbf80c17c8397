"""The pages Ashdale has published: each drafted from the record by one person and let through by another."""

from __future__ import annotations

import datetime

from heard_web.forum.actions import say_interested
from heard_web.publishing.actions import (
    approve,
    draft_event_notice,
    draft_hub_register,
    draft_monthly_update,
    draft_story,
    draft_you_said,
    leave_comment,
    submit,
)

from demo.cast import Cast
from demo.days import Days
from heard_web.decisions.models import Ask
from heard_web.engagement.actions import plan
from heard_web.engagement.models import Purpose
from heard_web.people.models import User
from heard_web.publishing.models import Publication


def through(page: Publication, *, by: User, second: User) -> None:
    """Send a draft to a second person, who lets it be published."""
    submit(page, by=by)
    approve(page, by=second)


def to_come(cast: Cast, days: Days, purpose: Purpose) -> Publication:
    """What is booked next: a drop-in for families, a return visit, and the other Alder Brook."""
    drop_in = plan(
        by=cast.officer, kind="drop_in", title="Come and meet us", starts_on=days.coming(16, weekend=True),
        place_type="public_venue", place_name="The Glasshouse library, Ashdale", status="booked", purpose=purpose,
        start_time=datetime.time(11), end_time=datetime.time(16), may_name_setting=True,
        public_line="Stalls, games, a quiet room, and people who want to hear from you.",
    )  # fmt: skip
    plan(
        by=cast.officer, kind="school_visit", title="Good life visit", starts_on=days.coming(9), place_type="school",
        setting=cast.places["alder_brook_north"], status="booked", purpose=purpose, methods=("drawing",),
    )  # fmt: skip
    plan(
        by=cast.second_officer, kind="school_visit", title="Going back to say what happened", starts_on=days.coming(23),
        place_type="school", setting=cast.places["marlpit"], status="planned", purpose=purpose,
    )  # fmt: skip
    return draft_event_notice(
        drop_in, by=cast.officer, who_for="Children and young people with SEND, their families and their friends, any age.",
        what_happens="Information stalls, drawing, a sensory corner and time to talk. Stay for five minutes or all day.",
        access="Step-free. Changing Places toilet. A quiet room all day. Blue badge parking behind the library.",
        cost="Free. No booking.", siblings="Brothers and sisters are welcome.", contact="hello@ashdale.example",
        images="We take no photographs of children.",
    )  # fmt: skip


def pages(cast: Cast, days: Days, *, purpose: Purpose, page_ask: Ask, hub_ask: Ask) -> None:
    """Every page, and a little of what the public said back."""
    for ago in (3, 2, 1):
        year, month = days.month(ago)
        through(draft_monthly_update(by=cast.officer, year=year, month=month), by=cast.officer, second=cast.approver)
    through(to_come(cast, days, purpose), by=cast.officer, second=cast.approver)
    said = draft_you_said(by=cast.officer, title="You said, we did: this autumn", asks=[page_ask, hub_ask])
    through(said, by=cast.officer, second=cast.approver)
    through(draft_hub_register(by=cast.officer), by=cast.officer, second=cast.approver)
    through(draft_story(hub_ask, by=cast.forum_chair), by=cast.forum_chair, second=cast.forum_approver)
    through(draft_story(page_ask, by=cast.second_officer), by=cast.second_officer, second=cast.approver)
    year, month = days.month(0)
    draft_monthly_update(by=cast.officer, year=year, month=month)
    say_interested(
        who="young_person", name="", contact="Message my mum on 01632 960123", age_band="age_16_18", learns="no_place",
        helps="Small group, no cameras", meet_where="A café in Southford", came_from="Monthly update",
    )  # fmt: skip
    say_interested(who="parent_carer", name="Robin", contact="robin@families.example", came_from="Fun day")
    leave_comment(address="hubs", useful=False, words="I could not see how to ask for a place, or who to ring.")
    leave_comment(address="updates", useful=True, words="")
