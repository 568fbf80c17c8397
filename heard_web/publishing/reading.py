"""What the public reads: approved snapshots as plain values, with everything taken back already left out."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from heard_web.publishing.finishing import Part
from heard_web.publishing.models import (
    LocalOfferComment,
    Publication,
    PublicationKind,
    PublicationState,
    Snapshot,
    SnapshotVoice,
)
from heard_web.publishing.showing import TAKEN_BACK, is_usable, showable, with_permissions

Kind = PublicationKind


class TakenDown(Exception):  # noqa: N818 - a state of a page, not a fault
    """The page was published once and has been taken down."""


@dataclass(frozen=True, slots=True)
class Card:
    """A page in a list."""

    title: str
    summary: str
    address: str
    url: str
    frozen_at: datetime.datetime
    month: datetime.date | None = None
    event: Part = field(default_factory=dict)

    @property
    def on(self) -> datetime.date | None:
        """The day of the event."""
        return datetime.date.fromisoformat(self.event["on"]) if self.event.get("on") else None


@dataclass(frozen=True, slots=True)
class Page:
    """One version of a page, ready to show."""

    title: str
    summary: str
    address: str
    url: str
    kind: str
    number: int
    newest: int
    frozen_at: datetime.datetime
    because: str
    parts: Sequence[Part]
    anything_taken_back: bool
    month: datetime.date | None = None
    earlier: Sequence[int] = ()

    @property
    def event(self) -> Part:
        """The facts of the event, on a notice."""
        return next((part for part in self.parts if part["kind"] == "event"), {})

    @property
    def is_newest(self) -> bool:
        """Whether this is the version people are meant to read."""
        return self.number == self.newest


def url_of(address: str) -> str:
    """The public address of a page, from the root of the site."""
    return f"{reverse('public:home')}{address}/"


def cards(kind: PublicationKind, limit: int | None = None) -> list[Card]:
    """The pages of one kind that can be read now, newest first; updates by the month they cover."""
    rows = Snapshot.objects.live().filter(publication__kind=kind).select_related("publication")
    rows = rows.order_by("-publication__month", "-frozen_at", "-pk")
    if kind != Kind.EVENT_NOTICE:
        rows = rows.defer("content")
    return [_card(row) for row in rows[:limit]]


def _card(row: Snapshot) -> Card:
    page = row.publication
    event: Part = {}
    if page.kind == Kind.EVENT_NOTICE:
        event = next((part for part in row.content if part["kind"] == "event"), {})
    return Card(row.title, row.summary, page.address, url_of(page.address), row.frozen_at, page.month, event)


def events(today: datetime.date) -> tuple[list[Card], list[Card]]:
    """Events still to come, soonest first, and those that are over, latest first."""
    dated = sorted((card for card in cards(Kind.EVENT_NOTICE) if card.on), key=lambda card: (str(card.on), card.title))
    coming = [card for card in dated if card.on and card.on >= today]
    return coming, [card for card in reversed(dated) if card not in coming]


def newest_answers(limit: int) -> list[tuple[Part, str]]:
    """A few lines of you said, we did from the newest pages, each with the address of its page."""
    rows = Snapshot.objects.live().filter(publication__kind=Kind.YOU_SAID).select_related("publication")
    found = [
        (part, url_of(row.publication.address))
        for row in rows.order_by("-frozen_at")[:limit]
        for part in row.content
        if part["kind"] == "said_did"
    ]
    return found[:limit]


def page_at(address: str, *, version: str = "") -> Page:
    """The page at an address: its newest version, or an earlier one when asked. `TakenDown` when it is gone for good."""
    rows = Snapshot.objects.filter(publication__address=address).defer("content").select_related("publication")
    versions = list(rows.order_by("-number"))
    if not versions:
        raise Http404("No page was published at this address.")
    publication = versions[0].publication
    readable = [row for row in versions if row.taken_down_at is None]
    if publication.state == PublicationState.TAKEN_DOWN or not readable or versions[0].taken_down_at is not None:
        raise TakenDown
    wanted = readable[0]
    if version:
        found = [row for row in readable if str(row.number) == version]
        if not found:
            raise Http404("This page has no such version.")
        wanted = found[0]
    return page_of(wanted, newest=readable[0].number, earlier=[row.number for row in readable[1:]])


def page_of(snapshot: Snapshot, *, newest: int, earlier: Sequence[int] = ()) -> Page:
    """One version as plain values, without what was taken back."""
    shown = showable(snapshot)
    parts = [
        _with_picture(part, reverse("public:picture", args=[snapshot.pk, index])) for index, part in enumerate(shown)
    ]
    return Page(
        title=snapshot.title, summary=snapshot.summary, address=snapshot.publication.address,
        url=url_of(snapshot.publication.address), kind=snapshot.publication.kind, number=snapshot.number, newest=newest,
        frozen_at=snapshot.frozen_at, because=snapshot.because, parts=[part for part in parts if part != TAKEN_BACK],
        anything_taken_back=TAKEN_BACK in parts, month=snapshot.publication.month, earlier=earlier,
    )  # fmt: skip


def _with_picture(part: Part, url: str) -> Part:
    return {**part, "picture": url} if part["kind"] == "drawing" else part


def preview_of(publication: Publication, parts: Sequence[Part]) -> Page:
    """A draft in the shape of a page, for those who check it."""
    return Page(
        title=publication.title, summary=publication.summary, address=publication.address, url=url_of(publication.address),
        kind=publication.kind, number=1, newest=1, frozen_at=timezone.now(), because="", parts=parts,
        anything_taken_back=False, month=publication.month,
    )  # fmt: skip


def picture(snapshot_pk: int, part: int) -> Any:
    """The file of a published drawing, while it may be shown. `Http404` the moment it may not."""
    rows = SnapshotVoice.objects.filter(snapshot=snapshot_pk, part=part, snapshot__taken_down_at=None).exclude(image="")
    voice = with_permissions(rows.exclude(snapshot__publication__state=PublicationState.TAKEN_DOWN)).first()
    if voice is None or not is_usable(voice):
        raise Http404("This picture is not shown.")
    return voice.image


def is_public(address: str) -> bool:
    """Whether an address is one of the site's own pages, so that a comment is about something."""
    return address == "" or Snapshot.objects.live().filter(publication__address=address).exists()


def comments_since(moment: datetime.datetime) -> int:
    """How many comments came in since a moment."""
    return LocalOfferComment.objects.filter(received_at__gte=moment).count()


def hubs(parts: Sequence[Part], *, need: str = "", age: int | None = None) -> list[Part]:
    """The hubs that suit a need and an age; a hub for every need suits each. Headings over nothing are left out."""
    kept = [part for part in parts if part["kind"] != "hub" or _suits(part, need, age)]
    return [
        part
        for index, part in enumerate(kept)
        if part["kind"] != "heading" or (index + 1 < len(kept) and kept[index + 1]["kind"] != "heading")
    ]


def _suits(part: Part, need: str, age: int | None) -> bool:
    fits_need = not need or part.get("need_code") in (need, "generic")
    oldest, youngest = part.get("age_to", 25), part.get("age_from", 0)
    return fits_need and (age is None or youngest <= age <= oldest)
