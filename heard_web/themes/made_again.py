"""The result that the command gives for the table of voices, told beforehand by its SHA-256."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from heard.publishing.safe_cells import safe_cell
from heard.records import Voice
from heard.themes.engine import Discovery
from heard.themes.exchange.made_from import made_from

COLUMNS = {"words": "Words", "speaker": "Person", "question": "Question"}  # of the table of voices
_NAMED, _KEYED = '"voice": "', '"voice": "id:'  # the command names a voice by its number and says so


def result_sha256(found: Discovery, voices: Sequence[Voice]) -> str:
    """The SHA-256 of what `heard themes discover` writes for the table of the same voices; "" where it cannot be told.

    A table makes words safe that a spreadsheet could run, and leaves out blanks around them: then it reads other words.
    """
    if not all(_as_written(voice.words) and _as_written(voice.question) for voice in voices):
        return ""
    keyed = [replace(voice, id=f"id:{voice.id}") for voice in voices]
    told = replace(found, parameters=(*found.parameters, *made_from(keyed, COLUMNS)))
    digest = hashlib.sha256()
    for part in told.json_parts():
        # A quotation mark inside of words stands behind a backslash, so this finds the names of voices and nothing else.
        digest.update(part.replace(_NAMED, _KEYED).encode())
    return digest.hexdigest()


def _as_written(words: str) -> bool:
    return words == words.strip() and "\x00" not in words and safe_cell(words) == words
