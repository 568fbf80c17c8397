"""What people do with propositions: write one, say what each voice says to it, and check the conditions found."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from heard.errors import HeardError
from heard_web.audit.models import record
from heard_web.people.models import User
from heard_web.themes.actions_codings import check_may_change, check_usable, in_use
from heard_web.themes.jobs_stance import learn_stances
from heard_web.themes.models import Codebook, FoundCondition, Proposition, Stance, StanceAnswer, Theme
from heard_web.voice.models import Contribution


@transaction.atomic
def put_proposition(codebook: Codebook, *, by: User, words: str, theme: Theme | None = None) -> Proposition:
    """Write down something people may be for or against. The same words twice give the one that is there."""
    check_may_change(codebook, by=by)
    words = " ".join(words.split())
    longest = Proposition._meta.get_field("words").max_length or 0
    if not words:
        raise HeardError("The proposition has no words. Write in one sentence what people may be for or against.")
    if len(words) > longest:
        raise HeardError(f"The proposition has {len(words)} letters; {longest} fit. Keep it to one sentence.")
    if theme is not None and theme.codebook_id != codebook.pk:
        raise HeardError("The theme belongs to another set. Choose one of this set.")
    if theme is not None:
        in_use(theme)
    row, new = Proposition.objects.get_or_create(
        codebook=codebook, words=words, defaults={"theme": theme, "written_by": by}
    )
    if new:
        record(by=by, verb="put_proposition", of=codebook, sentence=f"{by.name} wrote proposition {row.pk}.")
    return row


@transaction.atomic
def answer_stance(
    proposition: Proposition, contribution: Contribution, *, by: User, stance: str
) -> StanceAnswer | None:
    """Say what a voice says to a proposition, or with no stance take that back. Colleagues' answers are not touched.

    Saying the same twice is harmless.
    """
    check_may_change(proposition.codebook, by=by)
    Proposition.objects.select_for_update(no_key=True).get(pk=proposition.pk)
    if stance and stance not in Stance.values:
        raise HeardError(f"“{stance}” is no answer. Choose one of the four.")
    check_usable(contribution)
    if not proposition.codebook.contributions().filter(pk=contribution.pk).exists():
        raise HeardError(
            f"Voice {contribution.pk} does not answer the question these themes are for. "
            "Check which purpose its activity has."
        )
    mine = StanceAnswer.objects.filter(proposition=proposition, contribution=contribution, answered_by=by)
    there = mine.first()
    if (there.stance if there else "") == stance:
        return there
    kept = None
    if stance:
        kept, _ = StanceAnswer.objects.update_or_create(
            proposition=proposition, contribution=contribution, answered_by=by, defaults={"stance": stance}
        )
    else:
        mine.delete()
    sentence = f"{by.name} said what voice {contribution.pk} says to proposition {proposition.pk}."
    record(by=by, verb="answer_stance", of=proposition.codebook, sentence=sentence)
    return kept


@transaction.atomic
def ask_to_learn(proposition: Proposition, *, by: User) -> Proposition:
    """Ask the machine to look for conditions, and to learn from people's answers if there are enough of them.

    The job is queued together with its record. While one request waits or is being read, asking again changes nothing.
    """
    check_may_change(proposition.codebook, by=by)
    kept: Proposition = Proposition.objects.select_for_update(no_key=True).get(pk=proposition.pk)
    if kept.is_being_read:
        return kept
    kept.state, kept.problem, kept.tries = Proposition.State.WAITING, "", 0
    kept.asked_by, kept.asked_at = by, timezone.now()
    kept.save(update_fields=["state", "problem", "tries", "asked_by", "asked_at"])
    sentence = f"{by.name} asked the computer to read for proposition {kept.pk}."
    record(by=by, verb="ask_to_learn", of=proposition.codebook, sentence=sentence)
    learn_stances.enqueue(kept.pk)
    kept.refresh_from_db()
    return kept


@transaction.atomic
def decide_condition(found: FoundCondition, *, by: User, confirmed: bool) -> FoundCondition:
    """Confirm that a passage is a condition, or refuse it. The last word stands; saying it twice is harmless."""
    check_may_change(found.proposition.codebook, by=by)
    kept: FoundCondition = FoundCondition.objects.select_for_update(no_key=True).get(pk=found.pk)
    check_usable(kept.contribution)
    if not kept.holds:
        raise HeardError(f"Voice {kept.contribution_id} was put right since. Ask the computer to read again.")
    state = FoundCondition.State.CONFIRMED if confirmed else FoundCondition.State.REFUSED
    if kept.state != state:
        kept.state, kept.decided_by, kept.decided_at = state, by, timezone.now()
        kept.save(update_fields=["state", "decided_by", "decided_at"])
        said = "confirmed" if confirmed else "refused"
        sentence = f"{by.name} {said} condition {kept.pk} of proposition {kept.proposition_id}."
        record(by=by, verb="decide_condition", of=kept.proposition.codebook, sentence=sentence)
    return kept
