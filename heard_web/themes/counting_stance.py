"""People for and against a proposition, counted for the pages; what readers say and what a machine guesses stay apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from heard.codes import Use
from heard_web.people.models import User
from heard_web.themes.figures import in_figures
from heard_web.themes.models import (
    FoundCondition,
    Proposition,
    Stance,
    StanceAnswer,
    StanceGuess,
    answers_about,
    people_behind,
)
from heard_web.voice.models import Contribution


@dataclass
class StanceCounts:
    """How many people say what, by their readers; and apart, by the machine's guesses about voices nobody has read."""

    people: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    guessed: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    read_voices: int = 0
    voices: int = 0
    withheld: bool = False
    missing: str = ""
    guesses: list[StanceGuess] = field(default_factory=list)
    conditions: list[FoundCondition] = field(default_factory=list)

    @property
    def lines(self) -> list[tuple[str, str, str]]:
        """Each stance in words, with the people by their readers and by the machine's guesses."""
        return [
            (
                str(stance.label),
                in_figures(len(self.people[stance]), withheld=self.withheld),
                in_figures(len(self.guessed[stance]), withheld=self.withheld),
            )
            for stance in Stance
        ]

    def people_told(self, *, withheld: bool) -> list[tuple[str, str]]:
        """Each stance in words, with the people by their readers."""
        return [(str(stance.label), in_figures(len(self.people[stance]), withheld=withheld)) for stance in Stance]

    @property
    def asked_told(self) -> str:
        """The people whom somebody answered for, in figures that this reader may see."""
        return in_figures(sum(len(people) for people in self.people.values()), withheld=self.withheld)

    @property
    def read_told(self) -> str:
        """How many of the voices people read, in figures that this reader may see."""
        read, voices = (in_figures(many, withheld=self.withheld) for many in (self.read_voices, self.voices))
        return f"{read} of {voices} voice{'' if voices == '1' else 's'}"


def of_person(stances: Iterable[str]) -> str:
    """What a person says in all: both sides make mixed, and a voice that does not say leaves the others as they are."""
    said = set(stances) - {Stance.UNCLEAR}
    if not said:
        return Stance.UNCLEAR
    return said.pop() if len(said) == 1 else Stance.MIXED


def readable(proposition: Proposition) -> list[Contribution]:
    """The voices a proposition is asked of whose words may be read for themes, oldest first, in two queries."""
    rows = proposition.contributions()
    answers = answers_about(rows)
    listed = rows.with_parts().order_by("said_on", "pk")
    return [row for row in listed if row.readable and row.judge(answers.get(row.pk, ()), Use.ANALYSE).allowed]


def answered(proposition: Proposition, voices: Iterable[Contribution]) -> dict[int, set[str]]:
    """What readers said each of these voices says: by voice, every different answer."""
    numbers = {row.pk for row in voices}
    said: dict[int, set[str]] = defaultdict(set)
    for pk, stance in StanceAnswer.objects.filter(proposition=proposition).values_list("contribution", "stance"):
        if pk in numbers:
            said[pk].add(stance)
    return said


def agreed_answers(said: Mapping[int, set[str]]) -> dict[int, str]:
    """The answers on which every reader of a voice agrees: only these teach the machine."""
    return {pk: next(iter(stances)) for pk, stances in said.items() if len(stances) == 1}


def missing_answers(answers: Iterable[str]) -> str:
    """What people still have to answer before the machine may guess, in words; nothing when it is enough."""
    from heard.themes.stance.stance import FEWEST, FEWEST_A_SIDE

    counts = Counter(answers)
    total = sum(counts.values())
    if total < FEWEST:
        return f"No guess yet: it takes {FEWEST} answers, and there are {total}. {FEWEST - total} more are needed."
    for side, words in (("for", "for it"), ("against", "against it")):
        if counts[side] < FEWEST_A_SIDE:
            return (
                f"No guess yet: it takes {FEWEST_A_SIDE} voices that are {words}, and people found {counts[side]}. "
                f"{FEWEST_A_SIDE - counts[side]} more are needed."
            )
    return ""


def count_stances(proposition: Proposition, *, user: User) -> StanceCounts:
    """Count the people on each side of a proposition, in a fixed number of queries."""
    voices = {row.pk: row for row in readable(proposition)}
    said = answered(proposition, voices.values())
    seen = set(
        Contribution.objects.visible_to(user).filter(pk__in=proposition.contributions()).values_list("pk", flat=True)
    )
    counts = StanceCounts(voices=len(voices), read_voices=len(said), withheld=bool(voices.keys() - seen))
    counts.missing = missing_answers(agreed_answers(said).values())
    by_person: dict[str, set[str]] = defaultdict(set)
    for pk, stances in said.items():
        for person in people_behind(voices[pk]):
            by_person[person] |= stances
    for person, stances in by_person.items():
        counts.people[of_person(stances)].add(person)
    guesses = [
        row for row in proposition.guesses.all() if row.contribution_id in voices and row.contribution_id not in said
    ]
    guessed: dict[str, set[str]] = defaultdict(set)
    for row in guesses:
        row.contribution = voices[row.contribution_id]
        for person in people_behind(row.contribution):
            guessed[person].add(row.stance)
    for person, stances in guessed.items():
        if person not in by_person:
            counts.guessed[of_person(stances)].add(person)
    counts.guesses = [row for row in guesses if row.contribution_id in seen]
    for found in proposition.found_conditions.all():
        if found.contribution_id in voices and found.contribution_id in seen:
            found.contribution = voices[found.contribution_id]
            if found.holds:
                counts.conditions.append(found)
    return counts
