"""What happens when somebody is interested in the forum."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from heard.errors import HeardError
from heard_web.audit.models import record
from heard_web.forum.models import Interest
from heard_web.people.models import Organisation, User


@transaction.atomic
def say_interested(
    *,
    who: str,
    contact: str,
    name: str = "",
    age_band: str = "",
    learns: str = "not_said",
    helps: str = "",
    meet_where: str = "",
    came_from: str = "",
) -> Interest:
    """Tell the forum that somebody would like to join. Only the forum sees it.

    There is no `by`: it comes from the public. Sending the same thing twice makes one record.
    """
    forum = Organisation.objects.the_forum()
    if forum is None:
        raise HeardError(
            "There is no parent carer forum here yet, so nobody would read this. Ask the council who to write to."
        )
    facts = {
        "who": who, "contact": contact.strip(), "name": name.strip(), "age_band": age_band, "learns": learns,
        "helps": helps.strip(), "meet_where": meet_where.strip(), "came_from": came_from.strip(),
    }  # fmt: skip
    same: Interest | None = Interest.objects.filter(held_by=forum, closed_at=None, **facts).first()
    if same is not None:
        return same
    interest: Interest = Interest.objects.create(held_by=forum, **facts)
    record(by=None, verb="say_interested", of=interest, sentence="Somebody said they are interested in the forum.")
    return interest


def _own(interest: Interest, by: User) -> Interest:
    kept: Interest = Interest.objects.select_for_update().get(pk=interest.pk)
    if kept.held_by_id != by.organisation_id or not by.as_role.may_record():
        raise PermissionDenied("Only the forum's coordinators follow people up.")
    return kept


@transaction.atomic
def follow_up(interest: Interest, *, by: User, note: str) -> Interest:
    """Note that somebody was answered, and what was agreed. Earlier notes stay; the same note twice is kept once."""
    kept = _own(interest, by)
    line = f"{timezone.localdate():%d %B %Y}, {by.name}: {note.strip()}"
    lines = [kept.follow_up_note] if kept.follow_up_note else []
    if not kept.follow_up_note.endswith(line):
        kept.follow_up_note = "\n".join([*lines, line])
        kept.followed_up_at, kept.followed_up_by = timezone.now(), by
        kept.save(update_fields=["follow_up_note", "followed_up_at", "followed_up_by"])
        record(by=by, verb="follow_up", of=kept, sentence=f"{by.name} followed up somebody's interest in the forum.")
    return kept


@transaction.atomic
def close(interest: Interest, *, by: User, erase: bool = False) -> Interest:
    """Say that nothing more is needed. With `erase`, everything that could tell who they are goes for good.

    Closing twice is harmless, and a closed record can still be erased.
    """
    kept = _own(interest, by)
    if kept.closed_at is None:
        kept.closed_at = timezone.now()
        kept.save(update_fields=["closed_at"])
        record(by=by, verb="close_interest", of=kept, sentence=f"{by.name} closed somebody's interest in the forum.")
    if erase and (kept.name or kept.contact or kept.helps or kept.meet_where or kept.follow_up_note):
        kept.name = kept.contact = kept.helps = kept.meet_where = kept.follow_up_note = ""
        kept.save(update_fields=["name", "contact", "helps", "meet_where", "follow_up_note"])
        record(by=by, verb="erase_interest", of=kept, sentence=f"{by.name} erased who it was and how to reach them.")
    return kept
