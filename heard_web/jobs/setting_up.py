"""Bring tables and styles up to date, and nothing at all when they already are."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

import heard
from heard_web.people.models import Organisation


def bring_tables_up_to_date() -> bool:
    """Apply the migrations that are missing; say whether there were any."""
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    call_command("migrate", interactive=False, verbosity=0)
    return True


def collect_styles() -> bool:
    """Copy styles and fonts to where the site serves them, unless they are the same as last time; say whether it did."""
    if settings.WHITENOISE_USE_FINDERS:
        return False
    stamp = Path(settings.VAR) / "static.stamp"
    now = _fingerprint()
    if stamp.exists() and stamp.read_text() == now and Path(settings.STATIC_ROOT).is_dir():
        return False
    call_command("collectstatic", interactive=False, verbosity=0, clear=Path(settings.STATIC_ROOT).is_dir())
    stamp.write_text(now)
    return True


def _fingerprint() -> str:
    """Changes when the version does, or any file's path, size or time."""
    found = [heard.__version__]
    for finder in get_finders():
        for path, storage in finder.list([]):
            file = Path(storage.path(path)).stat()
            found.append(f"{path} {file.st_size} {file.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(found)).encode()).hexdigest()


def is_empty() -> bool:
    """Whether nobody has set up an organisation yet."""
    return not Organisation.objects.exists()
