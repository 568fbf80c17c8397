"""Text as the model sees it: word pieces, and long texts in windows that end where sentences end."""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

from heard.themes.reading.weights import Weights
from heard.themes.wording import plain

LONGEST = 256
_INSIDE = LONGEST - 2  # each window opens and closes with a mark of its own
_END_OF_SENTENCE = re.compile(r"[.!?…](?=\s)")

Pieces = tuple[int, ...]


def standard(text: str) -> str:
    """Give a text as it is read: composed letters, straight apostrophes, single spaces, no half of a letter."""
    return plain(text).encode("utf-8", "replace").decode("utf-8")


def open_tokenizer(weights: Weights) -> Any:
    """Open the model's own splitter of words, without its cut and its padding."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")  # one thread, as everywhere here
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(weights.tokenizer))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def windows(tokenizer: Any, texts: Sequence[str]) -> list[list[Pieces]]:
    """Split each text into word pieces: one window for most, several for a text of more than 256 pieces.

    A window takes in whole sentences as long as they fit; a sentence too long for one window is cut into several.
    """
    return [
        [tuple(found.ids)] if len(found.ids) <= LONGEST else _parted(tokenizer, text)
        for text, found in zip(texts, tokenizer.encode_batch_fast(list(texts)), strict=True)
    ]


def _parted(tokenizer: Any, text: str) -> list[Pieces]:
    found = tokenizer.encode(text)
    offsets = found.offsets
    first, *inside, last = found.ids
    ends = [match.end() for match in _END_OF_SENTENCE.finditer(text)]
    breaks, at = [], 0
    for end in ends:
        while at < len(inside) and offsets[at + 1][1] <= end:
            at += 1
        breaks.append(at)
    parts, start = [], 0
    while start < len(inside):
        fits = start + _INSIDE
        stop = len(inside) if fits >= len(inside) else _last_break(breaks, start, fits)
        parts.append((first, *inside[start:stop], last))
        start = stop
    return parts


def _last_break(breaks: list[int], after: int, up_to: int) -> int:
    """Find the last end of a sentence after one place and up to another, or that other where there is none."""
    at = bisect_right(breaks, up_to)
    return breaks[at - 1] if at and breaks[at - 1] > after else up_to
