"""The way in and the way out."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from heard_web.people import actions
from heard_web.people.access import SignedInRequest, signed_in
from heard_web.people.forms import PasswordForm, SignInForm
from heard_web.people.ways import password_set_by, safe_next


@sensitive_post_parameters("password")
@csrf_protect
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(safe_next(request))
    form = SignInForm(request, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        person = form.get_user()
        login(request, person)
        if by_name := password_set_by(person):
            messages.warning(request, f"{by_name} set this password for you. Choose one that only you know.")
            return redirect("people:password")
        return redirect(safe_next(request))
    asked = request.POST.get("next") or request.GET.get("next") or ""
    return render(request, "people/sign_in.html", {"form": form, "next": asked, "demo": settings.HEARD_DEMO})


@require_POST
@never_cache
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


@sensitive_post_parameters()
@signed_in
def password(request: SignedInRequest) -> HttpResponse:
    form = PasswordForm(request.user, request.POST or None)
    if form.is_valid():
        actions.change_password(request.user, by=request.user, password=form.cleaned_data["new"])
        update_session_auth_hash(request, request.user)
        messages.success(
            request, "Your password is changed. You are still signed in here, and signed out everywhere else."
        )
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "people/password.html", {"form": form})
