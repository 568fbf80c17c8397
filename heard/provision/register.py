"""The places that were recommended against those on the register, and the order in which a place comes to open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from heard.codes import BroadArea, ProvisionStatus

_ORDER = {status: place for place, status in enumerate(ProvisionStatus)}
_ENDED = frozenset({ProvisionStatus.CLOSED, ProvisionStatus.NOT_PROCEEDING})


@dataclass(frozen=True, slots=True)
class Recommended:
    """A place that was recommended. `urn` is the number of the host school, because two schools may share a name."""

    id: str
    name: str
    urn: str = ""
    designation: BroadArea | None = None
    places: int | None = None
    ages: tuple[int, int] | None = None
    recommended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A place on the register, as it stands. `recommended_id` is the recommendation a person linked it to, if any."""

    id: str
    name: str
    urn: str = ""
    designation: BroadArea | None = None
    places: int | None = None
    ages: tuple[int, int] | None = None
    status: ProvisionStatus = ProvisionStatus.IDEA
    since: date | None = None
    reason: str = ""
    recommended_id: str | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """One recommendation beside what became of it, or an entry that nobody recommended."""

    recommended: Recommended | None
    entry: Entry | None
    differences: tuple[str, ...]
    words: str

    @property
    def delivered(self) -> bool:
        """Say whether children can use the place now."""
        return self.entry is not None and is_open(self.entry.status)


def rank(status: ProvisionStatus) -> int:
    """Give a status its place in the usual order, from an idea to a place that has closed.

    Units    none.
    Shape    0 is the earliest.
    Errors   none.
    Source   docs/reference/methods.md#provision-register

    >>> rank(ProvisionStatus.IDEA), rank(ProvisionStatus.FUNDED) < rank(ProvisionStatus.OPEN)
    (0, True)
    """
    return _ORDER[status]


def is_open(status: ProvisionStatus) -> bool:
    """Say whether children can use a place of this status now.

    >>> is_open(ProvisionStatus.CHANGED), is_open(ProvisionStatus.CLOSED)
    (True, False)
    """
    return status in (ProvisionStatus.OPEN, ProvisionStatus.CHANGED)


def goes_back(before: ProvisionStatus, after: ProvisionStatus) -> bool:
    """Say whether a change of status is a step back, or an end, and so owes people a reason.

    Units    none.
    Shape    two statuses of one place, in time order.
    Errors   none.
    Source   docs/reference/methods.md#provision-register

    >>> goes_back(ProvisionStatus.FUNDED, ProvisionStatus.PROPOSED)
    True
    >>> goes_back(ProvisionStatus.BUILDING, ProvisionStatus.OPEN)
    False
    """
    return (after in _ENDED and after is not before) or rank(after) < rank(before)


def compare(recommended: Sequence[Recommended], register: Sequence[Entry]) -> list[Comparison]:
    """Set every recommendation beside what became of it. Nothing recommended drops out of view.

    A recommendation and an entry belong together where a person linked them; otherwise by the host school's URN, or by
    name where either has no URN. Entries that nobody recommended follow at the end.

    Units    `places` are places for children; ages are in years.
    Shape    one comparison for each recommendation in the order given, then one for each entry left over.
    Errors   none.
    Source   docs/reference/methods.md#provision-register
    Limits   two places at one school are matched in the order given, like with like by designation first.

    >>> asked = [Recommended("1", "Elmtree Primary", "100001", BroadArea.COMMUNICATION, 10)]
    >>> found = [Entry("8", "Elmtree Primary", "100001", BroadArea.GENERIC, 8, status=ProvisionStatus.OPEN)]
    >>> compare(asked, found)[0].words
    'Open, with differences: communication and interaction was recommended and it is for all kinds of need; \
10 places were recommended and it has 8.'
    """
    left = list(register)
    lines = []
    for wanted in recommended:
        same = [entry for entry in left if _same_place(wanted, entry)]
        same.sort(
            key=lambda entry: (
                entry.recommended_id is None, entry.designation != wanted.designation, entry.status in _ENDED
            )
        )  # fmt: skip
        entry = same[0] if same else None
        if entry is not None:
            left.remove(entry)
        differences = _differences(wanted, entry) if entry else ()
        lines.append(Comparison(wanted, entry, differences, _words(wanted, entry, differences)))
    extra = "On the register without being recommended."
    return lines + [Comparison(None, entry, (), extra) for entry in left]


def _same_place(wanted: Recommended, entry: Entry) -> bool:
    if entry.recommended_id is not None:
        return entry.recommended_id == wanted.id
    if wanted.urn and entry.urn:
        return wanted.urn == entry.urn
    return " ".join(wanted.name.casefold().split()) == " ".join(entry.name.casefold().split())


def _differences(wanted: Recommended, entry: Entry) -> tuple[str, ...]:
    found = []
    if wanted.urn and entry.urn and wanted.urn != entry.urn:
        found.append(f"{wanted.name} was recommended and it is at {entry.name}")
    if wanted.designation and entry.designation and wanted.designation is not entry.designation:
        asked, now = (_plain(area) for area in (wanted.designation, entry.designation))
        found.append(f"{asked} was recommended and it is for {now}")
    if wanted.places is not None and entry.places is not None and wanted.places != entry.places:
        found.append(f"{wanted.places} places were recommended and it has {entry.places}")
    if wanted.ages and entry.ages and wanted.ages != entry.ages:
        asked, now = (f"{ages[0]} to {ages[1]}" for ages in (wanted.ages, entry.ages))
        found.append(f"ages {asked} were recommended and it takes {now}")
    return tuple(found)


def _plain(area: BroadArea) -> str:
    return area.label[0].lower() + area.label[1:]


def _words(wanted: Recommended, entry: Entry | None, differences: tuple[str, ...]) -> str:
    if entry is None:
        when = ""
        if wanted.recommended_on:
            when = f" on {wanted.recommended_on.day} {wanted.recommended_on:%B %Y}"
        return f"Recommended{when} and not on the register. Record what became of it, and why."
    said = entry.status.label
    if entry.since:
        said += f" since {entry.since.day} {entry.since:%B %Y}"
    if differences:
        said += f", with differences: {'; '.join(differences)}"
    if entry.status in _ENDED:
        said += f". Reason: {entry.reason.strip().rstrip('.')}" if entry.reason.strip() else ". No reason is recorded"
    return f"{said}."
