"""What somebody typed about a person, a permission or a moment that was watched, before it becomes a row."""

# ruff: noqa: N818 (errors are named for what a person met, as in heard.errors)

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import models

from heard.codes import AgeBand, ParticipantGroup, Use
from heard.errors import HeardError
from heard_web.voice.models import GivenBy


class NothingToKeep(HeardError):
    """What was typed leaves out something without which it cannot be kept."""


class AnotherSpeaker(HeardError):
    """One label would stand for two different people."""


class Because(models.TextChoices):
    """Why something written down is put right."""

    SLIP = "slip", "A slip of the pen"
    MISHEARD = "misheard", "We misheard or misread it"
    ASKED = "asked", "They asked us to put it another way"
    MUST_GO = "must_go", "It held a name, or something else that must go"


@dataclass(frozen=True, slots=True)
class SpeakerFacts:
    """Who told us, by a label that is never a name."""

    label: str
    group: str = ParticipantGroup.CYP.value
    age_band: str = AgeBand.NOT_ASKED.value
    need_area: str = ""
    people: int = 1
    needs_parent: bool = False


@dataclass(frozen=True, slots=True)
class PermissionFacts:
    """One answer about one use."""

    use: str
    given_by: str
    answer: bool
    given_on: datetime.date
    expires_on: datetime.date | None = None
    information_version: str = ""


@dataclass(frozen=True, slots=True)
class ObservationFacts:
    """What was watched, apart from what we think it means."""

    what_we_saw: str
    what_we_think: str = ""
    what_was_happening: str = ""
    other_reading: str = ""
    confidence: str = "unsure"
    observer: str = ""
    knows_child: str = "new"


@dataclass(frozen=True, slots=True)
class PageLine:
    """One line of a page of notes, as it is to be kept."""

    words: str
    heading: str = ""


def agreed(uses: Iterable[str], *, on: datetime.date, parent_too: bool = False) -> Sequence[PermissionFacts]:
    """A yes to each use from the person, and from a parent or carer where they agreed too."""
    givers = [GivenBy.SELF, GivenBy.PARENT] if parent_too else [GivenBy.SELF]
    return [PermissionFacts(Use(use).value, giver.value, True, on) for use in uses for giver in givers]
