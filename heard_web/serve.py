"""`heard serve`: makes the database ready, starts the site and its worker, and stops both together."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import django

ROOT = Path(__file__).resolve().parent.parent
PORTS_TO_TRY = 20
SECONDS_TO_ANSWER = 60
SECONDS_TO_STOP = 10
SECONDS_BETWEEN_RESTARTS = 5
ANOTHER_WORKER = 3  # as heard_web.jobs.management.commands.heard_worker ends


class _Stopped(Exception):  # noqa: N818 - named for what happened
    """Ctrl-C or SIGTERM."""


def serve(argv: Sequence[str] = ()) -> int:
    """Serve the site until Ctrl-C or SIGTERM, and give the exit code."""
    asked = _arguments(argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heard_web.settings")
    if asked.demo:
        os.environ["HEARD_DEMO"] = "1"
    sys.path[:0] = [] if str(ROOT) in sys.path else [str(ROOT)]
    port = free_port(asked.host, asked.port)
    if port is None:
        print(
            f"Ports {asked.port} to {asked.port + PORTS_TO_TRY - 1} of {asked.host} are all in use, or may not be used. "
            "Stop what runs there, or choose another with --port.",
            file=sys.stderr,
        )
        return 2
    if port != asked.port:
        print(f"Port {asked.port} is in use by something else, so Heard uses {port}.")
    with _stopping_on_signals():
        try:
            django.setup()
            make_ready(demo=asked.demo)
            return _run(asked.host, port, demo=asked.demo)
        except (_Stopped, KeyboardInterrupt):
            return 0


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="heard serve", description="Serve the site and do its background jobs.")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (%(default)s)")
    parser.add_argument(
        "--port", type=int, default=8000, help="the port; the next free one if it is in use (%(default)s)"
    )
    parser.add_argument("--demo", action="store_true", help="load the made-up area Ashdale into an empty database")
    return parser.parse_args(list(argv))


def free_port(host: str, first: int) -> int | None:
    """The first port from `first` on that nothing listens on, or None if twenty in a row are taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for port in range(first, min(first + PORTS_TO_TRY, 65536)):
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            if os.name != "nt":  # as the server does, so that a port it just left is free again
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    return None


def make_ready(*, demo: bool) -> None:
    """Bring tables and styles up to date, and load the demo area into an empty database if asked."""
    from heard_web.jobs.setting_up import bring_tables_up_to_date, collect_styles, is_empty

    if bring_tables_up_to_date():
        print("The database is up to date.")
    if collect_styles():
        print("Styles and fonts are in place.")
    if demo and is_empty():
        from demo.load import load

        print("Loading the made-up area Ashdale ...", flush=True)
        load()


def _run(host: str, port: int, *, demo: bool) -> int:
    site = _start("-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", "1",
                  "--blocking-threads", "4", "--no-ws", "--log-level", "warning", "heard_web.wsgi:application")  # fmt: skip
    children = [site]
    try:
        worker = _start("-m", "django", "heard_worker")
        children.append(worker)
        if not _answers(host, port, site):
            print("The site did not start. The lines above say why.", file=sys.stderr)
            return 1
        _welcome(host, port, demo=demo)
        return _watch(children)
    finally:
        _stop(children)


def _start(*arguments: str) -> subprocess.Popen[bytes]:
    # Each child has a session of its own, so that Ctrl-C reaches only us and we stop them in order.
    return subprocess.Popen([sys.executable, *arguments], cwd=ROOT, start_new_session=True)


def _answers(host: str, port: int, site: subprocess.Popen[bytes]) -> bool:
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    until = time.monotonic() + SECONDS_TO_ANSWER
    while time.monotonic() < until and site.poll() is None:
        try:
            with socket.create_connection((reachable, port), timeout=1):
                return True
        except OSError:
            time.sleep(0.1)
    return False


def _welcome(host: str, port: int, *, demo: bool) -> None:
    shown = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::1", "::") else host  # noqa: S104 - compared, not bound
    print(f"\nHeard is running at http://{shown}:{port}/")
    if demo:
        from demo.load import ACCOUNTS, PASSWORD

        print("\nPeople you can sign in as (all invented):")
        for email, name, body, role, _ in ACCOUNTS:
            print(f"  {email:<24} {name:<14} {role.label}, {body}")
        print(f"The password of each is {PASSWORD}")
    print("\nStop with Ctrl-C.", flush=True)


def _watch(children: list[subprocess.Popen[bytes]]) -> int:
    """Wait until the site ends. A worker that ends is started again, unless another one is at work."""
    site = children[0]
    while site.poll() is None:
        worker = children[-1]
        if len(children) > 1 and worker.poll() is not None:
            children.remove(worker)
            if worker.returncode == ANOTHER_WORKER:
                print("Background jobs are done by the worker that was already running.", flush=True)
            else:
                print(f"The worker ended (exit {worker.returncode}); starting it again.", file=sys.stderr, flush=True)
                time.sleep(SECONDS_BETWEEN_RESTARTS)
                children.append(_start("-m", "django", "heard_worker"))
        time.sleep(0.5)
    print(f"The site ended (exit {site.returncode}).", file=sys.stderr)
    return 1


def _stop(children: Sequence[subprocess.Popen[bytes]]) -> None:
    """Ask the children to stop, and end those that do not within ten seconds."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(timeout=SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
    print("Heard has stopped.", flush=True)


@contextmanager
def _stopping_on_signals() -> Iterator[None]:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)  # once is enough: the children are being stopped
        raise _Stopped

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


if __name__ == "__main__":
    sys.exit(serve(sys.argv[1:]))
