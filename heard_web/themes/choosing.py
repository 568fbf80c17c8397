"""What stands beside a finding while it is written: voices to tick, those to be answered, and conditions to take up."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from heard_web.people.models import User
from heard_web.themes.actions_traces import Trace
from heard_web.themes.conditions import Offered, lines_with_voices, offered, suggested
from heard_web.themes.counting_findings import FindingVoices
from heard_web.themes.drafting import Drafted
from heard_web.themes.following import with_ticks
from heard_web.themes.forms_findings import FindingForm
from heard_web.themes.models import Finding
from heard_web.themes.sources import tied_lines

MOST_CONDITIONS = 40


def to_be_answered(finding: Finding | None, voices: FindingVoices, drafted: Drafted | None) -> set[int]:
    """The voices on the page that may say otherwise: none of them is left out of a new finding without a word."""
    if finding is not None:
        return set()
    listed = {voice.pk for voice, _ in voices.listed}
    return listed & {*voices.suspected, *(drafted.to_answer if drafted else ())}


def rows_of(form: FindingForm, voices: FindingVoices) -> list[dict[str, Any]]:
    """Each voice on the page with its ticks; those that have to be answered come first."""
    ticked = {side: form.ticked(side) for side in ("supports", "minority", "left_out")}
    rows = [
        {"voice": voice, "says": says, "asks": voice.pk in form.to_answer}
        | {side: voice.pk in there for side, there in ticked.items()}
        | {"open": form.is_bound and voice.pk in form.unanswered}
        for voice, says in voices.listed
    ]
    return sorted(rows, key=lambda row: not row["asks"])


def conditions_offered(form: FindingForm, voices: FindingVoices) -> list[Offered]:
    """Words in the voices on the page that may set a condition and do not stand on the form yet."""
    lines = str(form["conditions"].value() or "").splitlines()
    return offered(suggested(voice for voice, _ in voices.listed), there=lines)[:MOST_CONDITIONS]


def as_chosen(
    clean: dict[str, Any], found: Collection[str], voices: FindingVoices, drafted: Drafted | None, *, user: User
) -> dict[str, Any]:
    """What was typed and ticked as the actions take it: each condition tied to its voice, each number as ticked."""
    suggestions = suggested(voice for voice, _ in voices.listed)
    lines = lines_with_voices(clean["conditions"], suggestions)
    statement, traces = clean["statement"], list[Trace]()
    if drafted:
        lines = tied_lines(lines, drafted, user=user)
        statement, kept = with_ticks(drafted, statement, clean["supports"])
        traces = list(kept)
    taken = [one for one in offered(suggestions) if one.key in found and one.quoted is not None]
    lines = [*lines, *((one.words, one.quoted) for one in taken)]
    told = {"statement": statement, "conditions": lines, "traces": [*traces, *_traces_of(taken)]}
    return {name: value for name, value in (clean | told).items() if name not in ("drafted", "left_out")}


def _traces_of(taken: Iterable[Offered]) -> Sequence[Trace]:
    """Everybody who said the words of a condition that was taken up."""
    return [Trace("condition", one.words, said.voice.pk, said.start, said.end) for one in taken for said in one.found]
