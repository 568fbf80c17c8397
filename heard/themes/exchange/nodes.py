"""Reads XML from people we do not know into plain nodes, within bounds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, ParseError

from heard.errors import EmptyFile, FileTooLarge, UnreadableFile

MOST_ELEMENTS = 1_000_000
DEEPEST = 100


@dataclass(slots=True)
class Node:
    """One element: its name without namespace, its attributes, its own text, and the elements within."""

    name: str
    attributes: dict[str, str]
    texts: list[str] = field(default_factory=list)
    within: list[Node] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text that stands directly in the element."""
        return "".join(self.texts)

    def told(self, name: str) -> str:
        """Give an attribute, or nothing."""
        return self.attributes.get(name, "")

    def each(self, name: str) -> Iterator[Node]:
        """Give the elements of one name directly within."""
        return (node for node in self.within if node.name == name)

    def first(self, name: str) -> Node | None:
        """Give the first element of one name directly within."""
        return next(self.each(name), None)


@dataclass(frozen=True, slots=True)
class Document:
    """The first element of a document, and our own facts if the file carries them."""

    root: Node
    facts: dict[str, Any]


class _Builder:
    """Builds nodes as the parser meets them, and stops at a file that no tool would write."""

    def __init__(self, called: str) -> None:
        self.called = called
        self.open: list[Node] = []
        self.root: Node | None = None
        self.facts: dict[str, Any] = {}
        self.count = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > MOST_ELEMENTS or len(self.open) >= DEEPEST:
            raise FileTooLarge(
                f"{self.called} holds more than {MOST_ELEMENTS:,} parts, or parts nested more than {DEEPEST} deep. "
                "Take the project away in smaller pieces and read those."
            )
        node = Node(_local(tag), {_local(name): value for name, value in attributes.items()})
        if self.open:
            self.open[-1].within.append(node)
        elif self.root is None:
            self.root = node
        self.open.append(node)

    def end(self, tag: str) -> None:
        del tag
        self.open.pop()

    def data(self, text: str) -> None:
        if self.open:
            self.open[-1].texts.append(text)

    def pi(self, target: str, text: str | None = None) -> None:
        if target == "heard" and self.root is None:
            self.facts = _facts(text or "")

    def close(self) -> Node:
        assert self.root is not None  # noqa: S101 (the parser has already refused a document without an element)
        return self.root


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _facts(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def read_xml(content: bytes, called: str) -> Document:
    """Read a document. Entities, outside files and document types are refused: exchange files never need them.

    Units    at most 1,000,000 elements, nested at most 100 deep.
    Shape    any encoding that XML declares.
    Errors   `EmptyFile`, `FileTooLarge`, and `UnreadableFile` for what is not XML or could harm the reader.
    Source   docs/reference/methods.md#exchange
    """
    if not content.strip():
        raise EmptyFile(f"{called} is empty. Check that the right file was saved.")
    builder = _Builder(called)
    parser = DefusedXMLParser(target=builder, forbid_dtd=True)
    try:
        parser.feed(content)
        root: Node = parser.close()  # type: ignore[assignment]
    except DefusedXmlException as error:
        raise UnreadableFile(
            f"{called} holds instructions that could harm the reader, which exchange files never do. "
            "Take it out of the other tool again."
        ) from error
    except ParseError as error:
        line, _ = error.position
        raise UnreadableFile(
            f"{called} is damaged, or not an exchange file: line {line:,} is not XML. Take it out of the other tool again."
        ) from error
    except (ValueError, LookupError) as error:
        raise UnreadableFile(
            f"The letters in {called} were saved in a way that cannot be read. Take it out of the other tool again."
        ) from error
    return Document(root, builder.facts)
