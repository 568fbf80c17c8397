"""Guesses what the columns and the cells of someone else's table mean. A person confirms every guess."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import TypeVar

from heard.codes import AgeBand, CodeList, Mediation, Mode, ParticipantGroup, Use
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
    "agreed": "Whether we may use it for everything (yes or no)",
    "may_analyse": "Whether we may find themes in it (yes or no)",
    "may_quote": "Whether we may quote or publish their words (yes or no)",
    "may_name_school": "Whether we may name the school (yes or no)",
    "may_show_drawing": "Whether we may show the drawing or picture (yes or no)",
    "key": "A number of the row itself",
}
# A column that asks about one use answers about that use alone.
USE_OF: dict[str, Use] = {
    "may_analyse": Use.ANALYSE,
    "may_quote": Use.QUOTE,
    "may_name_school": Use.NAME_SCHOOL,
    "may_show_drawing": Use.SHOW_DRAWING,
}
_ASKS_LEAVE = r"\b(may|can|could|happy|ok|okay|consent|permission|agreed?|allow(ed)?|willing|y n|yes no)\b"
_USES: list[tuple[str, str]] = [
    ("may_show_drawing", r"\b(pictures?|drawings?|photos?|photographs?|images?|artwork)\b"),
    ("may_name_school", r"\b(schools?|college|nursery)\b"),
    ("may_analyse", r"\b(analy[sz]\w*|themes?|research)\b"),
    ("may_quote", r"\b(quot\w+|publish\w*|shar(e|ed|ing)|verbatim)\b"),
]
_AN_OPEN_QUESTION = r"(what|how|why|which|where|when|who|tell|describe)\b"
_ASKS_FOR_WORDS = r"(what|how (?!old)|why|tell|describe|anything|any )|(\S+ ){8}"  # an open or a long question
# In order: an earlier pattern wins a column before a later one can claim it.
_NUMBERED = "(id|key|no|number|ref|code)"
_PATTERNS: list[tuple[str, str]] = [
    ("key", f"(row|response|comment|contribution|submission|record|answer) ?{_NUMBERED}|id|key|ref|row index"),
    ("speaker", f"(speaker|person|participant|respondent|author|child|young person|pupil|parent) ?{_NUMBERED}"),
    ("speaker", "speaker|participant|respondent|author|said by"),
    ("agreed", "(may|can) we use.*|consent.*|permission.*|agreed( to.*)?|(ok|okay) to use.*"),
    ("mediation", "mediation|whose words|scribed( by)?|own words|how (it was )?mediated|on behalf"),
    ("mode", "mode|how (was it |they )?(said|told us|communicated)|communication( mode| method)?"),
    ("age_band", "age( ?(band|group|range|bracket))?|ages|how old( are you)?"),
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
# Where no heading is one of these, a heading that holds one of these.
_HOLDING: list[tuple[str, str]] = [
    # The age of somebody's child is not the age of the person who answers.
    ("age_band", r"^(?!.*\b(child|children|son|daughter|pupil|student)\b).*\b(age|ages|aged|how old)\b"),
    ("need", r"\b((type|area)s? of need|(main|primary|child s|send?) needs?|diagnosis|disability)\b"),
    ("group", r"\b(role|relationship|relation to|i am|describes? you|who are you|taking part as|responding as)\b"),
    ("place", r"\b(school|setting|college|nursery|area|district|town|village|locality|where do you live)\b"),
    ("said_on", r"\b(date|timestamp|submitted)\b"),
]
_OFTEN_WRITTEN: dict[type[CodeList], dict[str, str]] = {
    ParticipantGroup: {
        "child": "cyp", "children": "cyp", "young person": "cyp", "young people": "cyp", "pupil": "cyp",
        "pupils": "cyp", "student with send": "cyp", "child or young person": "cyp", "children or young people": "cyp",
        "parent": "parent_carer", "parents": "parent_carer",
        "mum": "parent_carer", "mother": "parent_carer", "dad": "parent_carer", "father": "parent_carer", "grandparent":
        "parent_carer", "grandmother": "parent_carer", "grandfather": "parent_carer", "guardian": "parent_carer",
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
    found = match_headings(columns)
    if "words" not in found.values():
        asked = [column for column in columns if column not in found and column.strip().endswith("?")]
        if asked:
            found[max(asked, key=len)] = "words"
    return {column: found[column] for column in columns if column in found}


def match_headings(columns: Sequence[str]) -> dict[str, str]:
    """Guess which column holds which field from the words of the headings alone, and leave out what they do not say.

    A heading that asks leave is never taken for anything else. One that names a single use answers for that use only.

    Units    none.
    Shape    as `match_columns`, without a guess for what was said where no heading names it.
    Errors   none.
    Source   docs/reference/methods.md#reading-tables

    >>> match_headings(["Happy to be quoted? Y/N", "Can we show your drawing?", "Consent"])
    {'Happy to be quoted? Y/N': 'may_quote', 'Can we show your drawing?': 'may_show_drawing', 'Consent': 'agreed'}
    """
    leave = [(column, use) for column in columns if (use := _use_asked(_plain(column)))]
    found: dict[str, str] = {}
    for column, use in leave:
        if use not in found.values():
            found[column] = use
    asking = {column for column, _ in leave}
    for patterns, fits in ((_PATTERNS, re.fullmatch), (_HOLDING, re.search)):
        for field, pattern in patterns:
            if field in found.values():
                continue
            for column in columns:
                plain = _plain(column)
                if fits is re.search and re.match(_ASKS_FOR_WORDS, plain):
                    continue
                if column not in found and column not in asking and fits(pattern, plain):
                    found[column] = field
                    break
    return {column: found[column] for column in columns if column in found}


def _use_asked(plain: str) -> str:
    """The field of a heading that asks leave: of one use, or of everything where it names none or several."""
    if re.match(_AN_OPEN_QUESTION, plain) or not re.search(_ASKS_LEAVE, plain):
        return ""
    named = [field for field, pattern in _USES if re.search(pattern, plain)]
    if len(named) == 1:
        return named[0]
    pattern = next(pattern for field, pattern in _PATTERNS if field == "agreed")
    return "agreed" if named or re.fullmatch(pattern, plain) else ""


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
