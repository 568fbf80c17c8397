"""Each change to a set of themes makes a version of it that can be opened later."""

from __future__ import annotations

from django.db import transaction

from heard.themes.coding import codebook as library
from heard_web.people.models import User
from heard_web.themes.models import Codebook, CodebookVersion


@transaction.atomic
def note_version(codebook: Codebook, *, by: User, changed: str) -> CodebookVersion:
    """Keep the set of themes as it now stands, with what changed in words. A change that left it the same keeps nothing.

    The version holds names and explanations people wrote, and nobody's words. The history has its own event for each change.
    """
    Codebook.objects.select_for_update(no_key=True).get(pk=codebook.pk)
    codes = codebook.themes.all().records()
    last = codebook.versions.first()
    if last is not None and library.CodebookVersion.from_json(last.content).codes == codes:
        return last
    number = last.number + 1 if last else 1
    content = library.CodebookVersion(title=codebook.title, version=number, codes=codes).to_json()
    return CodebookVersion.objects.create(
        codebook=codebook, number=number, changed=changed[:400], content=content, made_by=by
    )
