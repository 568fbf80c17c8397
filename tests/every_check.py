"""Every check, in order, with one line each and a table at the end. `python3 dev.py test` calls it.

Give names to run only some: `python3 dev.py test types library`. Everything after `--` goes to pytest.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT))

from tests import machine  # noqa: E402

PYTHON = sys.executable
BIN = Path(PYTHON).parent
TREES = ["heard", "heard_web", "tests", "demo", "benchmarks", "dev.py", "manage.py"]
PYTEST = [PYTHON, "-m", "pytest", "-q", "--durations=5"]
CORES = str(max(2, os.cpu_count() or 2))


def call(*command: str | Path, **extra: str) -> bool:
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **extra}
    return subprocess.run([str(part) for part in command], cwd=ROOT, env=environment, check=False).returncode == 0


def trees() -> list[str]:
    return [tree for tree in TREES if (ROOT / tree).exists()]


def formatted() -> bool:
    return call(BIN / "ruff", "format", "--check", "--quiet", *trees())


def lint() -> bool:
    return call(BIN / "ruff", "check", "--quiet", *trees())


def types() -> bool:
    return call(BIN / "mypy", "heard", "heard_web", "demo")


def direction() -> bool:
    return call(BIN / "lint-imports")


def migrations() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        return call(PYTHON, "manage.py", "makemigrations", "--check", "--dry-run", HEARD_VAR=folder)


def deployment() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        return call(
            PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING",
            HEARD_VAR=folder, HEARD_HTTPS="1", HEARD_SECRET_KEY="a" * 30 + "bcdefghijklmnopqrstuvwxyz0123456789",
        )  # fmt: skip


def library() -> bool:
    return call(*PYTEST, "-n", CORES, "--doctest-modules", "heard", "tests/heard", "tests/spec", *FOR_PYTEST)


def house() -> bool:
    return call(*PYTEST, *sorted(str(path) for path in HERE.glob("test_*.py")), *FOR_PYTEST)


def site_on_sqlite() -> bool:
    return call(*PYTEST, "-n", CORES, "tests/web", *FOR_PYTEST, HEARD_DATABASE="")


def site_on_postgres() -> bool:
    with machine.postgres() as address:
        return call(*PYTEST, "-n", CORES, "tests/web", *FOR_PYTEST, HEARD_DATABASE=address, HEARD_TEST_MIGRATIONS="1")


def journeys() -> bool:
    if machine.browser() is None:
        raise FileNotFoundError("Chromium is not on this machine. Install it (Debian: apt-get install chromium).")
    return call(*PYTEST, "-n", CORES, "--dist", "loadfile", "tests/journeys", *FOR_PYTEST)


CHECKS: dict[str, Callable[[], bool]] = {
    "format": formatted,
    "lint": lint,
    "types": types,
    "direction": direction,
    "migrations": migrations,
    "deployment": deployment,
    "library": library,
    "house": house,
    "sqlite": site_on_sqlite,
    "postgres": site_on_postgres,
    "journeys": journeys,
}
FOR_PYTEST: list[str] = []


def main(arguments: list[str]) -> int:
    if "--" in arguments:
        at = arguments.index("--")
        FOR_PYTEST.extend(arguments[at + 1 :])
        arguments = arguments[:at]
    unknown = [name for name in arguments if name not in CHECKS]
    if unknown:
        print(f"There is no check called {', '.join(unknown)}. There are: {', '.join(CHECKS)}.")
        return 2
    machine.install_missing()
    results: dict[str, tuple[bool, float]] = {}
    for name, check in CHECKS.items():
        if arguments and name not in arguments:
            continue
        print(f"\n== {name}", flush=True)
        started = time.monotonic()
        try:
            passed = check()
        except (OSError, subprocess.CalledProcessError, RuntimeError) as error:
            print(error)
            passed = False
        results[name] = (passed, time.monotonic() - started)
    print("\n== all checks")
    for name, (passed, seconds) in results.items():
        print(f"{'passed' if passed else 'FAILED':>7}  {name:<12} {seconds:6.1f} s")
    failed = sum(not passed for passed, _ in results.values())
    print(f"checks: {len(results) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
