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
Side = Literal["for", "against", "mixed", "unclear", "on a condition"]
HOLD_BACK_UNDER = 5
_QUOTED = 2  # of those who said alike
_SUPPORTING = 3
_LEANING: tuple[Side, ...] = ("for", "on a condition", "mixed")
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
    """A finding for a person to correct: its parts in order, and how many people stand where (never to be printed).

    `people` counts those for it on a condition as mixed; `on_a_condition` is how many of the mixed they are.
    `two_minds` are the voices of people who are for it and against it: they stand for neither side.
    """

    subject: str
    parts: tuple[DraftPart, ...]
    people: Mapping[Stance, int]
    on_a_condition: int = 0
    two_minds: tuple[str, ...] = ()

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

    People are counted, not comments. Who is for it on a condition, and who is for it in one voice and against it in
    another, each have a number of their own and are in no other. A draft says “support” only where those for it are
    more than half of those who took a side: for it, for it on a condition, for and against it, or against it. It says
    “in principle” where that takes those who set a condition, or anybody is not for it as it stands. Anywhere else
    it says that views differ. Conditions that several people set are put together: by what they mean with a `reader`,
    by shared words without.

    Units    people; `start` and `end` count characters from 0.
    Shape    `stances` and `conditions` by voice id; a voice in neither counts as unclear. Any order gives the same draft.
    Errors   none.
    Source   docs/reference/methods.md#draft-findings
    Limits   a draft to be read against the voices. From 1 person up to `hold_back_under` are “fewer than” that many, and
             then the number of all is left out, so that it cannot be worked out. With 1 every number is shown.

    >>> from heard.themes.stance.conditions import Condition
    >>> said = [Voice(str(n), "Yes to the base, if staff are trained", f"p{n}") for n in range(6)]
    >>> condition = Condition(17, 37, "if staff are trained", "if", "condition", (0, 16), 0.9)
    >>> draft = draft_finding("a base", said, stances={}, conditions={voice.id: [condition] for voice in said})
    >>> print(draft.parts[-1].words)
    6 people set this condition: “if staff are trained”.
    """
    ordered = sorted(voices, key=lambda voice: (voice.words.casefold(), voice.id))
    sides = _sides(ordered, stances, conditions)
    counts: Counter[Side] = Counter(sides.values())
    small = any(0 < people < hold_back_under for people in counts.values())
    parts = _support(subject, ordered, sides, counts, hold_back_under, small)
    for kind in ("condition", "caution"):
        parts += _grouped(kind, ordered, conditions, reader, hold_back_under)
    parts += _minority(ordered, sides, counts, hold_back_under)
    people = {stance: counts[stance] for stance in STANCES}
    people["mixed"] += counts["on a condition"]
    two_minds = tuple(voice.id for voice in ordered if sides[voice.person] == "mixed")
    return FindingDraft(subject, tuple(parts), people, counts["on a condition"], two_minds)


def _sides(
    voices: Sequence[Voice], stances: Mapping[str, Stance], conditions: Mapping[str, Sequence[Condition]]
) -> dict[str, Side]:
    """Give one side to each person, from all they said."""
    told: dict[str, set[Side]] = {}
    for voice in voices:
        side: Side = stances.get(voice.id, "unclear")
        if side == "for" and any(one.kind == "condition" for one in conditions.get(voice.id, ())):
            side = "on a condition"
        told.setdefault(voice.person, set()).add(side)
    return {person: _one(found - {"unclear"}) for person, found in told.items()}


def _one(found: set[Side]) -> Side:
    if not found:
        return "unclear"
    if found == {"for", "on a condition"}:
        return "on a condition"
    return next(iter(found)) if len(found) == 1 else "mixed"


def counted(people: int, hold_back_under: int = HOLD_BACK_UNDER) -> str:
    """Say how many people, never a small number.

    >>> counted(0), counted(1), counted(12), counted(1, hold_back_under=1)
    ('Nobody', 'Fewer than 5 people', '12 people', 'One person')
    """
    if people == 0:
        return "Nobody"
    if people < hold_back_under:
        return f"Fewer than {hold_back_under} people"
    return "One person" if people == 1 else f"{people:,} people"


def opening_of(subject: str, counts: Mapping[Side, int]) -> str:
    """Say whether there is support: only where those for it are more than half of those who took a side.

    >>> opening_of("a base", {"for": 7, "against": 3}), opening_of("a base", {"for": 1, "against": 1, "mixed": 1})
    ('There is support for a base.', 'Views differ on a base.')
    >>> opening_of("a base", {"for": 2, "on a condition": 6, "against": 3})
    'In principle, there is support for a base.'
    """
    plain, conditional = counts.get("for", 0), counts.get("on a condition", 0)
    not_plain = conditional + counts.get("mixed", 0)
    took_a_side = plain + not_plain + counts.get("against", 0)
    if 2 * (plain + conditional) <= took_a_side:
        return f"Views differ on {subject}."
    return f"In principle, there is support for {subject}." if not_plain else f"There is support for {subject}."


def _support(
    subject: str,
    voices: Sequence[Voice],
    sides: Mapping[str, Side],
    counts: Mapping[Side, int],
    under: int,
    small: bool,
) -> list[DraftPart]:
    if not any(counts[side] for side in _LEANING):
        return []
    opening = opening_of(subject, counts)
    of = "" if small or counts["for"] < under else f" of the {len(sides):,} who were asked"
    words = f"{opening} {counted(counts['for'], under)}{of} {_are(counts['for'], 'for it as it stands', under)}"
    mine = [voice for voice in voices if sides[voice.person] == "for"]
    quotes = _quotes(mine, _SUPPORTING)
    words += f": {_said(voices, quotes)}." if quotes else "."
    rests_on: tuple[tuple[Side, str], ...] = (
        ("on a condition", "for it on a condition"),
        ("mixed", "both for it and against it"),
    )
    for side, rest in rests_on:
        if counts[side]:
            words += f" {counted(counts[side], under)} {_are(counts[side], rest, under)}."
    told = _LEANING
    if opening.startswith("Views differ") and counts["against"]:
        words += f" {counted(counts['against'], under)} {_are(counts['against'], 'against it', under)}."
        told = (*_LEANING, "against")
    rests = tuple(Traced(voice.id, *_passage(voice)) for voice in voices if sides[voice.person] in told)
    return [DraftPart("support", words, rests, sum(counts[side] for side in told), quotes)]


def _are(people: int, rest: str, under: int) -> str:
    one = people == 0 or (people == 1 and under <= 1)
    return f"{'is' if one else 'are'} {rest}"


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
    sides: Mapping[str, Side],
    counts: Mapping[Side, int],
    under: int,
) -> list[DraftPart]:
    """Give the other view its own words, however few hold it."""
    if not counts["against"]:
        return []
    mine = [voice for voice in voices if sides[voice.person] == "against"]
    quotes = _quotes(mine, _SUPPORTING)
    words = (
        f"{counted(counts['against'], under)} {_are(counts['against'], 'against it', under)}: {_said(voices, quotes)}."
    )
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
