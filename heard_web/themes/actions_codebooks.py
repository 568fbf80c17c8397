"""What people do with a set of themes: start one, add, rename, merge and split its themes."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction

from heard.errors import HeardError
from heard.themes.coding.ready import READY
from heard_web.audit.models import record
from heard_web.engagement.models import Purpose
from heard_web.people.models import User
from heard_web.people.turns import wait_for_turn
from heard_web.themes.actions_codings import check_may_change, in_use, put_under, refuse_suggestions
from heard_web.themes.actions_versions import note_version
from heard_web.themes.models import Codebook, Coding, Theme
from heard_web.voice.models import Contribution


@transaction.atomic
def start_codebook(*, by: User, title: str, purpose: Purpose | None = None, ready: str = "") -> Codebook:
    """Start a set of themes for one purpose, empty or with the themes of a ready set.

    Starting the same one twice gives the one that is there, as people left it.
    """
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
        _fill(codebook, ready, by=by)
    return codebook


def _fill(codebook: Codebook, ready: str, *, by: User) -> None:
    """Put the themes of a ready set into a new one, and keep its first version."""
    if not ready:
        note_version(codebook, by=by, changed="Started, with no theme yet.")
        return
    if ready not in READY:
        raise HeardError(f"No ready set is called “{ready}”. These are here: {', '.join(sorted(READY))}.")
    made: dict[str, Theme] = {}
    codes = READY[ready].codes
    for code in sorted(codes, key=lambda one: bool(one.parent)):  # wider themes first
        made[code.key] = Theme.objects.create(
            codebook=codebook,
            name=code.name,
            definition=code.definition,
            includes=code.includes,
            excludes=code.excludes,
            examples="\n".join(code.examples),
            parent=made.get(code.parent),
            position=codes.index(code) + 1,
            agreed_by=by,
        )
    note_version(codebook, by=by, changed=f"Started from the ready set “{READY[ready].title}”.")


def check_name_is_free(codebook: Codebook, name: str, *, but: Theme | None = None) -> str:
    """Give the name, trimmed; a set of themes uses a name once, whatever its capitals."""
    name = " ".join(name.split())
    if not name:
        raise HeardError("The theme has no name. Write one in the words people used.")
    longest = Theme._meta.get_field("name").max_length
    if longest is not None and len(name) > longest:
        raise HeardError(f"The name has {len(name)} letters; {longest} fit. Put the rest in the explanation.")
    Codebook.objects.select_for_update(no_key=True).get(
        pk=codebook.pk
    )  # of two who choose a name at once, the second is told
    same = codebook.themes.agreed().filter(name__iexact=name)
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise HeardError(f"There already is a theme called “{name}” here. Choose another name, or merge the two.")
    return name


@transaction.atomic
def add_theme(
    codebook: Codebook,
    *,
    by: User,
    name: str,
    definition: str = "",
    includes: str = "",
    excludes: str = "",
    examples: str = "",
    parent: Theme | None = None,
) -> Theme:
    """Add a theme that people agreed. Adding the very same theme twice gives the one that is there."""
    check_may_change(codebook, by=by)
    check_parent(codebook, parent)
    texts = {"definition": definition, "includes": includes, "excludes": excludes, "examples": examples}
    told = {field: text.strip() for field, text in texts.items()}
    there = codebook.themes.agreed().filter(name=" ".join(name.split()), parent=parent, **told).first()
    if there is not None:
        return there
    name = check_name_is_free(codebook, name)
    theme = Theme.objects.create(codebook=codebook, name=name, parent=parent, agreed_by=by, **told)
    record(by=by, verb="add_theme", of=theme, sentence=f"{by.name} added theme {theme.pk}.")
    note_version(codebook, by=by, changed=f"Added “{name}”.")
    return theme


def check_parent(codebook: Codebook, parent: Theme | None, *, of: Theme | None = None) -> None:
    """A wider theme is one of the same set, and is no part of another itself: there are two levels, no more."""
    if parent is None:
        return
    if parent.codebook_id != codebook.pk:
        raise HeardError("The wider theme belongs to another set. Choose one of this set.")
    if parent.parent_id is not None:
        raise HeardError(f"“{parent.name}” is part of a wider theme itself. Choose that wider theme, or none.")
    if of is not None and of.pk == parent.pk:
        raise HeardError("A theme cannot be part of itself. Choose another theme, or none.")
    if of is not None and of.subthemes.agreed().exists():
        raise HeardError(f"“{of.name}” has parts of its own, so it cannot become a part. Move its parts first.")


@transaction.atomic
def rename(
    theme: Theme,
    *,
    by: User,
    name: str,
    definition: str | None = None,
    includes: str | None = None,
    excludes: str | None = None,
    examples: str | None = None,
) -> Theme:
    """Give a theme another name, and another explanation if one is given. Its voices stay. Twice is harmless."""
    check_may_change(theme.codebook, by=by)
    kept = in_use(theme)
    earlier = kept.name
    told = {"name": check_name_is_free(kept.codebook, name, but=kept)}
    texts = {"definition": definition, "includes": includes, "excludes": excludes, "examples": examples}
    told |= {field: text.strip() for field, text in texts.items() if text is not None}
    new = {field: text for field, text in told.items() if getattr(kept, field) != text}
    for field, text in told.items():
        setattr(kept, field, text)
        setattr(theme, field, text)
    if new:
        kept.save(update_fields=list(new))
        record(by=by, verb="rename", of=kept, sentence=f"{by.name} changed the name or explanation of theme {kept.pk}.")
        renamed = f"“{earlier}” is now called “{kept.name}”." if "name" in new else ""
        explained = f"Changed what belongs under “{kept.name}”." if new.keys() - {"name"} else ""
        note_version(kept.codebook, by=by, changed=" ".join(filter(None, [renamed, explained])))
    return kept


@transaction.atomic
def place(theme: Theme, *, by: User, parent: Theme | None, position: int) -> Theme:
    """Say which wider theme a theme is part of, if any, and its place in the list. Twice is harmless."""
    check_may_change(theme.codebook, by=by)
    kept = in_use(theme)
    check_parent(kept.codebook, parent, of=kept)
    part = f"“{kept.name}” is now part of “{parent.name}”." if parent else f"“{kept.name}” now stands by itself."
    moved = f"“{kept.name}” moved to place {position} of the list."
    changed = [part] if kept.parent_id != (parent.pk if parent else None) else []
    changed += [moved] if kept.position != position else []
    kept.parent, kept.position = parent, position
    theme.parent, theme.position = parent, position
    if changed:
        kept.save(update_fields=["parent", "position"])
        record(by=by, verb="place", of=kept, sentence=f"{by.name} gave theme {kept.pk} another place in its set.")
        note_version(kept.codebook, by=by, changed=" ".join(changed))
    return kept


@transaction.atomic
def redefine(theme: Theme, *, by: User, parent: Theme | None, position: int, **told: str) -> Theme:
    """Change the name, the explanation and the place of a theme together, or nothing of it. Twice is harmless."""
    rename(theme, by=by, **told)
    return place(theme, by=by, parent=parent, position=position)


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
    kept = Theme.objects.select_for_update(no_key=True).get(pk=theme.pk)
    if kept.merged_into_id == into.pk:
        return into
    kept, target = in_use(theme), in_use(into)
    for coding in Coding.objects.filter(theme=kept).select_for_update(no_key=True):
        put_under(coding, target)
    if target.parent_id == kept.pk:
        target.parent = kept.parent
        target.save(update_fields=["parent"])
    kept.subthemes.exclude(pk=target.pk).update(parent=target.parent or target)
    kept.merged_from.update(merged_into=target)
    for row in (*kept.findings.all(), *kept.blind_answers.all(), *kept.settlements.all()):
        row.themes.add(target)
        row.themes.remove(kept)
    kept.merged_into, kept.parent = target, None
    kept.save(update_fields=["merged_into", "parent"])
    sentence = f"{by.name} merged theme {kept.pk} into theme {target.pk}."
    record(by=by, verb="merge", of=target, sentence=sentence)
    record(by=by, verb="merge", of=kept, sentence=sentence)
    note_version(kept.codebook, by=by, changed=f"Merged “{kept.name}” into “{target.name}”.")
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
    codings = list(Coding.objects.select_for_update(no_key=True).filter(theme=kept, contribution__in=chosen))
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
    note_version(kept.codebook, by=by, changed=f"Split “{new.name}” out of “{kept.name}”.")
    return new


@transaction.atomic
def note_export(codebook: Codebook, *, by: User, what: str) -> None:
    """Write down that somebody took a copy of what people said out of Heard. Each time is written down."""
    if not by.as_role.may_read_voices():
        raise PermissionDenied("Your role does not read what people told us.")
    record(by=by, verb="export", of=codebook, sentence=f"{by.name} exported the {what} of set of themes {codebook.pk}.")
