"""Why we go, where we went, and how many people we heard from."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, F, Max, OuterRef, Q, Subquery, Sum
from django.urls import reverse
from django.utils.formats import date_format

from heard.codes import ActivityKind, AgeBand, Method, ParticipantGroup, PlaceType
from heard_web.engagement.models_purpose import Level, Purpose
from heard_web.people.models import Held, HeldQuerySet, Organisation, User
from heard_web.places.models import Setting

__all__ = [
    "Activity", "ActivityQuerySet", "ActivityStatus", "GroupCount", "GroupCountQuerySet", "Level", "Purpose",
    "Question", "QuestionQuerySet", "TeamNews", "suggested_title",
]  # fmt: skip


class QuestionQuerySet(models.QuerySet["Question"]):
    """Questions, by who asks them."""

    def asked_lately_by(self, organisation_id: int) -> Self:
        """Questions of one organisation, the one asked last first."""
        own = self.filter(held_by=organisation_id)
        return own.annotate(last_asked=Max("activities__starts_on")).order_by(
            F("last_asked").desc(nulls_last=True), "-id"
        )

    def asked_at(self, activity: Activity) -> list[Question]:
        """The questions of one visit, in the order they were written down for it."""
        links: Any = Activity.questions.through.objects
        return [link.question for link in links.filter(activity=activity).select_related("question").order_by("id")]


class Question(models.Model):
    """A question put to people, kept once so that answers from many visits can be read together."""

    words = models.CharField(max_length=300)
    held_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["words"]
        constraints = [models.UniqueConstraint(fields=["words", "held_by"], name="engagement_question_once")]

    class Privacy:
        personal: ClassVar[set[str]] = set()
        not_personal: ClassVar[set[str]] = {"id", "words", "held_by"}

    def __str__(self) -> str:
        return self.words


class ActivityStatus(models.TextChoices):
    """How far an activity has come."""

    PLANNED = "planned", "Planned"
    BOOKED = "booked", "Booked"
    HELD = "held", "Held"
    CANCELLED = "cancelled", "Cancelled"


class ActivityQuerySet(HeldQuerySet):
    """Activities, by time and state."""

    def coming(self, today: datetime.date) -> Self:
        """Planned or booked, today or later, soonest first."""
        return self.filter(
            status__in=[ActivityStatus.PLANNED, ActivityStatus.BOOKED], starts_on__gte=today
        ).order_by("starts_on", "start_time", "id")  # fmt: skip

    def took_place(self) -> Self:
        """Activities that were held."""
        return self.filter(status=ActivityStatus.HELD)

    def in_month(self, year: int, month: int) -> Self:
        """Activities that start in a month."""
        return self.filter(starts_on__year=year, starts_on__month=month)

    def to_thank(self) -> Self:
        """Held activities whose host has not been thanked."""
        return self.took_place().filter(thanked_on=None)

    def to_write_up(self, today: datetime.date) -> Self:
        """Held without a count of people, or planned for a day that is over: somebody should say what happened."""
        counts = GroupCount.objects.filter(activity=OuterRef("pk"))
        uncounted = Q(status=ActivityStatus.HELD) & ~Exists(counts)
        day_is_over = Q(status__in=[ActivityStatus.PLANNED, ActivityStatus.BOOKED], starts_on__lt=today)
        return self.filter(uncounted | day_is_over)

    def may_name_as_last_time(self, setting: Setting | None, place_name: str) -> bool:
        """Whether a place agreed to be named when we were last there, or last planned to be; no where nobody asked."""
        here = self.exclude(status=ActivityStatus.CANCELLED).order_by("-starts_on", "-id")
        if setting is not None:
            newest = here.filter(setting=setting).first()
        else:
            newest = here.filter(setting=None, place_name__iexact=place_name).first() if place_name else None
        return newest is not None and newest.may_name_setting

    def counted(self) -> Self:
        """Each with `people`: how many were counted, or None when nobody counted."""
        counts = GroupCount.objects.filter(activity=OuterRef("pk")).order_by().values("activity")
        return self.annotate(people=Subquery(counts.annotate(together=Sum("people")).values("together")))

    def for_a_list(self) -> Self:
        """Everything a list shows of an activity, in one query."""
        return self.counted().select_related("setting", "held_by")


class Activity(Held):
    """One occasion on which people were, or will be, heard: a visit, a workshop, a drop-in, a conference."""

    purpose = models.ForeignKey(Purpose, null=True, blank=True, on_delete=models.PROTECT, related_name="activities")
    kind = models.CharField(max_length=30, choices=ActivityKind.choices())
    title = models.CharField(max_length=200)
    status = models.CharField(max_length=12, choices=ActivityStatus.choices, default=ActivityStatus.PLANNED)
    starts_on = models.DateField()
    start_time = models.TimeField(null=True, blank=True)
    end_time = models.TimeField(null=True, blank=True)
    place_type = models.CharField(max_length=30, choices=PlaceType.choices())
    setting = models.ForeignKey(Setting, null=True, blank=True, on_delete=models.PROTECT, related_name="activities")
    place_name = models.CharField(max_length=200, blank=True)
    may_name_setting = models.BooleanField(default=False)
    methods = models.JSONField(default=list, blank=True)
    hosted_by = models.CharField(max_length=200, blank=True)
    facilitators: models.ManyToManyField[User, User] = models.ManyToManyField(
        User, blank=True, related_name="activities"
    )
    questions: models.ManyToManyField[Question, Question] = models.ManyToManyField(
        Question, blank=True, related_name="activities"
    )
    notes = models.TextField(blank=True)
    public_line = models.CharField(max_length=400, blank=True)
    forum_interest = models.PositiveIntegerField(default=0)
    cancelled_because = models.CharField(max_length=300, blank=True)
    thanked_on = models.DateField(null=True, blank=True)
    thanks_words = models.TextField(blank=True)
    thanked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-start_time", "-id"]
        verbose_name_plural = "activities"
        indexes = [models.Index(fields=["starts_on"]), models.Index(fields=["held_by", "status"])]
        constraints = [
            models.CheckConstraint(
                name="engagement_home_has_no_address",
                condition=~Q(place_type=PlaceType.HOME) | Q(place_name="", setting=None),
            ),
            models.CheckConstraint(
                name="engagement_ends_after_it_starts",
                condition=Q(end_time=None) | Q(start_time=None) | Q(end_time__gt=F("start_time")),
            ),
            models.CheckConstraint(
                name="engagement_cancelled_says_why", condition=~Q(status="cancelled") | ~Q(cancelled_because="")
            ),
        ]

    class Privacy:
        personal: ClassVar[set[str]] = {"notes", "thanks_words"}
        not_personal: ClassVar[set[str]] = {
            "id", "purpose", "kind", "title", "status", "starts_on", "start_time", "end_time", "place_type", "setting",
            "place_name", "may_name_setting", "methods", "hosted_by", "facilitators", "questions", "public_line",
            "forum_interest", "cancelled_because", "thanked_on", "thanked_by", "recorded_by", "recorded_at",
        }  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("engagement:activity", args=[self.pk])

    @property
    def where(self) -> str:
        """The place in words; a home is never more than 'at home'."""
        if self.place_type == PlaceType.HOME:
            return PlaceType.HOME.label
        return str(self.setting) if self.setting else self.place_name or PlaceType(self.place_type).label

    @property
    def when(self) -> str:
        """The day, and the time where one is known, in words."""
        times = [time.strftime("%H:%M") for time in (self.start_time, self.end_time) if time]
        return ", ".join([date_format(self.starts_on, "j F Y"), *([" to ".join(times)] if times else [])])

    @property
    def label(self) -> str:
        """The visit in words that no other visit shares: title, place, date. For lists to choose from."""
        where = self.where
        if self.setting and self.setting.name in self.title:
            where = self.setting.town
        parts = [self.title, "" if where in self.title else where, date_format(self.starts_on, "j F Y")]
        return ", ".join(part for part in parts if part)

    def shows_notes_to(self, user: User) -> bool:
        """Whether this person reads the notes for the team and the words of thanks. Releasing the visit opens neither."""
        return self.is_own_of(user) and user.as_role.may_read_voices()

    @property
    def suggested_thanks(self) -> str:
        """Words of thanks to start from. They hold no number of people, so that they can be passed on."""
        lines = [f"Thank you for having us on {date_format(self.starts_on, 'j F Y')}."]
        lines.append("People gave us their time and told us what matters to them.")
        if self.purpose:
            lines.append(f"What they said will inform this: {self.purpose.decision_informed.rstrip('.')}.")
            if self.purpose.giveback_due_on:
                by_when = date_format(self.purpose.giveback_due_on, "j F Y")
                lines.append(f"We will tell you what came of it by {by_when}.")
        return "\n".join(lines)

    @property
    def method_labels(self) -> list[str]:
        """The methods used, in words."""
        return [Method(code).label for code in self.methods]


def suggested_title(kind: str, where: str) -> str:
    """A title for an activity nobody has named: the kind of occasion and the place, if there is one to name."""
    label = ActivityKind(kind).label
    return f"{label}, {where}"[:200] if where else label


class GroupCountQuerySet(models.QuerySet["GroupCount"]):
    """Counts of people, and the bridge from them to the library."""

    def total(self) -> int:
        """How many people were counted altogether."""
        return self.aggregate(people=Sum("people"))["people"] or 0

    def records(self) -> dict[str, int]:
        """How many people of each group were heard, keyed by the group's words, as `heard.engagement.coverage` takes it."""
        heard: Counter[str] = Counter()
        for group, people in self.values_list("group", "people"):
            heard[ParticipantGroup(group).label] += people
        return dict(heard)


class GroupCount(models.Model):
    """How many people of one group and age band were there. Counts, never names."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="group_counts")
    group = models.CharField(max_length=20, choices=ParticipantGroup.choices())
    age_band = models.CharField(max_length=20, choices=AgeBand.choices(), default=AgeBand.NOT_ASKED)
    people = models.PositiveIntegerField()

    objects = GroupCountQuerySet.as_manager()

    class Meta:
        ordering = ["group", "age_band"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "group", "age_band"], name="engagement_group_counted_once")
        ]

    class Privacy:
        personal: ClassVar[set[str]] = set()
        not_personal: ClassVar[set[str]] = {"id", "activity", "group", "age_band", "people"}


class TeamNews(Held):
    """Something to tell people that was not an occasion: an appointment, a launch, a plan."""

    happened_on = models.DateField()
    words = models.CharField(max_length=400)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = HeldQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-id"]
        verbose_name_plural = "team news"

    class Privacy:
        personal: ClassVar[set[str]] = {"words"}
        not_personal: ClassVar[set[str]] = {"id", "happened_on", "recorded_by"}
