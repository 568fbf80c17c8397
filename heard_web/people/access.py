"""Who may open a page. Rows are picked by `.visible_to()`; these guard whole pages by role."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from heard_web.people.models import Role, User

P = ParamSpec("P")


class SignedInRequest(HttpRequest):
    """A request from a person who has signed in."""

    user: User


View = Callable[Concatenate[SignedInRequest, P], HttpResponse]


def signed_in(view: View[P]) -> Callable[..., HttpResponse]:
    """Open a page to anyone with an account."""
    return cast("Callable[..., HttpResponse]", login_required(cast(Any, view)))


def allowed(rule: Callable[[Role], bool]) -> Callable[[View[P]], Callable[..., HttpResponse]]:
    """Open a page to signed-in people whose role passes the rule, such as `Role.may_record`."""

    def guard(view: View[P]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: SignedInRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not rule(request.user.as_role):
                raise PermissionDenied("Your role cannot do this. Ask a colleague whose role can, or an administrator.")
            return view(request, *args, **kwargs)

        return signed_in(cast(Any, guarded))

    return guard
