"""The way to bringing in a file, and the way on from it."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from heard_web.engagement.models import Activity
from heard_web.people.models import User
from tests.web.voice_cast import FILE, brought_in

AsPerson = Callable[[User], Client]


def test_a_spreadsheet_can_be_brought_in_from_themes_and_from_voice(
    officer: User, inspector: User, stranger: User, workshop: Activity, as_person: AsPerson
) -> None:
    door = reverse("voice:bring_in")

    for page in ("themes:list", "voice:list"):
        assert door in as_person(officer).get(reverse(page)).content.decode()
        assert door not in as_person(inspector).get(reverse(page)).content.decode()

    way = reverse("voice:import", args=[workshop.pk])
    assert way in as_person(officer).get(door).content.decode()
    assert way not in as_person(stranger).get(door).content.decode()
    assert as_person(inspector).get(door).status_code == 403


def test_the_end_of_an_import_offers_the_next_step(officer: User, workshop: Activity, as_person: AsPerson) -> None:
    batch = brought_in(workshop, officer, FILE)

    page = as_person(officer).get(reverse("voice:batch", args=[batch.pk])).content.decode()

    way = reverse("themes:start") + (f"?purpose={workshop.purpose_id}" if workshop.purpose_id else "")
    assert f'href="{way}">Find themes in these</a>' in page


def test_a_survey_needs_no_kind_of_place(officer: User, as_person: AsPerson) -> None:
    told = {"kind": "survey", "starts_on": "2026-05-12", "status": "planned", "title": "Family survey"}

    as_person(officer).post(reverse("engagement:add"), told)

    assert Activity.objects.get(title="Family survey").place_type == "online"
