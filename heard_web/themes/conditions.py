"""Words in which somebody may have set a condition, offered to the person who writes a finding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from heard.codes import Mode
from heard.themes.stance.conditions import conditions
from heard_web.themes.models import people_behind, plain
from heard_web.themes.quoting import NO, mark_quotable
from heard_web.voice.models import Contribution


@dataclass(frozen=True)
class Suggestion:
    """The exact words of a voice that may set a condition."""

    voice: Contribution
    words: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Offered:
    """A condition to be kept with one tick: words that one voice or several hold, and who may be quoted with them."""

    key: str
    words: str
    found: tuple[Suggestion, ...]
    quoted: Contribution | None

    @property
    def people(self) -> int:
        """How many people said these words."""
        return len({person for one in self.found for person in people_behind(one.voice)})


def suggested(voices: Iterable[Contribution]) -> list[Suggestion]:
    """Every place in these voices where a condition may be set. What was only watched is nobody's words."""
    return [
        Suggestion(voice, span.words, span.start, span.end)
        for voice in voices
        if voice.mode != Mode.OBSERVED
        for span in conditions(voice.readable)
        if span.kind != "reservation" or len(span.words.split()) > 2
    ]


def offered(suggestions: Sequence[Suggestion], *, there: Iterable[str] = ()) -> list[Offered]:
    """Put suggestions in the same words together, most people first, without those that stand among the lines already."""
    lines = [plain(line) for line in there]
    same: dict[str, list[Suggestion]] = defaultdict(list)
    for one in suggestions:
        if not any(plain(one.words) in line for line in lines):
            same[plain(one.words)].append(one)
    mark_quotable(one.voice for one in suggestions)
    rows = [
        Offered(f"{found[0].voice.pk} {found[0].start} {found[0].end}", " ".join(found[0].words.split()), tuple(found),
                next((one.voice for one in found if one.voice.quoting != NO), None))  # type: ignore[attr-defined]
        for found in same.values()
    ]  # fmt: skip
    return sorted(rows, key=lambda row: -row.people)


def lines_with_voices(text: str, suggestions: Sequence[Suggestion]) -> list[tuple[str, Contribution | None]]:
    """Each line as one condition. A line that repeats somebody's exact words is tied to them, and goes when they do."""
    pairs: list[tuple[str, Contribution | None]] = []
    for line in filter(None, (part.strip() for part in text.splitlines())):
        low = line.casefold()
        said = next((found.voice for found in suggestions if found.words.casefold() in low), None)
        pairs.append((line, said))
    return pairs


def passage_in(line: str, voice: Contribution) -> tuple[int, int] | None:
    """Where in a voice the exact words are that a line repeats: the line itself, or a condition found in the voice."""
    low = line.casefold()
    at = voice.readable.casefold().find(low)
    if at >= 0 and len(voice.readable) == len(voice.readable.casefold()):
        return at, at + len(line)
    return next(((span.start, span.end) for span in conditions(voice.readable) if span.words.casefold() in low), None)


def still_says(voice: Contribution, line: str, *, letters: int) -> bool:
    """Whether a voice still holds the words that a line repeated: all of the line, or a stretch of it this long."""
    text, low = plain(voice.readable), plain(line)
    stretches = (low[at : at + letters] for at in range(len(low) - letters + 1)) if letters else ()
    return low in text or any(stretch in text for stretch in stretches)
