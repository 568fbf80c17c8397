"""Who we heard from, against the people we serve; and who we have not heard from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from heard.errors import MiscountedVoices


@dataclass(frozen=True, slots=True)
class GroupHeard:
    """One group: how many were heard, and how many there are. `served` is None where nobody has counted them."""

    group: str
    heard: int
    served: int | None
    share_of_heard: float
    share_of_served: float | None

    @property
    def reach(self) -> float | None:
        """Give the fraction of the group that was heard; None where nobody has counted the group, or it is empty."""
        return self.heard / self.served if self.served else None

    @property
    def balance(self) -> float | None:
        """Give how well the group is represented: 1 is in proportion, 0.5 is half its share, 2 is twice its share."""
        return self.share_of_heard / self.share_of_served if self.share_of_served else None


def coverage(heard: Mapping[str, int], served: Mapping[str, int]) -> list[GroupHeard]:
    """Set the people heard, group by group, beside the people served, least heard first.

    Units    people; `share_of_heard`, `share_of_served` and `reach` are fractions from 0 to 1.
    Shape    a group in either mapping comes back once. One that nobody has counted comes last.
    Errors   `MiscountedVoices` for a number below zero.
    Source   docs/reference/methods.md#coverage
    Limits   someone heard at two activities may have been counted twice, so a reach above 1 can happen: it means that
             people were counted twice or that the number served is out of date.

    >>> for line in coverage({"Primary": 30}, {"Primary": 300, "Secondary": 100}):
    ...     print(line.group, line.heard, line.reach, line.share_of_served)
    Secondary 0 0.0 0.25
    Primary 30 0.1 0.75
    """
    _check("heard", heard)
    _check("served", served)
    all_heard, all_served = sum(heard.values()), sum(served.values())
    lines = [
        GroupHeard(
            group,
            heard.get(group, 0),
            served.get(group),
            heard.get(group, 0) / all_heard if all_heard else 0.0,
            served[group] / all_served if group in served and all_served else None,
        )
        for group in {**served, **heard}
    ]
    return sorted(lines, key=lambda line: (line.served is None, line.reach or 0.0, -(line.served or 0), line.group))


def not_heard_from(heard: Mapping[str, int], served: Mapping[str, int], *, below: float = 0.5) -> list[GroupHeard]:
    """List the groups that were not heard, or are heard less than half as much as their share of the people served.

    Units    `below` is a fraction of the group's fair share.
    Shape    as `coverage`; groups with nobody in them are left out. Largest group first, those heard from not at all
             before the rest.
    Errors   `MiscountedVoices` for a number below zero.
    Source   docs/reference/methods.md#coverage

    >>> served = {"Primary": 60, "Secondary": 30, "Home": 10}
    >>> [line.group for line in not_heard_from({"Primary": 30, "Home": 1}, served)]
    ['Secondary', 'Home']
    """
    lines = [line for line in coverage(heard, served) if line.served and (line.balance or 0.0) < below]
    return sorted(lines, key=lambda line: (line.heard > 0, -(line.served or 0), line.group))


def _check(which: str, numbers: Mapping[str, int]) -> None:
    for group, number in numbers.items():
        if number < 0:
            raise MiscountedVoices(f"{number} people {which} in the group “{group}”. Enter 0 or more.")
