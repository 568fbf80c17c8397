"""Bringing in a file: read it, match its columns, bring its rows in, and say what became of each."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.utils import timezone

from heard.publishing.safe_cells import safe_cell
from heard.voice.guessing import guess_columns
from heard.voice.sheets import Row, Sheet
from heard.voice.tables import read_table
from heard_web.audit.models import record
from heard_web.engagement.models import Activity
from heard_web.people.models import User
from heard_web.voice.actions_import_rows import CHUNK, Sorting
from heard_web.voice.holding import only_who_records, wait_for_turn_at
from heard_web.voice.models import ImportBatch, ImportRow
from heard_web.voice.reading import USED_FIELDS, NotMatched, understand

ALLOWS: Mapping[str, Any] = {"agreed": [], "parent_too": False}
SAID = ("meanings", "doubles")  # what a person said of single cells and rows, beside what the columns hold
ADDED = ("Row in the file", "Why it could not be used")  # the columns of the file of rows to put right
ALL_THE_REST = "rest"


@transaction.atomic
def start_import(
    activity: Activity, *, by: User, content: bytes, file_name: str, sheet: str | None = None
) -> ImportBatch:
    """Read a file row by row and keep each as it is, waiting. Nothing counts as told to us until it is brought in.

    The same file read again for the same activity, and not yet brought in, is the same batch. A file that was matched
    before keeps that matching, but never what it allows: that is asked afresh for every file.
    """
    only_who_records(activity, by)
    table = _without_added(read_table(content, PurePath(file_name).name[:200], sheet=sheet))
    found = hashlib.sha256(content).hexdigest()
    wait_for_turn_at(activity)
    earlier = activity.batches.filter(file_hash=found, sheet=table.sheet[:200])
    waiting: ImportBatch | None = earlier.filter(brought_in_at=None).first()
    if waiting is not None:
        return waiting
    guess = {column: field for column, field in guess_columns(table).items() if field in USED_FIELDS}
    before = earlier.first() or activity.batches.filter(columns=list(table.columns)).first()
    batch = ImportBatch.objects.create(
        held_by=by.organisation, activity=activity, started_by=by, file_hash=found,
        file_name=PurePath(file_name).name[:200] or "File", sheet=table.sheet[:200], sheets=list(table.sheets),
        columns=list(table.columns), matching=before.matching if before else guess,
        defaults=_remembered(before) if before else {},
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
        said = {name: kept.defaults[name] for name in SAID if name in kept.defaults}
        kept.matching, kept.defaults = used, {**said, **ALLOWS, **defaults}
        kept.save(update_fields=["matching", "defaults"])
        record(by=by, verb="match", of=kept, sentence=f"{by.name} matched the columns of file {kept.pk}.")
    return kept


@transaction.atomic
def say_meanings(
    batch: ImportBatch, *, by: User, meanings: Mapping[str, Mapping[str, str]], doubles: Mapping[str, str]
) -> ImportBatch:
    """Say what cells that were not understood mean, and whether rows that say the very same are one person or several.

    `meanings` holds, for each field, what each way of writing means; `doubles` holds "one" or "each" for each mark that
    such rows share, and for all the rest. The same answers twice are harmless.
    """
    kept = _waiting(batch, by)
    if kept.brought_in_at is None:
        kept.defaults = {
            **kept.defaults,
            "meanings": {f: dict(m) for f, m in meanings.items()},
            "doubles": dict(doubles),
        }
        kept.save(update_fields=["defaults"])
        sentence = f"{by.name} said what cells and equal rows of file {kept.pk} mean."
        record(by=by, verb="say_meanings", of=kept, sentence=sentence)
    return kept


@transaction.atomic
def bring_in(batch: ImportBatch, *, by: User) -> ImportBatch:
    """Bring the rows in: new ones are added, changed ones updated, and what was taken back stays away.

    Rows are known again by their key, so the same or a corrected file never doubles anybody. A row that cannot be used
    is kept with the reason. Nothing comes in while nobody has said whether rows that say the very same are one person
    or several. Bringing in twice is harmless.
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
    if waiting := sorting.alike.unanswered():
        raise NotMatched(f"{waiting[0].told} Say it first: nothing has been brought in.")
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
        kept.defaults = {name: value for name, value in kept.defaults.items() if name not in SAID}
        kept.save(update_fields=["defaults"])
        sentence = f"{by.name} erased {number} rows of file {kept.pk} as they were read."
        record(by=by, verb="forget_rows", of=kept, sentence=sentence)
    if kept.brought_in_at is None:
        kept.delete()


def _waiting(batch: ImportBatch, by: User) -> ImportBatch:
    only_who_records(batch, by)
    rows = ImportBatch.objects.select_for_update(of=("self",)).select_related("activity", "held_by")
    kept: ImportBatch = rows.get(pk=batch.pk)
    return kept


def _without_added(table: Sheet) -> Sheet:
    """A file of rows to put right without the two columns that were added to it, and its cells as they were typed."""
    if not set(ADDED) <= set(table.columns):
        return table
    places = [place for place, column in enumerate(table.columns) if column not in ADDED]
    rows = (Row(row.number, tuple(_as_typed(row.cells[place]) for place in places)) for row in table.rows)
    return replace(table, columns=tuple(table.columns[place] for place in places), rows=tuple(rows))


def _as_typed(cell: str) -> str:
    """A cell without the mark that kept it from being run as a formula."""
    return cell[1:] if cell.startswith("'") and safe_cell(cell[1:]) == cell else cell


def _remembered(before: ImportBatch) -> dict[str, Any]:
    """What was said of a file like this one, without what it allowed and without one answer for many rows."""
    kept = {name: value for name, value in before.defaults.items() if name not in ALLOWS}
    if "doubles" in kept:
        kept["doubles"] = {mark: said for mark, said in kept["doubles"].items() if mark != ALL_THE_REST}
    return kept
