"""What each person said we may do with what they told us."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef

from heard.codes import Use
from heard_web.people.models import User

MOST_NUMBERS = 30_000  # SQLite takes no more than 32,766 in one query


class GivenBy(models.TextChoices):
    """Who answered about consent."""

    SELF = "self", "The person themselves"
    PARENT = "parent", "A parent or carer"


class PermissionQuerySet(models.QuerySet["Permission"]):
    """Answers about consent."""

    def for_each(self, contributions: models.QuerySet[Any]) -> dict[int, list[Permission]]:
        """The answers of each contribution, by its number, in one query however many there are."""
        return _by_contribution(self.filter(contribution__in=contributions.order_by().values("pk")))

    def for_numbers(self, numbers: Iterable[int]) -> dict[int, list[Permission]]:
        """The answers of contributions already read, by their numbers, in one query for each 30,000.

        A list of numbers is quick on a table that was filled a moment ago, where a database that has not counted its
        rows yet may take minutes over a query inside a query.
        """
        wanted = sorted(set(numbers))
        found: dict[int, list[Permission]] = {}
        for start in range(0, len(wanted), MOST_NUMBERS):
            found |= _by_contribution(self.filter(contribution__in=wanted[start : start + MOST_NUMBERS]))
        return found

    def waiting_for_a_parent(self) -> Self:
        """A person's own yes that waits: a parent is to be asked about the same use, and no answer of one is on record."""
        same = Permission.objects.filter(contribution=OuterRef("contribution"), use=OuterRef("use"))
        own_no = same.filter(given_by=GivenBy.SELF, answer=False, given_on__gte=OuterRef("given_on"))
        own_yes = self.filter(given_by=GivenBy.SELF, answer=True, contribution__speaker__needs_parent=True)
        return own_yes.filter(~Exists(same.filter(given_by=GivenBy.PARENT)), ~Exists(own_no))


def _by_contribution(rows: Iterable[Permission]) -> dict[int, list[Permission]]:
    found: dict[int, list[Permission]] = {}
    for row in rows:
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
