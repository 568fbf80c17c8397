"""`heard themes code`, `next` and `agree` on files, from the rows people answered to proposals for the rest."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from heard.cli import main

ROWS = Path(__file__).with_name("invented_voices.txt").read_text(encoding="utf-8").splitlines()


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Every second voice answered."""
    path = tmp_path / "voices.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["What you said", "Themes", "Group"])
        for at, row in enumerate(ROWS):
            topic, _, words = row.split("\t")
            writer.writerow([words, topic if at % 2 else "", "sibling" if at % 20 == 0 else "parent"])
    return path


def test_rows_with_an_answer_come_back_as_a_person_gave_them(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "coded.csv"

    given = [
        "--words",
        "What you said",
        "--codebook",
        "ready:outcomes-topics",
        "--answers",
        "Themes",
        "--out",
        str(out),
    ]
    code = main(["themes", "code", str(table), *given])

    rows = list(csv.DictReader(out.open(encoding="utf-8")))
    people = {row["words"]: row["theme"] for row in rows if row["by"] == "a person"}
    assert code == 0
    assert people == {row.split("\t")[2]: row.split("\t")[0] for row in ROWS[1::2]}
    assert all(row["words"][int(row["start"]) : int(row["end"])] == row["passage"] for row in rows if row["start"])
    said = capsys.readouterr().out
    assert "Learned from 42 answers" in said and "People read 42 voices" in said


def test_the_same_file_gives_the_same_bytes(table: Path, tmp_path: Path) -> None:
    given = ["--words", "What you said", "--codebook", "ready:outcomes-topics", "--answers", "Themes", "--out"]

    main(["themes", "code", str(table), *given, str(tmp_path / "1.csv")])
    main(["themes", "code", str(table), *given, str(tmp_path / "2.csv")])

    assert (tmp_path / "1.csv").read_bytes() == (tmp_path / "2.csv").read_bytes()


def test_a_row_in_another_language_or_without_words_gets_no_theme_but_the_reason(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with table.open("a", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["Moja córka nie chce iść do szkoły", "", ""], ["n/a", "", ""]])

    out = tmp_path / "coded.csv"
    given = ["--words", "What you said", "--codebook", "ready:outcomes-topics", "--answers", "Themes"]
    code = main(["themes", "code", str(table), *given, "--out", str(out)])

    polish, nothing = list(csv.DictReader(out.open(encoding="utf-8")))[-2:]
    assert code == 0
    assert (polish["words"], polish["theme"], polish["by"]) == ("Moja córka nie chce iść do szkoły", "", "nobody")
    assert polish["name"].startswith("This is in another language")
    assert (nothing["words"], nothing["theme"]) == ("n/a", "") and nothing["name"].startswith("Not enough to say")
    assert "Rows that say too little or are not in English, so without a proposal: 2." in capsys.readouterr().out


def test_next_lists_unanswered_rows_with_a_reason(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = ["--words", "What you said", "--codebook", "ready:outcomes-topics", "--answers", "Themes"]

    code = main(["themes", "next", str(table), *given, "--group", "Group", "--many", "10"])

    rows = list(csv.DictReader(capsys.readouterr().out.splitlines()))
    assert code == 0 and len(rows) == 10
    assert {row["why"] for row in rows} == {"unsure", "by chance", "small group"}
    assert all(int(row["row"]) % 2 == 0 for row in rows)


def test_a_theme_the_codebook_lacks_is_named_with_its_row(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["--words", "What you said", "--codebook", "ready:send-working", "--answers", "Themes"]

    code = main(["themes", "code", str(table), *given, "--out", str(tmp_path / "x.csv")])

    assert code == 2
    assert "Row 3 has the theme “learning”" in capsys.readouterr().err


def test_agreement_reads_long_and_wide_tables_alike(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wide, long = tmp_path / "wide.csv", tmp_path / "long.csv"
    pairs = [("bus", "bus"), ("bus;noise", "bus"), ("noise", "noise"), ("-", "bus"), ("bus", "bus"), ("noise", "")]
    wide.write_text("Ana,Ben\n" + "".join(f"{one},{other}\n" for one, other in pairs))
    cells = [(at, who, cell) for at, pair in enumerate(pairs) for who, cell in zip(("Ana", "Ben"), pair, strict=True)]
    lines = [f"{at},{who},{cell}\n" for at, who, cell in cells if cell]
    long.write_text("voice,coder,theme\n" + "".join(lines))

    first = main(["themes", "agree", str(wide), "--columns", "Ana", "Ben"]), capsys.readouterr().out
    second = main(["themes", "agree", str(long), "--voice", "voice", "--coder", "coder", "--theme", "theme"])

    assert first[0] == second == 0
    assert capsys.readouterr().out == first[1]
    assert "5 voices were read by at least two of 2 people" in first[1] and "2 voices to settle" in first[1]
