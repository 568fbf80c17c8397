"""What a possible condition looks like in numbers: its cue, its build, and which way it and its main clause lean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heard.themes.polarity import polarity
from heard.themes.reading import Reader
from heard.themes.stance.signs import Sign, signs_of, skeleton
from heard.themes.wording import NEGATIONS

Numbers = NDArray[np.float64]
LEANINGS = ("asks", "badly", "neither", "well")
_ASKS, _BADLY, _NEITHER, _WELL = range(4)
_WISHES = [
    "should",
    "must",
    "would",
    "could",
    "can",
    "may",
    "might",
    "will",
    "need",
    "needs",
    "i'd",
    "fine",
    "ok",
    "yes",
    "happy",
    "support",
    "agree",
    "like",
    "want",
]
_TURNS = frozenset({"but", "however", "although", "while", "despite"})
_CONDITIONS = frozenset({"if", "unless", "as long as", "only if", "provided", "until", "except", "depends"})
_BLANK = "."
_NEAR = 60  # characters before the cue that are looked at


@dataclass(frozen=True, slots=True)
class Traits:
    """The possible conditions of some texts: which text each is in, its named traits and its row of numbers."""

    signs: list[Sign]
    owners: NDArray[np.int64]
    named: list[dict[str, float]]
    numbers: Numbers


def traits_of(texts: Sequence[str], reader: Reader, leaning: Numbers) -> Traits:
    """Find the signs in texts and describe each. `leaning` turns a vector into a chance for each of `LEANINGS`."""
    signs: list[Sign] = []
    owners: list[int] = []
    named: list[dict[str, float]] = []
    own: list[str] = []
    main: list[str] = []
    for owner, text in enumerate(texts):
        plain = text.replace("’", "'").replace("‘", "'")
        for sign in signs_of(text):
            signs.append(sign)
            owners.append(owner)
            own.append(plain[slice(*sign.own)])
            main.append(plain[slice(*sign.main)])
            named.append(_named(sign, own[-1], main[-1], plain[max(0, sign.at - _NEAR) : sign.at]))
    numbers = _numbers(signs, own, main, reader, leaning) if signs else np.zeros((0, 0))
    return Traits(signs, np.array(owners, dtype=np.int64), named, numbers)


def leanings_of(vectors: Numbers, leaning: Numbers) -> Numbers:
    """Give the chance that each vector speaks well or badly, asks, or does neither: a row for each, in that order."""
    sums = vectors @ leaning[:-1] + leaning[-1]
    raised = np.exp(sums - sums.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def _named(sign: Sign, own: str, main: str, before: str) -> dict[str, float]:
    built = skeleton(own)
    around = skeleton(main)
    found = {f"cue={sign.cue}": 0.5, f"opens={sign.opens}": 0.25, f"cue={sign.cue} opens={sign.opens}": 0.5}
    if not main.strip():
        found["alone"] = 0.5
    found |= _runs(["^", *built[:8]], "o:", 3) | _runs([*around[-8:], "$"], "m:", 3)
    found |= _runs(["^", *around[:4]], "mf:", 2) | _runs([*skeleton(before)[-5:], "|"], "l:", 3)
    for word in _WISHES:
        if word in around:
            found |= {f"mod:{word}": 0.5, f"mod:{word} {sign.cue}": 0.5}
        if word in built:
            found |= {f"omod:{word}": 0.25, f"omod:{word} {sign.cue}": 0.35}
    denied = any(word in NEGATIONS or word in ("not", "no", "never", "BAD") for word in built)
    return found | {f"denied={denied} {sign.cue}": 0.35}


def _runs(words: list[str], start: str, longest: int) -> dict[str, float]:
    return {
        start + " ".join(words[at : at + size]): 0.5 / size**0.5
        for size in range(1, longest + 1)
        for at in range(len(words) - size + 1)
    }


def _numbers(
    signs: Sequence[Sign], own: Sequence[str], main: Sequence[str], reader: Reader, leaning: Numbers
) -> Numbers:
    said = sorted({part if part.strip() else _BLANK for part in (*own, *main)})
    row = {part: at for at, part in enumerate(said)}
    vectors = np.asarray(reader.vectors(said), dtype=np.float64)
    here = vectors[[row.get(part, row.get(_BLANK, 0)) for part in own]]
    there = vectors[[row.get(part, row.get(_BLANK, 0)) for part in main]]
    contrast = _contrast(leanings_of(here, leaning), leanings_of(there, leaning), own, main)
    cues = [sign.cue for sign in signs]
    kinds = [np.array([cue in group for cue in cues])[:, None] for group in (_TURNS, {""}, _CONDITIONS)]
    return np.hstack([contrast, *(contrast * kind for kind in kinds), here, there, here * there * 8])


def _contrast(a: Numbers, b: Numbers, own: Sequence[str], main: Sequence[str]) -> Numbers:
    counted = np.array([[polarity(one), polarity(other)] for one, other in zip(own, main, strict=True)])
    up, down = a[:, _WELL] - a[:, _BADLY], b[:, _WELL] - b[:, _BADLY]
    pairs = [
        a[:, _WELL] * b[:, _BADLY], a[:, _BADLY] * b[:, _WELL], a[:, _ASKS] * b[:, _WELL], a[:, _WELL] * b[:, _ASKS],
        a[:, _BADLY] * b[:, _BADLY], a[:, _WELL] * b[:, _WELL],
        np.abs(up - down), up - down, np.maximum(0, up - down),
        counted[:, 0], counted[:, 1], (counted[:, 0] * counted[:, 1] < 0).astype(np.float64),
    ]  # fmt: skip
    found = np.hstack([a, b, np.column_stack(pairs)])
    found[[not part.strip() for part in main]] = 0
    return np.asarray(found)
