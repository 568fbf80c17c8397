"""Themes are agreed by people; merging, splitting and moving lose nothing; machine and people are counted apart."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from heard.errors import HeardError
from heard_web.audit.models import AuditEvent
from heard_web.engagement.models import Activity, Purpose
from heard_web.people.models import User
from heard_web.themes import actions
from heard_web.themes.counting import count_themes
from heard_web.themes.models import Codebook, Coding, Theme
from tests.web.themes_cast import DAY, agree, say, take_back


@pytest.fixture
def codebook(officer: User, purpose: Purpose) -> Codebook:
    return actions.start_codebook(by=officer, title="A good life", purpose=purpose)


@pytest.fixture
def quiet(officer: User, codebook: Codebook) -> Theme:
    return actions.add_theme(codebook, by=officer, name="Quiet places")


@pytest.fixture
def friends(officer: User, codebook: Codebook) -> Theme:
    return actions.add_theme(codebook, by=officer, name="Friends")


def codings() -> set[tuple[str, int, str, str, bool]]:
    rows = Coding.objects.select_related("theme", "coded_by")
    return {(r.theme.name, r.contribution_id, r.coded_by.name, r.direction, r.suggested_by_machine) for r in rows}


def test_starting_the_same_set_of_themes_twice_gives_one(officer: User, purpose: Purpose) -> None:
    first = actions.start_codebook(by=officer, title="A good life", purpose=purpose)

    second = actions.start_codebook(by=officer, title=" A good life ", purpose=purpose)

    assert first == second


def test_a_purpose_of_another_organisation_takes_no_codebook(forum_member: User, purpose: Purpose) -> None:
    with pytest.raises(PermissionDenied):
        actions.start_codebook(by=forum_member, title="Ours", purpose=purpose)


def test_a_theme_name_is_used_once_whatever_its_capitals(officer: User, codebook: Codebook, quiet: Theme) -> None:
    with pytest.raises(HeardError, match="already is a theme called"):
        actions.add_theme(codebook, by=officer, name="quiet PLACES", definition="other")

    assert actions.add_theme(codebook, by=officer, name="Quiet places") == quiet


@pytest.mark.parametrize("who", ["forum_member", "inspector", "approver", "stranger", "administrator"])
def test_only_those_who_record_where_the_themes_are_held_change_them(
    who: str, request: pytest.FixtureRequest, quiet: Theme, friends: Theme, workshop: Activity, officer: User
) -> None:
    other = request.getfixturevalue(who)
    voice = say(workshop, "I like the den", by=officer)
    coding = actions.code(quiet, voice, by=officer)

    for attempt in (
        lambda: actions.rename(quiet, by=other, name="Taken"),
        lambda: actions.merge(quiet, by=other, into=friends),
        lambda: actions.split(quiet, by=other, name="Dens", contributions=[voice]),
        lambda: actions.move(coding, by=other, to=friends),
        lambda: actions.uncode(coding, by=other),
        lambda: actions.code(friends, voice, by=other),
        lambda: actions.add_theme(quiet.codebook, by=other, name="New"),
        lambda: actions.ask_for_candidates(quiet.codebook, by=other),
    ):
        with pytest.raises(PermissionDenied):
            attempt()

    assert codings() == {("Quiet places", voice.pk, officer.name, "not_said", False)}


def test_coding_twice_leaves_one_coding_and_the_later_judgement(
    officer: User, quiet: Theme, workshop: Activity
) -> None:
    voice = say(workshop, "The hall is loud", by=officer)

    actions.code(quiet, voice, by=officer)
    actions.code(quiet, voice, by=officer, direction="not_working")
    actions.code(quiet, voice, by=officer)

    assert codings() == {("Quiet places", voice.pk, officer.name, "not_working", False)}


def test_a_voice_whose_speaker_did_not_agree_is_not_coded(officer: User, quiet: Theme, workshop: Activity) -> None:
    said_no = say(workshop, "Leave me out", by=officer, may_analyse=False)
    not_asked = say(workshop, "Nobody asked me", by=officer, may_analyse=None)

    for voice in (said_no, not_asked):
        with pytest.raises(HeardError, match="may not be read for themes"):
            actions.code(quiet, voice, by=officer)

    assert codings() == set()


def test_a_voice_taken_back_is_not_coded(officer: User, quiet: Theme, workshop: Activity) -> None:
    voice = say(workshop, "The den", by=officer)
    take_back(voice)
    voice.refresh_from_db()

    with pytest.raises(HeardError, match="taken back"):
        actions.code(quiet, voice, by=officer)


def test_a_voice_about_another_question_is_not_coded(officer: User, quiet: Theme) -> None:
    elsewhere = Activity.objects.create(
        held_by=officer.organisation, kind="survey", title="Buses", status="held", starts_on=DAY, place_type="online",
        recorded_by=officer,
    )  # fmt: skip
    voice = say(elsewhere, "The bus is late", by=officer)

    with pytest.raises(HeardError, match="does not answer the question"):
        actions.code(quiet, voice, by=officer)


def test_merging_and_splitting_the_same_voices_gives_the_same_codings(
    officer: User, second_officer: User, quiet: Theme, friends: Theme, workshop: Activity
) -> None:
    den, hall, mates = (say(workshop, words, by=officer) for words in ("The den", "The loud hall", "My mates"))
    actions.code(quiet, den, by=officer, direction="working")
    actions.code(quiet, den, by=second_officer)
    actions.code(quiet, hall, by=officer, direction="not_working")
    actions.code(friends, mates, by=second_officer)
    before = codings()

    actions.merge(quiet, by=officer, into=friends)
    merged = codings()
    actions.split(friends, by=officer, name="Quiet places", contributions=[den, hall])

    assert {theme for theme, *_ in merged} == {"Friends"}
    assert len(merged) == len(before)
    assert codings() == before


def test_merging_and_moving_back_gives_the_same_codings(
    officer: User, second_officer: User, codebook: Codebook, quiet: Theme, friends: Theme, workshop: Activity
) -> None:
    den, mates = say(workshop, "The den", by=officer), say(workshop, "My mates", by=officer)
    actions.code(quiet, den, by=officer, direction="working")
    actions.code(quiet, den, by=second_officer)
    actions.code(friends, mates, by=officer)
    before = codings()

    actions.merge(quiet, by=officer, into=friends)
    again = actions.add_theme(codebook, by=officer, name="Quiet places")
    actions.move_voices(friends, by=officer, contributions=[den], to=again)

    assert codings() == before


def test_merging_keeps_one_coding_where_one_person_had_coded_both(
    officer: User, quiet: Theme, friends: Theme, workshop: Activity
) -> None:
    voice = say(workshop, "Reading with my friend in the den", by=officer)
    actions.code(quiet, voice, by=officer, direction="working")
    actions.code(friends, voice, by=officer)

    actions.merge(quiet, by=officer, into=friends)

    assert codings() == {("Friends", voice.pk, officer.name, "working", False)}


def test_merging_twice_is_harmless_and_a_merged_theme_is_closed(
    officer: User, quiet: Theme, friends: Theme, workshop: Activity
) -> None:
    voice = say(workshop, "The den", by=officer)
    actions.merge(quiet, by=officer, into=friends)

    actions.merge(quiet, by=officer, into=friends)

    assert AuditEvent.objects.filter(verb="merge").count() == 2  # one in the history of each theme
    with pytest.raises(HeardError, match="was merged into"):
        actions.code(quiet, voice, by=officer)
    with pytest.raises(HeardError, match="into itself"):
        actions.merge(friends, by=officer, into=friends)


def test_a_finding_follows_its_theme_when_the_theme_is_merged(
    officer: User, quiet: Theme, friends: Theme, workshop: Activity
) -> None:
    voice = say(workshop, "A quiet place, please", by=officer)
    finding = actions.write_finding(
        by=officer, purpose=None, statement="Quiet places matter", found_on=DAY, themes=[quiet], supports=[voice]
    )

    actions.merge(quiet, by=officer, into=friends)

    assert list(finding.themes.all()) == [friends]


def test_splitting_twice_gives_the_theme_that_the_first_time_made(
    officer: User, friends: Theme, workshop: Activity
) -> None:
    voice = say(workshop, "The den", by=officer)
    actions.code(friends, voice, by=officer)

    first = actions.split(friends, by=officer, name="Dens", contributions=[voice])
    second = actions.split(friends, by=officer, name="Dens", contributions=[voice])

    assert first == second
    with pytest.raises(HeardError, match="No voices were chosen"):
        actions.split(friends, by=officer, name="Nothing", contributions=[])


def test_people_are_counted_and_not_voices(officer: User, codebook: Codebook, quiet: Theme, workshop: Activity) -> None:
    often = [say(workshop, f"The den, again {n}", by=officer, label="P1") for n in range(3)]
    once = say(workshop, "A quiet corner", by=officer, label="P2")
    table = say(workshop, "We all want a library", by=officer, label="Table 3", people=4)
    say(workshop, "Football", by=officer, label="P4")
    for voice in [*often, once, table]:
        actions.code(quiet, voice, by=officer)

    counts = count_themes(codebook)

    assert (counts.lines[0].people, counts.heard) == (6, 7)
    assert (counts.voices, counts.coded_voices) == (6, 5)


def test_two_coders_of_one_voice_count_one_person(
    officer: User, second_officer: User, codebook: Codebook, quiet: Theme, workshop: Activity
) -> None:
    voice = say(workshop, "The den", by=officer, label="P1")
    actions.code(quiet, voice, by=officer)
    actions.code(quiet, voice, by=second_officer)

    assert count_themes(codebook).lines[0].people == 1


def test_a_voice_taken_back_or_passed_on_leaves_every_count(
    officer: User, codebook: Codebook, quiet: Theme, workshop: Activity
) -> None:
    kept, gone = say(workshop, "The den", by=officer, label="P1"), say(workshop, "The hall", by=officer, label="P2")
    for voice in (kept, gone):
        actions.code(quiet, voice, by=officer)

    take_back(gone)

    counts = count_themes(codebook)
    assert (counts.lines[0].people, counts.heard, counts.coded_voices) == (1, 1, 1)


def test_someone_who_later_says_no_to_being_read_leaves_the_count(
    officer: User, codebook: Codebook, quiet: Theme, workshop: Activity
) -> None:
    voice = say(workshop, "The den", by=officer, label="P1")
    actions.code(quiet, voice, by=officer)

    agree(voice, by=officer, answer=False, on=DAY + datetime.timedelta(days=1))

    assert count_themes(codebook).lines[0].people == 0


def test_the_history_holds_no_name_of_a_theme(officer: User, codebook: Codebook, workshop: Activity) -> None:
    theme = actions.add_theme(codebook, by=officer, name="Zebra crossing")
    voice = say(workshop, "The zebra crossing is scary", by=officer)
    actions.code(theme, voice, by=officer)
    actions.rename(theme, by=officer, name="Zebra again")

    assert not AuditEvent.objects.filter(sentence__icontains="zebra").exists()
