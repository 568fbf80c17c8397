"""Keep where the words of a finding come from: the exact passages of the voices behind each part of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from heard_web.people.models import User
from heard_web.themes.models import Finding, FindingTrace, hash_of
from heard_web.themes.rewording import still_there
from heard_web.voice.models import Contribution


@dataclass(frozen=True)
class Trace:
    """That some words of a finding come from one passage of one voice."""

    part: str
    words: str
    voice: int
    start: int
    end: int


def text_of(finding: Finding, part: str) -> str:
    """What a finding says in one of its parts, on one line."""
    if part == FindingTrace.Part.SUPPORT:
        text = finding.statement
    elif part == FindingTrace.Part.MINORITY:
        text = finding.minority_view
    elif part == FindingTrace.Part.CAUTION:
        text = finding.cautions
    else:
        text = "\n".join(row.words for row in finding.conditions.all())
    return " ".join(text.split())


def holds_for(part: str, words: str, text: str) -> bool:
    """Whether a trace still holds for a part that says this: some of its words stand there; of a condition, all of them."""
    return words in text if part == FindingTrace.Part.CONDITION else still_there(words, text)


@transaction.atomic
def keep_traces(finding: Finding, traces: Iterable[Trace], *, by: User) -> None:
    """Keep the traces of whose words something still stands in the finding, and drop those of which nothing is left.

    A trace to a voice that this person may not see, or that was taken back, is not kept. Twice is harmless.
    """
    texts = {part: text_of(finding, part) for part in FindingTrace.Part.values}
    traces = list(traces)
    told = {(one.part, " ".join(one.words.split())) for one in (*finding.traces.all(), *traces)}
    held = {(part, words): holds_for(part, words, texts[part]) for part, words in told}
    gone = [row.pk for row in finding.traces.all() if not held[row.part, " ".join(row.words.split())]]
    finding.traces.filter(pk__in=gone).delete()
    there = set(finding.traces.values_list("part", "words", "contribution", "start", "end"))
    wanted = {
        (one.part, words, one.voice, one.start, one.end)
        for one in traces
        if (words := " ".join(one.words.split())) and len(words) <= 500 and held[one.part, words]
    }
    seen = Contribution.objects.standing().visible_to(by).select_related("observation")
    voices = seen.in_bulk({voice for _, _, voice, _, _ in wanted})
    FindingTrace.objects.bulk_create(
        [
            FindingTrace(
                finding=finding, part=part, words=words, contribution=voices[voice], start=start, end=end,
                text_hash=hash_of(voices[voice].readable), linked_by=by,
            )
            for part, words, voice, start, end in sorted(wanted - there)
            if voice in voices and start < end <= len(voices[voice].readable)
        ],
        batch_size=500,
    )  # fmt: skip
