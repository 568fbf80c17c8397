"""The desk stays quick when a thousand of everything lie on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from heard_web.decisions.models import Ask, Decision
from heard_web.engagement.models import Activity, Purpose
from heard_web.forum.models import Interest
from heard_web.outcomes.models import Action, Impact
from heard_web.people.models import DecisionBody, Role, User
from heard_web.publishing.models import LocalOfferComment, Publication, Snapshot
from heard_web.themes.models import CandidateRun, CandidateTheme, Codebook
from heard_web.voice.models import Contribution, Permission, Speaker
from tests.web.conftest import person
from tests.web.desk_cast import in_days

AsPerson = Callable[[User], Client]
MANY = 1000
# Everything on a desk: who sits at it, and which of its lists hold a thousand.
LISTS = {
    "coordinator": {
        "sent-back", "forum", "promises", "late-actions", "late-answers", "comments", "suggestions", "drafts", "parents",
        "what-comes-next", "to-write-up", "to-thank",
    },
    "approver": {"pages-to-approve", "what-comes-next"},
    "decision_maker": {"asks-to-answer", "answers-to-review", "what-comes-next"},
    "inspector": {"results", "answers", "pages", "what-comes-next"},
}  # fmt: skip


def thousand(model: Any, make: Callable[[int], dict[str, Any]], /, **fields: Any) -> list[Any]:
    return list(model.objects.bulk_create(model(**fields, **make(number)) for number in range(MANY)))


def same(_number: int) -> dict[str, Any]:
    return {}


def pages(by: User, state: str, **facts: Any) -> list[Any]:
    return thousand(
        Publication, lambda number: {"address": f"you-said/{state}-{len(facts)}-{number}"}, held_by=by.organisation,
        kind="you_said", title="Answers", state=state, written_by=by, changed_by=by, **facts,
    )  # fmt: skip


def everything_of(by: User, approver: User) -> None:
    own = {"held_by": by.organisation}
    board = DecisionBody.objects.create(name="Board", organisation=by.organisation)
    visit = {"kind": "workshop", "title": "Visit", "place_type": "cafe", "recorded_by": by} | own
    thousand(Activity, same, status="booked", starts_on=in_days(3), **visit)
    held = thousand(Activity, same, status="held", starts_on=in_days(-3), **visit)
    pages(by, "draft")
    pages(by, "draft", sent_back_because="Look again")
    pages(by, "submitted", submitted_at=timezone.now())
    public = pages(by, "published")
    thousand(
        Snapshot, lambda number: {"publication": public[number]}, number=1, title="Answers", sha256="0" * 64,
        frozen_at=timezone.now(), written_by=by, approved_by=approver,
    )  # fmt: skip
    thousand(
        Purpose, same, question="What helps?", decision_informed="The plan", set_on=in_days(-90),
        giveback_due_on=in_days(-3), **own,
    )  # fmt: skip
    about = {"body": board, "put_on": in_days(-90), "written_by": by} | own
    thousand(Ask, same, words="Waits", answer_due_on=in_days(-3), **about)
    asks = thousand(Ask, same, words="Answered", answer_due_on=in_days(-3), **about)
    answers = thousand(
        Decision, lambda number: {"ask": asks[number]}, answer="yes", decided_on=in_days(-3), review_on=in_days(3),
        written_by=by, **own,
    )  # fmt: skip
    late = {"words": "Late", "owner": "Jo", "due_on": in_days(-3), "written_by": by} | own
    thousand(Action, lambda number: {"decision": answers[number]}, **late)
    thousand(Impact, same, named_thing="Hub", written_by=by, **own)
    thousand(LocalOfferComment, same, address="you-said/published-0-1", words="Hard to find")
    thousand(Interest, same, who="parent_carer", contact="01632 960 000", **own)
    voices(by, held)


def voices(by: User, held: list[Activity]) -> None:
    speakers = thousand(Speaker, lambda number: {"activity": held[number]}, label="P1", needs_parent=True)
    said = thousand(
        Contribution, lambda number: {"activity": held[number], "speaker": speakers[number]}, held_by=by.organisation,
        mode="said", words="Quiet", said_on=in_days(-3), recorded_by=by,
    )  # fmt: skip
    yes = {"use": "quote", "given_by": "self", "answer": True, "given_on": in_days(-3), "recorded_by": by}
    thousand(Permission, lambda number: {"contribution": said[number]}, **yes)
    books = thousand(Codebook, same, title="Good life", started_by=by, held_by=by.organisation)
    runs = thousand(CandidateRun, lambda number: {"codebook": books[number]}, engine="x", state="done", asked_by=by)
    found = thousand(CandidateTheme, lambda number: {"run": runs[number]}, label="Quiet")
    suggested = found[0].codings.model
    thousand(suggested, lambda number: {"candidate": found[number], "contribution": said[number]})


@pytest.fixture
def sitting(officer: User, approver: User, decision_maker: User, inspector: User) -> dict[str, User]:
    # The role with the longest desk, in an organisation whose pages and asks everybody else here may see.
    coordinator = person("Cora Lind", Role.FORUM_COORDINATOR, officer.organisation)
    everything_of(coordinator, approver)
    return {"coordinator": coordinator, "approver": approver, "decision_maker": decision_maker, "inspector": inspector}


def test_a_desk_with_a_thousand_of_everything_shows_five_of_each_and_the_rest_page_by_page(
    as_person: AsPerson, sitting: dict[str, User]
) -> None:
    for who, names in LISTS.items():
        browser = as_person(sitting[who])

        with CaptureQueriesContext(connection) as asked:
            page = browser.get("/desk/")
        tops = [top for part in ("needs", "to_read", "ahead", "visits") for top in page.context[part]]
        rest = {name: paged(browser, f"/desk/{name}/?page=20") for name in names}

        assert len(asked) <= 16, who  # one for each of up to thirteen lists, and who is asking
        assert {top.name: top.total for top in tops} == dict.fromkeys(names, MANY)
        assert {top.name: len(top.lines) for top in tops} == {name: 0 if name == "parents" else 5 for name in names}
        assert page.content.decode().count("See all 1000") == len(names)
        assert max(rest.values()) <= 15, rest


def paged(browser: Client, where: str) -> int:
    """How many questions the last page of a whole list asks."""
    with CaptureQueriesContext(connection) as asked:
        page = browser.get(where)
    assert len(page.context["lines"]) == 50
    assert "951 to 1000 of 1000" in page.content.decode()
    return len(asked)
