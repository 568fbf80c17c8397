"""The clauses of a comment, each at its exact place."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LEADS = (
    r"(?:but |yet )?(?:only|not|even) (?:if|when|once|where|after|until|as long as)|"
    r"(?:but |yet )(?:if|when|once|where|first|unless)|"
    r"but|however|although|though(?= \w)|yet|still,|except|apart from|other than|barring|unless|if|as long as|so long as|"
    r"provided|providing|on (?:the )?condition|"
    r"on the understanding|subject to|depending|until|assuming|given|while|whilst|even though|despite|"
    r"in spite of|otherwise|once|when|where|with the exception|before|because|so that|unfortunately|just a shame"
)
_END = re.compile(
    r"(?<![eE]\.g)(?<![iI]\.e)(?<!^\d)(?<!^\d\d)[.!?;:\n•]+(?=\s|$)|\n|,(?!\d)|\s[-–—/]+\s|[–—()\[\]]|\s/|\.{2,}|[.!?](?=[A-Z][a-z])"
)
_LEAD = re.compile(rf"(?<=\s)(?:and |or )?(?:{_LEADS})\b|(?<=\s)then\b", re.IGNORECASE)
_EDGE = " \t\r\n,;:–—-.!?()[]/•"
_FULL = re.compile(r"[.!?\n•]")


@dataclass(frozen=True, slots=True)
class Clause:
    """Some words of a comment that hang together: `text[start:end] == words`. `sentence` counts from 0."""

    start: int
    end: int
    words: str
    sentence: int


def clauses_of(text: str) -> list[Clause]:
    """Split a comment at its stops, and before the words that open a clause of their own.

    >>> [clause.words for clause in clauses_of("Staff lovely, waiting dreadful. I'd go if asked")]
    ['Staff lovely', 'waiting dreadful', "I'd go", 'if asked']
    """
    cuts: list[tuple[int, int, bool]] = [
        (match.start(), match.end(), bool(_FULL.search(match[0]))) for match in _END.finditer(text)
    ]
    cuts += [(match.start(), match.start(), False) for match in _LEAD.finditer(text)]
    found: list[Clause] = []
    at = sentence = 0
    for start, end, full in [*sorted(cuts), (len(text), len(text), True)]:
        clause = trimmed(text, at, max(start, at))
        if clause:
            found.append(Clause(*clause, text[clause[0] : clause[1]], sentence))
        at = max(end, at)
        if full and found and found[-1].sentence == sentence:
            sentence += 1
    return found


def trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Draw a span in to the words it holds; None where it holds none.

    >>> trimmed("Yes, (he said). ", 3, 16)
    (6, 13)
    """
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return (start, end) if any(letter.isalnum() for letter in text[start:end]) else None
