"""Makes "taken back" true everywhere: the words and pictures leave every version of every page, and every draft."""

from __future__ import annotations

from collections import defaultdict

from django.db import transaction

from heard_web.audit.models import record
from heard_web.publishing import wording
from heard_web.publishing.blocks import USE_OF
from heard_web.publishing.models import Block, BlockKind, Publication, Snapshot, SnapshotVoice
from heard_web.publishing.showing import TAKEN_BACK, still_shown, with_permissions

LOOK_AGAIN = (
    "Something that was on this page is gone, because the person it came from took it back or said no to this use. "
    "Check that the rest still makes sense."
)


@transaction.atomic
def erase_taken_back() -> int:
    """Erase from every version and every draft what may no longer be shown, and say how many parts were erased.

    Public pages stop showing such a part the moment it is taken back; this removes what is still stored. Running it again
    finds nothing more to do.
    """
    by_snapshot: dict[int, list[SnapshotVoice]] = defaultdict(list)
    for voice in with_permissions(SnapshotVoice.objects.order_by("snapshot", "part")):
        by_snapshot[voice.snapshot_id].append(voice)
    erased = 0
    snapshots = Snapshot.objects.select_for_update().filter(pk__in=list(by_snapshot)).select_related("publication")
    for snapshot in snapshots:
        erased += _erase(snapshot, by_snapshot[snapshot.pk])
    return erased + _erase_from_drafts()


def _erase(snapshot: Snapshot, voices: list[SnapshotVoice]) -> int:
    erased = 0
    for voice in voices:
        part = snapshot.content[voice.part]
        kept = still_shown(part, voice)
        if kept == part:
            continue
        snapshot.content[voice.part] = kept
        erased += 1
        if kept == TAKEN_BACK:
            _delete(voice)
    if not erased:
        return 0
    before = snapshot.sha256
    snapshot.sha256 = Snapshot.fingerprint(snapshot.title, snapshot.summary, snapshot.content)
    snapshot.save(update_fields=["content", "sha256"])
    page = snapshot.publication
    _look_again(page)
    record(
        by=None, verb="erase_taken_back", of=page,
        sentence=f"Erased {wording.many(erased, 'part')} that may no longer be shown from version {snapshot.number} of "
        f"{page.address}; it was {before}.",
    )  # fmt: skip
    return erased


def _delete(voice: SnapshotVoice) -> None:
    """The file goes first: if the rest fails, the row still points to it, and the next run finishes."""
    if voice.image:
        voice.image.delete(save=False)
    voice.delete()


def _erase_from_drafts() -> int:
    blocks = Block.objects.exclude(contribution=None).select_related(
        "publication", "contribution__speaker"
    ).prefetch_related("contribution__permissions")  # fmt: skip
    gone = [
        block
        for block in blocks
        if block.contribution
        and block.kind in USE_OF
        and not block.contribution.may(USE_OF[BlockKind(block.kind)]).allowed
    ]
    for block in gone:
        page = block.publication
        _look_again(page)
        record(
            by=None, verb="erase_taken_back", of=page,
            sentence=f"Removed a part that may no longer be shown from the draft of {page.address}.",
        )  # fmt: skip
    Block.objects.filter(pk__in=[block.pk for block in gone]).delete()
    return len(gone)


def _look_again(page: Publication) -> None:
    """Ask the page's writer to read it once more."""
    Publication.objects.filter(pk=page.pk).update(look_again_because=LOOK_AGAIN)
