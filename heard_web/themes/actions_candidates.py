"""What a person does with what the machine suggests: ask, accept, set aside, confirm, refuse."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from heard.errors import HeardError
from heard_web.audit.models import record
from heard_web.people.models import User
from heard_web.themes.actions_codebooks import check_name_is_free
from heard_web.themes.actions_codings import check_may_change, in_use
from heard_web.themes.actions_versions import note_version
from heard_web.themes.engines import MEANING
from heard_web.themes.jobs import suggest_themes
from heard_web.themes.models import CandidateRun, CandidateTheme, Codebook, Coding, MachineCoding, Theme
from heard_web.voice.models import Contribution


@transaction.atomic
def ask_for_candidates(
    codebook: Codebook, *, by: User, themes: int | None = None, seed: int = 0, engine: str = MEANING
) -> CandidateRun:
    """Ask the machine to suggest themes; the job is queued together with its record.

    While one request waits or is being read, asking again gives that one.
    """
    check_may_change(codebook, by=by)
    if under_way := codebook.runs.under_way().first():
        return under_way
    run = CandidateRun.objects.create(codebook=codebook, engine=engine, seed=seed, themes_asked=themes, asked_by=by)
    record(by=by, verb="ask_for_candidates", of=codebook, sentence=f"{by.name} asked for suggestions {run.pk}.")
    suggest_themes.enqueue(run.pk)
    run.refresh_from_db()
    return run


def _open(candidate: CandidateTheme, *, by: User) -> CandidateTheme:
    """Lock a candidate that still may be used."""
    check_may_change(candidate.run.codebook, by=by)
    kept = CandidateTheme.objects.select_for_update(no_key=True).get(pk=candidate.pk)
    if kept.codings.taken_back().exists():
        raise HeardError("A voice in this suggestion was taken back. Ask for suggestions again.")
    return kept


@transaction.atomic
def accept(
    candidate: CandidateTheme,
    *,
    by: User,
    name: str = "",
    definition: str = "",
    code_members: bool = False,
    parts: Iterable[CandidateTheme] = (),
) -> Theme:
    """Make a suggestion a theme that people agreed, under the name a person gives it, with these of its parts below it.

    Its voices wait to be confirmed one by one, unless `code_members`: then this person vouches for all of them.
    Accepting twice gives the same theme; parts that were left out the first time can be added the second time. However
    many parts there are, the set of themes gets one new version.
    """
    kept = _open(candidate, by=by)
    theme, new = _agree(kept, by=by, name=name, definition=definition, code_members=code_members)
    added = []
    for part in parts:
        if part.parent_id != kept.pk:
            raise HeardError("One of the ticked parts belongs to another suggestion. Look at the page again.")
        opened = _open(part, by=by)
        below, is_new = _agree(opened, by=by, name=_name_for(part, theme), code_members=code_members)
        part.state = opened.state
        added += [f"“{below.name}”"] if is_new else []
    if new or added:
        whole = f"the computer’s suggestion “{theme.name}”" if new else f"more of “{theme.name}”"
        told = f" with {len(added)} part{'' if len(added) == 1 else 's'}: {', '.join(added)}" if added else ""
        note_version(theme.codebook, by=by, changed=f"Accepted {whole}{told}.")
    candidate.state = kept.state
    return theme


def _agree(
    kept: CandidateTheme, *, by: User, name: str, definition: str = "", code_members: bool
) -> tuple[Theme, bool]:
    """The theme that an open suggestion became, and whether it became one just now."""
    codebook = kept.run.codebook
    theme = kept.themes.first()
    new = theme is None
    if theme is None:
        theme = Theme.objects.create(
            codebook=codebook,
            name=check_name_is_free(codebook, name or kept.label[:120]),
            definition=definition.strip(),
            parent=_accepted_parent(kept),
            from_candidate=kept,
            agreed_by=by,
        )
        sentence = f"{by.name} accepted suggestion {kept.pk} as theme {theme.pk}."
        record(by=by, verb="accept", of=theme, sentence=sentence)
        _mark(kept, CandidateTheme.State.ACCEPTED)
    if code_members:
        confirm(theme.merged_into or theme, by=by, contributions=[row.contribution for row in kept.codings.usable()])
    return theme, new


def _accepted_parent(part: CandidateTheme) -> Theme | None:
    """The agreed theme that a part belongs below: what became of the suggestion it is a part of."""
    wider = part.parent.themes.select_related("merged_into").first() if part.parent else None
    agreed = (wider.merged_into or wider) if wider else None
    return (agreed.parent or agreed) if agreed else None  # there are two levels of themes


def _name_for(part: CandidateTheme, theme: Theme) -> str:
    """The name of a part, with the name of its theme behind it where the name alone is taken."""
    there = part.themes.first()
    if there is not None:
        return there.name
    taken = theme.codebook.themes.agreed().filter(name__iexact=part.label[:120]).exists()
    return f"{part.label[:60]} ({theme.name[:50]})" if taken else part.label[:120]


@transaction.atomic
def accept_into(candidate: CandidateTheme, *, by: User, theme: Theme, code_members: bool = False) -> Theme:
    """Put a suggestion under a theme that people agreed already. Twice is harmless."""
    kept = _open(candidate, by=by)
    target = in_use(theme)
    if target.codebook_id != candidate.run.codebook_id:
        raise HeardError("The theme belongs to another set. Choose one of this set.")
    part = kept.themes.first()
    if part is not None and part.merged_into_id != target.pk:
        raise HeardError(f"This suggestion was already accepted as theme {part.merged_into_id or part.pk}.")
    if part is None:
        name = kept.label[:120] or target.name
        part = Theme.objects.create(
            codebook=target.codebook, name=name, from_candidate=kept, merged_into=target, agreed_by=by
        )
        sentence = f"{by.name} put suggestion {kept.pk} under theme {target.pk}."
        record(by=by, verb="accept_into", of=target, sentence=sentence)
        _mark(kept, CandidateTheme.State.ACCEPTED)
    if code_members:
        confirm(target, by=by, contributions=[row.contribution for row in kept.codings.usable()])
    candidate.state = kept.state
    return target


@transaction.atomic
def set_aside(candidate: CandidateTheme, *, by: User) -> None:
    """Put a suggestion away. It can still be accepted later. Setting aside twice is harmless."""
    check_may_change(candidate.run.codebook, by=by)
    kept = CandidateTheme.objects.select_for_update(no_key=True).get(pk=candidate.pk)
    if kept.state == CandidateTheme.State.ACCEPTED:
        raise HeardError("This suggestion was already accepted, so it cannot be set aside. Merge its theme instead.")
    if kept.state == CandidateTheme.State.OPEN:
        _mark(kept, CandidateTheme.State.SET_ASIDE)
        codebook = candidate.run.codebook
        record(by=by, verb="set_aside", of=codebook, sentence=f"{by.name} set suggestion {kept.pk} aside.")
    candidate.state = kept.state


def _mark(candidate: CandidateTheme, state: CandidateTheme.State) -> None:
    candidate.state = state
    candidate.save(update_fields=["state"])


@transaction.atomic
def confirm(theme: Theme, *, by: User, contributions: Iterable[Contribution]) -> int:
    """Agree that suggested voices belong under a theme; give how many were new.

    From then on they count as coded by a person. Voices nobody suggested are left alone; confirming twice is harmless.
    """
    check_may_change(theme.codebook, by=by)
    kept = in_use(theme)
    chosen = {row.pk for row in contributions}
    waiting = MachineCoding.objects.waiting().filter(for_theme=kept.pk, contribution__in=chosen)
    voices = {row.contribution_id: row.contribution for row in waiting.usable()}
    codebook = theme.codebook.contributions().filter(pk__in=voices)
    fitting = set(codebook.values_list("pk", flat=True))
    Coding.objects.bulk_create(
        [
            Coding(theme=kept, contribution=voice, coded_by=by, suggested_by_machine=True)
            for pk, voice in sorted(voices.items())
            if pk in fitting
        ],
        batch_size=500,
    )
    if fitting:
        sentence = f"{by.name} confirmed {len(fitting)} suggested voices under theme {kept.pk}."
        record(by=by, verb="confirm", of=kept, sentence=sentence)
    return len(fitting)


@transaction.atomic
def refuse(theme: Theme, *, by: User, contributions: Iterable[Contribution]) -> int:
    """Say that suggested voices do not belong under a theme; give how many. Refusing twice is harmless."""
    check_may_change(theme.codebook, by=by)
    kept = in_use(theme)
    chosen = {row.pk for row in contributions}
    waiting = MachineCoding.objects.waiting().filter(for_theme=kept.pk, contribution__in=chosen)
    refused = waiting.update(refused_at=timezone.now(), refused_by=by)
    if refused:
        sentence = f"{by.name} refused {refused} suggested voices under theme {kept.pk}."
        record(by=by, verb="refuse", of=kept, sentence=sentence)
    return refused
