"""A few rows at a time of a long list that is worked through on a form: each step to other rows saves this form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.http import HttpRequest, QueryDict

from heard_web.people.ways import row_number

Row = TypeVar("Row")


@dataclass(frozen=True)
class Stretch(Generic[Row]):
    """The rows shown now: they begin after the first `skipped` of `all`."""

    rows: Sequence[Row]
    skipped: int
    all: int
    many: int

    @property
    def first(self) -> int:
        """The number of the first row shown, counted from 1."""
        return self.skipped + 1

    @property
    def last(self) -> int:
        """The number of the last row shown."""
        return self.skipped + len(self.rows)

    @property
    def has_next(self) -> bool:
        """Whether rows follow."""
        return self.last < self.all

    @property
    def has_previous(self) -> bool:
        """Whether rows come before."""
        return self.skipped > 0

    def skipped_then(self, go: str, *, left: int) -> int:
        """How many rows are skipped after saving: `left` of those shown are still in the list."""
        if go == "next":
            return self.skipped + left
        return max(0, self.skipped - self.many) if go == "previous" else self.skipped


def stretch_of(listed: Sequence[Row], asked: object, *, many: int) -> Stretch[Row]:
    """The rows to show after those a page was asked to skip; past the end, the last ones."""
    skipped = row_number(asked) or 0
    if skipped >= len(listed):
        skipped = max(0, (len(listed) - 1) // many * many)
    return Stretch(listed[skipped : skipped + many], skipped, len(listed), many)


def address(request: HttpRequest, skipped: int) -> str:
    """Where this page shows the rows after those skipped; what else was asked for stays."""
    asked = QueryDict(mutable=True)
    asked.update(request.GET)
    for name in ("skip", "voice"):
        asked.pop(name, None)
    if skipped:
        asked["skip"] = str(skipped)
    return f"{request.path}?{asked.urlencode()}" if asked else request.path
