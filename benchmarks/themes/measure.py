"""What every part of the benchmark shares: a row of figures, CPU seconds, peak memory, and a table to print."""

from __future__ import annotations

import json
import math
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}
# Student's t for a 95 % interval, by the number of seeds less one.
_T = {1: 12.71, 2: 4.30, 3: 3.18, 4: 2.78, 5: 2.57, 6: 2.45, 7: 2.36, 8: 2.31, 9: 2.26}


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of one method: one value a seed. `goal` is what was aimed at, in words, on our own rows."""

    table: str
    method: str
    figure: str
    values: tuple[float, ...]
    note: str = ""
    goal: str = ""

    @property
    def mean(self) -> float:
        """Give the mean over the seeds."""
        return statistics.fmean(self.values)

    @property
    def half_width(self) -> float:
        """Give half of the 95 % interval of the mean over the seeds; 0 with one seed."""
        many = len(self.values)
        if many < 2:
            return 0.0
        return _T.get(many - 1, 1.96) * statistics.stdev(self.values) / math.sqrt(many)


@dataclass(slots=True)
class Cost:
    """CPU seconds of a block, on this process and its children."""

    cpu: float = 0.0
    extra: dict[str, float] = field(default_factory=dict)


def _cpu() -> float:
    mine, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return mine.ru_utime + mine.ru_stime + children.ru_utime + children.ru_stime


@contextmanager
def cpu() -> Iterator[Cost]:
    """Measure the CPU seconds of a block. Wall time is not reported: the machines are shared."""
    cost, before = Cost(), _cpu()
    yield cost
    cost.cpu = _cpu() - before


def peak_mb() -> float:
    """Give the most memory this process held so far, in MB.

    Read from the process itself where it can be: `ru_maxrss` of a new process begins with what its parent held.
    """
    own = Path("/proc/self/status")
    if own.exists():
        held = next(line for line in own.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(held.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def apart(python: str | Path, script: Path, *arguments: object) -> dict[str, Any]:
    """Run a script in a process of its own, on one thread, and give the JSON object it prints last.

    `cpu` and `peak_mb` are added where the script does not report its own.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [str(python), str(script), *map(str, arguments)],
        env={**os.environ, **ONE_THREAD, "TOKENIZERS_PARALLELISM": "false"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    found.setdefault("cpu", after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return found


def table(rows: Iterable[Row]) -> str:
    """Write the rows as Markdown: one table for each subject."""
    lines: list[str] = []
    subject = None
    for row in rows:
        if row.table != subject:
            subject = row.table
            lines += [
                "",
                f"### {subject}",
                "",
                "| method | figure | mean | ± 95 % | seeds | reach | note |",
                "|---|---|---|---|---|---|---|",
            ]
        spread = f"{row.half_width:.3f}" if len(row.values) > 1 else ""
        lines.append(
            f"| {row.method} | {row.figure} | {_number(row.mean)} | {spread} | {len(row.values)} | {row.goal} | {row.note} |"
        )
    return "\n".join(lines) + "\n"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3f}" if abs(value) < 10 else f"{value:.1f}"


def main(rows: Callable[[Path, list[int]], Iterable[Row]]) -> None:
    """Run one part alone: `python benchmarks/themes/<part>.py DATA [SEEDS]`. Each row is printed as it is known."""
    data = Path(sys.argv[1])
    seeds = list(range(int(sys.argv[2]) if len(sys.argv) > 2 else 5))
    time.tzset()
    for row in rows(data, seeds):
        print(json.dumps(asdict(row)), flush=True)
