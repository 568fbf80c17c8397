"""The register of provision: where specialist places are, for whom, and how each came to be."""

from __future__ import annotations

import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse

from heard.codes import BroadArea, Phase, ProvisionStatus, ProvisionType
from heard.outcomes.attribution import Result
from heard.provision.register import Entry
from heard_web.decisions.models import AskPart, Decision
from heard_web.outcomes.attribution import ages, need, place
from heard_web.outcomes.models import Impact
from heard_web.people.models import Held, HeldQuerySet, User
from heard_web.places.models import Setting


class ProvisionQuerySet(HeldQuerySet):
    """Provision."""

    def as_it_stands(self) -> Self:
        """Each with its latest status, since when and why, and the days it was first planned and first open."""
        latest = StatusChange.objects.filter(provision=OuterRef("pk")).order_by("-happened_on", "-id")
        opened = Q(status__in=[ProvisionStatus.OPEN, ProvisionStatus.CHANGED])
        first = (
            StatusChange.objects.filter(provision=OuterRef("pk")).order_by("happened_on", "id").values("happened_on")
        )
        rows = self.select_related("setting", "held_by", "part__ask", "led_by")
        return rows.annotate(
            status=Subquery(latest.values("status")[:1]),
            since=Subquery(latest.values("happened_on")[:1]),
            status_reason=Subquery(latest.values("reason")[:1]),
            first_planned_on=Subquery(first.exclude(opened)[:1]),
            first_open_on=Subquery(first.filter(opened)[:1]),
        )

    def for_age(self, age: int) -> Self:
        """Those that take children of this age; where no ages are recorded, nothing is ruled out."""
        return self.filter(Q(age_from=None) | Q(age_from__lte=age), Q(age_to=None) | Q(age_to__gte=age))

    def records(self) -> list[Entry]:
        """The register as the library's `Entry` rows."""
        return [row.record() for row in self.as_it_stands()]


class Provision(Held):
    """Specialist places at a setting: a hub, a unit, a special school. Its status history says how it came to be."""

    setting = models.ForeignKey(Setting, on_delete=models.PROTECT, related_name="provisions")
    led_by = models.ForeignKey(Setting, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, choices=ProvisionType.choices())
    designation = models.CharField("need it is for", max_length=20, choices=BroadArea.choices())
    phase = models.CharField(max_length=40, choices=Phase.choices(), blank=True)
    age_from = models.PositiveIntegerField(null=True, blank=True)
    age_to = models.PositiveIntegerField(null=True, blank=True)
    places = models.PositiveIntegerField("places commissioned", null=True, blank=True)
    on_roll = models.PositiveIntegerField(null=True, blank=True)
    counted_on = models.DateField(null=True, blank=True)
    part = models.ForeignKey(AskPart, null=True, blank=True, on_delete=models.PROTECT, related_name="provisions")
    impact = models.ForeignKey(Impact, null=True, blank=True, on_delete=models.PROTECT, related_name="provisions")

    objects = ProvisionQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        verbose_name_plural = "provision"
        constraints = [
            models.CheckConstraint(
                name="provision_ages_in_order",
                condition=Q(age_from=None) | Q(age_to=None) | Q(age_to__gte=F("age_from")),
            )
        ]

    class Privacy:
        personal: ClassVar[set[str]] = set()
        not_personal: ClassVar[set[str]] = {
            "id", "setting", "led_by", "name", "kind", "designation", "phase", "age_from", "age_to", "places",
            "on_roll", "counted_on", "part", "impact",
        }  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("provision:provision", args=[self.pk])

    @property
    def status_label(self) -> str:
        """The latest status in words; only on rows picked `as_it_stands`."""
        code: str | None = getattr(self, "status", None)
        return ProvisionStatus(code).label if code else "No status yet"

    @property
    def ages(self) -> str:
        """The ages it takes, in words."""
        if self.age_from is None and self.age_to is None:
            return ""
        if self.age_from is None or self.age_to is None:
            return f"from {self.age_from}" if self.age_to is None else f"up to {self.age_to}"
        return f"{self.age_from} to {self.age_to}"

    def record(self) -> Entry:
        """This row, picked `as_it_stands`, as the library's `Entry`."""
        return Entry(
            id=str(self.pk), name=place(self.setting), urn=str(self.setting.urn or ""),
            designation=BroadArea(self.designation), places=self.places, ages=ages(self.age_from, self.age_to),
            status=ProvisionStatus(getattr(self, "status", None) or ProvisionStatus.IDEA),
            since=getattr(self, "since", None), reason=getattr(self, "status_reason", None) or "",
            recommended_id=str(self.part_id) if self.part_id else None,
        )  # fmt: skip

    def as_result(self) -> Result:
        """This row, picked `as_it_stands`, as something claimed to have come of the part it answers."""
        opened: datetime.date | None = getattr(self, "first_open_on", None)
        return Result(
            id=str(self.pk), name=self.name, part_id=str(self.part_id) if self.part_id else None,
            where=place(self.setting), designation=need(self.designation), in_use_since=opened,
            planned_on=getattr(self, "first_planned_on", None), ages=ages(self.age_from, self.age_to),
        )  # fmt: skip


class StatusChange(models.Model):
    """A step in the life of a provision, from idea to open to closed or not going ahead, with its date and reason."""

    provision = models.ForeignKey(Provision, on_delete=models.CASCADE, related_name="history")
    status = models.CharField(max_length=20, choices=ProvisionStatus.choices())
    happened_on = models.DateField()
    reason = models.TextField(blank=True)
    decision = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["happened_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="provision_ending_says_why",
                condition=~Q(status__in=[ProvisionStatus.CLOSED, ProvisionStatus.NOT_PROCEEDING]) | ~Q(reason=""),
            )
        ]

    class Privacy:
        personal: ClassVar[set[str]] = set()
        not_personal: ClassVar[set[str]] = {
            "id", "provision", "status", "happened_on", "reason", "decision", "recorded_by",
        }  # fmt: skip
