"""Rollback journal against write-ahead log, both with synchronous=FULL: acknowledged writes, and reads beside them.

    python benchmarks/sqlite/journal.py

Why: docs/adr/0003-sqlite-without-wal.md. Prints a table; compare the ratio, not the seconds.
"""

from __future__ import annotations

import sqlite3
import statistics
import tempfile
import threading
import time
from pathlib import Path

ROUNDS, WRITES, READERS = 5, 300, 3


def connect(path: Path, journal: str) -> sqlite3.Connection:
    """One connection as the site opens it."""
    connection = sqlite3.connect(path, timeout=20, isolation_level=None, check_same_thread=False)
    for pragma in (f"journal_mode={journal}", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def one_round(journal: str) -> tuple[float, float]:
    """Writes a second and reads a second, with three readers beside one writer."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.sqlite3"
        writer = connect(path, journal)
        writer.execute("CREATE TABLE voice (id INTEGER PRIMARY KEY, words TEXT)")
        stop, reads = threading.Event(), [0] * READERS

        def read(number: int) -> None:
            reader = connect(path, journal)
            while not stop.is_set():
                reader.execute("SELECT count(*), max(id) FROM voice").fetchone()
                reads[number] += 1
                time.sleep(0.001)
            reader.close()

        threads = [threading.Thread(target=read, args=(number,)) for number in range(READERS)]
        for thread in threads:
            thread.start()
        started = time.perf_counter()
        for _ in range(WRITES):
            writer.execute("BEGIN IMMEDIATE")
            writer.execute("INSERT INTO voice (words) VALUES (?)", ("I want a quiet room." * 5,))
            writer.execute("COMMIT")
        seconds = time.perf_counter() - started
        stop.set()
        for thread in threads:
            thread.join()
        writer.close()
    return WRITES / seconds, sum(reads) / seconds


def main() -> None:
    """Print the table."""
    print(f"SQLite {sqlite3.sqlite_version}; {ROUNDS} rounds of {WRITES} writes, {READERS} readers beside")
    print(f"{'journal':<10}{'writes/s median':>18}{'reads/s median':>18}")
    found: dict[str, float] = {}
    for journal in ("TRUNCATE", "DELETE", "WAL"):
        rounds = [one_round(journal) for _ in range(ROUNDS)]
        found[journal] = statistics.median(writes for writes, _ in rounds)
        print(f"{journal:<10}{found[journal]:>18.0f}{statistics.median(reads for _, reads in rounds):>18.0f}")
    print(f"WAL writes {found['WAL'] / found['TRUNCATE']:.1f} times as fast as TRUNCATE here.")


if __name__ == "__main__":
    main()
