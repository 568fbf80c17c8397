"""Elements of XML written out as bytes, always the same for the same elements."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

# Characters that XML 1.0 cannot hold at all, whatever is done to them.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"}
_IN_TEXT = re.compile("[&<>\r]")
_IN_ATTRIBUTE = re.compile('[&<>"\r\n\t]')


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its name, its attributes in order, its text, and the elements within."""

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    within: tuple[Element, ...] = ()


def fits_xml(text: str) -> str:
    """Put the sign for a lost character in place of each that XML cannot hold.

    >>> fits_xml("a\\x00b")
    'a�b'
    """
    return _NOT_XML.sub("\ufffd", text)


def as_xml(root: Element, facts: Mapping[str, Any] | None = None) -> bytes:
    """Write a document: the mark of XML, our own facts where other tools pass them over, and the elements.

    `facts` go in a processing instruction before the first element, the place the standard leaves for a tool's own use.
    """
    lines = ['<?xml version="1.0" encoding="utf-8"?>']
    if facts:
        told = json.dumps(facts, ensure_ascii=True, separators=(",", ":")).replace(">", "\\u003e")
        lines.append(f"<?heard {told}?>")
    return ("\n".join([*lines, "".join(_written(root))]) + "\n").encode()


def _written(element: Element) -> Iterator[str]:
    """Write an element and all within it; a list of what is still to do, so that deep nesting is no danger."""
    waiting: list[Element | str] = [element]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            yield item
            continue
        told = "".join(f' {name}="{_in_attribute(value)}"' for name, value in item.attributes.items())
        if not item.text and not item.within:
            yield f"<{item.name}{told}/>"
            continue
        yield f"<{item.name}{told}>{_in_text(item.text)}"
        waiting += [f"</{item.name}>", *reversed(item.within)]


def _in_text(text: str) -> str:
    return _IN_TEXT.sub(lambda found: _ESCAPES[found.group()], fits_xml(text))


def _in_attribute(text: str) -> str:
    def escaped(found: re.Match[str]) -> str:
        letter = found.group()
        return _ESCAPES.get(letter, f"&#{ord(letter)};")

    return _IN_ATTRIBUTE.sub(escaped, fits_xml(text))
