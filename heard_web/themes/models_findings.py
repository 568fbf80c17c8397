"""What we now know because people told us."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils import timezone

from heard.codes import Use
from heard.records import Coding
from heard_web.engagement.models import Purpose
from heard_web.people.models import Held, HeldQuerySet, Link, User
from heard_web.themes.models_codebook import LinkedVoices, Theme, people_behind
from heard_web.themes.models_coding import hash_of
from heard_web.themes.models_stance import Proposition
from heard_web.voice.models import Contribution, GivenBy, Permission


class FindingQuerySet(HeldQuerySet):
    """Findings."""

    def for_purpose(self, purpose: Purpose) -> Self:
        """Findings that answer a purpose."""
        return self.filter(purpose=purpose)

    def saying(self, words: str) -> Self:
        """Findings whose statement holds these letters."""
        return self.filter(statement__icontains=words)

    def resting_on(self) -> Self:
        """Each finding with how many voices that say so still stand: `rests_on`."""
        standing = Q(
            voices__side=FindingVoice.Side.SUPPORTS,
            voices__contribution__withdrawn_at=None,
            voices__contribution__diverted_at=None,
        )
        return self.annotate(rests_on=Count("voices", filter=standing, distinct=True))

    def for_deciding(self, user: User) -> Self:
        """Each finding as it is put in front of those who decide: with its conditions, as this person may read them.

        `proposition` is what people were asked to be for or against, where it was drafted from that and this person
        may see it.
        """
        conditions = FindingCondition.objects.standing().readable_by(user)
        asked = Proposition.objects.visible_to(user) if user.as_role.may_read_voices() else Proposition.objects.none()
        parts = (Prefetch("conditions", queryset=conditions), Prefetch("proposition", queryset=asked))
        return self.resting_on().prefetch_related(*parts)


class Finding(Held):
    """What we now know because people told us: a statement, the voices for it, its conditions and the minority view."""

    purpose = models.ForeignKey(Purpose, null=True, blank=True, on_delete=models.PROTECT, related_name="findings")
    statement = models.CharField(max_length=500)
    themes: models.ManyToManyField[Theme, Theme] = models.ManyToManyField(Theme, blank=True, related_name="findings")
    proposition = models.ForeignKey(
        Proposition, null=True, blank=True, on_delete=models.SET_NULL, related_name="findings"
    )
    minority_view = models.TextField(blank=True)
    cautions = models.TextField(blank=True)
    found_on = models.DateField()
    conditions_lost = models.PositiveIntegerField(
        "conditions erased since it was last written, with the words they repeated", default=0, editable=False
    )
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["-found_on", "-id"]

    class Privacy:
        personal: ClassVar[set[str]] = set()
        not_personal: ClassVar[set[str]] = {
            "id", "purpose", "statement", "themes", "proposition", "minority_view", "cautions", "found_on", "conditions_lost",
            "written_by",
        }  # fmt: skip

    def __str__(self) -> str:
        return self.statement

    def get_absolute_url(self) -> str:
        return reverse("themes:finding", args=[self.pk])


class FindingVoice(Link):
    """A contribution that a finding rests on, or that says otherwise."""

    class Side(models.TextChoices):
        SUPPORTS = "supports", "Supports it"
        MINORITY = "minority", "Says otherwise"

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="voices")
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="finding_links")
    side = models.CharField(max_length=10, choices=Side.choices, default=Side.SUPPORTS)

    objects = LinkedVoices.as_manager()
    marked: list[tuple[int, int]]  # the passages to mark on a page; no field of the row

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["finding", "contribution"], name="themes_voice_once_in_a_finding")
        ]

    class Privacy:
        personal: ClassVar[set[str]] = {"side"}
        not_personal: ClassVar[set[str]] = {"id", "finding", "contribution"}

    def records(self) -> list[Coding]:
        """This link as the library's `Coding`, its side as the theme: one for each person behind the contribution."""
        return [Coding(person, self.side) for person in people_behind(self.contribution)]


def said_no(*uses: Use) -> Exists:
    """That somebody whose answer counts said no to one of these uses of a contribution, and not yes on a later day."""
    known = Permission.objects.filter(use__in=uses, given_on__lte=timezone.localdate())
    same = known.filter(
        contribution=OuterRef("contribution"), use=OuterRef("use"), given_by=OuterRef("given_by"), answer=True
    )
    counting = Q(given_by=GivenBy.SELF) | Q(contribution__speaker__needs_parent=True)
    later_yes = Exists(same.filter(given_on__gt=OuterRef("given_on")))
    return Exists(known.filter(counting, ~later_yes, answer=False, contribution=OuterRef("contribution")))


class FindingConditionQuerySet(models.QuerySet["FindingCondition"]):
    """Conditions."""

    def standing(self) -> Self:
        """Conditions that rest on no voice, or on one that may still be used and quoted, and was not put right since.

        After a correction the voice is read again (`forget_conditions`): what still stands in it comes back.
        """
        used = Q(contribution__withdrawn_at=None, contribution__diverted_at=None)
        as_read = Q(contribution__corrected_at=None) | Q(contribution__corrected_at__lte=F("read_at"))
        return self.filter(used, as_read).exclude(said_no(Use.ANALYSE, Use.QUOTE))

    def fallen(self) -> Self:
        """Conditions that do not stand: nobody is shown them."""
        return self.exclude(pk__in=FindingCondition.objects.standing().values("pk"))

    def readable_by(self, user: User) -> Self:
        """Conditions in an officer's words, and those that repeat a voice only for people who may read that voice."""
        if not user.as_role.may_read_voices():
            return self.filter(contribution=None)
        seen = Contribution.objects.visible_to(user)
        return self.filter(Q(contribution=None) | Q(contribution__in=seen))


class FindingCondition(models.Model):
    """What support depends on, in the officer's words: 'in principle, but only if ...'."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="conditions")
    words = models.CharField(max_length=300)
    contribution = models.ForeignKey(
        Contribution, null=True, blank=True, on_delete=models.SET_NULL, related_name="conditions"
    )
    start = models.PositiveIntegerField("where its exact words begin in the voice", null=True, blank=True)
    end = models.PositiveIntegerField("where its exact words end in the voice", null=True, blank=True)
    read_at = models.DateTimeField("when the voice was last read for it", null=True, blank=True, editable=False)

    objects = FindingConditionQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    class Privacy:
        personal: ClassVar[set[str]] = set()
        not_personal: ClassVar[set[str]] = {"id", "finding", "words", "contribution", "start", "end", "read_at"}


class FindingTrace(Link):
    """The exact passage of a voice that some words of a finding come from. It holds places in a text, never its words."""

    class Part(models.TextChoices):
        SUPPORT = "support", "What we now know"
        CONDITION = "condition", "What support depends on"
        CAUTION = "caution", "Read with care"
        MINORITY = "minority", "The minority view"

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="traces")
    part = models.CharField(max_length=10, choices=Part.choices)
    words = models.CharField("the words of the finding", max_length=500)
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="+")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text_hash = models.CharField("of the text it points into", max_length=64)

    objects = LinkedVoices.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["finding", "part", "words", "contribution", "start", "end"], name="themes_trace_once"
            )
        ]

    class Privacy:
        personal: ClassVar[set[str]] = {"words", "start", "end", "text_hash"}
        not_personal: ClassVar[set[str]] = {"id", "finding", "part", "contribution"}

    @property
    def passages(self) -> list[tuple[int, int]]:
        """The passage to mark; none where the voice was put right since."""
        return [(self.start, self.end)] if self.text_hash == hash_of(self.contribution.readable) else []
