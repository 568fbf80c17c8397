"""What was read before is kept, is never read twice, and is forgotten when people take their words back."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from heard.errors import UnreadableFile
from heard.themes.reading import LocalReader, open_reader
from heard.themes.reading.cache import Cache
from heard.themes.reading.graph import version

SAID = ["The bus is late.", "More swings please", "Nobody rings us back", "The hall is loud", "I like the farm trips"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "vectors.sqlite3"


@pytest.fixture(scope="module")
def plain() -> LocalReader:
    return open_reader()


def test_a_voice_is_read_once_and_comes_back_the_same(file: Path, plain: LocalReader) -> None:
    first = open_reader(cache=file)
    first.vectors(SAID[:3])

    second = open_reader(cache=file)
    again = second.vectors([*SAID, *SAID])

    assert (first.read, second.read) == (3, 2)
    assert (again == plain.vectors([*SAID, *SAID])).all()
    assert len(Cache(file, version())) == 5


def test_only_its_owner_may_open_what_is_kept(file: Path) -> None:
    file.parent.mkdir()
    file.touch(mode=0o644)

    open_reader(cache=file).vectors(SAID[:1])

    assert oct(file.stat().st_mode & 0o777) == "0o600"
    assert SAID[0].encode() not in file.read_bytes()


def test_another_version_of_the_reader_reads_again(file: Path) -> None:
    open_reader(cache=file).vectors(SAID)

    known = Cache(file, "another").fill(SAID, np.zeros((5, 384), np.int16))

    assert not known.any()


def test_words_taken_back_are_forgotten_and_overwritten(file: Path) -> None:
    open_reader(cache=file).vectors(SAID)
    cache = Cache(file, version())
    codes = np.zeros((1, 384), np.int16)
    cache.fill(SAID[:1], codes)

    assert cache.forget([SAID[0], "never read"]) == 1

    assert codes.tobytes() not in file.read_bytes()
    assert len(cache) == 4
    assert cache.keep_only(SAID[1:3]) == 2
    assert cache.fill(SAID, np.zeros((5, 384), np.int16)).tolist() == [False, True, True, False, False]


@pytest.mark.parametrize("damage", ["cut short", "rubbish", "a page of rubbish", "emptied"])
def test_a_damaged_file_is_noticed_said_and_begun_again(
    file: Path, damage: str, plain: LocalReader, caplog: pytest.LogCaptureFixture
) -> None:
    open_reader(cache=file).vectors(SAID)
    held = file.read_bytes()
    spoilt = {
        "cut short": held[:5000],
        "rubbish": b"rubbish" * 1000,
        "a page of rubbish": held[:4096] + b"\xaa" * 4096 + held[8192:],
        "emptied": b"",
    }
    file.write_bytes(spoilt[damage])

    reader = open_reader(cache=file)
    vectors = reader.vectors(SAID)

    assert (vectors == plain.vectors(SAID)).all()
    assert reader.read == 5
    assert ("begun again" in caplog.text) == (damage != "emptied")
    later = open_reader(cache=file)
    later.vectors(SAID)
    assert later.read == 0


def test_one_damaged_vector_is_noticed_and_read_again(
    file: Path, plain: LocalReader, caplog: pytest.LogCaptureFixture
) -> None:
    open_reader(cache=file).vectors(SAID)
    with sqlite3.connect(file) as database:
        database.execute("UPDATE vectors SET codes = zeroblob(768) WHERE id = 2")
        database.execute("UPDATE vectors SET codes = x'00' WHERE id = 3")
    database.close()

    reader = open_reader(cache=file)

    assert (reader.vectors(SAID) == plain.vectors(SAID)).all()
    assert reader.read == 2
    assert "2 kept vectors were damaged" in caplog.text


def test_what_was_put_aside_goes_when_words_are_taken_back(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"rubbish" * 1000)
    cache = Cache(file, version())
    assert len(cache) == 0 and cache.aside.exists()

    cache.keep_only([])

    assert not cache.aside.exists()


def test_a_file_that_only_the_forgetting_finds_damaged_is_not_left_beside_it(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"rubbish" * 1000)
    cache = Cache(file, version())

    cache.keep_only([])

    assert not cache.aside.exists()


def test_no_other_file_is_taken_for_one_of_vectors(tmp_path: Path) -> None:
    answers, other = tmp_path / "answers.csv", tmp_path / "other.sqlite3"
    answers.write_text("said\nswings\n")
    with sqlite3.connect(other) as database:
        database.execute("CREATE TABLE people (name TEXT)")
    database.close()

    with pytest.raises(UnreadableFile, match=r"answers\.csv cannot keep vectors\. Name a file that ends in \.sqlite3"):
        open_reader(cache=answers)
    with pytest.raises(UnreadableFile, match=r"other\.sqlite3 holds other things than vectors"):
        open_reader(cache=other).vectors(SAID)

    assert answers.read_text() == "said\nswings\n"


def test_reading_goes_on_where_nothing_can_be_kept(
    tmp_path: Path, plain: LocalReader, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "vectors.sqlite3"
    folder.mkdir()

    vectors = open_reader(cache=folder).vectors(SAID)

    assert (vectors == plain.vectors(SAID)).all()
    assert "Reading goes on without it." in caplog.text


_LONG_RUN = """
import sys
from pathlib import Path
from heard.themes.reading import open_reader
texts = [f"The bus was late on day {day} and {word} was upset." for day in range(400) for word in ("he", "she")]
reader = open_reader(cache=Path(sys.argv[1]))
reader.vectors(texts, progress=lambda done, total: print(done, flush=True))
print("read", reader.read)
"""


def test_a_run_that_is_killed_goes_on_where_it_was(file: Path) -> None:
    command = [sys.executable, "-c", _LONG_RUN, str(file)]
    killed = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert killed.stdout is not None
    done = 0
    for line in killed.stdout:
        done = int(line)
        if done >= 256:
            break
    time.sleep(0.05)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    killed.stdout.close()
    kept = len(Cache(file, version()))

    again = subprocess.run(command, capture_output=True, text=True, check=True)

    assert 256 <= done <= kept < 800
    assert again.stdout.split()[-1] == str(800 - kept)
    assert "damaged" not in again.stderr


def test_two_processes_keep_in_one_file_at_once(file: Path) -> None:
    command = [sys.executable, "-c", _LONG_RUN.replace("400", "150"), str(file)]

    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    answers = [one.communicate() for one in both]

    assert [one.returncode for one in both] == [0, 0]
    assert [warning for _, warning in answers] == ["", ""]
    assert len(Cache(file, version())) == 300
