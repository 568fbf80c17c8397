"""The history of a set of themes, and the exact words that a coding rests on."""

from __future__ import annotations

import hashlib
from typing import ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q

from heard_web.people.models import User
from heard_web.themes.models_codebook import Codebook, Coding
from heard_web.voice.models import Contribution


class CodebookVersion(models.Model):
    """A set of themes as it stood after a change: which number, who changed it, and what changed in words."""

    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    changed = models.CharField("what changed", max_length=400)
    content = models.TextField("the themes, as JSON")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["codebook", "number"], name="themes_version_number_once")]

    class Privacy:
        personal: ClassVar[set[str]] = set()
        not_personal: ClassVar[set[str]] = {"id", "codebook", "number", "changed", "content", "made_by", "made_at"}

    def __str__(self) -> str:
        return f"version {self.number}"


def hash_of(words: str) -> str:
    """The SHA-256 of the words a passage was marked in, so that a later correction of them is noticed."""
    return hashlib.sha256(words.encode()).hexdigest()


def plain(words: str) -> str:
    """Words without what does not change them: capitals and blank space. Two people with the same said the same."""
    return " ".join(words.casefold().split())


class PassageQuerySet(models.QuerySet["Passage"]):
    """Passages people marked."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Passages in voices this person may see, that still stand."""
        return self.filter(coding__contribution__in=Contribution.objects.standing().visible_to(user))

    def taken_back(self) -> Self:
        """Passages in voices that may no longer be used."""
        return self.exclude(coding__contribution__withdrawn_at=None, coding__contribution__diverted_at=None)


class Passage(models.Model):
    """The exact words of a voice that a coding rests on: from one letter up to another, as the words then were."""

    coding = models.ForeignKey(Coding, on_delete=models.CASCADE, related_name="passages")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text_hash = models.CharField(max_length=64)
    marked_at = models.DateTimeField(auto_now_add=True)

    objects = PassageQuerySet.as_manager()

    class Meta:
        ordering = ["start", "end", "id"]
        constraints = [
            models.UniqueConstraint(fields=["coding", "start", "end"], name="themes_passage_once"),
            models.CheckConstraint(name="themes_passage_has_letters", condition=Q(end__gt=F("start"))),
        ]

    class Privacy:
        personal: ClassVar[set[str]] = {"start", "end", "text_hash"}
        not_personal: ClassVar[set[str]] = {"id", "coding", "marked_at"}

    def stands_in(self, words: str) -> bool:
        """Whether the words are still those it was marked in, so that it points to the right letters."""
        return self.text_hash == hash_of(words) and self.end <= len(words)
