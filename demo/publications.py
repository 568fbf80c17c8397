"""The pages Ashdale has published: each drafted from the record by one person and let through by another."""

from __future__ import annotations

import datetime

from demo.cast import Cast
from demo.days import Days
from heard_web.decisions.models import Ask
from heard_web.engagement.actions import plan
from heard_web.engagement.models import Purpose
from heard_web.forum.actions import say_interested
from heard_web.people.models import User
from heard_web.publishing.actions import (
    approve,
    draft_event_notice,
    draft_hub_register,
    draft_monthly_update,
    draft_story,
    draft_you_said,
    leave_comment,
    set_blocks,
    submit,
)
from heard_web.publishing.blocks import BlockFacts
from heard_web.publishing.models import Block, Publication
from heard_web.voice.models import Contribution


def again(block: Block) -> BlockFacts:
    """A part of a draft as it stands, to keep it while others are added."""
    return BlockFacts(
        kind=block.kind, heading=block.heading, words=block.words, number=block.number, details=block.details,
        contribution=block.contribution, activity=block.activity, impact=block.impact, provision=block.provision, ask=block.ask,
    )  # fmt: skip


def with_voices(page: Publication, *, by: User, below: str, chosen: list[tuple[str, Contribution]]) -> Publication:
    """Add somebody's words, a drawing or an observation at the end of the section with this heading."""
    blocks = list(page.blocks.all())
    start = next(at for at, block in enumerate(blocks) if block.kind == "heading" and block.heading == below)
    end = next((at for at in range(start + 1, len(blocks)) if blocks[at].kind == "heading"), len(blocks))
    facts = [again(block) for block in blocks]
    facts[end:end] = [BlockFacts(kind=kind, contribution=voice) for kind, voice in chosen]
    return set_blocks(page, by=by, title=page.title, summary=page.summary, blocks=facts)


def said(words: str) -> tuple[str, Contribution]:
    """Something people said, found by how it begins."""
    return "quote", Contribution.objects.get(words__startswith=words)


def drawn(words: str) -> tuple[str, Contribution]:
    """A drawing, found by how its explanation begins."""
    return "drawing", Contribution.objects.get(explanation__startswith=words)


def seen(words: str) -> tuple[str, Contribution]:
    """An observation, found by how it begins."""
    return "observed", Contribution.objects.get(observation__what_we_saw__startswith=words)


def updates(cast: Cast, days: Days) -> None:
    """Three months of updates, each with what people said."""
    voices = {
        2: [said("Ask me what I want"), said("A job with animals"), drawn("This is me on the bus")],
        1: [
            drawn("That is me and my friend"),
            said("I need a quiet place"),
            seen("He pressed the button"),
            drawn("My face goes first"),
        ],
    }
    for ago in (3, 2, 1):
        year, month = days.month(ago)
        page = draft_monthly_update(by=cast.officer, year=year, month=month)
        if ago in voices:
            page = add_section(page, cast, voices[ago])
        through(page, by=cast.officer, second=cast.approver)


def add_section(page: Publication, cast: Cast, chosen: list[tuple[str, Contribution]]) -> Publication:
    """Put voices under 'What we heard', making the section when the month has none yet."""
    headings = {block.heading for block in page.blocks.all() if block.kind == "heading"}
    if "What we heard" not in headings:
        facts = [*(again(block) for block in page.blocks.all()), BlockFacts(kind="heading", heading="What we heard")]
        page = set_blocks(page, by=cast.officer, title=page.title, summary=page.summary, blocks=facts)
    return with_voices(page, by=cast.officer, below="What we heard", chosen=chosen)


def stories(cast: Cast, *, page_ask: Ask, hub_ask: Ask) -> None:
    """The two threads told from beginning to end."""
    hubs = draft_story(hub_ask, by=cast.forum_chair)
    chosen = [said("A hub has to be its own place"), said("Choice. At the moment"), said("I do not support hubs")]
    hubs = with_voices(hubs, by=cast.forum_chair, below="What people told us", chosen=chosen)
    through(hubs, by=cast.forum_chair, second=cast.forum_approver)
    plan_page = draft_story(page_ask, by=cast.second_officer)
    chosen = [drawn("My face goes first"), said("One page. Big writing"), said("Put how I talk at the top")]
    plan_page = with_voices(plan_page, by=cast.second_officer, below="What people told us", chosen=chosen)
    through(plan_page, by=cast.second_officer, second=cast.approver)


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
        image_notice="We do not take photographs.", who_you_meet="Orla and Sam, the forum, and the short breaks team.",
        address="Market Square, Ashdale",
    )  # fmt: skip


def pages(cast: Cast, days: Days, *, purpose: Purpose, page_ask: Ask, hub_ask: Ask) -> None:
    """Every page, and a little of what the public said back."""
    updates(cast, days)
    through(to_come(cast, days, purpose), by=cast.officer, second=cast.approver)
    answers = draft_you_said(by=cast.officer, title="You said, we did: this autumn", asks=[page_ask, hub_ask])
    through(answers, by=cast.officer, second=cast.approver)
    through(draft_hub_register(by=cast.officer), by=cast.officer, second=cast.approver)
    stories(cast, page_ask=page_ask, hub_ask=hub_ask)
    year, month = days.month(0)
    draft_monthly_update(by=cast.officer, year=year, month=month)
    say_interested(
        who="young_person", name="", contact="Message my mum on 01632 960123", age_band="age_16_18", learns="no_place",
        helps="Small group, no cameras", meet_where="A café in Southford", came_from="Monthly update",
    )  # fmt: skip
    say_interested(who="parent_carer", name="Robin", contact="robin@families.example", came_from="Fun day")
    leave_comment(address="hubs", useful=False, words="I could not see how to ask for a place, or who to ring.")
    leave_comment(address="updates", useful=True, words="")
