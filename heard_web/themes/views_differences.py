"""Who raised what, group by group; and whether enough was heard."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from heard.themes.pictures import theme_by_group
from heard_web.people.access import SignedInRequest, allowed
from heard_web.people.models import Role
from heard_web.themes.enough import enough as whether_enough
from heard_web.themes.groups import KINDS, Heard, compare, compare_for_others, heard_in, suggested_people
from heard_web.themes.models import Codebook


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
    seen["read_people"] = len(heard.people)
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
        "picture": drawn,
        "src": src,
        "suggested": sorted(suggested, key=lambda pair: (-pair[1], pair[0])),
    }


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
