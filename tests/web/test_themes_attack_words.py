"""Names, questions and words that mean harm: on every page, table, picture and file of themes they are only text."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from heard_web.people.models import DecisionBody, User
from heard_web.places.models import Setting
from heard_web.themes.export import TABLES
from heard_web.themes.models import Coding
from heard_web.themes.picturing import PICTURES
from heard_web.themes.urls import urlpatterns
from heard_web.themes.views_export import FILES
from tests.web.test_every_page_as_every_role import Page, address
from tests.web.themes_cast import fill
from tests.web.world import World

HARM = {
    "script": "<script>alert(1)</script>]]></text></svg>{{7*7}}{% load x %}%s%(a)s",
    "attribute": '" onload="alert(1)" x=\' javascript:alert(1)',
    "formula": '=HYPERLINK("http://x.example","y")',
    "hidden formula": "\u200f\x01@SUM(1+1)\u202e\ufffe\x1b",
}
FORMULA = re.compile(r"^[\W_]*?[=+@＝＋＠]")


class Runs(HTMLParser):
    """Notes whatever a browser would run."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str | None]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "script" and not str(told.get("src")).startswith("/static/"):
            self.found.append((tag, "", None))
        self.found += [
            (tag, name, value)
            for name, value in attrs
            if name.startswith("on") or name == "style" or str(value).strip().lower().startswith("javascript:")
        ]


@pytest.fixture
def browser(officer: User, client: Client) -> Client:
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture(params=sorted(HARM))
def world(request: pytest.FixtureRequest, officer: User, approver: User, board: DecisionBody, school: Setting) -> World:
    User.objects.filter(pk=officer.pk).update(name=f"{HARM[request.param]} Finch")
    officer.refresh_from_db()
    made = World(officer, approver, board, school, HARM[request.param])
    for voice in fill(made.rows["activity"], by=officer):
        voice.words = f"{made.canary} {voice.words}"
        voice.save()
        Coding.objects.create(theme=made.rows["theme"], contribution=voice, coded_by=officer)
    return made


def test_no_page_runs_what_somebody_typed(world: World, browser: Client) -> None:
    pages = [Page(f"themes:{page.name}", tuple(page.pattern.converters)) for page in urlpatterns]

    answers = {page.name: browser.get(address(page, world)[0]) for page in pages}

    shown = {
        name: answer.content.decode()
        for name, answer in answers.items()
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
    }
    assert len(shown) > 30
    assert {name: found for name, page in shown.items() if (found := Runs(page).found)} == {}
    assert all("{{7*7}}" in page for page in shown.values() if "alert(1)&lt;/script&gt;" in page)


def test_no_picture_runs_what_somebody_typed(world: World, browser: Client) -> None:
    for picture in PICTURES:
        answer = browser.get(reverse("themes:picture", args=[world.rows["codebook"].pk, picture]))
        if answer.status_code == 404:  # too little to draw
            continue
        drawn = ElementTree.fromstring(answer.content)  # noqa: S314 (our own, and it has to be whole)
        names = {part.tag.rpartition("}")[2] for part in drawn.iter()}
        assert not names & {"script", "foreignObject", "image", "a", "use", "style"}
        assert not [name for part in drawn.iter() for name in part.attrib if name.startswith("on") or "href" in name]


def test_no_table_or_file_holds_a_formula_or_breaks(world: World, browser: Client) -> None:
    taken = {
        what: browser.get(f"{reverse('themes:export', args=[world.rows['codebook'].pk])}?what={what}")
        for what in [*TABLES, *FILES]
    }

    assert {what: answer.status_code for what, answer in taken.items() if answer.status_code != 200} == {}
    for what in TABLES:
        rows = csv.reader(io.StringIO(taken[what].content.decode("utf-8-sig"), newline=""))
        assert [cell for row in rows for cell in row if FORMULA.match(cell) and not cell.startswith("'")] == []
    cells = [cell for sheet in load_workbook(io.BytesIO(taken["workbook"].content)) for row in sheet for cell in row]
    assert [cell for cell in cells if cell.data_type == "f"] == []
    ElementTree.fromstring(taken["codebook"].content)  # noqa: S314 (our own, and it has to be whole)
    with zipfile.ZipFile(io.BytesIO(taken["project"].content)) as package:
        ElementTree.fromstring(package.read("project.qde"))  # noqa: S314
        assert not [name for name in package.namelist() if ".." in name or name.startswith("/")]
    assert "<script" not in taken["method"].content.decode().replace("\\<", "")
