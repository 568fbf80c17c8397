"""Every example in the library runs, and every public function that works something out says what a sum must say."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
import subprocess
import sys
from types import ModuleType

import pytest

import heard

MODULES = sorted(module.name for module in pkgutil.walk_packages(heard.__path__, "heard."))
SUMS = [
    "heard.decisions.answers.check_answer",
    "heard.decisions.owed.owed",
    "heard.engagement.coverage.coverage",
    "heard.engagement.coverage.not_heard_from",
    "heard.outcomes.attribution.check",
    "heard.outcomes.thread.missing",
    "heard.provision.register.compare",
    "heard.publishing.checks.check_text",
    "heard.publishing.reading.reading",
    "heard.publishing.safe_cells.safe_cell",
    "heard.publishing.small_numbers.release",
    "heard.publishing.small_numbers.release_count",
    "heard.themes.stance.conditions.conditions",
    "heard.themes.polarity.polarity",
    "heard.themes.prevalence.people_by_group",
    "heard.themes.prevalence.prevalence",
    "heard.voice.consent.may_use",
    "heard.voice.matching.match_columns",
    "heard.voice.matching.row_keys",
    "heard.voice.splitting.split_notes",
    "heard.voice.tables.read_table",
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_the_library_are_true(name: str) -> None:
    module = importlib.import_module(name)

    found = doctest.testmod(module)

    assert found.failed == 0


@pytest.mark.parametrize("name", SUMS)
def test_a_sum_says_its_units_shape_errors_and_source_with_an_example(name: str) -> None:
    module, _, function = name.rpartition(".")

    words = inspect.getdoc(getattr(importlib.import_module(module), function)) or ""

    for heading in ("Units", "Shape", "Errors", "Source", ">>>"):
        assert heading in words, f"{name} does not say its {heading}"


@pytest.mark.parametrize("name", MODULES)
def test_everything_public_in_the_library_has_a_docstring(name: str) -> None:
    module = importlib.import_module(name)

    public = [
        thing
        for key, thing in vars(module).items()
        if not key.startswith("_")
        and (inspect.isfunction(thing) or inspect.isclass(thing))
        and _lives_in(thing, module)
    ]

    assert [thing.__qualname__ for thing in public if not inspect.getdoc(thing)] == []


def _lives_in(thing: object, module: ModuleType) -> bool:
    return getattr(thing, "__module__", "") == module.__name__


def test_the_library_needs_nothing_installed_until_a_file_is_read_or_themes_are_found() -> None:
    only_python = (
        "import sys\n"
        "sys.modules.update(dict.fromkeys(['numpy', 'scipy', 'sklearn', 'openpyxl', 'docx', 'tqdm', 'django']))\n"
        "import heard.cli, heard.voice.tables, heard.publishing.small_numbers, heard.outcomes.attribution\n"
        "from heard.themes import engine, polarity, prevalence, wording\n"
        "heard.cli.main(['--help'])\n"
    )

    done = subprocess.run([sys.executable, "-c", only_python], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert "themes" in done.stdout
