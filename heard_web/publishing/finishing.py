"""Turns the parts of a draft into what people will read: numbers made safe, places named only where that was agreed.

The same parts are shown in a preview and frozen in a snapshot, so what the second person checked is what is published.
Each part is a plain dict. `needs` says which of its lines rest on a permission of their own, and go when it goes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from heard.codes import Mediation, Mode, ProvisionStatus, ProvisionType, SayDoStatus, Use
from heard.publishing.small_numbers import release_count
from heard_web.engagement.models import ActivityStatus
from heard_web.publishing import wording
from heard_web.publishing.blocks import EVENT_WORDS
from heard_web.publishing.models import Block, BlockKind, Publication, PublicationKind
from heard_web.voice.models import Contribution

Part = dict[str, Any]


def strict_page(publication: Publication) -> bool:
    """Whether everything on a page is about one occasion, so that small numbers need the stricter rule."""
    return publication.kind == PublicationKind.EVENT_NOTICE or publication.activities.count() == 1


def finished(block: Block, *, strict: bool) -> Part:
    """One part as people will read it. Empty lines are left out."""
    part: Part = {"kind": block.kind, "heading": block.heading, "words": block.words}
    part |= _number(block, strict) if block.kind == BlockKind.NUMBER else FINISH[BlockKind(block.kind)](block)
    return {name: value for name, value in part.items() if value not in ("", None, {}, []) and value is not False}


def content_of(publication: Publication, blocks: Sequence[Block]) -> list[Part]:
    """All parts of a page as people will read them, in the form in which they are stored."""
    strict = strict_page(publication)
    content: list[Part] = json.loads(json.dumps([finished(block, strict=strict) for block in blocks]))
    return content


def may_name_place(contribution: Contribution) -> bool:
    """Whether the school may stand beside the words: the school agreed, and so did the person."""
    activity = contribution.activity
    return bool(activity.may_name_setting and activity.setting_id and contribution.may(Use.NAME_SCHOOL).allowed)


def _attributed(block: Block) -> Part:
    voice = block.contribution
    if voice is None:
        return {}
    speaker = voice.speaker
    part: Part = {
        "who": wording.who_said(
            speaker.group if speaker else "",
            speaker.people if speaker else 1,
            voice.activity.kind,
            age_band=speaker.age_band if speaker else "",
        ),
        "mode": Mode(voice.mode).label,
        "mediation": Mediation(voice.mediation).label,
    }
    if may_name_place(voice) and voice.activity.setting:
        part |= {"where": voice.activity.setting.name, "needs": {"where": Use.NAME_SCHOOL.value}}
    return part


def _quote(block: Block) -> Part:
    return {**_attributed(block), "words": block.contribution.words if block.contribution else ""}


def _observed(block: Block) -> Part:
    seen = getattr(block.contribution, "observation", None)
    told = {"saw": seen.what_we_saw, "think": seen.what_we_think, "could": seen.other_reading} if seen else {}
    watched_by = wording.WATCHED_BY.get(seen.knows_child, "") if seen else ""
    return {**_attributed(block), **told, "mediation": "", "watched_by": watched_by}


def _drawing(block: Block) -> Part:
    part = _attributed(block)
    drawn = getattr(block.contribution, "drawing", None)
    if drawn is None or block.contribution is None:
        return part
    part |= {"alt": drawn.alt_text, "width": drawn.width, "height": drawn.height, "mode": ""}
    if block.contribution.explanation and block.contribution.may(Use.QUOTE).allowed:
        part["said"] = block.contribution.explanation
        part["needs"] = {**part.get("needs", {}), "said": Use.QUOTE.value}
    return part


def _number(block: Block, strict: bool) -> Part:
    """The true number stays in the draft: only the released one is ever frozen."""
    safe = release_count(block.number or 0, strict=strict or bool(block.activity_id or block.impact_id))
    if safe.value is None:
        return {"number": "A small number of" if safe.text == "*" else safe.text[0].upper() + safe.text[1:]}
    return {"number": f"About {safe.text}"}


def _plain(block: Block) -> Part:
    return {"link": block.details.get("link", "")}


def _event(block: Block) -> Part:
    part: Part = {name: str(block.details.get(name, "")) for name in EVENT_WORDS}
    activity = block.activity
    if activity is None:
        return part
    return part | {
        "title": activity.title,
        "on": activity.starts_on.isoformat(),
        "start": activity.start_time.strftime("%H:%M") if activity.start_time else "",
        "end": activity.end_time.strftime("%H:%M") if activity.end_time else "",
        "when": wording.weekday(activity.starts_on),
        "hours": wording.from_to(activity.start_time, activity.end_time),
        "place": activity.where,
        "cancelled": activity.status == ActivityStatus.CANCELLED,
    }


def _said_did(block: Block) -> Part:
    told: Part = {name: str(block.details.get(name, "")) for name in ("said", "did", "because", "difference", "status")}
    status = told["status"] if told["status"] in SayDoStatus.__members__.values() else SayDoStatus.NOT_YET_DECIDED
    return told | {"status": str(status), "status_label": SayDoStatus(status).label}


def _impact(block: Block) -> Part:
    thing = block.impact
    if thing is None:
        return {}
    return {
        "name": thing.named_thing,
        "designed_by": wording.inside(thing.designed_by) if thing.designed_by else "",
        "since": f"In use since {wording.day(thing.in_use_since)}." if thing.in_use_since else "Not in use yet.",
        "families_say": wording.sentence(thing.families_say),
        "where": str(thing.setting) if thing.setting else "",
        "need": wording.need(thing.designation),
        "ages": wording.ages(thing.age_from, thing.age_to),
        "notes": list(block.details.get("notes", [])),
    }


def _hub(block: Block) -> Part:
    """Places commissioned are a fact about the building. How many children are on roll is never published."""
    hub = block.provision
    if hub is None:
        return {}
    history = list(hub.history.all())
    last = history[-1] if history else None
    return {
        "name": hub.name,
        "place": str(hub.setting),
        "led_by": str(hub.led_by) if hub.led_by else "",
        "type": ProvisionType(hub.kind).label,
        "need": wording.need(hub.designation),
        "need_code": hub.designation,
        "ages": wording.ages(hub.age_from, hub.age_to),
        "age_from": hub.age_from,
        "age_to": hub.age_to,
        "places": f"{hub.places} places" if hub.places else "",
        "status": last.status if last else "",
        "status_label": ProvisionStatus(last.status).label if last else "",
        "since": f"Since {wording.day(last.happened_on)}." if last else "",
        "because": wording.sentence(last.reason) if last else "",
        "notes": list(block.details.get("notes", [])),
    }


def _not_delivered(block: Block) -> Part:
    return {"because": str(block.details.get("because", "")) or "No reason has been given yet."}


FINISH: dict[BlockKind, Callable[[Block], Part]] = {
    BlockKind.HEADING: _plain,
    BlockKind.PARAGRAPH: _plain,
    BlockKind.BULLET: _plain,
    BlockKind.QUOTE: _quote,
    BlockKind.OBSERVED: _observed,
    BlockKind.DRAWING: _drawing,
    BlockKind.EVENT: _event,
    BlockKind.SAID_DID: _said_did,
    BlockKind.IMPACT: _impact,
    BlockKind.HUB: _hub,
    BlockKind.NOT_DELIVERED: _not_delivered,
}
