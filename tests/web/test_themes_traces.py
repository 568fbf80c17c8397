"""Each word of a finding, opened back to the voices and the exact passages it comes from."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from heard_web.engagement.models import Activity, Purpose
from heard_web.people.models import User
from heard_web.themes import actions
from heard_web.themes.actions_traces import Trace
from heard_web.themes.models import Finding, FindingTrace
from heard_web.themes.rewording import own_words, still_there
from heard_web.voice.models import Contribution
from tests.web.themes_cast import DAY, say, take_back

AsPerson = Callable[[User], Client]


@pytest.fixture
def den(officer: User, workshop: Activity) -> Contribution:
    return say(workshop, "Yes to a den, as long as it is never locked.", by=officer, label="P1")


@pytest.fixture
def hall(officer: User, workshop: Activity) -> Contribution:
    return say(workshop, "I like the noise of the hall", by=officer, label="P2")


@pytest.fixture
def finding(officer: User, purpose: Purpose, den: Contribution, hall: Contribution) -> Finding:
    return actions.write_finding(
        by=officer, purpose=purpose, statement="Pupils want a quiet place", found_on=DAY, supports=[den], minority=[hall],
        minority_view="One pupil likes it loud.", conditions=[("as long as it is never locked", den)],
        traces=[
            Trace("support", "Pupils want a quiet place", den.pk, 0, 12),
            Trace("minority", "One pupil likes it loud.", hall.pk, 7, 16),
            Trace("minority", "Nobody wrote this.", hall.pk, 0, 4),
        ],
    )  # fmt: skip


def shown_to(client: Client, finding: Finding) -> str:
    return client.get(finding.get_absolute_url()).content.decode()


def test_each_part_opens_back_to_the_exact_words(officer: User, finding: Finding, as_person: AsPerson) -> None:
    shown = shown_to(as_person(officer), finding)

    assert "<mark>Yes to a den</mark>" in shown
    assert "I like <mark>the noise</mark> of the hall" in shown
    assert "<mark>as long as it is never locked</mark>" in shown
    assert shown.count("Where these words come from: 1 passage") == 3
    assert not FindingTrace.objects.filter(words="Nobody wrote this.").exists()


def test_words_that_a_person_changes_lose_their_trace_and_the_others_keep_it(
    officer: User, purpose: Purpose, finding: Finding, den: Contribution, hall: Contribution
) -> None:
    actions.change_finding(
        finding, by=officer, purpose=purpose, statement="Pupils want a quiet place, now", found_on=DAY, supports=[den],
        minority=[hall], minority_view="Some like it loud.", conditions=[("as long as it is never locked", den)],
    )  # fmt: skip

    assert set(finding.traces.values_list("part", flat=True)) == {"support", "condition"}


def test_words_added_to_those_that_are_traced_are_told_as_the_writers_own(
    officer: User, finding: Finding, as_person: AsPerson
) -> None:
    before = shown_to(as_person(officer), finding)
    Finding.objects.filter(pk=finding.pk).update(statement="Pupils want a quiet place, now")

    after = shown_to(as_person(officer), finding)

    assert "the writer’s own" not in before
    assert "1 of these 6 words is the writer’s own; the trace holds for the rest." in after


@pytest.mark.parametrize(
    ("text", "left", "own"),
    [
        ("There is support for a hub.", True, 0),
        ("There IS support, for a hub; in Ashdale", True, 2),
        ("We heard there is support for it", True, 3),
        ("A hub is what they want", False, 6),
        ("", False, 0),
    ],
)
def test_a_draft_is_left_where_three_of_its_words_stand_in_a_row(text: str, left: bool, own: int) -> None:
    draft = "There is support for a hub."

    assert still_there(draft, text) == left
    assert own_words([draft], text) == own


def test_a_draft_of_two_words_is_left_where_both_stand() -> None:
    assert still_there("Quiet places", "They want quiet places")
    assert not still_there("Quiet places", "They want places")
    assert not still_there("...", "They want places")


def test_a_voice_taken_back_takes_its_passages_along(
    officer: User, finding: Finding, den: Contribution, as_person: AsPerson
) -> None:
    take_back(den)

    shown = shown_to(as_person(officer), finding)

    assert "to a den" not in shown and "never locked" not in shown
    assert "<mark>the noise</mark>" in shown


def test_a_voice_put_right_since_is_shown_without_a_mark(
    officer: User, finding: Finding, hall: Contribution, as_person: AsPerson
) -> None:
    Contribution.objects.filter(pk=hall.pk).update(words="I quite like the noise of the hall")

    shown = shown_to(as_person(officer), finding)

    assert "I quite like the noise of the hall" in shown and "<mark>te like" not in shown


def test_a_passage_cannot_lie_outside_its_voice_or_in_a_hidden_one(
    officer: User, finding: Finding, den: Contribution, forum_member: User, forum_meeting: Activity
) -> None:
    hidden = say(forum_meeting, "Only for the forum", by=forum_member)

    actions.keep_traces(
        finding,
        [Trace("support", "Pupils want", den.pk, 40, 900), Trace("support", "Pupils want", hidden.pk, 0, 4)],
        by=officer,
    )

    assert not finding.traces.filter(words="Pupils want").exists()


def test_those_who_may_not_read_the_voices_are_shown_no_passage(
    officer: User,
    finding: Finding,
    forum_member: User,
    forum_meeting: Activity,
    administrator: User,
    as_person: AsPerson,
) -> None:
    same_council = shown_to(as_person(administrator), finding)
    voice = say(forum_meeting, "The taxi never came, but only if it rains", by=forum_member, label="P1")
    taxis = actions.write_finding(
        by=forum_member, purpose=None, statement="Taxis let families down", found_on=DAY, supports=[voice],
        conditions=[("but only if it rains", voice)],
        traces=[Trace("support", "Taxis let families down", voice.pk, 0, 19)],
    )  # fmt: skip
    own = shown_to(as_person(forum_member), taxis)
    Finding.objects.filter(pk=taxis.pk).update(released_at=timezone.now(), released_by=forum_member)

    others = [shown_to(as_person(who), taxis) for who in (officer, administrator)]

    assert "<mark>The taxi never came</mark>" in own
    assert all("<mark>" not in text and "Where these words" not in text for text in (*others, same_council))
