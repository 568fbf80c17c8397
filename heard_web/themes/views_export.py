"""The themes, the codings and the suggestions of a set, as spreadsheets."""

from __future__ import annotations

import csv

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from heard.publishing.safe_cells import safe_row
from heard_web.people.access import SignedInRequest, allowed
from heard_web.people.models import Role
from heard_web.themes import actions
from heard_web.themes.export import TABLES
from heard_web.themes.models import Codebook


@allowed(Role.may_read_voices)
def export(request: SignedInRequest, pk: int) -> HttpResponse:
    """One of the three tables, as CSV; that somebody took people's words is written in the history."""
    codebook = get_object_or_404(Codebook.objects.visible_to(request.user).select_related("held_by"), pk=pk)
    what = request.GET.get("what", "codings")
    if what not in TABLES:
        raise Http404("There is no such table.")
    if what != "themes":  # the themes and their counts hold nobody's words
        actions.note_export(codebook, by=request.user, what=what)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="themes-{codebook.pk}-{what}.csv"'
    response["Cache-Control"] = "no-store"
    response.write("\ufeff")  # so that spreadsheets read the letters as they are
    writer = csv.writer(response)
    for row in TABLES[what](codebook, user=request.user):
        writer.writerow(safe_row(row))
    return response
