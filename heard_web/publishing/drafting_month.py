"""Drafts a month from the record: where we went, what we asked, what we heard, what changed, thanks, and what comes next."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.db.models import Q, Sum

from heard.codes import ActivityKind, PlaceType
from heard_web.engagement.models import Activity, ActivityStatus, GroupCount, TeamNews
from heard_web.outcomes.models import Impact, Outcome
from heard_web.people.models import User
from heard_web.publishing import wording
from heard_web.publishing.blocks import BlockFacts, Draft, bullets, paragraph, section
from heard_web.publishing.models import BlockKind
from heard_web.themes.models import Finding

OPEN_TO_ALL = (
    ActivityKind.DROP_IN, ActivityKind.COMMUNITY_EVENT, ActivityKind.CONFERENCE, ActivityKind.COFFEE_MORNING,
    ActivityKind.ONLINE_SESSION, ActivityKind.ROADSHOW, ActivityKind.LISTENING_FORUM,
)  # fmt: skip
PLACES_OF_LEARNING = frozenset({PlaceType.SCHOOL, PlaceType.NURSERY, PlaceType.COLLEGE, PlaceType.PRU})
NAMED_WITHOUT_ASKING = frozenset(
    {PlaceType.FAMILY_HUB, PlaceType.PUBLIC_VENUE, PlaceType.COMMUNITY_HUB, PlaceType.EXHIBITION}
)
PEOPLE_TALKED = "people took part in what we held this month. Somebody who came twice is counted twice."
OWN_WORDS = "what some people said in words of their own"
FORUM_CALL = (
    "Some children and young people told us they would like to join the SEND forum. If you would too, tell us. "
    "You do not need a school place to join."
)


def month_draft(year: int, month: int, *, by: User) -> Draft:
    """Everything the record holds about a month, as sentences to be read and changed by the writer."""
    own: dict[str, Any] = {"held_by": by.organisation}
    held = list(
        Activity.objects.filter(**own).took_place().in_month(year, month)
        .select_related("setting", "purpose").prefetch_related("questions").order_by("kind", "purpose_id", "starts_on", "id")
    )  # fmt: skip
    parts = [
        *section("Where we went and what we asked", [*bullets(_went(held)), *_people(held)]),
        *section("What we heard", _heard(own, year, month)),
        *section("What changed", _changed(own, year, month)),
        *section("News from the team", _news(own, year, month)),
        *section("Thank you", _thanks(held)),
        *section("Come and meet us", _coming(own, year, month)),
        *_forum_call(held),
    ]
    title = f"{datetime.date(year, month, 1):%B %Y}"
    summary = "Where we went, what we asked, what we heard and what comes next."
    return Draft(title, summary, parts, held)


def place_of(activity: Activity) -> str:
    """The name of a place, when it may be said: a place of learning agreed to it, other places are public."""
    if activity.place_type in PLACES_OF_LEARNING or activity.setting_id:
        return activity.where if activity.may_name_setting else ""
    return activity.place_name if activity.place_type in NAMED_WITHOUT_ASKING or activity.may_name_setting else ""


def title_of(activity: Activity) -> str:
    """What an occasion is called. A title often holds the name of the school, so it is said only when the name may be."""
    unnamed = (activity.place_type in PLACES_OF_LEARNING or activity.setting_id) and not activity.may_name_setting
    return ActivityKind(activity.kind).label if unnamed else activity.title.rstrip(".")


def _went(held: Sequence[Activity]) -> list[str]:
    sentences = []
    for (kind, _), group in groupby(held, key=lambda one: (one.kind, one.purpose_id)):
        several = list(group)
        named = list(dict.fromkeys(filter(None, (place_of(one) for one in several))))
        others = wording.unnamed(one.place_type for one in several if not place_of(one))
        asked = list(dict.fromkeys(question.words for one in several for question in one.questions.all()))
        purpose = several[0].purpose
        if not asked and purpose:
            asked = [purpose.question]
        told = [
            wording.where_we_went(kind, [*named, *others], [title_of(one) for one in several], len(several)),
            wording.what_we_asked(asked),
            *(wording.sentence(one.public_line) for one in several),
            wording.what_it_informs(purpose.decision_informed if purpose else ""),
        ]
        sentences.append(" ".join(filter(None, told)))
    return sentences


def _people(held: Sequence[Activity]) -> list[BlockFacts]:
    people = GroupCount.objects.filter(activity__in=held).aggregate(all=Sum("people"))["all"]
    return [BlockFacts(BlockKind.NUMBER, number=people, words=PEOPLE_TALKED)] if people else []


def _heard(own: dict[str, Any], year: int, month: int) -> list[BlockFacts]:
    found = Finding.objects.filter(**own, found_on__year=year, found_on__month=month).prefetch_related(
        "conditions__contribution"
    )
    return bullets(" ".join(told_of(finding)) for finding in found.order_by("found_on", "id"))


def told_of(finding: Finding) -> list[str]:
    """A finding with what it depends on and who saw it otherwise: none of the three is ever told without the others.

    A condition in somebody's own words is only pointed at: copied into a draft, it could not be taken back.
    """
    conditions = [wording.inside(row.words) for row in finding.conditions.all() if row.contribution_id is None]
    if any(row.contribution and row.contribution.is_standing for row in finding.conditions.all()):
        conditions.append(OWN_WORDS)
    told = [wording.sentence(finding.statement)]
    if conditions:
        told.append(f"It comes with conditions: {'; '.join(conditions)}.")
    if finding.minority_view.strip():
        told.append(f"Some people saw it another way. {wording.sentence(finding.minority_view)}")
    return told


def _changed(own: dict[str, Any], year: int, month: int) -> list[BlockFacts]:
    started = Q(in_use_since__year=year, in_use_since__month=month)
    asked = Q(families_asked_on__year=year, families_asked_on__month=month)
    impacts = Impact.objects.filter(started | asked, **own).order_by("in_use_since", "id")
    outcomes = Outcome.objects.filter(**own, measured_on__year=year, measured_on__month=month).order_by(
        "measured_on", "id"
    )
    return [
        *(BlockFacts(BlockKind.IMPACT, impact=impact) for impact in impacts),
        *bullets(measured(outcome) for outcome in outcomes),
    ]


def measured(outcome: Outcome) -> str:
    """What was measured, before and after: 'Days until a reply. Before: 30. Now: 12.'"""
    before = f" Before: {wording.inside(outcome.before)}." if outcome.before else ""
    return f"{wording.sentence(outcome.measure)}{before} Now: {wording.inside(outcome.after)}."


def _news(own: dict[str, Any], year: int, month: int) -> list[BlockFacts]:
    news = TeamNews.objects.filter(**own, happened_on__year=year, happened_on__month=month).order_by(
        "happened_on", "id"
    )
    return bullets(wording.sentence(one.words) for one in news)


def _thanks(held: Sequence[Activity]) -> list[BlockFacts]:
    if not held:
        return []
    hosts = list(dict.fromkeys(filter(None, (place_of(one) for one in held))))
    people = "the children, young people, parents and carers who talked with us"
    return [paragraph(f"Thank you to {wording.listed([*hosts, people])}.")]


def _coming(own: dict[str, Any], year: int, month: int) -> list[BlockFacts]:
    after = datetime.date(year + month // 12, month % 12 + 1, 1)
    booked = Activity.objects.filter(**own, status=ActivityStatus.BOOKED, starts_on__gte=after).select_related(
        "setting"
    )
    coming = list(booked.order_by("starts_on", "id")[:12])
    open_to_all = [one for one in coming if one.kind in OPEN_TO_ALL]
    visits = [place_of(one) for one in coming if one.kind not in OPEN_TO_ALL and place_of(one)]
    told = [_come(one) for one in open_to_all]
    if visits:
        told.append(f"We look forward to visiting {wording.listed(list(dict.fromkeys(visits)))}.")
    return bullets(told)


def _come(activity: Activity) -> str:
    hours = wording.from_to(activity.start_time, activity.end_time)
    when = ", ".join(filter(None, [wording.weekday(activity.starts_on), hours]))
    place = place_of(activity)
    return f"{title_of(activity)}{f', at {place}' if place else ''}. {when}."


def _forum_call(held: Sequence[Activity]) -> list[BlockFacts]:
    """No number: how many wanted to join is nobody's business but theirs."""
    if not any(one.forum_interest for one in held):
        return []
    return section("Join the forum", [paragraph(FORUM_CALL, link="forum")])
