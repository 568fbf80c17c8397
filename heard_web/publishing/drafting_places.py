"""Drafts the notice of an event, and the register of places that help."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from heard.codes import PlaceType, ProvisionStatus
from heard.errors import HeardError
from heard_web.decisions.models import Ask
from heard_web.engagement.models import Activity, ActivityStatus
from heard_web.people.models import User
from heard_web.provision.models import Provision
from heard_web.publishing import wording
from heard_web.publishing.blocks import EVENT_WORDS, BlockFacts, Draft, paragraph, section
from heard_web.publishing.drafting_ask import doubts_about_impacts, not_delivered
from heard_web.publishing.models import BlockKind

USUAL = {
    "cost": "It is free. You do not need to book.",
    "siblings": "Brothers and sisters are welcome.",
    "image_notice": "We ask before we take any photograph. It is fine to say no.",
}
COMING = frozenset(
    {ProvisionStatus.PROPOSED, ProvisionStatus.DECIDED, ProvisionStatus.FUNDED, ProvisionStatus.BUILDING}
)
OPEN = frozenset({ProvisionStatus.OPEN, ProvisionStatus.CHANGED})


def event_draft(activity: Activity, details: Mapping[str, str]) -> Draft:
    """The notice of one event. Date, time and place come from the event itself, so they are written in one place only."""
    unknown = sorted(set(details) - set(EVENT_WORDS))
    if unknown:
        raise HeardError(
            f"An event notice has no line called {wording.listed(unknown)}. Use {wording.listed(list(EVENT_WORDS))}."
        )
    if activity.place_type == PlaceType.HOME:
        raise HeardError("A visit to a home is never announced. Choose another event.")
    if activity.status not in (ActivityStatus.PLANNED, ActivityStatus.BOOKED):
        state = ActivityStatus(activity.status).label.lower()
        raise HeardError(f"“{activity.title}” is {state}, so it has no notice. Choose an event that is still to come.")
    words = USUAL | {name: text.strip() for name, text in details.items() if text.strip()}
    summary = (
        f"{wording.weekday(activity.starts_on)}, {wording.from_to(activity.start_time, activity.end_time)}".rstrip(", ")
    )
    return Draft(
        activity.title, f"{summary}.", [BlockFacts(BlockKind.EVENT, activity=activity, details=words)], [activity]
    )


def register_draft(*, by: User) -> Draft:
    """The register of hubs: open ones first, then those to come, those that ended, and what was asked for and never came."""
    hubs = (
        Provision.objects.filter(held_by=by.organisation)
        .select_related("setting", "led_by")
        .prefetch_related("history")
    )
    asks = (
        Ask.objects.visible_to(by).filter(parts__isnull=False)
        .distinct().order_by("put_on", "pk").prefetch_related("parts", "decisions", "claims")
    )  # fmt: skip
    doubts = {impact: lines for ask in asks for impact, lines in doubts_about_impacts(ask, by=by).items()}
    rows = [(_status(hub), _hub(hub, doubts)) for hub in hubs.order_by("name", "pk")]
    parts = [
        *section("Places that are open", _hubs(rows, OPEN)),
        *section("Places that are planned", _hubs(rows, COMING)),
        *section(
            "Places that closed or did not go ahead",
            _hubs(rows, {ProvisionStatus.CLOSED, ProvisionStatus.NOT_PROCEEDING}),
        ),
        *section(
            "Asked for and not delivered",
            [part for ask in asks for part in not_delivered(ask, by=by, only_places=True)],
        ),
    ]
    if not parts:
        parts = [paragraph("No places are on the register yet.")]
    return Draft(
        "Places that help", "Where there are specialist places, who they are for, and how each came to be.", parts
    )


def _status(hub: Provision) -> str:
    history = list(hub.history.all())
    return history[-1].status if history else ""


def _hub(hub: Provision, doubts: dict[int, list[str]]) -> BlockFacts:
    """One place, with what is doubtful about the claim that it came of what people said."""
    return BlockFacts(BlockKind.HUB, provision=hub, details={"notes": doubts.get(hub.impact_id or 0, [])})


def _hubs(rows: list[tuple[str, BlockFacts]], wanted: Collection[ProvisionStatus]) -> list[BlockFacts]:
    return [block for status, block in rows if status in wanted]
