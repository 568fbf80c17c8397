"""Voices that hold several thoughts: which passages of a voice belong to which theme."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from heard.themes.discovery.parting import Parts
from heard.themes.discovery.space import Numbers
from heard.themes.discovery.texts import Said, passages
from heard.themes.reading.languages import enough_to_say

Placing = Callable[[list[str]], Numbers]
_CLEARLY = 0.08  # nearer to the other theme than to the main one, by at least this
_AS_NEAR = 0.25  # and as near to its heart as the nearer three quarters of those whose main theme it is
_MOST = 20  # passages of one voice that are looked at


@dataclass(frozen=True, slots=True)
class Further:
    """A theme that one passage of a text belongs to, or its main theme again (`main`), with the passages."""

    text: int
    theme: int
    closeness: float
    main: bool
    spans: tuple[tuple[int, int], ...]


def further(
    texts: Sequence[Said],
    parts: Parts,
    middle: Numbers,
    closeness: Numbers,
    among: Parts,
    place: Placing,
) -> dict[int, list[Further]]:
    """Find the themes that single passages clearly belong to, beside the main theme, which is judged on the whole voice.

    Only the texts `among` are cut: what lies plainly in one theme need not be read again passage by passage.
    """
    cut = {at: _worth_reading(texts[at].words) for at in among.tolist() if parts[at] >= 0}
    cut = {at: found for at, found in cut.items() if len(found) > 1}
    if not cut or len(middle) < 2:
        return {}
    words = [texts[at].words[start:end] for at, found in cut.items() for start, end in found]
    near = place(words) @ middle.T
    near_enough = [
        float(np.quantile(closeness[parts == theme], _AS_NEAR)) if (parts == theme).any() else 1.0
        for theme in range(len(middle))
    ]
    result: dict[int, list[Further]] = {}
    row = 0
    for at, found in cut.items():
        mine = near[row : row + len(found)]
        row += len(found)
        themes = _themes_of(at, found, mine, int(parts[at]), near_enough)
        if len(themes) > 1:
            result[at] = themes
    return result


def _worth_reading(words: str) -> list[tuple[int, int]]:
    return [(start, end) for start, end in passages(words)[:_MOST] if enough_to_say(words[start:end]) is None]


def _themes_of(
    at: int, found: list[tuple[int, int]], near: Numbers, main: int, near_enough: Sequence[float]
) -> list[Further]:
    spans: dict[int, list[tuple[int, int]]] = {main: []}
    best: dict[int, float] = {}
    for span, row in zip(found, near, strict=True):
        theme = int(row.argmax())
        clear = row[theme] - row[main] >= _CLEARLY and row[theme] >= near_enough[theme]
        where = theme if clear else main
        spans.setdefault(where, []).append(span)
        best[where] = max(best.get(where, 0.0), round(float(row[where]), 6))
    return [
        Further(at, theme, min(1.0, max(0.0, best.get(theme, 0.0))), theme == main, tuple(kept))
        for theme, kept in spans.items()
    ]
