"""What was said, in an order of its own: equal words once, each with everybody who said them, and cut into passages."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from heard.records import Voice
from heard.themes.wording import plain, stem

MOST_LETTERS = (
    4000  # of one voice are compared; what follows is kept and shown, but one essay cannot be read as one thought
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_FEWEST_WORDS = 3  # in a passage: fewer say nothing by themselves
_BREAK = re.compile(
    r"[.!?;\n\r•]+(?=\s|$)|\n+|\s[-–—]+\s|(?:,\s*|\s)(?=(?:but|however|although|though|whereas)\s)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Said:
    """One text, however many voices said exactly that."""

    words: str
    voices: tuple[Voice, ...]

    @property
    def people(self) -> frozenset[str]:
        """Give everybody who said it."""
        if len(self.voices) == 1:  # nearly always, and asked for often
            return frozenset((self.voices[0].person,))
        return frozenset(voice.person for voice in self.voices)


def gather(voices: Sequence[Voice]) -> list[Said]:
    """Put equal texts together, in an order that depends on their words alone. Capitals and a final stop do not part them.

    >>> [len(text.voices) for text in gather([Voice("1", "More swings!"), Voice("2", "more  swings")])]
    [2]
    """
    same: dict[bytes, list[Voice]] = {}
    for voice in voices:
        key = plain(voice.words).casefold().rstrip(".! ")
        same.setdefault(hashlib.sha256(key.encode("utf-8", "replace")).digest(), []).append(voice)
    return [_said(same[key]) for key in sorted(same)]


def _said(saying: list[Voice]) -> Said:
    if len(saying) > 1:
        saying.sort(key=lambda voice: (voice.words, voice.id))
    return Said(saying[0].words, tuple(sorted(saying, key=lambda voice: voice.id)))


def passages(words: str) -> list[tuple[int, int]]:
    """Cut a text where a sentence ends or the thought turns ("but", "however"), as places of its first and last letters.

    A piece of under three words stays with the one before it. A text of one thought gives one passage.

    >>> said = "The staff are kind. But the bus is always late!"
    >>> [said[start:end] for start, end in passages(said)]
    ['The staff are kind', 'But the bus is always late']
    """
    cuts = [(found.start(), found.end()) for found in _BREAK.finditer(words[:MOST_LETTERS])]
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), min(len(words), MOST_LETTERS)]
    found: list[tuple[int, int]] = []
    for start, end in zip(starts, ends, strict=True):
        piece = words[start:end]
        start, end = start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())
        if end <= start:
            continue
        if (found and len(piece.split()) < _FEWEST_WORDS) or (
            found and len(words[slice(*found[-1])].split()) < _FEWEST_WORDS
        ):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def families(words: str) -> list[str]:
    """List the word families of a text, one by one: what its vector cannot see, such as a rare word that two people share."""
    return list(map(_family, _WORD.findall(words[:MOST_LETTERS])))


@lru_cache(maxsize=200_000)
def _family(word: str) -> str:
    return stem(word.lower().replace("’", "'"))
