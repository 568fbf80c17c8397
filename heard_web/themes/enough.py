"""Whether enough was heard: what each visit brought, and which groups were heard from, in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass, field

from heard.errors import NotEnoughVoices
from heard.themes.groups import NOT_RECORDED, PersonFacts, differences
from heard.themes.groups.holding_back import SMALLEST_GROUP, also_held_back
from heard.themes.groups.saturation import Saturation, saturation
from heard.themes.groups.table import TOO_FEW, DifferencesTable
from heard_web.engagement.models import Activity
from heard_web.people.models import User
from heard_web.themes.figures import in_figures
from heard_web.themes.groups import EXPECTED, KINDS, NAMES, facts_about
from heard_web.themes.models import Codebook, Coding, answers_about, people_behind
from heard_web.themes.visited import met_at, places_named
from heard_web.voice.models import Contribution


@dataclass(frozen=True)
class WhoWasHeard:
    """The groups of one kind, with how many were heard of each, and those nobody came from."""

    kind: str
    table: DifferencesTable
    everybody: int
    withheld: bool = False

    @property
    def rows(self) -> list[tuple[str, str]]:
        """Each group and how many were heard, in words that keep small numbers back and give none of them away.

        How many were heard in all is known, so a single small number could be worked out from the others. Then the
        smallest of those is not told either. Rounded numbers give nothing away.
        """
        lines = self.table.groups
        known = {line.group: line.people for line in lines if line.people is not None and line.standing == "shown"}
        few = sum(line.standing == TOO_FEW for line in lines)
        hidden = set() if self.withheld else also_held_back(known, few=few, everybody=self.everybody)
        told = {group: in_figures(people, withheld=self.withheld) for group, people in known.items()}
        told |= dict.fromkeys(hidden, f"{SMALLEST_GROUP} or more")
        told |= {line.group: "nobody" for line in lines if line.standing == "not heard from"}
        return [(line.name, told.get(line.group, f"fewer than {SMALLEST_GROUP}")) for line in lines]

    @property
    def not_heard(self) -> tuple[str, ...]:
        """The groups nobody came from."""
        return self.table.not_heard


@dataclass
class Enough:
    """What the visits so far say about whether more would bring new themes, and who was heard at them."""

    saturation: Saturation | None = None
    too_little: str = ""
    who: list[WhoWasHeard] = field(default_factory=list)
    unread: int = 0


def enough(codebook: Codebook, *, user: User) -> Enough:
    """Gather the visits with the themes people found in them, and everybody who was heard, in a fixed number of queries.

    A file whose rows name several places is a visit for each of them. Visits that this person may not see are not named,
    and counts of people whose voices they may not all read are safe.
    """
    contributions = codebook.contributions()
    answers = answers_about(contributions)
    rows = list(contributions.order_by("said_on", "pk").select_related("speaker", "activity__setting"))
    met = met_at(rows, places_named(contributions))
    read: set[int] = set()
    codings = Coding.objects.filter(theme__codebook=codebook, theme__merged_into=None, contribution__in=contributions)
    for coding in codings.select_related("theme").usable(answers):
        read.add(coding.contribution_id)
        if not coding.theme.fits_none:
            met[coding.contribution_id].themes.add(str(coding.theme_id))
    visits = list({id(met[row.pk]): met[row.pk] for row in rows if row.pk in read}.values())
    seen = set(
        Activity.objects.visible_to(user)
        .filter(pk__in=[visit.activity.pk for visit in visits])
        .values_list("pk", flat=True)
    )
    own = not contributions.exclude(pk__in=Contribution.objects.visible_to(user).values("pk")).exists()
    found = Enough(unread=sum(row.pk not in read for row in rows) if own else 0)
    try:
        visits.sort(key=lambda visit: (visit.activity.pk, visit.on, visit.place.casefold()))
        found.saturation = saturation([visit.told(seen=visit.activity.pk in seen) for visit in visits])
    except NotEnoughVoices:
        found.too_little = (
            "Nobody has put a voice under a theme yet, so nothing can be said. Read and sort voices first."
        )
    facts = [PersonFacts(person, facts_about(row)) for row in rows for person in people_behind(row)]
    everybody = len({one.person for one in facts})
    found.who = [WhoWasHeard(KINDS[kind], _heard(facts, kind), everybody, withheld=not own) for kind in EXPECTED]
    return found


def _heard(facts: list[PersonFacts], kind: str) -> DifferencesTable:
    names = NAMES[kind] | {NOT_RECORDED: "Not recorded"}
    return differences(facts, {}, kind, expected=EXPECTED[kind], names=names)
