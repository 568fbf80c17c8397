"""House rule: the project speaks of itself alone."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Put together here so that this file does not find itself.
REGISTRIES = ["pypi" + ".org", "pythonhosted" + ".org", "registry.npm" + "js.org", "unpkg" + ".com", "jsdel" + "ivr"]
VENDORED = ("tests/journeys/vendor/", "heard_web/design/static/")


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return [
        ROOT / name for name in listed.stdout.splitlines() if not name.startswith(VENDORED) and (ROOT / name).is_file()
    ]


def texts() -> list[tuple[str, str]]:
    found = []
    for path in tracked():
        try:
            found.append((str(path.relative_to(ROOT)), path.read_text()))
        except UnicodeDecodeError:
            continue
    return found


def test_no_file_names_a_path_of_one_machine() -> None:
    machine_path = re.compile(r"(?<![\w.])/(?:root|work|home/\w+)/[\w.]+")

    found = [f"{name}: {match[0]}" for name, text in texts() for match in machine_path.finditer(text)]

    assert found == []


def test_no_file_names_a_package_registry() -> None:
    found = [f"{name}: {host}" for name, text in texts() for host in REGISTRIES if host in text]

    assert found == []


def test_locks_hold_hashes_and_no_addresses() -> None:
    for lock in ("lock-run.txt", "lock-dev.txt"):
        text = (ROOT / lock).read_text()

        assert "://" not in text
        pins = [line for line in text.splitlines() if "==" in line]
        assert len(pins) > 20
        assert text.count("--hash=sha256:") >= len(pins)


def test_the_run_lock_and_the_dev_lock_agree() -> None:
    def pins(lock: str) -> set[str]:
        return {line.split(" \\")[0] for line in (ROOT / lock).read_text().splitlines() if "==" in line}

    assert pins("lock-run.txt") <= pins("lock-dev.txt")


def test_every_dependency_gives_its_reason() -> None:
    lines = re.findall(
        r'^    "[A-Za-z][\w\-\[\]]*[><=~][^"]*",?.*$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE
    )

    silent = [line for line in lines if "#" not in line]

    assert len(lines) > 20
    assert silent == []
