"""Where the words of a finding come from, for those who may read the voices behind it, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from heard_web.people.models import User
from heard_web.themes.actions_traces import text_of
from heard_web.themes.drafting import Drafted
from heard_web.themes.figures import in_figures
from heard_web.themes.models import Finding, FindingTrace, Proposition, hash_of, people_behind
from heard_web.themes.quoting import NO, mark_quotable
from heard_web.themes.rewording import own_words, words_in
from heard_web.voice.models import Contribution

MOST_SHOWN = 20


@dataclass
class Source:
    """Some words of a finding, and the voices they come from, each with its passages."""

    words: str
    traces: list[FindingTrace] = field(default_factory=list)
    changed: bool = False

    @property
    def shown(self) -> list[FindingTrace]:
        """The first voices; the page lists all of them below."""
        return self.traces[:MOST_SHOWN]

    @property
    def more(self) -> int:
        """How many voices are not among the first."""
        return len(self.traces) - len(self.shown)

    @property
    def people(self) -> int:
        """How many people speak in these voices."""
        return len({person for trace in self.traces for person in people_behind(trace.contribution)})


@dataclass
class Sources:
    """The sources of each part of a finding, and the passages of each voice."""

    parts: dict[str, list[Source]] = field(default_factory=dict)
    passages: dict[int, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    own: dict[str, str] = field(default_factory=dict)  # for each part a person changed, how much of it is theirs

    @property
    def support(self) -> list[Source]:
        """Where the statement comes from."""
        return self.parts.get(FindingTrace.Part.SUPPORT, [])

    @property
    def caution(self) -> list[Source]:
        """Where the cautions come from."""
        return self.parts.get(FindingTrace.Part.CAUTION, [])

    @property
    def minority(self) -> list[Source]:
        """Where the minority view comes from."""
        return self.parts.get(FindingTrace.Part.MINORITY, [])

    def of_condition(self, words: str) -> Source | None:
        """Where one condition comes from."""
        kept = " ".join(words.split())
        return next((one for one in self.parts.get(FindingTrace.Part.CONDITION, []) if one.words in kept), None)


def sources_of(finding: Finding, *, user: User, marked: Iterable[Contribution] = ()) -> Sources:
    """Gather the passages behind each part of a finding that this person may read and that still stand.

    `marked` are voices of which it is known whether they may be quoted.
    """
    found = Sources()
    if not user.as_role.may_read_voices():
        return found
    rows = finding.traces.filter(contribution__in=Contribution.objects.visible_to(user)).with_parts()
    grouped: dict[tuple[str, str], Source] = {}
    traces = rows.usable()
    mark_quotable((trace.contribution for trace in traces), like=marked)
    if user.as_role.only_decides():
        traces = [trace for trace in traces if trace.contribution.quoting != NO]
    for trace in traces:
        source = grouped.setdefault((trace.part, trace.words), Source(trace.words))
        if source not in found.parts.setdefault(trace.part, []):
            found.parts[trace.part].append(source)
        source.traces.append(trace)
        found.passages[trace.contribution_id] += trace.passages
    for part, sources in found.parts.items():
        if part != FindingTrace.Part.CONDITION:
            _compare(found, part, sources, text_of(finding, part))
    return found


def with_people(source: Source | None, *, hidden: bool) -> tuple[list[Source], str]:
    """Where a condition comes from, and how many people set it, in figures that a reader may see."""
    if source is None:
        return [], ""
    people = in_figures(source.people, withheld=hidden)
    return [source], f"{people} {'person' if people == '1' else 'people'}"


def _compare(found: Sources, part: str, sources: list[Source], text: str) -> None:
    """Say how many words of a part are the writer's own, beside those of the draft that the voices stand behind."""
    for source in sources:
        source.changed = " ".join(source.words.split()) not in text
    own, words = own_words((source.words for source in sources), text), len(words_in(text))
    # Cautions also name who was not heard from: words that no voice stands behind, and that nobody wrote in place of any.
    if own and (part != FindingTrace.Part.CAUTION or any(source.changed for source in sources)):
        found.own[part] = f"{own} of these {words} words {'is' if own == 1 else 'are'} the writer’s own"


def propositions_of(finding: Finding, *, user: User) -> list[Proposition]:
    """What people were asked to be for or against, behind this finding: what it was drafted from, else those of its themes."""
    if not user.as_role.may_read_voices():
        return []
    rows = Proposition.objects.visible_to(user)
    if finding.proposition_id:
        return list(rows.filter(pk=finding.proposition_id))
    return list(rows.filter(theme__in=finding.themes.all())[:5])


def parts_traced(finding: Finding | None, drafted: Drafted | None) -> set[str]:
    """The parts of a finding, or of a draft that is about to become one, that open back to passages."""
    kept = set(finding.traces.values_list("part", flat=True)) if finding else set()
    return kept | {one.part for one in (drafted.traces if drafted else ())}


def traces_lost(finding: Finding, before: set[str]) -> list[str]:
    """For each part that opened back to passages before and no longer does, a sentence that says so."""
    lost = before - parts_traced(finding, None)
    return [
        f"Under “{part.label}” nothing of the draft is left, so those words open back to no passage any more."
        for part in FindingTrace.Part
        if part in lost
    ]


def draft_sources(drafted: Drafted) -> list[Source]:
    """Where the words of a draft come from, before anything is kept."""
    grouped: dict[tuple[str, str], Source] = {}
    for one in drafted.traces:
        if one.voice in drafted.rows:
            voice = drafted.rows[one.voice]
            trace = FindingTrace(
                part=one.part, words=one.words, contribution=voice, start=one.start, end=one.end,
                text_hash=hash_of(voice.readable),
            )  # fmt: skip
            grouped.setdefault((one.part, one.words), Source(one.words)).traces.append(trace)
    return list(grouped.values())


def tied_lines(
    lines: Sequence[tuple[str, Contribution | None]], drafted: Drafted, *, user: User
) -> list[tuple[str, Contribution | None]]:
    """Conditions, each that still holds the words of the draft tied to the voice they come from."""
    voices = (
        Contribution.objects.standing().visible_to(user).select_related("observation").in_bulk(drafted.tied.values())
    )
    found: list[tuple[str, Contribution | None]] = []
    for line, voice in lines:
        low = " ".join(line.split()).casefold()
        said = next((pk for words, pk in drafted.tied.items() if words.casefold() in low), None)
        found.append((line, voices.get(said, voice) if said else voice))
    return found
