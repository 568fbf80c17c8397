"""Bringing in a file: read it, match its columns, bring its rows in, and say what became of each."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.utils import timezone

from heard.voice.matching import match_columns
from heard.voice.tables import read_table
from heard_web.audit.models import record
from heard_web.engagement.models import Activity
from heard_web.people.models import User
from heard_web.voice.actions_import_rows import CHUNK, Sorting
from heard_web.voice.holding import only_who_records, wait_for_turn_at
from heard_web.voice.models import ImportBatch, ImportRow
from heard_web.voice.reading import USED_FIELDS, NotMatched, understand

ALLOWS: Mapping[str, Any] = {"agreed": [], "parent_too": False}


@transaction.atomic
def start_import(
    activity: Activity, *, by: User, content: bytes, file_name: str, sheet: str | None = None
) -> ImportBatch:
    """Read a file row by row and keep each as it is, waiting. Nothing counts as told to us until it is brought in.

    The same file read again for the same activity, and not yet brought in, is the same batch. A file that was matched
    before keeps that matching, but never what it allows: that is asked afresh for every file.
    """
    only_who_records(activity, by)
    table = read_table(content, PurePath(file_name).name[:200], sheet=sheet)
    found = hashlib.sha256(content).hexdigest()
    wait_for_turn_at(activity)
    earlier = activity.batches.filter(file_hash=found, sheet=table.sheet[:200])
    waiting: ImportBatch | None = earlier.filter(brought_in_at=None).first()
    if waiting is not None:
        return waiting
    guess = {column: field for column, field in match_columns(table.columns).items() if field in USED_FIELDS}
    before = earlier.first() or activity.batches.filter(columns=list(table.columns)).first()
    batch = ImportBatch.objects.create(
        held_by=by.organisation, activity=activity, started_by=by, file_hash=found,
        file_name=PurePath(file_name).name[:200] or "File", sheet=table.sheet[:200], sheets=list(table.sheets),
        columns=list(table.columns), matching=before.matching if before else guess,
        defaults={name: value for name, value in before.defaults.items() if name not in ALLOWS} if before else {},
        notices=[{"row": problem.row, "why": problem.why} for problem in table.problems],
    )  # fmt: skip
    rows = (
        ImportRow(batch=batch, number=row.number, key="", cells=dict(zip(table.columns, row.cells, strict=True)))
        for row in table.rows
    )
    ImportRow.objects.bulk_create(rows, batch_size=CHUNK)
    sentence = f"{by.name} read a file of {len(table.rows)} rows for activity {activity.pk}."
    record(by=by, verb="start_import", of=batch, sentence=sentence)
    return batch


@transaction.atomic
def match(batch: ImportBatch, *, by: User, matching: Mapping[str, str], defaults: Mapping[str, Any]) -> ImportBatch:
    """Say which column holds what, what holds where a row says nothing, and what the forms allow; unsaid is nothing.

    The same answer twice is harmless.
    """
    kept = _waiting(batch, by)
    used = {column: field for column, field in matching.items() if column in kept.columns and field in USED_FIELDS}
    if "words" not in used.values():
        raise NotMatched("No column is chosen for what was said. Choose the column that holds people's words.")
    twice = [USED_FIELDS[field] for field in USED_FIELDS if list(used.values()).count(field) > 1]
    if twice:
        raise NotMatched(f"Two columns are chosen for “{twice[0]}”. Choose one, and leave the other out.")
    if kept.brought_in_at is None:
        kept.matching, kept.defaults = used, {**ALLOWS, **defaults}
        kept.save(update_fields=["matching", "defaults"])
        record(by=by, verb="match", of=kept, sentence=f"{by.name} matched the columns of file {kept.pk}.")
    return kept


@transaction.atomic
def bring_in(batch: ImportBatch, *, by: User) -> ImportBatch:
    """Bring the rows in: new ones are added, changed ones updated, and what was taken back stays away.

    Rows are known again by their key, so the same or a corrected file never doubles anybody. A row that cannot be used
    is kept with the reason. Bringing in twice is harmless.
    """
    kept = _waiting(batch, by)
    if kept.brought_in_at is not None:
        return kept
    if not kept.permissions_said:
        raise NotMatched("Nobody has said yet what the forms of this file allow. Say it first, even if it is nothing.")
    wait_for_turn_at(kept.activity)
    sorting = Sorting(kept, by)  # from here on nobody takes anything of it back until all of it is stored
    rows = list(kept.rows.exclude(cells={}))
    sorting.sort(list(understand(kept, rows)))
    sorting.store()
    kept.brought_in_at = timezone.now()
    kept.save(update_fields=["brought_in_at"])
    record(by=by, verb="bring_in", of=kept, sentence=f"{by.name} brought in file {kept.pk}: {sorting.told()}.")
    return kept


@transaction.atomic
def forget_rows(batch: ImportBatch, *, by: User) -> None:
    """Erase the file as it was read. What was brought in stays; a file not brought in goes altogether.

    Forgetting twice is harmless.
    """
    only_who_records(batch, by)
    kept = ImportBatch.objects.select_for_update().filter(pk=batch.pk).first()
    if kept is None:
        return
    number = kept.rows.exclude(cells={}).update(cells={}, problem="")
    if number:
        sentence = f"{by.name} erased {number} rows of file {kept.pk} as they were read."
        record(by=by, verb="forget_rows", of=kept, sentence=sentence)
    if kept.brought_in_at is None:
        kept.delete()


def _waiting(batch: ImportBatch, by: User) -> ImportBatch:
    only_who_records(batch, by)
    rows = ImportBatch.objects.select_for_update(of=("self",)).select_related("activity", "held_by")
    kept: ImportBatch = rows.get(pk=batch.pk)
    return kept
