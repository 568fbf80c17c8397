"""Settings for tests: a throw-away place for files, fast password hashing, jobs run at once, PostgreSQL when asked for."""

import os
import tempfile

os.environ.setdefault("HEARD_VAR", tempfile.mkdtemp(prefix="heard-test-"))
os.environ.setdefault("HEARD_STATIC_FROM_SOURCE", "1")
os.environ.setdefault("HEARD_SECRET_KEY", "only-for-tests-" + "x" * 40)

from heard_web.settings import *  # noqa: F403
from heard_web.settings import DATABASES, STATIC_ROOT

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
DATABASES["default"].setdefault("TEST", {})
STATIC_ROOT.mkdir(exist_ok=True)  # the file server warns about a missing folder, and a warning fails a test


class _NoMigrations(dict[str, None]):
    """Make tables straight from the models; that the migrations say the same is its own check."""

    def __contains__(self, app: object) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


if not os.environ.get("HEARD_TEST_MIGRATIONS"):
    MIGRATION_MODULES = _NoMigrations()
