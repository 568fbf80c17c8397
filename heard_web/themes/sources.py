"""Where the words of a finding come from, for those who may read the voices behind it, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from heard_web.people.models import User
from heard_web.themes.drafting import Drafted
from heard_web.themes.models import Finding, FindingTrace, hash_of
from heard_web.voice.models import Contribution

MOST_SHOWN = 20


@dataclass
class Source:
    """Some words of a finding, and the voices they come from, each with its passages."""

    words: str
    traces: list[FindingTrace] = field(default_factory=list)

    @property
    def shown(self) -> list[FindingTrace]:
        """The first voices; the page lists all of them below."""
        return self.traces[:MOST_SHOWN]

    @property
    def more(self) -> int:
        """How many voices are not among the first."""
        return len(self.traces) - len(self.shown)


@dataclass
class Sources:
    """The sources of each part of a finding, and the passages of each voice."""

    parts: dict[str, list[Source]] = field(default_factory=dict)
    passages: dict[int, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))

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


def sources_of(finding: Finding, *, user: User) -> Sources:
    """Gather the passages behind each part of a finding that this person may read and that still stand."""
    found = Sources()
    if not user.as_role.may_read_voices():
        return found
    rows = finding.traces.filter(contribution__in=Contribution.objects.visible_to(user)).with_parts()
    grouped: dict[tuple[str, str], Source] = {}
    for trace in rows.usable():
        source = grouped.setdefault((trace.part, trace.words), Source(trace.words))
        if source not in found.parts.setdefault(trace.part, []):
            found.parts[trace.part].append(source)
        source.traces.append(trace)
        found.passages[trace.contribution_id] += trace.passages
    return found


def draft_sources(drafted: Drafted, *, user: User) -> list[Source]:
    """Where the words of a draft come from, before anything is kept."""
    seen = Contribution.objects.standing().visible_to(user).with_parts()
    voices = seen.in_bulk({one.voice for one in drafted.traces})
    grouped: dict[tuple[str, str], Source] = {}
    for one in drafted.traces:
        if one.voice in voices:
            voice = voices[one.voice]
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
