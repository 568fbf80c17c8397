"""SQLite serves one writer at a time, so one worker is enough: a lock on a file keeps a second one from starting."""

from __future__ import annotations

import os
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows has no such lock; there the person who starts Heard sees to it.
    fcntl = None  # type: ignore[assignment]


def take_place(path: Path) -> int | None:
    """Take the only place there is, and give its handle; None when another worker has it. It is freed when we end."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    if fcntl is None:
        return handle
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle
