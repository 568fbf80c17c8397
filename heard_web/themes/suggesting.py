"""What the computer suggests, put together for the pages in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from heard_web.people.models import User
from heard_web.themes.forms_asking import CandidateForm
from heard_web.themes.models import CandidateRun, CandidateTheme, Coding, MachineCoding, PleaseRead
from heard_web.voice.models import Contribution


@dataclass
class Suggestion:
    """One suggested theme with its parts, the quotations that show it, and a form to accept it."""

    row: CandidateTheme
    parts: list[CandidateTheme]
    form: CandidateForm
    typical: list[MachineCoding] = field(default_factory=list)
    edge: list[MachineCoding] = field(default_factory=list)
    dissenting: list[MachineCoding] = field(default_factory=list)

    @property
    def apart(self) -> int:
        """How many of its voices two people read apart now, so that they are not shown meanwhile."""
        return int(getattr(self.row, "apart", 0))

    @property
    def open_voices(self) -> int:
        """How many of its voices can be read now."""
        return max(0, self.row.size_voices - self.apart)

    @property
    def along(self) -> int:
        """How many of its parts are ticked to be accepted with it while nobody unticks them."""
        return len(self.form.initial.get("parts", ())) if "parts" in self.form.fields else 0

    @property
    def more(self) -> str:
        """What is behind its first quotation, in a few words."""
        parts, quoted = len(self.parts), len(self.typical[1:]) + len(self.edge)
        told = [
            f"{parts} part{'' if parts == 1 else 's'}" if parts else "",
            f"{quoted} more quotation{'' if quoted == 1 else 's'}" if quoted else "",
            f"{len(self.dissenting)} that {'says' if len(self.dissenting) == 1 else 'say'} otherwise"
            if self.dissenting
            else "",
        ]
        return ", ".join(filter(None, told))


def parts_of(candidates: Iterable[CandidateTheme]) -> dict[int, list[CandidateTheme]]:
    """The parts of each suggestion that lost no voice, in one query."""
    rows = CandidateTheme.objects.with_taken_back().filter(parent__in=[row.pk for row in candidates])
    found: dict[int, list[CandidateTheme]] = defaultdict(list)
    for part in rows:
        if not part.has_taken_back and part.label:  # type: ignore[attr-defined]
            found[part.parent_id or 0].append(part)
    return found


def suggestions(candidates: Sequence[CandidateTheme], *, quoted: bool = True) -> list[Suggestion]:
    """Each suggestion with its parts; and, if wanted, the voices near its heart, at its edge, and that say otherwise."""
    parts = parts_of(candidates)
    found = [
        Suggestion(row, parts[row.pk], CandidateForm(candidate=row, parts=parts[row.pk], prefix=f"c{row.pk}"))
        for row in candidates
    ]
    if not quoted:
        return found
    of_row = {item.row.pk: item for item in found}
    rows = MachineCoding.objects.with_parts().filter(candidate__in=of_row)
    for coding in rows.exclude(place=MachineCoding.Place.MEMBER).usable():
        getattr(of_row[coding.candidate_id], coding.place).append(coding)
    return found


def waiting_candidates(run: CandidateRun) -> list[CandidateTheme]:
    """The suggested themes of a run that nobody has looked at yet."""
    return list(run.candidates.wide().with_taken_back().with_apart().filter(state=CandidateTheme.State.OPEN))


def count_to_read(run: CandidateRun, *, user: User) -> int:
    """How many voices a run put in no theme still wait for somebody to read them, in one query."""
    waiting: int = _waiting_to_be_read(run, user=user).standing().count()
    return waiting


def to_read(run: CandidateRun, *, user: User) -> list[PleaseRead]:
    """The voices a run put in no theme that this person may read and nobody has sorted since, in the order of the run."""
    found: list[PleaseRead] = _waiting_to_be_read(run, user=user).with_parts().select_related("nearest").usable()
    gone = set(CandidateTheme.objects.taken_back().filter(run=run).values_list("pk", flat=True))
    for row in found:
        if row.nearest_id in gone:  # its name may hold words that were taken back
            row.nearest = None
    return found


def _waiting_to_be_read(run: CandidateRun, *, user: User) -> Any:
    coded = Coding.objects.filter(theme__codebook=run.codebook_id).values("contribution")
    rows = run.please_read.filter(contribution__in=Contribution.objects.visible_to(user))
    return rows.exclude(contribution__in=coded)
