"""A finding drafted from what people answered, sorted and confirmed: first values for the form, and where each word comes from.

Nobody's words go into the text of the draft but in conditions, which are tied to their voice and go when it goes. Everything
else is shown from the voices themselves, so that a voice taken back takes its words along.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.http import QueryDict

from heard.codes import Use
from heard.records import Voice
from heard.themes.groups import PersonFacts, differences
from heard_web.people.models import User
from heard_web.people.ways import row_number
from heard_web.themes.actions_traces import Trace
from heard_web.themes.counting_stance import answered
from heard_web.themes.groups import EXPECTED, NAMES, facts_about
from heard_web.themes.models import (
    Codebook,
    FoundCondition,
    Passage,
    Proposition,
    Theme,
    answers_about,
    people_behind,
    said_no,
)
from heard_web.voice.models import Contribution

if TYPE_CHECKING:
    from heard.themes.stance.conditions import Condition
    from heard.themes.stance.drafting import DraftPart, FindingDraft, Traced

LONGEST_STATEMENT, LONGEST_CONDITION = 500, 300


@dataclass(frozen=True)
class Subject:
    """What a finding is drafted about: a proposition, or a theme."""

    name: str
    codebook: Codebook
    theme: Theme | None
    proposition: Proposition | None

    @property
    def words(self) -> str:
        """It, in a person's words."""
        if self.proposition:
            return f"“{self.proposition.words.rstrip(' .')}”"
        return f"“{self.theme.name}”" if self.theme else ""


@dataclass
class Drafted:
    """A draft: the first values of the form, the voices it rests on, and where its words come from."""

    name: str
    initial: dict[str, Any]
    voices: list[int] = field(default_factory=list)
    traces: list[Trace] = field(default_factory=list)
    tied: dict[str, int] = field(default_factory=dict)
    proposition: Proposition | None = None
    unquoted: set[int] = field(default_factory=set)  # voices whose speaker said no to being quoted


def subject_of(data: QueryDict, *, user: User) -> Subject | None:
    """What a request asks a draft about, if it is among what this person may change."""
    name = data.get("drafted", "")
    kind, _, number = name.partition(" ")
    theme = row_number(data.get("draft", "")) or (row_number(number) if kind == "theme" else None)
    asked = row_number(data.get("proposition", "")) or (row_number(number) if kind == "proposition" else None)
    if asked:
        rows = Proposition.objects.changeable_by(user).select_related("codebook__held_by", "theme__merged_into")
        row = rows.filter(pk=asked).first()
        return Subject(f"proposition {row.pk}", row.codebook, row.about(), row) if row else None
    if theme:
        themes = Theme.objects.agreed().about_something().changeable_by(user).select_related("codebook__held_by")
        found = themes.filter(pk=theme).first()
        newest = Proposition.objects.filter(theme=found).order_by("-pk").first() if found else None
        return Subject(f"theme {found.pk}", found.codebook, found, newest) if found else None
    return None


def draft(subject: Subject, *, user: User) -> Drafted:
    """Draft a finding from the voices this person may read. The same answers, sortings and conditions give the same draft."""
    from heard.themes.stance.drafting import draft_finding

    rows = _voices(subject, user)
    voices = [
        Voice(f"{row.pk} {at}", row.readable, person)
        for row in rows.values()
        for at, person in enumerate(people_behind(row))
    ]
    stances = _stances(subject, rows.values())
    conditions, unquoted = _conditions(subject, rows)
    found = draft_finding(
        subject.words,
        voices,
        stances={voice.id: stances[_number(voice.id)] for voice in voices if _number(voice.id) in stances},  # type: ignore[misc]
        conditions={voice.id: conditions[_number(voice.id)] for voice in voices if _number(voice.id) in conditions},
    )
    return _filled_in(subject, found, rows, {voice.id: voice.person for voice in voices}, unquoted)


def _number(voice: str) -> int:
    return int(voice.partition(" ")[0])


def _voices(subject: Subject, user: User) -> dict[int, Contribution]:
    """The voices a draft rests on: those under its theme, or those somebody answered for or set a condition in."""
    rows = subject.codebook.contributions().visible_to(user)
    if subject.theme is not None:
        rows = rows.filter(pk__in=subject.theme.codings.order_by().values("contribution"))
    elif subject.proposition is not None:
        rows = rows.filter(pk__in=subject.proposition.answers.order_by().values("contribution"))
    answers = answers_about(rows)
    listed = rows.with_parts().order_by("said_on", "pk")
    return {row.pk: row for row in listed if row.readable and row.judge(answers.get(row.pk, ()), Use.ANALYSE).allowed}


def _stances(subject: Subject, rows: Iterable[Contribution]) -> dict[int, str]:
    """What readers said each voice says; where they differ, that it says both."""
    if subject.proposition is None:
        return {}
    said = answered(subject.proposition, rows)
    return {pk: stances.copy().pop() if len(stances) == 1 else "mixed" for pk, stances in said.items()}


def _conditions(subject: Subject, rows: dict[int, Contribution]) -> tuple[dict[int, list[Condition]], set[int]]:
    """The conditions that people confirmed in these voices, each once; and the voices that may not be quoted."""
    from heard.themes.stance.conditions import Condition

    confirmed = FoundCondition.objects.filter(
        proposition__codebook=subject.codebook, contribution__in=rows, state=FoundCondition.State.CONFIRMED
    )
    found: dict[int, list[Condition]] = {}
    unquoted = set()
    for one in confirmed.annotate(unquoted=said_no(Use.QUOTE)).order_by("contribution", "start", "end", "pk"):
        if one.unquoted:
            unquoted.add(one.contribution_id)
        one.contribution = rows[one.contribution_id]
        mine = found.setdefault(one.contribution_id, [])
        if one.holds and (one.start, one.end) not in {(row.start, row.end) for row in mine}:
            kind: Any = one.kind if one.kind in ("condition", "reservation", "in principle") else "condition"
            qualifies = (one.qualifies_start or 0, one.qualifies_end or 0)
            mine.append(Condition(one.start, one.end, one.words, "", kind, qualifies, one.sureness))
    return found, unquoted


def _filled_in(
    subject: Subject,
    found: FindingDraft,
    rows: dict[int, Contribution],
    people: dict[str, str],
    unquoted: set[int],
) -> Drafted:
    parts: dict[str, list[DraftPart]] = {kind: [] for kind in ("support", "condition", "caution", "minority")}
    for part in found.parts:
        parts[part.kind].append(part)
    made = Drafted(subject.name, {}, proposition=subject.proposition, unquoted=unquoted)
    statement = _without_quotations(parts["support"], rows)[:LONGEST_STATEMENT] or _raised(
        subject, len({*people.values()})
    )
    minority = _without_quotations(parts["minority"], rows)
    held_back = _held_back(parts["caution"], people)
    cautions = "\n".join(filter(None, [held_back, not_heard_from(subject.codebook)]))
    _trace(
        made,
        "support",
        statement,
        [place for part in parts["support"] for place in part.voices] or _marked(subject, rows),
    )
    _trace(made, "minority", minority, [place for part in parts["minority"] for place in part.voices])
    _trace(made, "caution", held_back, [place for part in parts["caution"] for place in part.voices])
    lines = _condition_lines(made, parts["condition"], rows)
    supports = [_number(place.voice) for part in parts["support"] for place in part.voices]
    against = [_number(place.voice) for part in parts["minority"] for place in part.voices]
    made.voices = list(rows)
    made.initial = {
        "statement": statement,
        "purpose": subject.codebook.purpose_id or "",
        "themes": [subject.theme.pk] if subject.theme else [],
        "supports": sorted(set(supports)) if supports or against else None,
        "minority": sorted(set(against)),
        "conditions": "\n".join(lines),
        "minority_view": minority,
        "cautions": cautions,
    }
    return made


def _raised(subject: Subject, people: int) -> str:
    """What a theme comes to while nobody said who is for it: how many people raised it."""
    from heard.themes.stance.drafting import counted

    return f"{counted(people)} raised {subject.words}." if people and subject.theme else ""


def _without_quotations(parts: Sequence[DraftPart], rows: dict[int, Contribution]) -> str:
    """The words of a draft without anybody's own, which are shown from the voices instead."""
    told = []
    for part in parts:
        quoted = "; ".join(f"“{rows[_number(p.voice)].readable[p.start : p.end]}”" for p in part.quoted)
        told.append(part.words.replace(f": {quoted}", "") if quoted else part.words)
    return " ".join(told)


def _held_back(parts: Sequence[DraftPart], people: dict[str, str]) -> str:
    from heard.themes.stance.drafting import counted

    many = len({people[place.voice] for part in parts for place in part.voices})
    return f"{counted(many)} held something back. Read what they said." if many else ""


def not_heard_from(codebook: Codebook) -> str:
    """The groups that nobody came from, in words."""
    rows = codebook.contributions().order_by().select_related("speaker", "activity__setting")
    facts = [PersonFacts(person, facts_about(row)) for row in rows for person in people_behind(row)]
    missing = differences(facts, {}, "role", expected=EXPECTED["role"], names=NAMES["role"]).not_heard
    return f"Not heard from: {', '.join(missing)}." if missing else ""


def _condition_lines(made: Drafted, parts: Sequence[DraftPart], rows: dict[int, Contribution]) -> list[str]:
    """A line for each condition in the exact words of somebody, with everybody who set one like it behind it."""
    lines = []
    for part in parts:
        for place in [one for one in part.quoted if _number(one.voice) not in made.unquoted][:1]:
            line = " ".join(rows[_number(place.voice)].readable[place.start : place.end].split())
            if line and len(line) <= LONGEST_CONDITION and line not in made.tied:
                lines.append(line)
                made.tied[line] = _number(place.voice)
                _trace(made, "condition", line, part.voices)
    return lines


def _trace(made: Drafted, part: str, words: str, places: Iterable[Traced]) -> None:
    if words:
        found = {(_number(place.voice), place.start, place.end) for place in places if place.start < place.end}
        made.traces += [Trace(part, words, *place) for place in sorted(found)]


def _marked(subject: Subject, rows: dict[int, Contribution]) -> list[Traced]:
    """The words that people marked for a theme in each voice; the whole voice where nobody marked any."""
    from heard.themes.stance.drafting import Traced

    passages: dict[int, list[Traced]] = {}
    for one in Passage.objects.filter(coding__theme=subject.theme, coding__contribution__in=rows).select_related(
        "coding"
    ):
        pk = one.coding.contribution_id
        if one.stands_in(rows[pk].readable):
            passages.setdefault(pk, []).append(Traced(str(pk), one.start, one.end))
    return [place for pk, row in rows.items() for place in passages.get(pk, [Traced(str(pk), 0, len(row.readable))])]
