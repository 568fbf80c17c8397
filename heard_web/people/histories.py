"""Which part of the history a person reads."""

from __future__ import annotations

from django.apps import apps
from django.db.models import Q

from heard_web.audit.models import AuditEvent, AuditEventQuerySet
from heard_web.people.models import Held, Organisation, OrganisationKind, User

ACCOUNTS = "people.user"


def history_read_by(user: User) -> AuditEventQuerySet:
    """What was done in the organisations whose history this person reads, and whatever they did themselves.

    Inspectors also read what was done to a record that another organisation, such as the forum, released. Who opened or
    closed an account is no part of what they inspect.
    """
    read = list(Organisation.objects.whose_history(user).values_list("pk", flat=True))
    if user.organisation.kind != OrganisationKind.INSPECTORATE:
        return AuditEvent.objects.of(read, or_by=user.pk)
    own = Q(held_by_number=user.organisation_id) | Q(by_number=user.pk)
    theirs = Q(held_by_number__in=read) & ~Q(record=ACCOUNTS)
    return AuditEvent.objects.filter(own | theirs | _released())


def _released() -> Q:
    """Events about records that their holder released to the other organisations."""
    found = Q(pk=None)
    for model in apps.get_models():
        if issubclass(model, Held) and model.may_be_released:
            rows = model._default_manager.filter(released_at__isnull=False).values("pk")
            found |= Q(record=model._meta.label_lower, record_number__in=rows)
    return found
