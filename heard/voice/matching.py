"""Guesses what the columns and the cells of someone else's table mean. A person confirms every guess."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import TypeVar

from heard.codes import AgeBand, CodeList, Mediation, Mode, ParticipantGroup
from heard.voice.sheets import Sheet

Code = TypeVar("Code", bound=CodeList)

FIELDS: dict[str, str] = {
    "words": "What was said",
    "question": "The question asked",
    "heading": "The heading on the page",
    "group": "Who the person took part as",
    "age_band": "Age band",
    "mode": "Said, written, signed, drawn, chosen or observed",
    "mediation": "Whose words these are",
    "speaker": "A number or letter that stands for the person",
    "said_on": "The day it was said",
    "place": "The place or setting",
    "need": "Type of need",
    "agreed": "Whether we may use it (yes or no)",
    "key": "A number of the row itself",
}
# In order: an earlier pattern wins a column before a later one can claim it.
_NUMBERED = "(id|key|no|number|ref|code)"
_PATTERNS: list[tuple[str, str]] = [
    ("key", f"(row|response|comment|contribution|submission|record|answer) ?{_NUMBERED}|id|key|ref|row index"),
    ("speaker", f"(speaker|person|participant|respondent|author|child|young person|pupil|parent) ?{_NUMBERED}"),
    ("speaker", "speaker|participant|respondent|author|said by"),
    ("agreed", "(may|can) we (use|quote).*|consent.*|permission.*|agreed( to.*)?|(ok|okay) to (use|quote).*"),
    ("mediation", "mediation|whose words|scribed( by)?|own words|how (it was )?mediated|on behalf"),
    ("mode", "mode|how (was it |they )?(said|told us|communicated)|communication( mode| method)?"),
    ("age_band", "age( ?(band|group|range|bracket))?|ages|how old.*"),
    ("said_on", "date.*|.* date|(said|heard|recorded|completed|submitted) (on|at)"),
    ("said_on", "completion time|start time|timestamp|when"),
    ("need", "(primary |type of |sen |send )*(need|need type|needs)|disability"),
    ("group", "(participant |stakeholder |respondent )?(group|role|type)|who( said( it| this)?)?"),
    ("group", "i am( a)?.*|are you( a)?.*"),
    ("question", "question( text)?|prompt|asked|we asked|question asked"),
    ("heading", "heading|section|topic|title|theme"),
    ("place", "place|setting|school|venue|location|where"),
    ("words", "words|comments?|comment ?(body|text)|feedback|answers?|responses?|voice|verbatim|quotes?"),
    ("words", "what (was|they|people) said|you said|said|what did (they|you) say"),
    ("words", "text|views?|contribution|notes?"),
]
_OFTEN_WRITTEN: dict[type[CodeList], dict[str, str]] = {
    ParticipantGroup: {
        "child": "cyp", "children": "cyp", "young person": "cyp", "young people": "cyp", "pupil": "cyp",
        "pupils": "cyp", "student with send": "cyp", "child or young person": "cyp", "children or young people": "cyp",
        "parent": "parent_carer", "parents": "parent_carer",
        "carer": "parent_carer", "parent carer": "parent_carer", "parent carers": "parent_carer",
        "parent or carer": "parent_carer", "foster carer": "parent_carer", "brother": "sibling", "sister": "sibling",
        "siblings": "sibling", "forum rep": "pcf_rep", "parent carer forum": "pcf_rep", "teacher": "school_staff",
        "ta": "school_staff", "senco": "school_staff", "school staff": "school_staff", "teaching assistant":
        "school_staff", "nurse": "health", "nhs": "health", "therapist": "health", "social worker": "social_care",
        "officer": "council_officer", "councillor": "elected_member", "charity": "voluntary", "trainee": "student",
    },
    Mode: {
        "spoken": "said", "verbal": "said", "told": "said", "typed": "written", "wrote": "written", "bsl": "signed",
        "makaton": "signed", "drawing": "drawn", "drew": "drawn", "voted": "chosen", "picked": "chosen", "seen":
        "observed", "observation": "observed",
    },
    Mediation: {
        "own": "own_words", "self": "own_words", "direct": "own_words", "scribe": "scribed", "written for them":
        "scribed", "proxy": "on_behalf", "behalf": "on_behalf", "adult": "on_behalf", "interpreter": "interpreted",
        "translated": "interpreted",
    },
    AgeBand: {"prefer not to say": "not_asked", "unknown": "not_asked", "": "not_asked"},
}  # fmt: skip


def match_columns(columns: Sequence[str]) -> dict[str, str]:
    """Guess which column holds which field; a column with no good guess is left out, and no field is guessed twice.

    Units    none.
    Shape    the result maps a column to one of `FIELDS`. With no likely column of words, a question asked in full is
             taken for it.
    Errors   none.
    Source   docs/reference/methods.md#reading-tables

    >>> match_columns(["Response ID", "Age group", "Comments", "Colour"])
    {'Response ID': 'key', 'Age group': 'age_band', 'Comments': 'words'}
    """
    found: dict[str, str] = {}
    for field, pattern in _PATTERNS:
        if field in found.values():
            continue
        for column in columns:
            if column not in found and re.fullmatch(pattern, _plain(column)):
                found[column] = field
                break
    if "words" not in found.values():
        asked = [column for column in columns if column not in found and column.strip().endswith("?")]
        if asked:
            found[max(asked, key=len)] = "words"
    return {column: found[column] for column in columns if column in found}


def match_code(codes: type[Code], written: str) -> Code | None:
    """Find the code a cell means, by its code, its label or a common way of writing it; None if it is not plain.

    Units    an age is in years.
    Shape    any text.
    Errors   none.
    Source   docs/reference/methods.md#reading-tables

    >>> match_code(ParticipantGroup, "Parent/carer").value, match_code(AgeBand, "5-10").value, match_code(AgeBand, "12")
    ('parent_carer', 'age_5_10', <AgeBand.AGE_11_15: 'age_11_15'>)
    """
    plain = _plain(written)
    for member in codes:
        if plain in (_plain(member.value), _plain(member.label)):
            return member
    if codes is AgeBand and (found := _age_band(written)):
        return codes(found)
    often = _OFTEN_WRITTEN.get(codes, {})
    if plain in often:
        return codes(often[plain])
    if plain.endswith("s") and plain[:-1] in often:
        return codes(often[plain[:-1]])
    return None


def row_key(cells: Sequence[str], columns: Sequence[str], *, nth: int = 0) -> str:
    """Give a row a key that stays the same when the file is read again.

    The row's own number is used where there is a column for it; otherwise a hash of what was said (or of the whole row
    where no column of words is plain) and which of the equal rows it is.

    Units    `nth` counts equal rows from 0.
    Shape    cells in the order of the columns.
    Errors   none.
    Source   docs/reference/methods.md#reading-tables

    >>> row_key(["A7", "More swings"], ["Response ID", "Comments"])
    'id:A7'
    >>> row_key(["More swings"], ["Comments"]) == row_key(["More  swings "], ["Comments"])
    True
    """
    return _key(cells, columns, match_columns(columns), nth)


def row_keys(sheet: Sheet, fields: Mapping[str, str] | None = None) -> list[str]:
    """Give every row of a sheet its key, counting equal rows, so that no two rows share one.

    Units    none.
    Shape    one key a row, in order. `fields` says which column holds what, where a person has said so; otherwise it is
             guessed.
    Errors   none.
    Source   docs/reference/methods.md#reading-tables

    >>> from heard.voice.sheets import Row
    >>> first, second = row_keys(Sheet(("Words",), (Row(2, ("Yes",)), Row(3, ("Yes",)))))
    >>> first == second
    False
    """
    matched = match_columns(sheet.columns) if fields is None else fields
    seen: dict[str, int] = {}
    keys = []
    for row in sheet.rows:
        bare = _key(row.cells, sheet.columns, matched, 0)
        nth = seen.get(bare, 0)
        seen[bare] = nth + 1
        keys.append(_key(row.cells, sheet.columns, matched, nth))
    return keys


def _key(cells: Sequence[str], columns: Sequence[str], fields: Mapping[str, str], nth: int) -> str:
    by_field = {fields[column]: cell for column, cell in zip(columns, cells, strict=False) if column in fields}
    again = f"~{nth}" if nth else ""
    if by_field.get("key", "").strip():
        return f"id:{by_field['key'].strip()}{again}"
    said = by_field.get("words") or "\x1f".join(cells)
    plain = " ".join(unicodedata.normalize("NFC", said).split())
    return f"words:{hashlib.sha256(plain.encode()).hexdigest()[:24]}{again}"


def _plain(written: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", written.casefold()).split())


def _age_band(written: str) -> str | None:
    numbers = [int(number) for number in re.findall(r"\d{1,2}", written)]
    if not numbers or len(numbers) > 2 or re.search(r"[+<>]|under|over", written):
        return None
    bands = [(0, 4), (5, 10), (11, 15), (16, 18), (19, 25)]
    for low, high in bands:
        if all(low <= number <= high for number in numbers):
            return f"age_{low}_{high}"
    return None
