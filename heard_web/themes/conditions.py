"""Words in which somebody may have set a condition, offered to the person who writes a finding."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from heard.codes import Mode
from heard.themes.stance.conditions import conditions
from heard_web.themes.models import plain
from heard_web.voice.models import Contribution


@dataclass(frozen=True)
class Suggestion:
    """The exact words of a voice that may set a condition."""

    voice: Contribution
    words: str


def suggested(voices: Iterable[Contribution]) -> list[Suggestion]:
    """Every place in these voices where a condition may be set. What was only watched is nobody's words."""
    return [
        Suggestion(voice, span.words)
        for voice in voices
        if voice.mode != Mode.OBSERVED
        for span in conditions(voice.readable)
        if span.kind != "reservation" or len(span.words.split()) > 2
    ]


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
