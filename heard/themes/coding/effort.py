"""What people read, what the learner proposed, and how much reading that saved. The two are never added together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Effort:
    """Human effort spent and saved, in voices. `saved` are voices with a sure proposal that nobody had to read."""

    read_by_people: int
    proposed: int
    agreed: int
    changed: int
    saved: int

    @property
    def words(self) -> str:
        """Say it in a sentence or two."""
        checked = self.agreed + self.changed
        said = f"People read {self.read_by_people:,} voices. The machine proposed themes for {self.proposed:,} others"
        said += f" and is sure of {self.saved:,} of them."
        if checked:
            said += f" Of {checked:,} proposals that people checked, {self.agreed:,} were left as they were."
        return said


def effort(
    voices: Iterable[str],
    answers: Mapping[str, Set[str]],
    proposed: Mapping[str, Set[str]],
    sure: Set[str] = frozenset(),
) -> Effort:
    """Count effort spent and saved.

    Units    voices. `answers` is what people gave; `proposed` what the machine proposed, whether or not a person read the
             voice since; `sure` are the voices all of whose proposals are sure.
    Shape    a voice that a person read counts as read alone. It agreed where the person's themes are the same as those
             proposed, and changed where they are not.
    """
    known = set(voices)
    read = known & set(answers)
    checked = read & set(proposed)
    agreed = sum(set(answers[voice]) == set(proposed[voice]) for voice in checked)
    waiting = {voice for voice in known - read if proposed.get(voice)}
    return Effort(len(read), len(waiting), agreed, len(checked) - agreed, len(waiting & set(sure)))
