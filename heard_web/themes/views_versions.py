"""The history of a set of themes: every version, and what changed between two."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from heard.themes.coding import codebook as library
from heard_web.people.access import SignedInRequest, allowed
from heard_web.people.models import Role
from heard_web.people.ways import row_number
from heard_web.themes.models import Codebook, CodebookVersion


@allowed(Role.may_read_voices)
def history(request: SignedInRequest, pk: int) -> HttpResponse:
    """Every version of a set of themes, newest first."""
    row = get_object_or_404(Codebook.objects.visible_to(request.user), pk=pk)
    page = Paginator(row.versions.select_related("made_by"), 50).get_page(request.GET.get("page"))
    return render(request, "themes/codebook_history.html", {"codebook": row, "page": page})


@allowed(Role.may_read_voices)
def version(request: SignedInRequest, pk: int) -> HttpResponse:
    """The themes as they stood in one version, and what changed since another, the one before unless asked."""
    rows = CodebookVersion.objects.filter(codebook__in=Codebook.objects.visible_to(request.user))
    row = get_object_or_404(rows.select_related("codebook", "made_by"), pk=pk)
    since = row_number(request.GET.get("since")) or row.number - 1
    other = row.codebook.versions.filter(number=since).exclude(pk=row.pk).first()
    now = library.CodebookVersion.from_json(row.content)
    changes = library.diff(library.CodebookVersion.from_json(other.content), now) if other else []
    names = {code.key: code.name for code in now.codes}
    seen = {
        "codebook": row.codebook,
        "version": row,
        "other": other,
        "changes": changes,
        "codes": [(code, names.get(code.parent, "")) for code in now.codes],
        "others": row.codebook.versions.exclude(pk=row.pk).values_list("number", flat=True)[:200],
    }
    return render(request, "themes/version.html", seen)
