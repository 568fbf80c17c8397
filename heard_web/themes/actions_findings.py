"""Write down what we now know because people told us, and change it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from heard.codes import Use
from heard.errors import HeardError
from heard_web.audit.models import record
from heard_web.engagement.models import Purpose
from heard_web.people.models import User
from heard_web.people.turns import wait_for_turn
from heard_web.themes.actions_codings import check_usable
from heard_web.themes.actions_traces import Trace, keep_traces
from heard_web.themes.conditions import passage_in
from heard_web.themes.models import Finding, FindingCondition, FindingVoice, Proposition, Theme
from heard_web.themes.quoting import said_by
from heard_web.voice.models import Contribution

Condition = tuple[str, Contribution | None]
RESTS_ON_NOBODY = (
    "0 voices are ticked as saying so, so this would rest on nobody. Tick at least one voice that says so."
)


@transaction.atomic
def write_finding(
    *,
    by: User,
    purpose: Purpose | None,
    statement: str,
    found_on: datetime.date,
    themes: Iterable[Theme] = (),
    supports: Iterable[Contribution] = (),
    minority: Iterable[Contribution] = (),
    minority_view: str = "",
    cautions: str = "",
    conditions: Sequence[Condition] = (),
    traces: Sequence[Trace] = (),
    proposition: Proposition | None = None,
) -> Finding:
    """Write a finding: a statement, the voices for it, those that say otherwise, and what support depends on.

    A finding rests on at least one voice, and repeats the words of nobody who said no to being quoted: those who decide
    read what it says. `traces` say which passages its words come from, and `proposition` what people
    were asked to be for or against. Writing the same statement for the same purpose on the same day twice gives one.
    """
    if not by.as_role.may_record():
        raise PermissionDenied("Your role cannot write findings. Ask a colleague who records what people told us.")
    _check_purpose(purpose, by=by)
    _check_statement(statement)
    _check_proposition(proposition, by=by)
    supports = list(supports)
    if not supports:
        raise HeardError(RESTS_ON_NOBODY)
    wait_for_turn(by)
    told = {"minority_view": minority_view.strip(), "cautions": cautions.strip(), "proposition": proposition}
    finding, new = Finding.objects.get_or_create(
        held_by=by.organisation, purpose=purpose, statement=statement.strip(), found_on=found_on,
        defaults={**told, "written_by": by},
    )  # fmt: skip
    if new:
        _set_themes(finding, themes, by=by)
        _set_voices(finding, supports=supports, minority=minority, by=by)
        _set_conditions(finding, conditions, by=by)
        _check_nobody_is_quoted(finding, by=by)
        keep_traces(finding, [*traces, *_of_conditions(finding)], by=by)
        record(by=by, verb="write_finding", of=finding, sentence=f"{by.name} wrote finding {finding.pk}.")
    return finding


@transaction.atomic
def change_finding(
    finding: Finding,
    *,
    by: User,
    purpose: Purpose | None,
    statement: str,
    found_on: datetime.date,
    themes: Iterable[Theme] = (),
    supports: Iterable[Contribution] = (),
    minority: Iterable[Contribution] = (),
    minority_view: str = "",
    cautions: str = "",
    conditions: Sequence[Condition] = (),
    traces: Sequence[Trace] = (),
) -> Finding:
    """Change a finding to exactly this. Links that stay keep their date and author. Doing it twice is harmless.

    The last voice it rests on is not taken out. Where every voice was taken back by its owner, the rest may be put right.
    """
    kept: Finding = Finding.objects.select_for_update(no_key=True).get(pk=finding.pk)
    if kept.held_by_id != by.organisation_id or not by.as_role.may_record():
        raise PermissionDenied("Only the organisation that holds a finding can change it.")
    if purpose is None or purpose.pk != kept.purpose_id:
        _check_purpose(purpose, by=by)
    _check_statement(statement)
    kept.purpose, kept.statement, kept.found_on = purpose, statement.strip(), found_on
    kept.minority_view, kept.cautions, kept.conditions_lost = minority_view.strip(), cautions.strip(), 0
    kept.save()
    _set_themes(kept, themes, by=by)
    rested = _rests_on_somebody(kept)
    _set_voices(kept, supports=supports, minority=minority, by=by)
    if rested and not _rests_on_somebody(kept):
        raise HeardError(RESTS_ON_NOBODY)
    _set_conditions(kept, conditions, by=by)
    _check_nobody_is_quoted(kept, by=by)
    keep_traces(kept, [*traces, *_of_conditions(kept)], by=by)
    record(by=by, verb="change_finding", of=kept, sentence=f"{by.name} changed finding {kept.pk}.")
    return kept


def _rests_on_somebody(finding: Finding) -> bool:
    return finding.voices.standing().filter(side=FindingVoice.Side.SUPPORTS).exists()


def _check_purpose(purpose: Purpose | None, *, by: User) -> None:
    if purpose is not None and purpose.held_by_id != by.organisation_id:
        raise PermissionDenied("Only the organisation that holds a purpose can write what was found for it.")


def _check_proposition(proposition: Proposition | None, *, by: User) -> None:
    if proposition is not None and not Proposition.objects.changeable_by(by).filter(pk=proposition.pk).exists():
        raise PermissionDenied("Only the organisation that holds a proposition can write what was found about it.")


def _check_statement(statement: str) -> None:
    longest = Finding._meta.get_field("statement").max_length or 0
    if not statement.strip():
        raise HeardError("The finding has no statement. Write in one sentence what we now know.")
    if len(statement.strip()) > longest:
        raise HeardError(
            f"The statement has {len(statement.strip())} letters; {longest} fit. "
            "Keep one sentence here, and put the rest under cautions."
        )


def _set_themes(finding: Finding, themes: Iterable[Theme], *, by: User) -> None:
    chosen = {theme.merged_into_id or theme.pk for theme in themes}
    if Theme.objects.visible_to(by).filter(pk__in=chosen).count() != len(chosen):
        raise PermissionDenied("One of these themes is not open to you.")
    finding.themes.set(chosen)


def _set_voices(
    finding: Finding, *, supports: Iterable[Contribution], minority: Iterable[Contribution], by: User
) -> None:
    """Link exactly these voices. Links to voices taken back, or hidden from this person, are left as they are."""
    sides: dict[int, str] = {row.pk: FindingVoice.Side.SUPPORTS for row in supports}
    otherwise = {row.pk: FindingVoice.Side.MINORITY for row in minority}
    if both := len(sides.keys() & otherwise.keys()):
        voices = "1 voice is" if both == 1 else f"{both} voices are"
        raise HeardError(f"{voices} marked as supporting the finding and as saying otherwise. Choose one for each.")
    sides |= otherwise
    seen = Contribution.objects.standing().visible_to(by)
    chosen = seen.filter(pk__in=sides).select_related("speaker").prefetch_related("permissions")
    if len(chosen) != len(sides):
        raise PermissionDenied("One of these voices is not open to you, or was taken back. Open the page again.")
    there = {link.contribution_id: link for link in finding.voices.filter(contribution__in=seen)}
    for voice in chosen:
        if voice.pk not in there:
            check_usable(voice)
    for gone in there.keys() - sides.keys():
        there[gone].delete()
    for pk, link in there.items():
        if pk in sides and link.side != sides[pk]:
            link.side, link.linked_by = sides[pk], by
            link.save(update_fields=["side", "linked_by"])
    FindingVoice.objects.bulk_create(
        FindingVoice(finding=finding, contribution_id=pk, side=side, linked_by=by)
        for pk, side in sides.items()
        if pk not in there
    )


def _check_nobody_is_quoted(finding: Finding, *, by: User) -> None:
    """Keep out what those who decide may not read: the words of somebody behind the finding who said no to that."""
    linked = Contribution.objects.visible_to(by).standing().filter(finding_links__finding=finding)
    voices = list(linked.select_related("speaker", "observation"))
    texts = {
        "What we now know": finding.statement,
        "What support depends on": "\n".join(row.words for row in finding.conditions.all()),
        "The minority view": finding.minority_view,
        "What to be careful about": finding.cautions,
    }
    for name, text in texts.items():
        if said_by(voices, text) is not None:
            raise HeardError(
                f"“{name}” repeats the words of somebody who said no to being quoted, and those who decide would read "
                "them. Say it in your own words."
            )


def _set_conditions(finding: Finding, conditions: Sequence[Condition], *, by: User) -> None:
    wanted: list[tuple[str, int | None]] = []
    passages: dict[tuple[str, int | None], tuple[int, int] | None] = {}
    for words, voice in conditions:
        kept = " ".join(words.split())
        if voice is not None:
            voice = _to_repeat(kept, voice, by=by)
        if len(kept) > 300:
            raise HeardError(f"One condition has {len(kept)} letters; 300 fit. Make it two lines.")
        pair = (kept, voice.pk if voice else None)
        if kept and pair not in wanted:
            wanted.append(pair)
            passages[pair] = passage_in(kept, voice) if voice else None
    if [(row.words, row.contribution_id) for row in finding.conditions.all()] == wanted:
        return
    finding.conditions.all().delete()
    rows, now = [], timezone.now()
    for words, pk in wanted:
        start, end = passages[words, pk] or (None, None)
        rows.append(
            FindingCondition(finding=finding, words=words, contribution_id=pk, start=start, end=end, read_at=now)
        )
    FindingCondition.objects.bulk_create(rows)


def _to_repeat(words: str, voice: Contribution, *, by: User) -> Contribution:
    """The voice whose exact words a condition repeats, as it now reads; nobody corrects it until the condition is kept."""
    seen = (
        Contribution.objects.standing()
        .visible_to(by)
        .select_for_update(no_key=True, of=("self",))
        .filter(pk=voice.pk)
        .first()
    )
    if seen is None:
        raise PermissionDenied("A condition rests on a voice that is not open to you, or was taken back.")
    kept: Contribution = seen
    asked = [row for row in seen.permissions.all() if row.use == Use.QUOTE]
    if any(not row.answer for row in asked) and not seen.judge(asked, Use.QUOTE).allowed:
        raise HeardError(
            f"“{words}” repeats the exact words of somebody who said no to being quoted. Say it in your own words."
        )
    return kept


def _of_conditions(finding: Finding) -> list[Trace]:
    """Where the conditions come from that repeat somebody's exact words."""
    tied = finding.conditions.exclude(start=None).exclude(contribution=None)
    return [
        Trace("condition", row.words, row.contribution_id, row.start, row.end)
        for row in tied
        if row.contribution_id is not None and row.start is not None and row.end is not None
    ]
