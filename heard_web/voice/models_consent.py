"""What each person said we may do with what they told us."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from heard.codes import Use
from heard_web.people.models import User


class GivenBy(models.TextChoices):
    """Who answered about consent."""

    SELF = "self", "The person themselves"
    PARENT = "parent", "A parent or carer"


class PermissionQuerySet(models.QuerySet["Permission"]):
    """Answers about consent."""

    def for_each(self, contributions: models.QuerySet[Any]) -> dict[int, list[Permission]]:
        """The answers of each contribution, by its number, in one query however many there are."""
        found: dict[int, list[Permission]] = {}
        for row in self.filter(contribution__in=contributions.order_by().values("pk")):
            found.setdefault(row.contribution_id, []).append(row)
        return found


class Permission(models.Model):
    """One answer, by one giver, about one use of one contribution. Answers are added, never changed: the latest counts."""

    contribution = models.ForeignKey("voice.Contribution", on_delete=models.CASCADE, related_name="permissions")
    use = models.CharField(max_length=20, choices=Use.choices())
    given_by = models.CharField(max_length=10, choices=GivenBy.choices)
    answer = models.BooleanField()
    given_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    information_version = models.CharField(max_length=60, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        ordering = ["given_on", "id"]

    class Privacy:
        personal: ClassVar[set[str]] = {"answer"}
        not_personal: ClassVar[set[str]] = {
            "id", "contribution", "use", "given_by", "given_on", "expires_on", "information_version", "recorded_by",
            "recorded_at",
        }  # fmt: skip
