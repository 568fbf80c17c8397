"""What people asked for, and what the body that decides said."""

from __future__ import annotations

import datetime
from typing import ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery
from django.urls import reverse

from heard.codes import Answer, BroadArea, ParticipantGroup
from heard.decisions.answers import check_answer
from heard.decisions.owed import DecisionDue
from heard.errors import ReasonNeeded
from heard_web.engagement.models import Purpose
from heard_web.people.models import DecisionBody, Held, HeldQuerySet, Link, User
from heard_web.places.models import Setting
from heard_web.themes.models import Finding
from heard_web.voice.models import Contribution


class AskQuerySet(HeldQuerySet):
    """Asks."""

    def unanswered(self) -> Self:
        """Asks with no decision yet, or only a decision that it is awaited."""
        return self.exclude(decisions__answer__in=[code for code in Answer if code != Answer.AWAITING])

    def awaited(self, user: User | AnonymousUser) -> Self:
        """Asks without an answer that this person may see, the answer that is due first at the top."""
        asks = self.with_answers(user).filter(answered=False).prefetch_related(None).select_related("body")
        return asks.order_by(F("answer_due_on").asc(nulls_last=True), "id")

    def overdue(self, today: datetime.date) -> Self:
        """Unanswered asks past the day an answer was due."""
        return self.unanswered().filter(answer_due_on__lt=today)

    def with_answers(self, user: User | AnonymousUser) -> Self:
        """Each ask with the answers this person may see: `latest_answer` to the whole of it, and whether it is `answered`."""
        seen = Decision.objects.visible_to(user).filter(ask=OuterRef("pk"))
        latest = seen.filter(part=None).order_by("-decided_on", "-id").values("answer")[:1]
        return self.annotate(
            latest_answer=Subquery(latest), answered=Exists(seen.exclude(answer=Answer.AWAITING))
        ).prefetch_related(
            "parts", Prefetch("decisions", queryset=Decision.objects.visible_to(user), to_attr="decisions_seen")
        )

    def answered_with(self, answer: Answer, user: User | AnonymousUser) -> Self:
        """Asks whose latest answer is this one, or that have a part answered so. Awaiting means none that counts yet."""
        asks = self.with_answers(user)
        if answer == Answer.AWAITING:
            return asks.filter(answered=False)
        part = Decision.objects.visible_to(user).filter(ask=OuterRef("pk"), part__isnull=False, answer=answer)
        return asks.filter(Q(latest_answer=answer) | Exists(part))

    def records(self, user: User | AnonymousUser) -> list[DecisionDue]:
        """Every ask as the library's `DecisionDue`, with the answers this person may see."""
        asks = self.select_related("body").with_answers(user)
        return [
            DecisionDue(
                id=str(ask.pk), what=ask.words, body=ask.body.name, expected_on=ask.answer_due_on,
                answer=Answer(ask.latest_answer or Answer.PARTLY) if ask.answered else Answer.AWAITING,
            )
            for ask in asks
        ]  # fmt: skip


class Ask(Held):
    """A recommendation put to a named body on a day, with the findings behind it."""

    words = models.CharField(max_length=500)
    body = models.ForeignKey(DecisionBody, on_delete=models.PROTECT, related_name="asks")
    purpose = models.ForeignKey(Purpose, null=True, blank=True, on_delete=models.PROTECT, related_name="asks")
    put_on = models.DateField()
    answer_due_on = models.DateField(null=True, blank=True)
    agreed_with = models.CharField("who agreed the wording", max_length=300, blank=True)
    findings: models.ManyToManyField[Finding, AskFinding] = models.ManyToManyField(
        Finding, through="AskFinding", related_name="asks", blank=True
    )
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = AskQuerySet.as_manager()

    class Meta:
        ordering = ["-put_on", "-id"]

    class Privacy:
        personal: ClassVar[set[str]] = set()
        not_personal: ClassVar[set[str]] = {
            "id", "words", "body", "purpose", "put_on", "answer_due_on", "agreed_with", "findings", "written_by",
        }  # fmt: skip

    def __str__(self) -> str:
        return self.words

    def get_absolute_url(self) -> str:
        return reverse("decisions:ask", args=[self.pk])

    @property
    def latest_answer_label(self) -> str:
        """The latest answer to all of it, in words; only on asks picked `with_answers`."""
        code: str | None = getattr(self, "latest_answer", None)
        return Answer(code).label if code else ""

    def may_be_answered_by(self, user: User) -> bool:
        """Whether this person may write down an answer: they hold the ask, or it was put to a body of theirs."""
        return user.as_role.may_record_decisions() and user.organisation_id in (
            self.held_by_id, self.body.organisation_id,
        )  # fmt: skip


class AskFinding(Link):
    """A finding that an ask rests on."""

    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="finding_links")
    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="ask_links")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ask", "finding"], name="decisions_finding_once_in_an_ask")]

    class Privacy:
        personal: ClassVar[set[str]] = set()
        not_personal: ClassVar[set[str]] = {"id", "ask", "finding"}


class AskPart(models.Model):
    """One part of an ask that can be delivered or left out on its own, such as one recommended hub."""

    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="parts")
    words = models.CharField(max_length=300)
    setting = models.ForeignKey(Setting, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    designation = models.CharField("need it is for", max_length=20, choices=BroadArea.choices(), blank=True)
    age_from = models.PositiveIntegerField(null=True, blank=True)
    age_to = models.PositiveIntegerField(null=True, blank=True)
    places = models.PositiveIntegerField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["ask", "position", "id"]

    class Privacy:
        personal: ClassVar[set[str]] = set()
        not_personal: ClassVar[set[str]] = {
            "id", "ask", "words", "setting", "designation", "age_from", "age_to", "places", "position",
        }  # fmt: skip

    def __str__(self) -> str:
        return self.words

    @property
    def asks_for_a_place(self) -> bool:
        """Whether it asks for provision somewhere or for a need, rather than for a way of working."""
        return bool(self.setting_id or self.designation or self.places)

    @property
    def facts(self) -> str:
        """Where, for whom, what ages and how many places, in one line."""
        return in_one_line(self.setting, self.designation, self.age_from, self.age_to, self.places)


def in_one_line(
    setting: Setting | None, designation: str, age_from: int | None, age_to: int | None, places: int | None = None
) -> str:
    """Where, for whom, what ages and how many places, in one line; what is not recorded is left out."""
    ages = ""
    if age_from is not None and age_to is not None:
        ages = f"ages {age_from} to {age_to}"
    elif age_from is not None or age_to is not None:
        ages = f"from age {age_from}" if age_to is None else f"up to age {age_to}"
    need = BroadArea(designation).label if designation else ""
    size = "" if places is None else f"{places} place" if places == 1 else f"{places} places"
    return ", ".join(words for words in (str(setting) if setting else "", need, ages, size) if words)


def day(on: datetime.date) -> str:
    """A date as it is read aloud: 4 March 2026."""
    return f"{on.day} {on:%B %Y}"


def check_reason(answer: Answer, reason: str) -> None:
    """Refuse an answer that is not yes and gives no reason, as the database does."""
    check_answer(answer, reason)
    if answer is not Answer.YES and not reason.strip():
        raise ReasonNeeded(f"The answer is “{answer.label}” and gives no reason. Say what it is waiting for.")


class DecisionQuerySet(HeldQuerySet):
    """Decisions."""

    def for_reading(self) -> Self:
        """Each decision with its part, who was in the room, and how many of the voices put to the body still stand."""
        standing = Q(voice_links__contribution__withdrawn_at=None, voice_links__contribution__diverted_at=None)
        counted = Count("voice_links", filter=standing, distinct=True)
        rows = self.select_related("part", "written_by", "held_by").prefetch_related("in_the_room")
        return rows.annotate(standing_voices=counted).order_by("decided_on", "id")

    def to_look_at_again(self, by_day: datetime.date) -> Self:
        """Answers whose day of review comes by this day, while no later one to the same ask or part takes their place."""
        later = Decision.objects.filter(Q(part=OuterRef("part")) | Q(part=None), ask=OuterRef("ask"))
        same_day = Q(decided_on=OuterRef("decided_on"), pk__gt=OuterRef("pk"))
        later = later.filter(Q(decided_on__gt=OuterRef("decided_on")) | same_day)
        return self.filter(~Exists(later), review_on__lte=by_day).order_by("review_on", "id")


class Decision(Held):
    """What the body said to an ask or to one part of it, and why. Decisions are added, never overwritten."""

    ask = models.ForeignKey(Ask, on_delete=models.PROTECT, related_name="decisions")
    part = models.ForeignKey(AskPart, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions")
    answer = models.CharField(max_length=10, choices=Answer.choices())
    reason = models.TextField(blank=True)
    options = models.TextField("options that were looked at", blank=True)
    decided_on = models.DateField()
    review_on = models.DateField(null=True, blank=True)
    contributions: models.ManyToManyField[Contribution, DecisionVoice] = models.ManyToManyField(
        Contribution, through="DecisionVoice", related_name="decisions", blank=True
    )
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["decided_on", "id"]
        constraints = [
            models.CheckConstraint(name="decisions_reason_unless_yes", condition=Q(answer=Answer.YES) | ~Q(reason=""))
        ]

    class Privacy:
        personal: ClassVar[set[str]] = set()
        not_personal: ClassVar[set[str]] = {
            "id", "ask", "part", "answer", "reason", "options", "decided_on", "review_on", "contributions", "written_by",
        }  # fmt: skip

    def get_absolute_url(self) -> str:
        return reverse("decisions:ask", args=[self.ask_id])


class DecisionVoice(Link):
    """A contribution that was put in front of the body when it decided."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="voice_links")
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="decision_links")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "contribution"], name="decisions_voice_once")]

    class Privacy:
        personal: ClassVar[set[str]] = set()
        not_personal: ClassVar[set[str]] = {"id", "decision", "contribution"}


class InTheRoom(models.Model):
    """How many people of one group were in the room when a body decided."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="in_the_room")
    group = models.CharField(max_length=20, choices=ParticipantGroup.choices())
    people = models.PositiveIntegerField()

    class Meta:
        ordering = ["group"]
        constraints = [models.UniqueConstraint(fields=["decision", "group"], name="decisions_group_in_the_room_once")]

    class Privacy:
        personal: ClassVar[set[str]] = set()
        not_personal: ClassVar[set[str]] = {"id", "decision", "group", "people"}
