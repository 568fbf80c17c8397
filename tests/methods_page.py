"""Writes docs/reference/methods.md: each method's promise, from its docstring, with an example and its worked tables."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator
from types import FunctionType, ModuleType

import heard
from tests.spec.tables import TABLES, Worked

PAGE = "docs/reference/methods.md"
SOURCE = re.compile(r"Source\s+docs/reference/methods\.md#([a-z-]+)")


def modules() -> Iterator[ModuleType]:
    """Every module of the library."""
    for found in pkgutil.walk_packages(heard.__path__, "heard."):
        yield importlib.import_module(found.name)


def functions() -> dict[str, list[tuple[str, FunctionType]]]:
    """The functions behind each anchor."""
    behind: dict[str, list[tuple[str, FunctionType]]] = defaultdict(list)
    for module in modules():
        for name, thing in vars(module).items():
            target = inspect.unwrap(thing) if callable(thing) else thing
            if inspect.isfunction(target) and target.__module__ == module.__name__:
                if found := SOURCE.search(target.__doc__ or ""):
                    behind[found[1]].append((f"{module.__name__}.{name}", target))
            elif inspect.isclass(thing) and thing.__module__ == module.__name__:
                for method in vars(thing).values():
                    if inspect.isfunction(method) and (found := SOURCE.search(method.__doc__ or "")):
                        behind[found[1]].append((f"{module.__name__}.{name}.{method.__name__}", method))
    return behind


def section(name: str, function: FunctionType) -> list[str]:
    """One function: its words, its promise as a list, its example."""
    text = inspect.getdoc(function) or ""
    words, _, example = text.partition(">>> ")
    prose, promises = [], []
    for line in words.rstrip().splitlines():
        if found := re.match(r"(Units|Shape|Errors|Source|Limits)\s{2,}(.*)", line):
            promises.append(f"- **{found[1]}**: {found[2]}")
        elif promises and line.startswith("  "):
            promises[-1] += " " + line.strip()
        else:
            prose.append(line)
    kept = [promise for promise in promises if "docs/reference/methods.md" not in promise]
    lines = [f"### `{name}`", "", *"\n".join(prose).strip().splitlines(), "", *kept, ""]
    return [*lines, "```python", *(">>> " + example).rstrip().splitlines(), "```", ""] if example else lines


def table(worked: Worked) -> list[str]:
    """A worked table."""
    lines = [f"**{worked.caption}**", "", "| " + " | ".join(worked.header) + " |", "|" + "---|" * len(worked.header)]
    return [*lines, *("| " + " | ".join(row) + " |" for row in worked.rows), ""]


def written() -> str:
    """The whole page."""
    lines = [
        "# Methods",
        "",
        "Made from the library: what each sum promises, an example that runs, tables worked by hand.",
        "",
    ]
    for anchor, behind in sorted(functions().items()):
        lines += [f"## {anchor.replace('-', ' ').capitalize()}", ""]
        for worked in TABLES:
            if worked.anchor == anchor:
                lines += table(worked)
        for name, function in sorted(behind):
            lines += section(name, function)
    return "\n".join(lines)
