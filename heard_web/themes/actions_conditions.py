"""The conditions of findings that repeat somebody's words follow those words: put right, refused or taken back."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from heard.codes import Use
from heard_web.audit.models import record
from heard_web.people.models import User
from heard_web.themes.conditions import passage_in, still_says
from heard_web.themes.models import Finding, FindingCondition, FindingTrace, hash_of, said_no


@transaction.atomic
def forget_conditions(*, by: User | None = None) -> int:
    """Erase the conditions whose words are no longer in their voice, or may no longer be used; give how many went.

    A voice that was put right is read again: where it still says the words, the condition stays and points to where they
    now are. What somebody else said in the same words is tied to them instead. Each finding keeps how many went. Doing it
    twice is harmless.
    """
    gone = 0
    for condition in FindingCondition.objects.fallen().select_related("contribution__observation"):
        _read_again(condition)
    for condition in FindingCondition.objects.fallen():
        _tie_to_another(condition)
    for condition in FindingCondition.objects.fallen():
        _erase(condition)
        gone += 1
    if gone:
        told = f"Erased {gone} conditions whose words were taken back, refused or put right."
        record(by=by, verb="forget_conditions", of=None, sentence=told)
    return gone


def _read_again(condition: FindingCondition) -> None:
    """Point a condition to where its words now are in a voice that was put right, if they are still there."""
    voice = condition.contribution
    length = (condition.end or 0) - (condition.start or 0)
    if voice is None or not voice.is_standing or not still_says(voice, condition.words, letters=length):
        return
    traces = FindingTrace.objects.filter(finding=condition.finding_id, part="condition", words=condition.words)
    condition.start, condition.end = passage_in(condition.words, voice) or (None, None)
    condition.read_at = timezone.now()
    condition.save(update_fields=["start", "end", "read_at"])
    if condition.start is not None:
        first = traces.filter(contribution=voice).first()
        traces.filter(contribution=voice).exclude(pk=first.pk if first else None).delete()
        told = {"start": condition.start, "end": condition.end, "text_hash": hash_of(voice.readable)}
        traces.filter(contribution=voice).update(**told)


def _tie_to_another(condition: FindingCondition) -> None:
    """Tie a condition to another voice it was traced to that holds the very same words, if one still stands."""
    traces = FindingTrace.objects.filter(finding=condition.finding_id, part="condition", words=condition.words)
    others = traces.exclude(contribution=condition.contribution_id).exclude(said_no(Use.QUOTE))
    for trace in others.select_related("contribution__observation").usable():
        for start, end in trace.passages:
            said = " ".join(trace.contribution.readable[start:end].split())
            if said.casefold() == condition.words.casefold():
                condition.contribution, condition.start, condition.end = trace.contribution, start, end
                condition.read_at = timezone.now()
                condition.save(update_fields=["contribution", "start", "end", "read_at"])
                return


def _erase(condition: FindingCondition) -> None:
    """Erase a condition, and its words wherever the finding keeps them to say where they came from."""
    FindingTrace.objects.filter(finding=condition.finding_id, part="condition", words=condition.words).delete()
    Finding.objects.filter(pk=condition.finding_id).update(conditions_lost=F("conditions_lost") + 1)
    condition.delete()
