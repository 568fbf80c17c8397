"""What was done, what changed, the proof, and who was told."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Max, Min, Q
from django.urls import reverse

from heard.codes import ActionStatus, BroadArea
from heard.decisions.owed import ActionDue
from heard_web.decisions.models import Ask, AskPart, Decision, in_one_line
from heard_web.engagement.models import Activity
from heard_web.people.models import Held, HeldQuerySet, Link, User
from heard_web.places.models import Setting

FINISHED = (ActionStatus.COMPLETED, ActionStatus.EMBEDDED, ActionStatus.STOPPED)


class ActionQuerySet(HeldQuerySet):
    """Actions."""

    def overdue(self, today: datetime.date) -> Self:
        """Actions past their day that are neither finished nor stopped."""
        return self.unfinished().filter(due_on__lt=today)

    def unfinished(self) -> Self:
        """Actions that are neither finished nor stopped."""
        return self.exclude(status__in=FINISHED)

    def records(self) -> list[ActionDue]:
        """Actions as the library's `ActionDue`."""
        return [
            ActionDue(
                id=str(row.pk), what=row.words, owner=row.owner, due_on=row.due_on, status=ActionStatus(row.status)
            )
            for row in self
        ]  # fmt: skip


class Action(Held):
    """Something a named owner does by a day because of a decision."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="actions")
    part = models.ForeignKey(AskPart, null=True, blank=True, on_delete=models.PROTECT, related_name="actions")
    words = models.CharField(max_length=300)
    owner = models.CharField(max_length=200)
    starts_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=20, choices=ActionStatus.choices(), default=ActionStatus.NOT_STARTED)
    stopped_because = models.TextField(blank=True)
    progress = models.TextField(blank=True)
    changed_at = models.DateTimeField(auto_now=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="outcomes_stopped_says_why", condition=~Q(status=ActionStatus.STOPPED) | ~Q(stopped_because="")
            )
        ]

    class Privacy:
        personal: ClassVar[set[str]] = {"owner"}
        not_personal: ClassVar[set[str]] = {
            "id", "decision", "part", "words", "starts_on", "due_on", "status", "stopped_because", "progress",
            "changed_at", "written_by",
        }  # fmt: skip

    def __str__(self) -> str:
        return self.words

    def get_absolute_url(self) -> str:
        return reverse("outcomes:action", args=[self.pk])

    def is_overdue(self, today: datetime.date) -> bool:
        """Whether its day has passed and it is neither finished nor stopped."""
        return self.due_on is not None and self.due_on < today and self.status not in FINISHED


class Outcome(Held):
    """A measured change after an action, and the evidence for it."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="outcomes")
    measure = models.CharField(max_length=300)
    before = models.CharField(max_length=120, blank=True)
    after = models.CharField(max_length=120)
    measured_on = models.DateField()
    evidence = models.TextField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = HeldQuerySet.as_manager()

    class Meta:
        ordering = ["-measured_on", "-id"]

    class Privacy:
        personal: ClassVar[set[str]] = set()
        not_personal: ClassVar[set[str]] = {
            "id", "action", "measure", "before", "after", "measured_on", "evidence", "written_by",
        }  # fmt: skip

    def __str__(self) -> str:
        return self.measure

    def get_absolute_url(self) -> str:
        return reverse("outcomes:action", args=[self.action_id])


class Impact(Held):
    """A named thing, who designed it, in use since when, and what families say about it."""

    named_thing = models.CharField(max_length=200)
    designed_by = models.CharField(max_length=300, blank=True)
    in_use_since = models.DateField(null=True, blank=True)
    planned_on = models.DateField("first planned or announced on", null=True, blank=True)
    families_say = models.TextField(blank=True)
    families_asked_on = models.DateField(null=True, blank=True)
    setting = models.ForeignKey(Setting, null=True, blank=True, on_delete=models.PROTECT, related_name="impacts")
    designation = models.CharField("need it is for", max_length=20, choices=BroadArea.choices(), blank=True)
    age_from = models.PositiveIntegerField(null=True, blank=True)
    age_to = models.PositiveIntegerField(null=True, blank=True)
    asks: models.ManyToManyField[Ask, ImpactClaim] = models.ManyToManyField(
        Ask, through="ImpactClaim", related_name="impacts", blank=True
    )
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = HeldQuerySet.as_manager()

    class Meta:
        ordering = ["-in_use_since", "-id"]

    class Privacy:
        personal: ClassVar[set[str]] = {"families_say"}
        not_personal: ClassVar[set[str]] = {
            "id", "named_thing", "designed_by", "in_use_since", "planned_on", "families_asked_on", "setting",
            "designation", "age_from", "age_to", "asks", "written_by",
        }  # fmt: skip

    def __str__(self) -> str:
        return self.named_thing

    def get_absolute_url(self) -> str:
        return reverse("outcomes:impact", args=[self.pk])

    @property
    def facts(self) -> str:
        """Where it is, for whom and for what ages, in one line."""
        return in_one_line(self.setting, self.designation, self.age_from, self.age_to)


class ImpactClaim(Link):
    """A claim that something came of an ask, or of one part of it. The attribution check tests each claim."""

    class Strength(models.TextChoices):
        DIRECT = "direct", "Because of it"
        PARTLY = "partly", "Partly because of it"
        UNCLEAR = "unclear", "Not clear"

    impact = models.ForeignKey(Impact, on_delete=models.CASCADE, related_name="claims")
    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="claims")
    part = models.ForeignKey(AskPart, null=True, blank=True, on_delete=models.PROTECT, related_name="claims")
    strength = models.CharField(max_length=10, choices=Strength.choices, default=Strength.DIRECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["impact", "ask"], name="outcomes_impact_claimed_once_for_an_ask")
        ]

    class Privacy:
        personal: ClassVar[set[str]] = set()
        not_personal: ClassVar[set[str]] = {"id", "impact", "ask", "part", "strength"}


class GiveBackQuerySet(HeldQuerySet):
    """Replies to people, and pages that anybody can read."""

    def told(self) -> Self:
        """Replies that somebody recorded giving to the people themselves. A published page alone is not one."""
        return self.exclude(address__startswith="/")

    def published(self) -> Self:
        """Pages of this site. Anybody can read them; that does not say that those who took part were told."""
        return self.filter(address__startswith="/")

    def pages(self) -> list[dict[str, Any]]:
        """Each published page once, the newest first: its `address`, `how` it is called, and since when (`on`)."""
        rows = self.published().order_by().values("address").annotate(how=Max("how"), on=Min("told_on"))
        return list(rows.order_by("-on", "address"))


class GiveBack(Held):
    """That the people we heard were told what came of it: who, how, when, and what they said back.

    Publishing a page leaves a row too, with the page's own address on this site. It says where anybody can read it, and
    keeps no promise: see `GiveBackQuerySet.told`.
    """

    activity = models.ForeignKey(Activity, null=True, blank=True, on_delete=models.PROTECT, related_name="give_backs")
    ask = models.ForeignKey(Ask, null=True, blank=True, on_delete=models.PROTECT, related_name="give_backs")
    told_on = models.DateField()
    told_whom = models.CharField(max_length=200)
    how = models.CharField(max_length=200)
    address = models.CharField("published page", max_length=300, blank=True)
    said_back = models.TextField(blank=True)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = GiveBackQuerySet.as_manager()

    class Meta:
        ordering = ["-told_on", "-id"]

    class Privacy:
        personal: ClassVar[set[str]] = {"said_back"}
        not_personal: ClassVar[set[str]] = {
            "id", "activity", "ask", "told_on", "told_whom", "how", "address", "given_by",
        }  # fmt: skip

    def __str__(self) -> str:
        return self.how if self.is_published else f"{self.told_whom}: {self.how}"

    @property
    def is_published(self) -> bool:
        """Whether this is a page of this site that anybody can read, rather than something people were told."""
        return self.address.startswith("/")

    def get_absolute_url(self) -> str:
        return reverse("outcomes:thread", args=[self.ask_id]) if self.ask_id else reverse("outcomes:list")
