"""Schools and other settings, keyed by the Department for Education's unique reference number (URN), never by name."""

from __future__ import annotations

import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from heard.codes import Phase


class SettingQuerySet(models.QuerySet["Setting"]):
    """Settings, found by URN or by any name they ever had."""

    def called(self, words: str) -> Self:
        """Settings whose present or earlier name, town or URN holds these words."""
        words = words.strip()
        found = Q(name__icontains=words) | Q(town__icontains=words) | Q(names__name__icontains=words)
        if words.isascii() and words.isdigit() and len(words) <= 8:
            found |= Q(urn=int(words))
        return self.filter(found).distinct()

    def still_open(self) -> Self:
        """Settings that have not closed."""
        return self.filter(closed_on=None)


class Setting(models.Model):
    """A school, college, nursery or other place of learning. Two with one name are two settings: the URN tells them apart."""

    urn = models.PositiveIntegerField("URN", unique=True, null=True, blank=True)
    name = models.CharField(max_length=200)
    town = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    local_authority = models.CharField(max_length=100, blank=True)
    district_code = models.CharField("district ONS code", max_length=9, blank=True)
    ward_code = models.CharField("ward ONS code", max_length=9, blank=True)
    phase = models.CharField(max_length=40, choices=Phase.choices(), blank=True)
    establishment_type = models.CharField(max_length=100, blank=True)
    easting = models.PositiveIntegerField(null=True, blank=True)
    northing = models.PositiveIntegerField(null=True, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    successors: models.ManyToManyField[Setting, Setting] = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="predecessors"
    )
    listed_at = models.DateTimeField(auto_now=True)

    objects = SettingQuerySet.as_manager()

    class Meta:
        ordering = ["name", "town", "urn"]
        indexes = [models.Index(fields=["name"])]

    class Privacy:
        personal: ClassVar[set[str]] = set()
        not_personal: ClassVar[set[str]] = {
            "id", "urn", "name", "town", "postcode", "local_authority", "district_code", "ward_code", "phase",
            "establishment_type", "easting", "northing", "opened_on", "closed_on", "successors", "listed_at",
        }  # fmt: skip

    def __str__(self) -> str:
        return f"{self.name}, {self.town}" if self.town else self.name

    def get_absolute_url(self) -> str:
        return reverse("places:setting", args=[self.pk])

    def name_on(self, day: datetime.date) -> str:
        """What the setting was called on a day."""
        for old in self.names.all():
            if (old.from_on is None or old.from_on <= day) and (old.until_on is not None and day <= old.until_on):
                return old.name
        return self.name


class SettingName(models.Model):
    """A name a setting had before its present one, and from when until when."""

    setting = models.ForeignKey(Setting, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["from_on", "id"]
        constraints = [models.UniqueConstraint(fields=["setting", "name", "until_on"], name="places_one_name_once")]

    class Privacy:
        personal: ClassVar[set[str]] = set()
        not_personal: ClassVar[set[str]] = {"id", "setting", "name", "from_on", "until_on"}
