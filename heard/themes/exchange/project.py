"""A coded project as it passes between tools: texts, themes, and which passage of which text carries which theme."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from heard.themes.coding.codebook import CodebookVersion

WHOLE: Final = -1


@dataclass(frozen=True, slots=True)
class Source:
    """One text that was coded: its key, the name people see, and its words exactly."""

    id: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class PassageCoding:
    """One coder's view that a passage of a source carries a theme.

    `start` and `end` count Unicode characters (code points) from 0; `end` is the first one after the passage. A coding
    of the source as a whole has `start` 0 and `end` -1.
    """

    source: str
    code: str
    start: int = 0
    end: int = WHOLE
    coder: str = ""
    note: str = ""

    @property
    def whole(self) -> bool:
        """Whether the coding is about the source as a whole, not about a passage."""
        return self.end == WHOLE


@dataclass(frozen=True, slots=True)
class Note:
    """A note somebody wrote: its title and words, and the key of the theme or the source it is about, if any."""

    name: str
    words: str
    theme: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Project:
    """A codebook, the texts it was used on, and every coding. The codings stand in the order of the texts, once each.

    `made_at` is when the newest of it was made, as the standard writes it (2026-05-12T14:03:00Z), where that is known.
    """

    codebook: CodebookVersion
    sources: tuple[Source, ...] = ()
    codings: tuple[PassageCoding, ...] = ()
    notes: tuple[Note, ...] = ()
    made_at: str = ""

    def __post_init__(self) -> None:
        places = {source.id: place for place, source in enumerate(self.sources)}
        object.__setattr__(self, "codings", _in_order(self.codings, places))
        notes = sorted(set(self.notes), key=lambda note: (note.theme, note.source, note.name, note.words))
        object.__setattr__(self, "notes", tuple(notes))


def _in_order(codings: Iterable[PassageCoding], places: dict[str, int]) -> tuple[PassageCoding, ...]:
    """Sort by text and passage, and keep one of each; of two that differ in their note only, the notes are joined."""
    notes: dict[tuple[str, int, int, str, str], list[str]] = {}
    for coding in codings:
        end = coding.end if coding.end >= 0 else WHOLE
        start = coding.start if end != WHOLE else 0
        kept = notes.setdefault((coding.source, start, end, coding.code, coding.coder), [])
        if coding.note and coding.note not in kept:
            kept.append(coding.note)

    def order(key: tuple[str, int, int, str, str]) -> tuple[int, str, bool, int, int, str, str]:
        source, start, end, code, coder = key
        return places.get(source, len(places)), source, end == WHOLE, start, end, code, coder

    return tuple(
        PassageCoding(source, code, start, end, coder, "\n".join(notes[source, start, end, code, coder]))
        for source, start, end, code, coder in sorted(notes, key=order)
    )


@dataclass(frozen=True, slots=True)
class Brought:
    """What was read from a file of another tool, and in plain words what was left out of it."""

    project: Project
    left_out: tuple[str, ...] = ()
    origin: str = ""

    @property
    def codebook(self) -> CodebookVersion:
        """The themes that were read."""
        return self.project.codebook
