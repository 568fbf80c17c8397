"""How large the numbers inside the model grow on everyday sentences: measured once, kept in `ranges.txt`.

The graph holds activations as whole numbers of eight bits. Each scale is fixed beforehand from these ranges, never from
the voices being read, so that a voice cannot change the vector of another. The sentences are invented.

To measure again: python -m heard.themes.reading
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float32]
LAYERS = 6
HEADS = 12
PARTS = ("attention.self", "attention.output", "intermediate", "output")
_NEAR_ZERO = np.float32(1e-12)


@cache
def kept_ranges() -> dict[str, Numbers]:
    """Read the ranges that come with the package: for each place in the model, one largest size for each channel."""
    text = files("heard.themes.reading").joinpath("ranges.txt").read_text(encoding="ascii")
    lines = (line.split() for line in text.splitlines())
    return {place: np.array(sizes, np.float32) / np.float32(1000) for place, *sizes in lines}


def sentences() -> list[str]:
    """Give the invented sentences the ranges were measured on."""
    text = files("heard.themes.reading").joinpath("sentences.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line]


def measured_ranges(held: dict[str, Numbers], pieces: list[list[int]]) -> dict[str, Numbers]:
    """Run the model plainly and note the largest size of each channel where the graph will hold eight bits."""
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    seen: defaultdict[str, list[Numbers]] = defaultdict(list)
    with threadpool_limits(1):
        for ids in pieces:
            plain_vector(held, ids, seen)
    return {place: np.maximum.reduce(rows) for place, rows in seen.items()}


def plain_vector(held: dict[str, Numbers], ids: list[int], seen: defaultdict[str, list[Numbers]]) -> Numbers:
    """Give the vector of one text with nothing shortened: the model as published, for measuring and for checking."""
    words, places = held["embeddings.word_embeddings.weight"], held["embeddings.position_embeddings.weight"]
    now = words[ids] + places[: len(ids)] + held["embeddings.token_type_embeddings.weight"][0]
    now = _norm(held, "embeddings.LayerNorm", now)
    for layer in range(LAYERS):
        name = f"encoder.layer.{layer}."

        def times(part: str, value: Numbers, name: str = name) -> Numbers:
            product: Numbers = value @ held[f"{name}{part}.weight"].T + held[f"{name}{part}.bias"]
            return product

        def note(part: str, value: Numbers, name: str = name) -> None:
            seen[name + part].append(value.max(axis=0) if part == "output" else np.abs(value).max(axis=0))

        note(PARTS[0], now)
        context = _attended(*(times(f"attention.self.{part}", now) for part in ("query", "key", "value")))
        note(PARTS[1], context)
        now = _norm(held, f"{name}attention.output.LayerNorm", now + times("attention.output.dense", context))
        note(PARTS[2], now)
        wide = _gelu(times("intermediate.dense", now))
        note(PARTS[3], wide)
        now = _norm(held, f"{name}output.LayerNorm", now + times("output.dense", wide))
    mean = now.mean(axis=0)
    vector: Numbers = mean / np.sqrt((mean * mean).sum())
    return vector


def _attended(query: Numbers, key: Numbers, value: Numbers) -> Numbers:
    size = query.shape[1] // HEADS
    query, key, value = (part.reshape(-1, HEADS, size).transpose(1, 0, 2) for part in (query, key, value))
    likeness = query @ key.transpose(0, 2, 1) / np.sqrt(np.float32(size))
    share = np.exp(likeness - likeness.max(axis=-1, keepdims=True))
    share /= share.sum(axis=-1, keepdims=True)
    context: Numbers = (share @ value).transpose(1, 0, 2).reshape(-1, HEADS * size)
    return context


def _gelu(value: Numbers) -> Numbers:
    from scipy.special import erf

    bent: Numbers = value * np.float32(0.5) * (1 + erf(value / np.sqrt(np.float32(2))))
    return bent


def _norm(held: dict[str, Numbers], name: str, value: Numbers) -> Numbers:
    even = (value - value.mean(axis=-1, keepdims=True)) / np.sqrt(value.var(axis=-1, keepdims=True) + _NEAR_ZERO)
    normed: Numbers = even * held[f"{name}.weight"] + held[f"{name}.bias"]
    return normed


def as_text(ranges: dict[str, Numbers]) -> str:
    """Write ranges as text: a line for each place, in thousandths."""
    lines = (" ".join([place, *(str(round(float(size) * 1000)) for size in sizes)]) for place, sizes in ranges.items())
    return "\n".join(lines) + "\n"
