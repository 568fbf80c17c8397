"""House rule: what the docs say is what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.reference_pages import PAGES, SETTINGS, named_in_settings

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("name", PAGES)
def test_a_page_made_from_the_code_is_current(name: str) -> None:
    assert (ROOT / name).read_text() == PAGES[name](), "Run `python tests/reference_pages.py`."


def test_every_setting_is_described() -> None:
    assert named_in_settings() == set(SETTINGS)


def test_the_readme_shows_the_two_commands_and_a_picture_that_is_there() -> None:
    readme = (ROOT / "README.md").read_text()

    assert "python3 dev.py run" in readme
    assert "python3 dev.py test" in readme
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", readme)
    assert pictures
    assert [picture for picture in pictures if not (ROOT / picture).exists()] == []


def test_no_link_in_the_docs_leads_nowhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    link = re.compile(r"\]\(((?!https?:|mailto:|#)[^)#]+)[^)]*\)")

    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in link.findall(page.read_text())
        if not (page.parent / target).exists()
    ]

    assert broken == []


def test_decisions_are_numbered_without_gaps_and_short() -> None:
    decisions = sorted((ROOT / "docs" / "adr").glob("*.md"))

    assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
    assert [path.name for path in decisions if len(path.read_text().splitlines()) > 60] == []
