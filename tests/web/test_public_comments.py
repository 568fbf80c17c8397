"""Was this page useful? Anybody may say, without a cookie and without losing what they wrote."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.test import Client

from heard_web.people.models import User
from heard_web.public import views_comment
from heard_web.public.forms import token_for
from heard_web.publishing.models import LocalOfferComment
from tests.web.publishing_cast import page_of, publish

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2026, 7, 1, 12, tzinfo=datetime.UTC)


def sent(token: str, /, **more: str) -> dict[str, str]:
    return {"token": token, "useful": "no", "words": "I could not find the date."} | more


@pytest.fixture
def token() -> str:
    with time_machine.travel(NOON, tick=False):
        return token_for("updates/2026/07")


def after(**gap: float) -> time_machine.travel:
    return time_machine.travel(NOON + datetime.timedelta(**gap), tick=False)


def test_a_comment_is_kept_with_the_page_it_is_about_and_nothing_about_the_person(client: Client, token: str) -> None:
    with after(minutes=2):
        answer = client.post("/useful/", sent(token), headers={"User-Agent": "Somebodys phone"})

    comment = LocalOfferComment.objects.get()
    assert (comment.address, comment.useful, comment.words) == ("updates/2026/07", False, "I could not find the date.")
    assert answer["Location"] == "/useful/thanks/"
    assert not answer.cookies


def test_a_comment_needs_no_cookie_and_no_script(token: str) -> None:
    strict = Client(enforce_csrf_checks=True)

    with after(minutes=2):
        strict.post("/useful/", sent(token))

    assert LocalOfferComment.objects.count() == 1


def test_every_published_page_asks_and_says_what_to_do_when_not_safe(
    officer: User, approver: User, client: Client
) -> None:
    page = page_of(officer)
    publish(page, officer, approver)

    answer = client.get(f"/{page.address}/").content.decode()

    assert "Was this page useful?" in answer
    assert "If you are not safe" in answer
    assert "We read these on working days" in answer


@pytest.mark.parametrize(
    ("gap", "more", "says"),
    [
        ({"seconds": 1}, {}, "That was very quick"),
        ({"minutes": 2}, {"website": "https://spam.example"}, "That was very quick"),
        ({"days": 8}, {}, "open for more than a week"),
        ({"minutes": 2}, {"token": "updates/2026/07:forged:forged"}, "which page this is about"),
        ({"minutes": 2}, {"words": "x" * 5000}, "5,000 letters long"),
    ],
)
def test_what_no_person_sent_is_refused_and_the_words_are_shown_again(
    client: Client, token: str, gap: dict[str, float], more: dict[str, str], says: str
) -> None:
    words = more.get("words", "I could not find the date.")

    with after(**gap):
        answer = client.post("/useful/", sent(token, **more)).content.decode()

    assert says in answer
    assert words in answer
    assert not LocalOfferComment.objects.exists()


def test_pressing_send_again_works_after_a_refusal(client: Client, token: str) -> None:
    with after(days=8):
        again = client.post("/useful/", sent(token)).context["form"].data["token"]

    with after(days=8, minutes=1):
        client.post("/useful/", sent(again))

    assert LocalOfferComment.objects.get().address == "updates/2026/07"


def test_nothing_chosen_and_nothing_written_says_what_to_do(client: Client, token: str) -> None:
    with after(minutes=2):
        answer = client.post("/useful/", sent(token, useful="", words=" ")).content.decode()

    assert "Choose yes or no, or write what you think." in answer


def test_a_flood_of_comments_is_slowed_down_and_loses_nothing(
    client: Client, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views_comment, "MOST_AN_HOUR", 2)

    with after(minutes=2):
        answers = [client.post("/useful/", sent(token)) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [302, 302, 200]
    assert "I could not find the date." in answers[2].content.decode()
    assert LocalOfferComment.objects.count() == 2


def test_a_page_is_the_same_page_though_its_form_carries_another_time(
    officer: User, approver: User, client: Client
) -> None:
    page = page_of(officer)
    publish(page, officer, approver)

    with time_machine.travel("2027-01-01 12:00"):
        first = client.get(f"/{page.address}/")
    with time_machine.travel("2027-01-01 12:05"):
        again = client.get(f"/{page.address}/")

    assert first["ETag"] == again["ETag"]
