"""Sentences for a draft, made from plain values: what a family reads, so no codes, no jargon and no names of people."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from heard.codes import ActivityKind, AgeBand, BroadArea, ParticipantGroup, PlaceType

LOWERED = frozenset(
    ["A", "An", "All", "As", "How", "If", "It", "Its", "Most", "No", "Not", "Only", "Our", "Some", "That", "The", "Their",
     "There", "These", "They", "This", "Those", "Unless", "We", "What", "When", "Where", "Whether", "Which", "Who", "Why"]
)  # fmt: skip
NUMBER_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

PERSON_OF = {
    ParticipantGroup.CYP: ("A child or young person", "A group of children and young people"),
    ParticipantGroup.PARENT_CARER: ("A parent or carer", "A group of parents and carers"),
    ParticipantGroup.SIBLING: ("A brother or sister", "A group of brothers and sisters"),
    ParticipantGroup.PCF_REP: ("A member of the parent carer forum", "Members of the parent carer forum"),
    ParticipantGroup.YOUNG_ADVISER: ("A young adviser", "A group of young advisers"),
    ParticipantGroup.SCHOOL_STAFF: ("Somebody who works with children", "A group of people who work with children"),
}

CHILD = ("A child", "A group of children")
YOUNG_PERSON = ("A young person", "A group of young people")
CYP_OF_AGE = {
    AgeBand.AGE_0_4: CHILD,
    AgeBand.AGE_5_10: CHILD,
    AgeBand.AGE_11_15: YOUNG_PERSON,
    AgeBand.AGE_16_18: YOUNG_PERSON,
    AgeBand.AGE_19_25: YOUNG_PERSON,
}

OCCASION_OF = {
    ActivityKind.SCHOOL_VISIT: "on a visit",
    ActivityKind.WORKSHOP: "at a workshop",
    ActivityKind.DROP_IN: "at a drop-in event",
    ActivityKind.COMMUNITY_EVENT: "at a community event",
    ActivityKind.CONFERENCE: "at a conference",
    ActivityKind.HOME_VISIT: "on a visit",
    ActivityKind.ONE_TO_ONE: "in a one-to-one talk",
    ActivityKind.FAMILY_HUB_VISIT: "at a family hub",
    ActivityKind.NURSERY_SESSION: "at a play session",
    ActivityKind.SURVEY: "in a survey",
    ActivityKind.COFFEE_MORNING: "at a coffee morning",
    ActivityKind.ONLINE_SESSION: "in an online session",
    ActivityKind.FORUM_MEETING: "at a forum meeting",
    ActivityKind.YOUTH_COUNCIL: "at a youth council meeting",
    ActivityKind.FOCUS_GROUP: "in a small group",
}

# Only the kind of place is said when the place is not named. A pupil referral unit or a special school may be the only one
# in an area, so the words for those are the same as for any school.
UNNAMED_PLACE = {
    PlaceType.SCHOOL: "school",
    PlaceType.PRU: "school",
    PlaceType.NURSERY: "nursery",
    PlaceType.COLLEGE: "college",
    PlaceType.FAMILY_HUB: "family hub",
    PlaceType.CAFE: "café",
    PlaceType.PUBLIC_VENUE: "public place",
    PlaceType.COMMUNITY_HUB: "community hub",
    PlaceType.EXHIBITION: "show",
}


def listed(items: Sequence[str]) -> str:
    """Join things as a person would say them: 'a, b and c'."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def day(on: datetime.date) -> str:
    """A date in words: '7 August 2026'."""
    return f"{on.day} {on:%B %Y}"


def weekday(on: datetime.date) -> str:
    """A date with its day of the week: 'Friday 7 August 2026'."""
    return f"{on:%A} {day(on)}"


def clock(at: datetime.time) -> str:
    """A time as people say it: '11am', '4:30pm', 'midday'."""
    if (at.hour, at.minute) == (12, 0):
        return "midday"
    minutes = f":{at.minute:02d}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def from_to(start: datetime.time | None, end: datetime.time | None) -> str:
    """The hours of an event: '11am to 4pm'."""
    if start and end:
        return f"{clock(start)} to {clock(end)}"
    return f"from {clock(start)}" if start else ""


def sentence(text: str) -> str:
    """A text that begins with a capital and ends with a stop."""
    text = " ".join(text.split())
    if not text:
        return ""
    return (text[0].upper() + text[1:]) + ("" if text[-1] in ".?!”\"'" else ".")


def inside(text: str) -> str:
    """A text ready to stand inside a sentence: no full stop, and no capital on a word such as 'The'."""
    text = " ".join(text.split()).rstrip(".")
    first = text.split(" ", 1)[0]
    return text[0].lower() + text[1:] if first in LOWERED else text


def counted(number: int, thing: str) -> str:
    """'a school', 'three schools'. For things only, never for people."""
    if number == 1:
        return f"a{'n' if thing[0] in 'aeiou' else ''} {thing}"
    plural = f"{thing[:-1]}ies" if thing.endswith("y") else f"{thing}s"
    return f"{NUMBER_WORDS[number] if number < len(NUMBER_WORDS) else number} {plural}"


def many(number: int, thing: str) -> str:
    """'1 part', '3 parts'. For things only, never for people."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def ages(age_from: int | None, age_to: int | None) -> str:
    """'ages 5 to 11', or nothing when they are not known."""
    if age_from is not None and age_to is not None:
        return f"ages {age_from} to {age_to}"
    if age_from is not None:
        return f"age {age_from} and over"
    return f"up to age {age_to}" if age_to is not None else ""


def need(code: str) -> str:
    """A broad area of need as a family reads it."""
    return "All kinds of need" if code == BroadArea.GENERIC else BroadArea(code).label if code else ""


WATCHED_BY = {
    "well": "somebody who knows them well",
    "a_little": "somebody who knows them a little",
    "new": "somebody who met them that day",
}


def who_said(group: str, people: int, kind: str, *, age_band: str = "") -> str:
    """Who said something, as widely as is still true: 'A child at a workshop'. Never an age, a need or a name."""
    anybody = ("Somebody", "A group of people")
    alone, together = PERSON_OF.get(ParticipantGroup(group), anybody) if group else anybody
    if group == ParticipantGroup.CYP and age_band:
        alone, together = CYP_OF_AGE.get(AgeBand(age_band), (alone, together))
    occasion = OCCASION_OF.get(ActivityKind(kind), "who talked with us")
    return f"{together if people > 1 else alone} {occasion}"


def unnamed(place_types: Iterable[str]) -> list[str]:
    """Places that are not named, by their kind: ['two schools', 'a café']."""
    tally: dict[str, int] = {}
    for place_type in place_types:
        if thing := UNNAMED_PLACE.get(PlaceType(place_type)):
            tally[thing] = tally.get(thing, 0) + 1
    return [counted(number, thing) for thing, number in tally.items()]


WENT = {
    ActivityKind.SCHOOL_VISIT: ("We visited {places}.", "We visited {places}."),
    ActivityKind.FAMILY_HUB_VISIT: ("We visited {places}.", "We visited {places}."),
    ActivityKind.WORKSHOP: ("We held a workshop at {places}.", "We held {number} workshops, at {places}."),
    ActivityKind.DROP_IN: ("We held a drop-in event at {places}.", "We held {number} drop-in events, at {places}."),
    ActivityKind.COMMUNITY_EVENT: (
        "We met families at an event at {places}.",
        "We met families at events at {places}.",
    ),
    ActivityKind.NURSERY_SESSION: ("We joined a play session at {places}.", "We joined play sessions at {places}."),
    ActivityKind.COFFEE_MORNING: ("We joined a coffee morning at {places}.", "We joined coffee mornings at {places}."),
    ActivityKind.HOME_VISIT: ("We met people in their homes.", "We met people in their homes."),
    ActivityKind.ONE_TO_ONE: ("We met people one to one.", "We met people one to one."),
    ActivityKind.FORUM_MEETING: ("We met with the forum.", "We met with the forum."),
    ActivityKind.YOUTH_COUNCIL: ("We met with the youth council.", "We met with the youth council."),
    ActivityKind.SURVEY: ("We asked people to fill in a survey.", "We asked people to fill in surveys."),
    ActivityKind.ONLINE_SESSION: ("We held a session online.", "We held {number} sessions online."),
    ActivityKind.CONFERENCE: (
        "We met people at a conference at {places}.",
        "We met people at conferences at {places}.",
    ),
    ActivityKind.TRAINING: ("We took part in training: {titles}.", "We took part in training: {titles}."),
}


def where_we_went(kind: str, places: Sequence[str], titles: Sequence[str], number: int) -> str:
    """One sentence for the occasions of one kind: 'We visited Ash Primary and two schools.'"""
    plain = ("We held {titles}.", "We held {titles}.")
    one, several = WENT.get(ActivityKind(kind), plain)
    pattern = one if number == 1 else several
    if "{places}" in pattern and not places:
        pattern = plain[0]
    spoken = NUMBER_WORDS[number] if number < len(NUMBER_WORDS) else str(number)
    return pattern.format(places=listed(places), titles=listed([title.rstrip(".") for title in titles]), number=spoken)


def what_we_asked(questions: Sequence[str]) -> str:
    """'We asked: what does a good life look like?'"""
    asked = [inside(question).rstrip("?") for question in questions]
    if not asked:
        return ""
    return f"We asked: {listed(asked)}?" if len(asked) < 3 else f"We asked: {'; '.join(asked)}?"


def what_it_informs(decision: str) -> str:
    """'What people said will help to shape the SEND strategy.'"""
    return f"What people said will help to shape {inside(decision)}." if decision.strip() else ""
