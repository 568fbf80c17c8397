"""Spots where someone may have set a condition or held something back. A person confirms each one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from heard.themes.polarity import polarity
from heard.themes.stance.passages import Clause, clauses_of, trimmed

if TYPE_CHECKING:
    from heard.themes.reading import Reader
    from heard.themes.stance.signs import Sign

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
_TIED = re.compile(r"(?:and|or|nor|not|which|who|with|by|so that)\b", re.IGNORECASE)
AT_LEAST = (
    0.55  # how sure to be before words are pointed at: of bars that do equally well, one that cries wolf less often
)
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


@dataclass(frozen=True, slots=True)
class Condition:
    """Words that may set a condition or hold something back: `text[start:end] == words`.

    `qualifies` is where the words it bears on stand, empty where it stands alone. `cue` is "" where nothing but the
    turn from one clause to the next gave it away. `sureness` runs from 0 to 1.
    """

    start: int
    end: int
    words: str
    cue: str
    kind: Kind
    qualifies: tuple[int, int]
    sureness: float


def find_conditions(texts: Sequence[str], reader: Reader, *, at_least: float = AT_LEAST) -> list[list[Condition]]:
    """Find the words in each text that set a condition or hold something back, as learned from invented comments.

    Cue words alone cry wolf: of the comments with an "if" or a "but" about a third set a condition. So each place is
    weighed by how it is built, what its clause and its main clause say, and whether one praises what the other does not.

    Units    `start`, `end` and `qualifies` count characters from 0; `sureness` is a fraction from 0 to 1.
    Shape    one list for each text, in order of place; spans do not overlap. An empty text has none.
    Errors   none.
    Source   docs/reference/methods.md#conditions
    Limits   a suggestion for a person to confirm; English alone. It learned from sentences written for the purpose. On
             real comments it had not seen it found about two in three, and about half of what it pointed at was right.

    >>> from heard.themes.reading import open_reader
    >>> for found in find_conditions(["Yes to the base, as long as the staff know autism."], open_reader())[0]:
    ...     print(found.kind, "|", found.words)
    condition | as long as the staff know autism
    """
    from heard.themes.stance.traits import traits_of
    from heard.themes.stance.weights import packaged

    weights = packaged()
    traits = traits_of(texts, reader, weights.leaning.astype(np.float64))
    chances = weights.chances(traits)
    held: list[list[tuple[float, float, Sign]]] = [[] for _ in texts]
    for sign, owner, (holds, condition) in zip(traits.signs, traits.owners, chances, strict=True):
        if holds >= at_least:
            held[owner].append((float(holds), float(condition), sign))
    return [_apart(text, places) for text, places in zip(texts, held, strict=True)]


def _apart(text: str, places: list[tuple[float, float, Sign]]) -> list[Condition]:
    """Turn the likeliest places into conditions that do not overlap."""
    found: list[Condition] = []
    clauses = clauses_of(text)
    for holds, condition, sign in sorted(places, key=lambda place: (-place[0], place[2].at)):
        own, main = _turned(text, sign)
        span = trimmed(text, own[0], _joined(clauses, own))
        if span is None or any(span[0] < end and start < span[1] for start, end in map(_taken, found)):
            continue
        kind: Kind = "condition" if condition >= 0.5 else "reservation"
        if sign.cue == "in principle":
            kind = "in principle"
        qualifies = trimmed(text, *main) or (span[1], span[1])
        found.append(Condition(*span, text[slice(*span)], sign.word, kind, qualifies, round(holds, 4)))
    return sorted(found, key=lambda condition: condition.start)


def _taken(found: Condition) -> tuple[int, int]:
    """Give the words a condition has used up: with one that opens a sentence, what follows as well."""
    start, end = found.qualifies
    return (found.start, end) if start >= found.end else (found.start, found.end)


def _turned(text: str, sign: Sign) -> tuple[tuple[int, int], tuple[int, int]]:
    """Give the reservation and what it qualifies: of "dreadful wait, lovely staff" the first clause is what counts."""
    praise, other = polarity(text[slice(*sign.own)]), polarity(text[slice(*sign.main)])
    if sign.cue in ("", "but", "however") and not sign.opens and praise > 0 > other:
        return sign.main, sign.own
    return sign.own, sign.main


def _joined(clauses: Sequence[Clause], own: tuple[int, int]) -> int:
    """Run on over what an "and", an "or" or a "not" ties to the clause."""
    end = own[1]
    at = next((n for n, clause in enumerate(clauses) if clause.start <= own[0] < clause.end), len(clauses))
    for clause in clauses[at + 1 :]:
        if clause.sentence != clauses[at].sentence or not _TIED.match(clause.words) or clause.start - end > 3:
            break
        end = clause.end
    return end
