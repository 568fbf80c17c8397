"""What the learner hands over: proposals, and how good it was on answers it had not seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Standing = Literal["sure", "unsure"]


@dataclass(frozen=True, slots=True)
class Because:
    """What a proposal rests on: answered voices that weigh most, and words of the voice that speak for the theme."""

    voices: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A theme the learner proposes for a voice. `sureness` runs from 0 to 1; `spans` are the sentences that carry it.

    "sure" means that such proposals were right at least as often as `Quality.sure_right` says. A person decides.
    """

    voice: str
    theme: str
    sureness: float
    standing: Standing
    spans: tuple[tuple[int, int], ...] = ()
    because: Because = Because()


@dataclass(frozen=True, slots=True)
class ThemeQuality:
    """How good the proposals for one theme were, on answers the learner had not seen. `n` is how many carried it."""

    theme: str
    n: int
    precision: float
    recall: float
    f1: float
    calibration_error: float


@dataclass(frozen=True, slots=True)
class Quality:
    """How good the proposals were, on answers the learner had not seen. All shares run from 0 to 1.

    `micro_f1` counts every theme given to a voice alike, `macro_f1` every theme alike, `samples_f1` every voice alike.
    `sure` of the proposals were sure, and `sure_right` of those were right.
    """

    answered: int
    themes: tuple[ThemeQuality, ...] = ()
    micro_f1: float = 0.0
    macro_f1: float = 0.0
    samples_f1: float = 0.0
    calibration_error: float = 0.0
    sure: int = 0
    sure_right: float = 0.0

    @property
    def known(self) -> bool:
        """Say whether there were enough answers to judge the learner at all."""
        return self.answered > 0
