"""What people do with accounts, and with the wall between organisations."""

from __future__ import annotations

import datetime
from typing import Any, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from heard_web.audit.models import record
from heard_web.people.models import Held, Organisation, OrganisationName, Role, User

HeldRow = TypeVar("HeldRow", bound=Held)


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
    if by is not None and not by.as_role.may_administer():
        raise PermissionDenied("Only an administrator can open an account.")
    person = User(email=email.strip().lower(), name=name, organisation=organisation, role=role, job_title=job_title)
    person.set_password(password)
    person.full_clean()
    person.save()
    record(by=by, verb="open_account", of=person, sentence=f"Opened an account for {name}, {role.label}.")
    return person


@transaction.atomic
def close_account(person: User, *, by: User) -> None:
    """Stop somebody from signing in. Their name stays on what they did. Closing twice is harmless."""
    if not by.as_role.may_administer():
        raise PermissionDenied("Only an administrator can close an account.")
    if person.pk == by.pk:
        raise PermissionDenied("You cannot close your own account. Ask another administrator.")
    kept = User.objects.select_for_update().get(pk=person.pk)
    if kept.is_active:
        kept.is_active = person.is_active = False
        kept.save(update_fields=["is_active"])
        record(by=by, verb="close_account", of=person, sentence=f"{by.name} closed the account of {person.name}.")


@transaction.atomic
def change_password(person: User, *, by: User, password: str) -> None:
    """Set a new password for one's own account. Nobody can set somebody else's."""
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
