"""What a result was made from, kept inside it, so that the same table can be known again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from heard.records import Voice


def hash_of(voices: Sequence[Voice]) -> str:
    """Give the SHA-256 of what was read, the same in any order of the rows."""
    digest = hashlib.sha256()
    for voice in sorted(voices, key=lambda voice: voice.id):
        digest.update(repr((voice.id, voice.words, voice.speaker, voice.question)).encode("utf-8", "replace"))
    return digest.hexdigest()


def made_from(voices: Sequence[Voice], columns: Mapping[str, str | None]) -> tuple[tuple[str, str], ...]:
    """Say what themes were made from. The hash is of the voices in an order of their own, so it outlives sorting.

    >>> made_from([], {"words": "Comment", "speaker": None})[1:]
    (('column of words', 'comment'),)
    """
    named = ((f"column of {what}", name.casefold()) for what, name in columns.items() if name)
    return (("voices sha256", hash_of(voices)), *named)
