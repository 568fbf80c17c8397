"""The thread of one ask, gathered from every stage in a fixed number of queries, as one reader may see it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, Q

from heard.codes import Answer
from heard.outcomes.attribution import Concern, ConcernKind
from heard.outcomes.thread import Gap, Thread, missing
from heard_web.decisions.models import Ask, AskPart, Decision
from heard_web.decisions.sight import Seen, seen_by
from heard_web.engagement.models import Activity, ActivityStatus, Purpose
from heard_web.outcomes.attribution import concerns_about
from heard_web.outcomes.models import FINISHED, Action, GiveBack, Impact, ImpactClaim, Outcome
from heard_web.outcomes.voices_shown import VoiceShown, shown_to
from heard_web.people.models import User
from heard_web.themes.models import Finding, FindingVoice
from heard_web.voice.models import Contribution


@dataclass(frozen=True)
class Chain:
    """Every step from the question people were asked to what they were told back."""

    ask: Ask
    parts: list[AskPart]
    purpose: Purpose | None
    purpose_held_by: str
    findings: Seen[Finding]
    voices: list[VoiceShown]
    voices_held_back: list[str]
    taken_back: int
    activities: Seen[Activity]
    decisions: Seen[Decision]
    actions: Seen[Action]
    outcomes: Seen[Outcome]
    impacts: Seen[Impact]
    give_backs: Seen[GiveBack]
    published: list[dict[str, Any]]
    concerns: list[Concern] = field(default_factory=list)

    @property
    def people(self) -> int:
        """How many people were at the activities, as counted there."""
        return sum(people_at(activity) for activity in self.activities.rows)

    @property
    def doubts(self) -> list[Concern]:
        """What does not fit between what was asked and what is claimed to have come of it."""
        return [concern for concern in self.concerns if concern.kind is not ConcernKind.NEVER_DELIVERED]

    @property
    def never_delivered(self) -> list[Concern]:
        """What was asked and nothing on record delivers."""
        return [concern for concern in self.concerns if concern.kind is ConcernKind.NEVER_DELIVERED]

    @property
    def first_heard_on(self) -> datetime.date | None:
        """The day of the first voice behind the ask; without voices, the day of the first activity."""
        said = [shown.voice.said_on for shown in self.voices]
        return min(said or [activity.starts_on for activity in self.activities.rows], default=None)

    @property
    def themes(self) -> list[str]:
        """The names of the themes under the findings."""
        return sorted({theme.name for finding in self.findings.rows for theme in finding.themes.all()})

    def answer_to(self, part: AskPart | None) -> Decision | None:
        """The latest answer to a part, or to the whole ask where the part has none of its own."""
        latest = {decision.part_id: decision for decision in self.decisions.rows}
        return latest.get(part.pk if part else None) or latest.get(None)

    def answers(self) -> list[Decision | None]:
        """The latest answer to each part in turn; an ask without parts has one answer, to all of it."""
        return [self.answer_to(part) for part in self.parts] if self.parts else [self.answer_to(None)]

    def gaps(self) -> list[Gap]:
        """What is still missing. Nothing is called missing where somebody only holds it back."""
        held_back = {
            "voice": self.voices_held_back, "themes": self.findings.held_back, "decisions": self.decisions.held_back,
            "engagement": self.activities.held_back, "give-back": self.give_backs.held_back,
            "outcomes": [*self.actions.held_back, *self.outcomes.held_back, *self.impacts.held_back],
        }  # fmt: skip
        return [gap for gap in missing(self.records()) if not held_back.get(gap.stage)]

    def records(self) -> Thread:
        """How far the thread has come, as the library's `Thread`."""
        answers = self.answers()
        made, promised = self._replies()
        return Thread(
            people_heard=self.people or len(self.voices),
            first_heard_on=self.first_heard_on,
            voices=len(self.voices),
            themes_agreed=max(len(self.themes), len(self.findings.rows)),
            asks=len(answers),
            asks_answered=sum(answer is not None and answer.answer != Answer.AWAITING for answer in answers),
            actions=len(self.actions.rows),
            actions_finished=sum(action.status in FINISHED for action in self.actions.rows),
            outcomes=len(self.outcomes.rows) + len(self.impacts.rows),
            outcomes_with_proof=len(self.outcomes.rows)
            + sum(bool(impact.in_use_since or impact.families_say) for impact in self.impacts.rows),
            outcomes_checked_with_families=sum(impact.families_asked_on is not None for impact in self.impacts.rows),
            give_backs_promised=promised,
            give_backs_made=made,
            given_back_on=max((told.told_on for told in self.give_backs.rows), default=None),
            pages_published=len(self.published),
        )

    def _replies(self) -> tuple[int, int]:
        """Replies made and promised. A reply about the ask reaches every group; one about a visit, that group."""
        promised = self.purpose is not None and bool(self.purpose.giveback_promise or self.purpose.giveback_due_on)
        groups = len(self.activities.rows) if promised else 0
        if any(told.activity_id is None for told in self.give_backs.rows):
            return max(groups, 1), groups
        return len({told.activity_id for told in self.give_backs.rows}), groups


def people_at(activity: Activity) -> int:
    """How many people were counted at an activity."""
    return sum(row.people for row in activity.group_counts.all())


def chain_of(ask: Ask, *, user: User) -> Chain:
    """Gather the thread of an ask that this person may see. The number of queries does not grow with the thread."""
    parts = list(ask.parts.select_related("setting"))
    decisions = seen_by(user, Decision.objects.filter(ask=ask).for_reading())
    findings = seen_by(user, _findings(ask, user))
    behind = Contribution.objects.filter(
        Q(finding_links__finding__in=_keys(findings)) | Q(decision_links__decision__in=_keys(decisions))
    ).distinct()
    voices = seen_by(user, behind.standing().with_thread())
    activities = seen_by(user, _activities(ask, voices))
    claims = ImpactClaim.objects.filter(ask=ask).select_related("part")
    impacts = Impact.objects.filter(claims__ask=ask).select_related("setting").distinct()
    impacts_seen = seen_by(user, impacts.prefetch_related(Prefetch("claims", queryset=claims, to_attr="claims_here")))
    replies = GiveBack.objects.filter(Q(ask=ask) | Q(activity__in=_keys(activities)))
    told = replies.told().select_related("activity", "given_by")
    actions = Action.objects.filter(decision__ask=ask).select_related("part")
    outcomes = Outcome.objects.filter(action__decision__ask=ask).select_related("action")
    purpose = ask.purpose if _sees_purpose(ask, user) else None
    chain = Chain(
        ask=ask, parts=parts, purpose=purpose,
        purpose_held_by=ask.purpose.held_by.name if ask.purpose and purpose is None else "",
        findings=findings, voices=_shown(user, voices, findings, activities),
        voices_held_back=voices.lines("A voice is", "voices are"),
        taken_back=behind.visible_to(user).filter(withdrawn_at__isnull=False).count(),
        activities=activities, decisions=decisions, actions=seen_by(user, actions),
        outcomes=seen_by(user, outcomes), impacts=impacts_seen, give_backs=seen_by(user, told.distinct()),
        published=replies.visible_to(user).pages(),
    )  # fmt: skip
    claimed = [(impact, impact.claims_here[0].part_id) for impact in impacts_seen.rows]
    chain.concerns.extend(
        concerns_about(ask, parts=parts, answers=chain.answers(), claimed=claimed, first_heard_on=chain.first_heard_on)
    )
    return chain


def _keys(seen: Seen[Finding] | Seen[Decision] | Seen[Activity]) -> list[int]:
    return [row.pk for row in seen.rows]


def _findings(ask: Ask, user: User) -> Any:
    links = Prefetch("voices", queryset=FindingVoice.objects.all(), to_attr="links")
    return Finding.objects.filter(asks=ask).for_deciding(user).prefetch_related("themes", links)


def _activities(ask: Ask, voices: Seen[Contribution]) -> Any:
    """Where the voices behind the ask were heard, and what else was held for the same purpose."""
    where = Q(pk__in={voice.activity_id for voice in voices.rows})
    if ask.purpose_id:
        where |= Q(purpose=ask.purpose_id, status=ActivityStatus.HELD)
    rows = Activity.objects.filter(where).select_related("setting").prefetch_related("group_counts")
    return rows.order_by("starts_on", "id")


def _sees_purpose(ask: Ask, user: User) -> bool:
    return ask.purpose_id is not None and Purpose.objects.visible_to(user).filter(pk=ask.purpose_id).exists()


def _shown(
    user: User, voices: Seen[Contribution], findings: Seen[Finding], activities: Seen[Activity]
) -> list[VoiceShown]:
    sides = {link.contribution_id: link.side for finding in findings.rows for link in finding.links}  # type: ignore[attr-defined]
    places = {activity.pk for activity in activities.rows}
    return [shown_to(user, voice, side=sides.get(voice.pk, "supports"), places=places) for voice in voices.rows]
