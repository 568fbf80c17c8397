"""The young people's and parents' forum: who would like to join."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from heard.codes import AgeBand
from heard_web.people.models import Held, User


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

    class Meta:
        ordering = ["-asked_at", "-id"]
        verbose_name = "forum interest"

    class Privacy:
        personal: ClassVar[set[str]] = {"name", "contact", "helps", "meet_where", "follow_up_note"}
        not_personal: ClassVar[set[str]] = {
            "id", "who", "age_band", "learns", "came_from", "asked_at", "followed_up_at", "followed_up_by", "closed_at",
        }  # fmt: skip
