"""How large a theme is, when a machine read most voices: the machine's count, corrected by voices people read by chance."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from heard.errors import MiscountedVoices, NotEnoughVoices

_Z = 1.959964
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Share:
    """A share of voices with its 95 % interval, all from 0 to 1, and by how many voices read by chance it was checked."""

    share: float
    low: float
    high: float
    checked: int


def corrected_share(machine_says: Mapping[str, float], read_by_chance: Mapping[str, bool]) -> Share:
    """Give the share of voices that carry a theme, from what the machine says of all and people of a few.

    The machine misses some voices and takes others in by mistake, so its own count is off by an unknown amount. People
    read some voices by chance; how far the machine is off on those shows how far it is off on all.

    Units    `machine_says` from every voice to 1 or 0, or a chance between; `read_by_chance` from voices that chance alone
             chose to whether a person gave the theme.
    Shape    with no more than the machine to go by, nothing can be corrected: at least 2 voices must have been read.
    Errors   `NotEnoughVoices` below that; `MiscountedVoices` where a voice was read that the machine never saw.
    Source   Angelopoulos and others (2023), Prediction-powered inference, with the weight that makes the interval
             narrowest (2024); with one mistake more each way than was seen, after Agresti and Coull (1998)
    Limits   the interval rests on chance reading (`read_by_chance` in reads.py). For the voices people read, give what the
             machine said without their answers (`Coder.unseen`), or its mistakes are hidden.

    >>> corrected_share({"a": 1, "b": 1, "c": 0, "d": 0}, {"a": True, "c": False, "d": False}).share
    0.5
    """
    if len(read_by_chance) < _FEWEST:
        raise NotEnoughVoices(
            f"{len(read_by_chance)} voices were read by chance. Read at least {_FEWEST} so that the machine can be checked."
        )
    unknown = set(read_by_chance) - set(machine_says)
    if unknown:
        raise MiscountedVoices(f"{len(unknown)} voices were read that the machine never saw. Use one set of voices.")
    said = [float(machine_says[voice]) for voice in sorted(machine_says)]
    pairs = [(float(machine_says[voice]), float(read_by_chance[voice])) for voice in sorted(read_by_chance)]
    many, few = len(said), len(pairs)
    weight = _weight(pairs, many)
    point = weight * _mean(said) + _mean([given - weight * machine for machine, given in pairs])
    left = 1.0 - few / many  # what was not read by a person; nothing is uncertain once all was
    spread = left * _could_be_off([given - weight * machine for machine, given in pairs]) / few
    low, high = _interval(point, spread, few, many)
    return Share(round(min(max(point, 0.0), 1.0), 4), round(low, 4), round(high, 4), few)


def _weight(pairs: list[tuple[float, float]], many: int) -> float:
    """Say how far to trust the machine: as far as it goes with the readers, and not at all if it does not."""
    machine, given = [one for one, _ in pairs], [other for _, other in pairs]
    spread = _variance(machine)
    if spread == 0.0 or many <= len(pairs):
        return 0.0
    middle = _mean(machine), _mean(given)
    together = sum((one - middle[0]) * (other - middle[1]) for one, other in pairs) / (len(pairs) - 1)
    return min(max(together / spread, 0.0), 1.0)


def _could_be_off(differences: list[float]) -> float:
    """Give the variance of the machine's mistakes, with one more of each kind than were seen.

    A machine that was right on 20 voices may still be wrong on one in seven: without these two it would look certain.
    """
    middle = _mean(differences)
    return (sum((one - middle) ** 2 for one in differences) + 2.0) / (len(differences) + 1)


def _interval(point: float, spread: float, few: int, many: int) -> tuple[float, float]:
    """Give Wilson's interval for as many voices as the spread is worth, which is kinder to small shares than ± two errors."""
    inside = min(max(point, 0.0), 1.0)
    if few >= many:
        return inside, inside
    worth = inside * (1 - inside) / spread if 0 < inside < 1 else float(few)
    worth = max(worth, 1.0)
    middle = (inside + _Z**2 / (2 * worth)) / (1 + _Z**2 / worth)
    half = _Z / (1 + _Z**2 / worth) * math.sqrt(inside * (1 - inside) / worth + _Z**2 / (4 * worth**2))
    return max(middle - half, 0.0), min(middle + half, 1.0)


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed)


def _variance(values: list[float]) -> float:
    middle = _mean(values)
    return sum((value - middle) ** 2 for value in values) / (len(values) - 1)
