"""How far the two readers of a round agree, worked out each time from what still stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from heard_web.themes.models import FITS_NONE, BlindAnswer, BlindRound, Coding, RoundVoice, Settled, Theme

if TYPE_CHECKING:
    from heard.themes.coding.agreement import ThemeAgreement

NOTHING_TO_SAY = "nothing to compare"


@dataclass(frozen=True)
class Answered:
    """One voice of a finished round: what reader 1 and reader 2 said, and what counts.

    `before` are the themes that a voice sorted before the round now stands under; None for one that was not.
    """

    voice: RoundVoice
    one: BlindAnswer
    other: BlindAnswer
    settled: Settled | None
    before: frozenset[str] | None = None

    @property
    def sorted_otherwise(self) -> bool:
        """Whether both said the same of a voice that stands sorted in another way."""
        said = frozenset(theme.name for theme in self.one.themes.all()) or frozenset({FITS_NONE})
        return self.agreed and self.before is not None and self.before != said

    @property
    def before_in_order(self) -> list[str]:
        """The themes it stood sorted under, by name."""
        return sorted(self.before or (), key=str.casefold)

    @property
    def to_settle(self) -> bool:
        """Whether somebody has to say what counts: not of a voice that was sorted before."""
        return self.settled is None and self.before is None

    @property
    def agreed(self) -> bool:
        """Whether both had said the same."""
        return self.settled is not None and self.settled.how == Settled.How.AGREED


def answered(reading: BlindRound) -> list[Answered]:
    """The voices of a finished round that may still be used, in five queries. Nothing while somebody still reads."""
    if reading.state != BlindRound.State.CLOSED:
        return []
    answers: dict[int, dict[int, BlindAnswer]] = defaultdict(dict)
    for row in BlindAnswer.objects.filter(voice__round=reading).prefetch_related("themes"):
        answers[row.voice_id][row.reader_id] = row
    settled = {
        row.voice_id: row
        for row in Settled.objects.filter(voice__round=reading).select_related("settled_by").prefetch_related("themes")
    }
    before: dict[int, set[str]] = defaultdict(set)
    if reading.which == BlindRound.Which.ANY:
        rows = Coding.objects.filter(theme__codebook=reading.codebook_id, contribution__rounds__round=reading)
        for pk, name in rows.values_list("contribution", "theme__name"):
            before[pk].add(name)
    found = []
    for voice in reading.voices.with_parts().usable():
        both = answers[voice.pk]
        readers = [reading.first_reader_id, reading.second_reader_id]
        if any(reader not in both for reader in readers):
            continue
        one, other = (both[reader] for reader in (reversed(readers) if voice.turned else readers))
        stands = frozenset(before[voice.contribution_id]) if voice.sorted_before else None
        found.append(Answered(voice, one, other, settled.get(voice.pk), stands))
    return found


def progress_of(reading: BlindRound) -> list[tuple[Any, int, bool]]:
    """Each reader, for how many voices they have answered, and whether they have finished. Never what they answered."""
    done: dict[int, int] = defaultdict(int)
    for reader in BlindAnswer.objects.filter(voice__round=reading).values_list("reader", flat=True):
        done[reader] += 1
    readers = (reading.first_reader, reading.second_reader)
    return [(reader, done[reader.pk], reading.finished_by(reader)) for reader in readers]


@dataclass(frozen=True)
class AgreementLine:
    """How far two readers agree about one theme, in figures and in words."""

    name: str
    both: int
    one_only: int
    percent: str
    kappa: str
    alpha: str
    words: str


@dataclass(frozen=True)
class AgreementTold:
    """How far two readers agree, for a page."""

    voices: int
    same: int
    lines: list[AgreementLine]
    overall: AgreementLine

    @property
    def differing(self) -> int:
        """The voices on which they differ."""
        return self.voices - self.same


def themes_offered(reading: BlindRound) -> list[Theme]:
    """The themes that both readers could tick: those in use before both had finished."""
    rows = reading.codebook.themes.agreed().about_something()
    return list(rows.filter(agreed_at__lte=reading.ended_at) if reading.ended_at else rows)


def agreement_of(rows: list[Answered], offered: Iterable[Theme] = ()) -> AgreementTold:
    """How far the two agree, theme by theme and over all. `rows` are the voices of the round that still stand.

    A theme that was `offered` and that neither of them ever ticked is there too, with noughts.
    """
    # Imported here because it loads the numerical libraries, which other pages do not need.
    from heard.themes.coding.agreement import agree

    names = {str(theme.pk): theme.name for theme in offered}
    codings: dict[str, dict[str, frozenset[str]]] = {"first": {}, "second": {}}
    for row in rows:
        both = (row.other, row.one) if row.voice.turned else (row.one, row.other)
        for reader, given in zip(("first", "second"), both, strict=True):
            themes = {str(theme.pk): theme.name for theme in given.themes.all()}
            names |= themes
            codings[reader][str(row.voice.pk)] = frozenset(themes)
    used = sorted(names, key=lambda key: names[key].casefold())
    found = agree(codings, themes=used)
    one, other = codings["first"], codings["second"]
    lines = []
    for part in found.themes:
        both_said = sum(part.theme in one[voice] and part.theme in other[voice] for voice in one)
        either = sum(part.theme in one[voice] or part.theme in other[voice] for voice in one)
        lines.append(_line(part, names[part.theme], both_said, either - both_said))
    same = sum(row.agreed for row in rows)
    both_said, one_said = sum(line.both for line in lines), sum(line.one_only for line in lines)
    return AgreementTold(len(rows), same, lines, _line(found.overall, "All themes together", both_said, one_said))


def _line(part: ThemeAgreement, name: str, both: int, one_only: int) -> AgreementLine:
    ranged = "" if part.low is None or part.high is None else f" ({part.low:.2f} to {part.high:.2f})"
    return AgreementLine(
        name=name,
        both=both,
        one_only=one_only,
        percent=f"{round(100 * part.percent)} in 100",
        kappa=NOTHING_TO_SAY if part.kappa is None else f"{part.kappa:.2f}",
        alpha=NOTHING_TO_SAY if part.alpha is None else f"{part.alpha:.2f}{ranged}",
        words=_sentence(part.words),
    )


def _sentence(words: str) -> str:
    """The library's words about any number of people as a sentence about two."""
    if words.startswith("agree"):
        return f"They {words}."
    if words.startswith("cannot"):
        return f"It {words}."
    return "Both gave the same answer every time, so there is nothing to compare."
