"""The compiled sheet is the one its sources make, carries no mark of GOV.UK, and can be read by tired eyes."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

DESIGN = Path(__file__).resolve().parents[2] / "heard_web" / "design"
SHEET = DESIGN / "static" / "design" / "heard.css"
SOURCE = DESIGN / "source"


def test_the_sheet_was_compiled_from_the_sources_beside_it() -> None:
    partials = sorted((SOURCE / "partials").iterdir(), key=lambda path: path.name)
    digest = hashlib.sha256()
    for path in [SOURCE / "heard.scss", *partials]:
        digest.update(f"{path.relative_to(SOURCE).as_posix()}\n".encode() + path.read_bytes())
    version = json.loads((SOURCE / "package.json").read_text())["devDependencies"]["govuk-frontend"]

    first_line = SHEET.read_text().splitlines()[0]

    assert first_line == f"/* govuk-frontend {version}; sources sha256 {digest.hexdigest()} */"


def test_the_sheet_names_only_files_that_we_hold() -> None:
    addresses = re.findall(r"url\(\"?([^\")]+)\"?\)", SHEET.read_text())

    missing = [address for address in addresses if not (SHEET.parent / address).is_file()]

    assert addresses
    assert missing == []


def test_the_sheet_has_no_typeface_or_crest_of_the_crown_and_stays_small() -> None:
    sheet = SHEET.read_text()

    assert not re.search("gds transport|crest|crown|margaret calvert", sheet, re.IGNORECASE)
    assert len(sheet) < 130_000


def test_the_lock_of_the_style_tools_names_no_place_to_fetch_from() -> None:
    lock = json.loads((SOURCE / "package-lock.json").read_text())

    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []


def luminance(colour: str) -> float:
    digits = colour if len(colour) == 6 else "".join(2 * digit for digit in colour)
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


TEXT_ON_GROUND = [
    *[("ink", ground) for ground in ("paper", "white", "sand", "sun", "teal-tint", "amber-tint", "brick-tint")],
    *[("ink-soft", ground) for ground in ("paper", "white", "sand", "teal-tint", "plum-tint")],
    *[("teal", ground) for ground in ("paper", "white", "sand", "teal-tint", "amber-tint")],
    *[("plum", ground) for ground in ("paper", "white")],
    *[("brick", ground) for ground in ("paper", "white", "brick-tint")],
    ("white", "teal"), ("white", "teal-dark"), ("moss", "moss-tint"), ("sky", "sky-tint"),
    ("amber", "amber-tint"), ("stone", "stone-tint"), ("plum-dark", "plum-tint"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "ground"), TEXT_ON_GROUND)
def test_words_stand_out_from_the_ground_they_are_on(text: str, ground: str) -> None:
    colours = dict(re.findall(r"--([a-z-]+):\s*#([0-9a-f]{3,6})\b", SHEET.read_text()))

    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("ground", ["paper", "white", "sand"])
def test_the_edge_of_a_box_to_write_in_can_be_seen(ground: str) -> None:
    colours = dict(re.findall(r"--([a-z-]+):\s*#([0-9a-f]{3,6})\b", SHEET.read_text()))

    assert contrast(colours["ink-soft"], colours[ground]) >= 3
