"""How many people raised each theme. People are counted, never comments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from heard.errors import MiscountedVoices
from heard.records import Coding


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """How many of the people heard raised one theme."""

    theme: str
    people: int
    heard: int

    @property
    def share(self) -> float:
        """Give the fraction, from 0 to 1, of the people heard who raised the theme."""
        return self.people / self.heard if self.heard else 0.0


@dataclass(frozen=True, slots=True)
class GroupCount:
    """How many people of one group raised one theme."""

    theme: str
    group: str
    people: int
    heard: int

    @property
    def share(self) -> float:
        """Give the fraction, from 0 to 1, of the group's people heard who raised the theme."""
        return self.people / self.heard if self.heard else 0.0


def prevalence(codings: Iterable[Coding], *, heard: int) -> list[ThemeCount]:
    """Count the people who raised each theme, most widely shared first.

    We count people, not comments, so one person who speaks often cannot outweigh several who speak once.

    Units    `people` and `heard` are people; `share` is a fraction from 0 to 1.
    Shape    one `Coding` per speaker, theme and coder, in any order; repeats count once, and so do two coders.
    Errors   `MiscountedVoices` if more people were coded than heard.
    Source   docs/reference/methods.md#prevalence

    >>> said = [Coding("p1", "Transport"), Coding("p1", "Transport"), Coding("p2", "Transport"), Coding("p2", "Play")]
    >>> [(count.theme, count.people, count.share) for count in prevalence(said, heard=4)]
    [('Transport', 2, 0.5), ('Play', 1, 0.25)]
    """
    speakers: dict[str, set[str]] = defaultdict(set)
    everyone: set[str] = set()
    for coding in codings:
        speakers[coding.theme].add(coding.speaker)
        everyone.add(coding.speaker)
    _check(len(everyone), heard, "")
    counts = [ThemeCount(theme, len(people), heard) for theme, people in speakers.items()]
    return sorted(counts, key=lambda count: (-count.people, count.theme))


def people_by_group(
    codings: Iterable[Coding], groups: Mapping[str, str], *, heard: Mapping[str, int]
) -> list[GroupCount]:
    """Count the people of each group who raised each theme, by theme and then group. True zeros are included.

    Units    people; `heard` gives the people heard in each group.
    Shape    `groups` maps a speaker to a group. A speaker in none counts under "not recorded", if anyone is.
    Errors   `MiscountedVoices` if more people of a group were coded than heard.
    Source   docs/reference/methods.md#prevalence
    Limits   these are true counts, not for print: `heard.publishing.small_numbers.release` comes first.

    >>> said = [Coding("p1", "Play"), Coding("p2", "Play")]
    >>> counts = people_by_group(said, {"p1": "cyp", "p2": "cyp"}, heard={"cyp": 5, "sibling": 2})
    >>> [(count.group, count.people, count.heard) for count in counts]
    [('cyp', 2, 5), ('sibling', 0, 2)]
    """
    raised: dict[tuple[str, str], set[str]] = defaultdict(set)
    coded: dict[str, set[str]] = defaultdict(set)
    themes: set[str] = set()
    for coding in codings:
        group = groups.get(coding.speaker, "not recorded")
        raised[coding.theme, group].add(coding.speaker)
        coded[group].add(coding.speaker)
        themes.add(coding.theme)
    sizes = dict(heard)
    if "not recorded" in coded:
        sizes.setdefault("not recorded", len(coded["not recorded"]))
    for group, people in coded.items():
        _check(len(people), sizes.get(group, 0), group)
    return [
        GroupCount(theme, group, len(raised[theme, group]), sizes[group])
        for theme in sorted(themes)
        for group in sorted(sizes)
    ]


def _check(coded: int, heard: int, group: str) -> None:
    if coded <= heard:
        return
    people = "person has" if coded == 1 else "people have"
    among = f" in the group “{group}”" if group else ""
    raise MiscountedVoices(
        f"{coded} {people} themes{among} but only {heard} {'is' if heard == 1 else 'are'} recorded as heard. "
        "Check the number of people on the activity."
    )
