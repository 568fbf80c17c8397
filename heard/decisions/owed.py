"""What is still owed to people: actions due, replies promised and decisions awaited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from heard.codes import ActionStatus, Answer

Kind = Literal["action", "give-back", "decision"]
ANSWER_WEEKS = 8
_FINISHED = frozenset({ActionStatus.COMPLETED, ActionStatus.EMBEDDED, ActionStatus.STOPPED})


@dataclass(frozen=True, slots=True)
class ActionDue:
    """Something someone said they would do, and by when."""

    id: str
    what: str
    owner: str
    due_on: date | None
    status: ActionStatus


@dataclass(frozen=True, slots=True)
class GiveBackDue:
    """A reply promised to the people who took part."""

    id: str
    what: str
    to: str
    promised_by: date | None
    given_on: date | None


@dataclass(frozen=True, slots=True)
class DecisionDue:
    """Something people asked for, put to a body that has yet to answer."""

    id: str
    what: str
    body: str
    expected_on: date | None
    answer: Answer


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing still owed. `days_late` is 0 on the day itself and below 0 before it; None where no date was given."""

    kind: Kind
    id: str
    what: str
    who: str
    due_on: date | None
    days_late: int | None
    words: str

    @property
    def overdue(self) -> bool:
        """Say whether the day has passed."""
        return self.days_late is not None and self.days_late > 0


def owed(
    *,
    actions: Iterable[ActionDue] = (),
    give_backs: Iterable[GiveBackDue] = (),
    decisions: Iterable[DecisionDue] = (),
    today: date,
) -> list[Owed]:
    """List everything still owed, most overdue first and undated last.

    Units    days.
    Shape    finished actions, replies already given and decisions already made are left out; the rest all come back.
    Errors   none.
    Source   docs/reference/methods.md#what-is-owed

    >>> reply = GiveBackDue("7", "Picture summary", "Class 4", date(2026, 5, 1), None)
    >>> owed(give_backs=[reply], today=date(2026, 5, 3))[0].words
    'Class 4 were promised a reply by 1 May 2026. It is 2 days late.'
    """
    found = [
        _owed("action", a.id, a.what, a.owner, a.due_on, today, f"“{a.what}” was due")
        for a in actions
        if a.status not in _FINISHED
    ]
    found += [
        _owed("give-back", g.id, g.what, g.to, g.promised_by, today, f"{g.to} were promised a reply")
        for g in give_backs
        if g.given_on is None
    ]
    found += [
        _owed("decision", d.id, d.what, d.body, d.expected_on, today, f"A decision on “{d.what}” was expected")
        for d in decisions
        if d.answer is Answer.AWAITING
    ]
    return sorted(found, key=lambda item: (item.due_on is None, item.due_on or today, item.kind, item.id))


def suggested_answer_day(put_on: date) -> date:
    """Suggest the day by which a body answers what people asked: boards meet about every two months.

    Without a day nothing is ever overdue, and people wait without knowing how long.

    Units    days; eight weeks.
    Shape    the day the ask is put.
    Errors   none.
    Source   docs/reference/methods.md#what-is-owed
    Limits   a custom, not a rule of law. A body that meets earlier or later is given another day.

    >>> suggested_answer_day(date(2026, 6, 1)).isoformat()
    '2026-07-27'
    """
    return put_on + timedelta(weeks=ANSWER_WEEKS)


def _owed(kind: Kind, key: str, what: str, who: str, due_on: date | None, today: date, start: str) -> Owed:
    if due_on is None:
        words = f"{start}, with no date. Agree a date and tell people."
        return Owed(kind, key, what, who, None, None, words)
    late = (today - due_on).days
    day = f"{due_on.day} {due_on:%B %Y}"
    if late > 0:
        words = f"{start} by {day}. It is {late} day{'' if late == 1 else 's'} late."
    else:
        start = start.replace(" was due", " is due").replace(" was expected", " is expected")
        words = f"{start} by {'today, ' if late == 0 else ''}{day}."
    return Owed(kind, key, what, who, due_on, late, words)
