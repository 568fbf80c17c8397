"""Who sees a visit and who changes it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from heard_web.engagement import actions
from heard_web.engagement.models import Activity, Purpose
from heard_web.people.actions import release
from heard_web.people.models import Organisation, Role, User
from tests.web.conftest import person

AsPerson = Callable[[User], Client]
CHANGES = ["change", "held", "cancel", "thank"]


def pages(visit: Activity) -> list[str]:
    return [f"/engagement/{visit.pk}/", *(f"/engagement/{visit.pk}/{verb}/" for verb in CHANGES)]


def test_the_forum_s_visit_does_not_exist_for_the_council_until_it_is_released(
    as_person: AsPerson, officer: User, forum_member: User, forum_meeting: Activity
) -> None:
    browser = as_person(officer)

    assert [browser.get(page).status_code for page in pages(forum_meeting)] == [404] * 5
    assert browser.post(f"/engagement/{forum_meeting.pk}/book/").status_code == 404
    assert "Forum meeting" not in browser.get("/engagement/?kind=forum_meeting").content.decode().split("</form>")[-1]
    assert "Forum meeting" not in browser.get("/engagement/calendar/?month=2026-05").content.decode()
    assert b"Forum meeting" not in b"".join(browser.get("/engagement/export/"))

    release(forum_meeting, by=forum_member)

    assert browser.get(f"/engagement/{forum_meeting.pk}/").status_code == 200


def test_a_released_visit_is_read_but_not_changed_by_others(
    as_person: AsPerson, officer: User, forum_member: User, forum_meeting: Activity
) -> None:
    release(forum_meeting, by=forum_member)
    browser = as_person(officer)

    assert [browser.get(page).status_code for page in pages(forum_meeting)] == [200, 403, 403, 403, 403]
    with pytest.raises(PermissionDenied):
        actions.cancel(forum_meeting, by=officer, because="Snow")


def test_a_released_visit_does_not_show_a_purpose_that_was_not_released(
    as_person: AsPerson, officer: User, forum_member: User, forum_meeting: Activity
) -> None:
    day = datetime.date(2026, 5, 1)
    hidden = actions.set_purpose(
        by=forum_member, question="What worries us?", decision_informed="Our letter", set_on=day
    )
    actions.change(forum_meeting, by=forum_member, purpose=hidden)
    release(forum_meeting, by=forum_member)
    browser = as_person(officer)

    seen = browser.get(f"/engagement/{forum_meeting.pk}/").content.decode()
    exported = b"".join(browser.get("/engagement/export/")).decode()

    assert "What worries us?" not in seen
    assert "What worries us?" not in exported
    assert "Forum meeting" in exported
    assert browser.get(f"/engagement/purposes/{hidden.pk}/").status_code == 404


def test_a_visit_cannot_be_tied_to_a_purpose_its_writer_may_not_see(
    officer: User, forum_member: User, workshop: Activity
) -> None:
    day = datetime.date(2026, 5, 1)
    hidden = actions.set_purpose(
        by=forum_member, question="What worries us?", decision_informed="Our letter", set_on=day
    )

    with pytest.raises(PermissionDenied):
        actions.change(workshop, by=officer, purpose=hidden)

    assert Purpose.objects.visible_to(officer).filter(pk=hidden.pk).count() == 0


def test_an_inspector_reads_everything_of_the_partnership_and_changes_nothing(
    as_person: AsPerson, inspector: User, workshop: Activity, purpose: Purpose
) -> None:
    browser = as_person(inspector)

    assert [browser.get(page).status_code for page in pages(workshop)] == [200, 403, 403, 403, 403]
    assert browser.post(f"/engagement/{workshop.pk}/book/").status_code == 403
    for page in ("add/", "purposes/add/", f"purposes/{purpose.pk}/change/", "news/add/"):
        assert browser.get(f"/engagement/{page}").status_code == 403
    assert "Change these facts" not in browser.get(f"/engagement/{workshop.pk}/").content.decode()


@pytest.mark.parametrize(
    "who", ["inspector", "approver", "decision_maker", "administrator", "stranger", "forum_member"]
)
def test_every_action_refuses_whoever_may_not_record_for_the_council(
    request: pytest.FixtureRequest, who: str, workshop: Activity, purpose: Purpose
) -> None:
    other: User = request.getfixturevalue(who)
    day = datetime.date(2026, 5, 13)
    attempts: list[Callable[[], Any]] = [
        lambda: actions.change(workshop, by=other, title="Mine"),
        lambda: actions.book(workshop, by=other),
        lambda: actions.hold(workshop, by=other, counts={}),
        lambda: actions.cancel(workshop, by=other, because="Snow"),
        lambda: actions.thank(workshop, by=other, on=day, words="Thank you"),
        lambda: actions.change_purpose(purpose, by=other, question="Mine?"),
    ]

    for attempt in attempts:
        with pytest.raises(PermissionDenied):
            attempt()

    workshop.refresh_from_db()
    assert (workshop.title, workshop.status) == ("Good life workshop", "held")


def test_only_a_role_that_records_may_plan_for_its_own_organisation(approver: User) -> None:
    day = datetime.date(2026, 5, 13)

    with pytest.raises(PermissionDenied):
        actions.plan(by=approver, kind="workshop", title="Mine", starts_on=day, place_type="school")
    with pytest.raises(PermissionDenied):
        actions.tell_news(by=approver, happened_on=day, words="News")
    with pytest.raises(PermissionDenied):
        actions.set_purpose(by=approver, question="Why?", decision_informed="A plan", set_on=day)


def test_a_stranger_sees_nothing(as_person: AsPerson, stranger: User, workshop: Activity, purpose: Purpose) -> None:
    browser = as_person(stranger)

    assert [browser.get(page).status_code for page in pages(workshop)] == [404] * 5
    assert browser.get(f"/engagement/purposes/{purpose.pk}/").status_code == 404
    for page in ("/desk/", "/engagement/", "/engagement/calendar/?month=2026-05", "/engagement/purposes/"):
        seen = browser.get(page).content.decode()
        assert "Good life workshop" not in seen
        assert "good life look like" not in seen
    assert b"Good life" not in b"".join(browser.get("/engagement/export/"))


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(client: Client, workshop: Activity) -> None:
    answers = [client.get(page) for page in [*pages(workshop), "/desk/", "/engagement/", "/engagement/export/"]]

    assert {answer.status_code for answer in answers} == {302}
    assert all("/people/" in answer["Location"] for answer in answers)


def test_an_administrator_does_not_read_the_notes_of_a_visit(
    as_person: AsPerson, administrator: User, officer: User, workshop: Activity
) -> None:
    actions.hold(workshop, by=officer, counts={}, notes="Somebody cried at the end")

    assert "Somebody cried" not in as_person(administrator).get(f"/engagement/{workshop.pk}/").content.decode()
    assert "Somebody cried" in as_person(officer).get(f"/engagement/{workshop.pk}/").content.decode()


def test_releasing_a_visit_opens_neither_its_notes_nor_its_words_of_thanks(
    as_person: AsPerson, officer: User, inspector: User, stranger: User, forum_member: User, forum_meeting: Activity
) -> None:
    actions.hold(forum_meeting, by=forum_member, counts={("parent_carer", "not_asked"): 44}, notes="Zebra notes")
    actions.thank(forum_meeting, by=forum_member, on=datetime.date(2026, 5, 15), words="Zebra thanks")
    release(forum_meeting, by=forum_member)
    address = f"/engagement/{forum_meeting.pk}/"

    pages = {who: as_person(who).get(address).content.decode() for who in (officer, inspector, stranger, forum_member)}

    assert all("44" in page for page in pages.values())
    assert [who for who, page in pages.items() if "Zebra notes" in page] == [forum_member]
    assert [who for who, page in pages.items() if "Zebra thanks" in page] == [forum_member]


def test_the_council_and_its_nhs_partner_share_their_notes_and_nobody_else_reads_them(
    as_person: AsPerson, officer: User, stranger: User, icb: Organisation, workshop: Activity
) -> None:
    nurse = person("Nell Adair", Role.OFFICER, icb)
    actions.hold(workshop, by=officer, counts={}, notes="Zebra notes")
    release(workshop, by=officer)
    address = f"/engagement/{workshop.pk}/"

    seen = [who for who in (officer, nurse, stranger) if "Zebra" in as_person(who).get(address).content.decode()]

    assert seen == [officer, nurse]


def test_the_release_button_is_shown_to_the_holder_alone(
    as_person: AsPerson, forum_member: User, inspector: User, forum_meeting: Activity
) -> None:
    button = f"/people/release/engagement.activity/{forum_meeting.pk}/"

    browser = as_person(forum_member)
    assert button in browser.get(f"/engagement/{forum_meeting.pk}/").content.decode()

    browser.post(button)
    assert button not in as_person(inspector).get(f"/engagement/{forum_meeting.pk}/").content.decode()
