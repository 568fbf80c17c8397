"""Voices, permissions and themes for the tests of themes."""

from __future__ import annotations

import datetime

from heard_web.engagement.models import Activity
from heard_web.people.models import User
from heard_web.voice.models import Contribution, Permission, Speaker

DAY = datetime.date(2026, 5, 12)


def say(
    activity: Activity,
    words: str,
    *,
    by: User,
    label: str = "",
    group: str = "cyp",
    people: int = 1,
    may_analyse: bool | None = True,
    **fields: object,
) -> Contribution:
    """Somebody says something at an activity, and agrees (or not) that it is read for themes."""
    speaker = None
    if label:
        speaker, _ = Speaker.objects.get_or_create(
            activity=activity, label=label, defaults={"group": group, "people": people}
        )
    row = Contribution.objects.create(
        held_by=activity.held_by, activity=activity, speaker=speaker, mode="said", words=words, said_on=DAY,
        recorded_by=by, **fields,
    )  # fmt: skip
    if may_analyse is not None:
        agree(row, by=by, answer=may_analyse)
    return row


def agree(row: Contribution, *, by: User, answer: bool = True, on: datetime.date = DAY) -> None:
    """The person answers about their words being read for themes."""
    Permission.objects.create(
        contribution=row, use="analyse", given_by="self", answer=answer, given_on=on, recorded_by=by
    )


def take_back(row: Contribution) -> None:
    """What withdrawing does to the row: the words go, the row stays."""
    from django.utils import timezone

    Contribution.objects.filter(pk=row.pk).update(withdrawn_at=timezone.now(), words="", explanation="", heading="")


THINGS_SAID = [
    "The bus to school is always late and I miss my breakfast club",
    "My bus comes late and the driver does not know us",
    "I wish the bus was on time in the morning",
    "The bus is too loud and it is late most days",
    "Our bus driver is kind and the bus is great",
    "The school bus leaves before my club ends",
    "I love the quiet room when the hall is too loud",
    "The quiet room helps me calm down after lunch",
    "We need a quiet room in every school",
    "The quiet room is always locked and that makes me angry",
    "A quiet room with soft lights helps me",
    "Lunch in the hall is loud so I go to the quiet room",
    "My friends help me with my reading",
    "I want more time to play with my friends",
    "My friends sit with me and we draw",
    "I have no friends at my new school and I feel sad",
    "Playing football with friends is the best part",
    "My friends make me laugh every day",
]


def fill(activity: Activity, *, by: User) -> list[Contribution]:
    """Enough voices for a machine to find themes in."""
    return [say(activity, words, by=by, label=f"P{n}") for n, words in enumerate(THINGS_SAID, 1)]
