"""Writes the pages of docs/reference that are made from the code: commands, settings, roles, pages, data dictionary.

`python tests/reference_pages.py` writes them; tests/test_docs.py fails when one is out of date.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()

from django.urls import URLPattern, URLResolver, get_resolver  # noqa: E402

from tests import data_dictionary, methods_page  # noqa: E402


def help_text(*words: str) -> str:
    """What `heard ... --help` prints, at one width everywhere."""
    from heard.cli import main

    os.environ["COLUMNS"] = "100"
    out = io.StringIO()
    with redirect_stdout(out), suppress(SystemExit):
        main([*words, "--help"])
    return out.getvalue().rstrip()


def every_command() -> list[tuple[str, ...]]:
    """Every command of `heard`, deepest last: ('themes',), ('themes', 'discover'), ..."""
    from heard.cli import parser

    def walk(one: argparse.ArgumentParser, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        for action in one._actions:
            if isinstance(action, argparse._SubParsersAction):
                for name, below in action.choices.items():
                    yield (*words, name)
                    yield from walk(below, (*words, name))

    return list(walk(parser(), ()))


def commands() -> str:
    """The command line."""
    lines = [
        "# Commands",
        "",
        "Made from the command line's own help.",
        "",
        "## heard",
        "",
        "```",
        help_text(),
        "```",
        "",
    ]
    for words in every_command():
        lines += [f"## heard {' '.join(words)}", "", "```", help_text(*words), "```", ""]
    return "\n".join(lines)


SETTINGS = {
    "HEARD_VAR": "Folder for the database, pictures and the secret; default `var` beside the code.",
    "HEARD_SECRET_KEY": "The secret that signs sessions; made once and kept in `HEARD_VAR/secret-key` when not given.",
    "HEARD_DATABASE": "`postgres://user:password@host:port/name`, or the path of an SQLite file; default SQLite in `HEARD_VAR`.",
    "HEARD_HOSTS": "Names the site answers to, with commas between.",
    "HEARD_ORIGINS": "Full origins (`https://heard.example.org`) that forms may be sent from, when behind a proxy.",
    "HEARD_HTTPS": "`1` behind a proxy that ends TLS: cookies only over https, strict transport security.",
    "HEARD_AREA": "The area's name, shown in the header.",
    "HEARD_SAFEGUARDING_ROLE": "Who takes safeguarding concerns, in words.",
    "HEARD_SAFEGUARDING_PHONE": "The number to ring for a safeguarding concern.",
    "HEARD_FORUM_EMAIL": "Where people may write to the forum.",
    "HEARD_DEMO": "`1` when this is the made-up area: the sign-in page says so.",
    "HEARD_STATIC_FROM_SOURCE": "`1` serves styles straight from the source (for development and tests).",
}


def named_in_settings() -> set[str]:
    """Every HEARD_ variable that the settings read."""
    return set(re.findall(r'"(HEARD_[A-Z_]+)"', (ROOT / "heard_web" / "settings.py").read_text()))


def settings() -> str:
    """The settings."""
    lines = ["# Settings", "", "Environment variables. All have a default that works on one machine.", ""]
    lines += ["| variable | what it does |", "|---|---|"]
    return "\n".join([*lines, *(f"| `{name}` | {words} |" for name, words in SETTINGS.items()), ""])


def roles() -> str:
    """What each role may do."""
    from heard_web.people.models import Role

    rules = [name for name in vars(Role) if name.startswith("may_")]
    lines = [
        "# Roles",
        "",
        "Made from `heard_web/people/models.py`. Which records a person sees depends on their organisation.",
        "",
    ]
    lines += ["| role | " + " | ".join(rule.replace("_", " ") for rule in rules) + " |", "|---|" + "---|" * len(rules)]
    for role in Role:
        lines.append(
            f"| {role.label} | " + " | ".join("yes" if getattr(role, rule)() else "no" for rule in rules) + " |"
        )
    return "\n".join([*lines, ""])


def every_address() -> list[tuple[str, str]]:
    """Each address of the site: the path and its name."""

    def walk(resolver: URLResolver, path: str, space: str) -> Iterator[tuple[str, str]]:
        for entry in resolver.url_patterns:
            here = path + str(entry.pattern)
            if isinstance(entry, URLResolver):
                yield from walk(entry, here, f"{entry.namespace}:" if entry.namespace else space)
            elif isinstance(entry, URLPattern):
                yield "/" + here, space + str(entry.name)

    return list(walk(get_resolver(), "", ""))


def pages() -> str:
    """The addresses of the site."""
    lines = [
        "# Pages",
        "",
        "Made from the addresses of the site. `public` and two pages of `forum` need no sign-in.",
        "",
    ]
    lines += ["| address | name |", "|---|---|"]
    return "\n".join([*lines, *(f"| `{path}` | {name} |" for path, name in every_address()), ""])


PAGES: dict[str, Callable[[], str]] = {
    "docs/reference/commands.md": commands,
    "docs/reference/settings.md": settings,
    "docs/reference/roles.md": roles,
    "docs/reference/pages.md": pages,
    methods_page.PAGE: methods_page.written,
    data_dictionary.PAGE: data_dictionary.written,
}


if __name__ == "__main__":
    for name, page in PAGES.items():
        (ROOT / name).write_text(page())
        print(name)
