#!/usr/bin/env python3
"""Set up and run Heard from a fresh clone. Needs only Python 3.11 and pip.

python3 dev.py run     set up, load the demo area, start the site and its worker
python3 dev.py test    set up and run every check
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def say(message: str) -> None:
    print(f"\033[1m{message}\033[0m" if sys.stdout.isatty() else message, flush=True)


def call(*command: str | Path, **options: object) -> None:
    subprocess.run([str(part) for part in command], cwd=HERE, check=True, **options)  # type: ignore[call-overload]


def set_up(lock: str) -> None:
    """Install exactly what the lock names, by hash. The second time it takes no time at all."""
    stamp = VENV / f".{lock}.stamp"
    wanted = hashlib.sha256((HERE / lock).read_bytes() + (HERE / "pyproject.toml").read_bytes()).hexdigest()
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    say(f"Setting up from {lock} (once, a few minutes) ...")
    if not PYTHON.exists():
        if VENV.exists():
            shutil.rmtree(VENV)
        venv.create(VENV, with_pip=True)
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    call(*pip, "--no-deps", "--require-hashes", "-r", lock)
    call(*pip, "--no-deps", "--no-build-isolation", "--editable", ".")
    stamp.write_text(wanted)


def run(arguments: list[str]) -> int:
    set_up("lock-run.txt")
    return subprocess.call([str(PYTHON), "-m", "heard.cli", "serve", "--demo", *arguments], cwd=HERE)


def test(arguments: list[str]) -> int:
    set_up("lock-dev.txt")
    return subprocess.call([str(PYTHON), "tests/every_check.py", *arguments], cwd=HERE)


def main() -> int:
    commands = {"run": run, "test": test}
    if len(sys.argv) < 2 or sys.argv[1] not in commands:
        print(__doc__)
        return 2
    try:
        return commands[sys.argv[1]](sys.argv[2:])
    except subprocess.CalledProcessError as error:
        print(f"\nThis step failed (exit {error.returncode}): {' '.join(map(str, error.cmd))}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())
