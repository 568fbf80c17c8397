"""Pages: one heading, a way past the header, the right ways through for each role, and words when things go wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from heard_web.design import context
from heard_web.people.models import User

TEMPLATES = sorted((Path(__file__).resolve().parents[2] / "heard_web").glob("*/templates/**/*.html"))


def test_the_gallery_shows_every_component_to_someone_signed_in(
    as_person: Callable[[User], Client], officer: User
) -> None:
    page = as_person(officer).get(reverse("design:gallery")).content.decode()

    assert page.count("<h1") == 1
    assert 'lang="en-GB"' in page
    assert 'href="#main"' in page
    assert officer.name in page


def test_the_gallery_in_its_wrong_state_says_so_in_the_title(
    as_person: Callable[[User], Client], officer: User
) -> None:
    page = as_person(officer).get(reverse("design:gallery"), {"state": "wrong"}).content.decode()

    assert "<title>Error: Gallery – Heard</title>" in page
    assert "things to put right" in page


def test_the_gallery_is_not_shown_to_someone_who_has_not_signed_in(client: Client, db: None) -> None:
    answer = client.get(reverse("design:gallery"))

    assert answer.status_code == 302


@pytest.mark.parametrize(("role", "sees_people"), [("administrator", True), ("officer", False)])
def test_only_an_administrator_is_shown_the_way_to_accounts(
    role: str, sees_people: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(context, "address", lambda name: f"/{name}/")

    labels = [item.label for item in context.nav(context.STAFF_MORE, path="/", role=role)]

    assert ("People" in labels) is sees_people


def test_a_page_inside_a_stage_marks_that_stage_as_where_you_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context, "address", lambda name: f"/{name.split(':')[0]}/")

    items = context.nav(context.STAFF, path="/voice/12/drawings/", role="officer")

    assert [item.label for item in items if item.current] == ["Voice"]


def test_the_home_page_is_not_marked_on_every_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context, "address", lambda name: "/" if name == "public:home" else f"/{name}/")

    items = context.nav(context.PUBLIC, path="/somewhere/", role="")

    assert [item.label for item in items if item.current] == []


def test_a_page_this_installation_lacks_is_left_out_of_the_ways() -> None:
    ways = [context.Way("Nowhere", "no-such-page")]

    assert context.nav(ways, path="/", role="") == []


@pytest.mark.parametrize("name", ["400", "403", "404", "500"])
def test_an_error_page_needs_nothing_to_be_drawn_and_says_what_to_do(name: str) -> None:
    page = render_to_string(f"{name}.html")

    assert page.count("<h1") == 1
    assert "<a href=" in page
    assert not re.search(r"\boops\b|\binvalid\b|\bplease\b", page, re.IGNORECASE)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: "/".join(path.parts[-2:]))
def test_no_template_holds_inline_style_or_script_or_marks_words_as_safe(path: Path) -> None:
    markup = path.read_text()

    assert not re.search(r"<[^>]*\sstyle\s*=", markup)
    assert not re.search(r"<style|<script(?![^>]*\ssrc=)|\son\w+\s*=\s*[\"']", markup)
    assert not re.search(r"\|\s*safe\b|autoescape off", markup)
