"""What the checks need of the machine besides Python: a browser and a PostgreSQL server, found, installed or started."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

PACKAGES = {"browser": ["chromium"], "postgres": ["postgresql"]}


def browser() -> str | None:
    """The path of Chromium, or None."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    return None


def postgres_programs() -> Path | None:
    """The folder that holds PostgreSQL's `initdb` and `postgres`, newest first, or None."""
    found = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
    if on_path := shutil.which("initdb"):
        found.append(Path(on_path).parent)
    return next((folder for folder in found if (folder / "initdb").exists() and (folder / "postgres").exists()), None)


def install_missing() -> None:
    """Install Chromium and PostgreSQL with apt when this is Debian, we are root and they are missing."""
    missing = [] if browser() else [*PACKAGES["browser"]]
    missing += [] if postgres_programs() else PACKAGES["postgres"]
    if not missing or not shutil.which("apt-get") or os.geteuid() != 0:
        return
    print(f"Installing {' and '.join(missing)} ...", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=False, env=quiet, stdout=subprocess.DEVNULL)
    subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing],
        check=True, env=quiet, stdout=subprocess.DEVNULL,
    )  # fmt: skip


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """A throw-away PostgreSQL server on loopback; gives its address. It refuses to run as root, so root lends it a user."""
    programs = postgres_programs()
    if programs is None:
        raise FileNotFoundError("PostgreSQL is not on this machine. Install it (Debian: apt-get install postgresql).")
    folder = Path(tempfile.mkdtemp(prefix="heard-postgres-"))
    as_user: dict[str, object] = {}
    if os.geteuid() == 0:
        lent = next(name for name in ("postgres", "nobody") if _has_user(name))
        account = pwd.getpwnam(lent)
        os.chown(folder, account.pw_uid, account.pw_gid)
        as_user = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    data, port = folder / "data", _free_port()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    subprocess.run(
        [programs / "initdb", "-D", data, "-U", "heard", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
        check=True, **quiet, **as_user,  # type: ignore[call-overload]
    )  # fmt: skip
    options = [
        "-c",
        "fsync=off",
        "-c",
        "synchronous_commit=off",
        "-c",
        "full_page_writes=off",
        "-c",
        "max_connections=60",
        "-c",
        "autovacuum=off",  # or a table is measured while a test has it empty, and the next test's queries are planned for that
    ]
    server = subprocess.Popen(
        [programs / "postgres", "-D", data, "-h", "127.0.0.1", "-p", str(port), "-k", folder, *options],
        **quiet, **as_user,  # type: ignore[call-overload]
    )  # fmt: skip
    try:
        _wait_until_it_answers(port, server)
        yield f"postgres://heard@127.0.0.1:{port}/postgres"
    finally:
        server.terminate()
        server.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _has_user(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def _wait_until_it_answers(port: int, server: subprocess.Popen[bytes]) -> None:
    import time

    import psycopg

    for _ in range(300):
        if server.poll() is not None:
            raise RuntimeError(f"PostgreSQL stopped at once (exit {server.returncode}).")
        try:
            psycopg.connect(host="127.0.0.1", port=port, user="heard", dbname="postgres", connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("PostgreSQL did not answer within 30 seconds.")
