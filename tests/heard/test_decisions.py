"""Answers, and what is still owed."""

from __future__ import annotations

from datetime import date

import pytest

from heard.codes import ActionStatus, Answer, SayDoStatus
from heard.decisions.answers import check_answer, check_status, reason_needed
from heard.decisions.owed import ActionDue, DecisionDue, GiveBackDue, owed
from heard.errors import ReasonNeeded

TODAY = date(2026, 5, 12)


@pytest.mark.parametrize("answer", [answer for answer in Answer if answer is not Answer.YES])
@pytest.mark.parametrize("reason", ["", "   ", "no money"])
def test_any_answer_short_of_yes_owes_a_reason(answer: Answer, reason: str) -> None:
    assert reason_needed(answer)

    with pytest.raises(ReasonNeeded, match=answer.label):
        check_answer(answer, reason)


def test_yes_needs_no_reason() -> None:
    check_answer(Answer.YES, "")


@pytest.mark.parametrize("status", [status for status in SayDoStatus if status is not SayDoStatus.DONE])
def test_anything_published_as_not_done_says_why(status: SayDoStatus) -> None:
    check_status(status, "The lift cannot be moved.")

    with pytest.raises(ReasonNeeded):
        check_status(status, "soon")


def test_what_is_owed_comes_most_overdue_first_and_undated_last() -> None:
    found = owed(
        actions=[
            ActionDue("a1", "Order soft lights", "Head of building", date(2026, 5, 10), ActionStatus.ON_TRACK),
            ActionDue("a2", "Train drivers", "Transport lead", None, ActionStatus.NOT_STARTED),
            ActionDue("a3", "Paint the room", "Caretaker", date(2026, 1, 1), ActionStatus.COMPLETED),
        ],
        give_backs=[
            GiveBackDue("g1", "Picture summary", "Class 4", date(2026, 4, 30), None),
            GiveBackDue("g2", "Letter", "Class 5", date(2026, 4, 1), date(2026, 4, 2)),
        ],
        decisions=[
            DecisionDue("d1", "A second quiet room", "The board", date(2026, 6, 1), Answer.AWAITING),
            DecisionDue("d2", "A garden", "The board", date(2026, 1, 1), Answer.NO),
        ],
        today=TODAY,
    )

    assert [(item.id, item.days_late, item.overdue) for item in found] == [
        ("g1", 12, True),
        ("a1", 2, True),
        ("d1", -20, False),
        ("a2", None, False),
    ]
    assert found[1].words == "“Order soft lights” was due by 10 May 2026. It is 2 days late."
    assert found[2].words == "A decision on “A second quiet room” is expected by 1 June 2026."


def test_the_day_itself_is_not_late() -> None:
    found = owed(give_backs=[GiveBackDue("g", "Letter", "Class 4", TODAY, None)], today=TODAY)

    assert not found[0].overdue and found[0].days_late == 0
