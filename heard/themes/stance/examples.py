"""Invented comments from which conditions, reservations and leanings are learned. Nobody said them.

The rule by which each was marked:

A comment holds a **condition** where what its writer supports, accepts, asks or would do hangs on something else being
so, or stops at a limit or an exception: "I'd use the bus if it went to the hospital", "keep the fee for companies".

It holds a **reservation** where the writer's own judgement of one matter goes two ways: praise and a fault, support and
a doubt, a complaint and what excuses it; in either order, with a cue word or without: "lovely staff, grim building".

It holds **neither** where the writer is of one mind, whatever small words are used:
- a hardship overcome or a fear not borne out, where the matter itself comes out well ("I was scared but they calmed me");
- a promise not kept, where it comes out badly ("they said they would ring but nobody did");
- a warning, a wish or an outcome ("if we wait it will be too late", "fewer would drive if the trains ran");
- what happens each time, what is offered in case, and time ("if I need them they come", "until he was six");
- an open question ("they asked if I was warm") or a set phrase ("if I may", "nothing but praise", "as long as I live");
- others set against each other ("they talk but never listen"), two halves of one thought ("a right, not a privilege");
- a plain request or suggestion ("more chairs", "it should open on Sundays"), and bare facts about oneself.

Square brackets in the files hold the condition or reservation, curly ones what it bears on. Where a reservation comes
first, it is the first that is marked. No sentence is anybody's, and none is made from one that is.
"""

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
