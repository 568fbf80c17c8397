"""A condition that repeats somebody's words follows them: put right, refused, or said by somebody else as well."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from heard.errors import HeardError
from heard_web.engagement.models import Activity, Purpose
from heard_web.people.models import User
from heard_web.themes import actions
from heard_web.themes.actions_traces import Trace
from heard_web.themes.models import Finding, FindingCondition, FindingTrace, FoundCondition, hash_of
from heard_web.voice.actions import correct
from heard_web.voice.models import Contribution, Permission
from tests.web.themes_cast import DAY, say

AsPerson = Callable[[User], Client]
LINE = "as long as Titch may come"


@pytest.fixture
def den(officer: User, workshop: Activity) -> Contribution:
    return say(workshop, "Yes to a den, as long as Titch may come.", by=officer, label="P1")


@pytest.fixture
def hall(officer: User, workshop: Activity) -> Contribution:
    return say(workshop, "A den is fine as long as Titch may come", by=officer, label="P2")


@pytest.fixture
def finding(officer: User, purpose: Purpose, den: Contribution, hall: Contribution) -> Finding:
    return actions.write_finding(
        by=officer, purpose=purpose, statement="Pupils want a den", found_on=DAY, supports=[den, hall],
        conditions=[(LINE, den), ("Staff are trained", None)],
    )  # fmt: skip


def answer(
    voice: Contribution, use: str, *, yes: bool, by: User, day: datetime.date | None = None, who: str = "self"
) -> None:
    Permission.objects.create(
        contribution=voice, use=use, given_by=who, answer=yes, given_on=day or timezone.localdate(), recorded_by=by
    )


def lines(finding: Finding) -> list[str]:
    return list(finding.conditions.values_list("words", flat=True))


@pytest.mark.parametrize("change", ["must_go", "analyse", "quote"])
def test_words_that_were_put_right_or_refused_leave_the_finding_at_once_and_for_good(
    change: str, officer: User, finding: Finding, den: Contribution, as_person: AsPerson
) -> None:
    client = as_person(officer)

    if change == "must_go":
        correct(den, by=officer, because="must_go", words="Yes to a den, as long as my brother may come.")
    else:
        answer(den, change, yes=False, by=officer)

    shown = client.get(finding.get_absolute_url()).content.decode()
    form = client.get(f"/themes/findings/{finding.pk}/change/").content.decode()
    gone, again = actions.forget_taken_back(), actions.forget_taken_back()
    after = client.get(finding.get_absolute_url()).content.decode()
    assert f"<li>{LINE}" not in shown and f"\n{LINE}" not in form
    assert "1 condition repeated words that were put right, refused or taken back" in shown
    assert (gone, again) == (1, 0)
    assert lines(finding) == ["Staff are trained"]
    assert not FindingTrace.objects.filter(words=LINE).exists()
    assert "1 condition repeated words" in after and "write what support depends on now" in after


def test_those_who_decide_no_longer_read_words_that_were_put_right(
    officer: User, decision_maker: User, finding: Finding, den: Contribution
) -> None:
    def told() -> list[str]:
        row = Finding.objects.filter(pk=finding.pk).for_deciding(officer).get()
        return [condition.words for condition in row.conditions.all()]

    before = told()
    correct(den, by=officer, because="must_go", words="Yes to a den")

    assert LINE in before
    assert told() == ["Staff are trained"]


def test_a_condition_whose_words_are_still_there_stays_and_points_to_where_they_are_now(
    officer: User, finding: Finding, den: Contribution, as_person: AsPerson
) -> None:
    correct(den, by=officer, because="slip", words="Yes to a small den,  as long as Titch may come.")

    actions.forget_taken_back()

    kept = finding.conditions.get(words=LINE)
    shown = as_person(officer).get(finding.get_absolute_url()).content.decode()
    den.refresh_from_db()
    assert den.words[kept.start : kept.end] == LINE
    assert f"<mark>{LINE}</mark>" in shown and "put right, refused" not in shown


def test_a_line_in_which_somebodys_words_still_stand_keeps_what_the_officer_wrote_around_them(
    officer: User, purpose: Purpose, workshop: Activity
) -> None:
    voice = say(workshop, "Fine, but only if it is warm. And if Titch comes.", by=officer)
    both = say(workshop, "Fine, but only if it is warm. And if Titch comes.", by=officer)
    line = "Several said: but only if it is warm"
    finding = actions.write_finding(
        by=officer, purpose=purpose, statement="A den", found_on=DAY, supports=[voice, both],
        conditions=[(line, voice), ("They want it if Titch comes", both)],
    )  # fmt: skip

    for row in (voice, both):
        correct(row, by=officer, because="must_go", words="Fine, but only if it is warm.")
    actions.forget_taken_back()

    assert lines(finding) == [line]


def test_what_somebody_else_said_in_the_same_words_is_tied_to_them(
    officer: User, finding: Finding, den: Contribution, hall: Contribution
) -> None:
    start = hall.words.index(LINE)
    actions.keep_traces(finding, [Trace("condition", LINE, hall.pk, start, start + len(LINE))], by=officer)

    answer(den, "quote", yes=False, by=officer)
    actions.forget_taken_back()
    tied = finding.conditions.get(words=LINE).contribution
    answer(hall, "quote", yes=False, by=officer)
    actions.forget_taken_back()

    assert tied == hall
    assert lines(finding) == ["Staff are trained"]


def test_a_no_that_does_not_count_or_was_followed_by_a_yes_takes_nothing_away(
    officer: User, finding: Finding, den: Contribution
) -> None:
    today = timezone.localdate()
    answer(den, "quote", yes=False, by=officer, day=today - datetime.timedelta(days=3))
    answer(den, "quote", yes=True, by=officer, day=today - datetime.timedelta(days=1))
    answer(den, "quote", yes=False, by=officer, who="parent")
    answer(den, "show_drawing", yes=False, by=officer)

    assert actions.forget_taken_back() == 0
    den.speaker.needs_parent = True
    den.speaker.save()
    assert actions.forget_taken_back() == 1


def test_writing_the_finding_again_says_no_more_that_something_went(
    officer: User, purpose: Purpose, finding: Finding, den: Contribution, hall: Contribution, as_person: AsPerson
) -> None:
    answer(den, "quote", yes=False, by=officer)
    actions.forget_taken_back()

    actions.change_finding(finding, by=officer, purpose=purpose, statement="A den", found_on=DAY, supports=[den, hall])

    assert "put right, refused" not in as_person(officer).get(finding.get_absolute_url()).content.decode()


def test_words_of_somebody_who_said_no_to_being_quoted_are_not_repeated_as_a_condition(
    officer: User, purpose: Purpose, finding: Finding, den: Contribution
) -> None:
    answer(den, "quote", yes=False, by=officer)

    with pytest.raises(HeardError, match=r"said no to being quoted\. Say it in your own words"):
        actions.write_finding(
            by=officer, purpose=purpose, statement="Dens", found_on=DAY, supports=[den], conditions=[(LINE, den)]
        )

    assert FindingCondition.objects.count() == 2


def test_a_draft_repeats_nobody_who_said_no_to_being_quoted(
    officer: User, purpose: Purpose, den: Contribution, hall: Contribution, as_person: AsPerson
) -> None:
    codebook = actions.start_codebook(by=officer, title="Dens", purpose=purpose)
    wish = actions.put_proposition(codebook, by=officer, words="A den")
    for voice in (den, hall):
        actions.answer_stance(wish, voice, by=officer, stance="for")
        start = voice.words.index(LINE)
        found = FoundCondition.objects.create(
            proposition=wish, contribution=voice, start=start, end=start + len(LINE), text_hash=hash_of(voice.words),
            kind="condition",
        )  # fmt: skip
        actions.decide_condition(found, by=officer, confirmed=True)
    client, address = as_person(officer), f"/themes/findings/add/?proposition={wish.pk}"
    before = client.get(address).content.decode()

    answer(den, "quote", yes=False, by=officer)
    one = client.get(address).content.decode()
    answer(hall, "quote", yes=False, by=officer)
    none = client.get(address).content.decode()

    def conditions(page: str) -> str:
        return page.split('<textarea name="conditions"')[1].split("</textarea>")[0]

    assert LINE in conditions(before) and LINE in conditions(one)
    assert LINE not in conditions(none)
