"""`heard themes export`, `import` and `method`."""

from __future__ import annotations

import csv
import json
import shlex
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from heard.cli import main
from heard.themes.exchange.discovered import COMPUTER
from heard.themes.exchange.refi import read_qdc, read_qdpx

SAMPLES = Path(__file__).parent / "exchange_samples"
SAID = [
    "The bus is late and loud", "My bus is late again", "Late bus, and I miss breakfast", "A quiet room helps me",
    "The quiet room is locked", "We need a quiet room at lunch", "The bus driver is kind but late",
    "A quiet room with soft light", "=1+1", "مرحبا 🚌 bus late",
]  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a table of voices and the themes the computer found in it, made once."""
    folder = tmp_path_factory.mktemp("made")
    with (folder / "what they said.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["person", "comment"], *([f"p{at}", words] for at, words in enumerate(SAID))])
    command = ["themes", "discover", str(folder / "what they said.csv"), "--words", "comment", "--speaker", "person"]
    assert main([*command, "--seed", "3", "--out", str(folder / "themes.json")]) == 0
    return folder


@pytest.fixture
def voices(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made / "what they said.csv", tmp_path))


@pytest.fixture
def result(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made / "themes.json", tmp_path))


def of(voices: Path) -> list[str]:
    return ["--voices", str(voices), "--words", "comment", "--speaker", "person"]


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = main([str(each) for each in ("themes", *arguments)])
    written = capsys.readouterr()
    return code, written.out, written.err


def test_suggestions_go_to_another_tool_under_the_computers_name(
    voices: Path, result: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "export", result, *of(voices), "--out", tmp_path / "p.qdpx")

    project = read_qdpx((tmp_path / "p.qdpx").read_bytes()).project
    assert code == 0 and "Nobody has checked them" in out
    assert [source.text for source in project.sources] == SAID
    assert {coding.coder for coding in project.codings} == {COMPUTER}
    assert project.codings


@pytest.mark.parametrize("ending", ["qdc", "csv", "xlsx", "json"])
def test_each_ending_gives_its_own_kind_of_file(
    result: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: str
) -> None:
    code, out, _ = run(capsys, "export", result, "--out", tmp_path / f"themes.{ending}")

    assert code == 0 and "theme" in out
    content = (tmp_path / f"themes.{ending}").read_bytes()
    if ending == "qdc":
        assert len(read_qdc(content).codebook.codes) >= 2
    elif ending == "xlsx":
        book = load_workbook(tmp_path / "themes.xlsx")
        assert book.sheetnames == ["Themes", "Suggestions (computer)", "Please read", "About"]
    else:
        assert content


def test_a_codebook_with_codings_comes_back_as_it_went(
    voices: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "codebook.csv").write_text("Theme,Part of\nJourneys,\nBuses,Journeys\n")
    run(capsys, "import", tmp_path / "codebook.csv", "--out", tmp_path / "codebook.json")
    run(capsys, "export", tmp_path / "codebook.json", *of(voices), "--out", tmp_path / "empty.qdpx")
    key = read_qdpx((tmp_path / "empty.qdpx").read_bytes()).project.sources[0].id
    (tmp_path / "codings.csv").write_text(f"voice,theme,start,end,coder\n{key},buses,4,7,Orla\n{key},Journeys,,,Sam\n")

    run(
        capsys, "export", tmp_path / "codebook.json", *of(voices), "--codings", tmp_path / "codings.csv", "--out",
        tmp_path / "p.qdpx",
    )  # fmt: skip
    code, out, err = run(
        capsys, "import", tmp_path / "p.qdpx", *of(voices), "--out", tmp_path / "back.json", "--codings",
        tmp_path / "back.csv",
    )  # fmt: skip

    rows = list(csv.DictReader((tmp_path / "back.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert code == 0 and err == "" and "10 texts found among the voices" in out
    assert [(row["Theme"], row["Words"], row["Coder"]) for row in rows] == [
        ("Buses", "bus", "Orla"),
        ("Journeys", SAID[0], "Sam"),
    ]
    names = [code["name"] for code in json.loads((tmp_path / "back.json").read_text())["codes"]]
    assert names == ["Journeys", "Buses"]


def test_files_that_other_tools_wrote_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "import", SAMPLES / "taguette.qdc", "--out", tmp_path / "tags.json")
    code, out, _ = run(
        capsys,
        "import",
        SAMPLES / "line-coder.qdpx",
        "--out",
        tmp_path / "lines.json",
        "--codings",
        tmp_path / "lines.csv",
    )

    tags = [each["name"] for each in json.loads((tmp_path / "tags.json").read_text())["codes"]]
    rows = list(csv.DictReader((tmp_path / "lines.csv").open(encoding="utf-8-sig", newline="")))
    assert tags == ["journeys", "journeys.late", "quiet & calm"]
    assert code == 0 and "3 themes, 1 text and 3 codings" in out
    assert [row["Words"] for row in rows] == [
        "The 🚌 comes late to Elmtree.\n", "A quiet room he\u0301lps me.\n", "مرحبا, more swings.\n",
    ]  # fmt: skip


def test_following_the_note_gives_the_same_bytes(
    voices: Path, result: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(capsys, "method", result, "--voices", voices, "--out", tmp_path / "note.md")
    note = (tmp_path / "note.md").read_text()
    before = result.read_bytes()
    result.unlink()

    command = shlex.split(note.split("```")[1])
    monkeypatch.chdir(tmp_path)
    assert command[0] == "heard" and main(command[1:]) == 0

    assert result.read_bytes() == before
    assert "SHA-256" in note and "seed): 3" in note and "10 voices from 10 people" in note
    assert not any(words in note for words in SAID)


def test_the_note_is_refused_for_another_file_or_column(
    voices: Path, result: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.csv"
    other.write_text(voices.read_text(encoding="utf-8").replace("kind", "rude"), encoding="utf-8")

    code, _, err = run(capsys, "method", result, "--voices", other)

    assert code == 2 and "was not made from these columns of other.csv: 1 of its voices" in err


def test_the_note_is_refused_when_rows_of_the_same_number_say_something_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "ID,comment\n" + "".join(f"{at},{words}\n" for at, words in enumerate(SAID) if "," not in words)
    (tmp_path / "voices.csv").write_text(rows, encoding="utf-8")
    run(capsys, "discover", tmp_path / "voices.csv", "--words", "comment", "--out", tmp_path / "t.json")
    (tmp_path / "voices.csv").write_text(rows.replace("kind", "rude"), encoding="utf-8")

    code, _, err = run(capsys, "method", tmp_path / "t.json", "--voices", tmp_path / "voices.csv")

    assert code == 2 and "with other words, people or questions" in err


def test_the_note_counts_coders_and_names_none(
    voices: Path, result: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "codebook.json").write_text(
        '{"title": "Agreed", "version": 4, "codes": [{"key": "1", "name": "Buses"}]}'
    )
    (tmp_path / "codings.csv").write_text(
        f"voice,theme,coder\na,1,Orla Finch\nb,1,Orla Finch\na,1,Sam\nc,1,{COMPUTER}\n"
    )

    code, note, _ = run(
        capsys,
        "method",
        result,
        *of(voices),
        "--codebook",
        tmp_path / "codebook.json",
        "--codings",
        tmp_path / "codings.csv",
    )

    assert code == 0 and "“Agreed”, version 4" in note
    assert (
        "Coder 1 put 2 voices under themes" in note
        and "suggested by the computer and checked by nobody: 1 time" in note
    )
    assert "1 voices were read by two people or more. They gave the same themes to 100%" in note
    assert "Orla" not in note


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["export", "RESULT", "--out", "x.pdf"], "does not say what to write"),
        (["export", "RESULT", "--out", "x.qdpx"], "holds the voices too"),
        (["export", "RESULT", "--words", "comment", "--out", "x.qdc"], "no table is named"),
        (["export", "CODEBOOK", "--voices", "VOICES", "--out", "x.qdc"], "not its column"),
        (
            ["export", "RESULT", "--voices", "VOICES", "--words", "person", "--out", "x.qdc"],
            "not made from these columns",
        ),
        (["export", "VOICES", "--out", "x.qdc"], "has no column of themes"),
        (["method", "VOICES", "--voices", "VOICES", "--words", "comment"], "is not a result of"),
        (["method", "RESULT", "--voices", "VOICES", "--words", "comment", "--codings", "VOICES"], "Add --codebook"),
        (["import", "VOICES", "--out", "x.json"], "has no column of themes"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(
    voices: Path, result: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    capsys.readouterr()
    codebook = tmp_path / "codebook.csv"
    codebook.write_text("Theme\nBuses\n")
    named = {
        "CODEBOOK": codebook,
        "RESULT": result,
        "VOICES": voices,
        "x.pdf": tmp_path / "x.pdf",
        "x.qdpx": tmp_path / "x.qdpx",
    }

    code, _, err = run(capsys, *(named.get(each, each) for each in arguments))

    assert code == 2 and says in err
    assert err.startswith("heard: ") and err.count("\n") == 1
