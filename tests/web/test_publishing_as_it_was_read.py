"""What a second person approves is what they read, down to the words on what is new."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from heard.errors import HeardError
from heard_web.engagement.models import Activity
from heard_web.outcomes.models import Impact
from heard_web.people.models import User
from heard_web.publishing import actions
from heard_web.publishing.actions import BlockFacts
from heard_web.publishing.models import Snapshot
from heard_web.voice.models import Contribution
from tests.web.publishing_cast import page_of, voice_of


def test_words_that_changed_while_somebody_read_them_are_not_published_unread(
    as_person: Callable[[User], Client], officer: User, approver: User, workshop: Activity
) -> None:
    voice = voice_of(workshop, officer, "I like the swings")
    page = page_of(officer, BlockFacts("quote", contribution=voice))
    actions.submit(page, by=officer)
    browser = as_person(approver)
    read = browser.get(page.get_absolute_url()).context["approve"].initial["read"]
    Contribution.objects.filter(pk=voice.pk).update(words="I like nothing at all")

    answer = browser.post(reverse("publishing:approve", args=[page.pk]), {"approve-read": read})
    not_published = not Snapshot.objects.exists()
    read_again = answer.context["approve"]["read"].value()
    browser.post(reverse("publishing:approve", args=[page.pk]), {"approve-read": read_again})

    assert not_published
    assert "changed after you opened it" in answer.content.decode()
    assert Snapshot.objects.get().content[0]["words"] == "I like nothing at all"


@pytest.mark.parametrize("because", ["Two pupils changed their minds", "Ring 01632 960 777 to hear more"])
def test_what_is_new_in_a_version_is_checked_like_the_page_itself(officer: User, approver: User, because: str) -> None:
    page = page_of(officer)
    actions.submit(page, by=officer)

    with pytest.raises(HeardError, match="What is new in this version"):
        actions.approve(page, by=approver, because=because)

    assert not Snapshot.objects.exists()


def test_the_name_of_what_changed_is_checked_for_small_numbers(officer: User) -> None:
    thing = Impact.objects.create(
        held_by=officer.organisation,
        named_thing="A den for three pupils",
        written_by=officer,
        in_use_since="2026-05-01",
    )
    page = page_of(officer, BlockFacts("impact", impact=thing))

    with pytest.raises(HeardError, match="three pupils"):
        actions.submit(page, by=officer)
