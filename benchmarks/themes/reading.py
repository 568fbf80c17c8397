"""Reading voices: speed, memory and likeness, beside sentence-transformers on torch with the same weights.

    .venv/bin/python benchmarks/themes/reading.py DATA [SEEDS]

Every seed draws other passages of 25 words. Both read the same texts, one after the other, each in a process of its own
on one thread; loading the model is not counted.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from data import AbsentError, intents, patient_comments
from measure import Row, apart, main
from numpy.typing import NDArray

HERE = Path(__file__).resolve().parent
TABLE = "Reading voices, one core"
OURS, PEER = "Heard", "sentence-transformers on torch"
MANY, WORDS, NEAREST = 400, 25, 10


def rows(data: Path, seeds: Sequence[int]) -> Iterator[Row]:
    """Read passages of 25 words, and whole comments, with both."""
    comments = patient_comments(data).texts
    found = [_both(_passages(comments, seed)) for seed in seeds]
    yield from _speed(f"voices of {WORDS} words a core-second", found)
    yield _row(
        OURS, "share of the limit of products in full (numpy, measured)", [_share(one, "full") for one, _ in found]
    )
    yield _row(
        OURS, "share of the limit of products in eight bits (measured)", [_share(one, "short") for one, _ in found]
    )
    for method, at in ((OURS, 0), (PEER, 1)):
        yield _row(method, "peak memory, MB", [pair[at]["peak_mb"] for pair in found])
    for name, texts in _sets(data, comments):
        draws = [_draw(texts, seed) for seed in seeds]
        found = [_both(draw) for draw in draws]
        yield from _speed(f"{name} a core-second", found, goal=False)
        alike = [(one["vectors"] * other["vectors"]).sum(axis=1) for one, other in found]
        yield _row(OURS, f"{name}: cosine to the peer's vector, mean", [float(one.mean()) for one in alike], ">= 0.99")
        yield _row(OURS, f"{name}: the same, lowest of a hundred", [float(np.quantile(one, 0.01)) for one in alike])
        near = [_overlap(one["vectors"], other["vectors"]) for one, other in found]
        yield _row(OURS, f"{name}: share of the {NEAREST} nearest that stay", near)


def _sets(data: Path, comments: list[str]) -> Iterator[tuple[str, list[str]]]:
    yield "patient comments", comments
    try:
        yield "requests", intents(data).texts
    except AbsentError as error:
        print(error, file=sys.stderr)


def _row(method: str, figure: str, values: Sequence[float], goal: str = "") -> Row:
    return Row(TABLE, method, figure, tuple(values), goal=goal)


def _speed(figure: str, found: list[tuple[dict[str, Any], dict[str, Any]]], *, goal: bool = True) -> Iterator[Row]:
    for method, at, reach in ((OURS, 0, ">= 225"), (PEER, 1, "")):
        yield _row(
            method, figure, [len(pair[at]["vectors"]) / pair[at]["cpu"] for pair in found], reach if goal else ""
        )
    ratios = [other["cpu"] / one["cpu"] for one, other in found]
    yield _row(OURS, f"{figure}: times as many as the peer", ratios, ">= 2.5" if goal else "")


def _share(one: dict[str, Any], kind: str) -> float:
    return float(one["giga"] / one["cpu"] / one[kind])


def _passages(texts: list[str], seed: int) -> list[str]:
    words = " ".join(texts).split()
    starts = np.random.default_rng(seed).integers(0, len(words) - WORDS, MANY)
    return [" ".join(words[start : start + WORDS]) for start in starts]


def _draw(texts: list[str], seed: int) -> list[str]:
    distinct = sorted({" ".join(text.split()) for text in texts})
    return [distinct[at] for at in np.random.default_rng(seed).choice(len(distinct), MANY, replace=False)]


def _both(texts: list[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Read the same texts with both, and give what each reports with its vectors."""
    with tempfile.TemporaryDirectory() as folder:
        given, made = Path(folder) / "texts.json", Path(folder) / "vectors.npy"
        given.write_text(json.dumps(texts))
        found = []
        for python, script in (
            (sys.executable, HERE / "reading_ours.py"),
            (os.environ["HEARD_PEERS_PYTHON"], HERE / "peers" / "reading_torch.py"),
        ):
            found.append({**apart(python, script, given, made), "vectors": np.load(made)})
    return found[0], found[1]


def _overlap(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """Give the share of each text's nearest that are the same in both."""
    near = []
    for vectors in (one, other):
        likeness = vectors @ vectors.T
        np.fill_diagonal(likeness, -2)
        near.append(np.argsort(-likeness, axis=1)[:, :NEAREST])
    return float(np.mean([len(set(a) & set(b)) / NEAREST for a, b in zip(*near, strict=True)]))


if __name__ == "__main__":
    main(rows)
