"""What any theme engine takes and gives back. An engine proposes themes; people decide."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal, Protocol

from heard.records import Voice

Progress = Callable[[int, int], None]
Leaning = Literal["mostly positive", "mostly negative", "mixed", "mostly neutral"]


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of one voice, exactly as recorded. `closeness` runs from 0 to 1: 1 is at the heart of the theme."""

    voice: str
    words: str
    closeness: float


@dataclass(frozen=True, slots=True)
class Member:
    """One voice in a theme, and how close to its heart it lies, from 0 to 1."""

    voice: str
    closeness: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A theme proposed by an engine, for people to keep, rename, merge, split or drop."""

    label: str
    keywords: tuple[str, ...]
    size_people: int
    size_voices: int
    leaning: Leaning
    typical: tuple[Quote, ...]
    dissenting: tuple[Quote, ...]
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class NotGrouped:
    """A voice that is in no theme, and why. It is waiting to be read, not lost."""

    voice: str
    why: str


@dataclass(frozen=True, slots=True)
class Discovery:
    """Everything an engine proposes for a set of voices. Every voice is in exactly one candidate or in `not_grouped`.

    `speakers_known` is false where some voice has no speaker: each such voice then counts as a person of its own.
    """

    engine: str
    version: str
    seed: int
    voices: int
    people: int
    speakers_known: bool
    number_of_themes: str
    candidates: tuple[Candidate, ...]
    not_grouped: tuple[NotGrouped, ...]

    def to_json(self) -> str:
        """Write the discovery as JSON text, the same bytes for the same discovery."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


class ThemeEngine(Protocol):
    """Something that can propose themes. The same voices and seed give the same discovery, in any order of voices."""

    @property
    def name(self) -> str:
        """Name the engine, as it is shown beside what it proposes."""
        ...

    @property
    def version(self) -> str:
        """Give the version, which changes whenever the same voices could come out differently."""
        ...

    def discover(
        self, voices: Sequence[Voice], *, themes: int | None, seed: int, progress: Progress | None
    ) -> Discovery:
        """Propose themes: as many as asked, or as many as the voices suggest."""
        ...
