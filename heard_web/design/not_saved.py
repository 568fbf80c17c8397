"""When the records could not be written: said plainly, with what was typed, so that nobody types it twice."""

from __future__ import annotations

import errno
import logging
from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

FULL, BUSY = 507, 503
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FULL_WORDS = ("disk is full", "no space left", "disk full", "could not extend file")
_BUSY_WORDS = ("deadlock detected", "database is locked", "could not serialize", "lock timeout", "table is locked")
_NEVER_SHOWN = ("password", "csrfmiddlewaretoken", "otp", "token")

log = logging.getLogger(__name__)


class NotSaved:
    """Answer a full disk and a lost race with a page that holds what was typed and sends it again at a press.

    Anything else that goes wrong is left to the ordinary page for errors.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """Give the page for a full disk (507) or a lost race (503); nothing for any other fault."""
        status = why(problem)
        if status is None:
            return None
        log.error("%s %s was not saved (%s): %s", request.method, request.path, status, problem)
        typed = _typed(request)
        seen = {
            "full": status == FULL,
            "typed": typed,
            "shown": [
                (name.replace("_", " ").replace("-", " "), value) for name, value in typed if " " in value.strip()
            ],
            "files": bool(request.method == "POST" and request.FILES),
            "sent": request.method == "POST",
            "again": request.get_full_path(),
        }
        return render(request, "not_saved.html", seen, status=status)


def why(problem: BaseException) -> int | None:
    """Find what stopped the writing: a full disk (507), somebody else at the same rows (503), or something else (None)."""
    said = str(problem).casefold()
    if isinstance(problem, OSError) and problem.errno in _NO_ROOM:
        return FULL
    if isinstance(problem, OperationalError):
        if any(words in said for words in _FULL_WORDS):
            return FULL
        if any(words in said for words in _BUSY_WORDS):
            return BUSY
    return None


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What the form held, field by field; nothing where it held a secret."""
    if request.method != "POST":
        return []
    if any("password" in name for name in request.POST):
        return []
    names = [name for name in request.POST if not any(secret in name.casefold() for secret in _NEVER_SHOWN)]
    return [(name, str(value)) for name in names for value in request.POST.getlist(name)]
