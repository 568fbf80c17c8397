"""What people do with purposes, visits and team news."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from heard.codes import ActivityKind, AgeBand, ParticipantGroup
from heard.errors import BadRecord, DatesOutOfOrder, MiscountedVoices, ReasonNeeded
from heard_web.audit.models import record
from heard_web.engagement.homes import home_problems
from heard_web.engagement.models import Activity, ActivityStatus, GroupCount, Level, Purpose, Question, TeamNews
from heard_web.engagement.twice import written_just_now
from heard_web.people.models import DecisionBody, Held, User
from heard_web.places.models import Setting

AHEAD = (ActivityStatus.PLANNED, ActivityStatus.BOOKED)
PURPOSE_FACTS = frozenset({
    "question", "decision_informed", "set_on", "body", "decision_due_on", "in_scope", "out_of_scope",
    "giveback_promise", "giveback_due_on", "level",
})  # fmt: skip
ACTIVITY_FACTS = frozenset({
    "purpose", "kind", "title", "status", "starts_on", "start_time", "end_time", "place_type", "setting", "place_name",
    "may_name_setting", "methods", "hosted_by", "notes", "public_line",
})  # fmt: skip


@transaction.atomic
def set_purpose(
    *,
    by: User,
    question: str,
    decision_informed: str,
    set_on: datetime.date,
    body: DecisionBody | None = None,
    decision_due_on: datetime.date | None = None,
    in_scope: str = "",
    out_of_scope: str = "",
    giveback_promise: str = "",
    giveback_due_on: datetime.date | None = None,
    level: str = Level.STRATEGIC,
) -> Purpose:
    """Say why we ask, what it will inform, and what people are promised, before anybody is asked.

    The same again within a minute is a button pressed twice, and is kept once.
    """
    purpose = Purpose(
        held_by=by.organisation, question=question, decision_informed=decision_informed, set_on=set_on, body=body,
        decision_due_on=decision_due_on, in_scope=in_scope, out_of_scope=out_of_scope, level=level,
        giveback_promise=giveback_promise, giveback_due_on=giveback_due_on,
    )  # fmt: skip
    _only_its_holder(purpose, by)
    if twins := written_just_now(purpose, by=by, verb="set_purpose"):
        return twins[0]
    purpose.full_clean()
    purpose.save()
    record(by=by, verb="set_purpose", of=purpose, sentence=f"{by.name} set purpose {purpose.pk}.")
    return purpose


@transaction.atomic
def change_purpose(purpose: Purpose, *, by: User, **facts: Any) -> Purpose:
    """Put a purpose right. Only what is given changes; the same change twice is harmless."""
    _lock(purpose, Purpose, by)
    _put(purpose, facts, PURPOSE_FACTS)
    record(by=by, verb="change_purpose", of=purpose, sentence=f"{by.name} changed purpose {purpose.pk}.")
    return purpose


@transaction.atomic
def plan(
    *,
    by: User,
    kind: str,
    title: str,
    starts_on: datetime.date,
    place_type: str,
    status: str = ActivityStatus.PLANNED,
    purpose: Purpose | None = None,
    setting: Setting | None = None,
    place_name: str = "",
    start_time: datetime.time | None = None,
    end_time: datetime.time | None = None,
    methods: Iterable[str] = (),
    hosted_by: str = "",
    questions: Iterable[str] = (),
    notes: str = "",
    may_name_setting: bool = False,
    public_line: str = "",
    facilitators: Iterable[User] = (),
) -> Activity:
    """Put an occasion in the diary, or write down one that has just happened. A home is kept without its address.

    The same again within a minute is a button pressed twice, and is kept once.
    """
    if status == ActivityStatus.CANCELLED:
        raise BadRecord("A visit cannot start out cancelled. Plan it first, then cancel it and say why.")
    activity = Activity(
        held_by=by.organisation, recorded_by=by, kind=kind, title=title, starts_on=starts_on, place_type=place_type,
        status=status, purpose=purpose, setting=setting, place_name=place_name, start_time=start_time,
        end_time=end_time, methods=list(methods), hosted_by=hosted_by, notes=notes, public_line=public_line,
        may_name_setting=may_name_setting,
    )  # fmt: skip
    _only_its_holder(activity, by)
    asked, going = _each_once(questions), list(facilitators)
    for twin in written_just_now(activity, by=by, verb="plan"):
        if _words_asked(twin) == asked and set(twin.facilitators.all()) == set(going):
            return twin
    _write(activity, by=by, questions=asked, facilitators=going)
    label = ActivityKind(kind).label
    record(by=by, verb="plan", of=activity, sentence=f"{by.name} wrote down visit {activity.pk}: {label}, {starts_on}.")
    return activity


@transaction.atomic
def change(
    activity: Activity,
    *,
    by: User,
    questions: Iterable[str] | None = None,
    facilitators: Iterable[User] | None = None,
    **facts: Any,
) -> Activity:
    """Put the facts of a visit right. Only what is given changes; the same change twice is harmless."""
    _lock(activity, Activity, by)
    status = facts.get("status", activity.status)
    if status != activity.status and (status not in AHEAD or activity.status not in AHEAD):
        raise BadRecord(
            f"This visit is “{activity.get_status_display().lower()}” and cannot be made “{status}” here. "
            "Say what happened on it, or cancel it with a reason."
        )
    _put(activity, facts, ACTIVITY_FACTS, save=False)
    _write(activity, by=by, questions=questions, facilitators=facilitators)
    record(by=by, verb="change", of=activity, sentence=f"{by.name} changed the facts of visit {activity.pk}.")
    return activity


@transaction.atomic
def book(activity: Activity, *, by: User) -> Activity:
    """Say that a visit is agreed with its host. A cancelled one is on again. Booking twice is harmless."""
    _lock(activity, Activity, by)
    if activity.status == ActivityStatus.HELD:
        raise BadRecord("This visit has been held already. Plan a new one for the next time.")
    if activity.status != ActivityStatus.BOOKED:
        activity.status, activity.cancelled_because = ActivityStatus.BOOKED, ""
        activity.save(update_fields=["status", "cancelled_because"])
        record(by=by, verb="book", of=activity, sentence=f"{by.name} booked visit {activity.pk}.")
    return activity


@transaction.atomic
def hold(
    activity: Activity,
    *,
    by: User,
    counts: Mapping[tuple[str, str], int],
    notes: str | None = None,
    forum_interest: int | None = None,
    public_line: str | None = None,
) -> Activity:
    """Say that a visit took place, and how many people of each group and age band were there.

    The counts given replace those written before, so it can be put right by holding it again. What is left out (None)
    stays as it was.
    """
    _lock(activity, Activity, by)
    if activity.status == ActivityStatus.CANCELLED:
        raise BadRecord("This visit was cancelled. If it took place after all, book it again first.")
    for (group, _), people in counts.items():
        if people < 0:
            raise MiscountedVoices(f"{people} people of “{ParticipantGroup(group).label}”. Enter 0 or more.")
    activity.status = ActivityStatus.HELD
    told = {"notes": notes, "forum_interest": forum_interest, "public_line": public_line}
    for name, value in told.items():
        if value is not None:
            setattr(activity, name, value)
    _write(activity, by=by)
    activity.group_counts.all().delete()
    GroupCount.objects.bulk_create(
        GroupCount(activity=activity, group=ParticipantGroup(group), age_band=AgeBand(band), people=people)
        for (group, band), people in counts.items()
    )
    record(by=by, verb="hold", of=activity, sentence=f"{by.name} wrote down what happened on visit {activity.pk}.")
    return activity


@transaction.atomic
def cancel(activity: Activity, *, by: User, because: str) -> Activity:
    """Call a visit off and say why. Cancelling again only puts the reason right."""
    _lock(activity, Activity, by)
    if not because.strip():
        raise ReasonNeeded("Say why the visit is off. The people who were expecting us may ask.")
    if activity.status == ActivityStatus.HELD:
        raise BadRecord("This visit was held, so it cannot be cancelled.")
    activity.status, activity.cancelled_because = ActivityStatus.CANCELLED, because.strip()
    _write(activity, by=by)
    record(by=by, verb="cancel", of=activity, sentence=f"{by.name} cancelled visit {activity.pk}.")
    return activity


@transaction.atomic
def thank(activity: Activity, *, by: User, on: datetime.date, words: str) -> Activity:
    """Write down that the host was thanked, when and with what words. Thanking again replaces the words."""
    _lock(activity, Activity, by)
    if activity.status != ActivityStatus.HELD:
        raise BadRecord("Nobody is thanked for a visit before it was held. Say what happened first.")
    if on < activity.starts_on:
        raise DatesOutOfOrder(f"The thanks are dated {on}, before the visit on {activity.starts_on}. Check both dates.")
    activity.thanked_on, activity.thanks_words, activity.thanked_by = on, words.strip(), by
    _write(activity, by=by)
    record(by=by, verb="thank", of=activity, sentence=f"{by.name} thanked the host of visit {activity.pk}.")
    return activity


@transaction.atomic
def tell_news(*, by: User, happened_on: datetime.date, words: str) -> TeamNews:
    """Write down something to tell people that was not an occasion: an appointment, a launch, a plan.

    The same again within a minute is a button pressed twice, and is kept once.
    """
    news = TeamNews(held_by=by.organisation, recorded_by=by, happened_on=happened_on, words=words)
    _only_its_holder(news, by)
    if twins := written_just_now(news, by=by, verb="tell_news"):
        return twins[0]
    news.full_clean()
    news.save()
    record(by=by, verb="tell_news", of=news, sentence=f"{by.name} wrote down team news {news.pk}.")
    return news


def _only_its_holder(row: Held, by: User) -> None:
    if not by.as_role.may_record() or row.held_by_id != by.organisation_id:
        raise PermissionDenied("Only the organisation that holds this can change it, and only a role that records.")


def _lock(row: Held, kind: Any, by: User) -> None:
    row.refresh_from_db(from_queryset=kind.objects.select_for_update())
    _only_its_holder(row, by)


def _put(row: Held, facts: Mapping[str, Any], known: frozenset[str], *, save: bool = True) -> None:
    if unknown := facts.keys() - known:
        raise TypeError(f"No such facts: {', '.join(sorted(unknown))}.")
    for name, value in facts.items():
        setattr(row, name, value)
    if save:
        row.full_clean()
        row.save()


def _write(
    activity: Activity,
    *,
    by: User,
    questions: Iterable[str] | None = None,
    facilitators: Iterable[User] | None = None,
) -> None:
    """Check an activity as a whole and save it: no address of a home, no unseen purpose, times in order."""
    asked = None if questions is None else _each_once(questions)
    texts = {name: getattr(activity, name) for name in ("title", "notes", "public_line", "thanks_words")}
    problems = home_problems(
        kind=activity.kind, place_type=activity.place_type, setting=activity.setting_id, hosted_by=activity.hosted_by,
        place_name=activity.place_name, texts={**texts, "questions": "\n".join(asked or ())},
    )  # fmt: skip
    if problems:
        raise BadRecord(" ".join(dict.fromkeys(problems.values())))
    if activity.start_time and activity.end_time and activity.end_time <= activity.start_time:
        raise DatesOutOfOrder(
            f"It ends at {activity.end_time:%H:%M}, not after {activity.start_time:%H:%M}. Check both."
        )
    if activity.purpose_id and not Purpose.objects.visible_to(by).filter(pk=activity.purpose_id).exists():
        raise PermissionDenied("This purpose is held by another organisation and has not been released.")
    activity.full_clean()
    activity.save()
    if asked is not None and asked != _words_asked(activity):
        activity.questions.clear()
        for words in asked:  # one after another: their order is the order of these rows
            activity.questions.add(Question.objects.get_or_create(words=words, held_by_id=activity.held_by_id)[0])
    if facilitators is not None:
        activity.facilitators.set(facilitators)


def _each_once(questions: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words.strip() for words in questions if words.strip()))


def _words_asked(activity: Activity) -> list[str]:
    return [question.words for question in Question.objects.asked_at(activity)]
