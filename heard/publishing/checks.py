"""Reads a text before it is published, and points at what could give a person away."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from heard.themes.wording import word_list


class ProblemKind(StrEnum):
    """What a stretch of text could give away."""

    SMALL_NUMBER = "small_number"
    EVERYONE = "everyone"
    HIDDEN_NAME = "hidden_name"
    EMAIL = "email"
    PHONE = "phone"
    POSTCODE = "postcode"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Problem:
    """A stretch of text to look at, by exact place: `text[start:end] == words`."""

    kind: ProblemKind
    start: int
    end: int
    words: str
    advice: str


_PEOPLE = (
    r"(?:children|child|kids?|young (?:people|person|men|man|women|woman|carers?|adults?)|people|persons?|pupils?|"
    r"students?|learners?|boys?|girls?|lads?|lasses|toddlers?|babies|baby|teenagers?|teens?|youngsters?|adults?|"
    r"mums?|dads?|mothers?|fathers?|mams?|parents?(?: carers?)?|carers?|grandparents?|grandmothers?|grandfathers?|"
    r"nans?|siblings?|brothers?|sisters?|families|family|members?|respondents?|participants?|attendees?|teachers?|"
    r"governors?|sons?|daughters?|twins?|leavers?|wheelchair users?)"
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_THINGS = (
    rf"(?:{_MONTHS}|things?|ways?|reasons?|times?|minutes?|hours?|days?|weeks?|months?|years|ideas?|places?|themes?)\b"
)
_JOINING = r"(?:about|at|by|for|from|in|of|on|to|with)\b"  # "no photographs of children" counts no children
_BETWEEN = (
    r"(?:(?:of|the|our|their|his|her|these|those|other|more|single|different)\s+){0,3}"
    rf"(?:(?!{_THINGS}|{_JOINING})[\w’'-]+,?\s+){{0,3}}?"
)
_SMALL = r"(?:one|two|three|four|1|2|3|4)"
_SMALL_STRICT = r"(?:one|two|three|four|five|six|seven|1|2|3|4|5|6|7)"
_SAID = r"(?:said|told|asked|wanted|wished|felt|thought|answered|came|liked|wrote|agreed|disagreed|joined)\b"
_EMAIL = re.compile(r"(?<![\w.+'-])[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w£.])(?:\+?44[\s()-]*(?:0[\s()-]*)?|\(?0)\d(?:[\s()-]*\d){8,9}(?!\w)")
_POSTCODE = re.compile(r"\b(?:GIR\s?0AA|[A-Z]{1,2}\d[A-Z\d]?\s{0,2}\d[ABD-HJLNP-UW-Z]{2})\b", re.IGNORECASE)
_ONLY = re.compile(rf"\b(?:the|our|your|his|her|their|an?)\s+(?:only|lone|sole)\s+{_BETWEEN}\w+", re.IGNORECASE)
_BOTH = re.compile(
    rf"\b(?:both|a pair|a couple|neither|either)\s+(?:of\s+)?{_BETWEEN}{_PEOPLE}\b|\bboth of (?:them|us)\b",
    re.IGNORECASE,
)
_EVERYONE = re.compile(
    rf"(?<!above )(?<!after )(?<!not )\b(?:(?:all|none|every one|100\s?%|100 per ?cent|0\s?%|no)\s+{_BETWEEN}{_PEOPLE}|"
    r"(?:all|none) of (?:them|us)|everyone|everybody|no[- ]?one|nobody|"
    r"every (?:child|pupil|young person|parent|family))"
    r"\b(?!\s+(?:is\s+|are\s+)?welcome)",
    re.IGNORECASE,
)
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Nurse|Sir|Madam)\b\.?\s+[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)?")
_FULL_NAME = re.compile(r"\b([A-Z][a-z’'-]+)\s+([A-Z][a-z’'-]+)\b")
_NOT_A_SURNAME = frozenset(
    {"academy", "avenue", "centre", "close", "college", "court", "hall", "hill", "hospital", "house", "hub", "lane", "nursery",
     "park", "primary", "road", "school", "street", "trust", "way", "wood"}
)  # fmt: skip
_ADVICE = {
    ProblemKind.SMALL_NUMBER: "So few people could be recognised. Say “some” or “a few”, or leave the number out.",
    ProblemKind.EVERYONE: "What is true of everyone is true of each person. Say “most” or “few”, or leave it out.",
    ProblemKind.HIDDEN_NAME: "This school has not agreed to be named. Say what kind of place it is instead.",
    ProblemKind.EMAIL: "An e-mail address points at a person. Take it out, unless it is a public contact.",
    ProblemKind.PHONE: "A phone number points at a person. Take it out, unless it is a public contact.",
    ProblemKind.PERSON: "This looks like a person's name. Take it out, unless it is somebody's public role.",
    ProblemKind.POSTCODE: "A postcode can point at a home. Take it out, unless it is a public venue.",
}


def check_text(text: str, *, hidden_names: Sequence[str] = (), strict: bool = False) -> list[Problem]:
    """Find what in a text could give a person away, for somebody to decide on before it is published.

    Units    `start` and `end` count characters from 0.
    Shape    problems come in order of place. `hidden_names` are schools and settings that have not agreed to be named.
             Strict looks for numbers up to seven instead of four.
    Errors   none.
    Source   docs/reference/methods.md#text-checks
    Limits   of people's names it sees only a title with a name, and a common first name with a surname. A text with no
             problem here may still give somebody away: a second person reads it.

    >>> for problem in check_text("Two of the pupils liked Elmtree.", hidden_names=["Elmtree"]):
    ...     print(problem.kind.value, "|", problem.words)
    small_number | Two of the pupils
    hidden_name | Elmtree
    """
    number = _SMALL_STRICT if strict else _SMALL
    several = rf"(?:{number}|an? (?:single|pair of|couple of|trio of|handful of))"
    # "3 out of 12", "2-3", but not "a one-page summary".
    out_of = rf"\s+(?:out\s+)?of\s+(?:the\s+|our\s+)?(?!{_THINGS})\w+"
    some_of = rf"{number}(?:{out_of}|\s?[-–/]\s?(?:\d+|{_SMALL_STRICT}|eight|nine|ten)\b)"
    counted = (rf"(?:{several}|{some_of})\s+{_BETWEEN}{_PEOPLE}\b", rf"(?:{some_of}|{number})\s+{_SAID}")
    small = re.compile(rf"(?<![\w.,:/£-])(?:{'|'.join(counted)}|{number}\s+of\s+(?:them|us)\b)", re.IGNORECASE)
    plain = "".join(map(_plain_digit, text))
    found = [
        problem
        for kind, patterns in (
            (ProblemKind.SMALL_NUMBER, [small, _ONLY, _BOTH]),
            (ProblemKind.EVERYONE, [_EVERYONE]),
            (ProblemKind.HIDDEN_NAME, [_name(name) for name in hidden_names if name.strip()]),
            (ProblemKind.EMAIL, [_EMAIL]),
            (ProblemKind.PHONE, [_PHONE]),
            (ProblemKind.POSTCODE, [_POSTCODE]),
        )
        for pattern in patterns
        for problem in _matches(kind, pattern, text, plain)
    ]
    found += _people(text)
    return _without_repeats(sorted(found, key=lambda p: (p.start, -p.end, p.kind)))


def _plain_digit(letter: str) -> str:
    """A digit of any script as 0 to 9, so that none hides a number; every other letter as it is."""
    return letter if letter.isascii() or not letter.isdecimal() else str(int(letter))


def _matches(kind: ProblemKind, pattern: re.Pattern[str], text: str, plain: str = "") -> Iterator[Problem]:
    for match in pattern.finditer(plain or text):
        yield Problem(kind, match.start(), match.end(), text[match.start() : match.end()], _ADVICE[kind])


def _people(text: str) -> Iterator[Problem]:
    """Point at a title with a name, and at a first name with a surname. Most other names pass unseen."""
    yield from _matches(ProblemKind.PERSON, _TITLED, text)
    for problem in _matches(ProblemKind.PERSON, _FULL_NAME, text):
        first, last = problem.words.casefold().split()
        if first in word_list("first_names") and last not in _NOT_A_SURNAME:
            yield problem


def _name(name: str) -> re.Pattern[str]:
    """Match a name whatever its capitals, spaces, apostrophes or full stops."""
    letters = re.sub(r"[’'‘`.]", "", name).split()
    words = [r"[’'‘`.]?".join(re.escape(letter) for letter in word) for word in letters]
    return re.compile(r"(?<!\w)" + r"[\s.,-]+".join(words) + r"(?!\w)", re.IGNORECASE)


def _without_repeats(found: list[Problem]) -> list[Problem]:
    kept: list[Problem] = []
    for problem in found:
        if not any(p.kind is problem.kind and p.start <= problem.start and problem.end <= p.end for p in kept):
            kept.append(problem)
    return kept
