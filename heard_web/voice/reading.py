"""The rows of a batch as the library reads them: matched, understood, and each with a key that stays the same."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from heard.codes import Mediation, Mode, ParticipantGroup
from heard.errors import BadRecord, HeardError
from heard.voice.matching import FIELDS, row_keys
from heard.voice.rows import ReadRow, RowDefaults, read_row
from heard.voice.sheets import Row, Sheet
from heard_web.voice.models import ImportBatch, ImportRow

USED_FIELDS = {code: label for code, label in FIELDS.items() if code != "place"}
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


def understand(batch: ImportBatch, rows: Sequence[ImportRow]) -> Iterator[Understood]:
    """Read every row by the columns as a person matched them."""
    matching = {column: field for column, field in batch.matching.items() if field in USED_FIELDS}
    if "words" not in matching.values():
        raise NotMatched("No column is chosen for what was said. Choose the column that holds people's words.")
    keys = _keys(batch, rows, matching)
    words_only = {column: field for column, field in matching.items() if field != "key"}
    words_keys = _keys(batch, rows, words_only) if words_only != matching else keys
    defaults = defaults_of(batch)
    for row, key, words_key in zip(rows, keys, words_keys, strict=True):
        cells = {field: row.cells.get(column, "") for column, field in matching.items()}
        try:
            read, problem = read_row(cells, defaults), ""
        except BadRecord as error:
            read, problem = None, str(error)
        yield Understood(row, read, problem, key, words_key)


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
