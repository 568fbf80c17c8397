"""The command coverage: who was heard, set against who is there."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from heard.cli import main


def _coverage(folder: Path, counts: str, *more: str) -> int:
    people = (
        [f"a{at},Autism" for at in range(12)] + [f"s{at},Speech" for at in range(60)] + ["h1,Hearing", "h2,Hearing"]
    )
    (folder / "voices.csv").write_text("who,need\n" + "\n".join([*people, "a1,Autism", "a2,Autism"]), encoding="utf-8")
    (folder / "counts.csv").write_text(counts, encoding="utf-8")
    given = ["coverage", str(folder / "voices.csv"), "--person", "who", "--by", "need"]
    return main(["themes", *given, "--there", str(folder / "counts.csv"), *more])


def test_each_group_is_set_beside_how_many_there_are_and_nobody_counts_twice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    counts = 'need,people\nAutism,300\nHearing,40\nSpeech,600\nVision,"1,100"\n'

    code = _coverage(tmp_path, counts, "--out", str(tmp_path / "table.csv"))

    said = capsys.readouterr().out.splitlines()
    rows = {row["group"]: row for row in csv.DictReader((tmp_path / "table.csv").open(encoding="utf-8"))}
    assert code == 1
    assert said[:2] == ["Vision: nobody was heard.", "Hearing: too few were heard to show."]
    assert (rows["Autism"]["heard"], rows["Autism"]["there"]) == ("12", "300")
    assert "2" not in (rows["Hearing"]["heard"], rows["Hearing"]["times its share"])


def test_a_group_written_in_other_capitals_is_the_same_group_and_that_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = _coverage(tmp_path, "need,people\nautism,300\nSPEECH,600\n")

    said = capsys.readouterr().out
    assert code == 0
    assert "Autism: 12 heard, about half its share" in said
    assert "“SPEECH” is counted with the group “Speech”: only capitals or spaces differ." in said


def test_it_ends_well_where_every_group_was_heard(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _coverage(tmp_path, "need,people\nAutism,300\nSpeech,600\n") == 0

    assert "Autism: 12 heard, about half its share" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ("need,people\nAutism,many\n", "“many” is not a number of people"),
        ("need,people\nAutism,3\nAutism,4\n", "“Autism” is counted twice"),
        ("need,number\nAutism,3\n", "people"),
    ],
)
def test_counts_that_cannot_be_read_say_what_to_do(
    counts: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _coverage(tmp_path, counts) == 2

    assert told in capsys.readouterr().err
