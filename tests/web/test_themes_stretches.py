"""Going on to other voices while sorting, reading by two, or answering for voices: what is ticked is saved on the way."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from heard_web.engagement.models import Activity, Purpose
from heard_web.people.models import User
from heard_web.themes import actions
from heard_web.themes.models import BlindAnswer, Codebook, Coding, StanceAnswer, Theme
from heard_web.themes.stretches import stretch_of
from heard_web.voice.models import Contribution
from tests.web.themes_cast import say

AsPerson = Callable[[User], Client]


@pytest.fixture
def codebook(officer: User, purpose: Purpose) -> Codebook:
    return actions.start_codebook(by=officer, title="A good life", purpose=purpose)


@pytest.fixture
def quiet(officer: User, codebook: Codebook) -> Theme:
    return actions.add_theme(codebook, by=officer, name="Quiet places")


@pytest.fixture
def voices(officer: User, workshop: Activity, quiet: Theme) -> list[Contribution]:
    return [say(workshop, f"Thing <{n}>", by=officer, label=f"P{n}") for n in range(20)]


def numbers(page: str) -> list[int]:
    return [int(found) for found in re.findall(r"Thing &lt;(\d+)&gt;", page)]


def buttons(page: str) -> set[str]:
    return set(re.findall(r'name="go" value="(\w+)"', page))


@pytest.mark.parametrize("address", ["/themes/{}/code/", "/themes/round/{}/read/", "/themes/proposition/{}/read/"])
def test_no_way_to_other_voices_leads_past_saving(
    address: str,
    officer: User,
    second_officer: User,
    codebook: Codebook,
    voices: list[Contribution],
    as_person: AsPerson,
) -> None:
    reading = actions.open_round(codebook, by=officer, first=officer, second=second_officer, many=20)
    hub = actions.put_proposition(codebook, by=officer, words="A hub")
    more = [say(voices[0].activity, f"Thing <{n}>", by=officer) for n in range(20, 40)]
    pk = codebook.pk if "code" in address else reading.pk if "round" in address else hub.pk

    page = as_person(officer).get(address.format(pk), {"skip": 8}).content.decode()

    assert len(more) == 20
    assert "heard-pages" not in page, "a plain link to another page would lose the ticks"
    assert {"next", "previous"} <= buttons(page)
    assert page.index("Save and show the next") < page.index('name="go"'), "the Enter key saves and stays"


def test_ticks_are_saved_when_the_rest_is_left_for_later_and_no_voice_is_passed_over(
    officer: User, codebook: Codebook, quiet: Theme, voices: list[Contribution], as_person: AsPerson
) -> None:
    client, address = as_person(officer), f"/themes/{codebook.pk}/code/"
    shown = voices[:8]
    sent = {"voice": [row.pk for row in shown], **{f"v{row.pk}-themes": [quiet.pk] for row in shown[:3]}}

    page = client.post(address, {**sent, "go": "next"}, follow=True)

    back = client.post(page.redirect_chain[-1][0], {"voice": [voices[8].pk], "go": "previous"}, follow=True)
    assert {row.contribution for row in Coding.objects.all()} == set(voices[:3])
    assert "Saved what you said about 3 voices" in page.content.decode()
    assert numbers(page.content.decode()) == list(range(8, 16))
    assert numbers(back.content.decode()) == list(range(3, 11))
    assert "Nothing was ticked" not in back.content.decode()


def test_what_cannot_be_saved_keeps_its_ticks_and_does_not_go_on(
    officer: User, codebook: Codebook, quiet: Theme, voices: list[Contribution], as_person: AsPerson
) -> None:
    pk = voices[0].pk
    sent = {"voice": [pk], f"v{pk}-themes": [quiet.pk], f"v{pk}-none": "on", "go": "next"}

    page = as_person(officer).post(f"/themes/{codebook.pk}/code/", sent).content.decode()

    assert numbers(page) == [0] and page.count("checked") == 2
    assert "both cannot be" in page


def test_a_reader_of_a_round_goes_on_back_and_to_finishing_and_loses_no_answer(
    officer: User,
    second_officer: User,
    codebook: Codebook,
    quiet: Theme,
    voices: list[Contribution],
    as_person: AsPerson,
) -> None:
    reading = actions.open_round(codebook, by=officer, first=officer, second=second_officer, many=20, which="oldest")
    client, address = as_person(officer), f"/themes/round/{reading.pk}/read/"

    def send(place: int, go: str, at: str = "") -> object:
        row = voices[place]
        return client.post(address + at, {"voice": [row.pk], f"v{row.pk}-themes": [quiet.pk], "go": go}, follow=True)

    on, back, end = send(0, "next"), send(8, "previous", "?skip=8"), send(1, "round")

    assert numbers(on.content.decode()) == list(range(8, 16))  # type: ignore[attr-defined]
    assert numbers(back.content.decode()) == list(range(8))  # type: ignore[attr-defined]
    assert "I have finished" in end.content.decode()  # type: ignore[attr-defined]
    assert {row.voice.contribution for row in BlindAnswer.objects.all()} == {voices[0], voices[1], voices[8]}


def test_answers_for_and_against_are_saved_on_the_way_to_other_voices(
    officer: User, codebook: Codebook, voices: list[Contribution], as_person: AsPerson
) -> None:
    hub = actions.put_proposition(codebook, by=officer, words="A hub")
    client, address = as_person(officer), f"/themes/proposition/{hub.pk}/read/"

    def sent(places: range, answered: int, go: str) -> dict[str, object]:
        rows = [voices[place] for place in places]
        return {"voice": [row.pk for row in rows], f"v{rows[0].pk}-stance": "for" if answered else "", "go": go}

    on = client.post(address, sent(range(5), 1, "next"), follow=True)
    mine = client.post(on.redirect_chain[-1][0], sent(range(5, 10), 1, "again"), follow=True)
    again = client.post(mine.redirect_chain[-1][0], sent(range(1), 0, "open"), follow=True)

    assert numbers(on.content.decode()) == list(range(5, 10))
    assert numbers(mine.content.decode()) == [0, 5]
    assert numbers(again.content.decode()) == list(range(5))
    assert [row.contribution for row in StanceAnswer.objects.all()] == [voices[5]]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("", [0, 1, 2]), ("2", [2, 3, 4]), ("6", [6]), ("99", [6]), ("-1", [0, 1, 2]), ("²", [0, 1, 2])],
)
def test_whatever_is_asked_for_shows_voices_while_there_are_any(asked: str, shown: list[int]) -> None:
    assert list(stretch_of(range(7), asked, many=3).rows) == shown
    assert list(stretch_of([], asked, many=3).rows) == []
