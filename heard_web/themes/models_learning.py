"""What the computer learned from people's reading, what it proposes from it, and how each reading went.

Proposals are nobody's judgement. They are kept and counted apart from people's codings.
"""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef

from heard_web.people.models import User
from heard_web.themes.models_codebook import Codebook, Coding, LinkedVoices, Theme
from heard_web.themes.models_rounds import RoundVoice
from heard_web.voice.models import Contribution


class LearningRunQuerySet(models.QuerySet["LearningRun"]):
    """Times the computer learned."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those of the sets of themes this person may see."""
        return self.filter(codebook__in=Codebook.objects.visible_to(user))

    def newest_done(self, codebook: Codebook) -> LearningRun | None:
        """The last time it learned from a set of themes and came to an end."""
        return self.filter(codebook=codebook, state=LearningRun.State.DONE).first()


class LearningRun(models.Model):
    """One time the computer learned from what people sorted: from what, how well, and how far it came."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to start"
        RUNNING = "running", "Learning"
        DONE = "done", "Done"
        FAILED = "failed", "Stopped"

    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="learning")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    version = models.CharField(max_length=64, blank=True)
    learned_from = models.PositiveIntegerField(default=0)
    quality = models.JSONField(default=dict)
    input_hash = models.CharField(max_length=64, blank=True)
    problem = models.CharField(max_length=300, blank=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveIntegerField(default=0)

    objects = LearningRunQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    class Privacy:
        personal: ClassVar[set[str]] = set()
        not_personal: ClassVar[set[str]] = {
            "id", "codebook", "state", "version", "learned_from", "quality", "input_hash", "problem", "asked_by",
            "asked_at", "beat_at", "finished_at", "tries",
        }  # fmt: skip


class AfterLearning(LinkedVoices):
    """Rows of a learning run about one voice each."""

    def unread(self) -> Self:
        """About voices that no person has answered for in this set of themes, and that no two people are reading apart."""
        codebook = OuterRef("run__codebook")
        answered = Coding.objects.filter(theme__codebook=codebook, contribution=OuterRef("contribution"))
        apart = RoundVoice.objects.held_back().filter(round__codebook=codebook, contribution=OuterRef("contribution"))
        return self.filter(~Exists(answered), ~Exists(apart))


class ProposalQuerySet(AfterLearning):
    """The computer's proposals."""

    def waiting(self, run: LearningRun) -> Self:
        """Those of this run that a person may still look at, under themes that are still in use."""
        return self.filter(run=run, theme__merged_into=None).unread()


class Proposal(models.Model):
    """The computer's view that a voice raises a theme, and how sure it is. A person decides."""

    class Standing(models.TextChoices):
        SURE = "sure", "Sure"
        UNSURE = "unsure", "Not sure"

    run = models.ForeignKey(LearningRun, on_delete=models.CASCADE, related_name="proposals")
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="proposals")
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="proposals")
    sureness = models.FloatField()
    standing = models.CharField(max_length=8, choices=Standing.choices, default=Standing.UNSURE)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-sureness", "id"]
        constraints = [models.UniqueConstraint(fields=["run", "contribution", "theme"], name="themes_proposed_once")]

    class Privacy:
        personal: ClassVar[set[str]] = {"sureness", "standing"}
        not_personal: ClassVar[set[str]] = {"id", "run", "contribution", "theme"}

    @property
    def how_sure(self) -> str:
        """How often in ten the computer was right where it was as sure as this. It is never wholly sure."""
        in_ten = round(self.sureness * 10)
        return "more than 9 in 10 sure" if in_ten > 9 else f"{max(1, in_ten)} in 10 sure"


class NextVoice(models.Model):
    """A voice the computer would like a person to read next, and why."""

    class Why(models.TextChoices):
        UNSURE = "unsure", "The computer is unsure"
        BY_CHANCE = "by chance", "Chosen by chance, to keep the counts honest"
        SMALL_GROUP = "small group", "From a group we have heard little from"
        UNLIKE = "unlike the rest", "Unlike everything read so far"

    run = models.ForeignKey(LearningRun, on_delete=models.CASCADE, related_name="next_voices")
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="next_for")
    place = models.PositiveIntegerField()
    why = models.CharField(max_length=16, choices=Why.choices)

    objects = AfterLearning.as_manager()

    class Meta:
        ordering = ["place", "id"]
        constraints = [models.UniqueConstraint(fields=["run", "contribution"], name="themes_next_once")]

    class Privacy:
        personal: ClassVar[set[str]] = set()
        not_personal: ClassVar[set[str]] = {"id", "run", "contribution", "place", "why"}


class Reading(models.Model):
    """That a person read a voice and answered for it: why it came up, and what became of the computer's proposals."""

    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="readings")
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="readings")
    read_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(auto_now_add=True)
    why = models.CharField(max_length=16, choices=NextVoice.Why.choices, blank=True)
    by_chance = models.BooleanField(default=False)
    same_words = models.BooleanField("answered together with the same words of somebody else", default=False)
    proposed = models.PositiveIntegerField(default=0)
    agreed = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)

    objects = LinkedVoices.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["codebook", "contribution", "read_by"], name="themes_person_reads_once")
        ]

    class Privacy:
        personal: ClassVar[set[str]] = set()
        not_personal: ClassVar[set[str]] = {
            "id", "codebook", "contribution", "read_by", "read_at", "why", "by_chance", "same_words", "proposed",
            "agreed", "added",
        }  # fmt: skip
