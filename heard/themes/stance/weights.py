"""What was learned from the invented comments, kept as numbers beside the code."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from heard.themes.stance.traits import Numbers, Traits

_FILE = "weights.npz"
_WRITTEN_BY = ("passages.py", "signs.py", "traits.py", "training.py")


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each trait speaks for a condition (first column) and for a condition rather than a reservation (second).

    `stamp` names the examples and the code the numbers came from.
    """

    stamp: str
    names: tuple[str, ...]
    named: NDArray[np.float32]
    numbers: NDArray[np.float32]
    start: NDArray[np.float32]
    leaning: NDArray[np.float32]

    def chances(self, traits: Traits) -> Numbers:
        """Give for each sign the chance that it holds, and the chance that it is a condition if it does."""
        place = _places(self.names)
        sums = np.tile(self.start.astype(np.float64), (len(traits.named), 1))
        for row, named in enumerate(traits.named):
            known = [(place[name], value) for name, value in named.items() if name in place]
            if known:
                at, values = zip(*known, strict=True)
                sums[row] += np.asarray(values) @ self.named[list(at)]
        if len(traits.named):
            sums += traits.numbers @ self.numbers
        return np.asarray(1 / (1 + np.exp(-sums)))

    def to_bytes(self) -> bytes:
        """Write the numbers as a file: the same bytes for the same numbers."""
        held = io.BytesIO()
        np.savez_compressed(
            held,
            stamp=np.array(self.stamp),
            names=np.frombuffer("\n".join(self.names).encode(), dtype=np.uint8),
            **{name: getattr(self, name).astype(np.float16) for name in ("named", "numbers")},
            start=self.start,
            leaning=self.leaning.astype(np.float16),
        )
        return held.getvalue()

    @classmethod
    def from_bytes(cls, held: bytes) -> Weights:
        """Read the numbers back."""
        with np.load(io.BytesIO(held), allow_pickle=False) as found:
            names = tuple(found["names"].tobytes().decode().split("\n"))
            rest = [found[name].astype(np.float32) for name in ("named", "numbers", "start", "leaning")]
            return cls(str(found["stamp"]), names, *rest)


@cache
def _places(names: tuple[str, ...]) -> dict[str, int]:
    return {name: at for at, name in enumerate(names)}


@cache
def packaged() -> Weights:
    """Give the numbers that come with the package."""
    return Weights.from_bytes(files("heard.themes.stance").joinpath(_FILE).read_bytes())


def stamp() -> str:
    """Name the examples and the code that numbers made now would come from.

    >>> stamp() == packaged().stamp
    True
    """
    folder = files("heard.themes.stance")
    parts = sorted(folder.joinpath("examples").iterdir(), key=lambda path: path.name)
    held = hashlib.sha256()
    for path in [*(part for part in parts if part.name.endswith(".txt")), *map(folder.joinpath, _WRITTEN_BY)]:
        held.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return held.hexdigest()[:16]
