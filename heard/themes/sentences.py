"""Where the sentences of a text begin and end, so that a person can point at one without pointing at letters."""

from __future__ import annotations

import re

_END = re.compile(r"(?:[.!?…]+[\"'’”)\]]*(?=\s|$))|\n+")
_SHORTENED = re.compile(r"(?<!\w)(?:e\.g|i\.e|mr|mrs|ms|dr|st|vs|approx)\.$", re.IGNORECASE)


def sentences(text: str) -> list[tuple[int, int]]:
    """Find the sentences of a text, each from its first letter up to, and without, the one after its last.

    A new line ends a sentence too, because notes are often written without full stops. A full stop after a shortened
    word ("e.g.", "Mrs.") does not.

    Units    Places are counted in characters (code points) from 0.
    Shape    In the order of the text, never overlapping, none empty; everything but blank space is in one of them.
    Limits   A sentence that really ends with a shortened word runs on into the next.

    >>> [("I go by bus. It is late!\\nMrs. Ash waits")[start:end] for start, end in sentences(
    ...     "I go by bus. It is late!\\nMrs. Ash waits")]
    ['I go by bus.', 'It is late!', 'Mrs. Ash waits']
    """
    found: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if "\n" not in match.group() and _SHORTENED.search(text, start, match.end()):
            continue
        _keep(text, start, match.end(), found)
        start = match.end()
    _keep(text, start, len(text), found)
    return found


def _keep(text: str, start: int, end: int, found: list[tuple[int, int]]) -> None:
    """Keep a sentence without the blank space around it, if anything is left."""
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    end -= len(words) - len(words.rstrip())
    if start < end:
        found.append((start, end))
