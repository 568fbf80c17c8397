"""What a retrain does not have to work out again: the words and letters of the voices, and who is near whom."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heard.records import Voice
from heard.themes.coding.features import Rows, Space, text_order
from heard.themes.coding.neighbours import Neighbours, neighbours

_POOL = 4000
_KEPT = 2
_kept: OrderedDict[str, Ground] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Ground:
    """All voices there are, answered or not, as the learner sees them. Where there are very many, a fair part of them."""

    mark: str
    space: Space
    ids: tuple[str, ...]
    places: dict[str, int]
    rows: Rows
    near: Neighbours


def mark_of(voices: Sequence[Voice], vectors: NDArray[np.float32]) -> str:
    """Give a mark that changes with any word, id, question or vector, and not with the order of the voices."""
    rows = np.ascontiguousarray(vectors, dtype=np.float32)
    parts = [
        hashlib.sha256(f"{voice.id}\0{voice.words}\0{voice.question}\0".encode() + rows[at].tobytes()).digest()
        for at, voice in enumerate(voices)
    ]
    return hashlib.sha256(b"".join(sorted(parts))).hexdigest()


def ground_of(voices: Sequence[Voice], vectors: NDArray[np.float32]) -> Ground:
    """Prepare the ground for these voices, or give it again if they are the same as before."""
    mark = mark_of(voices, vectors)
    if mark in _kept:
        _kept.move_to_end(mark)
        return _kept[mark]
    order = text_order(voices)[:_POOL]
    chosen, rows = [voices[at] for at in order], np.asarray(vectors, dtype=np.float32)[order]
    space = Space([voice.words for voice in chosen])
    near = neighbours(rows, rows, np.arange(len(order)))
    ids = tuple(voice.id for voice in chosen)
    made = Ground(mark, space, ids, {one: at for at, one in enumerate(ids)}, space.rows(chosen, rows), near)
    _kept[mark] = made
    while len(_kept) > _KEPT:
        _kept.popitem(last=False)
    return made
