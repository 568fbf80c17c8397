"""How many of the people heard somebody has read: no share is told of people whose words nobody opened yet."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from heard_web.themes.figures import in_figures
from heard_web.themes.models import Codebook, Coding, MachineCoding, StanceAnswer, people_behind

FEWEST_TOLD = 5  # people: in a text that is kept, nobody can be worked out below this


@dataclass(frozen=True)
class ReadSoFar:
    """The people heard, and those of them of whom a person read at least one voice."""

    read: int
    heard: int
    withheld: bool = False

    @property
    def unread(self) -> int:
        """The people of whom nobody has read a voice."""
        return self.heard - self.read

    @property
    def told(self) -> str:
        """The people read, in figures."""
        return in_figures(self.read, withheld=self.withheld)

    @property
    def of_read(self) -> str:
        """The whole that people under a theme or behind a finding are part of, in words."""
        return f"of {self.told} read so far" if self.read else ""

    @property
    def not_read(self) -> str:
        """How many were not read yet, in words; nothing where everybody was."""
        if not self.unread:
            return ""
        unread, heard = (in_figures(many, withheld=self.withheld) for many in (self.unread, self.heard))
        if self.withheld:
            return f"{unread} people of {heard} heard have not been read yet.".capitalize()
        return f"{unread} of the {heard} people heard {'has' if unread == '1' else 'have'} not been read yet."

    @property
    def to_keep(self) -> str:
        """The same for a text that is kept and read by others: no small number can be worked out from it."""
        if not self.unread:
            return ""
        if min(self.read, self.unread) < FEWEST_TOLD:
            return "Not everybody who was heard had been read when this was written."
        return f"When this was written, {self.unread} of the {self.heard} people heard had not been read yet."


def with_reading(contributions: QuerySet[Any], *, codebook: Codebook | None = None) -> QuerySet[Any]:
    """The contributions as they are counted, each with whether a person read it: sorted, refused or answered for it.

    With a codebook, what was done for its own themes counts.
    """
    here = {"contribution": OuterRef("pk")}
    coded, refused = Coding.objects.filter(**here), MachineCoding.objects.filter(refused_at__isnull=False, **here)
    answered = StanceAnswer.objects.filter(**here)
    if codebook is not None:
        coded = coded.filter(theme__codebook=codebook)
        refused = refused.filter(candidate__run__codebook=codebook)
        answered = answered.filter(proposition__codebook=codebook)
    done = Q(Exists(coded)) | Q(Exists(refused)) | Q(Exists(answered))
    rows: QuerySet[Any] = (
        contributions.order_by()
        .select_related("speaker")
        .annotate(is_read=Case(When(done, then=Value(True)), default=Value(False)))
    )
    return rows


def count_read(rows: Iterable[Any], *, withheld: bool = False, also: Collection[str] = ()) -> ReadSoFar:
    """Count the people in contributions given `with_reading`. `also` are people known to be read, as behind a finding."""
    heard, read = set(also), set(also)
    for row in rows:
        people = people_behind(row)
        heard.update(people)
        if row.is_read:
            read.update(people)
    return ReadSoFar(len(read), len(heard), withheld)


def read_so_far(codebook: Codebook, *, withheld: bool = False) -> ReadSoFar:
    """Count the people heard for a set of themes, and those of whom somebody read a voice for it, in one query."""
    rows = with_reading(codebook.contributions().only("speaker__people"), codebook=codebook)
    return count_read(rows, withheld=withheld)
