"""What was recommended beside what became of it: hands parts of asks and the register to the library."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Min, Q

from heard.codes import BroadArea, ProvisionStatus
from heard.outcomes.attribution import ConcernKind, check
from heard.provision.register import Comparison, Recommended
from heard.provision.register import compare as set_side_by_side
from heard_web.decisions.models import Ask, AskPart, Decision
from heard_web.outcomes.attribution import ages, part_record, place
from heard_web.people.models import User
from heard_web.provision.models import Provision
from heard_web.voice.models import Contribution

KINDS = {"As asked": "done", "Differs": "under_way", "Not open yet": "planned", "Not delivered": "attention"}
ENDED = (ProvisionStatus.CLOSED, ProvisionStatus.NOT_PROCEEDING)


@dataclass(frozen=True)
class Line:
    """One recommended part beside one entry of the register, as one reader sees them."""

    comparison: Comparison
    part: AskPart | None
    provision: Provision | None
    decision: Decision | None
    older: str = ""

    @property
    def result(self) -> str:
        """In a few words: as asked, with differences, not delivered, or not asked for."""
        if self.part is None:
            return "Not asked for"
        entry = self.comparison.entry
        if entry is not None and not self.comparison.delivered and entry.status not in ENDED:
            return "Not open yet"
        if not self.comparison.delivered:
            return "Not delivered"
        return "Differs" if self.comparison.differences else "As asked"

    @property
    def kind(self) -> str:
        """The colour of the result's tag."""
        return {
            "As asked": "done",
            "Differs": "under_way",
            "Not open yet": "planned",
            "Not delivered": "attention",
        }.get(self.result, "quiet")

    @property
    def why_not(self) -> str:
        """Why a part was not delivered, or that nobody has said. The reason for an entry that ended is in its own words."""
        if self.result != "Not delivered" or self.comparison.entry is not None:
            return ""
        return (self.decision.reason if self.decision else "") or "no reason given yet"


def recommended_parts(user: User) -> list[AskPart]:
    """Parts of visible asks that ask for a place: at a setting, for a need, or of a size."""
    for_a_place = Q(setting__isnull=False) | ~Q(designation="") | Q(places__isnull=False) | Q(provisions__isnull=False)
    asks = Ask.objects.visible_to(user)
    rows = AskPart.objects.filter(for_a_place, ask__in=asks).select_related("ask__body", "setting").distinct()
    return list(rows.order_by("-ask__put_on", "ask_id", "position", "id"))


def first_heard(user: User, asks: set[int]) -> dict[int, datetime.date]:
    """The day of the first standing voice behind each ask, as far as this person may see."""
    asked = "finding_links__finding__asks"
    voices = Contribution.objects.visible_to(user).standing().filter(**{f"{asked}__in": asks})
    return dict(voices.order_by().values_list(asked).annotate(Min("said_on")))


def compared(user: User) -> list[Line]:
    """Every recommended part beside what became of it, then entries nobody recommended, in a fixed number of queries."""
    parts = recommended_parts(user)
    register = {str(row.pk): row for row in Provision.objects.visible_to(user).as_it_stands()}
    known = {str(part.pk): part for part in parts}
    answers = _answers(user, {part.ask_id for part in parts})
    heard = first_heard(user, {part.ask_id for part in parts})
    lines = []
    for found in set_side_by_side([_recommended(part) for part in parts], [row.record() for row in register.values()]):
        provision = register[found.entry.id] if found.entry else None
        if found.recommended is None and found.entry and found.entry.recommended_id:
            if found.entry.recommended_id not in known:
                continue  # it answers a part that this person may not see
            found = set_side_by_side([_recommended(known[found.entry.recommended_id])], [found.entry])[0]
        part = known[found.recommended.id] if found.recommended else None
        decision = (answers.get((part.ask_id, part.pk)) or answers.get((part.ask_id, None))) if part else None
        ended = found.entry is not None and found.entry.status in ENDED
        older = older_than_voice(provision, part, heard) if part and provision and not ended else ""
        lines.append(Line(found, part, provision, decision, older))
    return lines


def older_than_voice(provision: Provision, part: AskPart, heard: dict[int, datetime.date]) -> str:
    """In words, that a provision was planned or open before anyone behind the ask was heard; else nothing."""
    doubts = check(heard.get(part.ask_id), [part_record(part, part.ask)], [provision.as_result()])
    return next((doubt.message for doubt in doubts if doubt.kind is ConcernKind.OLDER_THAN_VOICE), "")


def _recommended(part: AskPart) -> Recommended:
    return Recommended(
        id=str(part.pk), name=place(part.setting) if part.setting else part.words,
        urn=str(part.setting.urn or "") if part.setting else "",
        designation=BroadArea(part.designation) if part.designation else None, places=part.places,
        ages=ages(part.age_from, part.age_to), recommended_on=part.ask.put_on,
    )  # fmt: skip


def _answers(user: User, asks: set[int]) -> dict[tuple[int, int | None], Decision]:
    """The latest visible answer to each ask and part."""
    rows = Decision.objects.visible_to(user).filter(ask__in=asks).order_by("decided_on", "id")
    return {(row.ask_id, row.part_id): row for row in rows}
