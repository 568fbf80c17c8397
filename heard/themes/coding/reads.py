"""Which voices a person should read next: half where it teaches most, the rest by chance and from small groups."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from heard.errors import MiscountedVoices
from heard.records import Voice
from heard.themes.coding.learner import Coder
from heard.themes.coding.training import NONE

Why = Literal["unsure", "by chance", "small group", "unlike the rest"]
_BY_CHANCE = 0.3
_SMALL_GROUPS = 0.2
_LOOKED_AT = 2500
_ENOUGH_ANSWERS = 20


@dataclass(frozen=True, slots=True)
class ToRead:
    """A voice to read next, and why this one."""

    voice: str
    why: Why


def next_to_read(
    voices: Sequence[Voice],
    vectors: NDArray[np.float32],
    coder: Coder | None,
    read: Set[str],
    groups: Mapping[str, str],
    *,
    many: int,
    seed: int = 0,
) -> list[ToRead]:
    """Choose the voices to read next.

    Three in ten are by chance, so that shares and rightness can be known honestly; two in ten come from the groups of
    which the fewest voices were read; the others are those the coder is least sure of, or, while it knows little, those
    least like anything read so far. Equal texts are not asked for twice, except by chance.

    Units    `many` voices, or as many as are left unread. `groups` from a voice's id to its group, where known.
    Shape    the same input and seed give the same list, in any order of voices. Keep the seed through one piece of work:
             the chance order depends on it.
    Errors   `MiscountedVoices` where ids or vectors do not match, or fewer than one is asked for.
    Source   docs/reference/methods.md#reading-next
    """
    if many < 1:
        raise MiscountedVoices(f"{many} voices to read were asked for. Ask for 1 or more.")
    if len(voices) != len(vectors):
        raise MiscountedVoices(f"{len(voices)} voices came with {len(vectors)} vectors. Read the same voices again.")
    place = {voice.id: at for at, voice in enumerate(voices)}
    order = [one for one in chance_order(voices, seed) if one not in read]
    chosen: dict[str, Why] = dict.fromkeys(order[: -(-many * 3 // 10)], "by chance")
    said = {_plain(voice.words) for voice in voices if voice.id in read or voice.id in chosen}
    fresh: list[str] = []
    for one in order:
        words = _plain(voices[place[one]].words)
        if one not in chosen and words not in said:
            said.add(words)
            fresh.append(one)
    for one in _from_small_groups(fresh, voices, groups, read | set(chosen), round(many * _SMALL_GROUPS)):
        chosen[one] = "small group"
    left = [one for one in fresh if one not in chosen][:_LOOKED_AT]
    room = min(many, len(order)) - len(chosen)
    at = [place[one] for one in left]
    known = [place[one] for one in (*chosen, *sorted(read)) if one in place]
    little = coder is None or coder.learned_from < _ENOUGH_ANSWERS
    worth = np.ones(len(at))
    if coder is not None and not little:
        worth = doubts(coder, coder.chances([voices[one] for one in at], np.asarray(vectors)[at]))
    for pick in _standing_for_many(vectors, at, known, worth, room):
        chosen[left[pick]] = "unlike the rest" if little else "unsure"
    for one in order:  # where texts repeat a lot, fill up by chance
        if len(chosen) >= min(many, len(order)):
            break
        chosen.setdefault(one, "by chance")
    return [ToRead(one, why_) for one, why_ in chosen.items()]


def chance_order(voices: Iterable[Voice], seed: int = 0) -> list[str]:
    """Put all voices that say something in an order that chance alone decides, the same each time."""
    said = [voice.id for voice in voices if voice.words.strip()]
    return sorted(said, key=lambda one: hashlib.sha256(f"{seed}\0{one}".encode()).digest())


def read_by_chance(voices: Iterable[Voice], read: Set[str], seed: int = 0) -> list[str]:
    """Give the voices read so far that are a fair sample of all: the chance order up to the first unread voice.

    It does not matter why each was read. Taking only those listed as "by chance" would leave out just the voices that
    were read for being unclear, and make the learner look better than it is.
    """
    fair: list[str] = []
    for one in chance_order(voices, seed):
        if one not in read:
            break
        fair.append(one)
    return fair


def _plain(words: str) -> str:
    return " ".join(words.casefold().split()).rstrip(".! ")


def _from_small_groups(
    fresh: Sequence[str], voices: Sequence[Voice], groups: Mapping[str, str], read: Set[str], many: int
) -> list[str]:
    heard = Counter(groups.get(voice.id, "") for voice in voices if voice.id in read)
    waiting: dict[str, list[str]] = {}
    for one in fresh:
        if groups.get(one):
            waiting.setdefault(groups[one], []).append(one)
    picked: list[str] = []
    while waiting and len(picked) < many:
        group = min(waiting, key=lambda name: (heard[name], len(waiting[name]), name))
        picked.append(waiting[group].pop(0))
        heard[group] += 1
        if not waiting[group]:
            del waiting[group]
    return picked


def _standing_for_many(
    vectors: NDArray[np.float32], left: Sequence[int], known: Sequence[int], worth: NDArray[np.float64], many: int
) -> list[int]:
    """Choose voices that stand for many others in doubt, none of them like anything read so far.

    A doubtful voice that is like no other teaches little; twenty doubtful ones that are all alike need one reading.
    """
    if not left or many < 1:
        return []
    rows = np.asarray(vectors, dtype=np.float32)
    alike = np.maximum(rows[left] @ rows[left].T, 0.0)
    covered = np.maximum(rows[left] @ rows[list(known)].T, 0.0).max(axis=1) if known else np.zeros(len(left))
    picked: list[int] = []
    for _ in range(min(many, len(left))):
        gain = worth @ np.maximum(alike - covered[:, None], 0.0)
        gain[picked] = -1.0
        best = int(gain.argmax())
        picked.append(best)
        covered = np.maximum(covered, alike[:, best])
    return picked


def doubts(coder: Coder, chances: NDArray[np.float64]) -> NDArray[np.float64]:
    """Say how much in doubt the coder is about each voice, from 0 to 1: how close its answer is to tipping over."""
    if chances.shape[1] < 2:
        return np.asarray(1.0 - 2.0 * np.abs(chances[:, 0] - 0.5))
    if coder.learned.one_each:
        ordered = np.sort(chances, axis=1)
        return np.asarray(1.0 - (ordered[:, -1] - ordered[:, -2]))
    named = [at for at, theme in enumerate(coder.themes) if theme != NONE]
    return np.asarray((1.0 - np.abs(chances[:, named] - coder.learned.floors[named])).max(axis=1))
