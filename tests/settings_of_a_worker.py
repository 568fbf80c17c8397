"""Test settings for a worker in a process of its own: jobs wait in the database."""

from tests.settings import *  # noqa: F403

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
HEARD_CLOCK = ["heard_web.themes.actions.forget_taken_back"]
