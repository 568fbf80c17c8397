"""Passages of what somebody said: where they begin and end, and the text cut at those places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Piece:
    """Part of a text, marked or not."""

    words: str
    marked: bool


def pieces(text: str, passages: Iterable[Any]) -> list[Piece]:
    """Cut a text at its passages. Those that lie outside it are left out; those that touch become one."""
    kept: list[list[int]] = []
    for start, end in sorted((int(start), int(end)) for start, end in passages):
        start, end = max(0, start), min(len(text), end)
        if start >= end:
            continue
        if kept and start <= kept[-1][1]:
            kept[-1][1] = max(kept[-1][1], end)
        else:
            kept.append([start, end])
    found, at = [], 0
    for start, end in kept:
        if at < start:
            found.append(Piece(text[at:start], False))
        found.append(Piece(text[start:end], True))
        at = end
    if at < len(text):
        found.append(Piece(text[at:], False))
    return found
