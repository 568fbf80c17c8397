"""Theme discovery on labelled voices: quality, steadiness, what is left over, CPU and memory, beside BERTopic.

    python benchmarks/themes/discovery.py DATA [SEEDS]

BERTopic takes a minute or more of CPU a seed and set: HEARD_PEER_SEEDS (5) says with how many it is run, two at a time.
HEARD_PEERS_PYTHON names the Python of the peers' own environment; without it their rows are left out.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from data import AbsentError, Labelled, comments_v6, intents, patient_comments
from measure import HERE, Row, apart, main
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

from heard.themes.discovery.texts import passages
from heard.themes.reading import open_reader

_PEERS = os.environ.get("HEARD_PEERS_PYTHON", "")
_PEER_SEEDS = int(os.environ.get("HEARD_PEER_SEEDS", "5"))


def rows(data: Path, seeds: Sequence[int]) -> Iterator[Row]:
    """Measure each labelled set, and then the cost at 10,000 voices."""
    with tempfile.TemporaryDirectory() as folder:
        for name, load, goals in (
            ("patient comments", lambda: patient_comments(data), (".04 above BERTopic", "")),
            ("150 intents", lambda: intents(data), (">= .88", ">= .68")),
        ):
            try:
                labelled = load()
            except AbsentError as error:
                print(error, file=sys.stderr)
                continue
            path = _ready(labelled.texts, Path(folder) / f"{name}.npz")
            yield from _ours(f"themes in {name}", path, labelled, seeds, goals)
            yield from _bertopic(f"themes in {name}", path, labelled, seeds)
        yield from _cost(data, Path(folder), seeds)


def _ready(texts: Sequence[str], path: Path) -> Path:
    """Read the texts and their passages once, so that every run starts from vectors."""
    cut = [text[start:end] for text in texts for start, end in _several(text)]
    reader = open_reader()
    np.savez(
        path,
        texts=np.array(texts, dtype=object),
        vectors=reader.vectors(texts),
        passages=np.array(cut, dtype=object),
        passage_vectors=reader.vectors(cut) if cut else np.zeros((0, reader.size), np.float32),
    )
    return path


def _several(text: str) -> list[tuple[int, int]]:
    found = passages(text)
    return found if len(found) > 1 else []


def _once(path: Path, seed: int, *how: str) -> dict[str, Any]:
    return apart(sys.executable, HERE / "discover_once.py", path, seed, *how)


def _ours(table: str, path: Path, labelled: Labelled, seeds: Sequence[int], goals: tuple[str, str]) -> Iterator[Row]:
    runs = [_once(path, seed) for seed in seeds]
    found = [run["labels"] for run in runs]
    note = f"{runs[0]['themes']} themes, {runs[0]['subthemes']} sub-themes, number not given"
    yield Row(table, "Heard", "AMI", _ami(labelled, found), note, goals[0])
    yield Row(table, "Heard", "ARI", _ari(labelled, found), "", goals[1])
    between = tuple(adjusted_rand_score(one, other) for one, other in combinations(found, 2))
    yield Row(table, "Heard", "agreement between seeds (ARI)", between or (1.0,), "every pair of seeds", ">= .90")
    again, mixed = _once(path, seeds[0]), _once(path, seeds[0], "shuffled")
    yield Row(table, "Heard", "same bytes on a re-run", (float(again["sha256"] == runs[0]["sha256"]),), "", "1")
    yield Row(table, "Heard", "same bytes with rows shuffled", (float(mixed["sha256"] == runs[0]["sha256"]),), "", "1")
    yield Row(table, "Heard", "shown as to be read", tuple(run["to read"] for run in runs), "", "<= .15")
    yield Row(table, "Heard", "shown as saying too little", tuple(run["says too little"] for run in runs))
    yield Row(table, "Heard", "left out unsaid", tuple(float(run["unsaid"]) for run in runs), "", "0")
    yield Row(table, "Heard", "CPU seconds", tuple(run["cpu"] for run in runs))
    yield Row(table, "Heard", "peak MB", tuple(run["peak_mb"] for run in runs))


def _bertopic(table: str, path: Path, labelled: Labelled, seeds: Sequence[int]) -> Iterator[Row]:
    runs = _peer_runs(path, seeds, len(set(labelled.labels)))
    for form in runs[0]["forms"] if runs else ():
        forms = [run["forms"][form] for run in runs]
        found = [one["labels"] for one in forms]
        out = float(np.mean([np.mean(np.array(labels) < 0) for labels in found]))
        method = f"BERTopic 0.17.4, {form}"
        yield Row(table, method, "AMI", _ami(labelled, found), f"{len(set(found[0]))} topics, {out:.1%} outliers")
        yield Row(table, method, "ARI", _ari(labelled, found))
        between = tuple(adjusted_rand_score(one, other) for one, other in combinations(found, 2))
        if between:
            yield Row(table, method, "agreement between seeds (ARI)", between)
        yield Row(table, method, "CPU seconds", tuple(one["cpu"] for one in forms))


def _peer_runs(path: Path, seeds: Sequence[int], number: int) -> list[dict[str, Any]]:
    if not _PEERS:
        return []
    wanted = [str(number)] if number else []
    with ThreadPoolExecutor(2) as both:
        return list(
            both.map(
                lambda seed: apart(_PEERS, HERE / "peers" / "bertopic_run.py", path, seed, *wanted),
                seeds[:_PEER_SEEDS],
            )
        )


def _ami(labelled: Labelled, found: Sequence[Sequence[object]]) -> tuple[float, ...]:
    return tuple(adjusted_mutual_info_score(labelled.labels, labels) for labels in found)


def _ari(labelled: Labelled, found: Sequence[Sequence[object]]) -> tuple[float, ...]:
    return tuple(adjusted_rand_score(labelled.labels, labels) for labels in found)


def _cost(data: Path, folder: Path, seeds: Sequence[int]) -> Iterator[Row]:
    """Measure 10,000 voices whose vectors are there: to themes, sub-themes, labels and quotations."""
    try:
        texts = [*patient_comments(data).texts, *comments_v6(data).texts, *intents(data).texts][:10_000]
    except AbsentError as error:
        print(error, file=sys.stderr)
        return
    path = _ready(texts, folder / "ten thousand.npz")
    table = "cost of 10,000 voices, vectors there"
    runs = [_once(path, seed) for seed in seeds]
    yield Row(table, "Heard", "CPU seconds", tuple(run["cpu"] for run in runs), "with sub-themes and quotes", "<= 5")
    yield Row(table, "Heard", "peak MB", tuple(run["peak_mb"] for run in runs), "", "<= 300")
    for run in _peer_runs(path, seeds[:1], 0):
        form = run["forms"]["reduce outliers"]
        yield Row(table, "BERTopic 0.17.4, reduce outliers", "CPU seconds", (form["cpu"],))
        yield Row(table, "BERTopic 0.17.4, reduce outliers", "peak MB", (form["peak"],))
        ours = float(np.mean([one["cpu"] for one in runs]))
        yield Row(table, "Heard", "times less CPU than BERTopic", (form["cpu"] / ours,), "same run", ">= 15")


if __name__ == "__main__":
    main(rows)
