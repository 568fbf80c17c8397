"""What no person would send: numbers that are no numbers, addresses that are no addresses, spellings that are nobody's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from heard_web.engagement.models import Activity
from heard_web.people.models import DecisionBody, Role, User
from heard_web.places.models import Setting
from tests.web.conftest import person
from tests.web.world import World

AsPerson = Callable[[User], Client]
SIGN_IN = "/people/sign-in/"
NO_NUMBERS = ("²", "٣", "9" * 25, "9" * 5_000, "-1", "1e9", "a\x00b")


@pytest.fixture
def world(officer: User, approver: User, board: DecisionBody, school: Setting) -> World:
    return World(officer, approver, board, school, "council")


@pytest.mark.parametrize("sent", NO_NUMBERS)
def test_a_number_of_a_row_that_is_none_is_never_a_fault(
    as_person: AsPerson, officer: User, world: World, sent: str
) -> None:
    browser = as_person(officer)
    codebook = world.rows["codebook"].pk
    posts = {
        reverse("decisions:ask_add"): {"another": "1", "parts-TOTAL_FORMS": sent, "findings": sent},
        reverse("themes:finding_add"): {"do": "show", "themes": sent, "supports": sent, "minority": sent},
        reverse("themes:finding_change", args=[world.rows["finding"].pk]): {"themes": sent, "supports": sent},
        reverse("themes:coding", args=[codebook]): {"voice": sent},
        reverse("themes:theme", args=[world.rows["theme"].pk]): {"do": "move", "voices": sent, "to": sent},
        reverse("decisions:decide", args=[world.rows["ask"].pk]): {"contributions": sent, "part": sent},
        f"{reverse('publishing:new')}?kind=you_said": {"title": "T", "asks": sent},
        reverse("engagement:add"): {"facilitators": sent, "asked_before": sent},
    }
    gets = [
        f"{reverse('decisions:ask_add')}?finding={sent}&purpose={sent}",
        f"{reverse('themes:finding_add')}?theme={sent}&purpose={sent}",
        f"{reverse('voice:add', args=[world.rows['activity'].pk])}?after={sent}",
        f"{reverse('engagement:list')}?year={sent}&month={sent}&setting={sent}&purpose={sent}",
        f"{reverse('engagement:export')}?year={sent}&setting={sent}",
        f"{reverse('engagement:calendar')}?month=0001-01",
        f"{reverse('engagement:calendar')}?month=9999-12",
        f"{reverse('voice:list')}?page={sent}&activity={sent}",
    ]

    answers = [browser.post(where, data) for where, data in posts.items()] + [browser.get(where) for where in gets]

    assert {answer.status_code for answer in answers} <= {200, 302, 404}


@pytest.mark.parametrize(
    "asked", ["abc", "25:99", "%00%ff", "//elsewhere.example/", "https://elsewhere.example/", "javascript:alert(1)"]
)
def test_an_address_to_go_to_next_that_is_none_of_ours_leads_to_the_desk(
    as_person: AsPerson, officer: User, asked: str
) -> None:
    answer = as_person(officer).get(SIGN_IN, {"next": asked})

    assert answer["Location"] == "/desk/"


def test_a_letter_that_only_the_database_takes_for_the_same_is_nobodys_address(
    client: Client, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = type(User.objects).get

    def as_postgresql_does(manager: object, **_asked: str) -> User:
        return found(manager, pk=officer.pk)

    monkeypatch.setattr(type(User.objects), "get", as_postgresql_does)

    with pytest.raises(User.DoesNotExist):
        User.objects.get_by_natural_key(officer.email.replace("s", "ſ"))


def test_files_and_errors_carry_the_same_headers_as_pages(client: Client, db: None) -> None:
    answers = [
        client.get("/static/design/heard.css"), client.get("/no-such-page/"), client.get("/", HTTP_HOST="elsewhere.example"),
        client.get("/desk/"), client.post("/people/sign-out/"),
    ]  # fmt: skip

    assert [answer.status_code for answer in answers] == [200, 404, 400, 302, 302]
    assert all("default-src 'none'" in answer["Content-Security-Policy"] for answer in answers)


def test_an_inspector_changes_nothing_even_in_the_organisation_that_holds_a_voice(
    as_person: AsPerson, workshop: Activity, world: World
) -> None:
    reader = person("Ivy Stone", Role.INSPECTOR, workshop.held_by)
    voice = world.rows["contribution"]

    answer = as_person(reader).post(reverse("voice:divert", args=[voice.pk]), {"passed_to": "the lead"})
    page = as_person(reader).get(voice.get_absolute_url()).content.decode()
    voice.refresh_from_db()

    assert answer.status_code == 403
    assert voice.is_standing
    assert reverse("voice:divert", args=[voice.pk]) not in page


def test_a_name_of_a_school_as_long_as_a_book_matches_nothing(as_person: AsPerson, officer: User) -> None:
    sent = {
        "parts-TOTAL_FORMS": "1",
        "parts-INITIAL_FORMS": "0",
        "parts-0-words": "A hub",
        "parts-0-setting": "w " * 30_000,
    }

    answer = as_person(officer).post(reverse("decisions:ask_add"), sent)

    assert answer.status_code == 200
