"""What people told us, how, by whose hand, and what they allow us to do with it."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format

from heard.codes import AgeBand, BroadArea, Mediation, Mode, ParticipantGroup, Use
from heard.records import Voice
from heard.voice.consent import Permission as ConsentAnswer
from heard.voice.consent import Verdict, may_use
from heard_web.engagement.models import Activity, Question
from heard_web.people.models import Held, HeldQuerySet, User
from heard_web.voice.models_consent import GivenBy, Permission
from heard_web.voice.models_import import ImportBatch, ImportRow

__all__ = [
    "Contribution", "Drawing", "GivenBy", "ImportBatch", "ImportRow", "Observation", "Permission", "SafeguardingDivert",
    "Speaker",
]  # fmt: skip


class SpeakerQuerySet(models.QuerySet["Speaker"]):
    """Speakers, and the labels that stand for them."""

    def free_label(self, start: str = "P") -> str:
        """The next label nobody has yet, such as P4 after P1, P2 and P3."""
        rest = (label.removeprefix(start) for label in self.values_list("label", flat=True) if label.startswith(start))
        return f"{start}{max((int(number) for number in rest if number.isdecimal()), default=0) + 1}"


class Speaker(models.Model):
    """One person (or one table speaking together) at one activity, known by a label such as 'P3', never by name.

    People are counted, not comments: two contributions with one speaker are one person heard.
    """

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="speakers")
    label = models.CharField(max_length=60)
    group = models.CharField(max_length=20, choices=ParticipantGroup.choices(), default=ParticipantGroup.CYP)
    age_band = models.CharField(max_length=20, choices=AgeBand.choices(), default=AgeBand.NOT_ASKED)
    need_area = models.CharField(max_length=20, choices=BroadArea.choices(), blank=True)
    people = models.PositiveIntegerField(default=1)
    needs_parent = models.BooleanField(default=False)

    objects = SpeakerQuerySet.as_manager()

    class Meta:
        ordering = ["activity", "label"]
        constraints = [models.UniqueConstraint(fields=["activity", "label"], name="voice_speaker_label_once")]

    class Privacy:
        personal: ClassVar[set[str]] = {"group", "age_band", "need_area"}
        not_personal: ClassVar[set[str]] = {"id", "activity", "label", "people", "needs_parent"}

    def __str__(self) -> str:
        return self.label

    @property
    def described(self) -> str:
        """Who spoke, in words: the group, the age where it was asked, the label, and how many spoke as one."""
        age = "" if self.age_band == AgeBand.NOT_ASKED else f", {self.get_age_band_display()}"
        together = f", {self.people} people together" if self.people > 1 else ""
        return f"{self.get_group_display()}{age} ({self.label}){together}"


class ContributionQuerySet(HeldQuerySet):
    """Contributions, and the bridge from them to the library."""

    def standing(self) -> Self:
        """Contributions that may still be used: not taken back, and not passed to safeguarding."""
        return self.filter(withdrawn_at=None, diverted_at=None)

    def not_passed_on(self) -> Self:
        """Everything but what was passed to safeguarding, which no list shows."""
        return self.filter(diverted_at=None)

    def saying(self, text: str) -> Self:
        """Contributions in which these letters occur: in anything that was said, drawn or watched, or in who said it."""
        return self.filter(
            Q(words__icontains=text)
            | Q(explanation__icontains=text)
            | Q(heading__icontains=text)
            | Q(speaker__label__icontains=text)
            | Q(drawing__alt_text__icontains=text)
            | Q(observation__what_was_happening__icontains=text)
            | Q(observation__what_we_saw__icontains=text)
            | Q(observation__what_we_think__icontains=text)
        )

    def with_parts(self) -> Self:
        """With everything a page shows of each, but for the answers about consent."""
        return self.select_related("activity__setting", "speaker", "question", "observation", "drawing", "held_by")

    def with_thread(self) -> Self:
        """Everything a page needs to show a contribution, in a fixed number of queries."""
        return self.with_parts().prefetch_related("permissions")

    def records(self) -> list[Voice]:
        """The standing contributions whose words may be read for themes, as the library's `Voice`."""
        rows = list(self.standing().select_related("speaker", "observation", "question"))
        answers = Permission.objects.for_each(self.standing())
        return [
            Voice(
                id=str(row.pk),
                words=row.readable,
                speaker=str(row.speaker_id or f"c{row.pk}"),
                question=row.question.words if row.question else "",
            )
            for row in rows
            if row.readable and row.judge(answers.get(row.pk, ()), Use.ANALYSE).allowed
        ]


class Contribution(Held):
    """Something one person told us: said, written, signed, drawn, chosen or shown."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="contributions")
    speaker = models.ForeignKey(Speaker, null=True, blank=True, on_delete=models.PROTECT, related_name="contributions")
    question = models.ForeignKey(
        Question, null=True, blank=True, on_delete=models.PROTECT, related_name="contributions"
    )
    mode = models.CharField(max_length=12, choices=Mode.choices())
    mediation = models.CharField(max_length=12, choices=Mediation.choices(), default=Mediation.OWN_WORDS)
    on_behalf_of = models.CharField("who spoke, and for whom", max_length=200, blank=True)
    words = models.TextField(blank=True)
    explanation = models.TextField("the child's own explanation", blank=True)
    heading = models.CharField(max_length=200, blank=True)
    said_on = models.DateField()
    batch = models.ForeignKey(
        "ImportBatch", null=True, blank=True, on_delete=models.PROTECT, related_name="contributions"
    )
    source_key = models.CharField(max_length=80, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    diverted_at = models.DateTimeField(null=True, blank=True, editable=False)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    corrected_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ["-said_on", "id"]
        indexes = [models.Index(fields=["activity", "id"]), models.Index(fields=["said_on"])]
        constraints = [
            models.CheckConstraint(
                name="voice_withdrawn_keeps_no_words",
                condition=Q(withdrawn_at=None, diverted_at=None)
                | Q(words="", explanation="", on_behalf_of="", heading=""),
            ),
            models.CheckConstraint(
                name="voice_observed_is_never_a_quotation", condition=~Q(mode=Mode.OBSERVED) | Q(words="")
            ),
            models.CheckConstraint(
                name="voice_on_behalf_says_who",
                condition=~Q(mediation=Mediation.ON_BEHALF)
                | ~Q(on_behalf_of="")
                | Q(withdrawn_at__isnull=False)
                | Q(diverted_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["activity", "source_key"], condition=~Q(source_key=""), name="voice_source_row_once"
            ),
        ]

    class Privacy:
        personal: ClassVar[set[str]] = {"words", "explanation", "heading", "on_behalf_of", "speaker"}
        not_personal: ClassVar[set[str]] = {
            "id", "activity", "question", "mode", "mediation", "said_on", "batch", "source_key", "withdrawn_at",
            "withdrawn_by", "diverted_at", "recorded_by", "recorded_at", "corrected_at",
        }  # fmt: skip

    def __str__(self) -> str:
        return f"contribution {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("voice:contribution", args=[self.pk])

    @property
    def title(self) -> str:
        """What this is, and of which day, for the top of its page."""
        told = "showed" if self.mode == Mode.OBSERVED else "told"
        return f"What somebody {told} us, {date_format(self.said_on, 'j F Y')}"

    @property
    def is_standing(self) -> bool:
        """Whether it may still be used at all."""
        return self.withdrawn_at is None and self.diverted_at is None

    @property
    def whose(self) -> str:
        """Whose words these are, and who spoke if it was somebody else."""
        spoke = f": {self.on_behalf_of}" if self.on_behalf_of else ""
        return f"{Mediation(self.mediation).label}{spoke}"

    @property
    def readable(self) -> str:
        """The text to read for themes: the words, or the child's explanation of a drawing, or what was observed."""
        if self.mode == Mode.OBSERVED:
            return self.observation.what_we_think if hasattr(self, "observation") else ""
        return self.words or self.explanation

    def may(self, use: Use, *, on: datetime.date | None = None) -> Verdict:
        """Whether this contribution may be put to a use on a day (today unless given), and why not."""
        return self.judge(self.permissions.all(), use, on=on)

    def judge(self, permissions: Iterable[Permission], use: Use, *, on: datetime.date | None = None) -> Verdict:
        """The same from answers already read, so that a thousand contributions need no thousand queries."""
        if not self.is_standing:
            return Verdict(False, "It was taken back or passed on, so it is not used for anything.")
        answers = [
            ConsentAnswer(
                use=Use(row.use),
                given_by="parent" if row.given_by == GivenBy.PARENT else "self",
                answer=row.answer,
                on=row.given_on,
                expires_on=row.expires_on,
            )
            for row in permissions
        ]
        needs_parent = bool(self.speaker and self.speaker.needs_parent)
        return may_use(answers, use, on=on or datetime.date.today(), needs_parent=needs_parent)


class Observation(models.Model):
    """What we saw a child do, kept apart from what we think it means. Never shown as a quotation."""

    contribution = models.OneToOneField(Contribution, on_delete=models.CASCADE, related_name="observation")
    what_was_happening = models.TextField(blank=True)
    what_we_saw = models.TextField(blank=True)
    what_we_think = models.TextField(blank=True)
    other_reading = models.TextField(blank=True)
    confidence = models.CharField(
        max_length=10, choices=[("sure", "Quite sure"), ("unsure", "Not sure"), ("guess", "A guess")], default="unsure"
    )
    observer = models.CharField(max_length=200, blank=True)
    knows_child = models.CharField(
        max_length=10,
        choices=[
            ("well", "Knows the child well"),
            ("a_little", "Knows the child a little"),
            ("new", "Met them that day"),
        ],
        default="new",
    )

    class Privacy:
        personal: ClassVar[set[str]] = {
            "what_was_happening",
            "what_we_saw",
            "what_we_think",
            "other_reading",
            "observer",
        }
        not_personal: ClassVar[set[str]] = {"id", "contribution", "confidence", "knows_child"}


def drawing_path(_drawing: Drawing, _filename: str) -> str:
    """A random name: the name of the file on the officer's phone is dropped."""
    return f"drawings/{uuid.uuid4().hex}.png"


class Drawing(models.Model):
    """A picture, rebuilt from its pixels, with words for people who cannot see it."""

    contribution = models.OneToOneField(Contribution, on_delete=models.CASCADE, related_name="drawing")
    image = models.ImageField(upload_to=drawing_path, width_field="width", height_field="height")
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    alt_text = models.CharField(max_length=300)
    name_checked = models.BooleanField("a person has looked, and no name or face can be seen", default=False)

    class Privacy:
        personal: ClassVar[set[str]] = {"image", "alt_text"}
        not_personal: ClassVar[set[str]] = {"id", "contribution", "width", "height", "name_checked"}


class SafeguardingDivert(models.Model):
    """That a concern was passed to a named role at a time. Nothing of what was said is kept here."""

    contribution = models.OneToOneField(Contribution, on_delete=models.PROTECT, related_name="divert")
    passed_to = models.CharField(max_length=200)
    passed_at = models.DateTimeField()
    passed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Privacy:
        personal: ClassVar[set[str]] = {"passed_to"}
        not_personal: ClassVar[set[str]] = {"id", "contribution", "passed_at", "passed_by"}
