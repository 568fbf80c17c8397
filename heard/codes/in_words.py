"""Codes inside a sentence."""

from __future__ import annotations

from heard.codes import ParticipantGroup

_ONE = {
    ParticipantGroup.CYP: "child or young person",
    ParticipantGroup.PARENT_CARER: "parent or carer",
    ParticipantGroup.SIBLING: "brother or sister",
    ParticipantGroup.PCF_REP: "parent carer forum representative",
    ParticipantGroup.YOUNG_ADVISER: "young adviser",
    ParticipantGroup.SCHOOL_STAFF: "member of school, nursery or college staff",
    ParticipantGroup.HEALTH: "member of health staff",
    ParticipantGroup.SOCIAL_CARE: "member of social care staff",
    ParticipantGroup.COUNCIL_OFFICER: "council officer",
    ParticipantGroup.ELECTED_MEMBER: "elected member",
    ParticipantGroup.VOLUNTARY: "member of a voluntary group or charity",
    ParticipantGroup.STUDENT: "student or trainee",
    ParticipantGroup.OTHER: "other person",
}


def so_many(group: ParticipantGroup, people: int) -> str:
    """Say how many people of a group there were, one as one.

    >>> so_many(ParticipantGroup.PCF_REP, 1), so_many(ParticipantGroup.PCF_REP, 2)
    ('1 parent carer forum representative', '2 parent carer forum representatives')
    """
    return f"{people:,} {_ONE[group] if people == 1 else group.label.lower()}"
