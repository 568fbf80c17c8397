"""Invented comments from which conditions, reservations and leanings are learned. Nobody said them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

_MARK = re.compile(r"[\[\]{}]")
_HEADING = re.compile(r"== (.+) ==")


@dataclass(frozen=True, slots=True)
class Example:
    """An invented comment: what it is, and where its condition or reservation and its main clause stand."""

    label: str
    words: str
    spans: tuple[tuple[int, int], ...] = ()
    qualifies: tuple[tuple[int, int], ...] = ()


def examples() -> tuple[Example, ...]:
    """Give every invented comment, in the order of the files."""
    folder = files("heard.themes.stance").joinpath("examples")
    names = sorted(path.name for path in folder.iterdir() if path.name.endswith(".txt") and path.name != "leanings.txt")
    return tuple(example for name in names for example in _read(folder.joinpath(name).read_text(encoding="utf-8")))


def leanings() -> tuple[Example, ...]:
    """Give the invented clauses that speak well or badly of something, ask for something, or do neither."""
    path = files("heard.themes.stance").joinpath("examples", "leanings.txt")
    return tuple(_read(path.read_text(encoding="utf-8")))


def _read(text: str) -> Iterator[Example]:
    label = ""
    for line in text.splitlines():
        heading = _HEADING.fullmatch(line.strip())
        if heading:
            label = heading[1]
        elif line.strip() and not line.startswith("#"):
            yield _example(label, line.strip())


def _example(label: str, line: str) -> Example:
    words = ""
    at = 0
    open_at: dict[str, int] = {}
    found: dict[str, list[tuple[int, int]]] = {"]": [], "}": []}
    for mark in _MARK.finditer(line):
        words += line[at : mark.start()]
        at = mark.end()
        if mark[0] in "[{":
            open_at[{"[": "]", "{": "}"}[mark[0]]] = len(words)
        else:
            found[mark[0]].append((open_at.pop(mark[0]), len(words)))
    return Example(label, words + line[at:], tuple(found["]"]), tuple(found["}"]))
