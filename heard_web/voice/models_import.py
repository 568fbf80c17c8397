"""Files brought in at once, and what became of each of their rows."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar, Self

from django.db import models
from django.urls import reverse

from heard_web.engagement.models import Activity
from heard_web.people.models import Held, HeldQuerySet, User


class ImportBatch(Held):
    """One file or page brought in at once: its preview, how its columns were matched, and what became of each row."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="batches")
    file_name = models.CharField(max_length=200)
    file_hash = models.CharField(max_length=64)
    sheet = models.CharField(max_length=200, blank=True)
    sheets = models.JSONField(default=list, blank=True)
    columns = models.JSONField(default=list)
    matching = models.JSONField(default=dict)
    defaults = models.JSONField(default=dict)
    notices = models.JSONField(default=list)
    brought_in_at = models.DateTimeField(null=True, blank=True)
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)

    objects = HeldQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-id"]
        verbose_name_plural = "import batches"

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("voice:batch", args=[self.pk])

    @property
    def permissions_said(self) -> bool:
        """Whether somebody has said, for this very file, what its forms allow: it may be nothing."""
        return "agreed" in self.defaults

    class Privacy:
        personal: ClassVar[set[str]] = {"file_name"}
        not_personal: ClassVar[set[str]] = {
            "id", "activity", "file_hash", "sheet", "sheets", "columns", "matching", "defaults", "notices",
            "brought_in_at", "started_by", "started_at",
        }  # fmt: skip


class ImportRowQuerySet(models.QuerySet["ImportRow"]):
    """Rows of a file, and what became of them."""

    def by_result(self) -> dict[str, int]:
        """How many rows came to each result."""
        return dict(self.order_by().values_list("result").annotate(number=models.Count("pk")))

    def kept_once(self) -> list[int]:
        """The numbers of rows that said the very same as an earlier one of the same person, and were kept once."""
        own: set[int] = set()
        again = []
        for number, contribution in self.exclude(contribution=None).values_list("number", "contribution_id"):
            if contribution in own:
                again.append(number)
            own.add(contribution)
        return again

    def copies_of(self, contribution: Any, said: Collection[str]) -> Self:
        """Rows still holding what a contribution says: those it came from, and unused ones with the same words."""
        rows = self.filter(batch__activity=contribution.activity_id).exclude(cells={})
        found = set(rows.filter(contribution=contribution).values_list("pk", flat=True))
        wanted = {_plain(text) for text in said} - {""}
        unused = rows.filter(contribution=None).values_list("pk", "cells") if wanted else ()
        for pk, cells in unused:
            if any(_plain(cell) in wanted for cell in cells.values()):
                found.add(pk)
        return self.filter(pk__in=found)


def _plain(text: str) -> str:
    """The text with single spaces, so that two copies of it are known to be one."""
    return " ".join(text.split())


class ImportRow(models.Model):
    """One row as it was read. Nothing is dropped: a row that cannot be used says why."""

    class Result(models.TextChoices):
        WAITING = "waiting", "Waiting"
        ADDED = "added", "Added"
        UPDATED = "updated", "Updated"
        UNCHANGED = "unchanged", "Already here"
        PROBLEM = "problem", "Could not be used"
        LEFT_OUT = "left_out", "Taken back earlier, so left out"
        CORRECTED = "corrected", "Corrected here by hand, so left as it is"

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=80)
    cells = models.JSONField(default=dict)
    result = models.CharField(max_length=12, choices=Result.choices, default=Result.WAITING)
    problem = models.CharField(max_length=300, blank=True)
    contribution = models.ForeignKey(
        "voice.Contribution", null=True, blank=True, on_delete=models.SET_NULL, related_name="import_rows"
    )

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="voice_import_row_number_once")]

    class Privacy:
        personal: ClassVar[set[str]] = {"cells", "problem"}
        not_personal: ClassVar[set[str]] = {"id", "batch", "number", "key", "result", "contribution"}
