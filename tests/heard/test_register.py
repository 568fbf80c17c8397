"""Recommended against delivered."""

from __future__ import annotations

from datetime import date

from heard.codes import BroadArea, ProvisionStatus
from heard.provision.register import Entry, Recommended, compare, goes_back, rank


def test_what_was_recommended_and_never_came_stays_on_the_list() -> None:
    recommended = [
        Recommended("1", "Elmtree Primary", "100001", BroadArea.COMMUNICATION, 10, (5, 11), date(2025, 3, 1)),
        Recommended("2", "Oakham College", "100002", BroadArea.COMMUNICATION, 20),
    ]
    register = [Entry("8", "Elmtree Primary", "100001", BroadArea.COMMUNICATION, 10, status=ProvisionStatus.OPEN)]

    lines = compare(recommended, register)

    assert [line.delivered for line in lines] == [True, False]
    assert lines[0].words == "Open."
    assert lines[1].words == "Recommended and not on the register. Record what became of it, and why."


def test_two_schools_of_one_name_are_told_apart_by_their_number() -> None:
    recommended = [Recommended("1", "Hillside Primary", "100001")]
    register = [Entry("8", "Hillside Primary", "200002", status=ProvisionStatus.OPEN)]

    lines = compare(recommended, register)

    assert lines[0].entry is None
    assert lines[1].recommended is None and lines[1].words == "On the register without being recommended."


def test_another_kind_of_place_is_told_as_a_difference() -> None:
    recommended = [Recommended("1", "Elmtree Primary", "100001", BroadArea.COMMUNICATION, 10, (5, 11))]
    register = [
        Entry("8", "Elmtree Academy", "100001", BroadArea.GENERIC, 8, (7, 11), ProvisionStatus.OPEN, date(2026, 1, 5))
    ]

    words = compare(recommended, register)[0].words

    assert words == (
        "Open since 5 January 2026, with differences: communication and interaction was recommended and it is for all "
        "kinds of need; 10 places were recommended and it has 8; ages 5 to 11 were recommended and it takes 7 to 11."
    )


def test_a_place_that_closed_says_why_or_that_nobody_said() -> None:
    recommended = [Recommended("1", "Elmtree", ""), Recommended("2", "Oakham", "")]
    register = [
        Entry("8", "elmtree", status=ProvisionStatus.CLOSED, reason="The school merged."),
        Entry("9", "Oakham", status=ProvisionStatus.NOT_PROCEEDING),
    ]

    lines = compare(recommended, register)

    assert [line.words for line in lines] == [
        "Closed. Reason: The school merged.",
        "Not going ahead. No reason is recorded.",
    ]
    assert not any(line.delivered for line in lines)


def test_a_step_back_or_an_end_owes_a_reason() -> None:
    statuses = list(ProvisionStatus)

    assert [rank(status) for status in statuses] == list(range(len(statuses)))
    assert goes_back(ProvisionStatus.BUILDING, ProvisionStatus.DECIDED)
    assert goes_back(ProvisionStatus.OPEN, ProvisionStatus.CLOSED)
    assert goes_back(ProvisionStatus.IDEA, ProvisionStatus.NOT_PROCEEDING)
    assert not goes_back(ProvisionStatus.IDEA, ProvisionStatus.OPEN)
    assert not goes_back(ProvisionStatus.CLOSED, ProvisionStatus.CLOSED)
