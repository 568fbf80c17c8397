"""Themes over time: a small chart for each, all to one scale, and the people heard above them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from heard.errors import NotEnoughVoices
from heard.themes.groups.facts import NOT_RECORDED
from heard.themes.groups.table import Cell, DifferencesTable, percent
from heard.themes.pictures.lettering import width_of
from heard.themes.pictures.picture import BRAND, GRID, PAPER, RULE, SOFT, TINT, Picture, Sheet, drawn
from heard.themes.pictures.theme_by_group import SIDE, TICKS

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH = re.compile(r"(\d\d)(\d\d)-(0[1-9]|1[0-2])")
PANEL, PLOT = 176.0, 96.0
HOW_TO_READ = (
    "Share of the people heard in each period who raised the theme. The thin bar is the range it may well lie in. "
    "× marks a period with too few people to show."
)


def theme_over_time(
    table: DifferencesTable | Sequence[Cell],
    *,
    title: str = "What people raised over time",
    periods: Sequence[str] = (),
) -> Picture:
    """Draw how large a part of the people heard raised each theme, period by period.

    Units    shares of people, from nought to the same end in every chart.
    Shape    a table of differences by month or term, or its cells. Periods stand in the order of `periods`, or else in
             the order of their names; 2026-03 is written Mar 26. What is held back is a gap with a cross.
    Errors   `NotEnoughVoices` without a period.
    Source   docs/reference/methods.md#pictures
    Limits   who was heard differs from one period to the next, so a rise may be in who came.

    >>> picture = theme_over_time([Cell("Play", "2026-03", 12, 30, 0.4, 0.25, 0.58), Cell("Play", "2026-04", note="held back")])
    >>> picture.table[1:]
    (('Play', 'Mar 26', '40% (12 of 30)', '25% to 58%'), ('Play', 'Apr 26', 'held back', ''))
    """
    cells = table.cells() if isinstance(table, DifferencesTable) else table
    named = [*periods, *sorted({cell.group for cell in cells} - set(periods) - {NOT_RECORDED})]
    if not named or not cells:
        raise NotEnoughVoices(
            "There is no month or term to draw. Give the day of each voice, and put voices under themes."
        )
    themes: dict[str, dict[str, Cell]] = {}
    for cell in cells:
        themes.setdefault(cell.theme, {})[cell.group] = cell
    rows = [("theme", "period", "share", "range")]
    for theme, mine in themes.items():
        for period in named:
            cell = mine.get(period, Cell(theme, period, note="nobody heard"))
            rows.append((theme, in_short(period), cell.words, cell.range_in_words))
    heard = _heard(themes, named)
    ends = f"{in_short(named[0])} to {in_short(named[-1])}"
    many = f"{len(themes)} theme{'' if len(themes) == 1 else 's'}"
    described = f"{many} from {ends}. Who was heard differs from one period to the next. The table gives every share."
    return drawn(lambda sheet: _draw(sheet, themes, named, heard, title), rows, title, described)


def in_short(period: str) -> str:
    """Write a month in short, and leave other periods as they are.

    >>> in_short("2026-03"), in_short("Spring 2026")
    ('Mar 26', 'Spring 2026')
    """
    found = _MONTH.fullmatch(period)
    return f"{_MONTHS[int(found[3]) - 1]} {found[2]}" if found else period


def _heard(themes: Mapping[str, Mapping[str, Cell]], periods: Sequence[str]) -> dict[str, int | None]:
    """Find how many people were heard in each period: any cell that is shown says so."""
    heard: dict[str, int | None] = dict.fromkeys(periods)
    for mine in themes.values():
        for period, cell in mine.items():
            if period in heard and cell.heard is not None:
                heard[period] = cell.heard
    return heard


def _draw(
    sheet: Sheet,
    themes: Mapping[str, Mapping[str, Cell]],
    periods: Sequence[str],
    heard: Mapping[str, int | None],
    title: str,
) -> float:
    down = sheet.heading(title, HOW_TO_READ) + 10
    down = _people(sheet, (SIDE, down), sheet.width - 2 * SIDE, periods, heard) + 14
    most = max((cell.high or 0 for mine in themes.values() for cell in mine.values()), default=0.0)
    end = next((tick for tick in TICKS if tick >= most), 1.0)
    across = 1 if sheet.narrow or len(themes) == 1 else 2
    room = (sheet.width - 2 * SIDE - 24 * (across - 1)) / across
    for at, (theme, mine) in enumerate(themes.items()):
        corner = (SIDE + (room + 24) * (at % across), down + PANEL * (at // across))
        _panel(sheet, corner, room, theme, [mine.get(period) for period in periods], periods, end)
    return down + PANEL * -(-len(themes) // across) + 4


def _people(
    sheet: Sheet, corner: tuple[float, float], room: float, periods: Sequence[str], heard: Mapping[str, int | None]
) -> float:
    """Draw the people heard as columns, so that a share can be seen for how few it rests on."""
    x, y = corner
    sheet.text((x, y + 14), "People heard", size=14, bold=True)
    top, tall = y + 40, 44.0
    most = max((number or 0 for number in heard.values()), default=0) or 1
    step = room / len(periods)
    every = _every([str(heard[period] or "") for period in periods], step)
    for at, period in enumerate(periods):
        number, middle = heard[period], x + step * (at + 0.5)
        if number is None:
            _cross(sheet, (middle, top + tall - 6))
            continue
        size = tall * number / most
        wide = min(step * 0.7, 44)
        sheet.mark("rect", x=middle - wide / 2, y=top + tall - size, width=wide, height=size, fill=TINT, stroke=BRAND)
        if at % every == 0 or number == most:
            sheet.text((middle, top + tall - size - 5), str(number), size=13, side="middle", halo=True)
    sheet.line((x, top + tall), (x + room, top + tall))
    _names(sheet, (x, top + tall + 17), step, periods)
    return top + tall + 24


def _panel(
    sheet: Sheet,
    corner: tuple[float, float],
    room: float,
    theme: str,
    cells: Sequence[Cell | None],
    periods: Sequence[str],
    end: float,
) -> None:
    x, y = corner
    sheet.paragraph((x, y + 14), theme, room, size=14, bold=True, most=2)
    left, top = x + 40, y + 44
    foot, step = top + PLOT, (room - 40) / len(periods)
    for part in (0, 0.5, 1):
        level = foot - PLOT * part
        sheet.line((left, level), (x + room, level), stroke=RULE if part == 0 else GRID)
        sheet.text((left - 6, level + 5), f"{100 * end * part:.0f}%", size=13, colour=SOFT, side="right")
    _names(sheet, (left, foot + 17), step, periods)
    before: tuple[float, float] | None = None
    points = []
    for at, cell in enumerate(cells):
        middle = left + step * (at + 0.5)
        if cell is None or cell.share is None:
            _cross(sheet, (middle, foot - 7))
            before = None
            continue
        here = (middle, foot - PLOT * cell.share / end)
        if cell.low is not None and cell.high is not None:
            ends = ((middle, foot - PLOT * cell.low / end), (middle, foot - PLOT * cell.high / end))
            sheet.line(*ends, stroke=BRAND, stroke_width=1)
        if before:
            sheet.line(before, here, stroke=BRAND, stroke_width=2)
        points.append((here, cell))
        before = here
    for here, _ in points:
        sheet.mark("circle", cx=here[0], cy=here[1], r=4, fill=BRAND, stroke=PAPER, stroke_width=1)
    _values(sheet, points, (left, x + room), foot)


def _values(
    sheet: Sheet, points: Sequence[tuple[tuple[float, float], Cell]], ends: tuple[float, float], foot: float
) -> None:
    """Write the highest share and the latest above their ranges."""
    if not points:
        return
    highest = max(points, key=lambda point: point[1].share or 0)
    chosen = [points[-1]]
    if abs(highest[0][0] - points[-1][0][0]) > 44:
        chosen.append(highest)
    for (x, y), cell in chosen:
        words = percent(cell.share or 0)
        half = width_of(words, 13, bold=True) / 2
        share = cell.share or 0.0
        above = y if cell.high is None or share == 0 else foot - (foot - y) * cell.high / share
        middle = min(max(x, ends[0] + half), ends[1] - half)
        sheet.text((middle, above - 5), words, size=13, bold=True, side="middle", halo=True)


def _cross(sheet: Sheet, at: tuple[float, float]) -> None:
    sheet.mark("path", d=f"M{at[0] - 4:.1f} {at[1] - 4:.1f}l8 8m0 -8l-8 8", stroke=SOFT, stroke_width=2, fill="none")


def _names(sheet: Sheet, at: tuple[float, float], step: float, periods: Sequence[str]) -> None:
    """Write the names of as many periods as there is room for, the first among them."""
    names = [in_short(period) for period in periods]
    every = _every(names, step)
    for place in range(0, len(names), every):
        x = at[0] + step * (place + 0.5)
        half = width_of(names[place], 13) / 2
        x = min(max(x, at[0] - 24 + half), at[0] + step * len(names) - half)
        sheet.text((x, at[1]), names[place], size=13, colour=SOFT, side="middle")


def _every(words: Sequence[str], step: float) -> int:
    """Say whether every word fits, or every second, and so on."""
    widest = max(width_of(word, 13) for word in words) + 8
    return max(1, -(-int(widest) // max(1, int(step))))
