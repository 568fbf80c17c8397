"""An address is for good, an earlier version is never overwritten, and people are told once."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from heard.errors import HeardError
from heard_web.decisions.models import Ask
from heard_web.engagement.models import Activity
from heard_web.outcomes.models import GiveBack
from heard_web.people.models import DecisionBody, User
from heard_web.publishing import actions
from heard_web.publishing.actions import BlockFacts
from heard_web.publishing.models import Publication, Snapshot
from tests.web.publishing_cast import change, page_of, publish

pytestmark = pytest.mark.django_db


def month(officer: User, approver: User, number: int, words: str) -> Publication:
    page = actions.draft_monthly_update(by=officer, year=2026, month=number)
    change(page, officer, BlockFacts("paragraph", words=words))
    publish(page, officer, approver)
    return page


def test_a_new_month_leaves_the_earlier_one_at_its_address(officer: User, approver: User, client: Client) -> None:
    month(officer, approver, 6, "June was about buses.")

    month(officer, approver, 7, "July was about quiet rooms.")

    assert "June was about buses." in client.get("/updates/2026/06/").content.decode()
    assert "July was about quiet rooms." in client.get("/updates/2026/07/").content.decode()
    assert "/updates/2026/06/" in client.get("/updates/2026/07/").content.decode()


def test_a_changed_page_is_a_new_version_and_the_earlier_one_stays_readable(
    officer: User, approver: User, client: Client
) -> None:
    page = month(officer, approver, 7, "July was about quiet rooms.")
    first = Snapshot.objects.get()

    change(page, officer, BlockFacts("paragraph", words="July was about quiet rooms and lunch."))
    publish(page, officer, approver, because="We added lunch.")

    assert "and lunch" in client.get("/updates/2026/07/").content.decode()
    earlier = client.get("/updates/2026/07/?version=1").content.decode()
    assert "and lunch" not in earlier
    assert "This is an earlier version" in earlier
    assert "We added lunch." in client.get("/updates/2026/07/").content.decode()
    assert (
        Snapshot.objects.get(number=1).sha256
        == first.sha256
        == Snapshot.fingerprint(first.title, first.summary, first.content)
    )


def test_what_is_public_stays_while_a_new_version_is_written(officer: User, approver: User, client: Client) -> None:
    page = month(officer, approver, 7, "July was about quiet rooms.")

    change(page, officer, BlockFacts("paragraph", words="Not checked by anybody yet."))

    answer = client.get("/updates/2026/07/").content.decode()
    assert "July was about quiet rooms." in answer
    assert "Not checked" not in answer


def test_a_new_title_does_not_change_the_address(officer: User, approver: User, client: Client) -> None:
    page = page_of(officer)
    publish(page, officer, approver)

    actions.set_blocks(
        page, by=officer, title="Quite another title", summary="", blocks=[BlockFacts("paragraph", words="Same page.")]
    )
    publish(page, officer, approver)

    assert "Quite another title" in client.get(f"/{page.address}/").content.decode()


@pytest.mark.parametrize("version", ["0", "2", "x", "1e1"])
def test_a_version_that_never_was_is_not_found(officer: User, approver: User, client: Client, version: str) -> None:
    page = page_of(officer)

    publish(page, officer, approver)

    assert client.get(f"/{page.address}/?version={version}").status_code == 404


def test_a_page_taken_down_answers_that_it_is_gone_in_every_version(
    officer: User, approver: User, client: Client
) -> None:
    page = page_of(officer)
    publish(page, officer, approver)

    actions.take_down(page, by=officer, because="A family was recognised.")

    for address in (f"/{page.address}/", f"/{page.address}/?version=1"):
        answer = client.get(address)
        assert answer.status_code == 410
        assert "A family was recognised" not in answer.content.decode()
    assert page.title not in client.get("/you-said/").content.decode()


def test_a_page_taken_down_stays_down_while_it_is_written_anew(officer: User, approver: User, client: Client) -> None:
    page = page_of(officer)
    publish(page, officer, approver)
    actions.take_down(page, by=officer, because="A family was recognised.")

    change(page, officer, BlockFacts("paragraph", words="Written anew."))

    assert client.get(f"/{page.address}/").status_code == 410
    publish(page, officer, approver)
    assert "Written anew." in client.get(f"/{page.address}/").content.decode()
    assert client.get(f"/{page.address}/?version=1").status_code == 404


def test_taking_down_needs_a_reason_and_ones_own_page(officer: User, approver: User, stranger: User) -> None:
    page = page_of(officer)
    publish(page, officer, approver)

    with pytest.raises(HeardError, match="Nothing says why"):
        actions.take_down(page, by=officer, because="")
    with pytest.raises(PermissionDenied):
        actions.take_down(page, by=stranger, because="I do not like it.")

    assert Snapshot.objects.live().count() == 1


def test_publishing_records_once_that_those_who_took_part_were_told(
    officer: User, approver: User, workshop: Activity
) -> None:
    page = actions.draft_monthly_update(by=officer, year=2026, month=5)
    publish(page, officer, approver)

    change(page, officer, BlockFacts("paragraph", words="A word was put right."))
    publish(page, officer, approver)

    told = GiveBack.objects.get()
    assert (told.activity, told.address, told.given_by) == (workshop, "/updates/2026/05/", officer)


def test_publishing_an_answer_records_that_those_behind_the_ask_were_told(
    officer: User, approver: User, board: DecisionBody
) -> None:
    ask = Ask.objects.create(
        held_by=officer.organisation,
        words="More swings",
        body=board,
        put_on=datetime.date(2026, 6, 1),
        written_by=officer,
    )
    page = actions.draft_you_said(by=officer, title="Summer", asks=[ask])

    publish(page, officer, approver)

    assert GiveBack.objects.get().ask == ask
