"""What people do with the area's one list of settings."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from heard.errors import DatesOutOfOrder
from heard_web.audit.models import record
from heard_web.people.models import User
from heard_web.places.gias import List, Listed, Trouble, read_list
from heard_web.places.models import Setting, SettingName

FROM_THE_LIST = [
    "name", "town", "postcode", "local_authority", "district_code", "ward_code", "phase", "establishment_type",
    "easting", "northing", "opened_on", "closed_on",
]  # fmt: skip
KEPT_BY = (
    "The area's list of settings is kept by officers and administrators of the council and the NHS. Ask one of them."
)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of each row of a list. Nothing is dropped in silence."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    renamed: tuple[tuple[str, str], ...] = ()
    unreadable: tuple[Trouble, ...] = ()
    doubts: tuple[Trouble, ...] = ()


@dataclass(slots=True)
class _Changes:
    """The rows to write: whole settings, and names they no longer have."""

    added: list[Setting] = field(default_factory=list)
    changed: list[Setting] = field(default_factory=list)
    names: list[SettingName] = field(default_factory=list)
    renamed: list[tuple[str, str]] = field(default_factory=list)


@transaction.atomic
def import_gias(*, by: User, content: bytes) -> ImportReport:
    """Bring the area's list of settings up to date. Settings are told apart by URN alone; an earlier name is kept.

    Bringing in the same file twice changes nothing the second time. A setting that is missing from the file stays.
    """
    if not by.keeps_places:
        raise PermissionDenied(KEPT_BY)
    listed = read_list(content)
    changes = _changes(listed, today=timezone.localdate())
    Setting.objects.bulk_create(changes.added)
    Setting.objects.bulk_create(
        [_for_writing(setting) for setting in changes.changed],
        update_conflicts=True, unique_fields=["urn"], update_fields=[*FROM_THE_LIST, "listed_at"],
    )  # fmt: skip
    SettingName.objects.bulk_create(changes.names, ignore_conflicts=True)
    added, changed = len(changes.added), len(changes.changed)
    report = ImportReport(
        added, changed, len(listed.schools) - added - changed, tuple(changes.renamed), listed.unreadable, listed.doubts
    )
    record(
        by=by, verb="import_settings", of=None,
        sentence=f"{by.name} brought in a list of settings: {added} added, {changed} changed, "
        f"{report.unchanged} unchanged, {len(report.unreadable)} not used.",
    )  # fmt: skip
    return report


def _changes(listed: List, *, today: datetime.date) -> _Changes:
    changes = _Changes()
    rows = Setting.objects.select_for_update().exclude(urn=None).prefetch_related("names")
    here = {setting.urn: setting for setting in rows}
    for school in listed.schools:
        setting = here.get(school.urn)
        if setting is None:
            changes.added.append(Setting(urn=school.urn, **_facts(school, None, today)))
            continue
        facts = _facts(school, setting.closed_on, today)
        differing = {name: value for name, value in facts.items() if getattr(setting, name) != value}
        if not differing:
            continue
        if "name" in differing:
            changes.names.append(_earlier_name(setting, new_from=today))
            changes.renamed.append((setting.name, school.facts["name"]))
        for name, value in differing.items():
            setattr(setting, name, value)
        changes.changed.append(setting)
    return changes


def _facts(school: Listed, closed_before: datetime.date | None, today: datetime.date) -> Mapping[str, Any]:
    facts = dict(school.facts)
    if school.closed_without_date:
        facts["closed_on"] = closed_before or today
    return facts


def _for_writing(setting: Setting) -> Setting:
    """The same setting without its number, so that the URN alone says which row is meant."""
    return Setting(urn=setting.urn, **{name: getattr(setting, name) for name in FROM_THE_LIST})


def _earlier_name(setting: Setting, *, new_from: datetime.date) -> SettingName:
    """The name a setting is about to lose, with the days it held: from the end of the one before, or from opening."""
    until = new_from - datetime.timedelta(days=1)
    ends = [old.until_on for old in setting.names.all() if old.until_on]
    since = max(ends) + datetime.timedelta(days=1) if ends else setting.opened_on
    return SettingName(setting=setting, name=setting.name, from_on=min(since, until) if since else None, until_on=until)


@transaction.atomic
def add_setting(*, by: User, name: str, urn: int | None = None, **facts: Any) -> Setting:
    """Add a school or setting that is missing from the list. With a URN that is known already, the known one comes back."""
    if not by.as_role.may_add_places():
        raise PermissionDenied("Your role cannot add a setting. Ask an officer or a forum coordinator.")
    if urn is not None and (known := Setting.objects.filter(urn=urn).first()):
        return known
    setting = Setting.objects.create(name=name.strip(), urn=urn, **facts)
    record(by=by, verb="add_setting", of=setting, sentence=f"{by.name} added {setting} to the list of settings.")
    return setting


@transaction.atomic
def change_setting(setting: Setting, *, by: User, **facts: Any) -> Setting:
    """Put right what the list says about a setting. Its name has an action of its own, because names have dates."""
    if not by.keeps_places:
        raise PermissionDenied(KEPT_BY)
    kept = Setting.objects.select_for_update().get(pk=setting.pk)
    differing = {name: value for name, value in facts.items() if name != "name" and getattr(kept, name) != value}
    if differing:
        for name, value in differing.items():
            setattr(kept, name, value)
        kept.save(update_fields=[*differing, "listed_at"])
        record(by=by, verb="change_setting", of=kept, sentence=f"{by.name} changed what the list says about {kept}.")
    return kept


@transaction.atomic
def rename_setting(setting: Setting, *, by: User, name: str, from_on: datetime.date) -> Setting:
    """Give a setting its new name from a day on. The earlier name is kept with its dates, and still finds it."""
    if not by.keeps_places:
        raise PermissionDenied(KEPT_BY)
    kept, name = Setting.objects.select_for_update().get(pk=setting.pk), name.strip()
    if kept.name == name:
        return kept
    last = max((old.until_on for old in kept.names.all() if old.until_on), default=None)
    if last and from_on <= last:
        raise DatesOutOfOrder(
            f"The name before this one was used until {last:%d %B %Y}, but the new name is to start on "
            f"{from_on:%d %B %Y}. Choose a later day."
        )
    _earlier_name(kept, new_from=from_on).save()
    record(by=by, verb="rename_setting", of=kept, sentence=f"{by.name} renamed {kept.name} to {name}.")
    kept.name = setting.name = name
    kept.save(update_fields=["name", "listed_at"])
    return kept


@transaction.atomic
def succeed(old: Setting, *, by: User, new: Setting, on: datetime.date) -> Setting:
    """Say that one setting carries on from another, from a day on. What was recorded at either stays where it is."""
    if not by.keeps_places:
        raise PermissionDenied(KEPT_BY)
    kept = Setting.objects.select_for_update().get(pk=old.pk)
    if kept.pk == new.pk or new.successors.filter(pk=kept.pk).exists():
        raise DatesOutOfOrder(f"{new} cannot come both before and after {kept}. Choose the setting that carried on.")
    if kept.successors.filter(pk=new.pk).exists():
        return kept
    kept.successors.add(new)
    if kept.closed_on is None:
        kept.closed_on = old.closed_on = on - datetime.timedelta(days=1)
        kept.save(update_fields=["closed_on", "listed_at"])
    record(by=by, verb="succeed_setting", of=kept, sentence=f"{by.name} noted that {new} carries on from {kept}.")
    return kept
