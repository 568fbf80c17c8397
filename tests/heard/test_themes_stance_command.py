"""`heard themes conditions` and `heard themes stance` on files."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from heard.cli import main

SAID = """said,view
"Yes to the base, but only if there are trained staff",for
No way,Disagree
"Lovely idea. The bus is dreadful though",
"=1+1, nice but far",
"""


def table(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_each_condition_is_written_with_its_exact_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, out = tmp_path / "said.csv", tmp_path / "out.csv"
    file.write_text(SAID)

    code = main(["themes", "conditions", str(file), "--words", "said", "--out", str(out)])

    rows = table(out)
    assert code == 0 and "A person confirms each one." in capsys.readouterr().out
    assert [row["words"] for row in rows][:2] == ["but only if there are trained staff", "The bus is dreadful though"]
    assert rows[0]["qualifies"] == "Yes to the base" and rows[0]["kind"] == "condition"
    assert "Yes to the base, but only if there are trained staff"[int(rows[0]["start"]) : int(rows[0]["end"])]


def test_with_few_answers_the_rest_are_unclear_and_it_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, out = tmp_path / "said.csv", tmp_path / "out.csv"
    file.write_text(SAID)

    code = main(["themes", "stance", str(file), "--words", "said", "--answers", "view", "--proposition", "Open a base",
                 "--out", str(out)])  # fmt: skip

    assert code == 0 and "not enough answers yet: 2 of 40" in capsys.readouterr().out
    assert [row["shown as"] for row in table(out)] == ["for", "against", "unclear", "unclear"]


def test_an_answer_nobody_can_read_names_its_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "said.csv"
    file.write_text("said,view\nYes,perhaps so\n")

    code = main(["themes", "stance", str(file), "--words", "said", "--answers", "view", "--proposition", "x",
                 "--out", str(tmp_path / "out.csv")])  # fmt: skip

    assert code != 0 and "Row 2: “perhaps so” is not an answer we know" in capsys.readouterr().err
