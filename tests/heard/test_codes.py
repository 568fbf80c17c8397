"""The code lists."""

from __future__ import annotations

import pytest

from heard import codes
from heard.codes import AgeBand, BroadArea, CodeList, NeedType, ParticipantGroup
from heard.codes.in_words import so_many

LISTS = [
    thing
    for thing in vars(codes).values()
    if isinstance(thing, type) and issubclass(thing, CodeList) and thing is not CodeList
]


@pytest.mark.parametrize("codes_of", LISTS)
def test_every_code_is_lower_case_short_and_has_words_of_its_own(codes_of: type[CodeList]) -> None:
    choices = codes_of.choices()

    assert all(code == code.lower() and " " not in code and 1 <= len(code) <= 24 for code, _ in choices)
    assert all(label.strip() and (label[0].isupper() or label[0].isdigit()) for _, label in choices)
    assert len({label for _, label in choices}) == len({code for code, _ in choices}) == len(choices)


def test_no_age_band_can_be_turned_into_a_date_by_a_spreadsheet() -> None:
    stored = [member.value for member in AgeBand]

    assert not any(code[0].isdigit() for code in stored)


def test_every_need_but_other_and_not_assessed_belongs_to_a_broad_area() -> None:
    without = {need for need in NeedType if need.broad_area is None}

    assert without == {NeedType.DS, NeedType.OTH, NeedType.NSA}
    assert NeedType.SEMH.broad_area is BroadArea.SEMH


def test_services_working_together_without_families_are_not_the_people_who_use_them() -> None:
    users = {group for group in ParticipantGroup if group.uses_services}

    assert ParticipantGroup.CYP in users and ParticipantGroup.PARENT_CARER in users
    assert ParticipantGroup.COUNCIL_OFFICER not in users and ParticipantGroup.SCHOOL_STAFF not in users


def test_one_person_of_any_group_is_said_as_one() -> None:
    said = {group: so_many(group, 1) for group in ParticipantGroup}

    assert said[ParticipantGroup.PARENT_CARER] == "1 parent or carer"
    assert not any(words.endswith(("s", "people")) or "(s)" in words for words in said.values())
