"""Finds rows that say the very same where nothing in the table tells the people apart."""

from __future__ import annotations

import hashlib
import unicodedata

from heard.voice.rows import ReadRow


def said_alike(read: ReadRow, salt: str) -> str:
    """Give a row a mark that it shares with every row that says the very same of the very same kind of person.

    Capitals and blanks make no difference. A row that names its speaker has no mark: the table tells its people apart.
    What a row allows is not looked at, as one person may have answered twice.

    Units    none.
    Shape    24 letters and digits, or nothing. The same row under the same salt has the same mark in every file.
    Errors   none.
    Source   docs/reference/methods.md#reading-tables

    >>> from datetime import date
    >>> from heard.codes import ParticipantGroup
    >>> from heard.voice.rows import RowDefaults, read_row
    >>> of = RowDefaults(ParticipantGroup.CYP, date(2026, 5, 12))
    >>> said_alike(read_row({"words": "More  swings"}, of), "1") == said_alike(read_row({"words": "more swings"}, of), "1")
    True
    >>> said_alike(read_row({"words": "More swings", "speaker": "P3"}, of), "1")
    ''
    """
    if read.speaker:
        return ""
    words = " ".join(unicodedata.normalize("NFC", read.words).casefold().split())
    who = (read.group.value, read.age_band.value, read.need_area, read.on_behalf_of)
    what = (words, read.mode.value, read.mediation.value, read.question, read.heading, read.said_on.isoformat())
    return hashlib.sha256("\x1f".join((salt, *who, *what)).encode()).hexdigest()[:24]
