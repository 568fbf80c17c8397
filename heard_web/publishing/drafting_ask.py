"""Drafts what became of an ask: one line of you said, we did, or the whole story with what was left out."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db.models import Prefetch

from heard.codes import ActionStatus, Answer, ParticipantGroup, SayDoStatus
from heard.outcomes.attribution import Concern, ConcernKind
from heard_web.decisions.models import Ask, Decision
from heard_web.engagement.models import Activity, Purpose
from heard_web.outcomes.attribution import concerns_about
from heard_web.outcomes.models import Action, Impact, ImpactClaim, Outcome
from heard_web.people.models import User
from heard_web.publishing import wording
from heard_web.publishing.blocks import BlockFacts, Draft, bullets, paragraph, section
from heard_web.publishing.drafting_month import measured, place_of, title_of, told_of
from heard_web.publishing.models import BlockKind
from heard_web.themes.models import Finding

FINISHED = frozenset({ActionStatus.COMPLETED, ActionStatus.EMBEDDED})
BEGUN = frozenset({ActionStatus.ON_TRACK, ActionStatus.STARTED_DELAYED})
STATUS_OF_ANSWER = {
    Answer.PARTLY: SayDoStatus.PARTLY,
    Answer.LATER: SayDoStatus.PLANNED,
    Answer.NO: SayDoStatus.NOT_POSSIBLE,
    Answer.NOT_OURS: SayDoStatus.NOT_OURS,
    Answer.AWAITING: SayDoStatus.NOT_YET_DECIDED,
}


def status_of(answer: Answer | None, actions: Sequence[Action]) -> SayDoStatus:
    """What became of an ask, as a family would say it: 'yes' is not 'done' until what was promised is finished."""
    if answer is not Answer.YES:
        return STATUS_OF_ANSWER.get(answer, SayDoStatus.NOT_YET_DECIDED) if answer else SayDoStatus.NOT_YET_DECIDED
    states = {ActionStatus(action.status) for action in actions}
    if states and states <= FINISHED:
        return SayDoStatus.DONE
    if states == {ActionStatus.STOPPED}:
        return SayDoStatus.NOT_POSSIBLE
    if states & FINISHED:
        return SayDoStatus.PARTLY
    return SayDoStatus.UNDER_WAY if states & BEGUN else SayDoStatus.PLANNED


def said_did(ask: Ask, *, by: User) -> BlockFacts:
    """One line of you said, we did, from the newest decision and the actions under it."""
    given = _decisions(ask, by=by)
    decisions = [one for one in given if one.part_id is None] or given
    newest = decisions[-1] if decisions else None
    actions = list(Action.objects.visible_to(by).filter(decision__ask=ask).prefetch_related(_seen_outcomes(by)))
    status = status_of(Answer(newest.answer) if newest else None, actions)
    stopped = [wording.sentence(one.stopped_because) for one in actions if one.stopped_because]
    progress = [wording.sentence(one.progress) for one in actions if one.progress and one.status not in FINISHED]
    reason = wording.sentence(newest.reason) if newest else ""
    told: dict[str, str] = {
        "said": wording.sentence(ask.words),
        "did": " ".join(wording.sentence(one.words) for one in actions) or _answered(ask, newest),
        "because": "" if status == SayDoStatus.DONE else " ".join(filter(None, [reason, *stopped, *progress])),
        "difference": _difference(ask, actions, by=by),
        "status": status.value,
    }
    if status == SayDoStatus.NOT_YET_DECIDED and not told["because"]:
        due = f" We expect an answer by {wording.day(ask.answer_due_on)}." if ask.answer_due_on else ""
        told["because"] = f"This was put to {ask.body.name} on {wording.day(ask.put_on)}.{due}"
    return BlockFacts(BlockKind.SAID_DID, details=told, ask=ask)


def _answered(ask: Ask, newest: Decision | None) -> str:
    if newest is None or newest.answer == Answer.AWAITING:
        return f"We asked {ask.body.name} to decide."
    return f"{ask.body.name} answered: {Answer(newest.answer).label.lower()}."


def _difference(ask: Ask, actions: Sequence[Action], *, by: User) -> str:
    said = [wording.sentence(claim.impact.families_say) for claim in _claims(ask, by=by) if claim.impact.families_say]
    found = [measured(outcome) for action in actions for outcome in action.outcomes.all()]
    return " ".join([*found, *said])


def told_activities(ask: Ask, *, by: User) -> list[Activity]:
    """The occasions that led to an ask: those held for its purpose, or those whose voices its findings rest on."""
    held = Activity.objects.visible_to(by).took_place().select_related("setting", "purpose")
    if ask.purpose_id:
        return list(held.filter(purpose=ask.purpose_id, starts_on__lte=ask.put_on).order_by("starts_on", "id"))
    heard = held.filter(contributions__finding_links__finding__asks=ask)
    return list(heard.distinct().order_by("starts_on", "id"))


def concerns_of(ask: Ask, held: Sequence[Activity], *, by: User) -> list[Concern]:
    """What is doubtful about the claim that things changed because of this ask. The writer sees all of it."""
    parts = list(ask.parts.select_related("setting"))
    latest = {one.part_id: one for one in _decisions(ask, by=by)}
    return concerns_about(
        ask,
        parts=parts,
        answers=[latest.get(part.pk) or latest.get(None) for part in parts] or [latest.get(None)],
        claimed=[(claim.impact, claim.part_id) for claim in _claims(ask, by=by)],
        first_heard_on=held[0].starts_on if held else None,
    )


def doubts_about_impacts(ask: Ask, *, by: User) -> dict[int, list[str]]:
    """The doubts about each thing claimed for an ask, as a family reads them, by the number of the impact."""
    concerns = concerns_of(ask, told_activities(ask, by=by), by=by)
    return {claim.impact_id: plain_lines(concerns, claim.impact) for claim in _claims(ask, by=by)}


def _claims(ask: Ask, *, by: User) -> list[ImpactClaim]:
    seen = ask.claims.filter(impact__in=Impact.objects.visible_to(by))
    return list(seen.select_related("impact__setting", "part").order_by("impact__in_use_since", "pk"))


def _seen_outcomes(by: User) -> Prefetch[str]:
    """What changed after an action, as far as this writer may see it: an action may be released and its results not."""
    return Prefetch("outcomes", Outcome.objects.visible_to(by))


def _decisions(ask: Ask, *, by: User) -> list[Decision]:
    rows = Decision.objects.visible_to(by).filter(ask=ask).select_related("part").prefetch_related("in_the_room")
    return list(rows.order_by("decided_on", "pk"))


def plain_lines(concerns: Sequence[Concern], impact: Impact) -> list[str]:
    """The doubts about one result as a family reads them."""
    lines = []
    for concern in concerns:
        if concern.result_id != str(impact.pk):
            continue
        if concern.kind is ConcernKind.OLDER_THAN_VOICE:
            lines.append("This was planned before families were asked.")
        elif concern.kind is ConcernKind.DIFFERS:
            lines.append(f"This is not quite what people asked for: {concern.message.split(': ', 1)[-1]}")
        elif concern.kind is ConcernKind.NOT_ASKED:
            lines.append("This was not one of the things people asked for.")
    return lines


def not_delivered(ask: Ask, *, by: User, only_places: bool = False) -> list[BlockFacts]:
    """Parts of an ask that nothing delivers, each with its reason. They stay in view even when the reason is a good one."""
    delivered = {claim.part_id for claim in ask.claims.all()} | set(
        ask.parts.filter(provisions__history__status__in=["open", "changed"]).values_list("pk", flat=True)
    )
    decisions = {one.part_id: one for one in _decisions(ask, by=by)}
    whole = decisions.get(None)
    return [
        BlockFacts(BlockKind.NOT_DELIVERED, words=part.words.rstrip("."), ask=ask, details={"because": _reason(one)})
        for part in ask.parts.all()
        if part.pk not in delivered and (part.asks_for_a_place or not only_places)
        for one in [decisions.get(part.pk) or whole]
    ]


def _reason(decision: Decision | None) -> str:
    if decision is None or decision.answer == Answer.AWAITING:
        return "No answer has been given yet."
    reason = wording.sentence(decision.reason) if decision.answer != Answer.YES else ""
    return f"The answer was: {Answer(decision.answer).label.lower()}. {reason or 'No reason has been given yet.'}"


def story_draft(ask: Ask, *, by: User) -> Draft:
    """The whole thread of an ask: process, outcome, impact. What was not delivered stays in, with the reason."""
    held = told_activities(ask, by=by)
    concerns = concerns_of(ask, held, by=by)
    findings = Finding.objects.visible_to(by).filter(asks=ask).prefetch_related("conditions__contribution")
    findings = findings.order_by("found_on", "id")
    done = Action.objects.visible_to(by).filter(decision__ask=ask)
    actions = list(done.prefetch_related(_seen_outcomes(by)).order_by("due_on", "id"))
    impacts = [
        BlockFacts(
            BlockKind.IMPACT, impact=claim.impact, ask=ask, details={"notes": plain_lines(concerns, claim.impact)}
        )
        for claim in _claims(ask, by=by)
    ]
    changed = [*impacts, *bullets(measured(one) for action in actions for one in action.outcomes.all())]
    decided = bullets(_decided(one) for one in _decisions(ask, by=by))
    parts = [
        *section("What happened", bullets([*_process(ask, held, by=by)])),
        *section("What people told us", bullets(" ".join(told_of(finding)) for finding in findings)),
        *section(
            "What was asked for",
            [paragraph(_asked(ask)), *bullets(wording.sentence(one.words) for one in ask.parts.all())],
        ),
        *section("What was decided", decided or [paragraph("No answer has been given yet.")]),
        *section("What was done", bullets(_done(one) for one in actions)),
        *section("What changed", changed or [paragraph("Nothing has changed yet.")]),
        *section("What was asked for and has not been delivered", not_delivered(ask, by=by)),
    ]
    return Draft(ask.words.rstrip(".")[:200], "From what people said to what changed, and what did not.", parts, held)


def _process(ask: Ask, held: Sequence[Activity], *, by: User) -> list[str]:
    told = []
    if ask.purpose and Purpose.objects.visible_to(by).filter(pk=ask.purpose_id).exists():
        told.append(wording.what_we_asked([ask.purpose.question]))
    for activity in held:
        place = place_of(activity)
        told.append(
            f"{wording.day(activity.starts_on)}: {wording.inside(title_of(activity))}{f', at {place}' if place else ''}."
        )
    return told


def _asked(ask: Ask) -> str:
    agreed = f" The wording was agreed with {wording.inside(ask.agreed_with)}." if ask.agreed_with else ""
    return f"On {wording.day(ask.put_on)} this was put to {ask.body.name}: {wording.sentence(ask.words)}{agreed}"


def _done(action: Action) -> str:
    told = f"{wording.sentence(action.words).rstrip('.')}. {ActionStatus(action.status).label}."
    return f"{told} {wording.sentence(action.stopped_because)}" if action.stopped_because else told


def _decided(decision: Decision) -> str:
    about = f" about “{decision.part.words.rstrip('.')}”" if decision.part else ""
    told = [f"{wording.day(decision.decided_on)}: the answer{about} was {Answer(decision.answer).label.lower()}."]
    if decision.reason:
        told.append(f"The reason given: {wording.sentence(decision.reason)}")
    there = [ParticipantGroup(row.group) for row in decision.in_the_room.all() if row.people]
    if there:
        families = [group.label.lower() for group in there if group.uses_services]
        told.append(f"In the room: {wording.listed(families)}." if families else "No families were in the room.")
    return " ".join(told)


def answers_draft(title: str, asks: Sequence[Ask], *, by: User) -> Draft:
    """You said, we did: one line for each ask, those not done as plain to see as those that were."""
    held = {activity.pk: activity for ask in asks for activity in told_activities(ask, by=by)}
    missing = [part for ask in asks for part in not_delivered(ask, by=by)]
    parts = [*(said_did(ask, by=by) for ask in asks), *section("Asked for and not delivered", missing)]
    summary = f"What people told us and what was done about it, up to {wording.day(datetime.date.today())}."
    return Draft(title, summary, parts, list(held.values()))
