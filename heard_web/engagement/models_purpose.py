"""Why we ask: the question, the decision it informs, and what was promised."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse

from heard_web.people.models import DecisionBody, Held, HeldQuerySet


class Level(models.TextChoices):
    """How far a purpose reaches."""

    INDIVIDUAL = "individual", "One child or young person"
    OPERATIONAL = "operational", "A service"
    STRATEGIC = "strategic", "The whole area"


class Purpose(Held):
    """Why we ask: the question, the decision it will inform, who decides and by when, and what we promise to tell people."""

    question = models.CharField(max_length=300)
    decision_informed = models.CharField(max_length=300)
    body = models.ForeignKey(DecisionBody, null=True, blank=True, on_delete=models.PROTECT, related_name="purposes")
    decision_due_on = models.DateField(null=True, blank=True)
    in_scope = models.TextField(blank=True)
    out_of_scope = models.TextField(blank=True)
    giveback_promise = models.CharField(max_length=300, blank=True)
    giveback_due_on = models.DateField(null=True, blank=True)
    level = models.CharField(max_length=20, choices=Level.choices, default=Level.STRATEGIC)
    set_on = models.DateField()

    objects = HeldQuerySet.as_manager()

    class Meta:
        ordering = ["-set_on", "-id"]

    class Privacy:
        personal: ClassVar[set[str]] = set()
        not_personal: ClassVar[set[str]] = {
            "id", "question", "decision_informed", "body", "decision_due_on", "in_scope", "out_of_scope",
            "giveback_promise", "giveback_due_on", "level", "set_on",
        }  # fmt: skip

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        return reverse("engagement:purpose", args=[self.pk])
