"""Themes by group: a point for each share and a bar for the range it may lie in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from heard.errors import NotEnoughVoices
from heard.themes.groups.table import HELD_BACK, Cell, DifferencesTable
from heard.themes.pictures.lettering import fit, width_of, wrap
from heard.themes.pictures.picture import BRAND, GRID, PAPER, RULE, SOFT, Picture, Sheet, drawn, leading

SIDE = 16.0
TICKS = (0.2, 0.4, 0.6, 0.8, 1.0)
NOT_DRAWN = ("not heard from", "too few to compare")
HOW_TO_READ = "Share of the people heard in each group who raised the theme. The bar is the range it may well lie in."


def theme_by_group(
    table: DifferencesTable | Sequence[Cell], *, title: str = "Who raised what", beside: str = ""
) -> Picture:
    """Draw how large a part of each group raised each theme, with what is clear said in words.

    Units    shares of people, from nought to the same end in every theme.
    Shape    a table of differences; or cells with the names of theme and group, in the order to draw, and what to say
             `beside`. What is held back is drawn as held back. Groups not heard from are named below.
    Errors   `NotEnoughVoices` without a cell.
    Source   docs/reference/methods.md#pictures

    >>> picture = theme_by_group([Cell("Play", "Children", 12, 30, 0.4, 0.25, 0.58), Cell("Play", "Parents", note="held back")])
    >>> picture.table[1:]
    (('Play', 'Children', '40% (12 of 30)', '25% to 58%'), ('Play', 'Parents', 'held back', ''))
    """
    said: dict[str, str] = {}
    if isinstance(table, DifferencesTable):
        said = {
            line.name: " ".join(one.words for one in table.clear if one.theme == line.theme) for line in table.lines
        }
        beside = beside or table.beside
        cells: Sequence[Cell] = table.cells()
    else:
        cells = table
    if not cells:
        raise NotEnoughVoices("There is no theme to draw. Put voices under themes first.")
    themes: dict[str, list[Cell]] = {}
    for cell in cells:
        themes.setdefault(cell.theme, []).append(cell)
    rows = [("theme", "group", "share", "range"), *((c.theme, c.group, c.words, c.range_in_words) for c in cells)]
    clear = " ".join(words for words in said.values() if words) or "The table gives every share."
    described = f"{len(themes)} theme{'' if len(themes) == 1 else 's'} by group. {clear} {beside}".strip()
    return drawn(lambda sheet: _draw(sheet, themes, said, title, beside), rows, title, described)


def _draw(
    sheet: Sheet, themes: Mapping[str, Sequence[Cell]], said: Mapping[str, str], title: str, beside: str
) -> float:
    down = sheet.heading(title, HOW_TO_READ) + 10
    groups = list(dict.fromkeys(cell.group for cells in themes.values() for cell in cells))
    most = max((cell.high or 0 for cells in themes.values() for cell in cells), default=0.0)
    scale = _Scale(sheet, next((tick for tick in TICKS if tick >= most), 1.0))
    for number, (theme, cells) in enumerate(themes.items()):
        if number:
            sheet.line((SIDE, down), (sheet.width - SIDE, down), stroke=RULE)
            down += 8
        down += sheet.paragraph((SIDE, down + 14), theme, sheet.width - 2 * SIDE, size=16, bold=True) + 4
        if said.get(theme):
            down += sheet.paragraph((SIDE, down + 12), said[theme], sheet.width - 2 * SIDE, size=14, colour=SOFT) + 6
        down = _theme(sheet, scale, [cell for cell in cells if cell.note not in NOT_DRAWN], groups, down) + 8
    if beside:
        down += 4
        sheet.line((SIDE, down), (sheet.width - SIDE, down), stroke=RULE)
        down += sheet.paragraph((SIDE, down + 20), beside, sheet.width - 2 * SIDE) + 8
    return down + 12


class _Scale:
    """Where a share lies across the sheet."""

    def __init__(self, sheet: Sheet, end: float) -> None:
        self.left = SIDE + 8 if sheet.narrow else 250.0
        self.right = sheet.width - SIDE - (8 if sheet.narrow else 120)
        self.end = end

    def at(self, share: float) -> float:
        """Give the place of a share."""
        return self.left + (self.right - self.left) * min(share, self.end) / self.end

    def ticks(self) -> list[float]:
        """Give the shares that are marked."""
        return [self.end * part / 4 for part in range(5)]


def _theme(sheet: Sheet, scale: _Scale, cells: Sequence[Cell], groups: Sequence[str], down: float) -> float:
    kept: dict[str, list[str]] = {}
    for cell in cells:
        if not cell.shown:
            kept.setdefault(cell.note or HELD_BACK, []).append(fit(cell.group))
    cells = [cell for cell in cells if cell.shown]
    if cells:
        down = _points(sheet, scale, cells, groups, down)
    words = " ".join(f"{note[0].upper()}{note[1:]}: {'; '.join(which)}." for note, which in sorted(kept.items()))
    if words:
        down += sheet.paragraph((SIDE, down + 16), words, sheet.width - 2 * SIDE, colour=SOFT) + 4
    return down


def _points(sheet: Sheet, scale: _Scale, cells: Sequence[Cell], groups: Sequence[str], down: float) -> float:
    """Draw the groups that have a share to show, over their scale."""
    heights = [_height(sheet, scale, cell) for cell in cells]
    foot = down + sum(heights)
    for tick in scale.ticks():
        sheet.line((scale.at(tick), down), (scale.at(tick), foot + 4), stroke=GRID)
        sheet.text((scale.at(tick), foot + 19), f"{100 * tick:.0f}%", size=13, colour=SOFT, side="middle")
    for cell, height in zip(cells, heights, strict=True):
        if sheet.narrow:
            _narrow_row(sheet, scale, cell, groups.index(cell.group), down)
        else:
            _wide_row(sheet, scale, cell, groups.index(cell.group), down, height)
        down += height
    return foot + 22


def _height(sheet: Sheet, scale: _Scale, cell: Cell) -> float:
    if sheet.narrow:
        room = sheet.width - 2 * SIDE - width_of(cell.words, 14, bold=True) - 12
        return len(wrap(cell.group, room, 14)) * leading(14) + 24
    return max(30.0, len(wrap(cell.group, scale.left - SIDE - 20, 14)) * leading(14) + 10)


def _wide_row(sheet: Sheet, scale: _Scale, cell: Cell, which: int, down: float, height: float) -> None:
    middle = down + height / 2
    lines = wrap(cell.group, scale.left - SIDE - 20, 14)
    top = middle - (len(lines) - 1) * leading(14) / 2 + 5
    for at, line in enumerate(lines):
        sheet.text((SIDE, top + at * leading(14)), line)
    _point(sheet, scale, cell, which, middle)
    sheet.text((sheet.width - SIDE, middle + 5), cell.words, bold=True, side="right")


def _narrow_row(sheet: Sheet, scale: _Scale, cell: Cell, which: int, down: float) -> None:
    room = sheet.width - 2 * SIDE - width_of(cell.words, 14, bold=True) - 12
    tall = sheet.paragraph((SIDE, down + 14), cell.group, room)
    sheet.text((sheet.width - SIDE, down + 14), cell.words, bold=True, side="right", halo=True)
    _point(sheet, scale, cell, which, down + tall + 9)


def _point(sheet: Sheet, scale: _Scale, cell: Cell, which: int, y: float) -> None:
    """Draw a share and its range; groups differ by shape as well as by where they stand."""
    share = cell.share or 0.0
    low, high = scale.at(cell.low or 0), scale.at(cell.high if cell.high is not None else share)
    sheet.line((low, y), (high, y), stroke=BRAND, stroke_width=3)
    for end in (low, high):
        sheet.line((end, y - 5), (end, y + 5), stroke=BRAND, stroke_width=2)
    shape(sheet, (scale.at(share), y), which)


def shape(sheet: Sheet, at: tuple[float, float], which: int) -> None:
    """Draw one of eight marks: four shapes, filled and then hollow."""
    x, y = at
    fill = BRAND if which // 4 % 2 == 0 else PAPER
    given: dict[str, float | str] = {"fill": fill, "stroke": BRAND, "stroke_width": 2}
    if which % 4 == 0:
        sheet.mark("circle", cx=x, cy=y, r=6, **given)
    elif which % 4 == 1:
        sheet.mark("rect", x=x - 5.5, y=y - 5.5, width=11, height=11, **given)
    else:
        corners = ((0, -7), (7, 6), (-7, 6)) if which % 4 == 2 else ((0, -8), (8, 0), (0, 8), (-8, 0))
        sheet.mark("polygon", points=" ".join(f"{x + right:.1f},{y + below:.1f}" for right, below in corners), **given)
