"""Voices, drafts and published pages for the tests of publishing and of the public site."""

from __future__ import annotations

import datetime
import io
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from heard_web.engagement.models import Activity
from heard_web.people.models import User
from heard_web.publishing import actions
from heard_web.publishing.actions import BlockFacts
from heard_web.publishing.models import Publication, Snapshot
from heard_web.voice.models import Contribution, Drawing, Observation, Permission, Speaker

CANARY = "Kestrel lantern under the purple stairs"


def permit(voice: Contribution, use: str, by: User, *, answer: bool = True, **more: Any) -> Permission:
    facts = {"given_by": "self", "given_on": voice.said_on, "recorded_by": by} | more
    return Permission.objects.create(contribution=voice, use=use, answer=answer, **facts)


def voice_of(
    activity: Activity, by: User, words: str = CANARY, *, uses: tuple[str, ...] = ("quote",), **more: Any
) -> Contribution:
    number = Speaker.objects.filter(activity=activity).count() + 1
    speaker = Speaker.objects.create(activity=activity, label=f"P{number}")
    facts: dict[str, Any] = {"mode": "said", "said_on": activity.starts_on} | more
    voice = Contribution.objects.create(
        held_by=activity.held_by, activity=activity, speaker=speaker, words=words, recorded_by=by, **facts
    )
    for use in uses:
        permit(voice, use, by)
    return voice


def drawing_of(activity: Activity, by: User, *, alt: str = "A round house with a ramp", **more: Any) -> Contribution:
    voice = voice_of(activity, by, "", uses=("show_drawing",), mode="drawn", **more)
    paper = io.BytesIO()
    Image.new("RGB", (40, 30), (240, 200, 10)).save(paper, "PNG")
    image = ContentFile(paper.getvalue(), name="drawing.png")
    Drawing.objects.create(contribution=voice, alt_text=alt, name_checked=True, image=image)
    return voice


def observation_of(activity: Activity, by: User) -> Contribution:
    voice = voice_of(activity, by, "", mode="observed")
    Observation.objects.create(
        contribution=voice, what_we_saw="Went back to the water tray again and again", what_we_think="Likes it calm"
    )
    return voice


def page_of(officer: User, *blocks: BlockFacts, title: str = "Summer answers") -> Publication:
    """A draft with these parts."""
    number = Publication.objects.count() + 1
    page = Publication.objects.create(
        held_by=officer.organisation, kind="you_said", title=title, address=f"you-said/page-{number}", written_by=officer,
        changed_by=officer,
    )  # fmt: skip
    parts = list(blocks) or [BlockFacts("paragraph", words="We listened to families this summer.")]
    return actions.set_blocks(page, by=officer, title=title, summary="What people told us.", blocks=parts)


def publish(page: Publication, officer: User, approver: User, **more: str) -> Snapshot:
    """Both people do their part."""
    actions.submit(page, by=officer)
    return actions.approve(page, by=approver, **more)


def change(page: Publication, officer: User, *blocks: BlockFacts) -> Publication:
    return actions.set_blocks(page, by=officer, title=page.title, summary=page.summary, blocks=blocks)


def event_of(officer: User, **more: Any) -> Activity:
    facts: dict[str, Any] = {
        "held_by": officer.organisation, "kind": "drop_in", "title": "Summer drop-in", "status": "booked",
        "starts_on": datetime.date(2099, 7, 7), "start_time": datetime.time(11), "end_time": datetime.time(16),
        "place_type": "public_venue", "place_name": "The Lantern Library", "recorded_by": officer,
    }  # fmt: skip
    return Activity.objects.create(**facts | more)


EVENT_WORDS = {
    "who_for": "Children and young people with SEND, and their families.",
    "contact": "Ring the team on 01632 960 123.",
    "access": "There is no step at the door.",
    "address": "Lantern Street, Ashdale",
}
