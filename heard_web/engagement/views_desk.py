"""The first page after signing in: what comes next, and what is owed, for each role."""

from __future__ import annotations

import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from heard_web.design.context import address
from heard_web.engagement.models import Activity, GroupCount, Purpose
from heard_web.people.access import SignedInRequest, signed_in
from heard_web.people.models import Role

SHOWN = 5
STILL_ASKED_ABOUT = datetime.timedelta(days=90)

# Where each role begins: (words, what is there, URL name, what follows the address). Other stages are only linked to.
DOORS: dict[Role, list[tuple[str, str, str, str]]] = {
    Role.APPROVER: [
        ("Pages waiting for you", "Drafts a colleague has finished. You read them and let them out, or send them back.",
         "publishing:list", "?state=submitted"),
        ("Everything published", "What the public can read today.", "publishing:list", "?state=published"),
    ],
    Role.DECISION_MAKER: [
        ("What people asked for", "Each ask, and the answers still to come.", "decisions:list", "?answer=awaiting"),
        ("What we found", "What many people said, with those who said the opposite.", "themes:findings", ""),
        ("What was done", "Actions, what changed, and who was told.", "outcomes:list", ""),
    ],
    Role.INSPECTOR: [
        ("What changed, and why", "Each change, back to the people who asked for it.", "outcomes:list", ""),
        ("What people told us", "In their own words, where they agreed.", "voice:list", ""),
        ("Themes and findings", "What many people said, and the minority views.", "themes:list", ""),
        ("What was asked and answered", "With the reasons given, also for no.", "decisions:list", ""),
        ("Published pages", "What families can read.", "publishing:list", ""),
    ],
    Role.ADMINISTRATOR: [
        ("People and accounts", "Open and close accounts.", "people:list", ""),
        ("List of schools and settings", "Bring in the newest list.", "places:import", ""),
        ("History", "Who did what, and when.", "audit:list", ""),
    ],
}  # fmt: skip


@signed_in
def desk(request: SignedInRequest) -> HttpResponse:
    today, role = timezone.localdate(), request.user.as_role
    visible = Activity.objects.visible_to(request.user)
    shown = {
        "today": today,
        "doors": doors(role),
        "coming": visible.coming(today).for_a_list()[:SHOWN],
        "may_record": role.may_record(),
        "promises": Purpose.objects.visible_to(request.user).promised(today - STILL_ASKED_ABOUT)[:SHOWN],
    }
    if role.may_record():
        own = Activity.objects.changeable_by(request.user)
        write_up, thanks = own.to_write_up(today), own.to_thank()
        shown |= {
            "to_write_up": write_up.for_a_list().order_by("starts_on", "id")[:SHOWN],
            "to_write_up_total": write_up.count(),
            "to_thank": thanks.for_a_list().order_by("starts_on", "id")[:SHOWN],
            "to_thank_total": thanks.count(),
        }
    elif role.may_read_voices():
        held = visible.took_place()
        shown |= {"held_total": held.count(), "heard_total": GroupCount.objects.filter(activity__in=held).total()}
    return render(request, "engagement/desk.html", shown)


def doors(role: Role) -> list[dict[str, str]]:
    """The pages this role begins with, as far as this installation has them."""
    found = [(title, text, address(name), rest) for title, text, name, rest in DOORS.get(role, [])]
    return [{"title": title, "text": text, "url": url + rest} for title, text, url, rest in found if url]
