"""Places in a comment where a condition or a reservation may stand, and what is written around each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from heard.themes.stance.passages import Clause, clauses_of
from heard.themes.wording import NEGATIONS, word_list

_CUES: dict[str, str] = {
    "as long as": r"(?:as|so) long as|on (?:the )?(?:strict )?condition|on the understanding|subject to|"
    r"if and only if|conditional on",
    "only if": r"(?:but )?only (?:if|when|once|where|after|as|for|in|on)",
    "provided": r"provid(?:ed|ing)(?: that)?",
    "unless": r"unless",
    "even if": r"(?:even|what|as|and|or) if",
    "if": r"if",
    "assuming": r"assuming|given",
    "depends": r"depend(?:s|ing|ed|ent)?(?: on| upon)?|based on|on the basis",
    "until": r"until|till|'til",
    "except": r"(?:except|apart from|other than|barring|aside from|with (?:the |an |no )?exceptions?)(?: for| of| to)?|"
    r"exceptions?|bar",
    "with": r"with(?: the)? (?:right|proper|enough|more|adequate|good|a limit|consent)|within",
    "without": r"without|not without",
    "in principle": r"in (?:principle|theory)|on balance|by and large|in an ideal world",
    "but": r"but|yet",
    "however": r"however|that said|having said that|on the other hand|at the same time|even so|nevertheless|"
    r"nonetheless|all the same|mind you",
    "although": r"although|though|tho|albeit|even though",
    "while": r"while|whilst",
    "despite": r"despite|in spite of|notwithstanding",
    "otherwise": r"otherwise|or else|apart from that|other than that|that aside|rest",
    "only thing": r"(?:only|one|main|minor|small|just the) (?:\w+ )?(?:thing|complaint|negative|improvement|downside|"
    r"issue|problem|criticism|point|gripe|concern|snag)",
    "shame": r"shame|pity|unfortunately|sadly|disappoint\w*",
    "would like": r"(?:would|could|might|should) (?:of|have|'ve)(?: \w+)? (?:been|liked|preferred|helped|had)|"
    r"would (?:like|prefer|be)|could (?:be|do)|i wish|wish(?:ed)? (?:they|it|he|she|there|you|we|i|i'd)|rather|"
    r"room for|needs?|should be",
    "worry": r"worr\w+|concern\w*|caution|unsure|not sure|not convinced|doubt\w*|uneasy|nervous|fear",
    "some": r"some|sometimes|others|occasionally|mostly|most|generally|overall|on the whole|one or two",
    "when": r"when|where|once|before|after|in cases?",
    "only": r"only|just|still|too|first|either",
}
_CUE = re.compile("|".join(f"(?P<c{at}>\\b(?:{cue})\\b)" for at, cue in enumerate(_CUES.values())), re.IGNORECASE)
_NAMES = list(_CUES)
WEAK_CUES = frozenset(_NAMES[_NAMES.index("otherwise") :]) | {"with", "without"}
_SETS_TERMS = frozenset({"if", "unless", "as long as", "provided", "only if", "assuming", "until"})
_MAIN_STARTS = re.compile(
    r"(?<=\s)(?:i|we|they|he|she|it|you|there|that|this|parents|families|people|staff|carers|pupils|everyone|nobody|"
    r"(?:the|our|my|his|her|their) \w+)"
    r"(?:'d|'ll| would| should| must| will| could| can| may| might| needs?| ought| has to| have to| wants?)\b",
    re.IGNORECASE,
)
_TWO_WORDS = re.compile(r"\s+\S+\s+\S+")
_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+|[.,;:!?()–—-]")


@dataclass(frozen=True, slots=True)
class Sign:
    """A place where a condition or reservation may stand: its cue, its own words and the words it may qualify.

    `cue` is the family of the cue and `word` how it was said; both are "" where one clause follows another without one.
    """

    cue: str
    word: str
    at: int
    own: tuple[int, int]
    main: tuple[int, int]
    opens: bool


def signs_of(text: str) -> list[Sign]:
    """Find every cue, and every place where one clause follows another without one, in order."""
    plain = text.replace("’", "'").replace("‘", "'")
    clauses = clauses_of(plain)
    found: list[Sign] = []
    seen: set[int] = set()
    for match in _CUE.finditer(plain):
        at = next((n for n, clause in enumerate(clauses) if clause.start <= match.start() < clause.end), None)
        if at is None:
            continue
        cue = _NAMES[int(str(match.lastgroup)[1:])]
        own, main, opens = _around(clauses, at, match)
        if opens and cue in _SETS_TERMS:
            own, main = _parted(plain, own, main)
        found.append(Sign(cue, match[0].lower(), match.start(), own, main, opens))
        if cue not in WEAK_CUES:
            seen.add(at)
    for at in range(1, len(clauses)):
        if at not in seen and at - 1 not in seen:
            here, before = clauses[at], clauses[at - 1]
            found.append(Sign("", "", here.start, (here.start, here.end), (before.start, before.end), False))
    return sorted(found, key=lambda sign: (sign.at, sign.cue))


def _around(clauses: Sequence[Clause], at: int, match: re.Match[str]) -> tuple[tuple[int, int], tuple[int, int], bool]:
    """Find the clause a cue opens and the one it bears on: the next where it opens the sentence, else the one before."""
    here = clauses[at]
    before = clauses[at - 1] if at else None
    after = clauses[at + 1] if at + 1 < len(clauses) else None
    opens = before is None or before.sentence != here.sentence
    own = (match.start(), here.end)
    if match.end() >= here.end and match.start() > here.start + 4:
        return (here.start, here.end), (before.start, before.end) if before else (here.start, here.start), False
    if opens and match.start() - here.start < 5:
        if after and after.sentence == here.sentence:
            last = [clause for clause in clauses if clause.sentence == here.sentence][-1]
            return own, (after.start, last.end), True
        near = before or after
        return own, (near.start, near.end) if near else (here.end, here.end), True
    if match.start() - here.start > 4:
        return own, (here.start, match.start()), False
    return own, (before.start, before.end) if before else (here.start, here.start), False


def _parted(plain: str, own: tuple[int, int], main: tuple[int, int]) -> tuple[tuple[int, int], tuple[int, int]]:
    """Part what was written without a comma: of "if it opens we would want nurses" the last four are the main clause."""
    begun = _TWO_WORDS.search(plain, own[0], own[1])
    starts = _MAIN_STARTS.search(plain, begun.end(), own[1]) if begun else None
    return ((own[0], starts.start()), (starts.start(), own[1])) if starts else (own, main)


def skeleton(words: str) -> list[str]:
    """Reduce words to their build: small words stay, the others give way to what kind they are.

    >>> skeleton("I would go, if the dreadful buses ran")
    ['i', 'would', 'X', ',', 'if', 'the', 'BAD', 'X']
    """
    found: list[str] = []
    for word in _TOKEN.findall(words.replace("’", "'").lower()):
        kind = _kind(word)
        if kind != "X" or found[-1:] != ["X"]:
            found.append(kind)
    return found


def _kind(word: str) -> str:
    if word in word_list("small_words") or not word[0].isalnum():
        return word
    if word in word_list("positive_words"):
        return "GOOD"
    if word in word_list("negative_words") or word in NEGATIONS:
        return "BAD"
    if word.isdigit():
        return "NUM"
    return next((end.upper() for end in ("ing", "ed", "ly") if word.endswith(end)), "X")
