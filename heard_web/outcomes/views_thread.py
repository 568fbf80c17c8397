"""The thread of an ask, both ways, and the way of one voice forward."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from heard.outcomes.attribution import ConcernKind
from heard_web.decisions.models import Ask
from heard_web.outcomes.chain import Chain, chain_of
from heard_web.outcomes.knots import knots_of
from heard_web.outcomes.onwards import knots_onwards, onwards_from
from heard_web.outcomes.voices_shown import VoiceShown
from heard_web.people.access import SignedInRequest, allowed, signed_in
from heard_web.people.models import Role
from heard_web.voice.models import Contribution

VOICES_FIRST, VOICES_SHOWN = 3, 60


@signed_in
@require_GET
def thread(request: SignedInRequest, pk: int) -> HttpResponse:
    """From why people were asked to what they were told, with everything that is missing or in doubt."""
    asks = Ask.objects.visible_to(request.user).select_related("body", "purpose__held_by", "held_by")
    chain = chain_of(get_object_or_404(asks, pk=pk), user=request.user)
    supports = [shown for shown in chain.voices if shown.side == "supports"]
    otherwise = [shown for shown in chain.voices if shown.side != "supports"]
    shown = {
        "chain": chain, "ask": chain.ask, "knots": knots_of(chain), "gaps": chain.gaps(), "today": timezone.localdate(),
        "supports": folded(supports), "otherwise": folded(otherwise),
        "parts": parts_with_what_came(chain), "may_answer": chain.ask.may_be_answered_by(request.user),
        "may_record": request.user.as_role.may_record_decisions(),
        "doubts": chain.doubts,
        "never": chain.never_delivered,
        "told": told_with_visit(chain), **held_back(chain),
    }  # fmt: skip
    return render(request, "outcomes/thread.html", shown)


def held_back(chain: Chain) -> dict[str, list[str]]:
    """For each part of the page, a line for every organisation that has not released what it holds."""
    return {
        "activities_held_back": chain.activities.lines("A visit or event is", "visits and events are"),
        "findings_held_back": chain.findings.lines("A finding is", "findings are"),
        "decisions_held_back": chain.decisions.lines("An answer is", "answers are"),
        "actions_held_back": chain.actions.lines("An action is", "actions are"),
        "changes_held_back": [
            *chain.outcomes.lines("A change is", "changes are"), *chain.impacts.lines("A result is", "results are"),
        ],
        "told_held_back": chain.give_backs.lines("A reply is", "replies are"),
    }  # fmt: skip


def told_with_visit(chain: Chain) -> list[dict[str, object]]:
    """Every reply, with the visit it followed where this reader may see that visit."""
    visits = {activity.pk: activity.title for activity in chain.activities.rows}
    return [{"reply": told, "visit": visits.get(told.activity_id or 0, "")} for told in chain.give_backs.rows]


@dataclass(frozen=True)
class Folded:
    """Many voices on one page: a few in sight, the next ones folded, and how many `more` there are."""

    first: list[VoiceShown]
    rest: list[VoiceShown]
    more: int

    @property
    def rest_in_words(self) -> str:
        """What the fold is called."""
        return "The other voice" if len(self.rest) == 1 else f"The other {len(self.rest)} voices"


def folded(voices: list[VoiceShown]) -> Folded:
    """The voices that may be shown to everyone before those that may not, a few in sight and the next ones folded."""
    told = sorted(voices, key=lambda shown: (shown.kind == "withheld", shown.private))
    return Folded(told[:VOICES_FIRST], told[VOICES_FIRST:VOICES_SHOWN], max(len(told) - VOICES_SHOWN, 0))


def parts_with_what_came(chain: Chain) -> list[dict[str, object]]:
    """Every part with its answer, what came of it, and what is doubtful. A part that was never delivered stays."""
    rows: list[dict[str, object]] = []
    for part in chain.parts:
        came = [impact for impact in chain.impacts.rows if impact.claims_here[0].part_id == part.pk]  # type: ignore[attr-defined]
        never = next(
            (c for c in chain.concerns if c.part_id == str(part.pk) and c.kind is ConcernKind.NEVER_DELIVERED), None
        )
        doubtful = {c.kind for c in chain.doubts for impact in came if c.result_id == str(impact.pk)}
        row = {"part": part, "decision": chain.answer_to(part), "impacts": came, "never": never}
        rows.append(
            {**row, "older": ConcernKind.OLDER_THAN_VOICE in doubtful, "differs": ConcernKind.DIFFERS in doubtful}
        )
    return rows


@allowed(Role.may_read_voices)
@require_GET
def voice_thread(request: SignedInRequest, pk: int) -> HttpResponse:
    """What became of one voice."""
    standing = Contribution.objects.visible_to(request.user).standing().with_thread()
    onwards = onwards_from(get_object_or_404(standing, pk=pk), user=request.user)
    shown = {"onwards": onwards, "voices": [onwards.shown], "knots": knots_onwards(onwards)}
    return render(request, "outcomes/voice_thread.html", shown)
