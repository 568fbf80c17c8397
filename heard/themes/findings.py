"""Spots where someone may have set a condition or held something back. A person confirms each one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["condition", "reservation", "in principle"]

_CUES: list[tuple[Kind, str]] = [
    (
        "condition",
        r"only if|only when|only once|as long as|so long as|provided(?: that)?(?= \w)|providing(?: that)?(?= \w)|"
        r"on (?:the )?condition|unless|until|subject to|depends? on|depending on|not without|"
        r"with the right|(?<!even )(?<!as )(?<!what )(?<!wonder )(?<!wondering )if",
    ),
    ("in principle", r"in principle|in theory|on balance|by and large"),
    ("reservation", r"but|however|although|though|except|apart from|at the same time"),
]
_PATTERN = re.compile(
    "|".join(f"(?P<{kind.replace(' ', '_')}>\\b(?:{cues})\\b)" for kind, cues in _CUES), re.IGNORECASE
)
_ASKING = re.compile(
    r"\b(?:ask(?:ed|ing)?(?: \w+)?|knows?|knew|see|sure|checked|check|tell|find out)\s+$", re.IGNORECASE
)
_NOTHING_BUT = re.compile(r"\b(?:nothing|all|anything|everything|not only)\s+$", re.IGNORECASE)
_PROVIDED_BY = re.compile(r"\b(?:is|are|was|were|be|been|being)\s+$", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)|\n")
_CLAUSE_START = re.compile(r"[,;:–—]\s*")


@dataclass(frozen=True, slots=True)
class Span:
    """Some words of a text, by exact place: `text[start:end] == words`. `cue` is the word that gave it away."""

    start: int
    end: int
    words: str
    cue: str
    kind: Kind


def conditions(text: str) -> list[Span]:
    """Find the words that may set a condition ("as long as...") or hold something back ("but...").

    Support with a condition is not support: this points at the words that a summary must not lose.

    Units    `start` and `end` count characters from 0.
    Shape    any text; spans come in order and do not overlap. Each runs from its cue to the end of the clause it opens.
    Errors   none.
    Source   docs/reference/methods.md#conditions
    Limits   a suggestion for a person to confirm: on fresh comments about a third of such cues are true conditions. A
             condition with no cue word is missed.

    >>> for span in conditions("Yes to the new base, as long as the staff know autism. It is kind."):
    ...     print(span.kind, "|", span.words)
    condition | as long as the staff know autism
    """
    found: list[Span] = []
    covered = 0
    for match in _PATTERN.finditer(text):
        if match.start() < covered or _is_not_a_condition(match, text):
            continue
        kind = next(kind for kind, _ in _CUES if match[kind.replace(" ", "_")])
        end = _end_of_clause(text, match)
        while end > match.end() and text[end - 1] in " \t\r\n,;:–—":
            end -= 1
        found.append(Span(match.start(), end, text[match.start() : end], match[0].lower(), kind))
        covered = end
    return found


def _is_not_a_condition(match: re.Match[str], text: str) -> bool:
    cue = match[0].lower()
    before = text[max(0, match.start() - 30) : match.start()]
    if cue == "if":
        return bool(_ASKING.search(before))
    if cue == "but":
        return bool(_NOTHING_BUT.search(before))
    if cue.startswith("provid"):
        return bool(_PROVIDED_BY.search(before)) or bool(re.match(r"\s+(?:by|for|in|at)\b", text[match.end() :]))
    if cue == "until":
        return bool(re.match(r"\s+(?:\d|now|recently|the end)", text[match.end() :]))
    return False


def _end_of_clause(text: str, match: re.Match[str]) -> int:
    """End at the sentence, or at a comma where the cue opened the sentence and the main clause follows."""
    sentence = _SENTENCE_END.search(text, match.end())
    end = sentence.start() if sentence else len(text)
    opens = not text[: match.start()].strip() or bool(re.search(r"[.!?\n]\s*$", text[: match.start()]))
    comma = _CLAUSE_START.search(text, match.end(), end)
    if opens and comma and match["condition"]:
        return comma.start()
    following = _PATTERN.search(text, match.end(), end)
    if following and comma and comma.end() == following.start():
        return comma.start()
    return end
