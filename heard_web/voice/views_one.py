"""One contribution: what was said, what is allowed, and letting it go."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from heard.codes import Use
from heard.errors import HeardError
from heard_web.people.access import SignedInRequest, allowed
from heard_web.people.models import Role
from heard_web.voice.actions import confirm_picture, correct, divert, record_permission, withdraw
from heard_web.voice.forms_correct import CorrectForm
from heard_web.voice.forms_one import AnswersForm, PassOnForm, use_words
from heard_web.voice.models import Contribution
from heard_web.voice.sight import here, own, seen


@require_safe
@allowed(Role.may_read_voices)
def contribution(request: SignedInRequest, pk: int) -> HttpResponse:
    """What somebody told us, how it came to us, and what they allow."""
    row = seen(request, pk)
    mine = row.held_by_id == request.user.organisation_id
    if row.diverted_at is not None and not mine:
        raise Http404
    shown = {
        "row": row, "mine": mine, "may_change": mine and request.user.as_role.may_record() and row.is_standing,
        "may_pass_on": mine and request.user.as_role.may_pass_on(),
        "may": [(words, row.may(use)) for use, words in use_words(row).items()],
        "facts": _facts(row), "here_url": here(row.activity_id),
        "answers": [(answer, use_words(row)[Use(answer.use)]) for answer in row.permissions.select_related("recorded_by")],
    }  # fmt: skip
    return render(request, "voice/contribution.html", shown)


def _facts(row: Contribution) -> list[tuple[str, object]]:
    """How a contribution came to us, in the order a reader asks."""
    who, seen_by = row.speaker, getattr(row, "observation", None)
    facts: list[tuple[str, object]] = [
        ("Person", who.described if who else "One person, not described"),
        ("Visit or event", f"{row.activity.title}, {row.activity.where}"),
        ("Day", f"{row.said_on:%-d %B %Y}"),
        ("How", row.get_mode_display()),
    ]
    if seen_by is None:
        facts.append(("Whose words", row.whose))
    else:
        facts += [
            ("What was happening", seen_by.what_was_happening),
            ("How sure we are", seen_by.get_confidence_display()),
            ("The person who watched", seen_by.get_knows_child_display()),
        ]
    told = [("The question", row.question and row.question.words), ("Heading", row.heading)]
    facts += [(name, value) for name, value in told if value]
    if who and who.needs_parent:
        facts.append(("Parent or carer", "Their yes is needed as well"))
    return [*facts, ("Written down by", row.recorded_by.name)]


@require_safe
@allowed(Role.may_read_voices)
def drawing(request: SignedInRequest, pk: int) -> HttpResponse:
    """The picture itself, to those who may see the contribution, and never kept by the browser."""
    row = seen(request, pk)
    if not row.is_standing or not hasattr(row, "drawing"):
        raise Http404
    headers = {
        "Cache-Control": "no-store, private", "X-Content-Type-Options": "nosniff", "Content-Disposition": "inline",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }  # fmt: skip
    try:
        with row.drawing.image.open("rb") as picture:
            return HttpResponse(picture.read(), content_type="image/png", headers=headers)
    except FileNotFoundError as error:
        raise Http404 from error


@allowed(Role.may_record)
def permission(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write down what somebody answered about what we may do."""
    row = own(request, pk)
    if not row.is_standing:
        return redirect(row)
    form = AnswersForm(request.POST or None, row=row, initial={"given_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        for facts in form.facts():
            record_permission(row, by=request.user, facts=facts)
        messages.success(request, "The answer is written down.")
        return redirect(row)
    return render(request, "voice/permission.html", {"row": row, "form": form})


@allowed(Role.may_record)
def put_right(request: SignedInRequest, pk: int) -> HttpResponse:
    """Correct what was written down wrongly, after saying that the earlier words are not kept."""
    row = own(request, pk)
    if not row.is_standing:
        return redirect(row)
    form = CorrectForm(request.POST or None, row=row)
    if request.method == "POST" and form.is_valid():
        try:
            correct(row, by=request.user, **form.facts())
        except HeardError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "It reads now as you wrote it.")
            return redirect(row)
    return render(request, "voice/correct.html", {"row": row, "form": form})


@require_POST
@allowed(Role.may_record)
def picture_checked(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that no name or face can be seen in a drawing."""
    row = own(request, pk)
    if not hasattr(row, "drawing"):
        raise Http404
    confirm_picture(row, by=request.user)
    messages.success(request, "Thank you. It is written down that you looked.")
    return redirect(row)


@allowed(Role.may_record)
def take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say what taking back will do, and do it when it is confirmed."""
    row = own(request, pk)
    if request.method == "POST":
        withdraw(row, by=request.user)
        messages.success(request, "Taken back. What they told us is erased.")
        return redirect(row)
    return render(request, "voice/withdraw.html", {"row": row}) if row.is_standing else redirect(row)


@allowed(Role.may_pass_on)
def pass_on(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the words a last time, say whom to ring, and erase them here once somebody has been told."""
    row = own(request, pk)
    if not row.is_standing:
        return redirect(row)
    form = PassOnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            divert(row, by=request.user, passed_to=form.cleaned_data["passed_to"])
        except HeardError as error:
            form.add_error("passed_to", str(error))
        else:
            messages.success(request, "Passed on. What was said is erased here.")
            return redirect(row)
    shown = {
        "row": row,
        "form": form,
        "role": settings.HEARD_SAFEGUARDING_ROLE,
        "phone": settings.HEARD_SAFEGUARDING_PHONE,
    }
    return render(request, "voice/divert.html", shown)
