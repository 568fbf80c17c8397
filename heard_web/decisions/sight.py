"""Which rows of a step a person may see, and who holds the others. The words of the others never leave here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, cast

from django.db.models import Exists, OuterRef, QuerySet

from heard_web.people.models import Held, User

Row = TypeVar("Row", bound=Held)


@dataclass(frozen=True)
class Seen(Generic[Row]):
    """The rows a person may see, and how many others each organisation holds back."""

    rows: list[Row] = field(default_factory=list)
    held_back: Counter[str] = field(default_factory=Counter)

    def lines(self, one: str, many: str) -> list[str]:
        """A sentence for each organisation that has not released its rows."""
        return [
            f"{one if n == 1 else f'{n} {many}'} held by {holder}, not released"
            for holder, n in sorted(self.held_back.items())
        ]


def seen_by(user: User, rows: QuerySet[Row]) -> Seen[Row]:
    """Split rows, in one query, into those this person may see and a count of those they may not."""
    own = cast(Any, rows.model).objects.visible_to(user).filter(pk=OuterRef("pk"))
    known = rows.annotate(in_sight=Exists(own)).select_related("held_by")
    visible: list[Row] = []
    held_back: Counter[str] = Counter()
    for row in cast("Iterable[Any]", known):
        if row.in_sight:
            visible.append(row)
        else:
            held_back[row.held_by.name] += 1
    return Seen(visible, held_back)
