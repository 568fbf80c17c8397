"""What the reader has read before: a file of vectors by the hash of the text, so that nothing is read twice.

It holds no words, but it derives from people's words: only its owner may open it, and what is forgotten is overwritten.
"""

from __future__ import annotations

import hashlib
import logging
import os
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from heard.errors import UnreadableFile
from heard.themes.reading.graph import SIZE
from heard.themes.reading.pieces import standard
from heard.themes.reading.session import Codes

T = TypeVar("T")
LOG = logging.getLogger("heard.themes.reading")
_OURS = 0x48656172
_FORMAT = 1
_ENDINGS = (".sqlite3", ".reading")
_AT_ONCE = 500
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}
_TABLE = (
    "CREATE TABLE vectors (id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, codes BLOB NOT NULL, sum INTEGER NOT NULL)"
)


class Cache:
    """Vectors kept between runs, in one file that several processes may use at once.

    A damaged file is noticed, said in a warning and begun again: it only costs reading those voices once more.
    """

    def __init__(self, path: Path, version: str) -> None:
        if path.suffix not in _ENDINGS:  # a damaged cache is replaced, so no other file may be taken for one
            raise UnreadableFile(f"{path.name} cannot keep vectors. Name a file that ends in .sqlite3.")
        self.path = path
        self.version = version

    def key(self, text: str) -> bytes:
        """Give the key of a text: a hash of it in its standard form and of what reads it."""
        return hashlib.sha256(f"{self.version}\n{standard(text)}".encode()).digest()

    def fill(self, texts: Sequence[str], codes: Codes) -> NDArray[np.bool_]:
        """Put the vectors that are kept into their rows, and say which rows those are."""
        known = np.zeros(len(texts), bool)
        keys = [self.key(text) for text in texts]
        at = {key: row for row, key in enumerate(keys)}
        bad: list[bytes] = []

        def find(database: sqlite3.Connection) -> None:
            for start in range(0, len(keys), _AT_ONCE):
                some = keys[start : start + _AT_ONCE]
                marks = ",".join("?" * len(some))
                query = f"SELECT key, codes, sum FROM vectors WHERE key IN ({marks})"  # noqa: S608 (question marks only)
                for key, kept, check in database.execute(query, some):
                    if len(kept) == SIZE * 2 and zlib.crc32(kept, zlib.crc32(key)) == check:
                        codes[at[key]] = np.frombuffer(kept, "<i2")
                        known[at[key]] = True
                    else:
                        bad.append(key)

        self._use(find, None)
        if bad:
            LOG.warning("%s: %s kept vectors were damaged. They are read again.", self.path.name, f"{len(bad):,}")
        return known

    def keep(self, texts: Sequence[str], codes: Codes) -> None:
        """Keep the vectors of some texts: all of them, or none if the process dies meanwhile."""
        rows = []
        for text, row in zip(texts, codes, strict=True):
            key, kept = self.key(text), row.astype("<i2").tobytes()
            rows.append((key, kept, zlib.crc32(kept, zlib.crc32(key))))
        query = "INSERT OR REPLACE INTO vectors (key, codes, sum) VALUES (?, ?, ?)"
        self._use(lambda database: database.executemany(query, rows).close(), None)

    def forget(self, texts: Iterable[str]) -> int:
        """Forget the vectors of these texts, and say how many there were."""
        keys = [(self.key(text),) for text in texts]
        query = "DELETE FROM vectors WHERE key = ?"
        gone = self._use(lambda now: now.executemany(query, keys).rowcount, 0, must=True)
        self.aside.unlink(missing_ok=True)
        return gone

    def keep_only(self, texts: Iterable[str]) -> int:
        """Forget every vector but those of these texts, and say how many went.

        Passages read on their own have vectors of their own: name them too, or they are read again when needed.
        """

        def sweep(database: sqlite3.Connection) -> int:
            database.execute("CREATE TEMP TABLE wanted (key BLOB PRIMARY KEY) WITHOUT ROWID")
            database.executemany("INSERT OR IGNORE INTO wanted VALUES (?)", ((self.key(text),) for text in texts))
            return database.execute("DELETE FROM vectors WHERE key NOT IN (SELECT key FROM wanted)").rowcount

        gone = self._use(sweep, 0, must=True)
        self.aside.unlink(missing_ok=True)  # last: the sweep itself may find the file damaged and put it aside
        return gone

    def __len__(self) -> int:
        return self._use(lambda now: int(now.execute("SELECT count(*) FROM vectors").fetchone()[0]), 0)

    @property
    def aside(self) -> Path:
        """Where a file that was no cache, or no longer one, is put."""
        return self.path.with_name(f"{self.path.name}.damaged")

    def _use(self, work: Callable[[sqlite3.Connection], T], otherwise: T, *, must: bool = False) -> T:
        """Do one thing with the file, whole or not at all. Reading goes on without it where that fails."""
        try:
            with closing(self._ready()) as database, database:
                return work(database)
        except sqlite3.Error as error:
            if _damaged(error):
                self._begin_again()
            elif must:
                raise UnreadableFile(
                    f"{self.path.name} could not be changed: {error}. Nothing was forgotten. Try again."
                ) from error
            else:
                LOG.warning("%s could not be used: %s. Reading goes on without it.", self.path.name, error)
        return otherwise

    def _ready(self) -> sqlite3.Connection:
        try:
            return self._connected()
        except sqlite3.DatabaseError as error:
            if not _damaged(error):
                raise
            self._begin_again()
            return self._connected()

    def _connected(self) -> sqlite3.Connection:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
            self.path.chmod(0o600)
        except OSError as error:
            raise sqlite3.OperationalError(error.strerror or "it cannot be opened") from error
        database = sqlite3.connect(self.path, timeout=60)
        try:
            self._prepare(database)
        except BaseException:
            database.close()
            raise
        return database

    def _prepare(self, database: sqlite3.Connection) -> None:
        database.execute("PRAGMA synchronous = FULL")
        database.execute("PRAGMA secure_delete = ON")
        if self._state(database) == (_OURS, _FORMAT):
            return
        with database:
            database.execute("BEGIN IMMEDIATE")
            ours, form = self._state(database)
            if (ours, form) == (_OURS, _FORMAT):
                return
            if database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                if ours != _OURS:
                    raise UnreadableFile(f"{self.path.name} holds other things than vectors. Name another file.")
                database.execute("DROP TABLE IF EXISTS vectors")
            database.execute(_TABLE)
            database.execute(f"PRAGMA application_id = {_OURS}")
            database.execute(f"PRAGMA user_version = {_FORMAT}")

    @staticmethod
    def _state(database: sqlite3.Connection) -> tuple[int, int]:
        ours = database.execute("PRAGMA application_id").fetchone()[0]
        return ours, database.execute("PRAGMA user_version").fetchone()[0]

    def _begin_again(self) -> None:
        LOG.warning(
            "%s was damaged, or no file of vectors. It is put aside as %s and begun again; its voices are read again.",
            self.path.name,
            self.aside.name,
        )
        self.path.with_name(f"{self.path.name}-journal").unlink(missing_ok=True)
        if self.path.exists():
            self.path.replace(self.aside)


def _damaged(error: sqlite3.Error) -> bool:
    code = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF in _DAMAGED or code == sqlite3.SQLITE_IOERR_SHORT_READ
