"""Reads one row of someone else's table as something a person told us, or says why it cannot be used."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from heard.codes import AgeBand, BroadArea, CodeList, Mediation, Mode, NeedType, ParticipantGroup, Use
from heard.errors import BadRecord
from heard.voice.matching import USE_OF, match_code

Code = TypeVar("Code", bound=CodeList)

LONGEST_QUESTION = 300
LONGEST_HEADING = 200
UNDER_16 = frozenset({AgeBand.AGE_0_4, AgeBand.AGE_5_10, AgeBand.AGE_11_15})
_DAYS = (
    "%Y-%m-%d",
    "%d/%m/%Y",
    "%d/%m/%y",
    "%d.%m.%Y",
    "%d-%m-%Y",
    "%d %B %Y",
    "%d %b %Y",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%b %d %Y",
)
_NOBODY_SAID = {"", "not recorded", "not known", "not said", "unknown", "prefer not to say", "n/a"}
_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AaPp][Mm])?(Z|[+-]\d{2}:?\d{2})?$")
_WEEKDAY_FIRST = re.compile(r"^[A-Z][a-z]{2},? ([A-Z][a-z]{2} +\d{1,2}) \d{2}:\d{2}:\d{2} (?:[A-Z]{2,5} )?(\d{4})$")
_STANDS_FOR_A_PERSON = re.compile(
    r"(child|young person|parent|carer|pupil|person|speaker|table|group|[a-z]{1,2})?[ -]?\d{1,6}"
)


_YES = frozenset({"yes", "y", "true", "1", "agree", "agreed", "i agree", "ok", "okay", "yes please"})
_NO = frozenset(
    {"no", "n", "false", "0", "do not agree", "i do not agree", "disagree", "not agreed", "no thanks", "no thank you"}
)
_ABOUT_USE = {
    Use.ANALYSE: "our finding themes in it",
    Use.QUOTE: "our quoting it",
    Use.NAME_SCHOOL: "our naming the school",
    Use.SHOW_DRAWING: "our showing the drawing",
}


@dataclass(frozen=True, slots=True)
class RowDefaults:
    """What holds for every row that does not say otherwise."""

    group: ParticipantGroup
    said_on: date
    mode: Mode = Mode.WRITTEN
    mediation: Mediation = Mediation.OWN_WORDS
    on_behalf_of: str = ""


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row, understood."""

    words: str
    mode: Mode
    mediation: Mediation
    on_behalf_of: str
    group: ParticipantGroup
    age_band: AgeBand
    need_area: str
    speaker: str
    question: str
    heading: str
    said_on: date
    agreed: bool | None = None
    own: tuple[tuple[Use, bool | None], ...] = ()  # the uses that have a column of their own


def usually_needs_parent(age_band: AgeBand) -> bool:
    """Say whether a parent's permission is usually needed as well: it is below 16. A person may decide otherwise.

    >>> usually_needs_parent(AgeBand.AGE_11_15), usually_needs_parent(AgeBand.NOT_ASKED)
    (True, False)
    """
    return age_band in UNDER_16


def read_row(cells: Mapping[str, str], defaults: RowDefaults) -> ReadRow:
    """Read the cells of one row, named by field, as one thing somebody told us.

    A cell that is blank takes the default. A cell that holds something not understood is never passed over: the row
    comes back as a problem, with every reason.

    Units    days; ages in years.
    Shape    `cells` maps a field of `heard.voice.matching.FIELDS` to the text of its cell.
    Errors   `BadRecord`, with all reasons in one sentence each.
    Source   docs/reference/methods.md#reading-tables

    >>> row = read_row({"words": "More swings", "age_band": "12"}, RowDefaults(ParticipantGroup.CYP, date(2026, 5, 12)))
    >>> row.words, row.age_band.label, row.said_on.isoformat()
    ('More swings', '11 to 15', '2026-05-12')
    """
    wrong: list[str] = []
    words = cells.get("words", "").strip()
    if not words:
        wrong.append("The cell for what was said is empty.")
    mode = _code(Mode, cells.get("mode", ""), defaults.mode, "how it was said", wrong)
    mediation = _code(Mediation, cells.get("mediation", ""), defaults.mediation, "whose words these are", wrong)
    if mediation is Mediation.ON_BEHALF and not defaults.on_behalf_of:
        wrong.append("This was said for somebody else. Fill in who spoke, and for whom.")
    read = ReadRow(
        words=words,
        mode=mode,
        mediation=mediation,
        on_behalf_of=defaults.on_behalf_of if mediation is Mediation.ON_BEHALF else "",
        group=_code(ParticipantGroup, cells.get("group", ""), defaults.group, "who took part", wrong),
        age_band=_code(AgeBand, cells.get("age_band", ""), AgeBand.NOT_ASKED, "age", wrong),
        need_area=_need(cells.get("need", ""), wrong),
        speaker=" ".join(cells.get("speaker", "").split()),
        question=_short(cells.get("question", ""), LONGEST_QUESTION, "question", wrong),
        heading=_short(cells.get("heading", ""), LONGEST_HEADING, "heading", wrong),
        said_on=_day(cells.get("said_on", ""), defaults.said_on, wrong),
        agreed=_answer(cells.get("agreed", ""), "our using it", wrong),
        own=tuple(
            (use, _answer(cells[field], _ABOUT_USE[use], wrong)) for field, use in USE_OF.items() if field in cells
        ),
    )
    if wrong:
        raise BadRecord(" ".join(wrong))
    return read


# What a person may be asked about a cell that is not understood, field by field: the codes it may mean.
MAY_MEAN: dict[str, type[CodeList]] = {
    "group": ParticipantGroup,
    "age_band": AgeBand,
    "need": BroadArea,
    "mode": Mode,
    "mediation": Mediation,
}


def is_understood(field: str, written: str) -> bool:
    """Say whether a cell of a field with a list of codes, or of yes and no, can be read as it stands.

    >>> is_understood("group", "Mum"), is_understood("group", "wizard"), is_understood("need", "wizard")
    (True, False, False)
    """
    wrong: list[str] = []
    if field == "need":
        _need(written, wrong)
    elif field in MAY_MEAN:
        return not written.strip() or match_code(MAY_MEAN[field], written) is not None
    elif field == "agreed" or field in USE_OF:
        _answer(written, "", wrong)
    return not wrong


def stand_in(written: str, salt: str) -> str:
    """Give the label a speaker is known by: a number stays as it is, and anything that may be a name is replaced.

    The same name gives the same label wherever the salt is the same, so one person stays one person.

    Units    none.
    Shape    any text.
    Errors   none.
    Source   docs/reference/methods.md#reading-tables

    >>> stand_in("P3", "1"), stand_in("child 12", "1")
    ('P3', 'child 12')
    >>> stand_in("Robin Ashby", "1") == stand_in("robin  ashby", "1"), "Robin" in stand_in("Robin Ashby", "1")
    (True, False)
    """
    plain = " ".join(written.split())
    if _STANDS_FOR_A_PERSON.fullmatch(plain.casefold()):
        return plain
    return f"S-{hashlib.sha256(f'{salt}|{plain.casefold()}'.encode()).hexdigest()[:10]}"


def _code(codes: type[Code], written: str, default: Code, about: str, wrong: list[str]) -> Code:
    if not written.strip():
        return default
    found = match_code(codes, written)
    if found is None:
        labels = ", ".join(member.label for member in list(codes)[:3])
        wrong.append(f"“{_clip(written)}” is not known for {about}. Write it as in this list: {labels}, and so on.")
    return found or default


def _need(written: str, wrong: list[str]) -> str:
    if written.strip().casefold() in _NOBODY_SAID:
        return ""
    if area := match_code(BroadArea, written):
        return area.value
    kind = match_code(NeedType, written)
    if kind is None:
        wrong.append(f"“{_clip(written)}” is not a known type of need. Leave this column out, or use the census codes.")
        return ""
    return kind.broad_area.value if kind.broad_area else ""


def _short(written: str, longest: int, about: str, wrong: list[str]) -> str:
    plain = " ".join(written.split())
    if len(plain) > longest:
        wrong.append(f"The {about} has {len(plain)} letters; at most {longest} fit. Shorten it.")
    return plain


def _day(written: str, default: date, wrong: list[str]) -> date:
    plain = _WEEKDAY_FIRST.sub(r"\1 \2", _TIME.sub("", written.strip()))
    if not plain:
        return default
    for pattern in _DAYS:
        try:
            return datetime.strptime(plain, pattern).date()
        except ValueError:
            continue
    wrong.append(f"“{_clip(written)}” is not a date that can be read. Write it as 12/05/2026, day first.")
    return default


def yes_or_no(written: str) -> bool | None:
    """Read a cell that answers yes or no; None where it is neither.

    >>> yes_or_no("Y"), yes_or_no("No thanks."), yes_or_no("perhaps")
    (True, False, None)
    """
    plain = written.strip().casefold().rstrip(".!")
    return plain in _YES if plain in _YES or plain in _NO else None


def _answer(written: str, about: str, wrong: list[str]) -> bool | None:
    found = yes_or_no(written)
    if found is None and written.strip():
        wrong.append(f"“{_clip(written)}” is neither yes nor no to {about}. Write yes or no, or leave it empty.")
    return found


def _clip(written: str) -> str:
    plain = " ".join(written.split())
    return plain if len(plain) <= 40 else f"{plain[:39]}…"
