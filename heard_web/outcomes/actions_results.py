"""What people do with what changed: measured changes after an action, and results that carry a name."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from heard.errors import BadRecord, ReasonNeeded
from heard_web.audit.models import record
from heard_web.decisions.models import Ask, AskPart
from heard_web.outcomes.keeping import check_order, own, put_right
from heard_web.outcomes.models import Action, Impact, ImpactClaim, Outcome
from heard_web.people.models import User
from heard_web.people.turns import wait_for_turn
from heard_web.places.models import Setting


@dataclass(frozen=True)
class ClaimFacts:
    """That something came of an ask, or of one part of it, and how sure we are."""

    ask: Ask
    part: AskPart | None = None
    strength: str = ImpactClaim.Strength.DIRECT


@transaction.atomic
def record_outcome(
    action: Action,
    *,
    by: User,
    measure: str,
    after: str,
    measured_on: datetime.date,
    evidence: str,
    before: str = "",
) -> Outcome:
    """Write down what changed after an action, and what shows it. Writing the same down twice gives one outcome."""
    kept = own(action, by=by)
    _check_evidence(evidence)
    facts: dict[str, Any] = {
        "held_by": by.organisation, "action": kept, "measure": measure, "before": before, "after": after,
        "measured_on": measured_on, "evidence": evidence,
    }  # fmt: skip
    twin: Outcome | None = Outcome.objects.filter(**facts).first()
    if twin is not None:
        return twin
    outcome = Outcome.objects.create(**facts, written_by=by)
    record(
        by=by, verb="record_outcome", of=outcome, sentence=f"{by.name} recorded what changed after action {kept.pk}."
    )
    return outcome


@transaction.atomic
def change_outcome(
    outcome: Outcome,
    *,
    by: User,
    measure: str,
    after: str,
    measured_on: datetime.date,
    evidence: str,
    before: str = "",
) -> Outcome:
    """Put right what was written down about a change. Saying the same again changes nothing."""
    kept = own(outcome, by=by)
    _check_evidence(evidence)
    facts = {"measure": measure, "before": before, "after": after, "measured_on": measured_on, "evidence": evidence}
    if put_right(kept, facts):
        sentence = f"{by.name} put right what changed after action {kept.action_id}."
        record(by=by, verb="change_outcome", of=kept, sentence=sentence)
    return kept


def _check_evidence(evidence: str) -> None:
    if not evidence.strip():
        raise ReasonNeeded("No evidence is given. Say what shows the change, and where it can be seen.")


@transaction.atomic
def record_impact(
    *,
    by: User,
    named_thing: str,
    designed_by: str = "",
    in_use_since: datetime.date | None = None,
    planned_on: datetime.date | None = None,
    families_say: str = "",
    families_asked_on: datetime.date | None = None,
    setting: Setting | None = None,
    designation: str = "",
    age_from: int | None = None,
    age_to: int | None = None,
    claims: Iterable[ClaimFacts] = (),
) -> Impact:
    """Write down a named thing that came of asks. The same thing, place and day again gives the one that is there,
    with any new claims added to it.

    A claim is never refused for being doubtful: the doubts stand beside it wherever the thread is shown.
    """
    claims = list(claims)
    if not by.as_role.may_record_decisions():
        raise PermissionDenied("Your role does not record what came of an ask.")
    same = {"held_by": by.organisation, "named_thing": named_thing, "setting": setting, "in_use_since": in_use_since}
    more = {
        "designed_by": designed_by, "planned_on": planned_on, "families_say": families_say,
        "families_asked_on": families_asked_on, "designation": designation, "age_from": age_from, "age_to": age_to,
    }  # fmt: skip
    _check_impact({**same, **more})
    _check_claims(by, claims)
    wait_for_turn(by)
    impact, new = Impact.objects.get_or_create(**same, defaults={**more, "written_by": by})
    for claim in claims:
        facts = {"part": claim.part, "strength": claim.strength, "linked_by": by}
        new |= ImpactClaim.objects.get_or_create(impact=impact, ask=claim.ask, defaults=facts)[1]
    if new:
        record(
            by=by, verb="record_impact", of=impact, sentence=f"{by.name} recorded result {impact.pk} and its claims."
        )
    return impact


@transaction.atomic
def change_impact(
    impact: Impact,
    *,
    by: User,
    named_thing: str,
    designed_by: str = "",
    in_use_since: datetime.date | None = None,
    planned_on: datetime.date | None = None,
    families_say: str = "",
    families_asked_on: datetime.date | None = None,
    setting: Setting | None = None,
    designation: str = "",
    age_from: int | None = None,
    age_to: int | None = None,
    claims: Iterable[ClaimFacts] = (),
) -> Impact:
    """Put right what was written down about a result, and set what it is said to come of to exactly these claims.

    Claims on asks this person may not see stay as they are, and so do claims that are the same: they keep their date and
    author. Pages already published stay as they were approved. Saying the same again changes nothing.
    """
    claims = list(claims)
    kept = own(impact, by=by)
    facts = {
        "named_thing": named_thing, "designed_by": designed_by, "in_use_since": in_use_since, "planned_on": planned_on,
        "families_say": families_say, "families_asked_on": families_asked_on, "setting": setting,
        "designation": designation, "age_from": age_from, "age_to": age_to,
    }  # fmt: skip
    _check_impact(facts)
    _check_claims(by, claims)
    changed = put_right(kept, facts)
    if _set_claims(kept, claims, by=by) or changed:
        record(by=by, verb="change_impact", of=kept, sentence=f"{by.name} put result {kept.pk} right.")
    return kept


def _set_claims(impact: Impact, claims: Sequence[ClaimFacts], *, by: User) -> bool:
    """Make these the only claims on asks this person may see. Tells whether anything was different."""
    wanted = {claim.ask.pk: claim for claim in claims}
    seen = ImpactClaim.objects.filter(impact=impact, ask__in=Ask.objects.visible_to(by))
    there = {claim.ask_id: claim for claim in seen}
    gone = there.keys() - wanted.keys()
    ImpactClaim.objects.filter(pk__in=[there[pk].pk for pk in gone]).delete()
    changed = bool(gone)
    for pk, claim in wanted.items():
        facts = {"part": claim.part, "strength": str(claim.strength)}
        if pk not in there:
            ImpactClaim.objects.create(impact=impact, ask=claim.ask, **facts, linked_by=by)
            changed = True
        elif put_right(there[pk], facts):
            changed = True
    return changed


def _check_impact(facts: dict[str, Any]) -> None:
    """The dates and ages of a result are in order, and what families say has its day."""
    check_order(
        facts["planned_on"],
        facts["in_use_since"],
        "It is in use since {later}, before it was planned on {earlier}. Check both.",
    )
    youngest, oldest = facts["age_from"], facts["age_to"]
    if youngest is not None and oldest is not None and oldest < youngest:
        raise BadRecord(f"It is for ages {youngest} to {oldest}. Put the younger age first.")
    if facts["families_say"].strip() and facts["families_asked_on"] is None:
        raise BadRecord("What families say has no date. Enter the day they were asked.")


def _check_claims(by: User, claims: Sequence[ClaimFacts]) -> None:
    """A result is claimed to come of asks this person may see, and of their own parts."""
    seen = set(Ask.objects.visible_to(by).filter(pk__in=[c.ask.pk for c in claims]).values_list("pk", flat=True))
    if any(claim.ask.pk not in seen for claim in claims):
        raise PermissionDenied("An ask in these claims is held by another organisation and has not been released.")
    if any(claim.part is not None and claim.part.ask_id != claim.ask.pk for claim in claims):
        raise BadRecord("A claim names a part of another ask. Choose a part of the ask it is about.")
