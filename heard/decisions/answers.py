"""Answers to what people asked for. Anything short of yes says why."""

from __future__ import annotations

from heard.codes import Answer, SayDoStatus
from heard.errors import ReasonNeeded

FEWEST_WORDS = 3


def reason_needed(answer: Answer) -> bool:
    """Say whether an answer owes people a reason: anything but yes does. One that is awaited says what it waits for.

    Units    none.
    Shape    one answer.
    Errors   none.
    Source   docs/reference/methods.md#answers

    >>> reason_needed(Answer.LATER), reason_needed(Answer.YES), reason_needed(Answer.AWAITING)
    (True, False, True)
    """
    return answer is not Answer.YES


def check_answer(answer: Answer, reason: str) -> None:
    """Refuse an answer that owes people a reason and gives none. A reason has at least three words.

    Units    none.
    Shape    one answer with its reason.
    Errors   `ReasonNeeded` says which answer lacks one.
    Source   docs/reference/methods.md#answers

    >>> check_answer(Answer.NO, "The building cannot be made step-free.")
    >>> check_answer(Answer.NO, "")
    Traceback (most recent call last):
    heard.errors.ReasonNeeded: The answer is “No” and gives no reason. Say why, in words a family would accept.
    """
    if reason_needed(answer):
        _check(f"The answer is “{answer.label}”", reason)


def check_status(status: SayDoStatus, because: str) -> None:
    """Refuse a published "we did" that is not done and does not say why.

    Units    none.
    Shape    one status with its reason.
    Errors   `ReasonNeeded` says which status lacks one.
    Source   docs/reference/methods.md#answers

    >>> check_status(SayDoStatus.DONE, "")
    >>> check_status(SayDoStatus.PLANNED, "soon")
    Traceback (most recent call last):
    heard.errors.ReasonNeeded: The status is “Planned” and gives a reason of 1 word. Say why, in words a family would \
accept.
    """
    if status is not SayDoStatus.DONE:
        _check(f"The status is “{status.label}”", because)


def _check(what: str, reason: str) -> None:
    words = len(reason.split())
    if words >= FEWEST_WORDS:
        return
    gives = "gives no reason" if words == 0 else f"gives a reason of {words} word{'' if words == 1 else 's'}"
    raise ReasonNeeded(f"{what} and {gives}. Say why, in words a family would accept.")
