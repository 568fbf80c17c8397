"""Which texts of a project are the voices we hold, letter for letter, and where its passages lie in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from heard.records import Voice
from heard.themes.exchange.guids import guid_of
from heard.themes.exchange.project import PassageCoding, Source

Why = Literal["not among these voices", "the words differ", "several voices have these words"]


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A text of a project that is none of our voices for sure, and why."""

    source: Source
    why: Why


@dataclass(frozen=True, slots=True)
class Matching:
    """The voice of each text that is one, by the text's key; the codings of those texts; and the texts that are none."""

    voices: dict[str, str]
    codings: tuple[PassageCoding, ...]
    unmatched: tuple[Unmatched, ...]
    codings_left: int


def match_sources(sources: Sequence[Source], codings: Iterable[PassageCoding], voices: Iterable[Voice]) -> Matching:
    """Find the voice that each text is, by its words exactly; its key only decides between voices of the same words.

    Passages are moved to where they lie in the voice if only line ends or blank space at the ends differ.

    Units    places count Unicode characters.
    Shape    the codings that come back name voices by their own key.
    Errors   none.
    Source   docs/reference/methods.md#exchange
    Limits   a text whose key is ours but whose words differ is not matched: a passage could point at other words.
    """
    found, unmatched = _sorted(sources, voices)
    texts = {source.id: source.text for source in sources}
    moved, left = [], 0
    for coding in codings:
        if (match := found.get(coding.source)) is None:
            left += 1
            continue
        start, end = coding.start, coding.end
        if not coding.whole:
            text = texts[coding.source]
            start, end = places_in(text, match.words, start), places_in(text, match.words, end)
        moved.append(PassageCoding(match.id, coding.code, start, end, coding.coder, coding.note))
    return Matching({key: voice.id for key, voice in found.items()}, tuple(moved), tuple(unmatched), left)


def _sorted(sources: Sequence[Source], voices: Iterable[Voice]) -> tuple[dict[str, Voice], list[Unmatched]]:
    """Find the voice of each text, and say why the others have none."""
    by_words: dict[str, list[Voice]] = defaultdict(list)
    by_guid: dict[str, Voice] = {}
    for voice in voices:
        by_words[_bare(voice.words)].append(voice)
        by_guid[guid_of("source", voice.id)] = voice
    found: dict[str, Voice] = {}
    unmatched: list[Unmatched] = []
    for source in sources:
        ours = by_guid.get(guid_of("source", source.id))
        same = by_words.get(_bare(source.text), [])
        if ours is not None and ours in same:
            found[source.id] = ours
        elif len(same) == 1:
            found[source.id] = same[0]
        elif same:
            unmatched.append(Unmatched(source, "several voices have these words"))
        else:
            unmatched.append(Unmatched(source, "the words differ" if ours is not None else "not among these voices"))
    return found, unmatched


def _bare(words: str) -> str:
    return words.replace("\r\n", "\n").replace("\r", "\n").strip()


def places_in(text: str, words: str, place: int) -> int:
    """Move a place in one text to the same place in another that differs in line ends or blank space at its ends only.

    >>> places_in("One\\nTwo", "One\\r\\nTwo ", 4)
    5
    >>> places_in("  One", "One", 0)
    0
    """
    if text == words:
        return place
    head = len(text) - len(text.lstrip())
    passed = len(_ends(text[min(head, place) : place]))
    at = len(words) - len(words.lstrip())
    last = len(words.rstrip())
    while passed and at < last:
        at += 2 if words[at : at + 2] == "\r\n" else 1
        passed -= 1
    return min(at, len(words))


def _ends(part: str) -> str:
    return part.replace("\r\n", "\n")
