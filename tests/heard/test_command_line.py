"""The command line."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from heard.cli import main, parser

VOICES = "who,words\n" + "\n".join(
    f"p{at},{words}"
    for at, words in enumerate(
        [
            "The bus is late",
            "My bus is late",
            "Late bus again",
            "A quiet room helps",
            "The quiet room",
            "quiet room please",
        ]
    )
)


def _file(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    written = capsys.readouterr()
    return code, written.out, written.err


def test_themes_are_written_whole_and_the_same_each_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = _file(tmp_path, "voices.csv", VOICES)
    mixed = _file(tmp_path, "mixed.csv", "\n".join([VOICES.splitlines()[0], *reversed(VOICES.splitlines()[1:])]))
    first, second = tmp_path / "first.json", tmp_path / "second.json"

    code, out, _ = _run(
        capsys, "themes", "discover", table, "--words", "words", "--speaker", "who", "--out", str(first)
    )
    _run(capsys, "themes", "discover", mixed, "--words", "WORDS", "--speaker", "who", "--out", str(second))

    assert code == 0
    assert first.read_bytes() == second.read_bytes()
    found = json.loads(first.read_text(encoding="utf-8"))
    assert found["people"] == 6 and len(found["candidates"]) == 2
    assert "6 voices from 6 people" in out and "People decide" in out and "by the computer's guess m" in out
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_missing_column_names_the_columns_there_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = _file(tmp_path, "voices.csv", VOICES)

    code, _, err = _run(capsys, "themes", "discover", table, "--words", "said", "--out", str(tmp_path / "x.json"))

    assert code == 2
    assert err == "heard: There is no column “said”. The columns are: “who”, “words”. Choose one of these.\n"
    assert not (tmp_path / "x.json").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "is empty"), (b"words\ncaf\x81\n", "saved in a way"), (b"%PDF-1.4", "PDF")],
)
def test_a_file_that_cannot_be_read_gives_one_clear_line(
    content: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "voices.csv"
    path.write_bytes(content)

    code, out, err = _run(capsys, "voice", "columns", str(path))

    assert (code, out) == (2, "")
    assert said in err and err.count("\n") == 1


def test_a_file_that_is_not_there_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["voice", "split"], ["voice", "columns"], ["publishing", "check"], ["outcomes", "check"]):
        code, _, err = _run(capsys, *command, str(tmp_path / "nowhere.txt"))

        assert code == 2 and "nowhere.txt cannot be opened" in err


def test_a_place_that_cannot_be_written_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = _file(tmp_path, "voices.csv", VOICES)
    nowhere = str(tmp_path / "no-folder" / "out.json")

    code, _, err = _run(capsys, "themes", "discover", table, "--words", "words", "--out", nowhere)

    assert code == 2 and "cannot be written" in err.splitlines()[-1]


def test_a_page_of_notes_becomes_rows_that_no_spreadsheet_will_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notes = _file(tmp_path, "notes.txt", "What helps:\n- music\n- =1+1\n")

    code, out, err = _run(capsys, "voice", "split", notes)

    assert code == 0 and "2 notes" in err
    assert out.splitlines() == ["line,kind,heading,words", "2,bullet,What helps,music", "3,bullet,What helps,'=1+1"]


def test_columns_are_shown_with_what_they_seem_to_hold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = _file(tmp_path, "voices.csv", "Response ID,Comments\n1,swings\n2,slides,extra\n")

    code, out, err = _run(capsys, "voice", "columns", table)

    assert code == 1
    assert "2 rows, 3 columns, letters saved as utf-8" in out and "What was said" in out
    assert "row 3: This row has 3 cells" in err


def test_doubtful_claims_are_printed_and_change_the_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = {
        "voices_from": "2024-11-04",
        "parts": [{"id": 1, "what": "A base in Elmtree"}, {"id": "2", "what": "A base in Oakham"}],
        "results": [{"id": "9", "name": "Elmtree base", "part_id": "1", "in_use_since": "2021-09-01"}],
        "answers": {"2": {"answer": "no", "reason": "There was no room."}},
    }
    path = _file(tmp_path, "claim.json", json.dumps(record))

    code, out, _ = _run(capsys, "outcomes", "check", path)

    assert code == 1
    assert [line.split(":")[0] for line in out.splitlines()] == ["older_than_voice", "never_delivered"]
    assert "There was no room." in out


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ("{", "is not JSON at line 1"),
        ("[]", "must hold one object"),
        ('{"parts": [{"id": "1"}]}', "lacks “what”"),
        ('{"parts": [{"id": "1", "what": "x", "put_on": "May"}]}', "not a day"),
        ('{"parts": [{"id": "1", "what": "x", "ages": [5]}]}', "“ages”"),
        ('{"answers": {"1": {"answer": "perhaps"}}}', "Use one of: yes"),
    ],
)
def test_a_record_that_lacks_something_says_what(
    record: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _file(tmp_path, "claim.json", record)

    code, _, err = _run(capsys, "outcomes", "check", path)

    assert code == 2 and said in err and "Traceback" not in err


def test_a_table_of_people_is_made_safe_to_print(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = _file(
        tmp_path, "counts.csv", "Need,Primary,Secondary,Total\n=Speech,3,41,44\nAutism,28,37,61\nTotal,30,70,97\n"
    )

    code, out, err = _run(capsys, "publishing", "release", table)

    assert code == 0
    assert out.splitlines() == [
        ",Primary,Secondary,Total",
        "'=Speech,fewer than 5,40,45",
        "Autism,30,35,60",
        "Total,30,70,95",
    ]
    assert "nearest 5" in err


def test_strict_release_and_bad_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = _file(tmp_path, "good.csv", "Need,Primary,Secondary\nSpeech,6,41\nAutism,28,37\n")
    bad = _file(tmp_path, "bad.csv", "Need,Primary\nSpeech,some\n")

    _, out, _ = _run(capsys, "publishing", "release", "--strict", good)
    code, _, err = _run(capsys, "publishing", "release", bad)

    assert "Speech,*,40,45" in out
    assert code == 2 and "Row 2 holds “some”" in err


def test_a_text_is_checked_line_by_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = _file(tmp_path, "update.txt", "We met families.\nTwo pupils at Elmtree spoke.\n")

    code, out, _ = _run(capsys, "publishing", "check", text, "--hide", "Elmtree")

    assert code == 1
    assert out.count("line 2:") == 2 and "reading age" in out


def test_every_command_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    for words in ([], ["themes"], ["themes", "discover"], ["voice"], ["outcomes", "check"], ["publishing", "release"]):
        with pytest.raises(SystemExit) as left:
            parser().parse_args([*words, "--help"])

        assert left.value.code == 0
        assert "usage: heard" in capsys.readouterr().out


def test_without_the_website_installed_serve_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "heard_web.serve", None)

    code, _, err = _run(capsys, "serve", "--demo")

    assert code == 2 and "heard[site]" in err
