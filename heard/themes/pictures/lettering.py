"""How wide text is and where its lines break, without a font at hand; and whatever people typed, made fit for a picture."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Widths in thousandths of the letter size: those of Arial and Liberation Sans, which other plain faces keep close to.
_NARROW = {**dict.fromkeys("ijl'|", 222), **dict.fromkeys(" !,./:;IftrI()[]-`‘’", 290)}
_WIDTHS = {
    **dict.fromkeys("abdeghnopqu0123456789?$#_L«»", 556),
    **dict.fromkeys("ckvsxyzJ", 500),
    **dict.fromkeys("ABEKPSVXYZ&", 667),
    **dict.fromkeys("CDHNRUw", 722),
    **dict.fromkeys("FTZ", 611),
    **dict.fromkeys("GOQ", 778),
    **dict.fromkeys("mM%", 870),
    **dict.fromkeys("W@", 980),
    **dict.fromkeys("+<=>~^", 584),
    **dict.fromkeys('"*“”', 370),
    **_NARROW,
}
_ROOM = 1.06  # a little more than measured: faces differ
_BOLD = 1.07
# What could turn the text around it about, or that a picture may not hold at all.
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069\u200e\u200f]"
)
_JOINER = "\u200d"


def fit(text: str) -> str:
    """Make a text fit for a picture: one line, with nothing in it that cannot be drawn or would turn other text about.

    >>> fit("Buses\\x00 and\\n taxis\\u202e")
    'Buses and taxis'
    """
    return " ".join(_UNFIT.sub("", text).split())


@lru_cache(maxsize=4096)
def _letter(letter: str) -> float:
    if letter in _WIDTHS:
        return _WIDTHS[letter]
    if unicodedata.combining(letter) or letter in (_JOINER, "\ufe0f"):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF" or ord(letter) >= 0x1F000:
        return 1350.0 if ord(letter) >= 0x1F000 else 1000.0
    return 640.0


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Estimate how wide a line of text is, on the safe side.

    >>> width_of("Transport", 14) < width_of("Transport", 14, bold=True) < 75
    True
    """
    return sum(map(_letter, text)) * size / 1000 * _ROOM * (_BOLD if bold else 1.0)


def wrap(text: str, room: float, size: float, *, most: int = 99, bold: bool = False) -> list[str]:
    """Break a text into lines that fit, words whole where they can be; what is over ends in "…".

    >>> wrap("A quiet place to go when it gets loud", 100, 14, most=2)
    ['A quiet place', 'to go when it …']
    """
    lines: list[str] = [""]
    for word in fit(text).split(" "):
        for part in _parts(word, room, size, bold):
            joined = f"{lines[-1]} {part}" if lines[-1] else part
            if width_of(joined, size, bold=bold) <= room:
                lines[-1] = joined
            else:
                lines.append(part)
    lines = [line for line in lines if line] or [""]
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and width_of(f"{last} …", size, bold=bold) > room:
        last = last.rpartition(" ")[0] if " " in last else last[:-1]
    return [*lines[: most - 1], f"{last} …".strip()]


def wrap_evenly(text: str, room: float, size: float, *, most: int = 99) -> list[str]:
    """Break a text into as few lines as fit, none much shorter than the others.

    >>> wrap("Somewhere quiet to go", 140, 14), wrap_evenly("Somewhere quiet to go", 140, 14)
    (['Somewhere quiet to', 'go'], ['Somewhere', 'quiet to go'])
    """
    lines = wrap(text, room, size, most=most)
    for part in range(50, 100, 5):
        tried = wrap(text, room * part / 100, size, most=most)
        whole = sum(map(len, tried)) + len(tried) == sum(map(len, lines)) + len(lines)
        if len(tried) == len(lines) and whole:
            return tried
    return lines


def _parts(word: str, room: float, size: float, bold: bool) -> list[str]:
    """Cut a word that is wider than a line, never between a letter and the mark that belongs to it."""
    if width_of(word, size, bold=bold) <= room:
        return [word]
    parts, part = [], ""
    for at, letter in enumerate(word):
        tied = unicodedata.combining(letter) or letter in (_JOINER, "\ufe0f") or word[at - 1 : at] == _JOINER
        if part and not tied and width_of(part + letter, size, bold=bold) > room:
            parts.append(part)
            part = ""
        part += letter
    return [*parts, part]


def from_right(text: str) -> bool:
    """Say whether a text is written from right to left, by its first letter that has a direction.

    >>> from_right("نحتاج مكانا هادئا"), from_right("We need ...")
    (True, False)
    """
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False
