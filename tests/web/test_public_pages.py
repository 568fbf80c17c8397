"""What anybody can read: approved pages only, with no cookie and few questions to the database."""

from __future__ import annotations

import ast
import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import time_machine
from django.test import Client
from django.urls import reverse

import heard_web.public
from heard_web.engagement.models import Activity
from heard_web.people.models import DecisionBody, User
from heard_web.places.models import Setting
from heard_web.provision.models import Provision
from heard_web.publishing import actions
from heard_web.publishing.actions import BlockFacts
from heard_web.publishing.models import Snapshot
from tests.web.publishing_cast import EVENT_WORDS, drawing_of, event_of, page_of, publish, voice_of

pytestmark = pytest.mark.django_db
PLAIN = [
    "home",
    "updates",
    "events",
    "you_said",
    "stories",
    "hubs",
    "accessibility",
    "privacy",
    "privacy_children",
    "comment",
]


def notice(officer: User, approver: User, **more: Any) -> Snapshot:
    page = actions.draft_event_notice(event_of(officer, **more), by=officer, **EVENT_WORDS)
    return publish(page, officer, approver)


def everything(officer: User, approver: User, workshop: Activity) -> list[str]:
    """One of each kind of page, and where each is."""
    voices = [BlockFacts("quote", contribution=voice_of(workshop, officer, f"Voice number {n}")) for n in range(12)]
    told = {"said": "More swings.", "did": "We put in swings.", "status": "done"}
    pages = [
        actions.draft_monthly_update(by=officer, year=2026, month=5),
        page_of(
            officer,
            BlockFacts("said_did", details=told),
            *voices,
            BlockFacts("drawing", contribution=drawing_of(workshop, officer)),
        ),
        actions.draft_hub_register(by=officer),
    ]
    for page in pages:
        publish(page, officer, approver)
    pages.append(notice(officer, approver).publication)
    return [f"/{page.address}/" for page in pages]


@pytest.mark.parametrize("name", PLAIN)
def test_every_public_page_stands_with_nothing_published(client: Client, name: str) -> None:
    answer = client.get(reverse(f"public:{name}"))

    assert answer.status_code == 200


def test_the_public_gets_no_cookie_and_few_questions_are_asked_of_the_database(
    officer: User, approver: User, workshop: Activity, client: Client, django_assert_max_num_queries: Any
) -> None:
    addresses = [*everything(officer, approver, workshop), *(reverse(f"public:{name}") for name in PLAIN)]

    for address in addresses:
        with django_assert_max_num_queries(10):
            answer = client.get(address)
        assert answer.status_code == 200, address
        assert not answer.cookies, address


def test_the_public_site_reads_published_pages_and_nothing_upstream() -> None:
    allowed = ("heard_web.publishing", "heard_web.design", "heard_web.public")
    names: set[str] = set()
    for file in Path(heard_web.public.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module:
                names |= {f"{node.module}.{alias.name}" for alias in node.names}
            elif isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}

    upstream = {name for name in names if name.startswith("heard_web") and not name.startswith(allowed)}

    assert upstream == set()


def test_the_home_page_shows_the_newest_of_each_kind(
    officer: User, approver: User, workshop: Activity, client: Client
) -> None:
    everything(officer, approver, workshop)

    answer = client.get("/").content.decode()

    for words in ("May 2026", "Summer drop-in", "We put in swings.", "You do not need a school place to join"):
        assert words in answer


@time_machine.travel("2026-07-01 12:00")
def test_an_event_that_is_over_is_listed_as_over(officer: User, approver: User, client: Client) -> None:
    notice(officer, approver, title="Last month", starts_on=datetime.date(2026, 7, 2))
    notice(officer, approver, title="Still to come", starts_on=datetime.date(2026, 8, 2))

    with time_machine.travel("2026-07-20 12:00"):
        answer = client.get("/events/")

    assert [card.title for card in answer.context["coming"]] == ["Still to come"]
    assert [card.title for card in answer.context["over"]] == ["Last month"]


def test_the_calendar_file_of_an_event_is_in_london_time(officer: User, approver: User, client: Client) -> None:
    page = notice(officer, approver).publication

    calendar = icalendar.Calendar.from_ical(client.get(f"/{page.address}/calendar.ics").content)

    event = calendar.walk("VEVENT")[0]
    assert event.decoded("dtstart") == datetime.datetime(2099, 7, 7, 11, tzinfo=ZoneInfo("Europe/London"))
    assert event.decoded("dtend").hour == 16
    assert str(event["summary"]) == "Summer drop-in"
    assert "The Lantern Library" in str(event["location"])
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/London"]


def test_the_screen_of_an_event_is_one_page_of_a_display(officer: User, approver: User, client: Client) -> None:
    page = notice(officer, approver, title='A "#eval" of $sums$ & [brackets]').publication

    answer = client.get(f"/{page.address}/screen.pdf")

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert answer.content.count(b"/MediaBox[0 0 1920 1080]") == answer.content.count(b"/MediaBox") == 1


@pytest.mark.parametrize("file", ["calendar.ics", "screen.pdf"])
def test_the_files_of_an_event_go_when_its_page_is_taken_down(
    officer: User, approver: User, client: Client, file: str
) -> None:
    page = notice(officer, approver).publication

    actions.take_down(page, by=officer, because="It was called off.")

    assert client.get(f"/{page.address}/{file}").status_code == 410


def test_hubs_are_narrowed_by_need_and_age_with_an_ordinary_link(
    officer: User, approver: User, school: Setting, client: Client
) -> None:
    for name, need, oldest in (
        ("Alder hub", "communication", 11),
        ("Birch hub", "semh", 16),
        ("Cedar hub", "generic", 19),
    ):
        hub = Provision.objects.create(
            held_by=officer.organisation,
            setting=school,
            name=name,
            kind="sen_unit",
            designation=need,
            age_from=5,
            age_to=oldest,
        )
        hub.history.create(status="open", happened_on=datetime.date(2026, 9, 1), recorded_by=officer)
    publish(actions.draft_hub_register(by=officer), officer, approver)

    shown = {query: client.get(f"/hubs/?{query}").content.decode() for query in ("need=semh", "age=12", "age=old")}

    assert [name in shown["need=semh"] for name in ("Alder hub", "Birch hub", "Cedar hub")] == [False, True, True]
    assert [name in shown["age=12"] for name in ("Alder hub", "Birch hub", "Cedar hub")] == [False, True, True]
    assert "Write the age as a number" in shown["age=old"]
    assert "Alder hub" in shown["age=old"]


def test_what_people_wrote_is_never_read_as_code(
    officer: User, approver: User, board: DecisionBody, client: Client
) -> None:
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    page = page_of(
        officer, BlockFacts("paragraph", words=hostile), BlockFacts("heading", heading=hostile), title=hostile
    )

    publish(page, officer, approver)

    for address in (f"/{page.address}/", "/you-said/"):
        answer = client.get(address).content.decode()
        assert "<script>alert" not in answer
        assert "<img src=x" not in answer


def test_a_month_has_one_address_with_two_digits(client: Client) -> None:
    address = reverse("public:update", args=[2026, 7])

    others = [client.get(other).status_code for other in ("/updates/2026/7/", "/updates/2026/13/")]

    assert address == "/updates/2026/07/"
    assert others == [404, 404]
