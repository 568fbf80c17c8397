"""The boards and panels that decide: an administrator adds and renames them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from heard_web.audit.models import AuditEvent
from heard_web.engagement.models import Purpose
from heard_web.people import actions
from heard_web.people.models import DecisionBody, Organisation, User

AsPerson = Callable[[User], Client]


def test_a_body_that_an_administrator_adds_can_be_chosen_as_the_one_who_decides(
    as_person: AsPerson, administrator: User, officer: User, council: Organisation
) -> None:
    browser = as_person(administrator)

    answer = browser.post("/people/bodies/add/", {"name": "Ashdale Panel", "organisation": council.pk})

    assert answer["Location"] == "/people/bodies/"
    assert DecisionBody.objects.get().organisation == council
    assert "Ashdale Panel" in browser.get("/people/bodies/").content.decode()
    assert "/people/bodies/" in browser.get("/people/organisations/").content.decode()
    assert "Ashdale Panel" in as_person(officer).get("/engagement/purposes/add/").content.decode()


def test_a_renamed_body_keeps_what_was_put_to_it_and_the_history_keeps_its_old_name(
    as_person: AsPerson, administrator: User, board: DecisionBody, purpose: Purpose
) -> None:
    browser = as_person(administrator)

    browser.post(f"/people/bodies/{board.pk}/name/", {"name": "Ashdale Inclusion Board"})

    purpose.refresh_from_db()
    assert str(purpose.body) == "Ashdale Inclusion Board"
    sentence = AuditEvent.objects.get(verb="rename_body").sentence
    assert "Ashdale SEND Partnership Board to Ashdale Inclusion Board" in sentence


def test_two_bodies_never_share_a_name_whatever_the_capitals(
    as_person: AsPerson, administrator: User, council: Organisation, board: DecisionBody
) -> None:
    other = DecisionBody.objects.create(name="Short breaks panel", organisation=council)
    typed = board.name.upper()
    browser = as_person(administrator)

    added = browser.post("/people/bodies/add/", {"name": typed, "organisation": council.pk}).content.decode()
    renamed = browser.post(f"/people/bodies/{other.pk}/name/", {"name": typed}).content.decode()

    assert "on the list already" in added
    assert "on the list already" in renamed
    assert typed in added
    assert DecisionBody.objects.count() == 2


def test_adding_or_renaming_twice_is_written_down_once(administrator: User, council: Organisation) -> None:
    body = actions.add_body(by=administrator, name="Ashdale Panel", organisation=council)
    actions.add_body(by=administrator, name="Ashdale Panel", organisation=council)

    actions.rename_body(body, by=administrator, name="Ashdale Board")
    actions.rename_body(body, by=administrator, name="Ashdale Board")

    assert list(AuditEvent.objects.order_by("id").values_list("verb", flat=True)) == ["add_body", "rename_body"]


@pytest.mark.parametrize("who", ["officer", "approver", "forum_member", "decision_maker", "inspector", "stranger"])
def test_nobody_but_an_administrator_names_who_decides(
    as_person: AsPerson, who: str, board: DecisionBody, council: Organisation, request: pytest.FixtureRequest
) -> None:
    browser = as_person(request.getfixturevalue(who))

    answers = [
        browser.get("/people/bodies/"),
        browser.post("/people/bodies/add/", {"name": "Mine", "organisation": council.pk}),
        browser.post(f"/people/bodies/{board.pk}/name/", {"name": "Mine"}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert "/people/bodies/" not in browser.get("/people/organisations/").content.decode()
    assert DecisionBody.objects.get().name == "Ashdale SEND Partnership Board"
