"""The local model that reads short texts, with what it read before kept in one file on this machine.

Only background jobs call `reader()`: it loads the model. Pages read what the jobs kept.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from heard.themes.reading import Reader


def cache_file() -> Path:
    """Where what was read is kept: in the folder of this installation, open to nobody else on the machine."""
    return Path(settings.VAR) / "reading" / "vectors.sqlite3"


def reader() -> Reader:
    """Open the model. `ModelMissing` or `ModelChanged` says what to do when it is not as it was delivered."""
    from heard.themes.reading import open_reader

    file = cache_file()
    with suppress(OSError):  # where nothing can be kept, reading goes on without it
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
        file.chmod(0o600)
    return open_reader(cache=file)


def forget_all_but(texts: Iterable[str]) -> int:
    """Forget what was read of every text but these and their passages; give how many vectors went."""
    if not cache_file().exists():
        return 0
    from heard.themes.reading.cache import Cache
    from heard.themes.reading.graph import version

    return Cache(cache_file(), version()).keep_only(_with_parts(texts))


def _with_parts(texts: Iterable[str]) -> Iterator[str]:
    """Each text, and the parts of it that are read on their own."""
    from heard.themes.discovery.texts import passages
    from heard.themes.stance.passages import clauses_of

    for text in texts:
        yield text
        yield from (text[start:end] for start, end in passages(text))
        yield from (clause.words for clause in clauses_of(text))


def swept_until() -> datetime.datetime | None:
    """Up to which change of the voices the file was swept; nothing where it never was."""
    try:
        return datetime.datetime.fromisoformat(_mark().read_text().strip())
    except (OSError, ValueError):
        return None


def note_swept(until: datetime.datetime) -> None:
    """Write down up to which change of the voices the file was swept."""
    _mark().write_text(until.isoformat())


def _mark() -> Path:
    return cache_file().with_name("swept-until")
