"""Who did what, when: read by the organisation it happened in, and checked for tampering."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from heard_web.audit.models import AuditEvent, AuditHead, record
from heard_web.engagement.models import Activity
from heard_web.people.actions import release
from heard_web.people.models import Organisation, Role, User
from tests.web.conftest import person

AsPerson = Callable[[User], Client]


@pytest.fixture
def two_events(officer: User, forum_member: User, workshop: Activity, forum_meeting: Activity) -> None:
    record(by=officer, verb="hold", of=workshop, sentence="Orla Finch wrote up the workshop.")
    record(by=forum_member, verb="hold", of=forum_meeting, sentence="Fern Marlow wrote up the forum meeting.")


def test_the_history_shows_each_organisation_its_own(
    as_person: AsPerson, officer: User, forum_member: User, stranger: User, two_events: None
) -> None:
    pages = [as_person(user).get("/audit/").content.decode() for user in (officer, forum_member, stranger)]

    council_page, forum_page, strange_page = pages

    assert "wrote up the workshop" in council_page
    assert "wrote up the forum meeting" not in council_page
    assert "wrote up the forum meeting" in forum_page
    assert "wrote up the workshop" not in forum_page
    assert "wrote up" not in strange_page
    assert "Nothing here yet" in strange_page


def test_the_council_and_its_nhs_partner_read_one_history(
    as_person: AsPerson, icb: Organisation, two_events: None
) -> None:
    colleague = person("Ivo Hale", Role.OFFICER, icb)

    page = as_person(colleague).get("/audit/").content.decode()

    assert "wrote up the workshop" in page
    assert "wrote up the forum meeting" not in page


def test_an_inspector_reads_the_history_of_the_partnership_and_of_what_the_forum_released(
    as_person: AsPerson, officer: User, forum_member: User, stranger: User, inspector: User, forum_meeting: Activity,
    two_events: None,
) -> None:  # fmt: skip
    record(by=officer, verb="open_account", of=stranger, sentence="Orla Finch opened an account for Stan Reed.")
    record(by=officer, verb="open_account", of=officer, sentence="Orla Finch opened an account for Orla Finch.")
    browser = as_person(inspector)

    before = browser.get("/audit/").content.decode()
    release(forum_meeting, by=forum_member)
    after = browser.get("/audit/").content.decode()

    assert "wrote up the workshop" in before
    assert "wrote up the forum meeting" not in before
    assert "opened an account" not in before
    assert "wrote up the forum meeting" in after


def test_nobody_but_inspectors_reads_the_history_of_what_another_organisation_released(
    as_person: AsPerson, officer: User, forum_member: User, stranger: User, forum_meeting: Activity, two_events: None
) -> None:
    release(forum_meeting, by=forum_member)

    pages = [as_person(user).get("/audit/").content.decode() for user in (officer, stranger)]

    assert not any("wrote up the forum meeting" in page for page in pages)


def test_a_fingerprint_is_shortened_on_the_page_and_kept_whole_in_the_record(
    as_person: AsPerson, officer: User
) -> None:
    whole = "0123abcd" * 8
    event = record(by=officer, verb="approve", of=None, sentence=f"A page was published, {whole}.")

    page = as_person(officer).get("/audit/").content.decode()

    assert "A page was published, 0123abcd…." in page
    assert whole not in page
    assert whole in AuditEvent.objects.get(pk=event.pk).sentence


def test_the_history_is_narrowed_by_person_day_and_record(
    as_person: AsPerson, officer: User, second_officer: User, workshop: Activity
) -> None:
    record(by=officer, verb="hold", of=workshop, sentence="First sentence.")
    record(by=second_officer, verb="change", of=workshop.purpose, sentence="Second sentence.")
    browser, today = as_person(officer), timezone.localdate()
    yesterday = today - datetime.timedelta(days=1)

    def shown(query: str) -> tuple[bool, bool]:
        page = browser.get(f"/audit/?{query}").content.decode()
        return "First sentence." in page, "Second sentence." in page

    assert shown("") == (True, True)
    assert shown(f"person={officer.pk}") == (True, False)
    assert shown(f"record=engagement.activity&number={workshop.pk}") == (True, False)
    assert shown("record=engagement.purpose") == (False, True)
    assert shown(f"since={today}&until={today}") == (True, True)
    assert shown(f"until={yesterday}") == (False, False)


def test_a_filter_that_cannot_be_read_says_so_and_keeps_what_was_typed(as_person: AsPerson, officer: User) -> None:
    browser = as_person(officer)

    page = browser.get("/audit/?number=many&since=someday").content.decode()

    assert "Enter the number in figures" in page
    assert "someday" in page


def test_a_filter_cannot_reach_another_organisations_history(
    as_person: AsPerson, officer: User, forum_member: User, two_events: None
) -> None:
    browser = as_person(officer)

    page = browser.get(f"/audit/?person={forum_member.pk}").content.decode()

    assert "wrote up the forum meeting" not in page
    assert forum_member.name not in page


def test_the_history_stays_quick_with_many_events(
    as_person: AsPerson, officer: User, inspector: User, workshop: Activity,
    django_assert_max_num_queries: Callable[[int], object],
) -> None:  # fmt: skip
    AuditEvent.objects.bulk_create(
        AuditEvent(
            at=timezone.now(), by_number=officer.pk, by_name=officer.name, held_by_number=officer.organisation_id,
            verb="change", record="engagement.activity", record_number=workshop.pk, sentence=f"Change {n}.", hash=str(n),
        )
        for n in range(1000)
    )  # fmt: skip

    for reader in (officer, inspector):
        browser = as_person(reader)
        with django_assert_max_num_queries(15):  # type: ignore[attr-defined]
            page = browser.get("/audit/?page=2")
        assert "Change 900." in page.content.decode()


def test_a_whole_history_passes_its_check(two_events: None, capsys: pytest.CaptureFixture[str]) -> None:
    events = AuditEvent.objects.count()

    call_command("check_history")

    assert f"whole: {events} events" in capsys.readouterr().out


def test_a_changed_event_fails_the_check(two_events: None) -> None:
    first = AuditEvent.objects.order_by("id").first()
    AuditEvent.objects.filter(pk=first.pk if first else 0).update(sentence="Something else.")

    with pytest.raises(CommandError, match="was changed"):
        call_command("check_history")


def test_events_missing_from_the_end_fail_the_check(two_events: None) -> None:
    AuditEvent.objects.order_by("-id")[0].delete()
    written = AuditHead.objects.get().events

    with pytest.raises(CommandError, match=f"but {written} were written"):
        call_command("check_history")


def test_an_event_taken_out_of_the_middle_fails_the_check(two_events: None, officer: User) -> None:
    record(by=officer, verb="thank", of=None, sentence="A third thing.")
    AuditEvent.objects.order_by("id")[1].delete()

    with pytest.raises(CommandError, match="was changed, or one before it was taken out"):
        call_command("check_history")
