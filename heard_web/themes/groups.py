"""Who raised what, group by group: from rows to the library's comparison, in a fixed number of queries.

Only what people sorted is compared, and only the people whose words somebody has read stand in it: a voice nobody has read
has not been silent about anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from heard.codes import AgeBand, BroadArea, Mode, ParticipantGroup, Use
from heard.publishing.small_numbers import ReleasedTable, Table, release
from heard.themes.groups import NOT_RECORDED, DifferencesTable, PersonFacts, differences
from heard.themes.groups.intervals import Interval
from heard_web.people.models import User
from heard_web.themes.models import Codebook, Coding, MachineCoding, Theme, answers_about, people_behind
from heard_web.voice.models import Contribution

KINDS = {
    "role": "Who they took part as",
    "age_band": "Age",
    "need": "Area of need",
    "area": "Town",
    "setting": "School or setting",
    "mode": "How it reached us",
    "month": "Month",
}
# Groups of the area that ought to be there, so that nobody is overlooked by not coming.
EXPECTED = {
    "role": [group.value for group in ParticipantGroup if group.uses_services],
    "age_band": [band.value for band in AgeBand if band != AgeBand.NOT_ASKED],
    "need": [area.value for area in BroadArea if area != BroadArea.GENERIC],
}
NAMES: dict[str, dict[str, str]] = {
    "role": dict(ParticipantGroup.choices()),
    "age_band": dict(AgeBand.choices()),
    "need": dict(BroadArea.choices()),
    "mode": dict(Mode.choices()),
}


@dataclass
class Heard:
    """The people whose words somebody has read in a set of themes: their groups, what they raised, where we met them."""

    codebook: Codebook
    facts: list[PersonFacts] = field(default_factory=list)
    activities: dict[str, str] = field(default_factory=dict)
    raised: dict[str, set[str]] = field(default_factory=dict)
    themes: dict[str, Theme] = field(default_factory=dict)
    rounds: dict[str, list[str]] = field(default_factory=dict)
    all_people: int = 0
    voices: int = 0
    read_voices: int = 0
    everybody: list[PersonFacts] = field(default_factory=list)  # also those whose words nobody has read yet
    withheld: bool = False

    @property
    def people(self) -> set[str]:
        """The stand-ins of the people whose words somebody has read."""
        return {one.person for one in self.facts}

    @property
    def names(self) -> dict[str, str]:
        """The name of each theme, a part with its theme behind it."""
        return {
            key: f"{theme.name} (part of {theme.parent.name})" if theme.parent else theme.name
            for key, theme in self.themes.items()
        }


def facts_about(row: Contribution) -> dict[str, str]:
    """The groups of the person who speaks in a contribution. What nobody asked is left out."""
    speaker, setting = row.speaker, row.activity.setting
    found = {"mode": row.mode, "month": row.said_on.strftime("%Y-%m")}
    if speaker:
        found |= {"role": speaker.group, "need": speaker.need_area}
        found["age_band"] = "" if speaker.age_band == AgeBand.NOT_ASKED else speaker.age_band
    if setting:
        found |= {"setting": setting.name.replace(";", ","), "area": setting.town.replace(";", ",")}
    return {kind: value for kind, value in found.items() if value}


def heard_in(codebook: Codebook, *, user: User) -> Heard:
    """Gather the people whose words somebody has read, with their groups and what they raised, in six queries."""
    found = Heard(codebook)
    contributions = codebook.contributions()
    answers = answers_about(contributions)
    listed = contributions.order_by("said_on", "pk").select_related("speaker", "activity__setting")
    rows = {row.pk: row for row in listed.defer("words", "explanation", "activity__notes")}
    seen = set(Contribution.objects.visible_to(user).filter(pk__in=contributions).values_list("pk", flat=True))
    found.withheld = bool(rows.keys() - seen)
    found.all_people = len({person for row in rows.values() for person in people_behind(row)})
    about = codebook.themes.agreed().about_something().select_related("parent")
    found.themes = {str(theme.pk): theme for theme in about}
    found.raised = {key: set() for key in found.themes}
    read: set[int] = set()
    codings = Coding.objects.filter(theme__codebook=codebook, theme__merged_into=None, contribution__in=contributions)
    for coding in codings.usable(answers):
        read.add(coding.contribution_id)
        if str(coding.theme_id) in found.raised:
            found.raised[str(coding.theme_id)].update(people_behind(coding.contribution))
    # A theme nobody has put a voice under yet was not silent in any group: there is nothing to compare.
    found.raised = {key: people for key, people in found.raised.items() if people}
    open_to_read = [row for row in rows.values() if row.judge(answers.get(row.pk, ()), Use.ANALYSE).allowed]
    found.voices, found.read_voices = len(open_to_read), len(read)
    found.everybody = [PersonFacts(person, facts_about(row)) for row in open_to_read for person in people_behind(row)]
    for pk in sorted(read, key=lambda pk: (rows[pk].said_on, pk)):
        row = rows[pk]
        groups = facts_about(row)
        for person in people_behind(row):
            found.facts.append(PersonFacts(person, groups))
            found.activities[person] = str(row.activity_id)
    return found


def group_names(by: str) -> dict[str, str]:
    """Each group of a kind in words."""
    return NAMES.get(by, {}) | {NOT_RECORDED: "Not recorded"}


def compare(heard: Heard, by: str) -> DifferencesTable:
    """The comparison of all themes between the groups of one kind."""
    return differences(
        heard.facts,
        heard.raised,
        by,
        expected=EXPECTED.get(by, ()),
        names=group_names(by),
        theme_names=heard.names,
        activities=heard.activities,
    )


def compare_all(heard: Heard, by: str, corrected: Mapping[str, Mapping[str, Interval]]) -> DifferencesTable:
    """The comparison of what is likely of all voices, read or not: the computer's shares where people put them right."""
    names = {key: name for key, name in heard.names.items() if key in corrected}
    return differences(
        heard.everybody,
        dict.fromkeys(names, ()),
        by,
        expected=EXPECTED.get(by, ()),
        names=group_names(by),
        theme_names=names,
        machine=names.keys(),
        corrected=corrected,
    )


def compare_for_others(heard: Heard, by: str) -> ReleasedTable:
    """The same people counted so that the numbers may be read by anybody: rounded, and the small ones withheld."""
    members: dict[str, set[str]] = defaultdict(set)
    for one in heard.facts:
        for group in one.values(by):
            members[group].add(one.person)
    names = group_names(by)
    groups = sorted(members, key=lambda group: (group == NOT_RECORDED, names.get(group, group)))
    themes = sorted(heard.raised, key=lambda key: (-len(heard.raised[key]), heard.names[key]))
    table = Table(
        rows=tuple(heard.names[key] for key in themes),
        columns=tuple(names.get(group, group) for group in groups),
        counts=tuple(tuple(len(heard.raised[key] & members[group]) for group in groups) for key in themes),
        row_totals=tuple(len(heard.raised[key]) for key in themes),
        column_totals=tuple(len(members[group]) for group in groups),
        total=len(heard.people),
    )
    return release(table, strict=False)


def suggested_people(codebook: Codebook) -> Mapping[str, int]:
    """How many people the machine suggests under each theme, that nobody has checked. They stand in no comparison."""
    waiting: dict[str, set[str]] = defaultdict(set)
    for row in MachineCoding.objects.waiting().filter(candidate__run__codebook=codebook).usable():
        waiting[str(row.for_theme)].update(people_behind(row.contribution))
    return {key: len(people) for key, people in waiting.items()}
