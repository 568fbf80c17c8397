"""What waits for somebody who reads apart from a colleague, or who settles where two readers differ."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from heard_web.desk.piles import AtDesk, Line, Pile, how_many
from heard_web.themes.models import BlindRound


def rounds(at: AtDesk) -> Pile:
    """Rounds this person reads in and has not finished, and finished ones of theirs with differences to settle.

    It tells nothing of what the other reader did.
    """
    rows = BlindRound.objects.visible_to(at.user).waiting_for(at.user).select_related("codebook").order_by("id")
    return Pile("two-readers", "Two readers", rows, _turn)


def _turn(row: Any) -> Line:
    if not row.is_open:
        told = how_many(row.to_settle, "voice waits to be settled", "voices wait to be settled")
        do, url = "Settle where you differ", reverse("themes:round_settle", args=[row.pk])
    elif row.to_read:
        told = how_many(row.to_read, "voice waits for you to read apart", "voices wait for you to read apart")
        do, url = "Read", reverse("themes:round_read", args=[row.pk])
    else:
        told, do, url = "You have answered for every voice: say that you have finished", "", ""
    return Line(row.codebook.title, row.get_absolute_url(), f"{told}.", do=do, do_url=url)
