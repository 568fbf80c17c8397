"""Human effort spent and saved, and what the computer learned, line by line. People and machine are never added together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from heard_web.people.ways import row_number
from heard_web.themes.models import Coding, LearningRun, Proposal, Reading
from heard_web.themes.sorting import LEAST_SHOWN

FEWEST = 5  # voices below which a share says nothing


@dataclass(frozen=True)
class Spent:
    """What people did, and apart from it what the computer proposes and nobody has looked at."""

    read: int
    together: int
    agreed: int
    changed: int
    proposed: int
    sure: int

    @property
    def shown(self) -> int:
        """The voices that people read with a proposal beside them."""
        return self.agreed + self.changed

    @property
    def any(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.read or self.proposed)


def with_effort(codebooks: QuerySet[Any]) -> QuerySet[Any]:
    """Sets of themes with what `effort_of` tells of each, in the query that reads them.

    Voices taken back count nowhere; one voice that two people read counts once.
    """
    readings = Reading.objects.filter(codebook=OuterRef("pk")).standing()
    alike = Reading.objects.filter(codebook=OuterRef("theme__codebook"), contribution=OuterRef("contribution"))
    read = (
        Coding.objects.filter(theme__codebook=OuterRef("pk")).standing().filter(~Exists(alike.filter(same_words=True)))
    )
    shown = readings.filter(same_words=False, proposed__gt=0)
    newest = LearningRun.objects.filter(codebook=OuterRef("run__codebook"), state=LearningRun.State.DONE)
    waiting = Proposal.objects.filter(run__codebook=OuterRef("pk"), theme__merged_into=None).unread().standing()
    waiting = waiting.filter(run=Subquery(newest.order_by("-id").values("pk")[:1]), sureness__gte=LEAST_SHOWN)
    doubtful = Proposal.objects.filter(run=OuterRef("run"), contribution=OuterRef("contribution"))
    doubtful = doubtful.filter(standing=Proposal.Standing.UNSURE)
    told: QuerySet[Any] = codebooks.annotate(
        effort_read=_voices(read, "theme__codebook"),
        effort_together=_voices(readings.filter(same_words=True), "codebook"),
        effort_shown=_voices(shown, "codebook"),
        effort_agreed=_voices(shown.filter(agreed=F("proposed"), added=0), "codebook"),
        effort_proposed=_voices(waiting, "run__codebook"),
        effort_sure=_voices(waiting.filter(~Exists(doubtful)), "run__codebook"),
    )
    return told


def _voices(rows: QuerySet[Any], whose: str) -> Coalesce:
    counted = rows.order_by().values(whose).annotate(many=Count("contribution", distinct=True)).values("many")
    return Coalesce(Subquery(counted), 0)


def effort_of(codebook: Any) -> Spent:
    """The voices people read, what became of the proposals they saw, and the voices with a proposal nobody has read.

    The set of themes was read `with_effort`.
    """
    agreed = codebook.effort_agreed
    changed = codebook.effort_shown - agreed
    waiting = (codebook.effort_proposed, codebook.effort_sure)
    return Spent(codebook.effort_read, codebook.effort_together, agreed, changed, *waiting)


@dataclass(frozen=True)
class LearnedLine:
    """How often the computer was right about one theme, on voices kept back while it learned."""

    name: str
    learned_from: int
    right: str
    found: str


def learned_lines(run: LearningRun) -> list[LearnedLine]:
    """What the computer learned about each theme still in use, those with most voices first."""
    names = dict(run.codebook.themes.agreed().values_list("pk", "name"))
    rows = sorted(run.quality.get("themes", []), key=lambda row: -row["n"])
    return [
        LearnedLine(names[pk], row["n"], _in_ten(row["precision"], row["n"]), _in_ten(row["recall"], row["n"]))
        for row in rows
        if (pk := row_number(row["theme"])) in names
    ]


@dataclass(frozen=True)
class ShareLine:
    """How common a theme is likely to be among all voices: a figure, and between which two it most likely lies."""

    name: str
    about: str
    between: str
    checked: int


def share_lines(run: LearningRun) -> list[ShareLine]:
    """How common each theme still in use is likely to be, the most common first; nothing while too few were read by chance."""
    names = dict(run.codebook.themes.agreed().values_list("pk", "name"))
    rows = sorted(run.quality.get("by_chance", []), key=lambda row: -row["share"])
    return [
        ShareLine(
            name=names[pk],
            about=f"{round(100 * row['share'])} in 100",
            between=f"{round(100 * row['low'])} to {round(100 * row['high'])} in 100",
            checked=row["checked"],
        )
        for row in rows
        if (pk := row_number(row["theme"])) in names
    ]


def _in_ten(share: float, voices: int) -> str:
    """A share in words, unless it rests on too few voices to mean anything."""
    return f"{round(share * 10)} in 10" if voices >= FEWEST else "too few to say"


def learned_in_words(run: LearningRun) -> str:
    """How good the computer was as a whole, in a few sentences."""
    told = run.quality
    read = "1 voice" if run.learned_from == 1 else f"{run.learned_from} voices"
    if not run.learned_from:
        return "It has gone by what is written about each theme alone. Sort some voices and it learns from them."
    if not told.get("answered"):
        return f"It learned from {read}. That is too few to say how often it is right. Sort more, by chance if you can."
    parts = [f"It learned from {read}, and was tried on {told['answered']} of them that were kept back meanwhile."]
    if told["sure"] >= FEWEST:
        parts.append(f"When it said that it was sure, it was right {round(told['sure_right'] * 100)} times in 100.")
    else:
        parts.append(f"It was sure of {told['sure']} proposals, too few to say how often it is right then.")
    parts.append(
        f"What it says of its own sureness is off by {round(told['calibration_error'] * 100)} in 100 on average."
    )
    return " ".join(parts)
