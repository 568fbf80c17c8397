"""What people do with a set of themes: start one, add, rename, merge and split its themes."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction

from heard.errors import HeardError
from heard_web.audit.models import record
from heard_web.engagement.models import Purpose
from heard_web.people.models import User
from heard_web.people.turns import wait_for_turn
from heard_web.themes.actions_codings import check_may_change, in_use, put_under, refuse_suggestions
from heard_web.themes.models import Codebook, Coding, Theme
from heard_web.voice.models import Contribution


@transaction.atomic
def start_codebook(*, by: User, title: str, purpose: Purpose | None = None) -> Codebook:
    """Start a set of themes for one purpose. Starting the same one twice gives the one that is there."""
    if not by.as_role.may_record():
        raise PermissionDenied("Your role cannot agree themes. Ask a colleague who records what people told us.")
    if purpose is not None and purpose.held_by_id != by.organisation_id:
        raise PermissionDenied("Only the organisation that holds a purpose can agree its themes.")
    title = title.strip()
    if not title:
        raise HeardError("The set of themes has no title. Write one, such as the question people were asked.")
    wait_for_turn(by)
    codebook, new = Codebook.objects.get_or_create(
        held_by=by.organisation, title=title, purpose=purpose, defaults={"started_by": by}
    )
    if new:
        record(by=by, verb="start_codebook", of=codebook, sentence=f"{by.name} started set of themes {codebook.pk}.")
    return codebook


def check_name_is_free(codebook: Codebook, name: str, *, but: Theme | None = None) -> str:
    """Give the name, trimmed; a set of themes uses a name once, whatever its capitals."""
    name = " ".join(name.split())
    if not name:
        raise HeardError("The theme has no name. Write one in the words people used.")
    longest = Theme._meta.get_field("name").max_length
    if longest is not None and len(name) > longest:
        raise HeardError(f"The name has {len(name)} letters; {longest} fit. Put the rest in the explanation.")
    same = codebook.themes.agreed().filter(name__iexact=name)
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise HeardError(f"There already is a theme called “{name}” here. Choose another name, or merge the two.")
    return name


@transaction.atomic
def add_theme(codebook: Codebook, *, by: User, name: str, definition: str = "", parent: Theme | None = None) -> Theme:
    """Add a theme that people agreed. Adding the very same theme twice gives the one that is there."""
    check_may_change(codebook, by=by)
    Codebook.objects.select_for_update().get(pk=codebook.pk)
    if parent is not None and parent.codebook_id != codebook.pk:
        raise HeardError("The wider theme belongs to another set. Choose one of this set.")
    there = codebook.themes.agreed().filter(name=name.strip(), definition=definition.strip(), parent=parent).first()
    if there is not None:
        return there
    theme = Theme.objects.create(
        codebook=codebook,
        name=check_name_is_free(codebook, name),
        definition=definition.strip(),
        parent=parent,
        agreed_by=by,
    )
    record(by=by, verb="add_theme", of=theme, sentence=f"{by.name} added theme {theme.pk}.")
    return theme


@transaction.atomic
def rename(theme: Theme, *, by: User, name: str, definition: str | None = None) -> Theme:
    """Give a theme another name, and another explanation if one is given. Its voices stay. Twice is harmless."""
    check_may_change(theme.codebook, by=by)
    kept = in_use(theme)
    name = check_name_is_free(kept.codebook, name, but=kept)
    explained = kept.definition if definition is None else definition.strip()
    if (kept.name, kept.definition) != (name, explained):
        kept.name, kept.definition = name, explained
        kept.save(update_fields=["name", "definition"])
        record(by=by, verb="rename", of=kept, sentence=f"{by.name} changed the name or explanation of theme {kept.pk}.")
    theme.name, theme.definition = kept.name, kept.definition
    return kept


@transaction.atomic
def merge(theme: Theme, *, by: User, into: Theme) -> Theme:
    """Put everything under one theme under another, and keep the first as part of the second.

    No coding is lost: a voice coded to both by the same person stays coded once. Splitting the same voices out again
    gives the codings back. Merging twice is harmless.
    """
    check_may_change(theme.codebook, by=by)
    if theme.codebook_id != into.codebook_id:
        raise HeardError("Only themes of the same set can be merged.")
    if theme.pk == into.pk:
        raise HeardError("A theme cannot be merged into itself. Choose another theme.")
    kept = Theme.objects.select_for_update().get(pk=theme.pk)
    if kept.merged_into_id == into.pk:
        return into
    kept, target = in_use(theme), in_use(into)
    for coding in Coding.objects.filter(theme=kept).select_for_update():
        put_under(coding, target)
    if target.parent_id == kept.pk:
        target.parent = kept.parent
        target.save(update_fields=["parent"])
    kept.subthemes.exclude(pk=target.pk).update(parent=target)
    kept.merged_from.update(merged_into=target)
    for finding in kept.findings.all():
        finding.themes.add(target)
        finding.themes.remove(kept)
    kept.merged_into, kept.parent = target, None
    kept.save(update_fields=["merged_into", "parent"])
    sentence = f"{by.name} merged theme {kept.pk} into theme {target.pk}."
    record(by=by, verb="merge", of=target, sentence=sentence)
    record(by=by, verb="merge", of=kept, sentence=sentence)
    theme.merged_into = target
    return target


@transaction.atomic
def split(theme: Theme, *, by: User, name: str, contributions: Iterable[Contribution]) -> Theme:
    """Make a new theme from some voices of a theme, with every person's coding of them.

    Splitting the same voices out twice gives the theme that the first time made.
    """
    check_may_change(theme.codebook, by=by)
    kept = in_use(theme)
    chosen = {row.pk for row in contributions}
    if not chosen:
        raise HeardError("No voices were chosen. Tick the voices that make up the new theme.")
    codings = list(Coding.objects.select_for_update().filter(theme=kept, contribution__in=chosen))
    if not codings:
        done = kept.codebook.themes.agreed().filter(name=name.strip()).exclude(pk=kept.pk).first()
        if done is not None and done.codings.filter(contribution__in=chosen).exists():
            return done
        raise HeardError("None of the chosen voices is under this theme any more. Open the theme again.")
    new = Theme.objects.create(
        codebook=kept.codebook, name=check_name_is_free(kept.codebook, name), parent=kept.parent, agreed_by=by
    )
    for coding in codings:
        put_under(coding, new)
    refuse_suggestions(kept, chosen, by=by)
    sentence = (
        f"{by.name} split {len({row.contribution_id for row in codings})} voices of theme {kept.pk} into {new.pk}."
    )
    record(by=by, verb="split", of=kept, sentence=sentence)
    record(by=by, verb="split", of=new, sentence=sentence)
    return new


@transaction.atomic
def note_export(codebook: Codebook, *, by: User, what: str) -> None:
    """Write down that somebody took a copy of what people said out of Heard. Each time is written down."""
    if not by.as_role.may_read_voices():
        raise PermissionDenied("Your role does not read what people told us.")
    record(by=by, verb="export", of=codebook, sentence=f"{by.name} exported the {what} of set of themes {codebook.pk}.")
