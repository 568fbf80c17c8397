"""Pictures of what people told us, each with a table that says the same."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from heard.errors import HeardError
from heard_web.people.access import SignedInRequest, allowed
from heard_web.people.models import Role
from heard_web.themes.groups import KINDS
from heard_web.themes.models import Codebook
from heard_web.themes.picturing import PICTURES, draw
from heard_web.themes.views_differences import GroupFilter

HEADERS = {
    "Cache-Control": "no-store, private",
    "X-Content-Type-Options": "nosniff",
    "Content-Disposition": "inline",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}


@allowed(Role.may_read_voices)
def pictures(request: SignedInRequest, pk: int) -> HttpResponse:
    """One picture, with its table below."""
    row = get_object_or_404(Codebook.objects.visible_to(request.user).select_related("held_by"), pk=pk)
    which = request.GET.get("which", "theme-map")
    which = which if which in PICTURES else "theme-map"
    form = GroupFilter(request.GET if "by" in request.GET else None, initial={"by": "role"})
    seen = {"codebook": row, "pictures": PICTURES, "which": which, "filter": form, "by": form.chosen}
    try:
        drawn = draw(row, which, user=request.user, by=form.chosen)
        if drawn is not None:
            headings, *rows = drawn.table
            table = [list(zip(headings, line, strict=True)) for line in rows]
            src = picture_url(row, which, by=form.chosen)
            seen |= {"picture": drawn, "headings": headings, "table": table, "src": src}
    except HeardError as problem:
        seen["too_little"] = str(problem)
    return render(request, "themes/pictures.html", seen)


@allowed(Role.may_read_voices)
def picture(request: SignedInRequest, pk: int, picture: str) -> HttpResponse:
    """The picture itself, for a page or (with `narrow`) for a telephone; never kept by the browser."""
    row = get_object_or_404(Codebook.objects.visible_to(request.user), pk=pk)
    by = request.GET.get("by", "role")
    if picture not in PICTURES or by not in KINDS:
        raise Http404("There is no such picture.")
    try:
        drawn = draw(row, picture, user=request.user, by=by)
    except HeardError as problem:
        raise Http404(str(problem)) from problem
    if drawn is None:
        raise Http404("This picture is made of words that are not open to this person.")
    svg = drawn.narrow if "narrow" in request.GET and drawn.narrow else drawn.svg
    return HttpResponse(svg, content_type="image/svg+xml; charset=utf-8", headers=HEADERS)


def picture_url(codebook: Codebook, which: str, *, by: str = "role") -> str:
    """Where a picture is served."""
    return f"{reverse('themes:picture', args=[codebook.pk, which])}?{urlencode({'by': by})}"
