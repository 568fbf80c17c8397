"""What a comparison of groups comes to: its cells, its comparisons and what is said beside them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from heard.themes.groups.facts import NOT_RECORDED

HELD_BACK = "held back"
FEW, NEARLY_ALL = "fewer than", "all but fewer than"  # each with the number of people
NOT_CHECKED = "counted by the machine, not checked"
CORRECTED = "counted by the machine, corrected by what a person read"
EVERYBODY_SHOWN, EVERYBODY_HEARD = "everybody in the groups shown", "everybody heard"
TOO_FEW: Literal["too few to compare"] = "too few to compare"

Standing = Literal["shown", "too few to compare", "not heard from"]
Ground = Literal["common ground", "difference", "neither", "cannot be said"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One theme in one group. Where `note` says it is held back, `people` and the share are None.

    `group` is empty for everybody. `at_most` is the most people there can be in a small count that is held back.
    """

    theme: str
    group: str
    people: int | None = None
    heard: int | None = None
    share: float | None = None
    low: float | None = None
    high: float | None = None
    note: str = ""
    at_most: int | None = None

    @property
    def shown(self) -> bool:
        """Say whether there is a share to show."""
        return self.share is not None

    @property
    def held_back(self) -> bool:
        """Say whether there is a share that is not shown, because it is too small or would give one away."""
        return self.note.startswith((HELD_BACK, FEW, NEARLY_ALL))

    @property
    def words(self) -> str:
        """Give the cell as people read it.

        >>> Cell("Play", "cyp", 12, 30, 0.4, 0.25, 0.58).words, Cell("Play", "sibling", note=HELD_BACK).words
        ('40% (12 of 30)', 'held back')
        """
        if self.share is None:
            return self.note
        count = f" ({self.people} of {self.heard})" if self.people is not None else ""
        return f"{percent(self.share)}{count}"

    @property
    def range_in_words(self) -> str:
        """Give the interval as people read it."""
        return "" if self.low is None or self.high is None else f"{percent(self.low)} to {percent(self.high)}"


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group: its code, its name, how many people were heard, and whether that is enough to compare."""

    group: str
    name: str
    people: int | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """One theme: its share in each group, in the order of the groups, and in everybody; and whether groups agree."""

    theme: str
    name: str
    cells: tuple[Cell, ...]
    total: Cell
    ground: Ground
    spread: float = 1.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """One look: a group that raised a theme more often, and the one it is compared with.

    `chance` is the chance of such a difference if there were none; `corrected` is that, after the number of looks.
    """

    theme: str
    group: str
    other: str
    share: float
    other_share: float
    difference: float
    low: float
    high: float
    chance: float
    corrected: float
    words: str

    @property
    def clear(self) -> bool:
        """Say whether the difference is more than chance would explain, after all the looks."""
        return self.corrected <= 0.05


@dataclass(frozen=True, slots=True)
class DifferencesTable:
    """Themes by groups, safe to read by those at work on it. The comparisons rest on the numbers shown and no others."""

    by: str
    groups: tuple[GroupLine, ...]
    lines: tuple[ThemeLine, ...]
    comparisons: tuple[Comparison, ...]
    hold_back_under: int
    notes: tuple[str, ...]

    @property
    def looks(self) -> int:
        """Say how many comparisons were made: the number the chances are corrected for."""
        return len(self.comparisons)

    @property
    def clear(self) -> tuple[Comparison, ...]:
        """Give the differences that are more than chance would explain, the surest first."""
        found = [one for one in self.comparisons if one.clear]
        return tuple(sorted(found, key=lambda one: (one.corrected, -abs(one.difference), one.theme, one.group)))

    @property
    def not_heard(self) -> tuple[str, ...]:
        """Name the groups that were expected and not heard from at all."""
        return tuple(line.name for line in self.groups if line.standing == "not heard from")

    @property
    def too_few(self) -> tuple[str, ...]:
        """Name the groups with too few people heard to compare."""
        return tuple(line.name for line in self.groups if line.standing == TOO_FEW)

    @property
    def asked(self) -> bool:
        """Say whether the group of anybody is known. Where nobody was asked, nobody can be said to be missing."""
        return not self.groups or any(line.group != NOT_RECORDED for line in self.groups)

    @property
    def everybody(self) -> str:
        """Say who the totals are of: everybody in the groups shown; or where none is, everybody heard."""
        shown = any(line.standing == "shown" for line in self.groups)
        return EVERYBODY_SHOWN if shown else EVERYBODY_HEARD

    @property
    def beside(self) -> str:
        """Say, beside every comparison, who is not in it."""
        if not self.asked:
            return "Not asked, or not recorded for anybody: it cannot be said who was not heard from."
        missing = []
        if self.not_heard:
            missing.append(f"Not heard from: {', '.join(self.not_heard)}.")
        if self.too_few:
            missing.append(f"Heard from too few to compare: {', '.join(self.too_few)}.")
        return " ".join(missing) or "Every group on the list was heard from."

    def about(self, theme: str) -> tuple[str, ...]:
        """Say what the comparisons of one theme come to: what is clear, or that nothing is, or that too few were heard."""
        mine = [one for one in self.comparisons if one.theme == theme]
        clear = tuple(one.words for one in self.clear if one.theme == theme)
        return clear or tuple(one.words for one in mine) or ("Too few to compare.",)

    def cells(self) -> tuple[Cell, ...]:
        """Give every cell with the names of its theme and group, theme by theme, for a picture."""
        names = {line.group: line.name for line in self.groups}
        return tuple(
            replace(cell, theme=line.name, group=names[cell.group]) for line in self.lines for cell in line.cells
        )

    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Give the table as text, one row for each theme and group, with its heading first."""
        rows: list[tuple[str, ...]] = [("theme", "group", "people", "heard", "share", "low", "high", "note")]
        names = {line.group: line.name for line in self.groups} | {"": self.everybody}
        for line in self.lines:
            for cell in (*line.cells, line.total):
                numbers = (cell.people, cell.heard, cell.share, cell.low, cell.high)
                rows.append((line.name, names[cell.group], *(_number(number) for number in numbers), cell.note))
        return tuple(rows)


def percent(share: float) -> str:
    """Give a share in whole per cent.

    >>> percent(0.4), percent(0.004)
    ('40%', 'under 1%')
    """
    return "under 1%" if 0 < share < 0.005 else f"{100 * share:.0f}%"


def _number(number: float | None) -> str:
    return "" if number is None else str(number) if isinstance(number, int) else f"{number:.6f}"
