"""The voices to sort next: most useful first, those with the very same words together, with what the computer proposes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from heard_web.themes.counting import still_to_code
from heard_web.themes.models import Codebook, LearningRun, NextVoice, Proposal, people_behind, plain
from heard_web.voice.models import Contribution

LEAST_SHOWN = 0.5  # of sureness: what is likelier wrong than right is no suggestion


@dataclass(frozen=True)
class Together:
    """A voice, and the others in which somebody else said the very same words in answer to the same question."""

    voice: int
    same: tuple[int, ...]
    people: int
    why: str = ""

    @property
    def members(self) -> tuple[int, ...]:
        """All of them."""
        return (self.voice, *self.same)


@dataclass(frozen=True)
class ToSort:
    """What is left to sort of a set of themes, and how much is done."""

    groups: list[Together]
    left: int
    done: int
    not_agreed: int
    apart: int
    run: LearningRun | None
    looked_at: int = 0

    @property
    def in_words(self) -> str:
        """How far the sorting is, such as “42 of 300 sorted, 3 more looked at”."""
        looked = f", {self.looked_at} more looked at" if self.looked_at else ""
        return f"{self.done} of {self.all} sorted{looked}"

    def with_same_words(self, voice: int) -> Together | None:
        """The voices that are answered together with one, if it is still among those to sort."""
        return next((group for group in self.groups if voice in group.members), None)

    @property
    def all(self) -> int:
        """How many voices there are to sort in all: those that may be read for themes."""
        return self.left + self.done + self.apart


def to_sort(codebook: Codebook) -> ToSort:
    """Find what is left to sort, in a fixed number of queries."""
    left = still_to_code(codebook)
    run = LearningRun.objects.newest_done(codebook)
    reasons = _reasons(run)
    groups = _together(left.rows, reasons, last=left.looked_at)
    coded = codebook.contributions().filter(codings__theme__codebook=codebook).distinct().count()
    return ToSort(
        groups=groups,
        left=len(left.rows),
        done=coded,
        not_agreed=left.not_agreed,
        apart=left.apart,
        run=run,
        looked_at=len(left.looked_at),
    )


def _reasons(run: LearningRun | None) -> dict[int, str]:
    """Why the computer asks for each voice, in the order in which it asks."""
    if run is None:
        return {}
    rows = run.next_voices.order_by("place", "id").values_list("contribution", "why")
    return {pk: str(NextVoice.Why(why).label) for pk, why in rows}


def _together(
    rows: Iterable[Contribution], reasons: dict[int, str], *, last: frozenset[int] = frozenset()
) -> list[Together]:
    alike: dict[Any, list[Contribution]] = defaultdict(list)
    for row in rows:
        words = plain(row.readable)
        # The same words answer the same question only there: “Yes” means nothing by itself.
        asked = ("question", row.question_id) if row.question_id else ("activity", row.activity_id)
        alike[(row.mode, row.mediation, asked, words) if words else row.pk].append(row)
    places = {pk: place for place, pk in enumerate(reasons)}
    found = []
    for members in alike.values():
        members.sort(key=lambda row: places.get(row.pk, len(places)))
        first, *others = members
        people = {person for row in members for person in people_behind(row)}
        found.append(Together(first.pk, tuple(row.pk for row in others), len(people), reasons.get(first.pk, "")))
    return sorted(found, key=lambda group: (group.voice in last, places.get(group.voice, len(places))))


def proposals_for(run: LearningRun | None, voices: Iterable[int]) -> dict[int, list[Proposal]]:
    """What the computer proposes for some voices, surest first. Nothing for those a person has answered for.

    What is likelier wrong than right is no suggestion, and is left out: with few voices read, the computer is sure of little.
    """
    found: dict[int, list[Proposal]] = defaultdict(list)
    if run is None:
        return found
    rows = (
        Proposal.objects.waiting(run)
        .filter(contribution__in=list(voices), sureness__gte=LEAST_SHOWN)
        .select_related("theme")
    )
    for row in rows.usable():
        found[row.contribution_id].append(row)
    return found
