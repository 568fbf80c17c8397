"""What a person does with one voice and one theme: code it, take it out, move it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from heard.codes import Use
from heard.errors import HeardError
from heard_web.audit.models import record
from heard_web.people.models import User
from heard_web.themes.models import FITS_NONE, Codebook, Coding, Direction, MachineCoding, RoundVoice, Theme
from heard_web.voice.models import Contribution, Permission

READ_AND_FITS_NONE = (
    "Voices that somebody read and that fit no theme of this set. They are kept, and can be moved later."
)


def check_may_change(codebook: Codebook, *, by: User) -> None:
    """Only people who record, in the organisation that holds the codebook, may change it: one of them at a time.

    Everybody else waits here, before anything else of the set is held, until the change is stored. So no two of them wait
    for each other, and what is read after this stays as it is until then.
    """
    if not codebook.open_to_change_by(by):
        raise PermissionDenied("Only the organisation that holds these themes can change them.")
    Codebook.objects.select_for_update(no_key=True).get(pk=codebook.pk)


def check_usable(contribution: Contribution) -> None:
    """A voice may be put under a theme only while it stands and its speaker agreed to that use."""
    verdict = contribution.may(Use.ANALYSE)
    if not verdict.allowed:
        raise HeardError(
            f"Voice {contribution.pk} may not be read for themes. {verdict.why} "
            "Record their answer on the page of that voice, then come back."
        )


def check_not_read_apart(codebook: Codebook, contribution: Contribution) -> None:
    """A voice that two people are reading apart from each other waits until both have finished."""
    apart = RoundVoice.objects.held_back().filter(round__codebook=codebook, contribution=contribution)
    if apart.exists():
        raise HeardError(
            f"Two people are reading voice {contribution.pk} apart from each other. "
            "It can be sorted here when both have finished and have settled where they differ."
        )


def in_use(theme: Theme) -> Theme:
    """Lock the theme; one that was merged into another can no longer be changed."""
    kept = Theme.objects.select_for_update(no_key=True).get(pk=theme.pk)
    if kept.merged_into_id:
        raise HeardError(f"Theme {theme.pk} was merged into theme {kept.merged_into_id}. Change that one instead.")
    return kept


@transaction.atomic
def code(
    theme: Theme,
    contribution: Contribution,
    *,
    by: User,
    direction: str = Direction.NOT_SAID,
    suggested_by_machine: bool = False,
) -> Coding:
    """Say that a contribution raises a theme, and what it says about it.

    Doing it twice leaves one coding; a second time may change what it says. Colleagues' codings are not touched.
    """
    check_may_change(theme.codebook, by=by)
    kept_theme = in_use(theme)
    check_usable(contribution)
    check_not_read_apart(theme.codebook, contribution)
    if not theme.codebook.contributions().filter(pk=contribution.pk).exists():
        raise HeardError(
            f"Voice {contribution.pk} does not answer the question these themes are for. "
            "Check which purpose its activity has."
        )
    coding: Coding
    coding, new = Coding.objects.select_for_update(no_key=True).get_or_create(
        theme=kept_theme,
        contribution=contribution,
        coded_by=by,
        defaults={"direction": direction, "suggested_by_machine": suggested_by_machine},
    )
    if new or (direction != Direction.NOT_SAID and coding.direction != direction):
        coding.direction = direction
        coding.save(update_fields=["direction"])
        record(by=by, verb="code", of=theme, sentence=f"{by.name} put voice {contribution.pk} under theme {theme.pk}.")
    if new and not kept_theme.fits_none:  # who finds a theme after all takes back that there is none
        nowhere = Coding.objects.filter(theme__codebook=theme.codebook, theme__name=FITS_NONE, coded_by=by)
        nowhere.filter(contribution=contribution).delete()
    return coding


@transaction.atomic
def code_alike(
    theme: Theme, contributions: Sequence[Contribution], *, by: User, direction: str, suggested_by_machine: bool
) -> list[Contribution]:
    """Put voices that say the same under one theme together, and give those it could be done for.

    Those that may not be used, answer another question or are being read apart are left out. A coding of this person that
    is there already stays as it is. However many there are, it takes a few queries and is one event of the history.
    """
    check_may_change(theme.codebook, by=by)
    kept = in_use(theme)
    chosen = [row.pk for row in contributions]
    answers = Permission.objects.filter(use=Use.ANALYSE).for_numbers(chosen)
    apart = RoundVoice.objects.held_back().filter(round__codebook=theme.codebook, contribution__in=chosen)
    here = set(theme.codebook.contributions().filter(pk__in=chosen).values_list("pk", flat=True))
    here -= set(apart.values_list("contribution", flat=True))
    usable = [row for row in contributions if row.pk in here]
    usable = [row for row in usable if row.judge(answers.get(row.pk, ()), Use.ANALYSE).allowed]
    there = set(Coding.objects.filter(theme=kept, coded_by=by).values_list("contribution", flat=True))
    told = {"direction": direction, "suggested_by_machine": suggested_by_machine, "coded_by": by}
    new = [Coding(theme=kept, contribution=row, **told) for row in usable if row.pk not in there]
    Coding.objects.bulk_create(new, batch_size=500)
    if new:
        sentence = f"{by.name} put {len(new)} voices with the same words under theme {kept.pk}."
        record(by=by, verb="code_alike", of=kept, sentence=sentence)
    return usable


@transaction.atomic
def fits_none(codebook: Codebook, contribution: Contribution, *, by: User) -> Coding:
    """Say that somebody read a voice and that it fits none of the themes, so that it does not come up again.

    The first time makes the place for such voices, “Fits none of these”. Saying so twice leaves one.
    """
    check_may_change(codebook, by=by)
    return code(place_for_none(codebook, by=by), contribution, by=by)


@transaction.atomic
def place_for_none(codebook: Codebook, *, by: User) -> Theme:
    """The place for voices that somebody read and that fit none of the themes; made the first time it is needed."""
    Codebook.objects.select_for_update(no_key=True).get(pk=codebook.pk)
    place: Theme | None = codebook.themes.agreed().filter(name=FITS_NONE).first()
    if place is None:
        place = Theme.objects.create(codebook=codebook, name=FITS_NONE, definition=READ_AND_FITS_NONE, agreed_by=by)
        record(by=by, verb="add_theme", of=place, sentence=f"{by.name} added theme {place.pk}.")
    return place


@transaction.atomic
def uncode(coding: Coding, *, by: User) -> None:
    """Take a contribution out of a theme. Taking it out twice is harmless."""
    theme = coding.theme
    check_may_change(theme.codebook, by=by)
    if not Coding.objects.filter(pk=coding.pk).exists():
        return
    Coding.objects.filter(pk=coding.pk).delete()
    refuse_suggestions(theme, [coding.contribution_id], by=by)
    sentence = f"{by.name} took voice {coding.contribution_id} out of theme {theme.pk}."
    record(by=by, verb="uncode", of=theme, sentence=sentence)


@transaction.atomic
def uncode_voices(theme: Theme, *, by: User, contributions: Iterable[Contribution]) -> int:
    """Take contributions out of a theme, whoever put them there; give how many were in it."""
    check_may_change(theme.codebook, by=by)
    chosen = {row.pk for row in contributions}
    codings = list(Coding.objects.select_for_update(no_key=True).filter(theme=theme, contribution__in=chosen))
    for coding in codings:
        uncode(coding, by=by)
    return len({coding.contribution_id for coding in codings})


@transaction.atomic
def move(coding: Coding, *, by: User, to: Theme) -> Coding:
    """Move one coding to another theme of the same codebook. Moving it where it already is changes nothing."""
    theme = coding.theme
    check_may_change(theme.codebook, by=by)
    if to.codebook_id != theme.codebook_id:
        raise HeardError("A voice can only move between themes of the same set.")
    to = in_use(to)
    if theme.pk == to.pk:
        return coding
    kept = Coding.objects.select_for_update(no_key=True).get(pk=coding.pk)
    moved = put_under(kept, to)
    refuse_suggestions(theme, [kept.contribution_id], by=by)
    sentence = f"{by.name} moved voice {kept.contribution_id} from theme {theme.pk} to theme {to.pk}."
    record(by=by, verb="move", of=to, sentence=sentence)
    record(by=by, verb="move", of=theme, sentence=sentence)
    return moved


@transaction.atomic
def move_voices(theme: Theme, *, by: User, contributions: Iterable[Contribution], to: Theme) -> int:
    """Move contributions, whoever coded them, to another theme; give how many moved."""
    check_may_change(theme.codebook, by=by)
    chosen = {row.pk for row in contributions}
    codings = list(Coding.objects.select_for_update(no_key=True).filter(theme=theme, contribution__in=chosen))
    for coding in codings:
        move(coding, by=by, to=to)
    return len({coding.contribution_id for coding in codings})


@transaction.atomic
def put_under(coding: Coding, theme: Theme) -> Coding:
    """Put a coding under a theme. If the same person had coded it there already, one coding stays, and what was said."""
    there: Coding | None = Coding.objects.filter(
        theme=theme, contribution=coding.contribution_id, coded_by=coding.coded_by_id
    ).first()
    if there is None:
        coding.theme = theme
        coding.save(update_fields=["theme"])
        return coding
    if there.pk != coding.pk:
        if there.direction == Direction.NOT_SAID and coding.direction != Direction.NOT_SAID:
            there.direction = coding.direction
            there.save(update_fields=["direction"])
        marked = set(there.passages.values_list("start", "end"))
        for passage in coding.passages.all():
            if (passage.start, passage.end) not in marked:
                passage.coding = there
                passage.save(update_fields=["coding"])
        coding.delete()
    return there


@transaction.atomic
def refuse_suggestions(theme: Theme, contributions: Iterable[int], *, by: User) -> None:
    """Remember that a person judged that these voices do not belong here, so that the machine does not ask again."""
    MachineCoding.objects.waiting().filter(for_theme=theme.pk, contribution__in=list(contributions)).update(
        refused_at=timezone.now(), refused_by=by
    )
