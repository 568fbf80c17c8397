"""What lies on the desk of each role, first things first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from heard_web.desk.for_deciders import answers_to_review, asks_to_answer, pages_to_approve
from heard_web.desk.for_readers import newest_answers, newest_pages, newest_results
from heard_web.desk.for_recorders import (
    comments,
    drafts,
    interests,
    late_actions,
    late_answers,
    parents_to_ask,
    promises,
    sent_back,
    suggestions,
)
from heard_web.desk.for_two_readers import rounds
from heard_web.desk.piles import AtDesk, Pile
from heard_web.desk.visits import to_thank, to_write_up, what_comes_next
from heard_web.people.models import Role

Gather = Callable[[AtDesk], Pile]


@dataclass(frozen=True, slots=True)
class Desk:
    """What waits for somebody, what may be read, and the visits beside it."""

    waiting: tuple[Gather, ...] = ()
    to_read: tuple[Gather, ...] = ()
    ahead: tuple[Gather, ...] = ()
    visits: tuple[Gather, ...] = ()

    def piles(self) -> tuple[Gather, ...]:
        """Everything on it."""
        return (*self.waiting, *self.to_read, *self.ahead, *self.visits)


RECORDS = (sent_back, promises, late_actions, late_answers, comments, rounds, suggestions, drafts, parents_to_ask)
DESKS = {
    Role.OFFICER: Desk(waiting=RECORDS, ahead=(what_comes_next,), visits=(to_write_up, to_thank)),
    Role.FORUM_COORDINATOR: Desk(
        waiting=(sent_back, interests, *RECORDS[1:]), ahead=(what_comes_next,), visits=(to_write_up, to_thank)
    ),
    Role.APPROVER: Desk(waiting=(pages_to_approve,), ahead=(what_comes_next,)),
    Role.DECISION_MAKER: Desk(waiting=(asks_to_answer, answers_to_review), ahead=(what_comes_next,)),
    Role.INSPECTOR: Desk(to_read=(newest_results, newest_answers, newest_pages), ahead=(what_comes_next,)),
    Role.ADMINISTRATOR: Desk(),
}


def pile_called(name: str, at: AtDesk) -> Pile | None:
    """The pile with this name on this person's desk, if there is one."""
    piles = (gather(at) for gather in DESKS[at.user.as_role].piles())
    return next((pile for pile in piles if pile.name == name), None)
