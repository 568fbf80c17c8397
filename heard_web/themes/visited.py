"""The visits behind voices: each activity is one, and a file of several places is one for each place its rows name."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from heard.themes.groups.saturation import Visit
from heard.voice.matching import match_columns
from heard_web.engagement.models import Activity
from heard_web.themes.models import plain
from heard_web.voice.models import Contribution, ContributionQuerySet, ImportBatch, ImportRow

LONGEST_PLACE = 80


def places_named(contributions: ContributionQuerySet) -> dict[int, str]:
    """The place that a row of a file names for each voice that came from one, in two queries."""
    columns: dict[int, str] = {}
    for batch in ImportBatch.objects.filter(activity__in=contributions.order_by().values("activity")):
        matching = batch.matching if "place" in batch.matching.values() else match_columns(batch.columns)
        places = [column for column, field in matching.items() if field == "place"]
        columns |= {batch.pk: places[0]} if places else {}
    if not columns:
        return {}
    rows = ImportRow.objects.filter(batch__in=columns, contribution__in=contributions.order_by().values("pk"))
    found: dict[int, str] = {}
    for batch_pk, voice, cells in rows.exclude(cells={}).values_list("batch", "contribution", "cells"):
        name = " ".join(str(cells.get(columns[batch_pk], "")).split())
        if voice is not None and name:
            found[voice] = name if len(name) <= LONGEST_PLACE else f"{name[:LONGEST_PLACE]}…"
    return found


@dataclass
class Met:
    """One visit: the activity, the place where it had several, and the first day on which somebody spoke there."""

    activity: Activity
    place: str
    on: datetime.date
    themes: set[str]

    def told(self, *, seen: bool) -> Visit:
        """It as the library's visit; without its name for those who may not see the activity."""
        name = f"{self.place} ({self.activity.title})" if self.place else self.activity.title
        day = self.on if self.place else self.activity.starts_on
        return Visit(name if seen else "A visit not shown to you", self.themes, day)


def met_at(rows: Iterable[Contribution], places: dict[int, str]) -> dict[int, Met]:
    """The visit at which each voice was heard. The same place written in capitals or with more blanks is one place."""
    visits: dict[tuple[int, str], Met] = {}
    found = {}
    for row in rows:
        place = places.get(row.pk, "")
        visit = visits.setdefault((row.activity_id, plain(place)), Met(row.activity, place, row.said_on, set()))
        visit.on = min(visit.on, row.said_on)
        found[row.pk] = visit
    return found
