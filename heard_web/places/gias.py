"""Reads the list of schools that the Department for Education publishes ("Get information about schools")."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from heard.codes import Phase
from heard.errors import BadRecord, HeardError, MissingColumn
from heard.voice.tables import Row, Sheet, read_table

# Our field: the column of the full list, then the column of the short list.
COLUMNS = {
    "urn": ("URN", "urn"),
    "name": ("EstablishmentName", "name"),
    "town": ("Town",),
    "postcode": ("Postcode",),
    "local_authority": ("LA (name)", "local_authority_name"),
    "district_code": ("DistrictAdministrative (code)",),
    "ward_code": ("AdministrativeWard (code)",),
    "establishment_type": ("TypeOfEstablishment (name)",),
    "phase": ("PhaseOfEducation (name)", "phase_of_education"),
    "easting": ("Easting",),
    "northing": ("Northing",),
    "opened_on": ("OpenDate",),
    "closed_on": ("CloseDate",),
    "status": ("EstablishmentStatus (name)", "status"),
}
LONGEST = {
    "name": 200, "town": 100, "postcode": 10, "local_authority": 100, "district_code": 9, "ward_code": 9,
    "establishment_type": 100,
}  # fmt: skip
PHASES = {
    "nursery": Phase.NURSERY, "primary": Phase.PRIMARY, "middle deemed primary": Phase.MIDDLE_PRIMARY,
    "secondary": Phase.SECONDARY, "middle deemed secondary": Phase.MIDDLE_SECONDARY, "all-through": Phase.ALL_THROUGH,
    "16 plus": Phase.FURTHER,
}  # fmt: skip
# Special schools and alternative provision are told by their type, whatever their phase column says.
TYPES_BEFORE_PHASE = (
    ("special post 16", Phase.FURTHER), ("special", Phase.SPECIAL), ("pupil referral", Phase.ALTERNATIVE),
    ("alternative provision", Phase.ALTERNATIVE),
)  # fmt: skip
TYPES_AFTER_PHASE = (
    ("further education", Phase.FURTHER), ("sixth form", Phase.FURTHER), ("higher education", Phase.HIGHER),
    ("children's centre", Phase.EARLY_YEARS), ("nursery", Phase.NURSERY), ("independent", Phase.INDEPENDENT),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Trouble:
    """A row of the list, as a spreadsheet numbers it, and why it was left out or needs a look."""

    row: int
    why: str


@dataclass(frozen=True, slots=True)
class Listed:
    """One school as the list has it. `facts` holds only the fields whose column is in the file."""

    row: int
    urn: int
    facts: Mapping[str, Any]
    closed_without_date: bool = False


@dataclass(frozen=True, slots=True)
class List:
    """What could be read of a list, and what could not."""

    schools: tuple[Listed, ...]
    unreadable: tuple[Trouble, ...]
    doubts: tuple[Trouble, ...]


def read_list(content: bytes) -> List:
    """Read a list of schools. A row is known by its URN alone; the second row with one URN is reported, not merged.

    Units    dates are days; easting and northing are metres of the national grid.
    Shape    CSV or XLSX with a URN column and a name column, in the full or the short form.
    Errors   `MissingColumn` without them; `UnreadableFile` and its kinds for a file that is not a table.
    Source   the column names of the "Get information about schools" download.
    """
    sheet = read_table(content, "The list")
    at = _positions(sheet)
    schools: dict[int, Listed] = {}
    unreadable: list[Trouble] = []
    doubts: list[Trouble] = []
    rows_read = {row.number for row in sheet.rows}
    for problem in sheet.problems:
        (doubts if problem.row in rows_read else unreadable).append(Trouble(problem.row, problem.why))
    for row in sheet.rows:
        try:
            listed = _listed(row, at)
            if first := schools.get(listed.urn):
                raise BadRecord(
                    f"URN {listed.urn} is also in row {first.row}, which was used. Check which one is right."
                )
        except HeardError as error:
            unreadable.append(Trouble(row.number, str(error)))
            continue
        schools[listed.urn] = listed
        if listed.closed_without_date and "closed_on" in at:
            doubts.append(
                Trouble(row.number, "It says “Closed” without a date. The day it is first brought in stands for it.")
            )
    undated = sum(1 for listed in schools.values() if listed.closed_without_date)
    if undated and "closed_on" not in at:
        why = f"No column holds closing dates, so the day of their first import stands for them. Closed: {undated}."
        doubts.insert(0, Trouble(1, why))
    return List(tuple(schools.values()), tuple(unreadable), tuple(doubts))


def _positions(sheet: Sheet) -> dict[str, int]:
    found: dict[str, int] = {}
    known = {name.casefold(): place for place, name in reversed(list(enumerate(sheet.columns)))}
    for field, names in COLUMNS.items():
        places = [known[name.casefold()] for name in names if name.casefold() in known]
        if places:
            found[field] = places[0]
    missing = [" or ".join(f"“{name}”" for name in COLUMNS[field]) for field in ("urn", "name") if field not in found]
    if missing:
        raise MissingColumn(
            f"The list has {len(sheet.columns)} columns but none called {' and none called '.join(missing)}. "
            "Use the file as it was downloaded, with its first row."
        )
    return found


def _listed(row: Row, at: Mapping[str, int]) -> Listed:
    cells = {field: " ".join(row.cells[place].split()) for field, place in at.items()}
    urn = _urn(cells.pop("urn"))
    facts: dict[str, Any] = dict(_texts(cells))
    for field in ("easting", "northing"):
        if field in cells:
            facts[field] = _metres(cells[field], field)
    if "opened_on" in cells:
        facts["opened_on"] = _day(cells["opened_on"])
    if "phase" in cells or "establishment_type" in cells:
        facts["phase"] = phase_of(cells.get("phase", ""), cells.get("establishment_type", ""))
    day, status = _day(cells.get("closed_on", "")), cells.get("status", "").casefold()
    closed = status.startswith("closed") if status else day is not None
    if status or "closed_on" in cells:
        facts["closed_on"] = day if closed else None
    return Listed(row.number, urn, facts, closed_without_date=closed and day is None)


def _texts(cells: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if not cells["name"]:
        raise BadRecord("There is no name. Check the row in the file.")
    for field, longest in LONGEST.items():
        if field in cells:
            if len(cells[field]) > longest:
                raise BadRecord(
                    f"The {field.replace('_', ' ')} has {len(cells[field])} letters; at most {longest} fit."
                )
            yield field, cells[field]


def _urn(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text[:12]) < 100_000_000):
        shown = f"“{text[:20]}” is not a URN" if text else "There is no URN"
        raise BadRecord(f"{shown}. A URN is a number of about six figures. Without it two schools could be mixed up.")
    return int(text)


def _metres(text: str, field: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and int(text[:9]) < 2_000_000):
        raise BadRecord(f"The {field} “{text[:20]}” is not a number of metres. Check the row in the file.")
    return int(text) or None


def _day(text: str) -> datetime.date | None:
    if not text:
        return None
    for written in ("%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.datetime.strptime(text[:10], written).date()
        except ValueError:
            continue
    raise BadRecord(f"“{text[:20]}” is not a date. Dates in the list look like 01-09-2014.")


def phase_of(phase: str, kind: str) -> str:
    """Our code for a phase, from the phase and the type of school in the list's own words; empty when neither says.

    >>> phase_of("Not applicable", "Community special school"), phase_of("Middle deemed secondary", "")
    ('special', 'middle_secondary')
    """
    kind = kind.casefold().replace("’", "'")
    before = [code for words, code in TYPES_BEFORE_PHASE if words in kind]
    by_phase = [code for words, code in PHASES.items() if words == phase.casefold()]
    after = [code for words, code in TYPES_AFTER_PHASE if words in kind]
    return next((code.value for code in (*before, *by_phase, *after)), "")
