"""Signs of life of the workers that do jobs in the background."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class WorkerBeat(models.Model):
    """That a worker was alive at a moment. A job whose worker gives no sign is put back."""

    worker = models.CharField(max_length=64, unique=True)
    beat_at = models.DateTimeField()

    class Meta:
        ordering = ["-beat_at"]

    class Privacy:
        personal: ClassVar[set[str]] = set()
        not_personal: ClassVar[set[str]] = {"id", "worker", "beat_at"}

    def __str__(self) -> str:
        return self.worker
