"""The people behind findings, and the voices a finding may rest on, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from heard.codes import ParticipantGroup, Use
from heard.records import Coding as CodingRecord
from heard.themes.prevalence import GroupCount, people_by_group, prevalence
from heard_web.people.models import User
from heard_web.themes.counting import NOT_RECORDED, group_of, with_speaker
from heard_web.themes.counting_stance import count_stances
from heard_web.themes.figures import in_figures
from heard_web.themes.models import (
    Coding,
    Direction,
    Finding,
    FindingVoice,
    MachineCoding,
    Proposition,
    Theme,
    answers_about,
    people_behind,
)
from heard_web.themes.quoting import NO, mark_quotable
from heard_web.themes.reading_so_far import ReadSoFar, count_read, with_reading
from heard_web.voice.models import Contribution, Permission


@dataclass
class FindingCounts:
    """The people behind a finding, and of which groups they are."""

    supports: int = 0
    minority: int = 0
    read: ReadSoFar = field(default_factory=lambda: ReadSoFar(0, 0))
    asked: list[tuple[str, str]] = field(default_factory=list)
    of_asked: str = ""
    groups: list[tuple[str, int, int, int]] = field(default_factory=list)
    hidden: dict[str, int] = field(default_factory=dict)
    taken_back: int = 0
    visible: list[FindingVoice] = field(default_factory=list)
    kept_back: bool = False  # whether voices that may not be quoted are kept from those who decide

    def of_side(self, side: str) -> list[FindingVoice]:
        """The voices this person may read that support the finding, or that say otherwise."""
        return [link for link in self.visible if link.side == side]

    @property
    def said_so(self) -> str:
        """How many people said so, as this person may read it."""
        return in_figures(self.supports, withheld=bool(self.hidden))

    @property
    def said_otherwise(self) -> str:
        """How many people said otherwise, as this person may read it."""
        return in_figures(self.minority, withheld=bool(self.hidden))

    @property
    def of_heard(self) -> str:
        """The whole that the people who said so are part of, in words: never people who were not read or not asked."""
        return self.of_asked or self.read.of_read

    @property
    def not_read(self) -> str:
        """How many of the people heard were not read yet, in words; nothing where the finding speaks of those asked."""
        return "" if self.of_asked else self.read.not_read

    @property
    def some_unquoted(self) -> bool:
        """Whether one of the voices on the page may not be quoted."""
        return any(link.contribution.quoting == NO for link in self.visible)  # type: ignore[attr-defined]


def count_finding(finding: Finding, *, user: User) -> FindingCounts:
    """Count the people behind a finding, and part the voices this person may read from those only counted."""
    rows = list(finding.voices.with_parts().standing())
    known = Permission.objects.filter(use__in=(Use.ANALYSE, Use.QUOTE))
    answers = known.for_numbers(row.contribution_id for row in rows)
    links = [row for row in rows if row.contribution.judge(answers.get(row.contribution_id, ()), Use.ANALYSE).allowed]
    counts = FindingCounts(taken_back=finding.voices.taken_back().count())
    linked = Contribution.objects.filter(finding_links__finding=finding)
    seen = set(linked.standing().visible_to(user).values_list("pk", flat=True))
    hidden: dict[str, int] = defaultdict(int)
    for link in links:
        if link.contribution_id in seen and user.as_role.may_read_voices():
            counts.visible.append(link)
        else:
            hidden[link.contribution.held_by.name] += 1
    counts.hidden = dict(sorted(hidden.items()))
    mark_quotable((link.contribution for link in counts.visible), answers=answers)
    if user.as_role.only_decides():
        shown = [link for link in counts.visible if link.contribution.quoting != NO]  # type: ignore[attr-defined]
        counts.kept_back, counts.visible = len(shown) < len(counts.visible), shown
    groups = {person: group_of(link.contribution) for link in links for person in people_behind(link.contribution)}
    if finding.purpose_id:
        every = Contribution.objects.standing().filter(held_by=finding.held_by_id, activity__purpose=finding.purpose_id)
        heard = list(with_reading(with_speaker(every)))
        counts.read = count_read(heard, withheld=bool(counts.hidden), also=groups)
        groups |= {person: group_of(row) for row in heard for person in people_behind(row)}
    if finding.proposition is not None:
        _count_asked(counts, finding.proposition, user=user)
    said = [record for link in links for record in link.records()]
    people = {count.theme: count.people for count in prevalence(said, heard=len(groups))}
    counts.supports = people.get(FindingVoice.Side.SUPPORTS, 0)
    counts.minority = people.get(FindingVoice.Side.MINORITY, 0)
    if not counts.hidden:
        counts.groups = _by_group(said, groups)
    return counts


def _count_asked(counts: FindingCounts, proposition: Proposition, *, user: User) -> None:
    """Say who is for and against among the people somebody answered for: a finding about that speaks of nobody else."""
    stances = count_stances(proposition, user=user)
    withheld = stances.withheld or bool(counts.hidden) or not user.as_role.may_read_voices()
    asked = sum(len(people) for people in stances.people.values())
    if asked:
        counts.of_asked = f"of {in_figures(asked, withheld=withheld)} asked who is for and against"
        counts.asked = stances.people_told(withheld=withheld)


def _by_group(said: Iterable[CodingRecord], groups: dict[str, str]) -> list[tuple[str, int, int, int]]:
    """Each group in words: how many support, how many say otherwise, how many were heard."""
    heard: dict[str, int] = defaultdict(int)
    for group in groups.values():
        heard[group] += 1
    sides: dict[str, dict[str, GroupCount]] = defaultdict(dict)
    for count in people_by_group(said, groups, heard=heard):
        sides[count.group][count.theme] = count
    labels = [(code, label) for code, label in ParticipantGroup.choices() if code in sides]
    labels += [(NOT_RECORDED, "Group not recorded")] if NOT_RECORDED in sides else []
    return [
        (
            label,
            sides[code][FindingVoice.Side.SUPPORTS].people if FindingVoice.Side.SUPPORTS in sides[code] else 0,
            sides[code][FindingVoice.Side.MINORITY].people if FindingVoice.Side.MINORITY in sides[code] else 0,
            heard[code],
        )
        for code, label in labels
    ]


@dataclass(frozen=True)
class PeopleSaid:
    """How many people stand behind a finding in a list, as one person may read it. `minority` is empty for nobody."""

    supports: str
    minority: str


def people_in_findings(findings: Sequence[Finding], *, user: User) -> dict[int, PeopleSaid]:
    """For each finding, how many people support it and how many say otherwise, in three queries for all of them.

    Whoever may not read every voice behind a finding reads safe numbers, and not whether anybody said otherwise.
    """
    links = FindingVoice.objects.filter(finding__in=[finding.pk for finding in findings])
    seen = set(links.filter(contribution__in=Contribution.objects.visible_to(user)).values_list("pk", flat=True))
    seen = seen if user.as_role.may_read_voices() else set()
    sides: dict[tuple[int, str], set[str]] = defaultdict(set)
    withheld: set[int] = set()
    for link in links.usable():
        sides[link.finding_id, link.side].update(people_behind(link.contribution))
        if link.pk not in seen:
            withheld.add(link.finding_id)
    said = {}
    for pk in (finding.pk for finding in findings):
        supports = len(sides[pk, FindingVoice.Side.SUPPORTS])
        minority = len(sides[pk, FindingVoice.Side.MINORITY])
        told = str(minority) if minority and pk not in withheld else ""
        said[pk] = PeopleSaid(in_figures(supports, withheld=pk in withheld), told)
    return said


@dataclass(frozen=True)
class FindingVoices:
    """The voices a person can choose for a finding, each with what is known of its side; `more` are not listed.

    `confirmed` are those that people put with the themes, and that nothing suggests to say otherwise; `suspected` those
    that something does; `numbers` are all that can be chosen, listed or not.
    """

    queryset: QuerySet[Any]
    listed: list[tuple[Contribution, str]]
    more: int
    confirmed: frozenset[int] = frozenset()
    numbers: frozenset[int] = frozenset()
    suspected: frozenset[int] = frozenset()


def voices_to_choose(
    *, user: User, themes: Sequence[int], finding: Finding | None, most: int, drafted: Sequence[int] = ()
) -> FindingVoices:
    """The voices people coded to the themes, those the machine takes for dissent, and those the finding has already.

    `drafted` are voices that a draft rests on.
    """
    open_to = Contribution.objects.standing().visible_to(user)
    chosen = Theme.objects.agreed().visible_to(user).filter(pk__in=themes)
    dissent = MachineCoding.objects.waiting().filter(for_theme__in=chosen, place=MachineCoding.Place.DISSENTING)
    wanted = Q(codings__theme__in=chosen) | Q(pk__in=dissent.values("contribution")) | Q(pk__in=drafted)
    if finding is not None:
        wanted |= Q(finding_links__finding=finding)
    queryset = open_to.filter(pk__in=open_to.filter(wanted).order_by().values("pk"))
    answers = answers_about(queryset)
    readable = [
        row
        for row in queryset.with_parts().order_by("said_on", "pk")
        if row.judge(answers.get(row.pk, ()), Use.ANALYSE).allowed
    ]
    coded = dict(Coding.objects.filter(theme__in=chosen).order_by("pk").values_list("contribution", "direction"))
    says = {pk: str(Direction(said).label) for pk, said in coded.items() if said != Direction.NOT_SAID}
    suspected = set(MachineCoding.objects.saying_otherwise(chosen).values_list("contribution", flat=True))
    readable.sort(key=lambda row: row.pk not in suspected)  # those to be answered come first, and are never cut off
    listed = [
        (row, says.get(row.pk) or ("The computer thinks this says otherwise" if row.pk in suspected else ""))
        for row in readable[:most]
    ]
    confirmed = frozenset(coded.keys() - suspected)
    numbers = frozenset(row.pk for row in readable)
    return FindingVoices(queryset, listed, len(readable) - len(listed), confirmed, numbers, numbers & suspected)
