"""Visits on the desk: what comes next, what to write up, and whom to thank."""

from __future__ import annotations

from django.urls import reverse

from heard_web.desk.piles import AtDesk, Line, Pile
from heard_web.engagement.models import Activity


def what_comes_next(at: AtDesk) -> Pile:
    """Visits in the diary, today or later."""
    rows = Activity.objects.visible_to(at.user).coming(at.today).for_a_list()
    return Pile("what-comes-next", "What comes next", rows, _in_the_diary)


def to_write_up(at: AtDesk) -> Pile:
    """Visits of one's own organisation that are over, where nobody has said who came."""
    rows = Activity.objects.changeable_by(at.user).to_write_up(at.today).for_a_list().order_by("starts_on", "id")
    return Pile(
        "to-write-up", "To write up", rows,
        lambda row: _visit(row, do="Say who came", do_url=reverse("engagement:held", args=[row.pk])),
    )  # fmt: skip


def to_thank(at: AtDesk) -> Pile:
    """Visits of one's own organisation whose host has not been thanked."""
    rows = Activity.objects.changeable_by(at.user).to_thank().for_a_list().order_by("starts_on", "id")
    return Pile(
        "to-thank", "To thank", rows,
        lambda row: _visit(row, do="Write your thanks", do_url=reverse("engagement:thank", args=[row.pk])),
    )  # fmt: skip


def _visit(row: Activity, *, do: str = "", do_url: str = "") -> Line:
    return Line(row.title, row.get_absolute_url(), f"{row.when}. {row.where}.", do=do, do_url=do_url)


def _in_the_diary(row: Activity) -> Line:
    label = row.get_status_display()
    return Line(row.title, row.get_absolute_url(), f"{row.when}. {row.where}.", state=row.status, state_label=label)
