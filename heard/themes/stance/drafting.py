"""Findings that draft themselves: how many are for it, on which conditions, with what cautions, and who sees it otherwise.

Every sentence is a fixed frame around people's exact words. Nothing is made up between them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from heard.records import Voice
from heard.themes.stance.alike import alike
from heard.themes.stance.passages import clauses_of, trimmed
from heard.themes.stance.stance import STANCES, Stance

if TYPE_CHECKING:
    from heard.themes.reading import Reader
    from heard.themes.stance.conditions import Condition

PartKind = Literal["support", "condition", "caution", "minority"]
HOLD_BACK_UNDER = 5
_QUOTED = 2  # of those who said alike
_SUPPORTING = 3
_LONGEST = 40  # words of a quotation


@dataclass(frozen=True, slots=True)
class Traced:
    """The words of a voice that a part rests on: from `start` to `end` in what was said."""

    voice: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DraftPart:
    """One part of a draft: the words to print, what each rests on, and how many people said it (never to be printed).

    `quoted` are the places whose words stand in `words`; `voices` are all that the number rests on.
    """

    kind: PartKind
    words: str
    voices: tuple[Traced, ...]
    people: int
    quoted: tuple[Traced, ...] = ()


@dataclass(frozen=True, slots=True)
class FindingDraft:
    """A finding for a person to correct: its parts in order, and how many people stand where (never to be printed)."""

    subject: str
    parts: tuple[DraftPart, ...]
    people: Mapping[Stance, int]

    @property
    def words(self) -> str:
        """Give the whole draft, a paragraph for each part."""
        return "\n\n".join(part.words for part in self.parts)


def draft_finding(
    subject: str,
    voices: Sequence[Voice],
    *,
    stances: Mapping[str, Stance],
    conditions: Mapping[str, Sequence[Condition]],
    reader: Reader | None = None,
    hold_back_under: int = HOLD_BACK_UNDER,
) -> FindingDraft:
    """Draft what people said about a proposition or theme, in fixed sentences around their exact words.

    People are counted, not comments. One who is for it in one voice and against it in another, or for it on a
    condition, counts as mixed and is in neither of the other numbers. Conditions that several people set are put
    together: by what they mean with a `reader`, by shared words without.

    Units    people; `start` and `end` count characters from 0.
    Shape    `stances` and `conditions` by voice id; a voice in neither counts as unclear. Any order gives the same draft.
    Errors   none.
    Source   docs/reference/methods.md#draft-findings
    Limits   a draft to be read against the voices. Fewer people than `hold_back_under` are “a few people”, and then the
             number of all is left out, so that it cannot be worked out.

    >>> from heard.themes.stance.conditions import Condition
    >>> said = [Voice(str(n), "Yes to the base, if staff are trained", f"p{n}") for n in range(6)]
    >>> condition = Condition(17, 37, "if staff are trained", "if", "condition", (0, 16), 0.9)
    >>> draft = draft_finding("a base", said, stances={}, conditions={voice.id: [condition] for voice in said})
    >>> print(draft.parts[-1].words)
    6 people set this condition: “if staff are trained”.
    """
    ordered = sorted(voices, key=lambda voice: (voice.words.casefold(), voice.id))
    sides = _sides(ordered, stances, conditions)
    counts = {stance: sum(1 for side in sides.values() if side == stance) for stance in STANCES}
    small = any(0 < counts[stance] < hold_back_under for stance in STANCES)
    parts = _support(subject, ordered, sides, counts, hold_back_under, small)
    for kind in ("condition", "caution"):
        parts += _grouped(kind, ordered, conditions, reader, hold_back_under)
    parts += _minority(ordered, sides, counts, hold_back_under)
    return FindingDraft(subject, tuple(parts), counts)


def _sides(
    voices: Sequence[Voice], stances: Mapping[str, Stance], conditions: Mapping[str, Sequence[Condition]]
) -> dict[str, Stance]:
    """Give one stance to each person, from all they said."""
    told: dict[str, set[Stance]] = {}
    for voice in voices:
        stance = stances.get(voice.id, "unclear")
        if stance == "for" and any(one.kind == "condition" for one in conditions.get(voice.id, ())):
            stance = "mixed"
        told.setdefault(voice.person, set()).add(stance)
    return {person: _one(found - {"unclear"}) for person, found in told.items()}


def _one(found: set[Stance]) -> Stance:
    if not found:
        return "unclear"
    return next(iter(found)) if len(found) == 1 else "mixed"


def counted(people: int, hold_back_under: int = HOLD_BACK_UNDER) -> str:
    """Say how many people, never a small number.

    >>> counted(0), counted(3), counted(12)
    ('Nobody', 'A few people', '12 people')
    """
    if people == 0:
        return "Nobody"
    return "A few people" if people < hold_back_under else f"{people:,} people"


def _support(
    subject: str,
    voices: Sequence[Voice],
    sides: Mapping[str, Stance],
    counts: Mapping[Stance, int],
    under: int,
    small: bool,
) -> list[DraftPart]:
    if not counts["for"] and not counts["mixed"]:
        return []
    many = counted(counts["for"], under)
    of = "" if small or counts["for"] < under else f" of the {len(sides):,} who spoke about it"
    opening = (
        f"In principle, there is support for {subject}." if counts["mixed"] else f"There is support for {subject}."
    )
    if counts["against"] > counts["for"] + counts["mixed"]:
        opening = f"Some people support {subject}."
    words = f"{opening} {many}{of} {_are(counts['for'], 'for it as it stands')}"
    mine = [voice for voice in voices if sides[voice.person] == "for"]
    quotes = _quotes(mine, _SUPPORTING)
    words += f": {_said(voices, quotes)}." if quotes else "."
    if counts["mixed"]:
        words += (
            f" {counted(counts['mixed'], under)} {_are(counts['mixed'], 'for it on a condition, or see both sides')}."
        )
    both = [voice for voice in voices if sides[voice.person] in ("for", "mixed")]
    rests = tuple(Traced(voice.id, *_passage(voice)) for voice in both)
    return [DraftPart("support", words, rests, counts["for"] + counts["mixed"], quotes)]


def _are(people: int, rest: str) -> str:
    return f"{'is' if people == 0 else 'are'} {rest}"


def _grouped(
    kind: str,
    voices: Sequence[Voice],
    conditions: Mapping[str, Sequence[Condition]],
    reader: Reader | None,
    under: int,
) -> list[DraftPart]:
    """Put conditions, or cautions, that say alike together: the most people first."""
    reserved = kind == "caution"
    found = [
        (voice, one)
        for voice in voices
        for one in conditions.get(voice.id, ())
        if one.kind != "in principle" and (one.kind == "reservation") == reserved
    ]
    people = {voice.id: voice.person for voice in voices}
    parts = []
    for group in alike([one.words for _, one in found], reader):
        traced = tuple(Traced(found[at][0].id, *_whole(found[at][1])) for at in group)
        many = len({people[place.voice] for place in traced})
        quotes = _distinct(traced, people, voices, _QUOTED)
        verb = "held back" if reserved else ("set this condition" if len(quotes) == 1 else "set such a condition")
        parts.append(DraftPart("caution" if reserved else "condition",
                               f"{counted(many, under)} {verb}: {_said(voices, quotes)}.", traced, many, quotes))  # fmt: skip
    return sorted(parts, key=lambda part: (-part.people, part.words))


def _whole(condition: Condition) -> tuple[int, int]:
    """Take in what follows where a condition opens the sentence: "If it opens then people want trained staff"."""
    start, end = condition.qualifies
    return (condition.start, end) if start >= condition.end and end > start else (condition.start, condition.end)


def _minority(
    voices: Sequence[Voice],
    sides: Mapping[str, Stance],
    counts: Mapping[Stance, int],
    under: int,
) -> list[DraftPart]:
    """Give the other view its own words, however few hold it."""
    if not counts["against"]:
        return []
    mine = [voice for voice in voices if sides[voice.person] == "against"]
    quotes = _quotes(mine, _SUPPORTING)
    words = f"{counted(counts['against'], under)} {_are(counts['against'], 'against it')}: {_said(voices, quotes)}."
    rests = tuple(Traced(voice.id, *_passage(voice)) for voice in mine)
    return [DraftPart("minority", words, rests, counts["against"], quotes)]


def _quotes(voices: Sequence[Voice], most: int) -> tuple[Traced, ...]:
    people = {voice.id: voice.person for voice in voices}
    fuller = sorted(voices, key=lambda voice: (abs(len(voice.words.split()) - 15), voice.words.casefold(), voice.id))
    return _distinct([Traced(voice.id, *_passage(voice)) for voice in fuller], people, voices, most)


def _distinct(
    places: Sequence[Traced], people: Mapping[str, str], voices: Sequence[Voice], most: int
) -> tuple[Traced, ...]:
    """Choose a few places: each of another person and in other words."""
    words = {voice.id: voice.words for voice in voices}
    chosen: list[Traced] = []
    said: Counter[str] = Counter()
    for place in places:
        text = words[place.voice][place.start : place.end].casefold()
        if place.end > place.start and not said[text] and not said[people[place.voice]] and len(chosen) < most:
            said.update([text, people[place.voice]])
            chosen.append(place)
    return tuple(chosen)


def _passage(voice: Voice) -> tuple[int, int]:
    """Give the place of the words to quote: the whole voice, or as many of its first clauses as are not too long."""
    end = 0
    for clause in clauses_of(voice.words):
        if end and len(voice.words[: clause.end].split()) > _LONGEST:
            break
        end = clause.end
    return trimmed(voice.words, 0, end) or (0, 0)


def _said(voices: Sequence[Voice], places: Sequence[Traced]) -> str:
    words = {voice.id: voice.words for voice in voices}
    return "; ".join(f"“{words[place.voice][place.start : place.end]}”" for place in places)
