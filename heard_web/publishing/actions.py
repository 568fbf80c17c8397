"""What people do with pages for the public. Nothing reaches the public but through `approve`, by a second person."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from heard.errors import HeardError
from heard_web.audit.models import record
from heard_web.outcomes.actions import tell_back
from heard_web.outcomes.models import GiveBack
from heard_web.people.models import User
from heard_web.publishing.actions_drafts import (
    add_what_is_new,
    draft_event_notice,
    draft_hub_register,
    draft_monthly_update,
    draft_story,
    draft_you_said,
    own,
    refuse,
    set_blocks,
    submit,
)
from heard_web.publishing.actions_taking_back import erase_taken_back
from heard_web.publishing.blocks import USE_OF, BlockFacts, with_rows
from heard_web.publishing.finishing import content_of
from heard_web.publishing.models import (
    Block,
    BlockKind,
    LocalOfferComment,
    Publication,
    PublicationKind,
    PublicationState,
    Snapshot,
    SnapshotVoice,
)

__all__ = [
    "BlockFacts", "add_what_is_new", "approve", "as_read", "draft_event_notice", "draft_hub_register",
    "draft_monthly_update", "draft_story", "draft_you_said", "erase_taken_back", "leave_comment", "read_comment",
    "send_back", "set_blocks", "submit", "take_down",
]  # fmt: skip

TELLS_BACK = (PublicationKind.MONTHLY_UPDATE, PublicationKind.YOU_SAID, PublicationKind.STORY)
ANYBODY = "Anybody who reads the page"
LONGEST_COMMENT = 4_000


def _second_person(row: Publication, *, by: User) -> None:
    """Refuse anyone who is not an approver of the same organisation, or who had a hand in the page."""
    if not by.as_role.may_approve():
        raise PermissionDenied("Only an approver can let a page be published or send it back.")
    if by.pk in (row.written_by_id, row.changed_by_id, row.submitted_by_id):
        raise PermissionDenied("Somebody who had no hand in this page has to read it before it is published.")


@transaction.atomic
def send_back(publication: Publication, *, by: User, because: str) -> Publication:
    """Return a draft to its writer, saying what to look at. Sending back twice is harmless."""
    row = own(publication, by=by)
    _second_person(row, by=by)
    if not because.strip():
        raise HeardError("Nothing says why the page goes back. Write what the writer should look at.")
    if row.state != PublicationState.SUBMITTED:
        return row
    row.state, row.sent_back_because = PublicationState.DRAFT, because.strip()
    row.submitted_by, row.submitted_at = None, None
    row.save()
    record(by=by, verb="send_back", of=row, sentence=f"{by.name} sent the page {row.address} back to its writer.")
    return row


@transaction.atomic
def approve(publication: Publication, *, by: User, because: str = "", read: str = "") -> Snapshot:
    """Publish a page that somebody else wrote: freeze what it says now as its next version, at its address for good.

    Everything is checked once more at this moment. Earlier versions stay as they were. Approving twice gives the same
    version. That anybody can read it is recorded, once. `read` is what `as_read` gave for the page the approver
    looked at: where the page would say something else by now, nothing is published.
    """
    row = own(publication, by=by)
    newest = row.snapshots.order_by("-number").first()
    if row.state == PublicationState.PUBLISHED and newest is not None and newest.approved_by_id == by.pk:
        return newest
    _second_person(row, by=by)
    if row.state != PublicationState.SUBMITTED:
        raise HeardError("This page has not been handed on to be read. Its writer does that when it is ready.")
    if read and read != as_read(row):
        raise HeardError("Something on this page changed after you opened it. Read it again below, then decide.")
    refuse(row, because=because)
    snapshot = _freeze(row, by=by, number=newest.number + 1 if newest else 1, because=because.strip())
    row.state, row.look_again_because, row.sent_back_because = PublicationState.PUBLISHED, "", ""
    row.save()
    sentence = f"{by.name} approved the page {row.address}; version {snapshot.number} was published, {snapshot.sha256}."
    record(by=by, verb="approve", of=row, sentence=sentence)
    _tell_back(row)
    return snapshot


def as_read(publication: Publication) -> str:
    """The fingerprint of what a page says now: the record behind it may change while somebody reads it."""
    return Snapshot.fingerprint(publication.title, publication.summary, content_of(publication, with_rows(publication)))


def _freeze(row: Publication, *, by: User, number: int, because: str) -> Snapshot:
    blocks = with_rows(row)
    content = content_of(row, blocks)
    snapshot = Snapshot.objects.create(
        publication=row, number=number, title=row.title, summary=row.summary, content=content,
        sha256=Snapshot.fingerprint(row.title, row.summary, content), because=because[:300], frozen_at=timezone.now(),
        written_by_id=row.changed_by_id, approved_by=by,
    )  # fmt: skip
    for index, block in enumerate(blocks):
        if block.kind in USE_OF and block.contribution is not None:
            _show(snapshot, block, index)
    return snapshot


def _show(snapshot: Snapshot, block: Block, index: int) -> None:
    voice = SnapshotVoice(
        snapshot=snapshot, contribution=block.contribution, part=index, use=USE_OF[BlockKind(block.kind)].value
    )
    drawing = getattr(block.contribution, "drawing", None)
    if block.kind == BlockKind.DRAWING and drawing is not None:
        with drawing.image.open("rb") as picture:
            voice.image.save("picture.png", ContentFile(picture.read()), save=False)
    voice.save()


def _tell_back(row: Publication) -> None:
    """Record where anybody can read what came of each occasion or ask. Telling the people themselves is recorded apart."""
    teller = row.submitted_by
    if teller is None or row.kind not in TELLS_BACK:
        return
    told: dict[str, Any] = {
        "told_on": timezone.localdate(),
        "how": f"Published page: {row.title}"[:200],
        "address": f"/{row.address}/",
    }
    known = GiveBack.objects.filter(address=told["address"])
    done = set(known.values_list("activity", flat=True))
    for activity in row.activities.filter(held_by=row.held_by, status="held", starts_on__lte=timezone.localdate()):
        if activity.pk not in done:
            tell_back(by=teller, told_whom=ANYBODY, activity=activity, **told)
    asks = {
        block.ask for block in row.blocks.select_related("ask") if block.ask and block.ask.held_by_id == row.held_by_id
    }
    asked = set(known.values_list("ask", flat=True))
    for ask in asks:
        if ask.pk not in asked:
            tell_back(by=teller, told_whom=ANYBODY, ask=ask, **told)


@transaction.atomic
def take_down(publication: Publication, *, by: User, because: str) -> Publication:
    """Take every version of a page from the public at once. Its address then says that it was taken down, not why."""
    row = own(publication, by=by)
    if not (by.as_role.may_record() or by.as_role.may_approve()):
        raise PermissionDenied("Your role does not take pages down. Ask an officer, a coordinator or an approver.")
    if not because.strip():
        raise HeardError("Nothing says why the page is taken down. Write the reason; only staff see it.")
    if row.state == PublicationState.TAKEN_DOWN:
        return row
    if not row.snapshots.exists():
        raise HeardError("This page was never published, so there is nothing to take down.")
    row.snapshots.filter(taken_down_at=None).update(
        taken_down_at=timezone.now(), taken_down_because=because.strip()[:300]
    )
    row.state = PublicationState.TAKEN_DOWN
    row.save()
    record(by=by, verb="take_down", of=row, sentence=f"{by.name} took the page {row.address} down.")
    return row


@transaction.atomic
def leave_comment(*, address: str, useful: bool | None, words: str) -> LocalOfferComment:
    """Keep what somebody said about a public page, for a person to read. Nothing is kept about who they are."""
    words = words.strip()
    if useful is None and not words:
        raise HeardError("Nothing was chosen or written yet. Choose yes or no, or write what you think.")
    if len(words) > LONGEST_COMMENT:
        raise HeardError(
            f"This is {len(words):,} letters long and we can take {LONGEST_COMMENT:,}. Make it shorter, or send it in two parts."
        )
    comment = LocalOfferComment.objects.create(address=address[:200], useful=useful, words=words)
    record(
        by=None,
        verb="leave_comment",
        of=comment,
        sentence=f"Somebody commented on the page “{address[:200] or 'home'}”.",
    )
    return comment


@transaction.atomic
def read_comment(comment: LocalOfferComment, *, by: User, limb: str = "") -> LocalOfferComment:
    """Note that a person has read a comment, and which part of the yearly report on the local offer it belongs to."""
    if not LocalOfferComment.objects.visible_to(by).filter(pk=comment.pk).exists():
        raise PermissionDenied("This comment is not open to your organisation.")
    if limb and limb not in LocalOfferComment.Limb.values:
        raise HeardError("There are three kinds of comment: a, b and c. Choose one of them, or none.")
    row = LocalOfferComment.objects.select_for_update().get(pk=comment.pk)
    if row.read_at is None:
        row.read_at, row.read_by = timezone.now(), by
        record(by=by, verb="read_comment", of=row, sentence=f"{by.name} read comment {row.pk}.")
    row.limb = limb
    row.save()
    return row
