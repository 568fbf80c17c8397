"""Rows of a file that say the very same where nothing tells the people apart: one person, or several?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from heard_web.voice.models import ImportRow

ONE, EACH = "one", "each"
NAMED = 6  # rows named one by one


@dataclass(slots=True)
class SameWords:
    """Rows that say the very same, in the order of the file, and whether somebody said how many people they are."""

    mark: str
    rows: list[ImportRow]
    answer: str = ""

    @property
    def told(self) -> str:
        """The question, in words."""
        numbers = [str(row.number) for row in self.rows]
        shown, more = numbers[:NAMED], len(numbers) - NAMED
        listed = ", ".join([*shown, f"{more} more"] if more > 0 else shown)
        first, _, last = listed.rpartition(", ")
        people = "two" if len(numbers) == 2 else f"{len(numbers)}"
        return f"Rows {first} and {last} say the very same and nothing tells the people apart: one person or {people}?"


class Alike:
    """Finds them while the rows of a file are sorted, one after another."""

    def __init__(self, answers: Mapping[str, str]) -> None:
        self.answers = answers
        self.first: dict[str, ImportRow] = {}
        self.groups: dict[str, SameWords] = {}

    def is_again(self, mark: str, row: ImportRow, *, known: bool) -> ImportRow | None:
        """The earlier row this one repeats, if somebody said that both are one person. Nothing is repeated unasked.

        A row that is `known` came in before as a person of its own, and stays one.
        """
        if not mark:
            return None
        first = self.first.setdefault(mark, row)
        if first is row or known:
            return None
        group = self.groups.setdefault(mark, SameWords(mark, [first]))
        group.rows.append(row)
        group.answer = self.answers.get(mark, "") or self.answers.get("rest", "")
        return first if group.answer == ONE else None

    def all(self) -> list[SameWords]:
        """All of them, the largest first."""
        return sorted(self.groups.values(), key=lambda group: -len(group.rows))

    def unanswered(self) -> list[SameWords]:
        """Those of which nobody has said whether they are one person."""
        return [group for group in self.all() if not group.answer]
