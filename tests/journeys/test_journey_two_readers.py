"""Two coders disagree and settle: each reads the same voices alone, then they look at where they differ."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from heard_web.people.models import User
from tests.journeys.answers import said_at_a_workshop, with_themes
from tests.journeys.by_keyboard import answers, follows, picks, presses, reaches, ticks, types_over
from tests.journeys.conference import here
from tests.journeys.steps import by_menu, choose, pick, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from heard_web.themes.models import Codebook
    from tests.journeys.conftest import Traveller
    from tests.journeys.steps import SetOut

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

GETTING_THERE, QUIET, STAFF, NONE = "Getting there", "Somewhere quiet", "Trained staff", "Fits none of these"
ESCORT = "The escort in the taxi should know what to do in a seizure."
CORNER = "I want a quiet corner on the bus."
CUSTARD = "He likes trains and custard."
# What was said, then what the first reader ticks and what the second.
SAID = {
    "The bus is late most mornings.": (GETTING_THERE, GETTING_THERE),
    "Our taxi driver knows her songs.": (GETTING_THERE, GETTING_THERE),
    "The dinner hall is too loud for me.": (QUIET, QUIET),
    "A quiet room that is open at lunch.": (QUIET, QUIET),
    "More staff who know about autism.": (STAFF, STAFF),
    "The lady who helps me went on a course.": (STAFF, STAFF),
    ESCORT: (GETTING_THERE, STAFF),
    CORNER: (QUIET, GETTING_THERE),
    CUSTARD: (NONE, STAFF),
}


def a_set_nobody_sorted() -> Codebook:
    orla = User.objects.get(email="orla@ashdale.example")
    said_at_a_workshop(orla, [("cyp", words) for words in SAID])
    return with_themes(orla, "Summer workshop", GETTING_THERE, QUIET, STAFF)


def opens_a_round(orla: Traveller) -> str:
    by_menu(orla, "Themes")
    orla.follow("Summer workshop")
    orla.follow("Two readers")
    orla.press("Open the round")
    assert "Choose the other reader" in orla.text()
    pick(orla, "One reader", "Orla Finch")
    pick(orla, "The other reader", "Sam Okafor")
    orla.fill("How many voices?", str(len(SAID)))
    orla.press("Open the round")
    assert f"{len(SAID)} voices" in orla.text()
    return here(orla)


def voice(who: Traveller, words: str) -> Locator:
    return who.page.get_by_role("region", name="Voice").filter(has_text=words)


def reads(who: Traveller, path: str, reader: int, *, all_of_them: bool = True, own: int = 0) -> None:
    who.go(path)
    who.follow("Read", exact=True)
    while who.page.get_by_role("heading", name="Read by yourself").count():
        assert who.page.locator("input[type=checkbox]:checked").count() <= own, "nobody else's ticks are shown"
        shown = [words for words in SAID if voice(who, words).count()]
        for words in shown if all_of_them else shown[:1]:
            voice(who, words).get_by_role("checkbox", name=SAID[words][reader], exact=True).check()
        who.press("Save and show the next")
        if not all_of_them:
            break


def says_it_is_finished(who: Traveller, path: str) -> None:
    who.go(path)
    who.press("I have finished")


def nothing_is_told(who: Traveller, path: str, codebook: str) -> None:
    """Nothing anybody can open says what either reader said so far."""
    who.go(path)
    assert "Nobody sees what either of them says until both have finished" in who.text()
    assert "How far they agree" not in who.text()
    who.go(codebook)
    for theme in (GETTING_THERE, QUIET, STAFF):
        row = who.page.get_by_role("row").filter(has=who.page.get_by_role("link", name=theme, exact=True))
        assert row.get_by_role("cell").all_inner_texts()[1:] == ["0", "none"]
    for what in ("codings", "agreement"):
        assert not any(words in copy(who, codebook, what) for words in SAID)
    who.follow("Read and sort voices")
    assert f"{len(SAID)} voices are with two readers" in who.text()
    assert not any(words in who.text() for words in SAID)


def copy(who: Traveller, codebook: str, what: str) -> str:
    answer = who.page.request.get(f"{who.address}{codebook}export/?what={what}")
    return answer.text() if answer.ok else ""


def sees_how_far_they_agree(who: Traveller) -> None:
    text = " ".join(who.text().split())
    assert "6 voices both sorted the same" in text
    assert "3 voices on which they differ" in text
    row = " ".join(who.page.get_by_role("row").filter(has_text=STAFF).inner_text().split())
    assert "78 in 100" in row
    assert "0.53" in row
    assert "It cannot be told from chance yet: read more of the same voices." in row, "in words as well as in numbers"


def settles(who: Traveller) -> None:
    who.follow("Settle where you differ")
    for _ in range(3):
        assert "Orla" not in who.text(), "what was said is weighed, not who said it"
        answers = [who.page.get_by_role("region", name=f"Reader {at}").inner_text() for at in (1, 2)]
        if ESCORT in who.text():
            choose(who, "What counts?", "Both answers together")
        elif CORNER in who.text():
            choose(who, "What counts?", f"The answer of reader {1 if QUIET in answers[0] else 2}")
            who.fill("Why, if you want to say", "A place on the way is still a quiet place.")
        else:
            choose(who, "What counts?", "Another answer")
        who.press("Settle and show the next")


def what_counts(who: Traveller, codebook: str) -> None:
    who.go(codebook)
    for theme in (GETTING_THERE, QUIET, STAFF):
        row = who.page.get_by_role("row").filter(has=who.page.get_by_role("link", name=theme, exact=True))
        assert f"3 of {len(SAID)}" in row.inner_text()
    rows = {row["Words"]: row for row in csv.DictReader(io.StringIO(copy(who, codebook, "agreement").lstrip("\ufeff")))}
    assert len(rows) == len(SAID)
    for words, said in SAID.items():
        both = rows[words]
        assert sorted((both["Reader 1 says"], both["Reader 2 says"])) == sorted(said), "both answers are kept"
    assert rows[ESCORT]["What counts"] == f"{GETTING_THERE}; {STAFF}"
    assert rows[CORNER]["What counts"] == QUIET
    assert rows[CUSTARD]["What counts"] == NONE
    who.follow("How these figures were made")
    assert "Two people read 9 voices apart from each other and said the same about 6 of them." in who.text()


def test_two_coders_disagree_and_settle(empty_ashdale: None, travel: SetOut) -> None:
    codebook = a_set_nobody_sorted().get_absolute_url()
    orla, sam = sign_in(travel, "orla"), sign_in(travel, "sam", looking=False)
    path = opens_a_round(orla)
    reads(orla, path, 0, all_of_them=False)
    says_it_is_finished(orla, path)
    assert "Not finished yet" in orla.text()
    reads(orla, path, 0, own=1)
    says_it_is_finished(orla, path)
    nothing_is_told(sam, path, codebook)
    nothing_is_told(orla, path, codebook)
    reads(sam, path, 1)
    says_it_is_finished(sam, path)
    sees_how_far_they_agree(sam)
    orla.go(path)
    sees_how_far_they_agree(orla)
    settles(orla)
    sam.go(path)
    assert sam.page.get_by_text("To settle").count() == 0
    what_counts(orla, codebook)


def test_two_coders_read_and_settle_by_keyboard_alone(empty_ashdale: None, travel: SetOut) -> None:
    codebook = a_set_nobody_sorted().get_absolute_url()
    orla, sam = (sign_in(travel, name, looking=False) for name in ("orla", "sam"))
    orla.go(codebook)
    follows(orla, "Two readers")
    picks(orla, orla.page.get_by_label("The other reader"), "Sam Okafor")
    reaches(orla, orla.page.get_by_label("How many voices?"))
    types_over(orla, "2")
    presses(orla, "Open the round")
    path = here(orla)
    for who, theme in ((orla, STAFF), (sam, QUIET)):
        who.go(path)
        follows(who, "Read", exact=True)
        for box in who.page.get_by_role("checkbox", name=theme, exact=True).all():
            ticks(who, box)
        presses(who, "Save and show the next")
        presses(who, "I have finished")
    orla.looking = True
    orla.go(path)
    follows(orla, "Settle where you differ")
    answers(orla, orla.page.get_by_role("group", name="What counts?"), "Both answers together")
    presses(orla, "Settle and show the next")
    answers(orla, orla.page.get_by_role("group", name="What counts?"), "Another answer")
    ticks(orla, orla.page.get_by_role("checkbox", name=GETTING_THERE, exact=True))
    presses(orla, "Settle and show the next")
    assert orla.page.get_by_text("To settle").count() == 0
