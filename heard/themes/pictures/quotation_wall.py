"""The quotation wall: what people said, in their own words, with the group they speak for and no name."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from heard.errors import NotEnoughVoices
from heard.themes.pictures.lettering import fit, from_right, wrap
from heard.themes.pictures.picture import BRAND, INK, PAPER, RULE, SOFT, Picture, Sheet, drawn, leading

MARKS = '“”" '
SIDE, GAP, INSIDE, SIZE, MOST = 16.0, 16.0, 14.0, 15.0, 16


@dataclass(frozen=True, slots=True)
class WallQuote:
    """A quotation as it may be shown, whose words they are by group only, and the voice it comes from."""

    words: str
    who: str = ""
    theme: str = ""
    voice: str = ""


def quotation_wall(
    quotes: Sequence[WallQuote], *, title: str = "In people’s own words", taken_back: Collection[str] = ()
) -> Picture:
    """Set quotations in columns, in the order given.

    Units    none.
    Shape    a quotation too long for its place ends in “…”; the table gives it whole. Quotations of voices in
             `taken_back`, and empty ones, are left out of the picture and the table.
    Errors   `NotEnoughVoices` if no quotation is left.
    Source   docs/reference/methods.md#pictures
    Limits   it shows what it is given: who may be quoted is decided before.

    >>> said = [WallQuote("It is too loud.", "Children", voice="1"), WallQuote("No bus.", voice="2")]
    >>> quotation_wall(said, taken_back={"2"}).table
    (('words', 'whose words', 'theme'), ('It is too loud.', 'Children', ''))
    """
    shown = [quote for quote in quotes if fit(quote.words) and not (quote.voice and quote.voice in taken_back)]
    if not shown:
        raise NotEnoughVoices(
            "There is no quotation to show. Choose voices that may be quoted and have not been taken back."
        )
    rows = [("words", "whose words", "theme"), *((quote.words, quote.who, quote.theme) for quote in shown)]
    groups = ", ".join(sorted({fit(quote.who) for quote in shown if fit(quote.who)}))
    many = f"{len(shown)} quotation{'' if len(shown) == 1 else 's'}"
    described = f"{many}{f', from {groups}' if groups else ''}. The table gives every word."
    return drawn(lambda sheet: _draw(sheet, shown, title), rows, title, described)


def _draw(sheet: Sheet, quotes: Sequence[WallQuote], title: str) -> float:
    top = sheet.heading(title) + 10
    columns = 1 if sheet.narrow or len(quotes) == 1 else 2
    room = (sheet.width - 2 * SIDE - GAP * (columns - 1)) / columns
    ends = [top] * columns
    for quote in quotes:
        column = min(range(columns), key=lambda at: (round(ends[at]), at))
        ends[column] += _card(sheet, quote, SIDE + column * (room + GAP), ends[column], room) + GAP
    return max(ends) + 2


def _card(sheet: Sheet, quote: WallQuote, x: float, y: float, room: float) -> float:
    """Draw one quotation and give the height it takes."""
    words, who, theme = f"“{fit(quote.words).strip(MARKS)}”", fit(quote.who), fit(quote.theme)
    turned = from_right(words)
    inner = room - 2 * INSIDE - 4
    lines = wrap(words, inner, SIZE, most=MOST)
    whose = wrap(who, inner, 14, most=2, bold=True) if who else []
    about = wrap(theme, inner, 13, most=2) if theme else []
    tall = INSIDE + len(lines) * leading(SIZE) + len(whose) * leading(14) + len(about) * leading(13) + 14
    tall += 6 if whose or about else 0
    sheet.mark("rect", x=x, y=y, width=room, height=tall, fill=PAPER, stroke=RULE, stroke_width=1)
    sheet.mark("rect", x=x + room - 4 if turned else x, y=y, width=4, height=tall, fill=BRAND)
    left = x + INSIDE + (0 if turned else 4)
    foot = y + INSIDE + 12
    for line in lines:
        _line(sheet, left, foot, inner, line, turned=turned, size=SIZE)
        foot += leading(SIZE)
    foot += 6
    for line in whose:
        _line(sheet, left, foot, inner, line, turned=turned, size=14, bold=True)
        foot += leading(14)
    for line in about:
        _line(sheet, left, foot, inner, line, turned=turned, size=13, colour=SOFT)
        foot += leading(13)
    return tall


def _line(
    sheet: Sheet,
    x: float,
    y: float,
    room: float,
    words: str,
    *,
    turned: bool,
    size: float,
    bold: bool = False,
    colour: str = INK,
) -> None:
    """Write a line against the side its quotation begins on, whichever way its own letters run."""
    place = (x + room if turned else x, y)
    sheet.text(place, words, size=size, bold=bold, colour=colour, side="right" if turned else "left")
