"""Two people who read the same voices without seeing what the other says, and how they settle where they differ.

What each of them answers is kept apart from the codings: no page, count or copy reads it until both have finished.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from heard.codes import Use
from heard_web.people.models import Role, User
from heard_web.themes.models_codebook import Codebook, Direction, LinkedVoices, Theme
from heard_web.voice.models import Contribution, Permission


def readers_of(codebook: Codebook) -> models.QuerySet[User]:
    """The people who may read for a set of themes: those who record, in the organisation that holds it."""
    recording = [role for role in Role if role.may_record()]
    return User.objects.filter(organisation=codebook.held_by_id, is_active=True, role__in=recording)


class BlindRoundQuerySet(models.QuerySet["BlindRound"]):
    """Rounds."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Rounds of the organisation this person records for: how far two colleagues differ is theirs alone."""
        if not isinstance(user, User) or not user.is_active or not user.as_role.may_record():
            return self.none()
        return self.filter(codebook__held_by=user.organisation_id)

    def under_way(self) -> Self:
        """Rounds in which at least one of the two still reads."""
        return self.filter(state=BlindRound.State.OPEN)

    def waiting_for(self, user: User) -> Self:
        """Rounds of this person's own in which it is their turn, with how many voices they have `to_read` or `to_settle`.

        Voices taken back, and those whose speaker refused that they are read, count in neither.
        """
        refused = Permission.objects.filter(contribution=OuterRef("contribution"), use=Use.ANALYSE, answer=False)
        voices = RoundVoice.objects.standing().filter(~Exists(refused), round=OuterRef("pk"))
        mine = BlindAnswer.objects.filter(voice=OuterRef("pk"), reader=user)
        own = self.filter(Q(first_reader=user) | Q(second_reader=user))
        unfinished = Q(first_reader=user, first_finished_at=None) | Q(second_reader=user, second_finished_at=None)
        rows = own.annotate(to_read=_many(voices.filter(~Exists(mine))), to_settle=_many(voices.both_answered()))
        return rows.filter((unfinished & Q(state=BlindRound.State.OPEN)) | Q(to_settle__gt=0))


def _many(voices: models.QuerySet[Any]) -> Coalesce:
    counted = voices.order_by().values("round").annotate(many=Count("pk")).values("many")
    return Coalesce(Subquery(counted), 0)


class BlindRound(models.Model):
    """Some voices that two people read apart from each other, to see how far they agree."""

    class State(models.TextChoices):
        OPEN = "open", "Being read"
        CLOSED = "closed", "Both have finished"
        STOPPED = "stopped", "Stopped"

    class Which(models.TextChoices):
        BY_CHANCE = "by_chance", "Drawn by chance from those nobody has sorted"
        OLDEST = "oldest", "The oldest that nobody has sorted"
        ANY = "any", "Drawn by chance from all voices, sorted or not"

    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="rounds")
    first_reader = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    second_reader = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    which = models.CharField(max_length=10, choices=Which.choices, default=Which.BY_CHANCE)
    seed = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)
    first_finished_at = models.DateTimeField(null=True, blank=True)
    second_finished_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = BlindRoundQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="themes_round_has_two", condition=~Q(first_reader=F("second_reader")))
        ]

    class Privacy:
        personal: ClassVar[set[str]] = set()
        not_personal: ClassVar[set[str]] = {
            "id", "codebook", "first_reader", "second_reader", "which", "seed", "state", "opened_by", "opened_at",
            "first_finished_at", "second_finished_at", "ended_at", "ended_by",
        }  # fmt: skip

    def __str__(self) -> str:
        return f"reading by two, number {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("themes:round", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether at least one of the two still reads, so that nobody sees an answer."""
        return self.state == self.State.OPEN

    def read_by(self, user: User) -> bool:
        """Whether this person is one of the two."""
        return user.pk in (self.first_reader_id, self.second_reader_id)

    def stoppers(self) -> list[User]:
        """Who may end it early: whoever opened it and its two readers.

        Once none of them records here any more, every colleague who does: nobody's voices stay held back for good.
        """
        recording = readers_of(self.codebook)
        own = recording.filter(pk__in=[self.opened_by_id, self.first_reader_id, self.second_reader_id])
        return list(own or recording)

    def finished_by(self, user: User) -> bool:
        """Whether this person, one of the two, has said that they have finished."""
        at = self.first_finished_at if user.pk == self.first_reader_id else self.second_finished_at
        return at is not None


class RoundVoiceQuerySet(LinkedVoices):
    """Voices of rounds."""

    def held_back(self) -> Self:
        """Those that two people still read apart, or still have to settle: until then nobody else sorts them.

        No suggestion of the computer is shown for them either.
        """
        answers = BlindAnswer.objects.filter(voice=OuterRef("pk"))
        by_first = Exists(answers.filter(reader=OuterRef("round__first_reader")))
        by_second = Exists(answers.filter(reader=OuterRef("round__second_reader")))
        to_settle = Q(round__state=BlindRound.State.CLOSED, settled=None, sorted_before=False) & by_first & by_second
        return self.filter(Q(round__state=BlindRound.State.OPEN) | to_settle)

    def both_answered(self) -> Self:
        """Those to settle that both readers answered for: one they could not both read is sorted like any other."""
        answers = BlindAnswer.objects.filter(voice=OuterRef("pk"))
        by_first = Exists(answers.filter(reader=OuterRef("round__first_reader")))
        by_second = Exists(answers.filter(reader=OuterRef("round__second_reader")))
        return self.to_settle().filter(by_first, by_second)

    def to_settle(self) -> Self:
        """Those of finished rounds on which the two readers differ and nobody has said yet what counts."""
        return self.filter(round__state=BlindRound.State.CLOSED, settled=None, sorted_before=False)

    def closed_to(self, user: User) -> Self:
        """Voices sorted before, that this person reads anew in an open round: they are not shown how."""
        reads = Q(round__first_reader=user) | Q(round__second_reader=user)
        return self.filter(reads, round__state=BlindRound.State.OPEN, sorted_before=True)


class RoundVoice(models.Model):
    """One voice that both readers of a round answer. `turned`: the answers are shown the other way round.

    One that was `sorted_before` is read to see how far people agree. What is said of it changes nothing of that sorting.
    """

    round = models.ForeignKey(BlindRound, on_delete=models.CASCADE, related_name="voices")
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="rounds")
    turned = models.BooleanField(default=False)
    sorted_before = models.BooleanField("sorted before the round was opened", default=False)

    objects = RoundVoiceQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["round", "contribution"], name="themes_round_voice_once")]

    class Privacy:
        personal: ClassVar[set[str]] = set()
        not_personal: ClassVar[set[str]] = {"id", "round", "contribution", "turned", "sorted_before"}


class BlindAnswer(models.Model):
    """What one reader says about one voice of a round. No theme means: read, and it fits none of them."""

    voice = models.ForeignKey(RoundVoice, on_delete=models.CASCADE, related_name="answers")
    reader = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    themes = models.ManyToManyField(Theme, related_name="blind_answers", blank=True)
    direction = models.CharField(max_length=12, choices=Direction.choices, default=Direction.NOT_SAID)
    answered_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["voice", "reader"], name="themes_reader_answers_once")]

    class Privacy:
        personal: ClassVar[set[str]] = {"themes", "direction"}
        not_personal: ClassVar[set[str]] = {"id", "voice", "reader", "answered_at"}


class Settled(models.Model):
    """What counts for a voice that two people read apart, who said so, and why."""

    class How(models.TextChoices):
        AGREED = "agreed", "Both said the same"
        ONE = "one", "The answer of reader 1"
        OTHER = "other", "The answer of reader 2"
        BOTH = "both", "Both answers together"
        ANOTHER = "another", "Another answer"

    voice = models.OneToOneField(RoundVoice, on_delete=models.CASCADE, related_name="settled")
    how = models.CharField(max_length=10, choices=How.choices)
    themes = models.ManyToManyField(Theme, related_name="settlements", blank=True)
    direction = models.CharField(max_length=12, choices=Direction.choices, default=Direction.NOT_SAID)
    note = models.TextField("why", blank=True)
    settled_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["id"]

    class Privacy:
        personal: ClassVar[set[str]] = {"themes", "direction", "note"}
        not_personal: ClassVar[set[str]] = {"id", "voice", "how", "settled_by", "settled_at"}
