"""House rule: an action is one verb in one transaction, says who did it, and promises something in its docstring."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Nobody is signed in: the public says something, or the clock turns; `put_under` is a step of move, merge and split,
# which are signed. Anything else needs `by`.
BY_NOBODY = {
    "say_interested",
    "leave_comment",
    "erase_taken_back",
    "beat",
    "put_back_cut_off",
    "forget_taken_back",
    "forget_places",
    "forget_readings",
    "put_under",
}
CHANGING = (
    ".save(", ".create(", ".bulk_create(", ".bulk_update(", ".get_or_create(", ".update_or_create(", ".delete(", ".update("
)  # fmt: skip


def actions() -> list[tuple[str, ast.FunctionDef]]:
    """Every public function of an actions module that changes rows."""
    return [
        (f"{path.relative_to(ROOT)}:{node.name}", node)
        for path in sorted((ROOT / "heard_web").glob("*/actions*.py"))
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and any(sign in ast.unparse(node) for sign in CHANGING)
    ]


def test_an_action_says_who_did_it_by_keyword_only() -> None:
    unsigned = [
        where
        for where, node in actions()
        if "by" not in {argument.arg for argument in node.args.kwonlyargs} and node.name not in BY_NOBODY
    ]

    assert len(actions()) > 40
    assert unsigned == []


def test_an_action_is_one_transaction() -> None:
    loose = [
        where
        for where, node in actions()
        if not any("transaction.atomic" in ast.unparse(decorator) for decorator in node.decorator_list)
    ]

    assert loose == []


def test_an_action_says_what_it_promises() -> None:
    silent = [where for where, node in actions() if not ast.get_docstring(node)]

    assert silent == []


def test_only_actions_change_rows() -> None:
    changing = [sign for sign in CHANGING if sign != ".update("]  # a plain dict has an update too
    found = [
        f"{path.relative_to(ROOT)}: {sign}"
        for path in sorted((ROOT / "heard_web").glob("*/views*.py"))
        for sign in changing
        if sign in path.read_text()
    ]

    assert found == []
