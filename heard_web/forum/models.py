"""The young people's and parents' forum: who would like to join."""

from __future__ import annotations

import datetime
from typing import ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.urls import reverse
from django.utils import timezone

from heard.codes import AgeBand
from heard_web.people.models import Held, HeldQuerySet, Role, User


class WhoAsks(models.TextChoices):
    """Who would like to join."""

    YOUNG_PERSON = "young_person", "I am a child or young person"
    PARENT_CARER = "parent_carer", "I am a parent or carer"
    FOR_SOMEONE = "for_someone", "I am asking for someone else"


class LearnsWhere(models.TextChoices):
    """Where the young person learns, so that those with no place are reached too."""

    SCHOOL = "school", "At a school or college"
    HOME = "home", "At home, by choice"
    NO_PLACE = "no_place", "There is no school place at the moment"
    OTHER = "other", "Somewhere else"
    NOT_SAID = "not_said", "I would rather not say"


class InterestQuerySet(HeldQuerySet):
    """People who are interested in the forum."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Rows of this person's own organisation alone: how to reach a family is never released to another one."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        if user.as_role is Role.INSPECTOR or not user.as_role.may_read_voices():
            return self.none()
        return self.filter(held_by=user.organisation_id)

    def waiting(self) -> Self:
        """Nobody has followed them up yet, the longest wait first."""
        return self.filter(followed_up_at=None, closed_at=None).order_by("asked_at", "id")

    def open(self) -> Self:
        """Not closed: those who still wait come first, and of them the longest wait."""
        nobody_yet = models.F("followed_up_at").asc(nulls_first=True)
        return self.filter(closed_at=None).order_by(nobody_yet, "asked_at", "id")

    def closed(self) -> Self:
        """Closed, the latest first."""
        return self.filter(closed_at__isnull=False).order_by("-closed_at", "-id")

    def since(self, span: datetime.timedelta) -> Self:
        """Those who wrote in the last so many minutes."""
        return self.filter(asked_at__gte=timezone.now() - span)


class Interest(Held):
    """Somebody who said they are interested in the forum, and how to reach them."""

    who = models.CharField(max_length=20, choices=WhoAsks.choices)
    name = models.CharField(max_length=200, blank=True)
    contact = models.CharField(max_length=300)
    age_band = models.CharField(max_length=20, choices=AgeBand.choices(), blank=True)
    learns = models.CharField(max_length=20, choices=LearnsWhere.choices, default=LearnsWhere.NOT_SAID)
    helps = models.TextField(blank=True)
    meet_where = models.CharField(max_length=300, blank=True)
    came_from = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    followed_up_at = models.DateTimeField(null=True, blank=True)
    followed_up_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    follow_up_note = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = InterestQuerySet.as_manager()
    may_be_released: ClassVar[bool] = False

    class Meta:
        ordering = ["-asked_at", "-id"]
        verbose_name = "forum interest"

    class Privacy:
        personal: ClassVar[set[str]] = {"name", "contact", "helps", "meet_where", "follow_up_note"}
        not_personal: ClassVar[set[str]] = {
            "id", "who", "age_band", "learns", "came_from", "asked_at", "followed_up_at", "followed_up_by", "closed_at",
        }  # fmt: skip

    def __str__(self) -> str:
        return f"forum interest {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("forum:one", args=[self.pk])

    @property
    def called(self) -> str:
        """The name they gave, or who they are when they gave none or it was erased."""
        return (
            self.name
            or {
                WhoAsks.YOUNG_PERSON: "A child or young person",
                WhoAsks.PARENT_CARER: "A parent or carer",
                WhoAsks.FOR_SOMEONE: "Somebody asking for someone else",
            }[WhoAsks(self.who)]
        )

    @property
    def state(self) -> str:
        """How far it has come, in words."""
        if self.closed_at:
            return "Closed"
        return "Followed up" if self.followed_up_at else "Waiting for us"
