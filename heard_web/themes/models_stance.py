"""What people are for and against, and on what condition: what readers say of each voice, and apart what a machine guesses."""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.urls import reverse

from heard_web.people.models import User
from heard_web.themes.models_codebook import Codebook, LinkedVoices, Theme
from heard_web.themes.models_coding import hash_of
from heard_web.voice.models import Contribution, ContributionQuerySet


class Stance(models.TextChoices):
    """What a voice says to a proposition."""

    FOR = "for", "For it"
    AGAINST = "against", "Against it"
    MIXED = "mixed", "For and against"
    UNCLEAR = "unclear", "Does not say"


class PropositionQuerySet(models.QuerySet["Proposition"]):
    """Propositions."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Propositions of the sets of themes this person may see."""
        return self.filter(codebook__in=Codebook.objects.visible_to(user))

    def changeable_by(self, user: User | AnonymousUser) -> Self:
        """Propositions of the sets of themes this person may change."""
        return self.filter(codebook__in=Codebook.objects.changeable_by(user))


class Proposition(models.Model):
    """Something people may be for or against, in a person's words; of one set of themes, and perhaps of one theme."""

    class State(models.TextChoices):
        NOT_ASKED = "not_asked", "Nobody asked the computer"
        WAITING = "waiting", "Waiting to start"
        RUNNING = "running", "Reading"
        DONE = "done", "Done"
        FAILED = "failed", "Stopped"

    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="propositions")
    theme = models.ForeignKey(Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="propositions")
    words = models.CharField(max_length=300)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.NOT_ASKED)
    problem = models.CharField(max_length=300, blank=True)
    told = models.CharField("what the computer learned, in words", max_length=400, blank=True)
    learner = models.CharField(max_length=80, blank=True)
    tries = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True)

    objects = PropositionQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["codebook", "words"], name="themes_proposition_once")]

    class Privacy:
        personal: ClassVar[set[str]] = set()
        not_personal: ClassVar[set[str]] = {
            "id", "codebook", "theme", "words", "written_by", "written_at", "state", "problem", "told", "learner", "tries",
            "asked_at", "asked_by", "read_at",
        }  # fmt: skip

    def __str__(self) -> str:
        return self.words

    def get_absolute_url(self) -> str:
        return reverse("themes:proposition", args=[self.pk])

    @property
    def is_being_read(self) -> bool:
        """Whether the computer was asked and has not ended."""
        return self.state in (self.State.WAITING, self.State.RUNNING)

    def about(self) -> Theme | None:
        """The theme in use that it is about, if it is about one."""
        return (self.theme.merged_into or self.theme) if self.theme else None

    def contributions(self) -> ContributionQuerySet:
        """The standing contributions it is asked of: those people put under its theme, or all of the set."""
        rows = self.codebook.contributions()
        theme = self.about()
        return rows.filter(pk__in=theme.codings.order_by().values("contribution")) if theme else rows


class StanceAnswer(models.Model):
    """A person's judgement of what one contribution says to a proposition."""

    proposition = models.ForeignKey(Proposition, on_delete=models.CASCADE, related_name="answers")
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="+")
    stance = models.CharField(max_length=10, choices=Stance.choices)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(auto_now=True)

    objects = LinkedVoices.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposition", "contribution", "answered_by"], name="themes_stance_answered_once"
            )
        ]

    class Privacy:
        personal: ClassVar[set[str]] = {"stance"}
        not_personal: ClassVar[set[str]] = {"id", "proposition", "contribution", "answered_by", "answered_at"}


class StanceGuess(models.Model):
    """A machine's guess of what one contribution says to a proposition. Shown and counted apart from people's answers."""

    proposition = models.ForeignKey(Proposition, on_delete=models.CASCADE, related_name="guesses")
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="+")
    stance = models.CharField(max_length=10, choices=Stance.choices)
    sureness = models.FloatField(default=0)

    objects = LinkedVoices.as_manager()

    class Meta:
        ordering = ["-sureness", "id"]
        constraints = [
            models.UniqueConstraint(fields=["proposition", "contribution"], name="themes_machine_guesses_once")
        ]

    class Privacy:
        personal: ClassVar[set[str]] = {"stance", "sureness"}
        not_personal: ClassVar[set[str]] = {"id", "proposition", "contribution"}


class FoundCondition(models.Model):
    """A passage in which somebody may make support depend on something. It holds places in a text, never the words.

    A person confirms or refuses it. Where the text was put right since, the places mean nothing any more and it is not
    shown.
    """

    class State(models.TextChoices):
        OPEN = "open", "Nobody has checked"
        CONFIRMED = "confirmed", "A condition"
        REFUSED = "refused", "No condition"

    proposition = models.ForeignKey(Proposition, on_delete=models.CASCADE, related_name="found_conditions")
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="+")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    qualifies_start = models.PositiveIntegerField(null=True, blank=True)
    qualifies_end = models.PositiveIntegerField(null=True, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    sureness = models.FloatField(default=0)
    text_hash = models.CharField("of the text it was found in", max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = LinkedVoices.as_manager()

    class Meta:
        ordering = ["-sureness", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposition", "contribution", "start", "end"], name="themes_condition_found_once"
            ),
            models.CheckConstraint(name="themes_condition_has_words", condition=models.Q(end__gt=models.F("start"))),
        ]

    class Privacy:
        personal: ClassVar[set[str]] = {
            "start",
            "end",
            "qualifies_start",
            "qualifies_end",
            "kind",
            "sureness",
            "text_hash",
        }
        not_personal: ClassVar[set[str]] = {"id", "proposition", "contribution", "state", "decided_by", "decided_at"}

    @property
    def holds(self) -> bool:
        """Whether the text is still the one it was found in."""
        return hash_of(self.contribution.readable) == self.text_hash

    @property
    def words(self) -> str:
        """The exact words of the condition, while the text is the same."""
        return self.contribution.readable[self.start : self.end] if self.holds else ""

    @property
    def qualifies(self) -> str:
        """The exact words that the condition is attached to, where they were found."""
        if self.qualifies_start is None or self.qualifies_end is None or not self.holds:
            return ""
        return self.contribution.readable[self.qualifies_start : self.qualifies_end]

    @property
    def passages(self) -> list[tuple[int, int]]:
        """Where it begins and ends, as the one passage to mark."""
        return [(self.start, self.end)]
