"""Saying "I am interested" in the forum: asks little, tells nobody else, and is never lost."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client

from heard_web.audit.models import AuditEvent
from heard_web.forum import actions, guard
from heard_web.forum.models import Interest
from heard_web.people.models import Organisation, OrganisationKind, Role, User
from tests.web.conftest import person

AsPerson = Callable[[User], Client]
JOIN = "/forum/join/"


@pytest.fixture(autouse=True)
def _nobody_wrote_before() -> None:
    cache.clear()


def seconds_ago(seconds: int) -> str:
    with time_machine.travel(datetime.datetime.now(datetime.UTC) - datetime.timedelta(seconds=seconds), tick=False):
        return guard.token()


def answers(**changed: object) -> dict[str, object]:
    typed = {
        "who": "young_person", "name": "Wren", "contact": "my nan, 01632 960 123", "age_band": "age_11_15",
        "learns": "no_place", "places": ["Café", "Online"], "elsewhere": "the skate park", "helps": "my dog beside me",
        "when": seconds_ago(30),
    }  # fmt: skip
    return {**typed, **changed}


@pytest.fixture
def wren(forum: Organisation) -> Interest:
    return actions.say_interested(who="young_person", contact="my nan, 01632 960 123", name="Wren", helps="my dog")


def test_a_young_person_with_no_school_place_says_they_are_interested(client: Client, forum: Organisation) -> None:
    answer = client.post(JOIN, answers())

    interest = Interest.objects.get()

    assert answer["Location"] == "/forum/join/thanks/"
    assert client.get(answer["Location"]).status_code == 200
    assert (interest.held_by, interest.learns, interest.age_band) == (forum, "no_place", "age_11_15")
    assert interest.meet_where == "Café, Online, the skate park"


def test_only_who_and_how_to_reach_them_must_be_answered(client: Client, forum: Organisation) -> None:
    client.post(JOIN, {"who": "parent_carer", "contact": "01632 960 123", "when": seconds_ago(30)})

    interest = Interest.objects.get()

    assert (interest.learns, interest.name, interest.age_band) == ("not_said", "", "")


def test_the_public_gets_no_cookie(client: Client, forum: Organisation) -> None:
    pages = [client.get(JOIN), client.post(JOIN, {}), client.post(JOIN, answers()), client.get("/forum/join/thanks/")]

    cookies = [page.cookies for page in pages]

    assert not any(cookies)
    assert not client.cookies


def test_the_form_says_what_to_do_when_somebody_is_not_safe(
    client: Client, forum: Organisation, settings: object
) -> None:
    page = client.get(JOIN).content.decode()

    phone = settings.HEARD_SAFEGUARDING_PHONE  # type: ignore[attr-defined]

    assert "call 999" in page
    assert phone in page
    assert "not the council, not your school" in page


def test_nothing_typed_is_lost_when_something_is_missing(client: Client, forum: Organisation) -> None:
    page = client.post(JOIN, answers(contact="")).content.decode()

    kept = ["Wren", "the skate park", "my dog beside me"]

    assert "Tell us how to reach you" in page
    assert all(words in page for words in kept)
    assert not Interest.objects.exists()


@pytest.mark.parametrize("when", ["", "form:made-up:signature", "old", "fresh"])
def test_a_page_that_was_not_open_for_a_human_time_is_sent_once_more_without_loss(
    client: Client, forum: Organisation, when: str
) -> None:
    given = {"old": seconds_ago(3 * 24 * 3600), "fresh": guard.token()}.get(when, when)

    page = client.post(JOIN, answers(when=given)).content.decode()

    assert "Send it once more" in page
    assert "my dog beside me" in page
    assert not Interest.objects.exists()


def test_a_machine_that_fills_every_box_is_stopped_and_a_person_is_told_why(
    client: Client, forum: Organisation
) -> None:
    page = client.post(JOIN, answers(website="https://elsewhere.example")).content.decode()

    assert "only there to stop machines" in page
    assert "my dog beside me" in page
    assert not Interest.objects.exists()


def test_a_whole_group_may_write_from_one_place_but_not_without_end(client: Client, forum: Organisation) -> None:
    for number in range(guard.MOST_FROM_ONE_ADDRESS):
        client.post(JOIN, answers(name=f"Child {number}"))

    page = client.post(JOIN, answers(name="One too many")).content.decode()

    assert Interest.objects.count() == guard.MOST_FROM_ONE_ADDRESS
    assert "Wait ten minutes" in page
    assert "One too many" in page


def test_a_flood_from_everywhere_asks_people_to_wait(client: Client, forum: Organisation) -> None:
    Interest.objects.bulk_create(
        Interest(held_by=forum, who="parent_carer", contact=str(n)) for n in range(guard.MOST_FROM_ALL)
    )

    page = client.post(JOIN, answers()).content.decode()

    assert "Wait ten minutes" in page


def test_sending_the_same_thing_twice_makes_one_record(client: Client, forum: Organisation) -> None:
    typed = answers()

    client.post(JOIN, typed)
    client.post(JOIN, typed)

    assert Interest.objects.count() == 1


def test_without_a_forum_the_form_says_so_and_takes_nothing(client: Client, council: Organisation) -> None:
    page = client.post(JOIN, answers())

    assert "There is no forum here yet" in page.content.decode()
    assert not Interest.objects.exists()


def test_the_history_tells_that_somebody_wrote_and_not_who(wren: Interest) -> None:
    event = AuditEvent.objects.get(verb="say_interested")

    words = event.sentence + event.by_name

    assert event.held_by_number == wren.held_by_id
    assert "Wren" not in words


@pytest.mark.parametrize("who", ["officer", "approver", "decision_maker", "inspector", "administrator", "stranger"])
def test_nobody_outside_the_forum_can_tell_that_anyone_wrote(
    as_person: AsPerson, who: str, wren: Interest, request: pytest.FixtureRequest
) -> None:
    browser = as_person(request.getfixturevalue(who))

    pages = [browser.get(f"/forum/{wren.pk}/"), browser.post(f"/forum/{wren.pk}/close/", {"erase": "on"})]
    listed = browser.get("/forum/").content.decode()

    assert all(page.status_code in (403, 404) for page in pages)
    assert "Wren" not in listed
    assert "waiting to hear" not in listed
    wren.refresh_from_db()
    assert wren.contact


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.INSPECTOR])
def test_even_in_the_forum_someone_who_does_not_read_voices_does_not_see_families(wren: Interest, role: Role) -> None:
    colleague = person("Ola Penn", role, wren.held_by)

    seen = Interest.objects.visible_to(colleague)

    assert not seen.exists()


def test_the_forum_sees_who_waits_longest_first_and_follows_up(
    as_person: AsPerson, forum_member: User, wren: Interest
) -> None:
    browser = as_person(forum_member)
    later = actions.say_interested(who="parent_carer", contact="01632 960 456", name="Robin")

    listed = browser.get("/forum/").content.decode()
    browser.post(f"/forum/{wren.pk}/follow-up/", {"note": "Rang, comes to the café on Thursday."})

    after = browser.get("/forum/").content.decode()
    assert listed.index("Wren") < listed.index("Robin")
    assert after.index("Robin") < after.index("Wren")
    assert "comes to the café on Thursday" in browser.get(f"/forum/{wren.pk}/").content.decode()
    assert later.followed_up_at is None


def test_a_second_note_is_added_and_never_replaces_the_first(forum_member: User, wren: Interest) -> None:
    for note in ("Rang, no answer.", "Rang, no answer.", "Rang again, they will come."):
        actions.follow_up(wren, by=forum_member, note=note)

    wren.refresh_from_db()

    assert wren.follow_up_note.count("Rang, no answer.") == 1
    assert "they will come" in wren.follow_up_note


def test_an_empty_note_is_asked_for_again(as_person: AsPerson, forum_member: User, wren: Interest) -> None:
    page = as_person(forum_member).post(f"/forum/{wren.pk}/follow-up/", {"note": ""}).content.decode()

    wren.refresh_from_db()

    assert "Write down what you agreed" in page
    assert wren.followed_up_at is None


def test_closing_can_erase_everything_that_tells_who_they_are(
    as_person: AsPerson, forum_member: User, wren: Interest
) -> None:
    actions.follow_up(wren, by=forum_member, note="Rang Wren.")

    as_person(forum_member).post(f"/forum/{wren.pk}/close/", {"erase": "on"})

    wren.refresh_from_db()
    assert wren.closed_at is not None
    assert (wren.name, wren.contact, wren.helps, wren.meet_where, wren.follow_up_note) == ("", "", "", "", "")


def test_closing_without_erasing_keeps_how_to_reach_them(
    as_person: AsPerson, forum_member: User, wren: Interest
) -> None:
    browser = as_person(forum_member)

    browser.post(f"/forum/{wren.pk}/close/", {})
    browser.post(f"/forum/{wren.pk}/close/", {})

    wren.refresh_from_db()
    assert wren.contact
    assert "Wren" not in browser.get("/forum/").content.decode()
    assert "Wren" in browser.get("/forum/?show=closed").content.decode()
    assert AuditEvent.objects.filter(verb="close_interest").count() == 1


def test_another_organisation_cannot_follow_up_even_past_the_pages(officer: User, wren: Interest) -> None:
    council_officer = officer

    for act in (actions.follow_up, actions.close):
        with pytest.raises(PermissionDenied):
            act(wren, by=council_officer, **({"note": "x"} if act is actions.follow_up else {}))  # type: ignore[operator]

    wren.refresh_from_db()
    assert wren.closed_at is None


def test_a_forum_that_was_succeeded_no_longer_receives_interest(forum: Organisation) -> None:
    new = Organisation.objects.create(kind=OrganisationKind.PCF, name="Ashdale Families Together")
    Organisation.objects.filter(pk=forum.pk).update(successor=new)

    interest = actions.say_interested(who="parent_carer", contact="01632 960 123")

    assert interest.held_by == new


def test_the_list_stays_quick_with_many_families(
    as_person: AsPerson, forum_member: User, forum: Organisation, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    Interest.objects.bulk_create(Interest(held_by=forum, who="parent_carer", contact=str(n)) for n in range(1000))
    browser = as_person(forum_member)

    with django_assert_max_num_queries(15):  # type: ignore[attr-defined]
        assert browser.get("/forum/").status_code == 200
