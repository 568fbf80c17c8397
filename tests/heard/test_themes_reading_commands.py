"""`heard themes read` and `heard themes model`."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from heard.cli import main
from heard.themes.reading import open_reader

ROWS = ["More swings please", "", "👍", "Więcej huśtawek proszę", "The bus is always late", "yes", "More swings please"]


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "answers.csv"
    path.write_text("id,said\n" + "".join(f"{at},{said}\n" for at, said in enumerate(ROWS, start=1)), encoding="utf-8")
    return path


def test_each_voice_gets_its_vector_and_what_cannot_be_read_is_listed(
    answers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "vectors.npz"

    assert main(["themes", "read", str(answers), "--words", "said", "--out", str(out)]) == 0

    held = np.load(out)
    assert (held["vectors"] == open_reader().vectors(ROWS)).all()
    assert len(set(held["voices"])) == 7
    said = capsys.readouterr().out
    assert "7 voices. 5 texts were read now." in said
    assert "4 need somebody to read them:" in said
    assert "Voice 4: This is in another language: have it translated, or read it in that language." in said
    assert {path.name for path in tmp_path.iterdir()} == {"answers.csv", "vectors.npz"}


def test_the_same_file_gives_the_same_bytes(answers: Path, tmp_path: Path) -> None:
    written = []
    for name in ("a.npz", "b.npz", "a.csv", "b.csv"):
        main(["themes", "read", str(answers), "--words", "said", "--out", str(tmp_path / name)])
        written.append((tmp_path / name).read_bytes())

    assert written[0] == written[1] and written[2] == written[3]
    rows = written[2].decode().splitlines()
    assert len(rows) == 8 and rows[0].startswith("voice,v1,v2,") and rows[0].endswith(",v384")


def test_vectors_that_are_kept_are_not_read_again(
    answers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = ["--keep", str(tmp_path / "kept.sqlite3")]
    for name in ("a.npz", "b.npz"):
        main(["themes", "read", str(answers), "--words", "said", "--out", str(tmp_path / name), *kept])

    assert "0 texts were read now, 5 were known." in capsys.readouterr().out


def test_a_file_of_answers_is_never_overwritten_to_keep_vectors(
    answers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = answers.read_bytes()

    asked = [
        "themes",
        "read",
        str(answers),
        "--words",
        "said",
        "--out",
        str(tmp_path / "v.npz"),
        "--keep",
        str(answers),
    ]
    assert main(asked) != 0

    assert answers.read_bytes() == before
    assert "Name a file that ends in .sqlite3." in capsys.readouterr().err


def test_the_model_is_named_and_checked(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["themes", "model"]) == 0

    said = capsys.readouterr().out
    assert "all-MiniLM-L6-v2" in said and "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db" in said
    assert said.endswith("ok: every file is the one it was measured with, and it reads.\n")
