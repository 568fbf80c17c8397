"""`heard themes discover` on 1,000 to 1,000,000 voices: CPU seconds and peak memory, in a process of its own.

    python benchmarks/themes/scale.py DATA

The voices are made from the labelled ones: the start of one and the end of another, about 25 words. HEARD_SCALE names the
sizes (1000,10000,100000,1000000); the million takes about a quarter of an hour on two cores.
"""

from __future__ import annotations

import csv
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from data import AbsentError, comments_v6, intents, patient_comments, polis
from measure import ONE_THREAD, Row, main

_SIZES = tuple(int(size) for size in os.environ.get("HEARD_SCALE", "1000,10000,100000,1000000").split(","))


def rows(data: Path, seeds: Sequence[int]) -> Iterator[Row]:
    """Measure each size once."""
    try:
        said = [*patient_comments(data).texts, *comments_v6(data).texts, *intents(data).texts, *polis(data)]
    except AbsentError as error:
        print(error, file=sys.stderr)
        return
    with tempfile.TemporaryDirectory() as folder:
        for size in _SIZES:
            path = Path(folder) / f"{size}.csv"
            _made(said, size, path, seeds[0])
            yield from _measured(path, size)


def _made(said: Sequence[str], size: int, path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 (no secret hangs on it)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["id", "comment"])
        for at in range(size):
            first, second = (chance.choice(said).split() for _ in range(2))
            table.writerow([at, " ".join([*first[:20], *second[: chance.randint(3, 14)]])])


def _measured(path: Path, size: int) -> Iterator[Row]:
    out = path.with_suffix(".json")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "heard.cli", "themes", "discover", path, "--words", "comment", "--out", out]
    command += ["--table", path.with_suffix(".themes.csv"), "--workers", "2"]
    watched = [sys.executable, "-c", _WATCH, *map(str, command)]
    done = subprocess.run(watched, env={**os.environ, **ONE_THREAD}, stdout=subprocess.PIPE, text=True, check=True)
    told = json.loads(done.stdout.splitlines()[-1])
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    found = json.loads(out.read_text(encoding="utf-8"))
    spread = dict(found["parameters"]).get("same main theme as if every text were read", "every text read")
    table = "themes of many voices, from a file to a file"
    name = f"Heard, {size:,} voices"
    yield Row(
        table, name, "CPU seconds a thousand", (cpu / size * 1000,), f"{len(found['candidates'])} themes; {spread}"
    )
    yield Row(table, name, "minutes", (told["seconds"] / 60,), "two processes", "<= 15" if size >= 1_000_000 else "")
    yield Row(table, name, "peak MB", (told["peak_mb"],), "", "<= 4096" if size >= 1_000_000 else "")


_WATCH = """
import json, resource, subprocess, sys, time
start = time.monotonic()
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
print(json.dumps({"seconds": time.monotonic() - start, "peak_mb": peak}))
"""


if __name__ == "__main__":
    main(rows)
