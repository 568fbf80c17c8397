"""Very many voices: themes are found in a fair sample, and the rest join them, read only where a quick look is unsure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from heard.themes.discovery.grouped import NEAR_ENOUGH, Finer, Themes
from heard.themes.discovery.parting import Parts
from heard.themes.discovery.space import Numbers
from heard.themes.discovery.student import Student, taught
from heard.themes.discovery.texts import MOST_LETTERS
from heard.themes.engine import Progress

MOST_READ = 30_000  # different texts: up to here every one is read and compared with every other
SAMPLE = 20_000  # the first of them in an order that depends on nothing they say
_HELD_BACK = 4_000  # of the sample, to see how far the quick look agrees
_READ_AFTER_ALL = 0.08  # of the rest: those the quick look is least sure of
_BLOCK = 10_000


@dataclass(slots=True)
class Spread:
    """The themes and sub-themes of all texts, and what is said about how they were spread."""

    themes: Themes
    finer: Finer
    said: tuple[tuple[str, str], ...]


def spread_out(
    words: Sequence[str],
    places: Numbers,
    themes: Themes,
    finer: Finer,
    place: Callable[[list[str]], Numbers],
    step: Progress,
) -> Spread:
    """Give each text beyond the sample the theme whose heart it is nearest to, and say how far that can be trusted."""
    if not themes.count:
        return _nowhere(len(words), themes, finer)
    sample = len(places)
    learned = sample - min(_HELD_BACK, sample // 5)
    student = taught([text[:MOST_LETTERS] for text in words[:learned]], places[:learned])
    unsure, agreed = _trust(student, words[learned:sample], places[learned:], themes)
    near, own, margin = _looked_at(student, words, sample, themes, step)
    doubtful = sample + np.flatnonzero(margin[sample:] < unsure)
    finer_of = np.full(len(words), -1, dtype=np.int64)
    for start in range(sample, len(words), _BLOCK):
        rows = np.arange(start, min(start + _BLOCK, len(words)))
        finer_of[rows] = _sub(student.places([words[at][:MOST_LETTERS] for at in rows.tolist()]), near[rows], finer)
    for start in range(0, len(doubtful), _BLOCK):
        rows = doubtful[start : start + _BLOCK]
        exact = place([words[at] for at in rows.tolist()])
        near[rows], own[rows], margin[rows] = _nearest(exact, themes.middle)
        finer_of[rows] = _sub(exact, near[rows], finer)
        step(84 + round(9 * min(1.0, (start + _BLOCK) / len(doubtful))), 100)
    parts = np.where(own >= NEAR_ENOUGH, near, -1)
    near[:sample], own[:sample], margin[:sample] = themes.nearest, themes.closeness, themes.margin
    parts[:sample] = themes.parts
    finer_of = np.where(parts >= 0, finer_of, -1)
    finer_of[:sample] = finer.parts
    read = sample + len(doubtful)
    whole = read / len(words) + (1 - read / len(words)) * agreed
    said = (
        (
            "texts read",
            f"{read} of {len(words)}: a fair sample of {sample}, and {len(doubtful)} that a quick look was unsure of",
        ),
        ("same main theme as if every text were read", f"{whole:.3f}, judged on {sample - learned} held back"),
    )
    return Spread(Themes(parts, themes.middle, own, margin, near, themes.alone), replace(finer, parts=finer_of), said)


def _nowhere(many: int, themes: Themes, finer: Finer) -> Spread:
    """Leave everything to be read where the sample holds no theme."""
    none = np.full(many, -1, dtype=np.int64)
    flat = np.zeros(many, dtype=np.float32)
    return Spread(
        Themes(none, themes.middle, flat, flat, none.copy(), themes.alone), replace(finer, parts=none.copy()), ()
    )


def _trust(student: Student, words: Sequence[str], places: Numbers, themes: Themes) -> tuple[float, float]:
    """Find the margin below which a text is read after all, and how often the quick look is right above it."""
    quick, _, margin = _nearest(student.places([text[:MOST_LETTERS] for text in words]), themes.middle)
    slow, _, _ = _nearest(places, themes.middle)
    unsure = float(np.quantile(margin, _READ_AFTER_ALL))
    sure = margin >= unsure
    return unsure, float((quick == slow)[sure].mean())


def _looked_at(
    student: Student, words: Sequence[str], start: int, themes: Themes, step: Progress
) -> tuple[Parts, Numbers, Numbers]:
    many = len(words)
    near = np.zeros(many, dtype=np.int64)
    own, margin = np.zeros(many, dtype=np.float32), np.zeros(many, dtype=np.float32)
    for first in range(start, many, _BLOCK):
        last = min(first + _BLOCK, many)
        found = _nearest(student.places([text[:MOST_LETTERS] for text in words[first:last]]), themes.middle)
        near[first:last], own[first:last], margin[first:last] = found
        step(75 + round(9 * (last - start) / (many - start)), 100)
    return near, own, margin


def _nearest(places: Numbers, middle: Numbers) -> tuple[Parts, Numbers, Numbers]:
    near = places @ middle.T
    best = near.argmax(axis=1)
    rows = np.arange(len(near))
    own = near[rows, best].copy()
    near[rows, best] = -1.0
    margin = own - near.max(axis=1) if near.shape[1] > 1 else own
    return np.asarray(best, dtype=np.int64), own, margin


def _sub(places: Numbers, near: Parts, finer: Finer) -> Parts:
    """Give the nearest sub-theme within the theme, where it has any."""
    if not finer.theme:
        return np.full(len(near), -1, dtype=np.int64)
    owner = np.array(finer.theme)
    alike = np.where(owner[None, :] == near[:, None], places @ finer.middle.T, -2.0)
    return np.where(alike.max(axis=1) > -2.0, alike.argmax(axis=1), -1)
