"""Who raised what: themes by group, with what is too small held back and what is chance said to be chance."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from heard.themes.groups.comparing import compare, ground
from heard.themes.groups.facts import NOT_RECORDED, Counted, PersonFacts, count
from heard.themes.groups.holding_back import UNDER, check_under, hold_back, side, smallest_group, too_small
from heard.themes.groups.intervals import Interval, design_effect, wilson
from heard.themes.groups.table import (
    CORRECTED,
    FEW,
    HELD_BACK,
    NEARLY_ALL,
    NOT_CHECKED,
    TOO_FEW,
    Cell,
    DifferencesTable,
    GroupLine,
    ThemeLine,
)

Corrected = Mapping[str, Mapping[str, Interval]]


def differences(
    people: Sequence[PersonFacts],
    raised: Mapping[str, Collection[str]],
    by: str,
    *,
    hold_back_under: int = UNDER,
    expected: Sequence[str] = (),
    names: Mapping[str, str] | None = None,
    theme_names: Mapping[str, str] | None = None,
    activities: Mapping[str, str] | None = None,
    machine: Collection[str] = (),
    corrected: Corrected | None = None,
) -> DifferencesTable:
    """Compare how many people of each group raised each theme.

    Counts too small to show are held back, with whatever would give them away. Totals are of the groups shown;
    where none is large enough, of everybody heard. Each comparison is worked out from the numbers shown and no others, so
    it tells nothing that they do not.

    Units    people; shares are fractions from 0 to 1.
    Shape    every person heard, with or without a theme; `raised` goes from a theme to people. `expected` are groups of
             the area that ought to be there. With `activities`, from a person to where they were heard, intervals are
             widened for people heard together. Themes in `machine` were counted by the machine: only their shares in
             `corrected` are shown, by theme and group, the group "" being everybody.
    Errors   `MiscountedVoices` if somebody raised a theme who was not heard, or for a rule of fewer than 5 people.
    Source   docs/reference/methods.md#differences
    Limits   it shows that groups differ, never why. Who chose to come is not who is there.

    >>> heard = [PersonFacts(f"c{at}", {"role": "cyp"}) for at in range(40)]
    >>> heard += [PersonFacts(f"p{at}", {"role": "parent"}) for at in range(40)]
    >>> said = {"Transport": {f"c{at}" for at in range(8)} | {f"p{at}" for at in range(26)}}
    >>> table = differences(heard, said, "role", names={"cyp": "Children", "parent": "Parents"})
    >>> print(table.clear[0].words)
    Parents raised it about three times as often as children (65% against 20%): more than chance would explain.
    """
    check_under(hold_back_under)
    counted = count(people, raised, by)
    lines = _groups(counted, expected, names or {}, hold_back_under)
    shown = [line.group for line in lines if line.standing == "shown"]
    table = []
    # Where no group is large enough to show, the totals are of everybody heard: of nobody they would say that few did.
    of_all = shown or list(counted.members)
    for theme in counted.raised:
        cells, total, spread = (
            _machine_cells(theme, shown, of_all, counted, (corrected or {}).get(theme, {}), hold_back_under)
            if theme in machine
            else _cells(theme, shown, of_all, counted, hold_back_under, activities)
        )
        every = tuple(cells.get(line.group, Cell(theme, line.group, note=str(line.standing))) for line in lines)
        table.append(ThemeLine(theme, (theme_names or {}).get(theme, theme), every, total, ground(every), spread))
    table.sort(key=lambda line: (-(line.total.share or 0), line.name.casefold(), line.theme))
    several = sum(len(counted.members[group]) for group in shown) > len(counted.everyone(shown))
    comparisons = compare(table, lines, by, overlapping=several)
    notes = _notes(table, hold_back_under, len(comparisons), several, activities is not None)
    return DifferencesTable(by, tuple(lines), tuple(table), comparisons, hold_back_under, notes)


def _groups(counted: Counted, expected: Sequence[str], names: Mapping[str, str], under: int) -> list[GroupLine]:
    """List the groups: those that were expected in their order, then others by name; not recorded comes last.

    Where nobody's group is recorded, nobody was asked: then no group is said not to have been heard from.
    """
    listed = [
        *([] if counted.members.keys() == {NOT_RECORDED} else dict.fromkeys(expected)),
        *sorted(counted.members.keys() - set(expected), key=lambda one: names.get(one, one)),
    ]
    listed = [one for one in listed if one != NOT_RECORDED] + [NOT_RECORDED] * (NOT_RECORDED in counted.members)
    lines = []
    for group in listed:
        people = len(counted.members.get(group, ()))
        name = names.get(group, "Not recorded" if group == NOT_RECORDED else group)
        if people == 0:
            lines.append(GroupLine(group, name, 0, "not heard from"))
        elif people < smallest_group(under):
            lines.append(GroupLine(group, name, None, TOO_FEW))
        else:
            lines.append(GroupLine(group, name, people, "shown"))
    return lines


def _cells(
    theme: str,
    shown: Sequence[str],
    of_all: Sequence[str],
    counted: Counted,
    under: int,
    activities: Mapping[str, str] | None,
) -> tuple[dict[str, Cell], Cell, float]:
    people = [counted.people(theme, [group]) for group in shown]
    heard = [len(counted.members[group]) for group in shown]
    total, everyone = counted.people(theme, of_all), len(counted.everyone(of_all))
    hidden, total_hidden = hold_back(people, heard, total=total, everyone=everyone, under=under)
    open_to_see = [group for at, group in enumerate(shown) if at not in hidden]
    spread = _spread(theme, open_to_see, counted, activities) if activities is not None else 1.0

    def cell(group: str, who: int, of: int, *, held: bool) -> Cell:
        if held:
            return _held(theme, group, who, of, under)
        found = wilson(who / spread, of / spread)
        return Cell(theme, group, who, of, who / of, found.low, found.high)

    cells = {group: cell(group, people[at], heard[at], held=at in hidden) for at, group in enumerate(shown)}
    return cells, cell("", total, everyone, held=total_hidden), spread


def _held(theme: str, group: str, who: int, of: int, under: int) -> Cell:
    """Say of a count held back what may be said: few, nearly all, or nothing."""
    known = side(who, of, under)
    if known == "few":
        return Cell(theme, group, None, of, note=f"{FEW} {under}", at_most=under - 1)
    return Cell(theme, group, None, of, note=f"{NEARLY_ALL} {under}" if known else HELD_BACK)


def _machine_cells(
    theme: str,
    shown: Sequence[str],
    of_all: Sequence[str],
    counted: Counted,
    corrected: Mapping[str, Interval],
    under: int,
) -> tuple[dict[str, Cell], Cell, float]:
    """Show the machine's shares where they were corrected, and only there. They do not add up, so none gives another."""

    def cell(group: str, of: int) -> Cell:
        share = corrected.get(group)
        if share is None:
            return Cell(theme, group, note=NOT_CHECKED)
        if too_small(round(share.value * of), of, under):
            return Cell(theme, group, None, of, note=HELD_BACK)
        return Cell(theme, group, None, of, share.value, share.low, share.high, CORRECTED)

    cells = {group: cell(group, len(counted.members[group])) for group in shown}
    return cells, cell("", len(counted.everyone(of_all))), 1.0


def _spread(theme: str, shown: Sequence[str], counted: Counted, activities: Mapping[str, str]) -> float:
    """Work out the design effect from the groups whose counts are shown, so that it tells nothing of the others."""
    parts = []
    for group in shown:
        met: dict[str, tuple[int, int]] = {}
        for person in sorted(counted.members[group]):
            where = activities.get(person) or f"alone {person}"
            who, of = met.get(where, (0, 0))
            met[where] = (who + (person in counted.raised[theme]), of + 1)
        parts.append((len(met), met))
    return design_effect(parts)


def _notes(table: Sequence[ThemeLine], under: int, looks: int, together: bool, clustered: bool) -> tuple[str, ...]:
    """Say how to read the table."""
    notes = [
        f"Groups of fewer than {smallest_group(under)} people are not compared. A number is not shown where fewer than "
        f"{under} people raised a theme, or fewer than {under} did not. Others are held back where they would give it away.",
        "Totals are of the groups shown; where none is, of everybody heard. Ranges hold the true share 19 times in 20, if "
        "those heard were drawn by chance.",
        f"{looks} comparison{' was' if looks == 1 else 's were'} made. Chances are corrected for that number of looks "
        "(Benjamini and Hochberg), and rest on the numbers shown alone."
        if looks
        else "No comparison was made: the numbers that can be shown are too few.",
    ]
    if together:
        notes.append("A person may be in several groups, so each group is compared with everybody outside it.")
    if clustered:
        notes.append("Ranges are widened where people heard together said the same.")
    if any(cell.note in (CORRECTED, NOT_CHECKED) for line in table for cell in line.cells):
        notes.append("What the machine counted is shown only after correction by what a person read.")
    return tuple(notes)
