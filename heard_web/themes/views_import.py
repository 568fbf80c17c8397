"""Bringing in themes and codings from another tool: choose a file, see what fits, then decide."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from heard.errors import HeardError
from heard_web.people.access import SignedInRequest, allowed
from heard_web.people.models import Role
from heard_web.themes.forms_import import BringInForm
from heard_web.themes.models import BroughtFile, Codebook

SHOWN = 20


@allowed(Role.may_record)
def bring_in(request: SignedInRequest, pk: int) -> HttpResponse:
    """Choose a file of another tool."""
    from heard_web.themes.actions_import import look_at_file

    codebook = get_object_or_404(Codebook.objects.changeable_by(request.user), pk=pk)
    form = BringInForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["file"]
        try:
            return redirect(
                look_at_file(codebook, by=request.user, content=chosen.read(), file_name=chosen.name or "File")
            )
        except HeardError as problem:
            form.add_error("file", str(problem))
    earlier = codebook.brought_files.select_related("read_by")[:SHOWN]
    return render(request, "themes/bring_in.html", {"codebook": codebook, "form": form, "earlier": earlier})


@allowed(Role.may_record)
def brought(request: SignedInRequest, pk: int) -> HttpResponse:
    """What of a file fits here, before anything is written; and afterwards, what became of it."""
    from heard_web.themes.actions_import import bring_in_file, throw_away_file

    rows = BroughtFile.objects.changeable_by(request.user).select_related("codebook", "read_by")
    file = get_object_or_404(rows, pk=pk)
    if request.method == "POST" and "throw_away" in request.POST:
        throw_away_file(file, by=request.user)
        messages.success(request, "The file is forgotten. Nothing of it was brought in.")
        return redirect(file.codebook)
    if request.method == "POST":
        bring_in_file(file, by=request.user)
        return redirect(file)
    if file.brought_in_at is not None:
        return render(request, "themes/brought_done.html", {"file": file, "codebook": file.codebook})
    here = {theme.name.casefold(): theme for theme in file.codebook.themes.agreed()}
    many = Counter(row[1] for row in file.codings)
    themes = [
        {"name": code["name"], "here": here.get(code["name"].casefold()), "codings": many[code["key"]]}
        for code in file.codes
    ]
    seen = {
        "file": file,
        "codebook": file.codebook,
        "themes": themes,
        "new": sum(1 for each in themes if each["here"] is None),
        "codings": len(file.codings),
        "left": file.texts - file.matched,
        "unmatched": file.unmatched[:SHOWN],
        "coders": sorted({row[4] for row in file.codings if row[4]}, key=str.casefold),
    }
    return render(request, "themes/brought.html", seen)
