"""One reading of the voices of a proposition by the library: guesses where people answered enough, and conditions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from heard.codes import Mode
from heard.records import Voice
from heard_web.themes.actions_stance_reading import Found, Guess
from heard_web.themes.counting_stance import agreed_answers, answered, missing_answers, readable
from heard_web.themes.models import Proposition
from heard_web.themes.reading import reader
from heard_web.voice.models import Contribution

if TYPE_CHECKING:
    from heard.themes.reading import Reader
    from heard.themes.stance.conditions import Condition
    from heard.themes.stance.stance import Stance


@dataclass
class Read:
    """What came of a reading, by the number of each voice, and what to tell people about it."""

    guesses: Mapping[int, Guess] = field(default_factory=dict)
    found: Mapping[int, Sequence[Found]] = field(default_factory=dict)
    told: str = ""
    learner: str = ""


def read_voices(proposition: Proposition) -> Read:
    """Read every voice the proposition is asked of. Only a background job may call this: it loads the model."""
    from heard.themes.stance.conditions import find_conditions

    rows = readable(proposition)
    model = reader()
    said = [row for row in rows if row.mode != Mode.OBSERVED]
    found = dict(zip((row.pk for row in said), find_conditions([row.readable for row in said], model), strict=True))
    read = Read(found={pk: [_found(one) for one in passages] for pk, passages in found.items() if passages})
    agreed = agreed_answers(answered(proposition, rows))
    read.told = missing_answers(agreed.values())
    if not read.told:
        _guess(read, proposition, rows, agreed, model, [found.get(row.pk, []) for row in rows])
    return read


def _found(one: Condition) -> Found:
    start, end = one.qualifies
    return Found(one.start, one.end, one.kind, one.sureness, (start, end) if start < end else None)


def _guess(
    read: Read,
    proposition: Proposition,
    rows: Sequence[Contribution],
    agreed: Mapping[int, str],
    model: Reader,
    conditions: Sequence[Sequence[Condition]],
) -> None:
    """Learn from the answers on which readers agree, and guess the rest."""
    from heard.themes.stance.stance import Answer, learn_stance

    voices = [Voice(str(row.pk), row.readable, str(row.speaker_id or f"c{row.pk}")) for row in rows]
    vectors = model.vectors([voice.words for voice in voices])
    answers: Any = [Answer(str(pk), cast("Stance", stance)) for pk, stance in agreed.items()]
    coder = learn_stance(proposition.words, voices, vectors, answers)
    proposed = coder.propose(voices, vectors, conditions)
    read.guesses = {int(one.voice): Guess(one.shown, one.sureness) for one in proposed if one.source == "learned"}
    read.learner = coder.version
    read.told = f"It learned from {coder.learned_from} answers of people."
    if coder.quality is not None:
        right = round(100 * coder.quality.accuracy)
        read.told += f" On answers it had not looked at, it was right {right} times in 100."
