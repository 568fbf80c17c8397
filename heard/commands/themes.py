"""`heard themes`: from voices to themes. Each command has a file of its own."""

from __future__ import annotations

import argparse
from importlib import import_module
from importlib.util import find_spec

# Each is a module beside this one, with `add_to(commands)`. What they need to run is imported when they run.
_PARTS = (
    "themes_discover",
    "themes_read",
    "themes_coding",
    "themes_stance",
    "themes_count",
    "themes_groups",
    "themes_exchange",
)


def add_to(stages: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the commands of this stage."""
    stage = stages.add_parser("themes", help="from voices to themes", description="From voices to themes.")
    commands = stage.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for part in _PARTS:
        if find_spec(f"heard.commands.{part}"):
            import_module(f"heard.commands.{part}").add_to(commands)
