"""Do the jobs that wait in the background, and what has to happen every minute."""

from __future__ import annotations

import datetime
import logging
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from heard_web.jobs.actions import put_back_cut_off
from heard_web.jobs.clock import Clock
from heard_web.jobs.only_one import take_place

ANOTHER_WORKER = 3
SHORTEST_INTERVAL = 1.0


class Command(BaseCommand):
    """Runs until it is stopped with Ctrl-C or SIGTERM; a job under way is finished first."""

    help = "Do background jobs, such as suggesting themes, and the things that happen every minute."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say which arguments there are."""
        parser.add_argument("--interval", type=float, default=1.0, help="seconds between looks for a job, 1 or more")
        parser.add_argument("--batch", action="store_true", help="do what waits, then end")

    def handle(self, *_: Any, **options: Any) -> None:
        """Take the place of the only worker on SQLite, start the clock, and do jobs."""
        if connection.vendor == "sqlite":
            if take_place(settings.VAR / "worker.lock") is None:
                self.stderr.write("Another worker already serves this database. With SQLite, one is enough.")
                raise SystemExit(ANOTHER_WORKER)
            put_back_cut_off(silence=datetime.timedelta(0))
        if options["verbosity"] < 2:
            logging.getLogger("django_tasks_db").setLevel(logging.ERROR)
        name = get_random_string(32)
        worker = Worker(
            queue_names=["*"],
            interval=max(SHORTEST_INTERVAL, options["interval"]),
            batch=options["batch"],
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=name,
            excluded_queue_names=[],
        )
        worker.configure_signals()
        clock = Clock(name)
        clock.start()
        try:
            worker.run()
        finally:
            clock.stop()
