"""Who a person is, as far as comparing goes: facts about groups, and never a name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from heard.errors import MiscountedVoices

NOT_RECORDED = "not recorded"


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """One person heard, by a stand-in, and the groups they belong to.

    `groups` goes from a kind of group, such as "role" or "need", to a value. Several values are a tuple, or one text
    with semicolons. A kind that is missing or empty is not recorded.
    """

    person: str
    groups: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)

    def values(self, by: str) -> tuple[str, ...]:
        """Give the groups of one kind this person belongs to; "not recorded" if none is known.

        >>> PersonFacts("p1", {"need": "autism; hearing"}).values("need"), PersonFacts("p1").values("area")
        (('autism', 'hearing'), ('not recorded',))
        """
        given = self.groups.get(by, "")
        listed = given.split(";") if isinstance(given, str) else given
        found = sorted({" ".join(value.split()) for value in listed} - {""})
        return tuple(found) or (NOT_RECORDED,)


@dataclass(frozen=True, slots=True)
class Counted:
    """True counts, never for print: who is in which group, and who raised which theme."""

    members: Mapping[str, frozenset[str]]
    raised: Mapping[str, frozenset[str]]

    def people(self, theme: str, groups: Collection[str]) -> int:
        """Count the people of these groups, each once, who raised a theme."""
        return len(self.raised[theme] & self.everyone(groups))

    def everyone(self, groups: Collection[str]) -> frozenset[str]:
        """Give the people of these groups, each once."""
        return frozenset().union(*(self.members[group] for group in groups))


def count(people: Sequence[PersonFacts], raised: Mapping[str, Collection[str]], by: str) -> Counted:
    """Put people into groups. A person given twice is one person, in the groups of both.

    Units    people.
    Shape    `raised` goes from a theme to the people who raised it.
    Errors   `MiscountedVoices` if somebody raised a theme who is not among the people heard.
    Source   docs/reference/methods.md#differences

    >>> counted = count([PersonFacts("p1", {"role": "cyp"}), PersonFacts("p2")], {"Play": {"p1"}}, "role")
    >>> sorted((group, len(who)) for group, who in counted.members.items())
    [('cyp', 1), ('not recorded', 1)]
    """
    values: dict[str, set[str]] = defaultdict(set)
    for facts in people:
        values[facts.person].update(facts.values(by))
    members: dict[str, set[str]] = defaultdict(set)
    for person, groups in values.items():
        for group in groups - {NOT_RECORDED} or {NOT_RECORDED}:
            members[group].add(person)
    for theme, who in raised.items():
        if unknown := len(set(who) - values.keys()):
            raise MiscountedVoices(
                f"{unknown} of the people under “{theme}” {'is' if unknown == 1 else 'are'} not among the "
                f"{len(values)} people heard. Give the groups of everybody who was heard, with or without a theme."
            )
    return Counted(
        {group: frozenset(members[group]) for group in sorted(members)},
        {theme: frozenset(raised[theme]) for theme in sorted(raised)},
    )
