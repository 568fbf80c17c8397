"""What a file leaves in doubt is asked, never decided silently: who says the very same, and what a cell means."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from heard.codes import Use
from heard_web.engagement.models import Activity
from heard_web.people.models import User
from heard_web.voice.actions import withdraw
from heard_web.voice.actions_import import bring_in, forget_rows, match, say_meanings, start_import
from heard_web.voice.models import Contribution, ImportBatch, Speaker
from heard_web.voice.reading import NotMatched
from tests.web.voice_cast import brought_in

AsPerson = Callable[[User], Client]
TWICE = "Comment,Quote?\nMore swings,yes\nA quiet room,yes\nmore  swings,no\n"
LEAVE = {"Comment": "words", "Quote?": "may_quote"}


def read(activity: Activity, officer: User, text: str, matching: dict[str, str]) -> ImportBatch:
    batch = start_import(activity, by=officer, content=text.encode(), file_name="answers.csv")
    return match(batch, by=officer, matching=matching, defaults={"group": "cyp"})


def names(page: str, begins: str) -> list[str]:
    return sorted({part.split('"')[0] for part in page.split('name="') if part.startswith(begins)})


def test_rows_that_say_the_very_same_wait_until_somebody_says_how_many_people_they_are(
    officer: User, workshop: Activity, as_person: AsPerson
) -> None:
    batch, browser = read(workshop, officer, TWICE, LEAVE), as_person(officer)
    url = reverse("voice:batch", args=[batch.pk])

    asked = browser.get(url).content.decode()
    hurried = browser.post(url, {"bring_in": "yes"}, follow=True).content.decode()
    (name,) = names(asked, "double_")
    after = browser.post(url, {"doubts": "yes", name: "one"}, follow=True).content.decode()
    report = browser.post(url, {"bring_in": "yes"}, follow=True).content.decode()

    assert "Rows 2 and 4 say the very same and nothing tells the people apart: one person or two?" in asked
    assert "Bring in" not in asked
    assert "nothing has been brought in" in hurried
    assert "Bring in 2 rows" in after
    assert "Kept once" in report and "row 4" in report
    assert Speaker.objects.count() == 2


def test_one_person_who_is_there_twice_is_kept_once_and_their_no_counts(officer: User, workshop: Activity) -> None:
    batch = read(workshop, officer, TWICE, LEAVE)
    say_meanings(batch, by=officer, meanings={}, doubles={"rest": "one"})
    bring_in(batch, by=officer)

    swings = Contribution.objects.get(words="More swings")
    assert batch.rows.get(number=4).contribution == swings
    assert not swings.may(Use.QUOTE).allowed
    withdraw(swings, by=officer)
    assert batch.rows.get(number=4).cells == {}


def test_what_a_person_took_back_does_not_come_back_by_its_second_row(officer: User, workshop: Activity) -> None:
    one = {"rest": "one"}
    bring_in(say_meanings(read(workshop, officer, TWICE, LEAVE), by=officer, meanings={}, doubles=one), by=officer)
    withdraw(Contribution.objects.get(words="More swings"), by=officer)

    again = read(workshop, officer, TWICE + "A slide,yes\n", LEAVE)
    bring_in(say_meanings(again, by=officer, meanings={}, doubles=one), by=officer)

    assert again.rows.get(number=4).result == "left_out"
    assert again.rows.get(number=4).cells == {}
    assert sorted(Contribution.objects.standing().values_list("words", flat=True)) == ["A quiet room", "A slide"]


@pytest.mark.parametrize("told_apart", ["Person,Comment\nP1,Yes\nP2,Yes\n", "Age,Comment\n7,Yes\n12,Yes\n"])
def test_nothing_is_asked_where_the_file_tells_the_people_apart(
    told_apart: str, officer: User, workshop: Activity
) -> None:
    matching = {"Person": "speaker", "Age": "age_band", "Comment": "words"}

    bring_in(read(workshop, officer, told_apart, matching), by=officer)

    assert Speaker.objects.count() == 2


def test_an_answer_about_two_rows_is_known_again_but_one_for_all_the_rest_is_not(
    officer: User, workshop: Activity
) -> None:
    batch = read(workshop, officer, TWICE, LEAVE)
    say_meanings(batch, by=officer, meanings={}, doubles={"rest": "one"})
    bring_in(batch, by=officer)

    again = read(workshop, officer, TWICE + "A slide,yes\n", LEAVE)

    with pytest.raises(NotMatched, match="Rows 2 and 4"):
        bring_in(again, by=officer)


def test_a_cell_that_is_not_understood_is_asked_once_and_its_rows_come_in(
    officer: User, workshop: Activity, as_person: AsPerson
) -> None:
    text = "Who,Need,Comment\nWizard ,,Hello\nwizard,,Good day\nMum,Dyspraxia,The bus\n"
    matching = {"Who": "group", "Need": "need", "Comment": "words"}
    batch, browser = read(workshop, officer, text, matching), as_person(officer)
    url = reverse("voice:batch", args=[batch.pk])

    asked = browser.get(url).content.decode()
    (who,), (need,) = names(asked, "meaning_group"), names(asked, "meaning_need")
    after = browser.post(url, {"doubts": "yes", who: "parent_carer", need: "nothing"}, follow=True).content.decode()
    browser.post(url, {"bring_in": "yes"})

    assert "What does “wizard” mean?" in asked and "2 rows" in asked
    assert "What does “mum” mean?" not in asked
    assert "Bring in 3 rows" in after
    assert set(Speaker.objects.values_list("group", "need_area")) == {("parent_carer", "")}


def test_what_was_said_of_cells_goes_when_the_file_is_erased(officer: User, workshop: Activity) -> None:
    batch = read(workshop, officer, TWICE, LEAVE)
    say_meanings(batch, by=officer, meanings={"group": {"wizard": "cyp"}}, doubles={"rest": "each"})
    bring_in(batch, by=officer)

    forget_rows(batch, by=officer)

    batch.refresh_from_db()
    assert "meanings" not in batch.defaults and "doubles" not in batch.defaults


def test_the_rows_that_were_put_right_come_back_without_the_columns_heard_added(
    officer: User, workshop: Activity, as_person: AsPerson
) -> None:
    matching = {"Who is it": "group", "Q7": "words"}
    batch = brought_in(workshop, officer, "Who is it,Q7\nwizard,=1+1 is what they asked\nmum,The bus\n", matching)
    taken = as_person(officer).get(reverse("voice:batch_problems", args=[batch.pk])).content

    right = start_import(workshop, by=officer, content=taken.replace(b"wizard", b"dad"), file_name="right.csv")
    match(right, by=officer, matching=right.matching, defaults={"group": "cyp"})
    bring_in(right, by=officer)

    assert right.columns == ["Who is it", "Q7"]
    assert right.matching == matching
    words = set(Contribution.objects.values_list("words", flat=True))
    assert words == {"The bus", "=1+1 is what they asked"}


def test_the_column_of_words_is_found_by_its_cells_where_no_heading_says_it(officer: User, workshop: Activity) -> None:
    text = (
        "Submitted,Your role,Age of child,Town,Q7,Happy to be quoted? Y/N\n"
        "1 May 2026,Mum,7,Ashdale,The taxi is a different driver every week,Y\n"
        "2 May 2026,Dad,9,Ashdale,We have waited since January for an answer,N\n"
    )

    batch = start_import(workshop, by=officer, content=text.encode(), file_name="a.csv")

    assert batch.matching == {
        "Submitted": "said_on", "Your role": "group", "Town": "place", "Q7": "words",
        "Happy to be quoted? Y/N": "may_quote",
    }  # fmt: skip
