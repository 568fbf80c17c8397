"""The cast of every test, and the rule that no test talks to another machine."""

from __future__ import annotations

import os
import socket
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("heard", deadline=None)  # how long a case takes says nothing on a shared machine
settings.load_profile("heard")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

LOOPBACK = {"127.0.0.1", "::1", "localhost", ""}


@pytest.fixture(autouse=True)
def _no_other_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOOPBACK:
            raise AssertionError(f"A test tried to reach another machine: {address}.")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
