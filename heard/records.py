"""The few frozen values that pass between stages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Voice:
    """Something one person told us, in the words they used.

    `speaker` is a stand-in for a person, never a name. Without one, the voice counts as a person of its own.
    `question` is what the person was asked, where that is known.
    """

    id: str
    words: str
    speaker: str | None = None
    question: str = ""

    @property
    def person(self) -> str:
        """Give the person behind the voice: the speaker, or the voice itself where no speaker was recorded."""
        return f"speaker {self.speaker}" if self.speaker else f"voice {self.id}"


@dataclass(frozen=True, slots=True)
class Coding:
    """One coder's view that one speaker raised one theme."""

    speaker: str
    theme: str
    coder: str = ""
