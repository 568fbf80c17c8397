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
from heard_web.themes.counting import NOT_RECORDED, group_of, in_figures, speakers
from heard_web.themes.models import (
    Coding,
    Direction,
    Finding,
    FindingVoice,
    MachineCoding,
    Theme,
    answers_about,
    people_behind,
)
from heard_web.voice.models import Contribution


@dataclass
class FindingCounts:
    """The people behind a finding, and of which groups they are."""

    supports: int = 0
    minority: int = 0
    heard: int = 0
    groups: list[tuple[str, int, int, int]] = field(default_factory=list)
    hidden: dict[str, int] = field(default_factory=dict)
    taken_back: int = 0
    visible: list[FindingVoice] = field(default_factory=list)

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
        """The whole that the people who said so are part of, in words."""
        heard = in_figures(self.heard, withheld=bool(self.hidden))
        return f"of {heard} heard about this question" if self.heard else ""


def count_finding(finding: Finding, *, user: User) -> FindingCounts:
    """Count the people behind a finding, and part the voices this person may read from those only counted."""
    links = finding.voices.with_parts().usable()
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
    groups = {person: group_of(link.contribution) for link in links for person in people_behind(link.contribution)}
    if finding.purpose_id:
        asked = Contribution.objects.standing().filter(held_by=finding.held_by_id, activity__purpose=finding.purpose_id)
        groups |= speakers(asked)
        counts.heard = len(groups)
    said = [record for link in links for record in link.records()]
    people = {count.theme: count.people for count in prevalence(said, heard=len(groups))}
    counts.supports = people.get(FindingVoice.Side.SUPPORTS, 0)
    counts.minority = people.get(FindingVoice.Side.MINORITY, 0)
    if not counts.hidden:
        counts.groups = _by_group(said, groups)
    return counts


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

    `confirmed` are those that people put with the themes, and that nothing suggests to say otherwise; `numbers` are all
    that can be chosen, listed or not.
    """

    queryset: QuerySet[Any]
    listed: list[tuple[Contribution, str]]
    more: int
    confirmed: frozenset[int] = frozenset()
    numbers: frozenset[int] = frozenset()


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
    listed = [
        (row, says.get(row.pk) or ("The computer thinks this says otherwise" if row.pk in suspected else ""))
        for row in readable[:most]
    ]
    confirmed = frozenset(coded.keys() - suspected)
    numbers = frozenset(row.pk for row in readable)
    return FindingVoices(queryset, listed, len(readable) - len(listed), confirmed, numbers)
