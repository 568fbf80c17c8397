"""What people do with accounts, and with the wall between organisations."""

from __future__ import annotations

import datetime
from typing import Any, TypeVar, cast

from axes.utils import reset
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from heard.errors import HeardError
from heard_web.audit.models import record
from heard_web.people.models import DecisionBody, Held, Organisation, OrganisationName, Role, User

HeldRow = TypeVar("HeldRow", bound=Held)


class AlreadyBegun(HeardError):  # noqa: N818 - named for what a person met
    """There is somebody already who can open accounts."""


@transaction.atomic
def release(row: HeldRow, *, by: User) -> HeldRow:
    """Let the other organisations of the area see this record. Releasing twice is harmless; each release is logged."""
    kind = cast(Any, type(row))
    kept = kind.objects.select_for_update().get(pk=row.pk)
    if kept.held_by_id != by.organisation_id or not by.as_role.may_record():
        raise PermissionDenied("Only the organisation that holds a record can release it.")
    if not kind.may_be_released:
        raise PermissionDenied("This record stays with the organisation that holds it.")
    if kept.released_at is None:
        kept.released_at, kept.released_by = timezone.now(), by
        kept.save(update_fields=["released_at", "released_by"])
        record(by=by, verb="release", of=kept, sentence=f"{by.name} released {kind._meta.verbose_name} {row.pk}.")
    row.released_at, row.released_by = kept.released_at, kept.released_by
    return row


@transaction.atomic
def open_account(
    *,
    email: str,
    name: str,
    organisation: Organisation,
    role: Role,
    password: str,
    job_title: str = "",
    by: User | None,
) -> User:
    """Give somebody an account in one role for one organisation. Only an administrator may, or nobody signed in at set-up."""
    if by is not None and not by.may_open(organisation, role):
        raise PermissionDenied(
            "Only an administrator can open an account. A forum's own administrator opens the forum's."
        )
    person = User(email=email.strip().lower(), name=name, organisation=organisation, role=role, job_title=job_title)
    person.set_password(password)
    person.full_clean()
    person.save()
    record(by=by, verb="open_account", of=person, sentence=f"Opened an account for {name}, {role.label}.")
    return person


@transaction.atomic
def open_first_account(*, by: None, email: str, name: str, organisation: str, kind: str, password: str) -> User:
    """Open the account of the first administrator, and name their organisation, before anybody can sign in.

    Refused once an administrator can sign in: from then on accounts are opened on the site, and signed.
    """
    begun = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).first()
    if begun is not None:
        raise AlreadyBegun(
            f"{begun.name} is an administrator here already. Ask them to open an account for you on the page People."
        )
    body, new = Organisation.objects.get_or_create(name=organisation.strip(), defaults={"kind": kind})
    if new:
        body.full_clean()
        record(by=by, verb="add_organisation", of=body, sentence=f"Heard itself added {body.name}.")
    elif body.kind != kind:
        raise AlreadyBegun(
            f"{body.name} is here already, as: {body.get_kind_display()}. Give that kind, or another name."
        )
    return open_account(
        email=email, name=name, organisation=body, role=Role.ADMINISTRATOR, password=password, by=by,
    )  # fmt: skip


@transaction.atomic
def close_account(person: User, *, by: User) -> None:
    """Stop somebody from signing in. Their name stays on what they did. Closing twice is harmless."""
    if not by.keeps_accounts_of(person.organisation):
        raise PermissionDenied("Only an administrator can close an account.")
    if person.pk == by.pk:
        raise PermissionDenied("You cannot close your own account. Ask another administrator.")
    kept = User.objects.select_for_update().get(pk=person.pk)
    if kept.is_active:
        kept.is_active = person.is_active = False
        kept.save(update_fields=["is_active"])
        record(by=by, verb="close_account", of=person, sentence=f"{by.name} closed the account of {person.name}.")


@transaction.atomic
def open_again(person: User, *, by: User) -> None:
    """Let somebody whose account was closed sign in again, with the password they had. Opening twice is harmless."""
    if not by.keeps_accounts_of(person.organisation):
        raise PermissionDenied("Only an administrator can open an account again.")
    kept = User.objects.select_for_update().get(pk=person.pk)
    if not kept.is_active:
        kept.is_active = person.is_active = True
        kept.save(update_fields=["is_active"])
        record(by=by, verb="open_again", of=person, sentence=f"{by.name} opened the account of {person.name} again.")


@transaction.atomic
def new_password(person: User, *, by: User, password: str) -> None:
    """Set a one-off password for somebody who forgot theirs: signs them out everywhere, and lets them try at once.

    The organisation of that person reads in its history who did it, and the person is told when they next sign in.
    """
    if not by.keeps_accounts_of(person.organisation):
        raise PermissionDenied("Only an administrator can set a new password for somebody else.")
    if person.pk == by.pk:
        raise PermissionDenied("This is your own account. Change your password on the page My password.")
    kept = User.objects.select_for_update().get(pk=person.pk)
    if not kept.is_active:
        raise PermissionDenied("This account is closed. Open it again first.")
    kept.set_password(password)
    kept.save(update_fields=["password"])
    person.password = kept.password
    reset(username=kept.email)
    record(by=by, verb="new_password", of=person, sentence=f"{by.name} set a new password for {person.name}.")


@transaction.atomic
def change_password(person: User, *, by: User, password: str) -> None:
    """Set a new password for one's own account. For somebody else's there is `new_password`."""
    if person.pk != by.pk:
        raise PermissionDenied("You can change your own password only.")
    person.set_password(password)
    person.save(update_fields=["password"])
    record(by=by, verb="change_password", of=person, sentence=f"{by.name} changed their own password.")


@transaction.atomic
def add_organisation(*, by: User, kind: str, name: str) -> Organisation:
    """Add a body that holds records here. Adding the same one twice is harmless."""
    if not by.as_role.may_administer():
        raise PermissionDenied("Only an administrator can add an organisation.")
    organisation, new = Organisation.objects.get_or_create(name=name.strip(), defaults={"kind": kind})
    if new:
        record(by=by, verb="add_organisation", of=organisation, sentence=f"{by.name} added {organisation.name}.")
    return organisation


@transaction.atomic
def rename_organisation(organisation: Organisation, *, by: User, name: str, from_on: datetime.date) -> None:
    """Give a body its new name from a day on. The earlier name is kept with its dates; its records stay where they are."""
    if not by.as_role.may_administer():
        raise PermissionDenied("Only an administrator can rename an organisation.")
    kept, name = Organisation.objects.select_for_update().get(pk=organisation.pk), name.strip()
    if kept.name == name:
        return
    last = kept.names.order_by("-until_on").first()
    since = last.until_on + datetime.timedelta(days=1) if last and last.until_on else None
    until = from_on - datetime.timedelta(days=1)
    OrganisationName.objects.create(organisation=kept, name=kept.name, from_on=since, until_on=until)
    record(by=by, verb="rename_organisation", of=kept, sentence=f"{by.name} renamed {kept.name} to {name}.")
    kept.name = organisation.name = name
    kept.save(update_fields=["name"])


@transaction.atomic
def add_body(*, by: User, name: str, organisation: Organisation) -> DecisionBody:
    """Add a body that decides, such as a board or a panel, under its organisation. Adding the same twice is harmless."""
    if not by.as_role.may_administer():
        raise PermissionDenied("Only an administrator can add a body that decides.")
    body, new = DecisionBody.objects.get_or_create(name=name.strip(), defaults={"organisation": organisation})
    if new:
        record(by=by, verb="add_body", of=body, sentence=f"{by.name} added {body.name}, which decides.")
    return body


@transaction.atomic
def rename_body(body: DecisionBody, *, by: User, name: str) -> None:
    """Give a body that decides another name. Everything put to it shows the new one; the history keeps the old one."""
    if not by.as_role.may_administer():
        raise PermissionDenied("Only an administrator can rename a body that decides.")
    kept, name = DecisionBody.objects.select_for_update().get(pk=body.pk), name.strip()
    if kept.name == name:
        return
    record(by=by, verb="rename_body", of=kept, sentence=f"{by.name} renamed {kept.name} to {name}.")
    kept.name = body.name = name
    kept.save(update_fields=["name"])
