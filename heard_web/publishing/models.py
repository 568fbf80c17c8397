"""Updates, notices, answers and stories: drafted, checked, approved by a second person, then frozen."""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse

from heard_web.decisions.models import Ask
from heard_web.engagement.models import Activity
from heard_web.outcomes.models import Impact
from heard_web.people.models import Held, HeldQuerySet, OrganisationKind, User
from heard_web.provision.models import Provision
from heard_web.voice.models import Contribution


class PublicationKind(models.TextChoices):
    """What sort of page it is."""

    MONTHLY_UPDATE = "monthly_update", "Monthly update"
    EVENT_NOTICE = "event_notice", "Event notice"
    YOU_SAID = "you_said", "You said, we did"
    STORY = "story", "Story of one thread"
    HUB_REGISTER = "hub_register", "Places that help: the register of hubs"


class PublicationState(models.TextChoices):
    """How far a page has come. A page that is changed after it was published is a draft again; what is public stays."""

    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Waiting for a second person"
    PUBLISHED = "published", "Published"
    TAKEN_DOWN = "taken_down", "Taken down"


class Publication(Held):
    """One page for the public, at one address for good. What people read is its newest snapshot, never the draft."""

    kind = models.CharField(max_length=20, choices=PublicationKind.choices)
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=400, blank=True)
    address = models.CharField(max_length=200, unique=True)
    month = models.DateField("first day of the month it covers", null=True, blank=True)
    state = models.CharField(max_length=12, choices=PublicationState.choices, default=PublicationState.DRAFT)
    activities: models.ManyToManyField[Activity, Activity] = models.ManyToManyField(
        Activity, blank=True, related_name="publications"
    )
    ask = models.ForeignKey(Ask, null=True, blank=True, on_delete=models.PROTECT, related_name="publications")
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sent_back_because = models.TextField(blank=True)
    look_again_because = models.CharField(max_length=300, blank=True)

    objects = HeldQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="publishing_monthly_update_has_a_month",
                condition=~Q(kind="monthly_update") | Q(month__isnull=False),
            )
        ]

    class Privacy:
        personal: ClassVar[set[str]] = set()
        not_personal: ClassVar[set[str]] = {
            "id", "kind", "title", "summary", "address", "month", "state", "activities", "ask", "written_by",
            "written_at", "changed_by", "changed_at", "submitted_at", "submitted_by", "sent_back_because",
            "look_again_because",
        }  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("publishing:publication", args=[self.pk])


class BlockKind(models.TextChoices):
    """The parts a page is made of."""

    HEADING = "heading", "Heading"
    PARAGRAPH = "paragraph", "Paragraph"
    BULLET = "bullet", "Bullet point"
    QUOTE = "quote", "Somebody's words"
    OBSERVED = "observed", "What we saw"
    DRAWING = "drawing", "Drawing"
    NUMBER = "number", "Number of people"
    EVENT = "event", "Event details"
    SAID_DID = "said_did", "You said, we did"
    IMPACT = "impact", "What changed"
    HUB = "hub", "Place that helps"
    NOT_DELIVERED = "not_delivered", "Asked for and not delivered"


class Block(models.Model):
    """One part of a draft. Words of families are never copied here: the block points to the contribution."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="blocks")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=BlockKind.choices)
    heading = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)
    details = models.JSONField(default=dict, blank=True)
    contribution = models.ForeignKey(
        Contribution, null=True, blank=True, on_delete=models.PROTECT, related_name="blocks"
    )
    activity = models.ForeignKey(Activity, null=True, blank=True, on_delete=models.PROTECT, related_name="blocks")
    impact = models.ForeignKey(Impact, null=True, blank=True, on_delete=models.PROTECT, related_name="blocks")
    provision = models.ForeignKey(Provision, null=True, blank=True, on_delete=models.PROTECT, related_name="blocks")
    ask = models.ForeignKey(Ask, null=True, blank=True, on_delete=models.PROTECT, related_name="blocks")

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                name="publishing_voices_are_never_copied",
                condition=~Q(kind__in=["quote", "observed", "drawing"]) | Q(contribution__isnull=False, words=""),
            )
        ]

    class Privacy:
        personal: ClassVar[set[str]] = set()
        not_personal: ClassVar[set[str]] = {
            "id", "publication", "position", "kind", "heading", "words", "number", "details", "contribution",
            "activity", "impact", "provision", "ask",
        }  # fmt: skip


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    """What the public may read."""

    def live(self) -> Self:
        """The newest snapshot of each publication, unless it or its publication was taken down."""
        newest = (
            Snapshot.objects.filter(publication=models.OuterRef("publication"))
            .order_by("-number")
            .values("pk")[:1]
        )  # fmt: skip
        return self.filter(pk=models.Subquery(newest), taken_down_at=None).exclude(
            publication__state=PublicationState.TAKEN_DOWN
        )


class Snapshot(models.Model):
    """A frozen copy of a page as it was approved. Later versions are added; an earlier one is never overwritten."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="snapshots")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=400, blank=True)
    content = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)
    because = models.CharField("why there is a new version", max_length=300, blank=True)
    frozen_at = models.DateTimeField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taken_down_at = models.DateTimeField(null=True, blank=True)
    taken_down_because = models.CharField(max_length=300, blank=True)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        ordering = ["publication", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "number"], name="publishing_snapshot_numbered_once"),
            models.CheckConstraint(
                name="publishing_two_people", condition=~Q(written_by=models.F("approved_by"))
            ),
        ]  # fmt: skip

    class Privacy:
        personal: ClassVar[set[str]] = {"content"}
        not_personal: ClassVar[set[str]] = {
            "id", "publication", "number", "title", "summary", "sha256", "because", "frozen_at", "written_by",
            "approved_by", "taken_down_at", "taken_down_because",
        }  # fmt: skip

    @staticmethod
    def fingerprint(title: str, summary: str, content: list[dict[str, Any]]) -> str:
        """The SHA-256 of what is frozen, the same for the same page."""
        return hashlib.sha256(json.dumps([title, summary, content], sort_keys=True).encode()).hexdigest()


def published_picture_path(_voice: SnapshotVoice, _filename: str) -> str:
    """A random name, so an address cannot be guessed from a draft."""
    return f"published/{uuid.uuid4().hex}.png"


class SnapshotVoice(models.Model):
    """That a snapshot shows a contribution, at which part, so that taking it back reaches the page."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="voices")
    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="shown_in")
    part = models.PositiveIntegerField()
    use = models.CharField(max_length=20)
    image = models.FileField(upload_to=published_picture_path, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["snapshot", "part"], name="publishing_one_voice_a_part")]

    class Privacy:
        personal: ClassVar[set[str]] = {"image"}
        not_personal: ClassVar[set[str]] = {"id", "snapshot", "contribution", "part", "use"}


class CommentQuerySet(models.QuerySet["LocalOfferComment"]):
    """What people said about public pages."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Comments on the pages of one's own organisation; the council also reads those on pages nobody wrote, such as home."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        role = user.as_role
        if not (role.may_record() or role.may_approve()) or user.organisation.kind == OrganisationKind.INSPECTORATE:
            return self.none()
        own = Publication.objects.filter(held_by=user.organisation_id).values("address")
        if user.organisation.kind != OrganisationKind.COUNCIL:
            return self.filter(address__in=own)
        others = Publication.objects.exclude(held_by=user.organisation_id).values("address")
        return self.exclude(address__in=others)

    def unread(self) -> Self:
        """Comments nobody has read yet."""
        return self.filter(read_at=None)


class LocalOfferComment(models.Model):
    """What somebody said about a public page: feedback on the local offer, read by a person before anyone else sees it."""

    class Limb(models.TextChoices):
        CONTENT = "a", "What is on offer, its quality, or what is missing"
        ACCESS = "b", "How easy the information is to find and use"
        INVOLVED = "c", "How people were involved"

    address = models.CharField(max_length=200)
    useful = models.BooleanField(null=True, blank=True)
    words = models.TextField(blank=True)
    received_at = models.DateTimeField(auto_now_add=True)
    limb = models.CharField(max_length=1, choices=Limb.choices, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-id"]

    class Privacy:
        personal: ClassVar[set[str]] = {"words"}
        not_personal: ClassVar[set[str]] = {"id", "address", "useful", "received_at", "limb", "read_at", "read_by"}
