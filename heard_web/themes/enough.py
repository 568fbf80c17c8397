"""Whether enough was heard: what each visit brought, and which groups were heard from, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from heard.errors import NotEnoughVoices
from heard.publishing.small_numbers import SMALLEST_GROUP
from heard.themes.groups import NOT_RECORDED, PersonFacts, differences
from heard.themes.groups.saturation import Saturation, Visit, saturation
from heard.themes.groups.table import GroupLine
from heard_web.engagement.models import Activity
from heard_web.people.models import User
from heard_web.themes.counting import in_figures
from heard_web.themes.groups import EXPECTED, KINDS, NAMES, facts_about
from heard_web.themes.models import Codebook, Coding, answers_about, people_behind
from heard_web.voice.models import Contribution


@dataclass(frozen=True)
class WhoWasHeard:
    """The groups of one kind, with how many were heard of each, and those nobody came from."""

    kind: str
    lines: tuple[GroupLine, ...]
    withheld: bool = False

    @property
    def rows(self) -> list[tuple[str, str]]:
        """Each group and how many were heard, in words that keep small numbers back."""
        return [(line.name, self._people(line)) for line in self.lines]

    def _people(self, line: GroupLine) -> str:
        if line.standing == "not heard from":
            return "nobody"
        return in_figures(line.people, withheld=self.withheld) if line.people else f"fewer than {SMALLEST_GROUP}"

    @property
    def not_heard(self) -> list[str]:
        """The groups nobody came from."""
        return [line.name for line in self.lines if line.standing == "not heard from"]


@dataclass
class Enough:
    """What the visits so far say about whether more would bring new themes, and who was heard at them."""

    saturation: Saturation | None = None
    too_little: str = ""
    who: list[WhoWasHeard] = field(default_factory=list)
    unread: int = 0


def enough(codebook: Codebook, *, user: User) -> Enough:
    """Gather the visits with the themes people found in them, and everybody who was heard, in a fixed number of queries.

    Visits that this person may not see are numbered, and counts of people whose voices they may not all read are safe.
    """
    contributions = codebook.contributions()
    answers = answers_about(contributions)
    rows = list(contributions.order_by("said_on", "pk").select_related("speaker", "activity__setting"))
    raised: dict[int, set[str]] = defaultdict(set)
    read: set[int] = set()
    codings = Coding.objects.filter(theme__codebook=codebook, theme__merged_into=None, contribution__in=contributions)
    for coding in codings.select_related("theme").usable(answers):
        read.add(coding.contribution_id)
        if not coding.theme.fits_none:
            raised[coding.contribution.activity_id].add(str(coding.theme_id))
    visits: dict[int, Activity] = {row.activity_id: row.activity for row in rows if row.pk in read}
    seen = set(Activity.objects.visible_to(user).filter(pk__in=visits).values_list("pk", flat=True))
    own = not contributions.exclude(pk__in=Contribution.objects.visible_to(user).values("pk")).exists()
    found = Enough(unread=sum(row.pk not in read for row in rows))
    try:
        found.saturation = saturation(
            [
                Visit(visit.title if pk in seen else "A visit not shown to you", raised[pk], visit.starts_on)
                for pk, visit in sorted(visits.items())
            ]
        )
    except NotEnoughVoices:
        found.too_little = (
            "Nobody has put a voice under a theme yet, so nothing can be said. Read and sort voices first."
        )
    facts = [PersonFacts(person, facts_about(row)) for row in rows for person in people_behind(row)]
    found.who = [WhoWasHeard(KINDS[kind], _heard(facts, kind), withheld=not own) for kind in EXPECTED]
    return found


def _heard(facts: list[PersonFacts], kind: str) -> tuple[GroupLine, ...]:
    names = NAMES[kind] | {NOT_RECORDED: "Not recorded"}
    return differences(facts, {}, kind, expected=EXPECTED[kind], names=names).groups
