"""Would more visits bring new themes? What the visits so far can say about that, and what they cannot."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Literal

from heard.errors import NotEnoughVoices
from heard.themes.groups.intervals import Interval
from heard.themes.groups.richness import Incidence, chao2, coverage_of_themes, drawn_again, themes_after

BASE, RUN, THRESHOLD = 4, 2, 0.05  # visits, visits, new themes as a part of the base (Guest, Namey and Chen 2020)
AHEAD = (1, 3, 5)  # visits
DRAWS = 400
CANNOT_KNOW = (
    "This rests on the visits that were made. It knows nothing of people who were not visited, of what was not asked, or "
    "of what people did not feel able to say."
)

Verdict = Literal["probably enough", "not enough yet", "too few visits to say"]


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit or activity, and the themes that came up at it. Without a day, visits keep the order they are given."""

    name: str
    themes: Collection[str] = field(default_factory=frozenset)
    on: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class VisitLine:
    """What one visit brought: themes in all, those that were new, and all so far."""

    name: str
    on: datetime.date | None
    themes: int
    new: int
    so_far: int


@dataclass(frozen=True, slots=True)
class Ahead:
    """New themes to be expected in the next visits, and the range that holds them 19 times in 20."""

    visits: int
    expected: float
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class BaseAndRun:
    """New themes in the last visits as a part of those in the first. `ratio` is None with too few visits."""

    base_visits: int
    base_themes: int
    run_visits: int
    run_new: int
    first_reached: int | None

    @property
    def ratio(self) -> float | None:
        """Give new themes in the run for each theme in the base."""
        return self.run_new / self.base_themes if self.base_themes else None


@dataclass(frozen=True, slots=True)
class Saturation:
    """Whether enough was heard: the curve, the estimates, the verdict and its words."""

    lines: tuple[VisitLine, ...]
    themes: int
    in_all: Interval
    covered: Interval
    ahead: tuple[Ahead, ...]
    base_and_run: BaseAndRun
    verdict: Verdict
    words: tuple[str, ...]

    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Give the curve as text, with its heading first."""
        heading = ("visit", "on", "themes", "new", "so far")
        return (
            heading,
            *(
                (line.name, line.on.isoformat() if line.on else "", str(line.themes), str(line.new), str(line.so_far))
                for line in self.lines
            ),
        )


def saturation(visits: Sequence[Visit], *, seed: int = 0) -> Saturation:
    """Say whether more visits would be likely to bring new themes.

    Three answers that must agree before it says "probably enough": the last two visits brought at most one new theme for
    every twenty of the first four; fewer than one new theme is expected in the next three; and at least 19 of 20
    mentions at a next visit would fall under themes we have.

    Units    visits and themes.
    Shape    visits are put in order of their days; those without a day come last, as given. The same visits and seed
             always give the same answer.
    Errors   `NotEnoughVoices` if there is no visit, or no theme at any of them.
    Source   docs/reference/methods.md#enough
    Limits   every visit counts the same, however many came. It says nothing of who was not visited.
             Guest, Namey and Chen (2020); Chao and Colwell (2017).

    >>> same = [Visit(f"Visit {at}", {"Play", "Transport", "Friends"}) for at in range(8)]
    >>> print(saturation(same).words[0])
    Probably enough: the last 7 visits brought nothing new.
    """
    if not visits or not any(visit.themes for visit in visits):
        raise NotEnoughVoices(
            f"{_many(len(visits), 'visit')} with no theme {'at it says' if len(visits) == 1 else 'at any of them say'} "
            "nothing about whether enough was heard. Put what was said under themes first, and give the visit of each voice."
        )
    order = sorted(range(len(visits)), key=lambda at: (visits[at].on or datetime.date.max, at))
    lines = _curve([visits[at] for at in order])
    times: dict[str, int] = {}
    for visit in visits:
        for theme in set(visit.themes):
            times[theme] = times.get(theme, 0) + 1
    seen = Incidence(len(visits), tuple(sorted(times.values())))
    covered, ahead = _forecast(seen, seed)
    run = _base_and_run([set(visits[at].themes) for at in order])
    verdict = _verdict(seen, covered, ahead, run)
    return Saturation(
        tuple(lines), seen.themes, chao2(seen), covered, ahead, run, verdict, _words(lines, seen, ahead, verdict)
    )


def _curve(visits: Sequence[Visit]) -> list[VisitLine]:
    known: set[str] = set()
    lines = []
    for visit in visits:
        new = set(visit.themes) - known
        known |= new
        lines.append(VisitLine(visit.name, visit.on, len(set(visit.themes)), len(new), len(known)))
    return lines


def _forecast(seen: Incidence, seed: int) -> tuple[Interval, tuple[Ahead, ...]]:
    import numpy as np

    wrong = drawn_again(seen, AHEAD, seed=seed, times=DRAWS)
    low, high = np.quantile(wrong, [0.025, 0.975], axis=0)
    ahead = []
    for at, visits in enumerate(AHEAD):
        expected = themes_after(seen, seen.visits + visits) - seen.themes
        ends = (expected + low[at], expected + high[at])
        ahead.append(Ahead(visits, expected, max(0, round(float(ends[0]))), max(0, round(float(ends[1])))))
    part = coverage_of_themes(seen)
    three = 1 - 3 / max(3, sum(seen.times))  # nothing seen in n goes with up to 3 in n (Hanley and Lippman-Hand 1983)
    ends = (min(part, three, part + float(low[-1])), max(part, part + float(high[-1])))
    return Interval(part, max(0.0, ends[0]), min(1.0, ends[1])), tuple(ahead)


def _base_and_run(visits: Sequence[set[str]]) -> BaseAndRun:
    """Work out base size and run length, and the first visit at which the threshold was reached."""
    base: set[str] = set().union(*visits[:BASE])
    first = None
    for end in range(BASE + RUN, len(visits) + 1):
        known = set().union(*visits[: end - RUN])
        new = set().union(*visits[end - RUN : end]) - known
        if base and len(new) / len(base) <= THRESHOLD:
            first = end
            break
    before = set().union(*visits[: max(0, len(visits) - RUN)])
    latest = set().union(*visits[max(0, len(visits) - RUN) :]) - before
    return BaseAndRun(min(BASE, len(visits)), len(base), min(RUN, len(visits)), len(latest), first)


def _verdict(seen: Incidence, covered: Interval, ahead: Sequence[Ahead], run: BaseAndRun) -> Verdict:
    if seen.visits < BASE + RUN:
        return "too few visits to say"
    quiet = run.ratio is not None and run.ratio <= THRESHOLD
    soon = next(one for one in ahead if one.visits == 3)
    return "probably enough" if quiet and soon.expected < 1 and covered.value >= 0.95 else "not enough yet"


def _words(lines: Sequence[VisitLine], seen: Incidence, ahead: Sequence[Ahead], verdict: Verdict) -> tuple[str, ...]:
    """Say it so that a reader can act on it."""
    if verdict == "too few visits to say":
        opening = f"Too few visits to say: {_many(seen.visits, 'visit')}, and it takes {BASE + RUN}."
        return opening, CANNOT_KNOW
    quiet = next((at for at, line in enumerate(reversed(lines)) if line.new), len(lines))
    last = _last(quiet, sum(line.new for line in lines[-RUN:]))
    more = round(chao2(seen).value - seen.themes)
    may = f"; about {more} more {'theme' if more == 1 else 'themes'} may be unheard" if more else ""
    first = "Probably enough" if verdict == "probably enough" else "Not enough yet"
    soon = next(one for one in ahead if one.visits == 3)
    between = str(soon.low) if soon.low == soon.high else f"{soon.low} to {soon.high}"
    noun = "theme" if between == "1" else "themes"
    only = (f"{_many(seen.once, 'theme')} came up at one visit only.",) if seen.once else ()
    return (
        f"{first}: {last}{may}.",
        f"In the next 3 visits like these, expect {between} new {noun}.",
        *only,
        CANNOT_KNOW,
    )


def _last(quiet: int, new: int) -> str:
    if quiet == 1:
        return "the last visit brought nothing new"
    if quiet:
        return f"the last {quiet} visits brought nothing new"
    return f"the last {RUN} visits brought {_many(new, 'new theme')}"


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
