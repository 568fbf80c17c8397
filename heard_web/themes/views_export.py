"""The themes, the codings and the suggestions of a set, as spreadsheets, for other tools, and how the figures were made."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from heard.errors import HeardError
from heard_web.people.access import SignedInRequest, allowed
from heard_web.people.models import Role, User
from heard_web.themes import actions
from heard_web.themes.export import TABLES, as_csv
from heard_web.themes.method import method_of
from heard_web.themes.models import Codebook

XML = "application/xml"
PACKAGE = "application/zip"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOBODYS_WORDS = {"themes", "codebook", "method"}
FILES: dict[str, tuple[str, str]] = {
    "workbook": ("xlsx", WORKBOOK),
    "codebook": ("qdc", XML),
    "project": ("qdpx", PACKAGE),
    "method": ("md", "text/markdown; charset=utf-8"),
}


def _made(codebook: Codebook, what: str, user: User) -> bytes:
    # Imported here because they load what reads and writes workbooks, which pages do not need.
    from heard.themes.exchange.refi import write_qdc, write_qdpx
    from heard_web.themes.export_whole import codebook_of, project, workbook

    if what == "workbook":
        return workbook(codebook, user=user)
    if what == "codebook":
        return write_qdc(codebook_of(codebook))
    if what == "project":
        return write_qdpx(project(codebook, user=user))
    return method_of(codebook, user=user).note.encode()


@allowed(Role.may_read_voices)
def export(request: SignedInRequest, pk: int) -> HttpResponse:
    """One of the tables or files; that somebody took people's words is written in the history."""
    codebook = get_object_or_404(Codebook.objects.visible_to(request.user).select_related("held_by"), pk=pk)
    what = request.GET.get("what", "codings")
    if what not in TABLES and what not in FILES:
        raise Http404("There is no such table.")
    try:
        response = _file(codebook, request.user, what)
    except HeardError as problem:
        seen = {"codebook": codebook, "problem": str(problem)}
        return render(request, "themes/export_problem.html", seen, status=409)
    if what not in NOBODYS_WORDS:
        actions.note_export(codebook, by=request.user, what=what.replace("_", " "))
    response["Cache-Control"] = "no-store"
    return response


def _file(codebook: Codebook, user: User, what: str) -> HttpResponse:
    if what in TABLES:
        ending, kind, content = "csv", "text/csv; charset=utf-8", as_csv(codebook, what, user=user)
    else:
        ending, kind = FILES[what]
        content = _made(codebook, what, user)
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="themes-{codebook.pk}-{what}.{ending}"'
    return response


@allowed(Role.may_read_voices)
def how_made(request: SignedInRequest, pk: int) -> HttpResponse:
    """How the figures of a set of themes were made, so that anybody can make them again."""
    codebook = get_object_or_404(Codebook.objects.visible_to(request.user).select_related("held_by", "purpose"), pk=pk)
    return render(
        request, "themes/how_made.html", {"codebook": codebook, "method": method_of(codebook, user=request.user)}
    )
