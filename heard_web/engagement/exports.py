"""The list of visits as a file, a fixed number of queries whatever its length. Notes and thanks stay inside."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from heard.codes import ActivityKind, ParticipantGroup, PlaceType
from heard.publishing.safe_cells import safe_row
from heard_web.engagement.models import Activity, ActivityQuerySet, ActivityStatus, GroupCount, Purpose
from heard_web.people.models import User

HEADINGS = [
    "Number", "Day", "Starts at", "Ends at", "What it was", "Name", "How far", "Kind of place", "Where", "URN",
    "How people took part", "Questions", "Purpose", "People", *(group.label for group in ParticipantGroup),
    "Want to join the forum", "May be named", "Host thanked on", "Why it is off", "Held by",
]  # fmt: skip


def rows_to_export(visits: ActivityQuerySet, user: User) -> Iterator[list[object]]:
    """The headings, then one row for each visit. What is typed by people cannot run as a formula."""
    counts: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for pk, group, people in GroupCount.objects.filter(activity__in=visits.values("pk")).values_list(
        "activity", "group", "people"
    ):
        counts[pk][group] += people
    questions: dict[int, list[str]] = defaultdict(list)
    links: Any = Activity.questions.through.objects
    asked = links.filter(activity__in=visits.values("pk")).order_by("id")
    for pk, words in asked.values_list("activity", "question__words"):
        questions[pk].append(words)
    purposes = dict(Purpose.objects.visible_to(user).values_list("pk", "question"))
    yield list(HEADINGS)
    for visit in visits.select_related("setting", "held_by").iterator():
        yield safe_row(_row(visit, counts[visit.pk], questions[visit.pk], purposes.get(visit.purpose_id, "")))


def _row(visit: Activity, counts: dict[str, int], questions: list[str], purpose: str) -> list[object]:
    return [
        visit.pk, visit.starts_on, visit.start_time, visit.end_time, ActivityKind(visit.kind).label, visit.title,
        ActivityStatus(visit.status).label, PlaceType(visit.place_type).label, visit.where,
        visit.setting.urn if visit.setting else None, "; ".join(visit.method_labels), "; ".join(questions), purpose,
        sum(counts.values()) if counts else None, *(counts.get(group) for group in ParticipantGroup),
        visit.forum_interest, "yes" if visit.may_name_setting else "no", visit.thanked_on, visit.cancelled_because,
        visit.held_by.name,
    ]  # fmt: skip


class Echo:
    """Hands each written line straight on, so that a long file is never held in memory."""

    def write(self, line: str) -> str:
        """Give the line back."""
        return line


def as_csv(rows: Iterator[list[object]]) -> Iterator[str]:
    """The rows as lines of a CSV that spreadsheets open with the right letters."""
    writer = csv.writer(Echo())
    yield "\ufeff"
    for row in rows:
        yield str(writer.writerow(row))
