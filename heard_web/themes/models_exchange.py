"""Files of other tools that were read into a set of themes, and which codings came from them."""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.urls import reverse

from heard_web.people.models import User
from heard_web.themes.models_codebook import Codebook, Coding


class BroughtFileQuerySet(models.QuerySet["BroughtFile"]):
    """Files."""

    def changeable_by(self, user: User | AnonymousUser) -> Self:
        """Files read into the sets of themes that this person may change."""
        return self.filter(codebook__in=Codebook.objects.changeable_by(user))

    def waiting(self) -> Self:
        """Files that somebody looked at and has not brought in."""
        return self.filter(brought_in_at=None)


class BroughtFile(models.Model):
    """A codebook or coded project of another tool: what of it fits here, and, once brought in, what became of it.

    The words of its texts are never kept: only which voices they are, and where their passages lie.
    """

    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="brought_files")
    file_name = models.CharField(max_length=200)
    file_hash = models.CharField(max_length=64)
    origin = models.CharField("the tool that wrote it", max_length=120, blank=True)
    texts = models.PositiveIntegerField("texts in the file", default=0)
    matched = models.PositiveIntegerField("texts that are voices here", default=0)
    codes = models.JSONField("the themes", default=list)
    codings = models.JSONField("the codings of voices here", default=list)
    left_out = models.JSONField("what could not be kept, in words", default=list)
    unmatched = models.JSONField("the names of texts that are no voice here, and why", default=list)
    result = models.JSONField("what became of it, in numbers", default=dict)
    read_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(auto_now_add=True)
    brought_in_at = models.DateTimeField(null=True, blank=True)

    objects = BroughtFileQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    class Privacy:
        personal: ClassVar[set[str]] = {"codes", "codings", "left_out", "unmatched"}
        not_personal: ClassVar[set[str]] = {
            "id", "codebook", "file_name", "file_hash", "origin", "texts", "matched", "result", "read_by", "read_at",
            "brought_in_at",
        }  # fmt: skip

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("themes:brought", args=[self.pk])


class BroughtCoding(models.Model):
    """That a coding came from a file of another tool, and the name its coder has there. A person here vouches for it."""

    file = models.ForeignKey(BroughtFile, on_delete=models.CASCADE, related_name="brought")
    coding = models.ForeignKey(Coding, on_delete=models.CASCADE, related_name="brought")
    coder = models.CharField("the coder's name in the file", max_length=120, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["file", "coding", "coder"], name="themes_brought_coding_once"),
        ]

    class Privacy:
        personal: ClassVar[set[str]] = {"coder"}
        not_personal: ClassVar[set[str]] = {"id", "file", "coding"}
