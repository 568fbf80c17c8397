"""People counted for the pages: from rows to the library's sums, in a fixed number of queries.

What people coded and what a machine suggests are counted apart, and nothing here adds them together.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from heard.codes import Use
from heard.themes.prevalence import prevalence
from heard_web.people.models import User
from heard_web.themes.models import Codebook, Coding, MachineCoding, Theme, answers_about, people_behind
from heard_web.voice.models import Contribution

NOT_RECORDED = "not recorded"


@dataclass(frozen=True)
class ThemeLine:
    """One agreed theme and the people under it."""

    theme: Theme
    people: int
    heard: int
    waiting_people: int
    waiting_voices: int


@dataclass(frozen=True)
class CodebookCounts:
    """The themes of a codebook, most widely shared first, and how many people we heard from."""

    lines: list[ThemeLine]
    heard: int
    voices: int
    coded_voices: int


def with_speaker(contributions: QuerySet[Any]) -> QuerySet[Any]:
    """The contributions with what is needed to count the people in them, and nothing they said."""
    return contributions.order_by().select_related("speaker").only("speaker__people", "speaker__group")


def speakers(contributions: QuerySet[Any]) -> dict[str, str]:
    """The stand-in of every person who speaks in these contributions, and the group each took part as."""
    return {person: group_of(row) for row in with_speaker(contributions) for person in people_behind(row)}


def group_of(contribution: Contribution) -> str:
    """The group the speaker took part as, or words that say it was not recorded."""
    return contribution.speaker.group if contribution.speaker else NOT_RECORDED


def count_themes(codebook: Codebook) -> CodebookCounts:
    """Count the people under each theme of a codebook: those a person coded, and apart those a machine suggests."""
    contributions = codebook.contributions()
    answers = answers_about(contributions)
    rows = list(with_speaker(contributions))
    codings = Coding.objects.filter(theme__codebook=codebook, contribution__in=contributions).usable(answers)
    coded = [record for row in codings for record in row.records()]
    heard = len({person for row in rows for person in people_behind(row)})
    people = {count.theme: count.people for count in prevalence(coded, heard=heard)}
    waiting_people: dict[int, set[str]] = defaultdict(set)
    waiting_voices: dict[int, set[int]] = defaultdict(set)
    for row in MachineCoding.objects.waiting().filter(candidate__run__codebook=codebook).usable(answers):
        waiting_people[row.for_theme].update(people_behind(row.contribution))
        waiting_voices[row.for_theme].add(row.contribution_id)
    lines = [
        ThemeLine(
            theme, people.get(str(theme.pk), 0), heard, len(waiting_people[theme.pk]), len(waiting_voices[theme.pk])
        )
        for theme in codebook.themes.agreed().select_related("parent")
    ]
    lines.sort(key=lambda line: (line.theme.fits_none, -line.people, line.theme.name.casefold()))
    return CodebookCounts(lines, heard, len(rows), len({row.contribution_id for row in codings}))


@dataclass(frozen=True)
class StillToCode:
    """The voices of a codebook that nobody has put under a theme yet, and how many may not be read."""

    readable: list[int]
    not_agreed: int


def still_to_code(codebook: Codebook) -> StillToCode:
    """Find the voices nobody has coded: those that may be read, oldest first, and the number of those that may not."""
    rows = codebook.contributions().exclude(codings__theme__codebook=codebook)
    answers = answers_about(rows)
    listed = list(rows.select_related("speaker").order_by("said_on", "pk"))
    readable = [row.pk for row in listed if row.judge(answers.get(row.pk, ()), Use.ANALYSE).allowed]
    return StillToCode(readable, len(listed) - len(readable))


@dataclass(frozen=True)
class CodedVoice:
    """A contribution under a theme, with every person's coding of it."""

    contribution: Contribution
    codings: list[Coding]


@dataclass(frozen=True)
class ThemeVoices:
    """The voices of a theme that a person may read, those only counted, and apart what a machine suggests."""

    coded: list[CodedVoice]
    suggested: list[MachineCoding]
    people: int
    suggested_people: int
    hidden: int


def voices_of_theme(theme: Theme, *, user: User) -> ThemeVoices:
    """Find the voices of one theme, in a fixed number of queries."""
    seen = set(Contribution.objects.visible_to(user).filter(codings__theme=theme).values_list("pk", flat=True))
    mine = theme.codings.filter(contribution__in=theme.codebook.contributions())
    by_voice: dict[int, list[Coding]] = defaultdict(list)
    for coding in mine.with_parts().select_related("coded_by").usable():
        by_voice[coding.contribution_id].append(coding)
    people = {person for codings in by_voice.values() for person in people_behind(codings[0].contribution)}
    visible = Contribution.objects.visible_to(user)
    waiting = MachineCoding.objects.waiting().filter(for_theme=theme.pk, contribution__in=visible)
    suggested = waiting.with_parts().order_by("-closeness", "id").usable()
    return ThemeVoices(
        coded=[CodedVoice(codings[0].contribution, codings) for pk, codings in by_voice.items() if pk in seen],
        suggested=suggested,
        people=len(people),
        suggested_people=len({person for row in suggested for person in people_behind(row.contribution)}),
        hidden=len(by_voice.keys() - seen),
    )
