"""Themes agreed by people, and the codings under them."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse

from heard import records
from heard.codes import Use
from heard.themes.coding.codebook import Code
from heard_web.engagement.models import Purpose
from heard_web.people.models import Held, HeldQuerySet, User
from heard_web.voice.models import Contribution, ContributionQuerySet, Permission

Answers = dict[int, list[Permission]]

FITS_NONE = "Fits none of these"


def people_behind(contribution: Contribution) -> list[str]:
    """The stand-ins of the people who speak in a contribution: one, or as many as sat at the table that spoke."""
    speaker = contribution.speaker
    if speaker is None:
        return [f"c{contribution.pk}"]
    if speaker.people <= 1:
        return [str(speaker.pk)]
    return [f"{speaker.pk}/{number}" for number in range(1, speaker.people + 1)]


def answers_about(contributions: models.QuerySet[Any]) -> Answers:
    """What people answered about being read for themes, by contribution, in one query."""
    return Permission.objects.filter(use=Use.ANALYSE).for_each(contributions)


class LinkedVoices(models.QuerySet[Any]):
    """Rows that point to a contribution."""

    def standing(self) -> Self:
        """Those whose contribution may still be used: not taken back, and not passed to safeguarding."""
        return self.filter(contribution__withdrawn_at=None, contribution__diverted_at=None)

    def taken_back(self) -> Self:
        """Those whose contribution may no longer be used."""
        return self.exclude(contribution__withdrawn_at=None, contribution__diverted_at=None)

    def with_parts(self) -> Self:
        """With everything a page shows of each contribution."""
        return self.select_related(
            "contribution__activity__setting", "contribution__speaker", "contribution__question",
            "contribution__observation", "contribution__drawing", "contribution__held_by",
        )  # fmt: skip

    def usable(self, answers: Answers | None = None) -> list[Any]:
        """Those that stand and whose speaker agreed that their words are read for themes, in two queries.

        With `answers` already read for the contributions that matter, in one.
        """
        rows = list(self.standing().select_related("contribution__speaker"))
        if answers is None:
            readable = Permission.objects.filter(use=Use.ANALYSE)
            answers = readable.for_numbers(row.contribution_id for row in rows)
        return [
            row for row in rows if row.contribution.judge(answers.get(row.contribution_id, ()), Use.ANALYSE).allowed
        ]


class Codebook(Held):
    """A set of themes for one purpose, agreed by people."""

    title = models.CharField(max_length=200)
    purpose = models.ForeignKey(Purpose, null=True, blank=True, on_delete=models.PROTECT, related_name="codebooks")
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)

    objects = HeldQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-id"]

    class Privacy:
        personal: ClassVar[set[str]] = set()
        not_personal: ClassVar[set[str]] = {"id", "title", "purpose", "started_by", "started_at"}

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("themes:codebook", args=[self.pk])

    def open_to_change_by(self, user: User) -> bool:
        """Whether this person records for the organisation that holds it."""
        return self.held_by_id == user.organisation_id and user.as_role.may_record()

    def contributions(self) -> ContributionQuerySet:
        """The standing contributions this codebook reads: those of its purpose held by the same organisation."""
        rows = Contribution.objects.standing().filter(held_by=self.held_by_id)
        return rows.filter(activity__purpose=self.purpose_id) if self.purpose_id else rows


class ThemeQuerySet(models.QuerySet["Theme"]):
    """Themes agreed by people."""

    def agreed(self) -> Self:
        """Themes in use: those not merged into another."""
        return self.filter(merged_into=None)

    def records(self) -> tuple[Code, ...]:
        """The themes in use as the library's codes, in the order of the list; each part names its wider theme."""
        rows = self.agreed().about_something()
        return tuple(
            Code(
                key=str(row.pk),
                name=row.name,
                definition=row.definition,
                includes=row.includes,
                excludes=row.excludes,
                examples=tuple(line.strip() for line in row.examples.splitlines() if line.strip()),
                parent=str(row.parent_id or ""),
            )
            for row in rows
        )

    def about_something(self) -> Self:
        """Themes that several people raised: not the place for voices that were read and fit none."""
        return self.exclude(name=FITS_NONE)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Themes of the codebooks this person may see."""
        return self.filter(codebook__in=Codebook.objects.visible_to(user))

    def changeable_by(self, user: User | AnonymousUser) -> Self:
        """Themes of the codebooks this person may change."""
        return self.filter(codebook__in=Codebook.objects.changeable_by(user))


class Theme(models.Model):
    """Something several people raised, named and defined by a person."""

    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="themes")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="subthemes")
    name = models.CharField(max_length=120)
    definition = models.TextField(blank=True)
    includes = models.TextField("what belongs here", blank=True)
    excludes = models.TextField("what does not belong here", blank=True)
    examples = models.TextField("made-up examples, one on each line", blank=True)
    position = models.PositiveIntegerField("place in the list", default=0)
    from_candidate = models.ForeignKey(
        "CandidateTheme", null=True, blank=True, on_delete=models.SET_NULL, related_name="themes"
    )
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from")
    agreed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(auto_now_add=True)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["codebook", "name"], condition=Q(merged_into=None), name="themes_name_once_in_a_codebook"
            )
        ]

    class Privacy:
        personal: ClassVar[set[str]] = set()
        not_personal: ClassVar[set[str]] = {
            "id", "codebook", "parent", "name", "definition", "includes", "excludes", "examples", "position", "from_candidate",
            "merged_into", "agreed_by", "agreed_at",
        }  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("themes:theme", args=[self.pk])

    @property
    def fits_none(self) -> bool:
        """Whether this is no theme but the place for voices that were read and fit none."""
        return self.name == FITS_NONE


class Direction(models.TextChoices):
    """What a contribution says about a theme."""

    WORKING = "working", "Working well"
    NOT_WORKING = "not_working", "Not working"
    IDEA = "idea", "An idea"
    QUESTION = "question", "A question"
    NOT_SAID = "not_said", "Not said"


class Coding(models.Model):
    """A person's judgement that a contribution raises a theme."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="codings")
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="codings")
    direction = models.CharField(max_length=12, choices=Direction.choices, default=Direction.NOT_SAID)
    suggested_by_machine = models.BooleanField(default=False)
    settled = models.BooleanField("settled between two readers", default=False)
    coded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    coded_at = models.DateTimeField(auto_now_add=True)

    objects = LinkedVoices.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["theme", "contribution", "coded_by"], name="themes_coder_codes_once")
        ]

    class Privacy:
        personal: ClassVar[set[str]] = {"direction"}
        not_personal: ClassVar[set[str]] = {
            "id", "theme", "contribution", "suggested_by_machine", "settled", "coded_by", "coded_at",
        }  # fmt: skip

    def records(self) -> list[records.Coding]:
        """This coding as the library's `Coding`: one for each person behind the contribution."""
        coder = str(self.coded_by_id)
        return [records.Coding(person, str(self.theme_id), coder) for person in people_behind(self.contribution)]
