"""House rule: stages flow one way, between apps by import and by foreign key, and inside an app from urls down to models."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
STAGES = [
    "design", "audit", "people", "places", "forum", "engagement", "voice", "themes", "decisions", "outcomes",
    "provision", "publishing", "desk", "public",
]  # fmt: skip
INSIDE = ["models", "actions", "forms", "views", "urls"]
LONGEST_FILE, LONGEST_FUNCTION = 300, 40
FORBIDDEN_NAMES = {"utils", "helpers", "common", "services", "managers", "core", "base", "mixins"}


def our_files() -> list[Path]:
    return [
        path for tree in ("heard", "heard_web") for path in sorted((ROOT / tree).rglob("*.py"))
        if "migrations" not in path.parts and "node_modules" not in path.parts
    ]  # fmt: skip


def test_a_foreign_key_never_points_to_a_later_stage() -> None:
    ours = [model for model in apps.get_models() if model._meta.app_label in STAGES]

    forward = [
        f"{model.__name__}.{field.name} -> {field.related_model.__name__}"
        for model in ours
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model in ours
        and STAGES.index(field.related_model._meta.app_label) > STAGES.index(model._meta.app_label)
    ]  # fmt: skip

    assert len(ours) > 20
    assert forward == []


def rank(module: str) -> int | None:
    """Where a module of an app stands: models 0, actions 1, forms 2, views 3, urls 4; `views_desk` is a view."""
    return next((i for i, name in enumerate(INSIDE) if module == name or module.startswith(f"{name}_")), None)


@pytest.mark.parametrize("stage", STAGES)
def test_inside_an_app_nothing_imports_upwards(stage: str) -> None:
    upwards = []
    for path in sorted((ROOT / "heard_web" / stage).glob("*.py")):
        own = rank(path.stem)
        for node in ast.walk(ast.parse(path.read_text())):
            if own is None or not isinstance(node, ast.ImportFrom) or not node.module:
                continue
            if node.module == f"heard_web.{stage}":
                names = [alias.name for alias in node.names]
            elif node.module.startswith(f"heard_web.{stage}."):
                names = [node.module.split(".")[2]]
            else:
                continue
            upwards += [f"{path.name} imports {name}" for name in names if (rank(name) or 0) > own]

    assert upwards == []


def test_files_and_functions_stay_short() -> None:
    long_files, long_functions = [], []
    for path in our_files():
        text = path.read_text()
        if len(text.splitlines()) > LONGEST_FILE:
            long_files.append(f"{path.relative_to(ROOT)}: {len(text.splitlines())} lines")
        long_functions += [
            f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {node.end_lineno - node.lineno + 1} lines"
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.FunctionDef) and node.end_lineno and body_lines(node) > LONGEST_FUNCTION
        ]

    assert long_files == []
    assert long_functions == []


def body_lines(node: ast.FunctionDef) -> int:
    """Lines of a function's body without its docstring."""
    first = node.body[0]
    start = (first.end_lineno or first.lineno) + 1 if ast.get_docstring(node) is not None else first.lineno
    return (node.end_lineno or start) - start + 1


def test_no_module_has_a_name_that_says_nothing() -> None:
    named = [str(path.relative_to(ROOT)) for path in our_files() if path.stem in FORBIDDEN_NAMES]

    assert named == []


def test_words_of_people_are_never_marked_safe() -> None:
    marked = [
        str(path.relative_to(ROOT))
        for path in [*our_files(), *(ROOT / "heard_web").rglob("*.html")]
        if "node_modules" not in path.parts and "/design/" not in str(path)
        and any(sign in path.read_text() for sign in ("mark_safe", "|safe", "autoescape off"))
    ]  # fmt: skip

    assert marked == []
