"""What a writer does: draft from the record, change the parts, hand on to a second person."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify

from heard.codes import Use
from heard.errors import HeardError
from heard_web.audit.models import record
from heard_web.decisions.models import Ask
from heard_web.engagement.models import Activity
from heard_web.people.models import User
from heard_web.publishing import wording
from heard_web.publishing.adding_new import marked, with_what_is_new
from heard_web.publishing.blocks import USE_OF, BlockFacts, Draft, as_typed, facts_of, rows, with_rows
from heard_web.publishing.checking import in_reason, problems, stopping
from heard_web.publishing.drafting_ask import answers_draft, story_draft
from heard_web.publishing.drafting_month import month_draft
from heard_web.publishing.drafting_places import event_draft, register_draft
from heard_web.publishing.finishing import content_of
from heard_web.publishing.models import Block, BlockKind, Publication, PublicationKind, PublicationState
from heard_web.voice.models import Contribution


def may_write(by: User) -> None:
    """Refuse somebody whose role does not write drafts."""
    if not by.as_role.may_record():
        raise PermissionDenied("Your role does not write pages. Ask a colleague whose role does.")


def own(publication: Publication, *, by: User) -> Publication:
    """The row, locked, when it is held by this person's organisation."""
    row: Publication = Publication.objects.select_for_update().get(pk=publication.pk)
    if row.held_by_id != by.organisation_id:
        raise PermissionDenied("Only the organisation that holds a page can change it.")
    return row


@transaction.atomic
def draft_monthly_update(*, by: User, year: int, month: int) -> Publication:
    """Write a first draft of a month from the record. Asking again gives the same page, with nothing of it changed."""
    may_write(by)
    address = f"updates/{year:04d}/{month:02d}"
    if existing := _existing(address, by=by):
        return existing
    draft = _month(year, month, by=by)
    page = _new(draft, kind=PublicationKind.MONTHLY_UPDATE, address=address, by=by)
    page.month = datetime.date(year, month, 1)
    return _keep(page, draft, by=by)


def _month(year: int, month: int, *, by: User) -> Draft:
    draft = month_draft(year, month, by=by)
    return replace(draft, parts=marked(draft.parts))


@transaction.atomic
def add_what_is_new(publication: Publication, *, by: User) -> int:
    """Add to the draft of a month what the record would now give and is not there yet; give how many parts are new.

    What somebody wrote or changed by hand stays as it is. What is public stays until a second person approves. A second
    time finds nothing more to add.
    """
    may_write(by)
    row = own(publication, by=by)
    if row.month is None:
        raise HeardError("Only the update of a month follows the record. Start this page again from the list of kinds.")
    draft = _month(row.month.year, row.month.month, by=by)
    parts, added = with_what_is_new([facts_of(block) for block in with_rows(row)], draft.parts)
    set_blocks(row, by=by, title=row.title, summary=row.summary, blocks=parts)
    row.activities.add(*draft.activities)
    return added


@transaction.atomic
def draft_event_notice(activity: Activity, *, by: User, **details: str) -> Publication:
    """Write the notice of an event that is still to come. An event has one notice: asking again gives that one."""
    may_write(by)
    if activity.held_by_id != by.organisation_id:
        raise PermissionDenied("Only the organisation that holds an event can announce it.")
    found = Publication.objects.filter(kind=PublicationKind.EVENT_NOTICE, activities=activity, held_by=by.organisation)
    existing: Publication | None = found.first()
    if existing is not None:
        return existing
    draft = event_draft(activity, details)
    address = _free_address("events", f"{activity.title} {activity.starts_on:%Y-%m-%d}")
    return _keep(_new(draft, kind=PublicationKind.EVENT_NOTICE, address=address, by=by), draft, by=by)


@transaction.atomic
def draft_you_said(*, by: User, title: str, asks: Sequence[Ask]) -> Publication:
    """Write what became of some asks, one line each. Nothing is left out for not being done."""
    may_write(by)
    if not asks:
        raise HeardError("No asks were chosen. Choose at least one thing that people asked for.")
    seen = {ask.pk for ask in Ask.objects.visible_to(by).filter(pk__in=[ask.pk for ask in asks])}
    if len(seen) != len({ask.pk for ask in asks}):
        raise PermissionDenied("Some of these asks are not open to your organisation.")
    draft = answers_draft(title.strip() or "You said, we did", asks, by=by)
    address = _free_address("you-said", draft.title)
    return _keep(_new(draft, kind=PublicationKind.YOU_SAID, address=address, by=by), draft, by=by)


@transaction.atomic
def draft_story(ask: Ask, *, by: User) -> Publication:
    """Write the story of one ask: what happened, what people told us, what was decided, what changed and what did not."""
    may_write(by)
    if not Ask.objects.visible_to(by).filter(pk=ask.pk).exists():
        raise PermissionDenied("This ask is not open to your organisation.")
    found = Publication.objects.filter(kind=PublicationKind.STORY, ask=ask, held_by=by.organisation)
    existing: Publication | None = found.first()
    if existing is not None:
        return existing
    draft = story_draft(ask, by=by)
    page = _new(draft, kind=PublicationKind.STORY, address=_free_address("stories", draft.title), by=by)
    page.ask = ask
    return _keep(page, draft, by=by)


@transaction.atomic
def draft_hub_register(*, by: User) -> Publication:
    """Bring the page of hubs up to date with the register. Headings and paragraphs the writer added at its top stay."""
    may_write(by)
    draft = register_draft(by=by)
    existing = _existing("hubs", by=by)
    if existing is None:
        return _keep(_new(draft, kind=PublicationKind.HUB_REGISTER, address="hubs", by=by), draft, by=by)
    if existing.state == PublicationState.SUBMITTED:
        raise HeardError(
            "The page of hubs is waiting for a second person. Ask them to approve it or send it back first."
        )
    opening: list[BlockFacts] = []
    for block in with_rows(existing):
        if block.kind != BlockKind.PARAGRAPH:
            break
        opening.append(facts_of(block))
    return set_blocks(existing, by=by, title=existing.title, summary=existing.summary, blocks=[*opening, *draft.parts])


def _existing(address: str, *, by: User) -> Publication | None:
    row: Publication | None = Publication.objects.select_related("held_by").filter(address=address).first()
    if row is not None and row.held_by_id != by.organisation_id:
        raise HeardError(
            f"{row.held_by} holds the page “{address}”. Ask them to add what you have, or write a story instead."
        )
    return row


def _free_address(folder: str, title: str) -> str:
    """An address nobody uses. It is for good, so it is made once from the first title and does not follow a new one."""
    plain = f"{folder}/{slugify(title)[:80].strip('-') or 'page'}"
    taken = set(Publication.objects.filter(address__startswith=plain).values_list("address", flat=True))
    return next(one for one in (plain, *(f"{plain}-{n}" for n in range(2, len(taken) + 3))) if one not in taken)


def _new(draft: Draft, *, kind: PublicationKind, address: str, by: User) -> Publication:
    return Publication(
        held_by=by.organisation, kind=kind, title=draft.title, summary=draft.summary, address=address, written_by=by,
        changed_by=by,
    )  # fmt: skip


def _keep(page: Publication, draft: Draft, *, by: User) -> Publication:
    try:
        with transaction.atomic():
            page.save()
    except IntegrityError as problem:
        raise HeardError(
            "Somebody else has just started this page. Open the list of pages and carry on from theirs."
        ) from problem
    page.activities.set(draft.activities)
    Block.objects.bulk_create(rows(page, draft.parts))
    sentence = f"{by.name} drafted the page {page.address} from the record, {wording.many(len(draft.parts), 'part')}."
    record(by=by, verb="draft", of=page, sentence=sentence)
    return page


@transaction.atomic
def set_blocks(
    publication: Publication, *, by: User, title: str, summary: str, blocks: Sequence[BlockFacts]
) -> Publication:
    """Replace the parts of a page. It is a draft again and needs a second person again; what is public stays as it is.

    Where nothing would read differently, nothing is changed, and a page that is published or waits stays so.
    """
    may_write(by)
    row = own(publication, by=by)
    if not title.strip():
        raise HeardError("The page has no title. Write one, such as the month or the name of the event.")
    _check_voices(row, blocks, by=by)
    _check_sources(blocks, by=by)
    if _as_it_was(row, title.strip(), summary.strip(), blocks):
        return row
    row.blocks.all().delete()
    Block.objects.bulk_create(rows(row, blocks))
    row.activities.add(*{part.activity for part in blocks if part.activity is not None})
    row.title, row.summary, row.state = title.strip(), summary.strip(), PublicationState.DRAFT
    row.changed_by, row.submitted_at, row.submitted_by, row.look_again_because = by, None, None, ""
    row.save()
    sentence = f"{by.name} changed the page {row.address}, now {wording.many(len(blocks), 'part')}."
    record(by=by, verb="change", of=row, sentence=sentence)
    return row


def _as_it_was(row: Publication, title: str, summary: str, blocks: Sequence[BlockFacts]) -> bool:
    """Whether saving this would change neither the draft nor, where it is published, what people read."""
    if row.state == PublicationState.TAKEN_DOWN or row.look_again_because:
        return False
    stored = with_rows(row)
    same = [as_typed(facts_of(block)) for block in stored] == [as_typed(part) for part in blocks]
    if not same or (row.title, row.summary) != (title, summary):
        return False
    newest = row.snapshots.order_by("-number").first()
    return row.state != PublicationState.PUBLISHED or (newest is not None and newest.content == content_of(row, stored))


def _check_voices(publication: Publication, blocks: Sequence[BlockFacts], *, by: User) -> None:
    """Let nobody show a voice they may not see, or one that is not agreed to. Those already in the draft are checked later."""
    kept = set(publication.blocks.values_list("contribution", flat=True))
    wanted = {part.contribution.pk for part in blocks if part.contribution is not None}
    seen = {row.pk: row for row in Contribution.objects.visible_to(by).filter(pk__in=wanted).with_thread()}
    for number, part in enumerate(blocks, start=1):
        use = USE_OF.get(BlockKind(part.kind))
        if use is None:
            continue
        if part.contribution is None:
            raise HeardError(f"Part {number} shows nobody’s words yet. Choose whose, or remove the part.")
        if part.contribution.pk not in seen:
            raise PermissionDenied("This contribution is not open to your organisation.")
        verdict = seen[part.contribution.pk].may(Use(use))
        if part.contribution.pk not in kept and not verdict.allowed:
            raise HeardError(f"Part {number} cannot be shown. {verdict.why}")


def _check_sources(blocks: Sequence[BlockFacts], *, by: User) -> None:
    """Let nobody tell of a record that is not open to their organisation."""
    for told in (
        [part.activity for part in blocks if part.activity],
        [part.impact for part in blocks if part.impact],
        [part.provision for part in blocks if part.provision],
        [part.ask for part in blocks if part.ask],
    ):
        wanted = {row.pk for row in told}
        if wanted and type(told[0]).objects.visible_to(by).filter(pk__in=wanted).count() != len(wanted):
            raise PermissionDenied("Part of this page tells of a record that is not open to your organisation.")


@transaction.atomic
def submit(publication: Publication, *, by: User) -> Publication:
    """Hand a draft to a second person. A page with a problem that stops it goes no further. Twice is harmless."""
    may_write(by)
    row = own(publication, by=by)
    if row.state == PublicationState.SUBMITTED:
        return row
    if row.state != PublicationState.DRAFT:
        state = PublicationState(row.state).label.lower()
        raise HeardError(f"This page is {state} and nothing in it has changed since. Change it first.")
    refuse(row)
    row.state, row.submitted_by, row.submitted_at, row.sent_back_because = (
        PublicationState.SUBMITTED, by, timezone.now(), "",
    )  # fmt: skip
    row.save()
    record(by=by, verb="submit", of=row, sentence=f"{by.name} handed the page {row.address} to a second person.")
    return row


def refuse(publication: Publication, *, because: str = "") -> None:
    """Stop a page that still has something in it that must be put right, or in the words on what is new in it."""
    stops = stopping([*problems(publication), *in_reason(publication, because)])
    if stops:
        several = f"{len(stops)} things have" if len(stops) > 1 else "1 thing has"
        first = stops[0]
        raise HeardError(
            f"{several} to be put right before this page can go on. {first.place}: {wording.sentence(first.what)} {first.advice}"
        )
