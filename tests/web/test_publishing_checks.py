"""What stops a page: no live consent, small numbers, names that were not agreed, and answers with no reason."""

from __future__ import annotations

import datetime
import json

import pytest

from heard.errors import HeardError
from heard_web.engagement.models import Activity
from heard_web.people.models import User
from heard_web.places.models import Setting
from heard_web.publishing import actions
from heard_web.publishing.actions import BlockFacts
from heard_web.publishing.checking import problems, stopping
from heard_web.publishing.finishing import finished
from heard_web.publishing.models import Block, Publication, Snapshot
from heard_web.voice.models import Drawing
from tests.web.publishing_cast import CANARY, change, drawing_of, page_of, permit, publish, voice_of

pytestmark = pytest.mark.django_db


def found(page: Publication) -> str:
    return " / ".join(f"{one.place}: {one.what} {one.advice}" for one in stopping(problems(page)))


def test_a_voice_nobody_agreed_to_quote_cannot_be_put_on_a_page(officer: User, workshop: Activity) -> None:
    voice = voice_of(workshop, officer, uses=("analyse",))

    with pytest.raises(HeardError, match="Part 1 cannot be shown"):
        page_of(officer, BlockFacts("quote", contribution=voice))

    assert CANARY not in json.dumps(list(Snapshot.objects.values("content")))


def test_a_voice_of_another_organisation_cannot_be_put_on_a_page(
    officer: User, forum_member: User, forum_meeting: Activity
) -> None:
    voice = voice_of(forum_meeting, forum_member)

    with pytest.raises(Exception, match="not open to your organisation"):
        page_of(officer, BlockFacts("quote", contribution=voice))


def test_a_consent_that_ends_after_drafting_stops_the_page(officer: User, workshop: Activity) -> None:
    voice = voice_of(workshop, officer)
    page = page_of(officer, BlockFacts("quote", contribution=voice))

    permit(voice, "quote", officer, answer=False, given_on=datetime.date.today())

    with pytest.raises(HeardError, match="said no to quoting the words"):
        actions.submit(page, by=officer)
    page.refresh_from_db()
    assert page.state == "draft"


def test_a_consent_that_ends_after_handing_on_stops_the_approval(
    officer: User, approver: User, workshop: Activity
) -> None:
    voice = voice_of(workshop, officer)
    page = page_of(officer, BlockFacts("quote", contribution=voice))
    actions.submit(page, by=officer)

    permit(voice, "quote", officer, answer=False, given_on=datetime.date.today())

    with pytest.raises(HeardError, match="said no to quoting the words"):
        actions.approve(page, by=approver)
    assert not Snapshot.objects.exists()


def test_a_drawing_nobody_looked_at_for_names_stops_the_page(officer: User, workshop: Activity) -> None:
    voice = drawing_of(workshop, officer)
    page = page_of(officer, BlockFacts("drawing", contribution=voice))

    Drawing.objects.update(name_checked=False)

    assert "a name or a face" in found(page)


def test_a_drawing_without_words_for_those_who_cannot_see_it_stops_the_page(officer: User, workshop: Activity) -> None:
    voice = drawing_of(workshop, officer)
    page = page_of(officer, BlockFacts("drawing", contribution=voice))

    Drawing.objects.update(alt_text=" ")

    assert "no words for people who cannot see it" in found(page)


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("Two young people told us about the bus.", "Two young people"),
        ("The only girl there liked the quiet room.", "The only girl"),
        ("Write to jo.lark@ashdale.example about it.", "jo.lark@ashdale.example"),
        ("Ring Jo on 01632 960 111 about it.", "01632 960 111"),
        ("It is at AB1 2AD near the park.", "AB1 2AD"),
    ],
)
def test_words_that_could_point_at_a_person_stop_the_page(officer: User, words: str, what: str) -> None:
    page = page_of(officer, BlockFacts("paragraph", words=words))

    with pytest.raises(HeardError, match=what):
        actions.submit(page, by=officer)


def test_a_school_that_did_not_agree_is_not_named_in_any_words(
    officer: User, workshop: Activity, school: Setting
) -> None:
    page = page_of(officer, BlockFacts("paragraph", words="We went to Alder Brook Primary."))

    assert "This school has not agreed to be named" in found(page)


def test_a_school_that_agreed_may_be_named_on_the_page_of_that_visit(officer: User, workshop: Activity) -> None:
    Activity.objects.filter(pk=workshop.pk).update(may_name_setting=True)
    page = page_of(officer, BlockFacts("paragraph", words="We went to Alder Brook Primary."))

    page.activities.add(workshop)

    assert found(page) == ""


def test_an_answer_that_is_not_done_needs_its_reason(officer: User) -> None:
    told = {"said": "More swings.", "did": "We asked the parks team.", "status": "planned", "because": ""}
    page = page_of(officer, BlockFacts("said_did", details=told))

    with pytest.raises(HeardError, match="gives no reason"):
        actions.submit(page, by=officer)

    change(page, officer, BlockFacts("said_did", details=told | {"because": "The money comes in the spring."}))
    assert actions.submit(page, by=officer).state == "submitted"


def test_somebodys_words_copied_into_a_paragraph_stop_the_page(officer: User, workshop: Activity) -> None:
    words = "I like the quiet room because nobody shouts when I draw my trains there"
    voice_of(workshop, officer, words)
    page = page_of(officer, BlockFacts("paragraph", words=f"One told us: {words.upper()}!"))

    page.activities.add(workshop)

    assert "They could not be taken back from here" in found(page)


def test_a_long_sentence_is_advice_and_stops_nothing(officer: User) -> None:
    long = "We went to many places and " + "talked about what helps and " * 6 + "then went home."
    page = page_of(officer, BlockFacts("paragraph", words=long))

    advice = [one for one in problems(page) if not one.stops]

    assert "Two shorter sentences" in advice[0].advice
    assert found(page) == ""


@pytest.mark.parametrize("number", range(60))
def test_a_number_is_never_shown_as_it_is(number: int) -> None:
    block = Block(kind="number", number=number, words="people came")

    area, occasion = (finished(block, strict=strict) for strict in (False, True))

    assert area["number"] == ("Fewer than 5" if number < 5 else f"About {5 * round(number / 5)}")
    assert occasion["number"] == ("A small number of" if number < 8 else f"About {5 * round(number / 5)}")
    assert not any(isinstance(value, int) for part in (area, occasion) for value in part.values())


def test_no_small_number_is_in_a_snapshot(officer: User, approver: User) -> None:
    page = page_of(officer, BlockFacts("number", number=3, words="people came"))

    snapshot = publish(page, officer, approver)

    assert snapshot.content == [{"kind": "number", "number": "Fewer than 5", "words": "people came"}]


def test_every_number_on_a_page_about_one_occasion_is_held_to_the_stricter_rule(
    officer: User, approver: User, workshop: Activity
) -> None:
    page = page_of(officer, BlockFacts("number", number=6, words="people came"))
    page.activities.set([workshop])

    snapshot = publish(page, officer, approver)

    assert snapshot.content[0]["number"] == "A small number of"


def test_a_part_with_no_words_stops_the_page(officer: User) -> None:
    page = page_of(officer, BlockFacts("bullet", words=" "))

    assert "It has no words" in found(page)


def test_an_empty_page_stops(officer: User) -> None:
    page = page_of(officer)
    page.blocks.all().delete()

    assert "It has no parts yet" in found(page)
