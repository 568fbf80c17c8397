"""Load Ashdale: `python -m demo.load`, or simply `python3 dev.py run`."""

from __future__ import annotations

import datetime

from django.db import transaction

from demo.answers_story import answers
from demo.cast import ACCOUNTS, PASSWORD, gather
from demo.conference_story import answer, conference, hubs
from demo.days import Days
from demo.publications import pages
from demo.school_results import good_life_findings, plan_on_a_page
from demo.school_story import (
    first_month,
    purposes,
    second_month,
    summary_workshops,
    third_month,
)
from heard_web.decisions.models import Ask

__all__ = ["ACCOUNTS", "PASSWORD", "load"]


@transaction.atomic
def load(today: datetime.date | None = None) -> None:
    """Tell the three stories from the beginning. The database must be empty."""
    days = Days(today or datetime.date.today())
    cast = gather()
    good_life, summary = purposes(cast, days)
    first_month(cast, days)
    said = second_month(cast, days, good_life) + third_month(cast, days, good_life)
    outcomes, designs, workshop = summary_workshops(cast, days, good_life, summary)
    good_life_findings(cast, days, good_life, [*said, outcomes])
    plan_on_a_page(cast, days, summary, designs, workshop)
    hub_ask = conference(cast, days)
    hubs(cast, days, hub_ask, answer(cast, days, hub_ask))
    pages(cast, days, purpose=good_life, page_ask=Ask.objects.get(body=cast.plan_group), hub_ask=hub_ask)
    answers(cast, days)
