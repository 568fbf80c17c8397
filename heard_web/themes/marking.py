"""The words of a voice cut where people marked them, each piece with the themes it was marked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from heard_web.themes.models import Codebook, Passage
from heard_web.voice.models import Contribution


@dataclass(frozen=True)
class Piece:
    """Some letters of a voice in a row, and the themes for which all of them were marked."""

    words: str
    themes: tuple[str, ...] = ()

    @property
    def named(self) -> str:
        """The themes in one line."""
        return ", ".join(self.themes)


@dataclass(frozen=True)
class MarkedVoice:
    """The words of a voice with what was marked in them; `lost` were marked before the words were corrected."""

    pieces: list[Piece]
    passages: list[tuple[Passage, str]]
    lost: list[Passage]


def marked_voice(codebook: Codebook, contribution: Contribution) -> MarkedVoice:
    """Find what people marked in a voice for the themes of a set, in one query."""
    text = contribution.readable
    rows = Passage.objects.filter(coding__theme__codebook=codebook, coding__contribution=contribution)
    rows = rows.select_related("coding__theme", "coding__coded_by")
    standing = [row for row in rows if row.stands_in(text)]
    return MarkedVoice(
        pieces=cut(text, standing),
        passages=[(row, text[row.start : row.end]) for row in standing],
        lost=[row for row in rows if not row.stands_in(text)],
    )


def cut(text: str, passages: Iterable[Passage]) -> list[Piece]:
    """Cut a text at every place where a passage begins or ends. Together the pieces are the text, letter by letter."""
    spans = [(row.start, row.end, row.coding.theme.name) for row in passages]
    places = sorted({0, len(text), *(place for start, end, _ in spans for place in (start, end))})
    return [
        Piece(text[start:end], tuple(sorted({name for low, high, name in spans if low <= start and end <= high})))
        for start, end in pairwise(places)
    ]
