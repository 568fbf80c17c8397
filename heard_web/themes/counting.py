"""People counted for the pages: from rows to the library's sums, in a fixed number of queries.

What people coded and what a machine suggests are counted apart, and nothing here adds them together.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from heard.codes import Use
from heard.themes.prevalence import prevalence
from heard_web.people.models import User
from heard_web.themes.figures import in_figures
from heard_web.themes.models import Codebook, Coding, MachineCoding, RoundVoice, Theme, answers_about, people_behind
from heard_web.themes.models_codebook import Answers
from heard_web.themes.reading_so_far import ReadSoFar, count_read, with_reading
from heard_web.voice.models import Contribution, Permission

NOT_RECORDED = "not recorded"


def some_hidden(codebook: Codebook, *, user: User) -> bool:
    """Whether a voice of the set is not open to this person, who is then told no small number about it."""
    if codebook.is_own_of(user):
        return False
    seen = Contribution.objects.visible_to(user).values("pk")
    return codebook.contributions().exclude(pk__in=seen).exists()


@dataclass(frozen=True)
class ThemeLine:
    """One agreed theme and the people under it."""

    theme: Theme
    people: int
    heard: int
    waiting_people: int
    waiting_voices: int
    withheld: bool = False

    @property
    def people_told(self) -> str:
        """The people under it, in figures that this reader may see."""
        return in_figures(self.people, withheld=self.withheld)

    @property
    def heard_told(self) -> str:
        """The people heard, in figures that this reader may see."""
        return in_figures(self.heard, withheld=self.withheld)

    @property
    def waiting_told(self) -> str:
        """The people the computer suggests, in figures that this reader may see."""
        return in_figures(self.waiting_people, withheld=self.withheld)


@dataclass(frozen=True)
class CodebookCounts:
    """The themes of a codebook, most widely shared first, and how many people we heard from."""

    lines: list[ThemeLine]
    heard: int
    voices: int
    coded_voices: int
    withheld: bool = False
    read: ReadSoFar = field(default_factory=lambda: ReadSoFar(0, 0))

    @property
    def told(self) -> dict[str, str]:
        """Its totals, in figures that this reader may see."""
        totals = {"heard": self.heard, "voices": self.voices, "coded_voices": self.coded_voices}
        return {name: in_figures(many, withheld=self.withheld) for name, many in totals.items()}


def with_speaker(contributions: QuerySet[Any]) -> QuerySet[Any]:
    """The contributions with what is needed to count the people in them, and nothing they said."""
    return contributions.order_by().select_related("speaker").only("speaker__people", "speaker__group")


def speakers(contributions: QuerySet[Any]) -> dict[str, str]:
    """The stand-in of every person who speaks in these contributions, and the group each took part as."""
    return {person: group_of(row) for row in with_speaker(contributions) for person in people_behind(row)}


def group_of(contribution: Contribution) -> str:
    """The group the speaker took part as, or words that say it was not recorded."""
    return contribution.speaker.group if contribution.speaker else NOT_RECORDED


def count_themes(codebook: Codebook, *, withheld: bool = False) -> CodebookCounts:
    """Count the people under each theme of a codebook: those a person coded, and apart those a machine suggests.

    `withheld` says that the counts are for somebody who may not read all of its voices.
    """
    contributions = codebook.contributions()
    answers = answers_about(contributions)
    rows = list(with_reading(with_speaker(contributions), codebook=codebook))
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
            theme,
            people.get(str(theme.pk), 0),
            heard,
            len(waiting_people[theme.pk]),
            len(waiting_voices[theme.pk]),
            withheld,
        )
        for theme in codebook.themes.agreed().select_related("parent")
    ]
    wider = {line.theme.pk: line for line in lines}
    lines.sort(
        key=lambda line: (
            *_place(wider.get(line.theme.parent_id or 0, line)), line.theme.parent_id in wider, *_place(line)
        )
    )  # fmt: skip
    return CodebookCounts(
        lines,
        heard,
        len(rows),
        len({row.contribution_id for row in codings}),
        withheld,
        count_read(rows, withheld=withheld),
    )


def _place(line: ThemeLine) -> tuple[bool, int, str]:
    """The theme most people raised comes first; its parts follow it."""
    return line.theme.fits_none, -line.people, line.theme.name.casefold()


@dataclass(frozen=True)
class StillToCode:
    """The voices of a codebook that nobody has put under a theme yet, and how many may not be read.

    `apart` is how many more are with two people who read apart from each other, or wait to be settled between them.
    `readable` are those nobody has read. `looked_at` are those somebody read in whole and found not to belong under a
    theme the computer suggested: they may still fit another, so they come last, and never count as unread.
    """

    readable: list[int]
    not_agreed: int
    apart: int = 0
    rows: tuple[Contribution, ...] = ()
    looked_at: frozenset[int] = frozenset()


def still_to_code(codebook: Codebook) -> StillToCode:
    """Find the voices nobody has coded: those that may be read, oldest first, and the number of those that may not."""
    rows = codebook.contributions().exclude(codings__theme__codebook=codebook)
    apart = set(RoundVoice.objects.held_back().filter(round__codebook=codebook).values_list("contribution", flat=True))
    listed = list(rows.select_related("speaker", "observation").order_by("said_on", "pk"))
    answers = Permission.objects.filter(use=Use.ANALYSE).for_numbers(row.pk for row in listed)
    allowed = [row for row in listed if row.judge(answers.get(row.pk, ()), Use.ANALYSE).allowed]
    looked = looked_at(codebook)
    free = sorted((row for row in allowed if row.pk not in apart), key=lambda row: row.pk in looked)
    unread = [row.pk for row in free if row.pk not in looked]
    seen = frozenset(row.pk for row in free if row.pk in looked)
    return StillToCode(unread, len(listed) - len(allowed), len(allowed) - len(free), tuple(free), seen)


def looked_at(codebook: Codebook) -> set[int]:
    """The voices that a person read and found not to belong under a theme the computer suggested for them."""
    refused = MachineCoding.objects.filter(candidate__run__codebook=codebook, refused_at__isnull=False)
    return set(refused.values_list("contribution", flat=True))


def open_to_rounds(codebook: Codebook) -> tuple[list[int], set[int]]:
    """All voices that two people may read apart, sorted or not, oldest first; and which of them somebody has sorted."""
    rows = list(codebook.contributions().order_by("said_on", "pk").select_related("speaker"))
    answers = Permission.objects.filter(use=Use.ANALYSE).for_numbers(row.pk for row in rows)
    apart = set(RoundVoice.objects.held_back().filter(round__codebook=codebook).values_list("contribution", flat=True))
    allowed = [row.pk for row in rows if row.judge(answers.get(row.pk, ()), Use.ANALYSE).allowed]
    coded = set(Coding.objects.filter(theme__codebook=codebook).values_list("contribution", flat=True))
    free = [pk for pk in allowed if pk not in apart]
    return free, coded.intersection(free)


@dataclass(frozen=True)
class CodedVoice:
    """A contribution under a theme, with every person's coding of it."""

    contribution: Contribution
    codings: list[Coding]

    @property
    def passages(self) -> list[tuple[int, int]]:
        """From which letter up to which people marked its words for this theme, as the words now are."""
        words = self.contribution.readable
        marked = [passage for coding in self.codings for passage in coding.passages.all()]
        return [(passage.start, passage.end) for passage in marked if passage.stands_in(words)]

    @property
    def lost(self) -> bool:
        """Whether words were marked before the voice was corrected, so that somebody has to mark them again."""
        words = self.contribution.readable
        return any(not passage.stands_in(words) for coding in self.codings for passage in coding.passages.all())


@dataclass(frozen=True)
class ThemeVoices:
    """The voices of a theme that a person may read, those only counted, and apart what a machine suggests."""

    coded: list[CodedVoice]
    suggested: list[MachineCoding]
    people: int
    suggested_people: int
    hidden: int
    answers: Answers = field(default_factory=dict)  # about being read for themes and being quoted

    @property
    def people_told(self) -> str:
        """The people under it, in figures that this reader may see."""
        return in_figures(self.people, withheld=bool(self.hidden))

    @property
    def hidden_told(self) -> str:
        """The voices this reader may not see, in figures."""
        return in_figures(self.hidden, withheld=True)


def voices_of_theme(theme: Theme, *, user: User) -> ThemeVoices:
    """Find the voices of one theme, in a fixed number of queries."""
    seen = set(Contribution.objects.visible_to(user).filter(codings__theme=theme).values_list("pk", flat=True))
    mine = theme.codings.filter(contribution__in=theme.codebook.contributions())
    by_voice: dict[int, list[Coding]] = defaultdict(list)
    coded = list(mine.with_parts().select_related("coded_by").prefetch_related("passages").standing())
    visible = Contribution.objects.visible_to(user)
    waiting = MachineCoding.objects.waiting().filter(for_theme=theme.pk, contribution__in=visible)
    suggested = list(waiting.with_parts().order_by("-closeness", "id").standing())
    known = Permission.objects.filter(use__in=(Use.ANALYSE, Use.QUOTE))
    answers = known.for_numbers(row.contribution_id for row in (*coded, *suggested))
    coded, suggested = (
        [row for row in rows if row.contribution.judge(answers.get(row.contribution_id, ()), Use.ANALYSE).allowed]
        for rows in (coded, suggested)
    )
    for coding in coded:
        by_voice[coding.contribution_id].append(coding)
    people = {person for codings in by_voice.values() for person in people_behind(codings[0].contribution)}
    return ThemeVoices(
        coded=[CodedVoice(codings[0].contribution, codings) for pk, codings in by_voice.items() if pk in seen],
        suggested=suggested,
        people=len(people),
        suggested_people=len({person for row in suggested for person in people_behind(row.contribution)}),
        hidden=len(by_voice.keys() - seen),
        answers=answers,
    )
