"""Nothing reaches the public without two people."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from heard.errors import HeardError
from heard_web.audit.models import AuditEvent
from heard_web.people.models import Organisation, Role, User
from heard_web.publishing import actions
from heard_web.publishing.actions import BlockFacts
from heard_web.publishing.models import Snapshot
from tests.web.conftest import person
from tests.web.publishing_cast import change, page_of, publish

pytestmark = pytest.mark.django_db


def test_a_draft_is_not_public(officer: User, client: Client) -> None:
    page = page_of(officer)

    answer = client.get(f"/{page.address}/")

    assert answer.status_code == 404


def test_a_page_waiting_for_a_second_person_is_not_public(officer: User, client: Client) -> None:
    page = page_of(officer)

    actions.submit(page, by=officer)

    assert client.get(f"/{page.address}/").status_code == 404


def test_a_page_is_public_once_a_second_person_approved_it(officer: User, approver: User, client: Client) -> None:
    page = page_of(officer)

    snapshot = publish(page, officer, approver)

    assert snapshot.number == 1
    assert "We listened to families this summer." in client.get(f"/{page.address}/").content.decode()
    assert AuditEvent.objects.filter(verb="approve", sentence__contains=snapshot.sha256).exists()


def test_a_draft_that_nobody_handed_on_cannot_be_approved(officer: User, approver: User) -> None:
    page = page_of(officer)

    with pytest.raises(HeardError, match="not been handed on"):
        actions.approve(page, by=approver)

    assert not Snapshot.objects.exists()


@pytest.mark.parametrize("hand", ["written_by", "changed_by", "submitted_by"])
def test_an_approver_who_had_a_hand_in_a_page_cannot_approve_it(officer: User, approver: User, hand: str) -> None:
    page = page_of(officer)
    actions.submit(page, by=officer)
    type(page).objects.filter(pk=page.pk).update(**{hand: approver})

    with pytest.raises(PermissionDenied):
        actions.approve(page, by=approver)

    assert not Snapshot.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.APPROVER])
def test_only_an_approver_approves(officer: User, council: Organisation, role: Role) -> None:
    page = page_of(officer)
    actions.submit(page, by=officer)

    with pytest.raises(PermissionDenied):
        actions.approve(page, by=person("Another Person", role, council))

    assert not Snapshot.objects.exists()


def test_an_approver_of_another_organisation_cannot_approve(officer: User, icb: Organisation) -> None:
    page = page_of(officer)
    actions.submit(page, by=officer)

    with pytest.raises(PermissionDenied):
        actions.approve(page, by=person("Nia Cole", Role.APPROVER, icb))

    assert not Snapshot.objects.exists()


def test_the_database_refuses_one_person_as_writer_and_approver(officer: User) -> None:
    page = page_of(officer)

    with pytest.raises(IntegrityError, match="publishing_two_people"), transaction.atomic():
        Snapshot.objects.create(
            publication=page, number=1, title="T", sha256="0" * 64, frozen_at=timezone.now(), written_by=officer,
            approved_by=officer,
        )  # fmt: skip

    assert not Snapshot.objects.exists()


def test_a_change_after_handing_on_needs_a_second_person_again(officer: User, approver: User) -> None:
    page = page_of(officer)
    actions.submit(page, by=officer)

    change(page, officer, BlockFacts("paragraph", words="Changed in the last minute."))

    with pytest.raises(HeardError):
        actions.approve(page, by=approver)
    assert not Snapshot.objects.exists()


def test_a_page_sent_back_says_why_and_is_a_draft_again(officer: User, approver: User) -> None:
    page = page_of(officer)
    actions.submit(page, by=officer)

    actions.send_back(page, by=approver, because="Say which month this is about.")

    page.refresh_from_db()
    assert (page.state, page.sent_back_because) == ("draft", "Say which month this is about.")


def test_sending_back_needs_a_reason(officer: User, approver: User) -> None:
    page = page_of(officer)
    actions.submit(page, by=officer)

    with pytest.raises(HeardError, match="Nothing says why"):
        actions.send_back(page, by=approver, because=" ")

    page.refresh_from_db()
    assert page.state == "submitted"


def test_approving_twice_gives_one_version(officer: User, approver: User) -> None:
    page = page_of(officer)
    first = publish(page, officer, approver)

    again = actions.approve(page, by=approver)

    assert again == first
    assert Snapshot.objects.count() == 1


def test_an_officer_of_another_organisation_cannot_change_or_hand_on_a_page(
    officer: User, stranger: User, forum_member: User
) -> None:
    page = page_of(officer)

    for other in (stranger, forum_member):
        with pytest.raises(PermissionDenied):
            change(page, other, BlockFacts("paragraph", words="Not theirs."))
        with pytest.raises(PermissionDenied):
            actions.submit(page, by=other)

    page.refresh_from_db()
    assert page.state == "draft"


def test_approve_on_the_page_publishes_and_says_so(officer: User, approver: User, client: Client) -> None:
    page = page_of(officer)
    actions.submit(page, by=officer)
    client.force_login(approver, backend="django.contrib.auth.backends.ModelBackend")

    answer = client.post(f"/publishing/{page.pk}/approve/", follow=True)

    assert "Published. Anyone can read it now." in answer.content.decode()
    assert Snapshot.objects.count() == 1
