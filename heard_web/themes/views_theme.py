"""One theme: the voices people put there, those the computer suggests, and ways to change it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from heard_web.audit.models import AuditEvent
from heard_web.people.access import SignedInRequest, allowed
from heard_web.people.models import Role, User
from heard_web.themes import actions
from heard_web.themes.counting import voices_of_theme
from heard_web.themes.forms import ChangeThemeForm, ChosenVoicesForm, IntoForm, attempt
from heard_web.themes.models import RoundVoice, Theme
from heard_web.themes.quoting import mark_quotable
from heard_web.themes.reading_so_far import read_so_far
from heard_web.themes.telling import told
from heard_web.voice.models import Contribution

SUGGESTED = {"confirm", "refuse"}
CODED = {"move", "split", "take_out"}


@allowed(Role.may_read_voices)
def theme(request: SignedInRequest, pk: int) -> HttpResponse:
    """One theme with its voices and suggestions; ticked voices are confirmed, refused, moved, split off or taken out."""
    row = get_object_or_404(
        Theme.objects.visible_to(request.user).select_related(
            "codebook__held_by", "parent", "merged_into", "agreed_by"
        ),
        pk=pk,
    )
    do = request.POST.get("do", "")
    coded_form, suggested_form = _forms(request, row, do)
    if request.method == "POST":
        if not request.user.as_role.may_record():
            raise PermissionDenied("Your role cannot change themes. Ask a colleague who records what people told us.")
        form = suggested_form if do in SUGGESTED else coded_form
        said = attempt(form, lambda typed: act(row, do, typed, by=request.user))
        if said is not None:
            messages.success(request, said)
            return redirect(row)
    return render(request, "themes/theme.html", _seen(request, row, coded_form, suggested_form))


def _forms(request: SignedInRequest, row: Theme, do: str) -> tuple[ChosenVoicesForm, ChosenVoicesForm]:
    visible = Contribution.objects.standing().visible_to(request.user)
    coded = ChosenVoicesForm(
        request.POST if do in CODED else None, theme=row, voices=visible.filter(codings__theme=row).distinct(), do=do
    )
    suggested = ChosenVoicesForm(
        request.POST if do in SUGGESTED else None,
        theme=row,
        voices=visible.filter(held_by=row.codebook.held_by_id),
        do=do,
        prefix="s",
    )
    return coded, suggested


def _seen(
    request: SignedInRequest, row: Theme, coded_form: ChosenVoicesForm, suggested_form: ChosenVoicesForm
) -> dict[str, Any]:
    voices = voices_of_theme(row, user=request.user)
    closed = set(RoundVoice.objects.closed_to(request.user).values_list("contribution", flat=True))
    coded = [row for row in voices.coded if row.contribution.pk not in closed]
    history = AuditEvent.objects.filter(record=Theme._meta.label_lower, record_number=row.pk)
    page = Paginator(coded, 50).get_page(request.GET.get("page"))
    suggested = Paginator(voices.suggested, 20).get_page(request.GET.get("more"))
    shown = [*(one.contribution for one in page), *(one.contribution for one in suggested)]
    mark_quotable(shown, answers=voices.answers)
    return {
        "theme": row,
        "codebook": row.codebook,
        "voices": voices,
        "read": read_so_far(row.codebook, withheld=bool(voices.hidden)),
        "apart": len(voices.coded) - len(coded),
        "page": page,
        "suggested": suggested,
        "form": coded_form,
        "suggested_form": suggested_form,
        "forms": [suggested_form],
        "history": [] if voices.hidden else told(history[:20], of=row),  # each event is about somebody's voice
        "parts": row.merged_from.all(),
        "subthemes": row.subthemes.agreed(),
        "may_change": row.merged_into_id is None and row.codebook.open_to_change_by(request.user),
    }


def act(theme: Theme, do: str, typed: dict[str, Any], *, by: User) -> str:
    """Do with the ticked voices what the button says, and say in words what was done."""
    voices = typed["voices"]
    if do == "confirm":
        return f"{_voices(actions.confirm(theme, by=by, contributions=voices))} confirmed."
    if do == "refuse":
        return (
            f"{_voices(actions.refuse(theme, by=by, contributions=voices))} left out here and "
            "counted as looked at. The computer will not ask again."
        )
    if do == "move":
        count = actions.move_voices(theme, by=by, contributions=voices, to=typed["to"])
        return f"{_voices(count)} moved to “{typed['to'].name}”."
    if do == "split":
        new = actions.split(theme, by=by, name=typed["name"], contributions=voices)
        return f"{_voices(len(voices))} now under the new theme “{new.name}”."
    return f"{_voices(actions.uncode_voices(theme, by=by, contributions=voices))} taken out of this theme."


def _voices(count: int) -> str:
    return "1 voice is" if count == 1 else f"{count} voices are"


def _to_change(request: SignedInRequest, pk: int) -> Theme:
    """A theme that this person may rename or merge. The place for voices that fit none keeps its name."""
    rows = Theme.objects.agreed().about_something().changeable_by(request.user)
    row: Theme = get_object_or_404(rows.select_related("codebook"), pk=pk)
    return row


@allowed(Role.may_record)
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give a theme another name, explanation or place."""
    row = _to_change(request, pk)
    told = ("name", "definition", "includes", "excludes", "examples", "position")
    initial = {field: getattr(row, field) for field in told} | {"parent": row.parent_id}
    form = ChangeThemeForm(request.POST or None, codebook=row.codebook, but=row, initial=initial)
    if request.method == "POST" and attempt(form, lambda typed: _redefine(row, typed, by=request.user)) is not None:
        messages.success(request, "The theme is changed. Its voices are the same.")
        return redirect("themes:theme", pk)
    return render(request, "themes/theme_change.html", {"theme": row, "form": form})


def _redefine(row: Theme, typed: dict[str, Any], *, by: User) -> Theme:
    """Change the words and the place of a theme together, or neither."""
    told = {field: typed[field] for field in ("name", "definition", "includes", "excludes", "examples")}
    position = row.position if typed["position"] is None else typed["position"]
    return actions.redefine(row, by=by, parent=typed["parent"], position=position, **told)


@allowed(Role.may_record)
def merge(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put a theme under another."""
    row = _to_change(request, pk)
    form = IntoForm(request.POST or None, codebook=row.codebook, but=row)
    if request.method == "POST":
        into = attempt(form, lambda typed: actions.merge(row, by=request.user, into=typed["theme"]))
        if into is not None:
            messages.success(request, f"“{row.name}” is now part of “{into.name}”.")
            return redirect(into)
    return render(request, "themes/theme_merge.html", {"theme": row, "form": form})
