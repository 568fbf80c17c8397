"""Who raised what, group by group; and whether enough was heard."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from heard.themes.groups import DifferencesTable
from heard.themes.pictures import theme_by_group
from heard_web.people.access import SignedInRequest, allowed
from heard_web.people.models import Role
from heard_web.themes.enough import enough as whether_enough
from heard_web.themes.estimating import FEWEST_BY_CHANCE, corrected_by_group
from heard_web.themes.groups import KINDS, Heard, compare, compare_all, compare_for_others, heard_in, suggested_people
from heard_web.themes.learning import lost_since
from heard_web.themes.models import Codebook, LearningRun


class GroupFilter(forms.Form):
    """Chooses what people are grouped by."""

    by = forms.ChoiceField(choices=list(KINDS.items()), required=False, label="Compare people by")
    show_optional = False

    @property
    def chosen(self) -> str:
        """The kind of group that was asked for; who they took part as where none was."""
        return self.cleaned_data["by"] if self.is_valid() and self.cleaned_data["by"] else "role"


@allowed(Role.may_read_voices)
def differences(request: SignedInRequest, pk: int) -> HttpResponse:
    """The themes beside each other, group by group, with who is not in the comparison."""
    row = get_object_or_404(Codebook.objects.visible_to(request.user).select_related("held_by", "purpose"), pk=pk)
    form = GroupFilter(request.GET or None, initial={"by": "role"})
    heard = heard_in(row, user=request.user)
    by = form.chosen
    seen: dict[str, Any] = {"codebook": row, "filter": form, "by": by, "kind": KINDS[by], "heard": heard}
    seen |= {"read_people": len(heard.people), "fewest": FEWEST_BY_CHANCE}
    seen |= _for_others(heard, by) if heard.withheld else _for_own(heard, by)
    return render(request, "themes/differences.html", seen)


def _for_own(heard: Heard, by: str) -> dict[str, Any]:
    if not heard.facts or not heard.raised:
        return {}
    table = compare(heard, by)
    waiting = suggested_people(heard.codebook)
    suggested = [(heard.names[key], people) for key, people in waiting.items() if key in heard.names]
    drawn = theme_by_group(table)
    src = f"{reverse('themes:picture', args=[heard.codebook.pk, 'theme-by-group'])}?{urlencode({'by': by})}"
    return {
        "table": table,
        "clear": _named(table),
        "picture": drawn,
        "src": src,
        "suggested": sorted(suggested, key=lambda pair: (-pair[1], pair[0])),
        **_estimated(heard, by),
    }


def _named(table: DifferencesTable) -> list[tuple[str, str]]:
    """Each clear difference in words, with the name of its theme."""
    names = {line.theme: line.name for line in table.lines}
    return [(names[one.theme], one.words) for one in table.clear]


def _estimated(heard: Heard, by: str) -> dict[str, Any]:
    found = _estimate(heard, by) if heard.read_voices < heard.voices else None
    return {"estimate": found, "estimate_clear": _named(found) if found else []}


def _estimate(heard: Heard, by: str) -> DifferencesTable | None:
    """What is likely of all the voices, also those nobody has read; None if the set changed since the computer learned."""
    run = LearningRun.objects.newest_done(heard.codebook)
    if run is None or heard.codebook.versions.filter(made_at__gt=run.asked_at).exists() or lost_since(run):
        return None
    told = run.quality.get("by_chance_in_groups", {}).get(by, {})
    return compare_all(heard, by, corrected_by_group(told, run.quality["by_chance"])) if told else None


def _for_others(heard: Heard, by: str) -> dict[str, Any]:
    if not heard.facts or not heard.raised:
        return {}
    safe = compare_for_others(heard, by)
    return {"safe": safe, "safe_lines": list(zip(safe.rows, safe.cells, safe.row_totals, strict=True))}


@allowed(Role.may_read_voices)
def enough(request: SignedInRequest, pk: int) -> HttpResponse:
    """Whether more visits would be likely to bring new themes, and who was not heard from."""
    row = get_object_or_404(Codebook.objects.visible_to(request.user).select_related("held_by", "purpose"), pk=pk)
    return render(request, "themes/enough.html", {"codebook": row, "enough": whether_enough(row, user=request.user)})
