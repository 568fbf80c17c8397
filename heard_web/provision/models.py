"""The register of provision: where specialist places are, for whom, and how each came to be."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from heard.codes import BroadArea, Phase, ProvisionStatus, ProvisionType
from heard_web.decisions.models import AskPart, Decision
from heard_web.outcomes.models import Impact
from heard_web.people.models import Held, User
from heard_web.places.models import Setting


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
