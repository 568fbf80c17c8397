"""The facts of one part of a draft, and which parts show somebody's voice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from heard.codes import Use
from heard_web.decisions.models import Ask
from heard_web.engagement.models import Activity
from heard_web.outcomes.models import Impact
from heard_web.provision.models import Provision
from heard_web.publishing.models import Block, BlockKind, Publication
from heard_web.voice.models import Contribution

# Showing what was observed of a child is a use of what they told us without words, so it needs the same yes as a quote.
USE_OF = {BlockKind.QUOTE: Use.QUOTE, BlockKind.OBSERVED: Use.QUOTE, BlockKind.DRAWING: Use.SHOW_DRAWING}

EVENT_WORDS = {
    "address": "Address of the place",
    "who_for": "Who it is for",
    "what_happens": "What happens",
    "who_you_meet": "Who you will meet",
    "cost": "Cost and booking",
    "access": "Getting in and around",
    "siblings": "Brothers and sisters",
    "contact": "Questions",
    "image_notice": "Photographs",
}
SAID_DID_WORDS = ("said", "did", "status", "because", "difference")


@dataclass(frozen=True, slots=True)
class BlockFacts:
    """One part of a page, as somebody chose it. Words of families are never among them: only the contribution is."""

    kind: str
    heading: str = ""
    words: str = ""
    number: int | None = None
    details: Mapping[str, Any] | None = None
    contribution: Contribution | None = None
    activity: Activity | None = None
    impact: Impact | None = None
    provision: Provision | None = None
    ask: Ask | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything that makes a new page: its title, its parts, and the activities or ask it tells about."""

    title: str
    summary: str
    parts: Sequence[BlockFacts]
    activities: Sequence[Activity] = field(default_factory=tuple)


def heading(words: str) -> BlockFacts:
    """A heading."""
    return BlockFacts(BlockKind.HEADING, heading=words)


def paragraph(words: str, **details: str) -> BlockFacts:
    """A paragraph."""
    return BlockFacts(BlockKind.PARAGRAPH, words=words, details=details or None)


def bullets(sentences: Iterable[str]) -> list[BlockFacts]:
    """Bullet points, one for each sentence that says something."""
    return [BlockFacts(BlockKind.BULLET, words=words) for words in sentences if words]


def section(title: str, parts: Sequence[BlockFacts]) -> list[BlockFacts]:
    """A heading with what follows it; nothing at all when nothing follows."""
    return [heading(title), *parts] if parts else []


def rows(publication: Publication, facts: Sequence[BlockFacts]) -> list[Block]:
    """Unsaved rows for the facts, in order. A part that shows a voice holds no words of its own."""
    return [
        Block(
            publication=publication, position=position, kind=part.kind, heading=part.heading,
            words="" if part.kind in USE_OF else part.words, number=part.number, details=dict(part.details or {}),
            contribution=part.contribution, activity=part.activity, impact=part.impact, provision=part.provision,
            ask=part.ask,
        )
        for position, part in enumerate(facts, start=1)
    ]  # fmt: skip


def facts_of(block: Block) -> BlockFacts:
    """The facts of a stored part, so that it can be kept while others change."""
    return BlockFacts(
        block.kind, block.heading, block.words, block.number, block.details, block.contribution, block.activity,
        block.impact, block.provision, block.ask,
    )  # fmt: skip


def as_typed(part: BlockFacts) -> tuple[Any, ...]:
    """What a part says and points to, without what a form adds or leaves out: empty lines and ends of lines."""

    def plain(value: Any) -> Any:
        return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value

    details = {name: plain(value) for name, value in (part.details or {}).items()}
    words = "" if part.kind in USE_OF else plain(part.words)
    return (
        str(part.kind), plain(part.heading), words, part.number,
        {name: value for name, value in details.items() if value not in ("", None, [], {})},
        *(row.pk if row else None for row in (part.contribution, part.activity, part.impact, part.provision, part.ask)),
    )  # fmt: skip


def with_rows(publication: Publication) -> list[Block]:
    """The parts of a draft with everything they point to, in a fixed number of queries."""
    found = publication.blocks.select_related(
        "contribution__speaker", "contribution__activity__setting", "contribution__observation", "contribution__drawing",
        "activity__setting", "impact__setting", "provision__setting", "provision__led_by", "ask",
    ).prefetch_related("contribution__permissions", "provision__history")  # fmt: skip
    return list(found)
