"""Was this page useful? Anybody may say, without a cookie and without saying who they are."""

from __future__ import annotations

import datetime

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from heard.errors import HeardError
from heard_web.public.answers import answer
from heard_web.public.forms import CommentForm
from heard_web.publishing import actions, reading

MOST_AN_HOUR = 120


# There is no session to protect here: nobody is signed in by this form and it gives nobody any right. A cookie against
# forged requests would be the only cookie the public gets, so the form carries a signed time and page instead.
@csrf_exempt
@never_cache
def comment(request: HttpRequest) -> HttpResponse:
    form = CommentForm(request.POST if request.method == "POST" else None, auto_id="useful_%s")
    if form.is_valid():
        try:
            _keep(form)
        except HeardError as problem:
            form.add_error(None, forms.ValidationError(str(problem)))
        else:
            return redirect("public:comment_thanks")
    shown = {"form": _again(form), "safeguarding_phone": settings.HEARD_SAFEGUARDING_PHONE}
    return render(request, "public/comment.html", shown)


@require_safe
def comment_thanks(request: HttpRequest) -> HttpResponse:
    return answer(request, "public/comment_thanks.html", {})


def _keep(form: CommentForm) -> None:
    if reading.comments_since(timezone.now() - datetime.timedelta(hours=1)) >= MOST_AN_HOUR:
        raise HeardError(
            f"More than {MOST_AN_HOUR} comments came in this hour. Yours is still below. Send it again later."
        )
    useful = {"yes": True, "no": False}.get(form.cleaned_data["useful"])
    actions.leave_comment(address=form.address, useful=useful, words=form.cleaned_data["words"])


def _again(form: CommentForm) -> CommentForm:
    """The form with what was typed and a new signed time, so that pressing the button again works."""
    if form.is_bound:
        form.data = {**form.data.dict(), "token": form.fresh_token, "website": ""}  # type: ignore[attr-defined]
    return form
