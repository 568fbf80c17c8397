"""The number of people in the sentence drafted from a theme follows the voices that are ticked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from heard_web.themes.actions_traces import Trace
from heard_web.themes.models import MachineCoding, Theme, people_behind
from heard_web.voice.models import Contribution

if TYPE_CHECKING:
    from heard_web.themes.drafting import Drafted


def may_say_otherwise(theme: Theme) -> set[int]:
    """The voices that the computer takes for dissent under a theme: a person says which side they are on."""
    themes = Theme.objects.filter(pk=theme.pk)
    return set(MachineCoding.objects.saying_otherwise(themes).values_list("contribution", flat=True))


def raised(made: Drafted, ticked: Iterable[Contribution]) -> str:
    """What a theme comes to while nobody said who is for it: how many people raised it, of those ticked."""
    from heard.themes.stance.drafting import counted

    people = {person for row in ticked for person in people_behind(row)}
    return f"{counted(len(people))} raised “{made.theme.name}”." if people and made.theme else ""


def with_ticks(made: Drafted, statement: str, ticked: Iterable[Contribution]) -> tuple[str, Sequence[Trace]]:
    """A statement and its traces for the voices that are ticked: the drafted number of people is theirs, and no other."""
    chosen = {row.pk: row for row in ticked}
    now = raised(made, chosen.values())
    if not made.raised or made.raised not in statement or not now:
        return statement, made.traces
    traces = [replace(one, words=now) for one in made.traces if one.part == "support" and one.voice in chosen]
    known = {one.voice for one in traces}
    traces += [Trace("support", now, pk, 0, len(row.readable)) for pk, row in chosen.items() if pk not in known]
    others = [one for one in made.traces if one.part != "support"]
    return statement.replace(made.raised, now), [*others, *traces]
