"""Still pictures: the same every time, fit to print and to be read aloud, and nothing in them that is held back."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest

from heard.errors import NotEnoughVoices
from heard.themes.groups import Cell, PersonFacts, differences
from heard.themes.groups.table import HELD_BACK
from heard.themes.pictures import (
    MapTheme,
    Picture,
    WallQuote,
    quotation_wall,
    theme_by_group,
    theme_map,
    theme_over_time,
)
from heard.themes.pictures.lettering import from_right, width_of, wrap
from heard.themes.pictures.picture import BRAND, INK, SOFT

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = (
    "<script>alert(1)</script>",
    "\"/><image href='x' onload='alert(1)'>",
    "]]><!-- & &amp; &#x41;",
    "نحتاج إلى مكان هادئ",
    "Paint 🎨 and 👩‍👧 time",
    "W" * 400,
    "a\x00b\x1b\ud800c\ufffe\u202ed",
    "e" + "\u0301" * 60,
)


def _map(names: tuple[str, ...] = ("Transport", "Taxis", "Play", "Friends")) -> Picture:
    places = ((1, 0, 0), (0.9, 0.1, 0), (0, 1, 0), (0, 0.8, 0.4))
    return theme_map([MapTheme(name, 40 - 5 * at, places[at % 4]) for at, name in enumerate(names)])


def _groups(names: tuple[str, ...] = ("Transport", "Play")) -> Picture:
    return theme_by_group(
        [
            cell
            for name in names
            for cell in (
                Cell(name, f"{name} group", 12, 30, 0.4, 0.25, 0.58),
                Cell(name, "Parents and carers", 20, 61, 0.33, 0.22, 0.45),
                Cell(name, "Brothers and sisters", note=HELD_BACK),
            )
        ],
        beside="Not heard from: health staff.",
    )


def _time(names: tuple[str, ...] = ("Transport", "Play")) -> Picture:
    return theme_over_time(
        [
            cell
            for name in names
            for cell in (
                Cell(name, "2026-01", 12, 30, 0.4, 0.25, 0.58),
                Cell(name, "2026-02", note=HELD_BACK),
                Cell(name, "2026-03", 20, 61, 0.33, 0.22, 0.45),
            )
        ]
    )


def _wall(words: tuple[str, ...] = ("It is too loud.", "The bus is late.")) -> Picture:
    return quotation_wall([WallQuote(said, said, said, str(at)) for at, said in enumerate(words)])


PICTURES = [_map, _groups, _time, _wall]


def _texts(svg: str) -> list[ET.Element]:
    return list(ET.fromstring(svg).iter(f"{SVG}text"))  # noqa: S314 (our own)


@pytest.mark.parametrize("draw", PICTURES)
def test_a_picture_is_the_same_to_the_byte_and_says_what_it_is(draw: Callable[[], Picture]) -> None:
    picture = draw()

    root = ET.fromstring(picture.svg)  # noqa: S314 (our own)
    named = [root.find(f"{SVG}{part}") for part in ("title", "desc")]
    assert draw() == picture
    assert root.get("role") == "img"
    assert [part.text for part in named if part is not None] == [picture.title, picture.description]
    assert root.get("aria-labelledby") == " ".join(str(part.get("id")) for part in named if part is not None)
    assert len(picture.table) > 1 and {len(row) for row in picture.table} == {len(picture.table[0])}


@pytest.mark.parametrize("draw", PICTURES)
def test_the_page_and_the_telephone_do_not_share_names_for_their_parts(draw: Callable[[], Picture]) -> None:
    picture = draw()

    assert not set(re.findall(r' id="([^"]+)"', picture.svg)) & set(re.findall(r' id="([^"]+)"', picture.narrow))
    assert 'width="720"' in picture.svg and 'width="360"' in picture.narrow


@pytest.mark.parametrize("draw", PICTURES)
def test_whatever_people_typed_is_text_and_nothing_else(draw: Callable[[tuple[str, ...]], Picture]) -> None:
    picture = draw(HOSTILE)

    for svg in (picture.svg, picture.narrow):
        root = ET.fromstring(svg.encode("utf-8"))  # noqa: S314 (our own)
        shapes = {"svg", "title", "desc", "rect", "text", "line", "circle", "path", "polygon"}
        assert {mark.tag.removeprefix(SVG) for mark in root.iter()} <= shapes
        told = {name for mark in root.iter() for name in mark.attrib}
        assert not [name for name in told if name.startswith("on") or name in ("style", "href", "class")]
        assert "\u202e" not in svg and "\x00" not in svg
    assert "<script>alert(1)</script>" in str(picture.table)


@pytest.mark.parametrize("draw", PICTURES)
def test_text_stays_on_the_sheet_and_is_large_enough_to_read(draw: Callable[[tuple[str, ...]], Picture]) -> None:
    picture = draw(
        ("Speech and language therapy in school", "W" * 60, "Somewhere quiet", "Staff who understand autism")
    )

    for svg, width in ((picture.svg, 720), (picture.narrow, 360)):
        for text in _texts(svg):
            size = float(text.get("font-size", 14))
            wide = width_of(text.text or "", size, bold=text.get("font-weight") == "700")
            left = (
                float(str(text.get("x")))
                - {"start": 0, "middle": 0.5, "end": 1}[text.get("text-anchor", "start")] * wide
            )
            assert size >= 13
            assert left >= 0 and left + wide <= width, text.text


def _light(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colour", [INK, SOFT, BRAND])
def test_letters_stand_out_from_the_paper_in_colour_and_in_grey(colour: str) -> None:
    assert 1.05 / (_light(colour) + 0.05) >= 7


def test_themes_alike_are_near_and_names_never_lie_on_each_other() -> None:
    themes = [
        MapTheme(f"A theme with a rather long name {at}", 3 + at, (at % 3, at % 5, at % 7, 1)) for at in range(24)
    ]

    picture = theme_map(themes)

    for svg in (picture.svg, picture.narrow):
        boxes = [
            tuple(float(str(mark.get(part))) for part in ("x", "y", "width", "height"))
            for mark in ET.fromstring(svg).iter(f"{SVG}rect")  # noqa: S314 (our own)
            if mark.get("x")
        ]
        assert len(boxes) == 24
        for at, (x, y, wide, tall) in enumerate(boxes):
            for left, top, width, height in boxes[at + 1 :]:
                assert x + wide <= left or left + width <= x or y + tall <= top or top + height <= y
    assert theme_map(list(reversed(themes))) == picture


def test_circles_are_to_scale_by_area_and_the_map_says_which_themes_are_most_alike() -> None:
    picture = _map()

    radii = [float(r) for r in re.findall(r'<circle [^>]*r="([\d.]+)" fill="#dcebea"', picture.svg)]
    assert (radii[0] / radii[1]) ** 2 == pytest.approx(40 / 35, rel=0.02)
    assert picture.table[1:3] == (("Transport", "40", "Taxis"), ("Taxis", "35", "Transport"))


def test_a_number_held_back_is_nowhere_in_a_picture_nor_its_table() -> None:
    heard = [PersonFacts(f"c{at}", {"role": "Children"}) for at in range(97)]
    heard += [PersonFacts(f"p{at}", {"role": "Parents"}) for at in range(83)]
    one, other = ({"Play": {f"c{at}" for at in range(few)} | {f"p{at}" for at in range(47 - few)}} for few in (1, 4))

    drawn = [theme_by_group(differences(heard, said, "role")) for said in (one, other)]

    assert drawn[0] == drawn[1]
    assert "Fewer than 5: Children. Held back: Parents." in drawn[0].svg
    assert drawn[0].table[1:] == (("Play", "Children", "fewer than 5", ""), ("Play", "Parents", "held back", ""))


def test_the_picture_says_what_is_clear_and_who_was_not_heard_from() -> None:
    heard = [PersonFacts(f"c{at}", {"role": "cyp"}) for at in range(60)]
    heard += [PersonFacts(f"p{at}", {"role": "parent"}) for at in range(60)]
    said = {"Bus": {f"c{at}" for at in range(12)} | {f"p{at}" for at in range(36)}}

    table = differences(heard, said, "role", expected=["health"], names={"cyp": "Children", "parent": "Parents"})
    picture = theme_by_group(table)

    assert "about three times as often as children" in picture.description
    assert "Not heard from: health." in picture.svg and "Not heard from: health." in picture.narrow


def test_a_month_with_too_few_people_is_a_gap_with_a_cross_and_the_line_does_not_cross_it() -> None:
    picture = _time(("Play",))

    joins = [line for line in re.findall(r"<line [^>]*>", picture.svg) if 'stroke-width="2"' in line]
    assert joins == []
    assert "l8 8m0 -8l-8 8" in picture.svg
    assert ("Play", "Feb 26", "held back", "") in picture.table


def test_months_stand_in_order_and_terms_in_the_order_given() -> None:
    cells = [Cell("Play", name, 10, 20, 0.5, 0.3, 0.7) for name in ("Summer", "Autumn")]

    assert [row[1] for row in theme_over_time(cells).table[1:]] == ["Autumn", "Summer"]
    assert [row[1] for row in theme_over_time(cells, periods=["Summer"]).table[1:]] == ["Summer", "Autumn"]


def test_a_voice_taken_back_is_gone_from_the_wall_and_its_table() -> None:
    quotes = [WallQuote("It is too loud.", "A child", voice="1"), WallQuote("The bus is late.", "A parent", voice="2")]

    wall = quotation_wall(quotes, taken_back={"2"})

    assert "bus" not in wall.svg + wall.narrow + str(wall.table) + wall.description
    assert wall == quotation_wall(quotes[:1])
    with pytest.raises(NotEnoughVoices, match="no quotation to show"):
        quotation_wall(quotes, taken_back={"1", "2"})


def test_a_very_long_quotation_ends_in_dots_and_stands_whole_in_the_table() -> None:
    words = "We have waited and waited. " * 80

    wall = quotation_wall([WallQuote(words)])

    assert any((text.text or "").endswith("…") for text in _texts(wall.svg))
    assert wall.table[1][0] == words.strip()


def test_words_written_from_the_right_stand_at_the_right() -> None:
    wall = quotation_wall([WallQuote("نحتاج إلى مكان هادئ", "A parent")])

    words = next(text for text in _texts(wall.svg) if from_right(text.text or ""))
    assert words.get("direction") == "rtl" and float(str(words.get("x"))) > 600


def test_lines_break_between_words_and_no_letter_is_lost() -> None:
    words = "Somewhere quiet to go when everything gets far too loud " + "x" * 90

    lines = wrap(words, 120, 14)

    assert "".join(lines).replace(" ", "") == words.replace(" ", "")
    assert all(width_of(line, 14) <= 120 for line in lines)


@pytest.mark.parametrize("draw", [theme_map, theme_by_group, theme_over_time, quotation_wall])
def test_nothing_to_draw_is_told(draw: Callable[[list[object]], Picture]) -> None:
    with pytest.raises(NotEnoughVoices):
        draw([])
