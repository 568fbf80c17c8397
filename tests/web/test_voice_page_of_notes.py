"""Pasting a page of notes: split, put right, kept; and nothing lost on the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from heard_web.engagement.models import Activity, Purpose
from heard_web.people.models import User
from heard_web.themes.actions import add_theme, code, start_codebook
from heard_web.themes.counting import count_themes
from heard_web.voice.actions import add_contribution, keep_lines, split_page
from heard_web.voice.facts import NothingToKeep, PageLine, PermissionFacts, SpeakerFacts
from heard_web.voice.models import Contribution, Speaker

AsPerson = Callable[[User], Client]
PAGE = (
    "What works:\n- the quiet room\n- Tuesdays, because\n  we cook\n\nWHAT DOES NOT\n- the bell\nring the caretaker\n"
)


def facts(**changes: Any) -> dict[str, Any]:
    return {
        "label": "Table 1", "group": "cyp", "age_band": "age_11_15", "people": "4", "mode": "written",
        "mediation": "scribed", "agreed": ["analyse"], "once": "p1", **changes,
    }  # fmt: skip


def lines(*rows: tuple[bool, str, str]) -> dict[str, str]:
    told = {"line-TOTAL_FORMS": str(len(rows)), "line-INITIAL_FORMS": str(len(rows))}
    for place, (keep, heading, words) in enumerate(rows):
        told |= {f"line-{place}-heading": heading, f"line-{place}-words": words}
        told |= {f"line-{place}-keep": "on"} if keep else {}
    return told


def test_the_page_is_shown_line_by_line_before_anything_is_kept(
    officer: User, workshop: Activity, as_person: AsPerson
) -> None:
    url = reverse("voice:paste", args=[workshop.pk])

    page = as_person(officer).post(url, facts(text=PAGE, step="split"))

    shown = [(form["heading"].value(), form["words"].value()) for form in page.context["formset"]]
    assert shown[0] == ("What works", "the quiet room")
    assert shown[1] == ("What works", "Tuesdays, because we cook")
    assert not Contribution.objects.exists()


def test_the_lines_are_kept_as_they_were_put_right_and_the_rest_is_listed(
    officer: User, workshop: Activity, as_person: AsPerson
) -> None:
    url = reverse("voice:paste", args=[workshop.pk])
    told = lines((True, "What works", "the quiet room at lunch"), (False, "", "ring the caretaker"))

    page = as_person(officer).post(url, facts(step="keep", **told))

    row = Contribution.objects.get()
    assert (row.heading, row.words, row.mediation) == ("What works", "the quiet room at lunch", "scribed")
    assert (row.speaker.label, row.speaker.people) == ("Table 1", 4)
    assert row.permissions.get().use == "analyse"
    assert "ring the caretaker" in page.content.decode()


def test_a_table_is_counted_once_however_many_lines_it_has(
    officer: User, workshop: Activity, purpose: Purpose, as_person: AsPerson
) -> None:
    url = reverse("voice:paste", args=[workshop.pk])
    alone = add_contribution(workshop, by=officer, mode="said", words="A den", speaker=SpeakerFacts("P1"),
                             permissions=[PermissionFacts("analyse", "self", True, workshop.starts_on)])  # fmt: skip
    told = facts(
        step="keep", people="6", age_band="not_asked", **lines((True, "", "the quiet room"), (True, "", "a bell"))
    )

    page = as_person(officer).post(url, told).content.decode()
    codebook = start_codebook(by=officer, title="Good days", purpose=purpose)
    theme = add_theme(codebook, by=officer, name="Quiet")
    for row in Contribution.objects.exclude(pk=alone.pk):
        code(theme, row, by=officer)
    counts = count_themes(codebook)

    assert Speaker.objects.filter(people=6).count() == 1
    assert (counts.lines[0].people, counts.heard) == (6, 7)
    assert "one table, counted once as 6 people" in page


def test_one_label_never_stands_for_two_tables(officer: User, workshop: Activity, as_person: AsPerson) -> None:
    url = reverse("voice:paste", args=[workshop.pk])
    as_person(officer).post(url, facts(step="keep", people="6", **lines((True, "", "the quiet room"))))

    page = as_person(officer).post(url, facts(once="p2", step="keep", people="4", **lines((True, "", "a bell"))))

    assert "already here as: Children and young people, age 11 to 15, 6 people" in page.content.decode()
    assert "a bell" in page.content.decode()
    assert Contribution.objects.count() == 1


def test_a_page_sent_twice_is_kept_once(officer: User, workshop: Activity, as_person: AsPerson) -> None:
    url = reverse("voice:paste", args=[workshop.pk])
    told = facts(step="keep", **lines((True, "", "the quiet room"), (True, "", "the bell")))

    as_person(officer).post(url, told)
    as_person(officer).post(url, told)

    assert Contribution.objects.count() == 2


def test_a_mistake_in_one_box_loses_no_line(officer: User, workshop: Activity, as_person: AsPerson) -> None:
    url = reverse("voice:paste", args=[workshop.pk])
    told = facts(step="keep", mediation="on_behalf", text=PAGE, **lines((True, "x" * 201, "the quiet room")))

    page = as_person(officer).post(url, told)

    assert "the quiet room" in page.content.decode()
    assert "WHAT DOES NOT" in page.content.decode()
    assert "Write who spoke" in page.content.decode()
    assert not Contribution.objects.exists()


def test_one_may_go_back_to_the_page_with_all_that_was_typed(
    officer: User, workshop: Activity, as_person: AsPerson
) -> None:
    url = reverse("voice:paste", args=[workshop.pk])

    page = as_person(officer).post(url, facts(step="back", text=PAGE, **lines((True, "", "the bell"))))

    assert page.context["form"]["text"].value() == PAGE
    assert page.context["form"]["label"].value() == "Table 1"
    assert page.context["form"]["agreed"].value() == ["analyse"]


def test_a_page_of_too_many_lines_is_not_cut_in_silence(officer: User, workshop: Activity, as_person: AsPerson) -> None:
    text = "\n".join(f"- line {number}" for number in range(1_100))

    page = as_person(officer).post(reverse("voice:paste", args=[workshop.pk]), facts(text=text, step="split"))

    assert "1,100 notes; at most 1,000" in page.content.decode()
    assert "line 1099" in page.content.decode()


def test_the_action_keeps_a_whole_page_from_one_table(officer: User, workshop: Activity) -> None:
    allowed = [PermissionFacts("analyse", "self", True, workshop.starts_on)]

    kept = split_page(
        workshop, by=officer, text=PAGE, mode="written", mediation="scribed", group="parent_carer", permissions=allowed
    )

    said = " ".join(f"{row.heading} {row.words}" for row in kept)
    for word in PAGE.replace(":", " ").replace("-", " ").split():
        assert word in said
    assert Speaker.objects.get().group == "parent_carer"
    assert all(row.permissions.count() == 1 for row in kept)


def test_a_page_never_holds_something_watched_and_only_the_holder_adds_one(
    officer: User, forum_member: User, workshop: Activity
) -> None:
    with pytest.raises(NothingToKeep):
        keep_lines(workshop, by=officer, lines=[PageLine("He smiled")], mode="observed", mediation="own_words")
    with pytest.raises(PermissionDenied):
        split_page(workshop, by=forum_member, text="Hello", mode="said", mediation="own_words", group="cyp")

    assert not Contribution.objects.exists()
