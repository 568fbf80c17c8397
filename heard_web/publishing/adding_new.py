"""Brings a draft up to date with the record: adds what is new, and leaves alone what somebody wrote or changed by hand."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from heard_web.publishing.blocks import BlockFacts
from heard_web.publishing.models import BlockKind

DRAFTED = "drafted"  # under this key a part keeps how it read when it was drafted, however it is changed later


def fingerprint(part: BlockFacts) -> str:
    """The same for two parts that read the same."""
    said = [" ".join(text.split()) for text in (part.heading, part.words)]
    told = [str(part.kind), *said, part.number, part.impact.pk if part.impact else None]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def marked(parts: Iterable[BlockFacts]) -> list[BlockFacts]:
    """The parts of a first draft, each with the mark of how it read then."""
    return [replace(part, details={**(part.details or {}), DRAFTED: fingerprint(part)}) for part in parts]


def with_what_is_new(old: Sequence[BlockFacts], new: Sequence[BlockFacts]) -> tuple[list[BlockFacts], int]:
    """The parts of a page with those the record would now give and that are not there yet, and how many those are.

    Each comes at the end of its section. A part nobody touched that the record no longer gives makes room for them. A part
    that somebody wrote, or changed, stays, and is not brought back in its first form.
    """
    wanted = {fingerprint(part) for part in new}
    there = {fingerprint(part) for part in old} | {_mark(part) for part in old}
    page = [
        part for part in old if part.kind == BlockKind.HEADING or fingerprint(part) in wanted or not _untouched(part)
    ]
    added = 0
    for title, part in _under_headings(new):
        if fingerprint(part) not in there:
            _put(page, part, title)
            added += 1
    return [part for at, part in enumerate(page) if not _bare(page, at, wanted)], added


def _mark(part: BlockFacts) -> str:
    return str((part.details or {}).get(DRAFTED, ""))


def _untouched(part: BlockFacts) -> bool:
    """Whether a part was drafted and reads as it did then."""
    return _mark(part) == fingerprint(part)


def _under_headings(parts: Sequence[BlockFacts]) -> Iterator[tuple[BlockFacts | None, BlockFacts]]:
    title: BlockFacts | None = None
    for part in parts:
        if part.kind == BlockKind.HEADING:
            title = part
        else:
            yield title, part


def _put(page: list[BlockFacts], part: BlockFacts, title: BlockFacts | None) -> None:
    """Place a part at the end of its section, which is found by its heading as it is or as it was drafted."""
    starts = [at for at, one in enumerate(page) if title and _same_heading(one, title)]
    if title and not starts:
        page.extend([title, part])
        return
    start = starts[0] if starts else -1
    end = next((at for at in range(start + 1, len(page)) if page[at].kind == BlockKind.HEADING), len(page))
    page.insert(end, part)


def _same_heading(one: BlockFacts, title: BlockFacts) -> bool:
    return one.kind == BlockKind.HEADING and fingerprint(title) in (fingerprint(one), _mark(one))


def _bare(page: Sequence[BlockFacts], at: int, wanted: set[str]) -> bool:
    """Whether this is a drafted heading that everything under it has left."""
    if page[at].kind != BlockKind.HEADING or not _untouched(page[at]) or fingerprint(page[at]) in wanted:
        return False
    return at + 1 == len(page) or page[at + 1].kind == BlockKind.HEADING
