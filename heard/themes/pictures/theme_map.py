"""The theme map: every theme a circle, larger for more people, near the themes it is like."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from heard.errors import NotEnoughVoices
from heard.themes.pictures.lettering import fit, width_of, wrap_evenly
from heard.themes.pictures.picture import BRAND, INK, PAPER, RULE, SOFT, TINT, Picture, Sheet, drawn, leading
from heard.themes.pictures.placing import apart, around, likeness, nearest, spread_out

NAME = 14
HOW_TO_READ = (
    "A larger circle means more people. Themes that were raised in like words are near each other, and a line joins "
    "each theme to the one most like it. Left, right, up and down mean nothing."
)


@dataclass(frozen=True, slots=True)
class MapTheme:
    """One theme on the map: its name, how many people raised it (None where held back), and where it lies in meaning."""

    name: str
    people: int | None
    place: Sequence[float]


def theme_map(themes: Sequence[MapTheme], *, title: str = "What people told us, theme by theme") -> Picture:
    """Draw the theme map.

    Units    people; circles are to scale by area.
    Shape    at least one theme, in any order: the picture is the same. Places are vectors of one length.
    Errors   `NotEnoughVoices` without a theme.
    Source   docs/reference/methods.md#pictures
    Limits   a flat map of many dimensions: near is a hint, and the table says which is most like which.

    >>> picture = theme_map([MapTheme("Transport", 40, (1, 0)), MapTheme("Taxis", 10, (0.9, 0.1))])
    >>> picture.table[1]
    ('Transport', '40', 'Taxis')
    """
    if not themes:
        raise NotEnoughVoices("There are no themes to draw. Agree on a theme first.")
    ordered = sorted(themes, key=lambda theme: (-(theme.people or 0), fit(theme.name)))
    like = likeness([theme.place for theme in ordered])
    rows = [("theme", "people", "most like"), *(_row(ordered, like, at) for at in range(len(ordered)))]
    first = ", ".join(f"{theme.name}, {_people(theme.people)}" for theme in ordered[:3])
    many = f"{len(ordered)} theme{'' if len(ordered) == 1 else 's'}"
    described = f"A map of {many}. The largest: {first}. {HOW_TO_READ} The table gives the same."
    return drawn(lambda sheet: _draw(sheet, ordered, like, title), rows, title, described)


def _row(themes: Sequence[MapTheme], like: Sequence[Sequence[float]], at: int) -> tuple[str, str, str]:
    others = [other for other in range(len(themes)) if other != at]
    best = max(others, key=lambda other: (like[at][other], -other)) if others else at
    people = themes[at].people
    return themes[at].name, "held back" if people is None else str(people), themes[best].name if others else ""


def _people(people: int | None) -> str:
    return "number held back" if people is None else f"{people} {'person' if people == 1 else 'people'}"


def _draw(sheet: Sheet, themes: Sequence[MapTheme], like: Sequence[Sequence[float]], title: str) -> float:
    top = sheet.heading(title, HOW_TO_READ) + 6
    largest = 34.0 if sheet.narrow else 46.0
    most = max(theme.people or 0 for theme in themes) or 1
    radii = [max(5.0, largest * math.sqrt((theme.people or 0) / most)) for theme in themes]
    room = 112.0 if sheet.narrow else 150.0
    names = [wrap_evenly(theme.name, room, NAME, most=4) for theme in themes]
    sizes = []
    for radius, lines in zip(radii, names, strict=True):
        wide = max([2 * radius, *(width_of(line, NAME) for line in lines)])
        sizes.append((wide, 2 * radius + 6 + len(lines) * leading(NAME)))
    boxes, height = apart(spread_out(like), sizes, sheet.width - 16, 10.0)
    middles = [(8 + box.x, top + box.y - box.height / 2 + radius) for box, radius in zip(boxes, radii, strict=True)]
    for one, other in nearest(like):
        others = [(middles[at], radii[at]) for at in range(len(middles)) if at not in (one, other)]
        bend = around(middles[one], middles[other], others)
        (left, up), (right, low) = middles[one], middles[other]
        path = f"M{left:.1f} {up:.1f}Q{bend[0]:.1f} {bend[1]:.1f} {right:.1f} {low:.1f}"
        sheet.mark("path", d=path, fill="none", stroke=RULE, stroke_width=1.5)
    for theme, radius, middle, lines in zip(themes, radii, middles, names, strict=True):
        _circle(sheet, theme, radius, middle)
        _name(sheet, lines, middle[0], middle[1] + radius + 4)
    return (
        top + height + _key(sheet, top + height + 8, most, largest, held=any(theme.people is None for theme in themes))
    )


def _name(sheet: Sheet, lines: Sequence[str], middle: float, top: float) -> None:
    """Write a theme's name on plain paper, so that a line behind it stops short of the letters."""
    wide = max(width_of(line, NAME) for line in lines)
    sheet.mark("rect", x=middle - wide / 2, y=top, width=wide, height=len(lines) * leading(NAME), fill=PAPER)
    for down, line in enumerate(lines):
        sheet.text((middle, top + leading(NAME) * (down + 0.8)), line, size=NAME, side="middle")


def _circle(sheet: Sheet, theme: MapTheme, radius: float, middle: tuple[float, float]) -> None:
    held = {"stroke_dasharray": "3 3"} if theme.people is None else {}
    sheet.mark("circle", cx=middle[0], cy=middle[1], r=radius, fill=TINT, stroke=BRAND, stroke_width=2, **held)
    if theme.people is not None:
        number = f"{theme.people:,}"
        inside = width_of(number, 14, bold=True) <= 2 * radius - 5
        if inside:
            sheet.text((middle[0], middle[1] + 5), number, bold=True, side="middle")
        else:
            sheet.text((middle[0] + radius + 4, middle[1] + 5), number, size=13, bold=True, halo=True)


def _key(sheet: Sheet, top: float, most: int, largest: float, *, held: bool) -> float:
    """Draw circles for round numbers of people, so that sizes can be read."""
    step = 10 ** math.floor(math.log10(max(most, 1)))
    top_number = next(round(step * times) for times in (5, 2, 1) if step * times <= most)
    numbers = sorted({max(1, top_number // 5), top_number})
    radii = [largest * math.sqrt(number / most) for number in numbers]
    middle, x = top + max(radii) + 4, 16.0
    for number, radius in zip(numbers, radii, strict=True):
        sheet.mark("circle", cx=x + radius, cy=middle, r=max(radius, 1.0), fill="none", stroke=INK, stroke_width=1)
        words = _people(number)
        sheet.text((x + 2 * radius + 6, middle + 5), words, size=13, colour=SOFT)
        x += 2 * radius + 6 + width_of(words, 13) + 18
    if held:
        x = x if x + 140 < sheet.width else 16.0
        down = middle if x > 16 else middle + max(radii) + 20
        sheet.mark("circle", cx=x + 5, cy=down, r=5, fill="none", stroke=BRAND, stroke_width=2, stroke_dasharray="3 3")
        sheet.text((x + 16, down + 5), "number held back", size=13, colour=SOFT)
        return down - top + max(radii if x > 16 else [0.0]) + 20
    return 2 * max(radii) + 24
