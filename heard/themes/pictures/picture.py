"""A finished picture with the table that says the same, and the sheet it is drawn on."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from heard.themes.pictures.lettering import fit, from_right, width_of, wrap

WIDE, NARROW = 720, 360  # drawing units: a page or an A4 sheet, and a telephone
INK, SOFT, RULE, GRID, TINT, BRAND, PAPER = "#1b2a30", "#4a585e", "#748187", "#d5dcde", "#dcebea", "#0b5055", "#ffffff"
FACE = "'Atkinson Hyperlegible Next', Arial, Helvetica, sans-serif"


@dataclass(frozen=True, slots=True)
class Picture:
    """A still picture and the same in numbers. `svg` is for a page or paper; `narrow` is for a telephone."""

    svg: str
    table: tuple[tuple[str, ...], ...]
    title: str
    description: str
    narrow: str = ""


class Sheet:
    """Somewhere to draw, of a fixed width and whatever height it takes. Same marks, same bytes."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.narrow = width < 500
        self.marks: list[str] = []

    def mark(self, name: str, **given: float | str) -> None:
        """Draw a shape. Underscores in the names of what is given become hyphens."""
        told = "".join(f" {key.replace('_', '-')}={quoteattr(_said(value))}" for key, value in given.items())
        self.marks.append(f"<{name}{told}/>")

    def line(self, start: tuple[float, float], end: tuple[float, float], **given: float | str) -> None:
        """Draw a straight line."""
        self.mark("line", x1=start[0], y1=start[1], x2=end[0], y2=end[1], **({"stroke": RULE} | given))

    def text(
        self,
        at: tuple[float, float],
        words: str,
        *,
        size: float = 14,
        bold: bool = False,
        colour: str = INK,
        side: str = "left",
        halo: bool = False,
    ) -> None:
        """Write one line, its foot at `at`, which is its left, its middle or its right."""
        words = fit(words)
        turned = from_right(words)
        anchor = "middle" if side == "middle" else "start" if (side == "left") != turned else "end"
        told = f' font-size="{_said(size)}"' * (size != 14) + ' font-weight="700"' * bold
        told += f' fill="{colour}"' * (colour != INK) + f' text-anchor="{anchor}"' * (anchor != "start")
        told += ' direction="rtl"' * turned
        if halo:
            told += f' stroke="{PAPER}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"'
        self.marks.append(f'<text x="{_said(at[0])}" y="{_said(at[1])}"{told}>{escape(words)}</text>')

    def paragraph(
        self,
        at: tuple[float, float],
        words: str,
        room: float,
        *,
        size: float = 14,
        bold: bool = False,
        colour: str = INK,
        most: int = 99,
    ) -> float:
        """Write lines that fit, the first with its foot at `at`, and give the height they take."""
        lines = wrap(words, room, size, most=most, bold=bold)
        turned = from_right(fit(words))
        for down, line in enumerate(lines):
            x = at[0] + room if turned else at[0]
            self.text(
                (x, at[1] + down * leading(size)), line, size=size, bold=bold, colour=colour,
                side="right" if turned else "left",
            )  # fmt: skip
        return len(lines) * leading(size)

    def heading(self, title: str, subtitle: str = "") -> float:
        """Write the title and what to know before reading on, and give the height they take."""
        size = 18 if self.narrow else 20
        down = 8.0 + size
        down += self.paragraph((16, down), title, self.width - 32, size=size, bold=True)
        if subtitle:
            down += self.paragraph((16, down - 2), subtitle, self.width - 32, colour=SOFT)
        return down - 2

    def finished(self, height: float, title: str, description: str) -> str:
        """Give the sheet as SVG, named and described for those who do not see it."""
        body = "\n".join(self.marks)
        name = hashlib.sha256(f"{self.width}{title}{body}".encode()).hexdigest()[:10]
        tall = _said(round(height))
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {tall}" width="{self.width}" '
            f'height="{tall}" role="img" aria-labelledby="t-{name} d-{name}" font-family="{FACE}" font-size="14" '
            f'fill="{INK}">\n<title id="t-{name}">{escape(fit(title))}</title>\n'
            f'<desc id="d-{name}">{escape(fit(description))}</desc>\n'
            f'<rect width="{self.width}" height="{tall}" fill="{PAPER}"/>\n{body}\n</svg>\n'
        )


def leading(size: float) -> float:
    """Give the distance from one line of text to the next."""
    return round(size * 1.35)


def drawn(draw: Callable[[Sheet], float], table: Sequence[Sequence[str]], title: str, description: str) -> Picture:
    """Draw once for a page and once for a telephone."""
    sheets = []
    for width in (WIDE, NARROW):
        sheet = Sheet(width)
        sheets.append(sheet.finished(draw(sheet), title, description))
    rows = tuple(tuple(fit(cell) for cell in row) for row in table)
    return Picture(sheets[0], rows, fit(title), fit(description), sheets[1])


def _said(value: float | str) -> str:
    """Give a number to a tenth and no more, so that the same picture has the same bytes."""
    if isinstance(value, str):
        return value
    rounded = round(value + 0.0, 1)
    return str(int(rounded)) if rounded == int(rounded) else str(rounded)


def fits(words: str, room: float, size: float = 14, *, bold: bool = False) -> bool:
    """Say whether a text fits on one line."""
    return width_of(words, size, bold=bold) <= room
