"""Keep where the words of a finding come from: the exact passages of the voices behind each part of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from heard_web.people.models import User
from heard_web.themes.models import Finding, FindingTrace, hash_of
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


@transaction.atomic
def keep_traces(finding: Finding, traces: Iterable[Trace], *, by: User) -> None:
    """Keep the traces whose words still stand in the finding, and drop those whose words a person took out or changed.

    A trace to a voice that this person may not see, or that was taken back, is not kept. Twice is harmless.
    """
    texts = {part: text_of(finding, part) for part in FindingTrace.Part.values}
    gone = [row.pk for row in finding.traces.all() if " ".join(row.words.split()) not in texts[row.part]]
    finding.traces.filter(pk__in=gone).delete()
    there = set(finding.traces.values_list("part", "words", "contribution", "start", "end"))
    wanted = {
        (one.part, words, one.voice, one.start, one.end)
        for one in traces
        if (words := " ".join(one.words.split())) and len(words) <= 500 and words in texts[one.part]
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
