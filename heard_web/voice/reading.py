"""The rows of a batch as the library reads them: matched, understood, and each with a key that stays the same."""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from heard.codes import Mediation, Mode, ParticipantGroup
from heard.errors import BadRecord, HeardError
from heard.voice.alike import said_alike
from heard.voice.matching import FIELDS, row_keys
from heard.voice.rows import ReadRow, RowDefaults, is_understood, read_row
from heard.voice.sheets import Row, Sheet
from heard_web.voice.models import ImportBatch, ImportRow

# A voice has no place of its own: a place in a file only says how many visits its rows come from.
USED_FIELDS = {**FIELDS, "place": "The area, place or setting (used to count visits)"}
NUMBERED = "id:"


class NotMatched(HeardError):  # noqa: N818 (named for what is met, as in heard.errors)
    """The columns do not yet say where the words are."""


@dataclass(frozen=True, slots=True)
class Understood:
    """One import row, with what it says or why it cannot be used, and the two keys it may be known by."""

    row: ImportRow
    read: ReadRow | None
    problem: str
    key: str
    words_key: str
    alike: str = ""  # the mark it shares with rows that say the very same


@dataclass(frozen=True, slots=True)
class Unknown:
    """A way of writing a cell that is not understood, and how many rows hold it."""

    field: str
    written: str
    rows: int

    @property
    def name(self) -> str:
        """A name for the box in which a person says what it means."""
        return f"meaning_{self.field}_{hashlib.sha256(self.written.encode()).hexdigest()[:10]}"


def understand(batch: ImportBatch, rows: Sequence[ImportRow]) -> Iterator[Understood]:
    """Read every row by the columns as a person matched them."""
    matching = {column: field for column, field in batch.matching.items() if field in USED_FIELDS}
    if "words" not in matching.values():
        raise NotMatched("No column is chosen for what was said. Choose the column that holds people's words.")
    keys = _keys(batch, rows, matching)
    words_only = {column: field for column, field in matching.items() if field != "key"}
    words_keys = _keys(batch, rows, words_only) if words_only != matching else keys
    defaults, meanings = defaults_of(batch), batch.defaults.get("meanings", {})
    for row, key, words_key in zip(rows, keys, words_keys, strict=True):
        cells = {field: row.cells.get(column, "") for column, field in matching.items()}
        meant = {field: meanings.get(field, {}).get(as_written(cell), cell) for field, cell in cells.items()}
        try:
            read, problem = read_row(meant, defaults), ""
        except BadRecord as error:
            read, problem = None, str(error)
        same = said_alike(read, str(batch.activity_id)) if read else ""
        yield Understood(row, read, problem, key, words_key, same)


def as_written(cell: str) -> str:
    """A cell with single blanks and small letters, so that a person says only once what it means."""
    return " ".join(cell.casefold().split())


def not_understood(batch: ImportBatch, rows: Sequence[ImportRow]) -> list[Unknown]:
    """The ways of writing a cell that are not understood as they stand, the most frequent first."""
    counted: Counter[tuple[str, str]] = Counter()
    for column, field in batch.matching.items():
        cells = Counter(as_written(row.cells.get(column, "")) for row in rows)
        counted.update({(field, cell): many for cell, many in cells.items() if not is_understood(field, cell)})
    return [Unknown(field, cell, many) for (field, cell), many in counted.most_common()]


def _keys(batch: ImportBatch, rows: Sequence[ImportRow], matching: Mapping[str, str]) -> list[str]:
    """Keys that stay the same when the file comes again; hashed, because a key of somebody's may be a name."""
    columns = tuple(batch.columns)
    sheet = Sheet(columns, tuple(Row(row.number, tuple(row.cells.get(name, "") for name in columns)) for row in rows))
    return [_hashed(batch.activity_id, key) for key in row_keys(sheet, matching)]


def _hashed(activity: int, key: str) -> str:
    kind = NUMBERED if key.startswith(NUMBERED) else "words:"
    return f"{kind}{hashlib.sha256(f'{activity}|{key}'.encode()).hexdigest()[:48]}"


def defaults_of(batch: ImportBatch) -> RowDefaults:
    """What holds for every row that does not say otherwise."""
    given: dict[str, Any] = batch.defaults
    day = given.get("said_on") or batch.activity.starts_on.isoformat()
    return RowDefaults(
        group=ParticipantGroup(given.get("group") or ParticipantGroup.OTHER),
        said_on=datetime.date.fromisoformat(day),
        mode=Mode(given.get("mode") or Mode.WRITTEN),
        mediation=Mediation(given.get("mediation") or Mediation.OWN_WORDS),
        on_behalf_of=str(given.get("on_behalf_of") or ""),
    )
