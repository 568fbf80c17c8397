"""A finding drafted from what people answered, sorted and confirmed: first values for the form, and where each word comes from.

Nobody's words go into the text of the draft but in conditions, which are tied to their voice and go when it goes. Everything
else is shown from the voices themselves, so that a voice taken back takes its words along.
"""

from __future__ import annotations

from collections import Counter
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
from heard_web.themes.counting_stance import answered, of_person
from heard_web.themes.following import may_say_otherwise, raised
from heard_web.themes.groups import EXPECTED, NAMES, facts_about
from heard_web.themes.models import (
    Codebook,
    FoundCondition,
    Passage,
    Proposition,
    Stance,
    Theme,
    answers_about,
    people_behind,
    said_no,
)
from heard_web.themes.reading_so_far import count_read, with_reading
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
    theme: Theme | None = None
    raised: str = ""  # the sentence whose number follows the ticks
    rows: dict[int, Contribution] = field(default_factory=dict)
    to_answer: set[int] = field(default_factory=set)  # voices that stand for neither side until a person says
    asked: list[tuple[str, int]] = field(default_factory=list)  # each stance, and the people who said so

    @property
    def of_asked(self) -> int:
        """How many people somebody answered for."""
        return sum(people for _, people in self.asked)


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
    made = _filled_in(subject, found, rows, {voice.id: voice.person for voice in voices}, unquoted)
    made.asked = _asked({voice.id: voice.person for voice in voices if _number(voice.id) in stances}, stances)
    return made


def _asked(people: dict[str, str], stances: dict[int, str]) -> list[tuple[str, int]]:
    """Each stance in words, with the people who said so; somebody whom nobody answered for is not among them."""
    said: dict[str, set[str]] = {}
    for voice, person in people.items():
        said.setdefault(person, set()).add(stances[_number(voice)])
    sides = Counter(of_person(told) for told in said.values())
    return [(str(stance.label), sides[stance]) for stance in Stance] if said else []


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
    made = Drafted(subject.name, {}, proposition=subject.proposition, unquoted=unquoted, theme=subject.theme)
    made.rows, made.voices = rows, list(rows)
    against = _numbers(parts["minority"])
    made.to_answer = {_number(voice) for voice in found.two_minds} - against
    if subject.theme is not None and subject.proposition is None:
        made.to_answer |= may_say_otherwise(subject.theme) - against
    answered_for = {pk: row for pk, row in rows.items() if pk not in made.to_answer}
    statement = _without_quotations(parts["support"], rows)[:LONGEST_STATEMENT]
    if not statement and not parts["minority"]:
        statement = made.raised = raised(made, answered_for.values())
    minority = _without_quotations(parts["minority"], rows)
    held_back = _held_back(parts["caution"], people)
    cautions = "\n".join(filter(None, [held_back, *_not_heard(subject.codebook)]))
    _trace(made, "support", statement, _places(parts["support"]) or _marked(subject, answered_for))
    _trace(made, "minority", minority, _places(parts["minority"]))
    _trace(made, "caution", held_back, _places(parts["caution"]))
    lines = _condition_lines(made, parts["condition"], rows)
    supports = set(rows) if made.raised else _numbers(parts["support"])
    made.initial = {
        "statement": statement,
        "purpose": subject.codebook.purpose_id or "",
        "themes": [subject.theme.pk] if subject.theme else [],
        "supports": sorted(supports - against - made.to_answer),
        "minority": sorted(against),
        "conditions": "\n".join(lines),
        "minority_view": minority,
        "cautions": cautions,
    }
    return made


def _places(parts: Sequence[DraftPart]) -> list[Traced]:
    return [place for part in parts for place in part.voices]


def _numbers(parts: Sequence[DraftPart]) -> set[int]:
    return {_number(place.voice) for place in _places(parts)}


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


def _not_heard(codebook: Codebook) -> list[str]:
    """Who was heard and not read yet, and the groups that nobody came from, in words."""
    every = codebook.contributions().select_related("speaker", "activity__setting")
    rows = list(with_reading(every, codebook=codebook))
    facts = [PersonFacts(person, facts_about(row)) for row in rows for person in people_behind(row)]
    missing = differences(facts, {}, "role", expected=EXPECTED["role"], names=NAMES["role"]).not_heard
    return [count_read(rows).to_keep, f"Not heard from: {', '.join(missing)}." if missing else ""]


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
