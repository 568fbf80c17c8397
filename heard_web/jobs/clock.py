"""The clock of the worker: signs of life, and what has to happen every minute, also while a long job runs."""

from __future__ import annotations

import logging
import threading
import time

from django.conf import settings
from django.db import close_old_connections, connection
from django.utils.module_loading import import_string

from heard_web.jobs.actions import beat

SECONDS_BETWEEN_BEATS = 15.0
SECONDS_BETWEEN_ROUNDS = 60.0

logger = logging.getLogger(__name__)


def go_round() -> None:
    """Do once what happens every minute: put back jobs, then the actions named in HEARD_CLOCK.

    One action that fails is written to the log and stops no other.
    """
    for address in ["heard_web.jobs.actions.put_back_cut_off", *settings.HEARD_CLOCK]:
        try:
            import_string(address)()
        except Exception:
            logger.exception("The clock could not do %s", address)


class Clock(threading.Thread):
    """Ticks beside the worker until it is stopped."""

    def __init__(self, worker: str) -> None:
        super().__init__(name="heard-clock", daemon=True)
        self.worker = worker
        self.stopped = threading.Event()

    def run(self) -> None:
        """Beat and go round until stopped."""
        next_round = time.monotonic()
        while not self.stopped.is_set():
            close_old_connections()
            try:
                beat(worker=self.worker)
            except Exception:
                logger.exception("The worker could not write down that it is alive")
            if time.monotonic() >= next_round:
                go_round()
                next_round = time.monotonic() + SECONDS_BETWEEN_ROUNDS
            connection.close()
            self.stopped.wait(SECONDS_BETWEEN_BEATS)

    def stop(self) -> None:
        """Ask the clock to stop, and give it a moment."""
        self.stopped.set()
        self.join(timeout=5)
