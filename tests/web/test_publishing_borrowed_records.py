"""A page about another organisation's released ask tells nothing that this organisation has not released as well."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from heard_web.engagement.models import Activity
from heard_web.people.models import DecisionBody, User
from heard_web.places.models import Setting
from heard_web.publishing import actions
from heard_web.publishing.actions import BlockFacts
from heard_web.publishing.models import Publication
from heard_web.themes.models import Finding, FindingCondition
from tests.web.publishing_cast import voice_of
from tests.web.world import World, make

SECRET = "canary-of-the-forum"


def said_on(page: Publication) -> str:
    """Everything a draft holds, as one text."""
    held = [(block.heading, block.words, str(block.details)) for block in page.blocks.all()]
    return " ".join([page.title, page.summary, *(words for block in held for words in block)])


def released(*rows: Any) -> None:
    for row in rows:
        type(row).objects.filter(pk=row.pk).update(released_at=timezone.now())


@pytest.fixture
def forum_world(forum_member: User, approver: User, board: DecisionBody, school: Setting) -> World:
    world = World(forum_member, approver, board, school, SECRET)
    finding = world.rows["finding"]
    FindingCondition.objects.create(
        finding=finding, contribution=world.rows["contribution"], words=world.text("only if it is quiet")
    )
    return world


@pytest.mark.parametrize("draft", ["story", "you_said"])
def test_a_page_about_a_released_ask_holds_no_result_of_it_that_was_not_released(
    forum_world: World, officer: User, draft: str
) -> None:
    rows = forum_world.rows
    plain = {
        "ask": {"words": "A quiet room"},
        "decision": {"reason": "It costs too much"},
        "action": {"words": "Ask again"},
    }
    for name, facts in plain.items():
        row = rows[name]
        type(row).objects.filter(pk=row.pk).update(**facts)
        row.refresh_from_db()
        released(row)
    rows["part"].words = "One room"
    rows["part"].save()

    if draft == "story":
        page = actions.draft_story(rows["ask"], by=officer)
    else:
        page = actions.draft_you_said(by=officer, title="Answers", asks=[rows["ask"]])

    assert "A quiet room" in said_on(page)
    assert SECRET not in said_on(page)


def test_a_page_about_a_released_finding_never_copies_a_condition_in_somebodys_own_words(
    forum_world: World, officer: User
) -> None:
    rows = forum_world.rows
    Finding.objects.filter(pk=rows["finding"].pk).update(statement="A quiet room helps", minority_view="")
    type(rows["ask"]).objects.filter(pk=rows["ask"].pk).update(words="A quiet room", purpose=None)
    rows["ask"].refresh_from_db()
    rows["part"].delete()
    released(rows["ask"], rows["finding"])

    page = actions.draft_story(rows["ask"], by=officer)

    assert "A quiet room helps" in said_on(page)
    assert "conditions" in said_on(page)
    assert SECRET not in said_on(page)


def test_a_monthly_page_leaves_out_a_condition_that_would_stay_when_its_owner_takes_their_words_back(
    officer: User, workshop: Activity
) -> None:
    voice = voice_of(workshop, officer, "Fine, but only if the purple door stays shut")
    finding = Finding.objects.create(
        held_by=officer.organisation, statement="A quiet room helps", found_on=workshop.starts_on, written_by=officer
    )
    FindingCondition.objects.create(finding=finding, words="only if the purple door stays shut", contribution=voice)
    FindingCondition.objects.create(finding=finding, words="only if it opens at lunch")

    page = actions.draft_monthly_update(by=officer, year=workshop.starts_on.year, month=workshop.starts_on.month)

    assert "purple door" not in said_on(page)
    assert "only if it opens at lunch" in said_on(page)


def test_a_reader_of_a_released_draft_is_not_shown_what_the_checks_found_in_voices_they_may_not_read(
    as_person: Callable[[User], Client], forum_member: User, forum_meeting: Activity, officer: User
) -> None:
    voice = voice_of(forum_meeting, forum_member, "Ring my mum on 01632 960 777 about it")
    page = make(
        "publishing.Publication", held_by=forum_member.organisation, kind="you_said", title="Answers",
        address="you-said/answers", written_by=forum_member, changed_by=forum_member, released_at=timezone.now(),
    )  # fmt: skip
    actions.set_blocks(
        page, by=forum_member, title="Answers", summary="", blocks=[BlockFacts("quote", contribution=voice)]
    )

    own = as_person(forum_member).get(page.get_absolute_url()).content.decode()
    others = as_person(officer).get(page.get_absolute_url()).content.decode()

    assert "960 777" in own
    assert "960 777" not in others
