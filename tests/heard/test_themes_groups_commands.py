"""The commands: differences, enough and picture."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from heard.cli import main


def _voices(folder: Path) -> str:
    """120 people at ten visits; parents speak of transport more than children do."""
    rows = ["who,role,visit,on,themes"]
    for at in range(120):
        role = "parent_carer" if at % 2 else "cyp"
        themes = [name for name, every in (("Play", 3), ("Friends", 4)) if at % every == 0]
        themes += ["Transport"] if (at % 10 < 7 if role == "parent_carer" else at % 10 < 2) else []
        rows.append(f"p{at},{role},Visit {at // 12},{1 + at // 12:02}/03/2026,{'; '.join(themes)}")
    rows += ["s1,sibling,Visit 1,02/03/2026,Play", "p1,parent_carer,Visit 0,01/03/2026,Transport"]
    path = folder / "voices.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    return str(path)


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["themes", *arguments])
    written = capsys.readouterr()
    return code, written.out, written.err


def _differences(capsys: pytest.CaptureFixture[str], folder: Path, *more: str) -> tuple[int, str, str]:
    columns = ("--person", "who", "--themes", "themes", "--by", "role", "--out", str(folder / "table.csv"))
    return _run(capsys, "differences", _voices(folder), *columns, *more)


def test_differences_are_written_as_a_table_and_said_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = _differences(capsys, tmp_path, "--expect", "health")

    rows = list(csv.DictReader((tmp_path / "table.csv").open(encoding="utf-8")))
    transport = {row["group"]: row for row in rows if row["theme"] == "Transport"}
    assert code == 0
    assert "Transport: Parents and carers raised it" in out
    assert "Not heard from: Health staff. Heard from too few to compare: Brothers and sisters." in out
    assert (transport["Parents and carers"]["people"], transport["Parents and carers"]["heard"]) == ("36", "60")
    assert transport["Brothers and sisters"]["note"] == "too few to compare"


def test_a_rule_of_fewer_than_five_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = _differences(capsys, tmp_path, "--hold-back-under", "2")

    assert code == 2 and "Choose 5 or more" in err
    assert not (tmp_path / "table.csv").exists()


def test_a_file_without_themes_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "empty.csv"
    path.write_text("who,role,themes\np1,cyp,\n", encoding="utf-8")

    code, _, err = _run(
        capsys, "differences", str(path), "--person", "who", "--themes", "themes", "--by", "role", "--out", "x.csv"
    )

    assert code == 2 and "None of the 1 rows has a theme" in err


def test_enough_is_said_in_words_and_ends_with_1_where_it_is_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few = tmp_path / "few.csv"
    few.write_text("visit,themes\nOne,Play\nTwo,Bus\n,Play\n", encoding="utf-8")

    code, out, _ = _run(
        capsys, "enough", _voices(tmp_path), "--visit", "visit", "--themes", "themes", "--date", "on",
        "--out", str(tmp_path / "curve.csv"),
    )  # fmt: skip
    not_code, not_out, not_err = _run(capsys, "enough", str(few), "--visit", "visit", "--themes", "themes")

    assert code == 0 and out.startswith("Probably enough: the last 9 visits brought nothing new.")
    assert (tmp_path / "curve.csv").read_text(encoding="utf-8").splitlines()[1] == "Visit 0,2026-03-01,3,3,3"
    assert not_code == 1 and not_out.startswith("Too few visits to say") and "1 rows name no visit" in not_err


def test_names_that_differ_in_capitals_or_spaces_alone_are_one_and_that_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [f"p{at},{('Parent', 'parent ', 'PARENT')[at % 3]},{('Play', 'play')[at % 2]},{('Elm  tree', 'elm tree')[at % 2]}"
            for at in range(12)]  # fmt: skip
    path, out = tmp_path / "voices.csv", tmp_path / "table.csv"
    path.write_text("\n".join(["who,role,themes,visit", *rows]), encoding="utf-8")
    columns = ("--person", "who", "--themes", "themes", "--by", "role", "--expect", "parent", "--out", str(out))

    _, told, _ = _run(capsys, "differences", str(path), *columns)
    _, enough, _ = _run(capsys, "enough", str(path), "--visit", "visit", "--themes", "themes")

    assert {row["group"] for row in csv.DictReader(out.open(encoding="utf-8"))} - {"everybody in the groups shown"} == {
        "Parent"
    }
    assert "Heard: Parent 12." in told and "Not heard from" not in told
    assert "“parent” and “PARENT” are counted with the group “Parent”: only capitals or spaces differ." in told
    assert "“play” is counted with the theme “Play”" in told
    assert "1 visit, 1 theme" in enough and "“elm tree” is counted with the visit “Elm tree”" in enough


def test_people_are_counted_under_each_theme_once_however_often_they_spoke(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = tmp_path / "codings.csv", tmp_path / "counts.csv"
    path.write_text("who,themes\np1,Play\np1,play; Bus\np2,Play\nt/1; t/2,Bus\n,Bus\np3,\n", encoding="utf-8")
    given = ("count", str(path), "--person", "who", "--themes", "themes")

    code, told, _ = _run(capsys, *given, "--out", str(out))
    path.write_text("who,themes\np1,\n", encoding="utf-8")
    nothing, _, why = _run(capsys, *given)

    assert code == 0 and told.splitlines()[:2] == ["Bus: 4 people", "Play: 2 people"]
    assert "“play” is counted with the theme “Play”" in told
    assert out.read_text(encoding="utf-8").splitlines() == ["theme,people", "Bus,4", "Play,2"]
    assert nothing == 2 and "None of the 1 rows has a theme" in why


def test_a_day_that_cannot_be_read_is_named_with_its_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "days.csv"
    path.write_text("visit,on,themes\nOne,next week,Play\n", encoding="utf-8")

    code, _, err = _run(capsys, "enough", str(path), "--visit", "visit", "--themes", "themes", "--date", "on")

    assert code == 2 and "Row 2: “next week” is not a day we can read" in err


def test_a_table_of_differences_becomes_a_picture_with_its_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _differences(capsys, tmp_path, "--expect", "health")
    out, table = tmp_path / "groups.svg", tmp_path / "groups.csv"

    code, said, _ = _run(
        capsys, "picture", str(tmp_path / "table.csv"), "--kind", "groups", "--out", str(out), "--table", str(table)
    )

    assert code == 0 and said.startswith("3 themes by group.")
    assert "60% (36 of 60)" in out.read_text(encoding="utf-8")
    assert "Not heard from: Health staff." in out.read_text(encoding="utf-8")
    assert "Transport,Parents and carers,60% (36 of 60)" in table.read_text(encoding="utf-8")


def test_words_become_a_wall_for_a_telephone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words, out = tmp_path / "words.csv", tmp_path / "wall.svg"
    words.write_text("words,who\nIt is <too> loud.,A child\n", encoding="utf-8")

    code, _, _ = _run(
        capsys, "picture", str(words), "--kind", "wall", "--out", str(out), "--narrow", "--title", "What you said"
    )

    assert code == 0
    assert "It is &lt;too&gt; loud." in out.read_text(encoding="utf-8") and 'width="360"' in out.read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize(
    ("kind", "content", "told"),
    [
        ("groups", "theme,group\nPlay,cyp\n", "There is no column “people”"),
        ("time", "theme,group,people,heard,share,low,high\nPlay,2026-01,many,3,1,0,1\n", "“many” is not a number"),
        ("wall", "said\nhello\n", "There is no column “words”"),
        ("map", json.dumps({"candidates": []}), "holds no themes"),
        ("map", "not json", "is not JSON"),
    ],
)
def test_a_file_of_the_wrong_kind_says_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str, content: str, told: str
) -> None:
    path = tmp_path / "given"
    path.write_text(content, encoding="utf-8")

    code, _, err = _run(capsys, "picture", str(path), "--kind", kind, "--out", str(tmp_path / "out.svg"))

    assert code == 2 and told in err
    assert not (tmp_path / "out.svg").exists()
