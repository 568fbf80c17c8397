"""Components: words of people are escaped, kinds of voice are never mistaken, colour never carries the meaning alone."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from heard_web.design import month

HOSTILE = "<script>alert(1)</script>"


def draw(tag: str, **context: Any) -> str:
    return Template("{% load design %}{% " + tag + " %}").render(Context(context))


@pytest.mark.parametrize(
    "tag",
    [
        "quote words who=words mode=words where=words",
        "observed words think=words could=words who=words",
        "drawing words words said=words who=words",
        "said_did words words because=words status=words",
        "card words text=words meta=words tag_text=words",
        "notice words title=words",
        "warning words",
        "empty words text=words",
        "stat words words note=words",
        "tag words",
        "status words words",
        "button words note=words",
        "progress 1 2 words text=words",
    ],
)
def test_what_a_person_typed_stays_words_in_every_component(tag: str) -> None:
    page = draw(tag, words=HOSTILE)

    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_what_was_seen_is_never_shown_as_a_quotation() -> None:
    page = draw('observed "She turned to the window." think="Too loud." could="Someone was outside."')

    assert "<blockquote" not in page
    assert not re.search('[“”"]She', page)
    assert [words for words in ("We saw", "We think", "It could also mean") if words not in page] == []


def test_a_voice_says_who_it_was_and_how_it_reached_us() -> None:
    page = draw('quote "The bell is too loud." who="A pupil" mode="Said" mediation="written down by a teacher"')

    assert "<blockquote" in page
    assert [words for words in ("A pupil", "Said", "written down by a teacher") if words not in page] == []


def test_a_drawing_whose_explanation_is_kept_back_does_not_say_that_none_was_given() -> None:
    page = draw('drawing "/picture.png" "A house"')

    assert 'alt="A house"' in page
    assert "explanation" not in page
    assert "<blockquote" not in page


def test_a_break_in_the_thread_is_said_in_words() -> None:
    knots = [{"stage": "Voice", "title": "22 things", "state": "tied"}, {"stage": "Give-back", "state": "missing"}]

    page = draw("thread knots", knots=knots)

    assert page.count("<li") == 2
    assert "This is done" in page
    assert "This is missing" in page


def test_the_thread_lists_what_lies_under_a_knot() -> None:
    page = draw("thread knots", knots=[{"stage": "Themes", "items": [("A room with no bell", "/themes/1/")]}])

    assert '<a href="/themes/1/">A room with no bell</a>' in page


def test_a_fact_that_nobody_wrote_down_is_not_left_out() -> None:
    page = draw("summary_list rows", rows=[("Promised to tell them by", "")])

    assert "Promised to tell them by" in page
    assert "Not recorded" in page


def test_none_is_not_recorded_but_nought_is_a_fact() -> None:
    page = draw("summary_list rows", rows=[("Parents who came", 0)])

    assert "Not recorded" not in page
    assert ">0</dd>" in page


def test_the_next_page_of_a_list_keeps_what_was_asked_for() -> None:
    request = RequestFactory().get("/voice/", {"words": "bell & room", "page": "2"})

    page = draw("pagination page_obj", request=request, page_obj=Paginator(range(200), 50).get_page(2))

    assert 'href="?page=3&amp;words=bell+%26+room"' in page
    assert "51 to 100 of 200" in page


def test_a_list_of_one_page_shows_no_ways_to_others() -> None:
    page = draw("pagination page_obj", page_obj=Paginator(range(20), 50).get_page(1))

    assert page.strip() == ""


def test_an_event_is_on_its_own_day_in_the_month() -> None:
    listed = month.entries([{"on": datetime.date(2026, 6, 18), "title": "Forum meeting"}])

    weeks = month.weeks(2026, 6, listed, today=datetime.date(2026, 6, 4))

    days = [day for week in weeks for day in week]
    assert [day.on.day for day in days if day.entries] == [18]
    assert [day.on.day for day in days if day.today] == [4]
    assert all(len(week) == 7 for week in weeks)
    assert days[0].on.isoweekday() == 1


def test_the_list_of_a_month_leaves_out_other_months() -> None:
    events = [{"on": datetime.date(2026, 6, 4), "title": "June"}, {"on": datetime.date(2026, 7, 1), "title": "July"}]

    page = draw("calendar 2026 6 events", events=events)

    phone_list = page.split("heard-calendar__list")[1]
    assert "June" in phone_list
    assert "July" not in phone_list


def test_a_code_without_a_colour_of_its_own_is_still_shown_in_words() -> None:
    page = draw('status "somewhere_new" ""')

    assert "somewhere new" in page
    assert "heard-tag--quiet" in page


def test_a_table_can_be_reached_and_scrolled_from_the_keyboard() -> None:
    page = Template(
        '{% load design %}{% table_block "Visits" %}<tbody><tr><td>{{ words }}</td></tr></tbody>{% end_table_block %}'
    ).render(Context({"words": HOSTILE}))

    assert re.search(r'role="region" aria-label="Visits" tabindex="0"', page)
    assert "<script" not in page
