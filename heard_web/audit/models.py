"""Who did what, when, in plain words. Rows are added and never changed."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from typing import Any, ClassVar, Protocol, Self

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

FINGERPRINT = re.compile(r"\b([0-9a-f]{8})[0-9a-f]{56}\b")


class Actor(Protocol):
    """Whoever acts: a signed-in person."""

    pk: Any
    name: str


class AuditHead(models.Model):
    """The end of the chain: how many events there are and the last one's hash. There is one row."""

    events = models.PositiveBigIntegerField(default=0)
    last_hash = models.CharField(max_length=64, default="")

    class Privacy:
        personal: ClassVar[set[str]] = set()
        not_personal: ClassVar[set[str]] = {"id", "events", "last_hash"}


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    """What was done."""

    def of(self, organisations: Iterable[int], *, or_by: int) -> Self:
        """What was done to these organisations' records, and whatever this person did themselves."""
        return self.filter(Q(held_by_number__in=organisations) | Q(by_number=or_by))


class AuditEvent(models.Model):
    """One thing someone did, in a sentence that holds no words of a child or family.

    There is no foreign key to the person: the record of what happened outlives the account.
    """

    at = models.DateTimeField()
    by_number = models.PositiveBigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    held_by_number = models.PositiveBigIntegerField(null=True)
    verb = models.CharField(max_length=60)
    record = models.CharField(max_length=60, blank=True)
    record_number = models.PositiveBigIntegerField(null=True)
    sentence = models.CharField(max_length=500)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["record", "record_number"]), models.Index(fields=["held_by_number", "-id"])]

    class Privacy:
        personal: ClassVar[set[str]] = {"by_number", "by_name"}
        not_personal: ClassVar[set[str]] = {
            "id", "at", "held_by_number", "verb", "record", "record_number", "sentence", "previous_hash", "hash",
        }  # fmt: skip

    def __str__(self) -> str:
        return self.sentence

    @property
    def about(self) -> str:
        """What sort of record it was, in words."""
        return record_words(self.record)

    @property
    def sentence_shown(self) -> str:
        """The sentence with the start of a long fingerprint only. The whole of it stays in the record."""
        return FINGERPRINT.sub(r"\1…", self.sentence)

    def worked_out_hash(self) -> str:
        """The hash that this row must have, from its own fields and the row before it."""
        fields = [
            self.at.isoformat(), self.by_number, self.by_name, self.held_by_number, self.verb, self.record,
            self.record_number, self.sentence, self.previous_hash,
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode()).hexdigest()


def record_words(label: str) -> str:
    """The words for a kind of record, such as "Activity"; the label itself when that kind is no longer kept."""
    try:
        words = str(apps.get_model(label)._meta.verbose_name)
    except (LookupError, ValueError):
        words = label
    return words[:1].upper() + words[1:]


def holder_of(row: models.Model | None, by: Actor | None) -> int | None:
    """The organisation whose history shows this: the record's holder, the account's organisation, or the person's own."""
    for thing, field in ((row, "held_by_id"), (row, "organisation_id"), (by, "organisation_id")):
        number: int | None = getattr(thing, field, None)
        if number is not None:
            return number
    return None


@transaction.atomic
def record(*, by: Actor | None, verb: str, of: models.Model | None, sentence: str) -> AuditEvent:
    """Write down what was done. The sentence must hold no words of a child or family: it is never erased."""
    AuditHead.objects.get_or_create(pk=1)
    head = AuditHead.objects.select_for_update().get(pk=1)
    event = AuditEvent(
        at=timezone.now(),
        by_number=by.pk if by else None,
        by_name=by.name if by else "Heard itself",
        held_by_number=holder_of(of, by),
        verb=verb,
        record=of._meta.label_lower if of is not None else "",
        record_number=of.pk if of is not None else None,
        sentence=sentence[:500],
        previous_hash=head.last_hash,
    )
    event.hash = event.worked_out_hash()
    event.save(force_insert=True)
    head.events += 1
    head.last_hash = event.hash
    head.save()
    return event


def first_broken() -> AuditEvent | str | None:
    """The first event whose hash does not follow, a sentence when events are missing from the end, or None."""
    previous, count = "", 0
    for event in AuditEvent.objects.order_by("id").iterator():
        if event.previous_hash != previous or event.hash != event.worked_out_hash():
            return event
        previous, count = event.hash, count + 1
    head = AuditHead.objects.filter(pk=1).first()
    expected = head.events if head else 0
    if count != expected or (head and head.last_hash != previous):
        return f"The history holds {count} events, but {expected} were written. Restore the history from a backup."
    return None
