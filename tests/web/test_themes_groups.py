"""Groups compared, and whether enough was heard: people counted, small numbers kept back, nobody overlooked."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from heard.voice.matching import match_columns
from heard_web.engagement.models import Activity, Purpose
from heard_web.people.models import User
from heard_web.themes import actions
from heard_web.themes.models import Codebook, Coding, Theme
from heard_web.voice.actions_import import bring_in, start_import
from heard_web.voice.models import Contribution, Permission, Speaker
from tests.web.themes_cast import DAY, agree, say, take_back

AsPerson = Callable[[User], Client]


@pytest.fixture
def codebook(officer: User, purpose: Purpose) -> Codebook:
    return actions.start_codebook(by=officer, title="A good life", purpose=purpose)


@pytest.fixture
def buses(officer: User, codebook: Codebook) -> Theme:
    return actions.add_theme(codebook, by=officer, name="Buses")


def hear(activity: Activity, *, by: User, group: str, people: int, under: Theme | None, start: int = 0) -> None:
    """So many people of a group say something, and somebody puts it under a theme, or under none of them."""
    speakers = Speaker.objects.bulk_create(
        Speaker(activity=activity, label=f"{group}{start + n}", group=group, age_band="age_11_15")
        for n in range(people)
    )
    voices = Contribution.objects.bulk_create(
        Contribution(
            held_by=activity.held_by, activity=activity, speaker=speaker, mode="said", words=f"{speaker.label} speaks",
            said_on=DAY, recorded_by=by,
        )
        for speaker in speakers
    )  # fmt: skip
    Permission.objects.bulk_create(
        Permission(contribution=row, use="analyse", given_by="self", answer=True, given_on=DAY, recorded_by=by)
        for row in voices
    )
    if under is not None:
        Coding.objects.bulk_create(Coding(theme=under, contribution=row, coded_by=by) for row in voices)


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


@pytest.fixture
def sorted_voices(officer: User, workshop: Activity, codebook: Codebook, buses: Theme) -> Theme:
    """30 of 40 children and 6 of 40 parents raise buses; 3 brothers and sisters speak; 50 voices nobody has read."""
    other = actions.fits_none(codebook, say(workshop, "Hello", by=officer, label="cyp-first"), by=officer).theme
    hear(workshop, by=officer, group="cyp", people=30, under=buses)
    hear(workshop, by=officer, group="cyp", people=9, under=other, start=100)
    hear(workshop, by=officer, group="parent_carer", people=6, under=buses)
    hear(workshop, by=officer, group="parent_carer", people=34, under=other, start=100)
    hear(workshop, by=officer, group="sibling", people=3, under=buses)
    hear(workshop, by=officer, group="cyp", people=50, under=None, start=200)
    return buses


def test_groups_are_compared_in_people_whose_words_somebody_has_read(
    officer: User, codebook: Codebook, sorted_voices: Theme, as_person: AsPerson
) -> None:
    shown = page(as_person(officer), f"/themes/{codebook.pk}/compare/")

    assert "75% (30 of 40)" in shown and "15% (6 of 40)" in shown
    assert "83 of 133 people heard stand in this comparison" in shown
    assert "The picture rounds its numbers" in shown
    assert "Children and young people raised it" in shown


def test_small_groups_and_those_nobody_heard_stand_beside_the_comparison(
    officer: User, codebook: Codebook, sorted_voices: Theme, as_person: AsPerson
) -> None:
    shown = page(as_person(officer), f"/themes/{codebook.pk}/compare/?by=role")
    need = page(as_person(officer), f"/themes/{codebook.pk}/compare/?by=need")

    assert "Heard from too few to compare: Brothers and sisters" in shown and "(3 of 3)" not in shown
    assert "Not heard from:" in shown and "Young advisers" in shown
    assert "Not asked, or not recorded for anybody" in need and "Communication and interaction" not in need


def test_a_person_who_takes_their_words_back_leaves_the_comparison(
    officer: User, codebook: Codebook, sorted_voices: Theme, as_person: AsPerson
) -> None:
    take_back(sorted_voices.codings.all()[0].contribution)

    assert "74% (29 of 39)" in page(as_person(officer), f"/themes/{codebook.pk}/compare/")


@pytest.mark.parametrize("by", ["role", "age_band", "need", "area", "setting", "mode", "month", "no such kind"])
def test_every_kind_of_group_can_be_asked_for(
    by: str, officer: User, codebook: Codebook, sorted_voices: Theme, as_person: AsPerson
) -> None:
    assert "Buses" in page(as_person(officer), f"/themes/{codebook.pk}/compare/?by={by}")


def test_another_organisation_reads_only_safe_numbers_of_a_released_set(
    forum_member: User, officer: User, forum_meeting: Activity, as_person: AsPerson
) -> None:
    codebook = actions.start_codebook(by=forum_member, title="Transport")
    taxis = actions.add_theme(codebook, by=forum_member, name="Taxis")
    hear(forum_meeting, by=forum_member, group="parent_carer", people=17, under=taxis)
    hear(forum_meeting, by=forum_member, group="sibling", people=3, under=taxis)
    address, enough = f"/themes/{codebook.pk}/compare/", f"/themes/{codebook.pk}/enough/"
    client = as_person(officer)
    hidden = [client.get(address).status_code, client.get(enough).status_code]
    Codebook.objects.filter(pk=codebook.pk).update(released_at=timezone.now(), released_by=forum_member)

    shown, visits = page(client, address), page(client, enough)

    assert hidden == [404, 404]
    assert "Fewer than 5" in shown and "<td>15</td>" in shown and ">17<" not in shown and "% (" not in shown
    assert "About 15" in visits and ">17<" not in visits and "Forum meeting" not in visits
    assert "A visit not shown to you" in visits


def test_enough_is_said_of_the_visits_that_were_made(
    officer: User, purpose: Purpose, workshop: Activity, codebook: Codebook, buses: Theme, as_person: AsPerson
) -> None:
    for day in range(1, 9):
        visit = Activity.objects.create(
            held_by=officer.organisation, purpose=purpose, kind="visit", title=f"Visit {day}", status="held",
            starts_on=datetime.date(2026, 5, day), place_type="community_hub", recorded_by=officer,
        )  # fmt: skip
        actions.code(buses, say(visit, "The bus", by=officer, label="P1"), by=officer)

    shown = page(as_person(officer), f"/themes/{codebook.pk}/enough/")

    assert "Probably enough: the last 7 visits brought nothing new." in shown
    assert "It knows nothing of people who were not visited" in shown
    assert "Who they took part as: not heard from." in shown and "Fewer than 10" in shown
    assert "Age: not asked," in shown and "0 to 4" not in shown


def test_one_small_group_cannot_be_worked_out_from_the_others_and_the_number_in_all(
    officer: User, workshop: Activity, codebook: Codebook, buses: Theme, as_person: AsPerson
) -> None:
    hear(workshop, by=officer, group="cyp", people=7, under=buses)
    hear(workshop, by=officer, group="parent_carer", people=32, under=buses)
    hear(workshop, by=officer, group="school_staff", people=60, under=buses)

    shown = page(as_person(officer), f"/themes/{codebook.pk}/enough/")

    told = dict(re.findall(r'as">([^<]*)</td><td data-label="People heard">([^<]*)<', shown))
    assert told["Children and young people"] == "Fewer than 10"
    assert told["Parents and carers"] == "10 or more"
    assert "60" in told.values()


def test_where_no_group_is_large_enough_nothing_is_said_to_be_compared_and_all_are_counted(
    officer: User, workshop: Activity, codebook: Codebook, buses: Theme, as_person: AsPerson
) -> None:
    other = actions.fits_none(codebook, say(workshop, "Hello", by=officer, label="cyp-first"), by=officer).theme
    hear(workshop, by=officer, group="cyp", people=3, under=buses)
    hear(workshop, by=officer, group="parent_carer", people=3, under=buses)
    hear(workshop, by=officer, group="parent_carer", people=5, under=other, start=50)

    shown = page(as_person(officer), f"/themes/{codebook.pk}/compare/")

    assert "Too few to compare: no two groups" in shown and "clearer than chance" not in shown
    assert "Everybody heard" in shown and "50% (6 of 12)" in shown and "Fewer than 5" not in shown


def test_a_file_of_several_places_is_a_visit_for_each_of_them(
    officer: User, workshop: Activity, codebook: Codebook, buses: Theme, as_person: AsPerson
) -> None:
    places = ["alder  SCHOOL", "Birch School", "Alder School", "Cedar Hub", "Dale Hub", "Elm School", "Fir School", ""]
    lines = [f"The bus {n},{place},2026-05-{20 - n}" for n, place in enumerate(places)]
    content = "\n".join(["Comment,School,Date", *lines]).encode()
    batch = start_import(workshop, by=officer, content=content, file_name="answers.csv")
    batch.matching, batch.defaults = match_columns(batch.columns), {"group": "cyp", "mode": "written", "agreed": []}
    batch.save()
    bring_in(batch, by=officer)
    quiet = actions.add_theme(codebook, by=officer, name="Quiet")
    for row in Contribution.objects.all():
        agree(row, by=officer)
        actions.code(quiet if "The bus 1" in row.words else buses, row, by=officer)
    by_hand = say(workshop, "The bus by hand", by=officer)
    actions.code(buses, by_hand, by=officer)

    shown = page(as_person(officer), f"/themes/{codebook.pk}/enough/")

    told = re.findall(r'data-label="Visit">([^<]*)</td><td data-label="Day">([^<]*)<', shown)
    assert told == [
        ("Good life workshop", "12 May 2026"), ("Fir School (Good life workshop)", "14 May 2026"),
        ("Elm School (Good life workshop)", "15 May 2026"), ("Dale Hub (Good life workshop)", "16 May 2026"),
        ("Cedar Hub (Good life workshop)", "17 May 2026"), ("Alder School (Good life workshop)", "18 May 2026"),
        ("Birch School (Good life workshop)", "19 May 2026"),
    ]  # fmt: skip
    assert "1 theme came up at one visit only" in shown


def test_nothing_is_said_of_enough_before_anything_is_sorted(
    officer: User, codebook: Codebook, as_person: AsPerson
) -> None:
    client = as_person(officer)

    assert "Nothing can be said yet" in page(client, f"/themes/{codebook.pk}/enough/")
    assert "Nothing to compare yet" in page(client, f"/themes/{codebook.pk}/compare/")


def test_comparing_a_thousand_voices_asks_few_questions(
    officer: User, codebook: Codebook, workshop: Activity, as_person: AsPerson
) -> None:
    themes = [actions.add_theme(codebook, by=officer, name=f"Theme {n}") for n in range(20)]
    for number, theme in enumerate(themes):
        group = ("cyp", "parent_carer", "school_staff", "health", "voluntary")[number % 5]
        hear(workshop, by=officer, group=group, people=50, under=theme, start=1000 * number)
    client = as_person(officer)
    client.get("/themes/")

    for address in (f"/themes/{codebook.pk}/compare/", f"/themes/{codebook.pk}/enough/"):
        with CaptureQueriesContext(connection) as asked:
            page(client, address)
        assert len(asked) <= 15, address


def test_a_theme_nobody_has_put_a_voice_under_is_not_compared_as_if_no_group_raised_it(
    officer: User, codebook: Codebook, sorted_voices: Theme, as_person: AsPerson
) -> None:
    actions.add_theme(codebook, by=officer, name="Only just thought of")

    compared = page(as_person(officer), f"{codebook.get_absolute_url()}compare/")
    drawn = page(as_person(officer), f"{codebook.get_absolute_url()}pictures/?which=theme-by-group")

    assert "Buses" in compared and "Buses" in drawn
    assert "Only just thought of" not in compared + drawn
