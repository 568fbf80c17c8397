"""Values as Markdown: one line each, with nothing in them that would be read as more than words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def plain(value: object) -> str:
    """Give one line, with nothing that Markdown could take for a picture, a link or a page of its own."""
    words = " ".join(str(value).split())
    return "".join(f"\\{letter}" if letter in "\\`*[]<>" else letter for letter in words)


def cell(value: object) -> str:
    """Give a value as one cell of a table."""
    return plain(value).replace("|", "\\|")


def many(number: int | str, one: str, more: str = "") -> str:
    """Give a number with the word for what is counted."""
    figures = number if isinstance(number, str) else f"{number:,}"
    return f"{figures} {one if number == 1 else more or one + 's'}"


def safe(value: object) -> str:
    """Give a count that was made safe to print as text, or nothing."""
    return plain(value) if isinstance(value, str) else ""


def count(found: Mapping[str, Any], name: str) -> int:
    """Give a whole number, or 0 where there is none."""
    value = found.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def share(value: object) -> str:
    """Give a share from 0 to 1."""
    return f"{float(value):.2f}" if isinstance(value, int | float) and not isinstance(value, bool) else "not measured"


def rows(value: object) -> list[Mapping[str, Any]]:
    """Give the members of a list that are objects."""
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def pairs(value: object) -> list[tuple[str, str]]:
    """Give names with their values."""
    pairs = value.items() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [(str(pair[0]), str(pair[1])) for pair in pairs if isinstance(pair, list | tuple) and len(pair) == 2]
