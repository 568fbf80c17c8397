"""Findings: what we now know, with the people behind it, its conditions, and those who see it differently."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from heard.errors import HeardError
from heard_web.engagement.models import Activity, Purpose
from heard_web.people.models import User
from heard_web.themes import actions
from heard_web.themes.counting_findings import count_finding
from heard_web.themes.models import (
    CandidateRun,
    CandidateTheme,
    Codebook,
    Finding,
    FindingVoice,
    MachineCoding,
    Theme,
)
from heard_web.voice.models import Contribution, Permission, Speaker
from tests.web.themes_cast import DAY, say, take_back

AsPerson = Callable[[User], Client]


@pytest.fixture
def codebook(officer: User, purpose: Purpose) -> Codebook:
    return actions.start_codebook(by=officer, title="A good life", purpose=purpose)


@pytest.fixture
def quiet(officer: User, codebook: Codebook) -> Theme:
    return actions.add_theme(codebook, by=officer, name="Quiet places")


@pytest.fixture
def den(officer: User, workshop: Activity) -> Contribution:
    return say(workshop, "Yes to a den, as long as it is never locked.", by=officer, label="P1")


@pytest.fixture
def hall(officer: User, workshop: Activity) -> Contribution:
    return say(workshop, "I like the noise of the hall", by=officer, label="P2", group="sibling")


def write(officer: User, purpose: Purpose, **more: object) -> Finding:
    return actions.write_finding(
        by=officer, purpose=purpose, statement="Pupils want a quiet place", found_on=DAY, **more,
    )  # type: ignore[arg-type]  # fmt: skip


def test_people_behind_a_finding_are_counted_by_group(
    officer: User, purpose: Purpose, workshop: Activity, den: Contribution, hall: Contribution
) -> None:
    again = say(workshop, "A den, please", by=officer, label="P1")
    say(workshop, "Football", by=officer, label="P3")

    finding = write(officer, purpose, supports=[den, again], minority=[hall])

    counts = count_finding(finding, user=officer)
    assert (counts.supports, counts.minority, counts.read.heard) == (1, 1, 3)
    assert counts.groups == [("Children and young people", 1, 0, 2), ("Brothers and sisters", 0, 1, 1)]


def test_writing_the_same_finding_twice_gives_one(officer: User, purpose: Purpose, den: Contribution) -> None:
    first = write(officer, purpose, supports=[den], conditions=[("It is never locked", None)])

    second = write(officer, purpose, supports=[den], conditions=[("It is never locked", None)])

    assert first == second
    assert (FindingVoice.objects.count(), first.conditions.count()) == (1, 1)


def test_a_voice_cannot_say_so_and_otherwise(officer: User, purpose: Purpose, den: Contribution) -> None:
    with pytest.raises(HeardError, match="Choose one for each"):
        write(officer, purpose, supports=[den], minority=[den])

    assert not Finding.objects.exists()


def test_a_finding_rests_only_on_voices_its_writer_may_read(
    officer: User, purpose: Purpose, den: Contribution, forum_member: User, forum_meeting: Activity
) -> None:
    hidden = say(forum_meeting, "Only for the forum", by=forum_member)

    with pytest.raises(PermissionDenied):
        write(officer, purpose, supports=[hidden])
    with pytest.raises(PermissionDenied):
        write(officer, purpose, supports=[den], conditions=[("If", hidden)])


def test_a_finding_rests_on_somebody(
    officer: User, purpose: Purpose, quiet: Theme, den: Contribution, hall: Contribution, as_person: AsPerson
) -> None:
    with pytest.raises(HeardError, match="rest on nobody"):
        write(officer, purpose, minority=[hall])
    finding = write(officer, purpose, supports=[den])
    with pytest.raises(HeardError, match="rest on nobody"):
        actions.change_finding(finding, by=officer, purpose=purpose, statement="Changed", found_on=DAY, minority=[den])

    sent = {"do": "save", "statement": "They want quiet", "found_on": "2026-06-01", "themes": [quiet.pk]}
    page = as_person(officer).post("/themes/findings/add/", sent).content.decode()

    assert "rest on nobody" in page and "They want quiet" in page
    assert [row.statement for row in Finding.objects.all()] == ["Pupils want a quiet place"]
    assert finding.voices.get().side == "supports"


def test_a_finding_whose_every_voice_was_taken_back_may_still_be_put_right(
    officer: User, purpose: Purpose, den: Contribution
) -> None:
    finding = write(officer, purpose, supports=[den])
    take_back(den)

    actions.change_finding(
        finding, by=officer, purpose=purpose, statement=finding.statement, found_on=DAY, cautions="Nobody says so now"
    )

    finding.refresh_from_db()
    assert finding.cautions == "Nobody says so now"


def test_a_finding_begun_from_a_theme_starts_with_the_voices_people_put_there(
    officer: User, quiet: Theme, workshop: Activity, den: Contribution, hall: Contribution, as_person: AsPerson
) -> None:
    doubtful, elsewhere = (say(workshop, words, by=officer) for words in ("No den for me", "The bus is late"))
    for voice in (den, doubtful):
        actions.code(quiet, voice, by=officer)
    run = CandidateRun.objects.create(codebook=quiet.codebook, engine="plain", asked_by=officer)
    candidate = CandidateTheme.objects.create(run=run)
    Theme.objects.filter(pk=quiet.pk).update(from_candidate=candidate)
    for voice in (hall, doubtful):
        MachineCoding.objects.create(candidate=candidate, contribution=voice, place=MachineCoding.Place.DISSENTING)
    browser = as_person(officer)

    begun = browser.get(f"/themes/findings/add/?theme={quiet.pk}").content.decode()
    empty = browser.get("/themes/findings/add/").content.decode()

    assert f'id="supports-{den.pk}" checked' in begun
    for voice in (hall, doubtful):
        assert f'id="supports-{voice.pk}"' in begun
        assert f'id="supports-{voice.pk}" checked' not in begun
    assert f'id="supports-{elsewhere.pk}"' not in begun
    assert "checked" not in empty


def test_a_finding_does_not_rest_on_a_voice_that_may_not_be_read(
    officer: User, purpose: Purpose, workshop: Activity
) -> None:
    said_no = say(workshop, "Leave me out", by=officer, may_analyse=False)

    with pytest.raises(HeardError, match="may not be read for themes"):
        write(officer, purpose, supports=[said_no])


def test_a_finding_for_a_purpose_of_another_organisation_is_refused(forum_member: User, purpose: Purpose) -> None:
    with pytest.raises(PermissionDenied):
        write(forum_member, purpose)


@pytest.mark.parametrize("who", ["approver", "inspector", "decision_maker", "administrator", "forum_member"])
def test_only_those_who_record_where_it_is_held_change_a_finding(
    who: str, request: pytest.FixtureRequest, officer: User, purpose: Purpose, den: Contribution
) -> None:
    finding = write(officer, purpose, supports=[den])

    with pytest.raises(PermissionDenied):
        actions.change_finding(
            finding, by=request.getfixturevalue(who), purpose=purpose, statement="Changed", found_on=DAY
        )


def test_changing_a_finding_keeps_the_links_that_stay(
    officer: User, second_officer: User, purpose: Purpose, den: Contribution, hall: Contribution
) -> None:
    finding = write(officer, purpose, supports=[den])
    link = finding.voices.get()

    for _ in range(2):
        actions.change_finding(
            finding, by=second_officer, purpose=purpose, statement="Changed", found_on=DAY, supports=[den],
            minority=[hall],
        )  # fmt: skip

    kept = finding.voices.get(contribution=den)
    assert (kept.pk, kept.linked_by, kept.linked_at) == (link.pk, officer, link.linked_at)
    assert finding.voices.count() == 2


def test_a_voice_taken_back_leaves_the_finding_and_its_conditions(
    officer: User, purpose: Purpose, den: Contribution, hall: Contribution, as_person: AsPerson
) -> None:
    finding = write(
        officer, purpose, supports=[den, hall],
        conditions=[("as long as it is never locked", den), ("Staff are trained", None)],
    )  # fmt: skip
    take_back(den)

    shown = as_person(officer).get(finding.get_absolute_url()).content.decode()

    assert count_finding(finding, user=officer).supports == 1
    assert "never locked" not in shown
    assert "Staff are trained" in shown
    assert "1 voice was taken back" in shown
    actions.forget_taken_back()
    assert [row.words for row in finding.conditions.all()] == ["Staff are trained"]


def test_a_released_finding_of_the_forum_shows_the_council_no_words(
    officer: User, forum_member: User, forum_meeting: Activity, as_person: AsPerson
) -> None:
    voice = say(forum_meeting, "The taxi never came, but only if it rains", by=forum_member, label="P1")
    finding = actions.write_finding(
        by=forum_member, purpose=None, statement="Taxis let families down", found_on=DAY, supports=[voice],
        conditions=[("but only if it rains", voice), ("Where there is no bus", None)],
    )  # fmt: skip
    client = as_person(officer)
    hidden = client.get(finding.get_absolute_url()).status_code
    Finding.objects.filter(pk=finding.pk).update(released_at=timezone.now(), released_by=forum_member)

    shown = client.get(finding.get_absolute_url()).content.decode()

    assert hidden == 404
    assert "Taxis let families down" in shown
    assert "held by Ashdale Parent Carer Forum. It is counted, but not shown to you." in shown
    assert "never came" not in shown and "only if it rains" not in shown
    assert "Where there is no bus" in shown
    assert "By group" not in shown and "Heard in all" not in shown


def test_a_released_finding_tells_others_no_small_number_and_promises_no_hidden_voice(
    officer: User, forum_member: User, inspector: User, forum_meeting: Activity, as_person: AsPerson
) -> None:
    said = [say(forum_meeting, f"The taxi was late {n} times", by=forum_member, label=f"P{n}") for n in range(3)]
    otherwise = say(forum_meeting, "Ours is always on time", by=forum_member, label="P9")
    finding = actions.write_finding(
        by=forum_member, purpose=None, statement="Taxis let families down", found_on=DAY, supports=said,
        minority=[otherwise],
    )  # fmt: skip
    Finding.objects.filter(pk=finding.pk).update(released_at=timezone.now(), released_by=forum_member)

    own = as_person(forum_member).get(finding.get_absolute_url()).content.decode()
    others = [as_person(who).get(finding.get_absolute_url()).content.decode() for who in (officer, inspector)]
    listed = as_person(officer).get("/themes/findings/").content.decode()

    assert "person said otherwise" in own and "Their voice is below." in own
    for shown in others:
        assert shown.count("Fewer than 5") == 2
        assert "person said otherwise" not in shown and "below." not in shown
        assert "3 people" not in shown and "voices held" not in shown
    assert "Fewer than 5 people said so. Found" in " ".join(listed.split())


def test_a_larger_number_is_told_to_others_to_the_nearest_five(
    officer: User, forum_member: User, forum_meeting: Activity
) -> None:
    said = [say(forum_meeting, f"The taxi was late {n} times", by=forum_member, label=f"P{n}") for n in range(7)]
    finding = actions.write_finding(
        by=forum_member, purpose=None, statement="Taxis let families down", found_on=DAY, supports=said
    )

    own, other = (count_finding(finding, user=who) for who in (forum_member, officer))

    assert (own.said_so, own.said_otherwise) == ("7", "0")
    assert (other.said_so, other.said_otherwise) == ("about 5", "fewer than 5")


def test_choosing_themes_shows_their_voices_and_keeps_what_was_typed(
    officer: User, quiet: Theme, den: Contribution, as_person: AsPerson
) -> None:
    actions.code(quiet, den, by=officer)

    response = as_person(officer).post(
        "/themes/findings/add/",
        {
            "do": "show",
            "statement": "Half a sen",
            "found_on": "not a day",
            "themes": [quiet.pk],
            "cautions": "Few spoke",
        },
    )

    shown = response.content.decode()
    assert "Half a sen" in shown and "Few spoke" in shown and "not a day" in shown
    assert "Yes to a den" in shown
    assert "“as long as it is never locked”" in shown
    assert "govuk-error-message" not in shown
    assert not Finding.objects.exists()


def test_an_officer_writes_a_finding_and_an_exact_condition_is_tied_to_its_voice(
    officer: User, purpose: Purpose, quiet: Theme, den: Contribution, hall: Contribution, as_person: AsPerson
) -> None:
    for voice in (den, hall):
        actions.code(quiet, voice, by=officer)

    response = as_person(officer).post(
        "/themes/findings/add/",
        {
            "do": "save", "statement": "Pupils want a quiet place", "found_on": "2026-06-01", "purpose": purpose.pk,
            "themes": [quiet.pk], "supports": [den.pk], "minority": [hall.pk],
            "conditions": "Agreed as long as it is never locked\n\nStaff are trained", "minority_view": "Some like noise",
        },
    )  # fmt: skip

    finding = Finding.objects.get()
    assert response["Location"] == finding.get_absolute_url()
    assert {(row.contribution, row.side) for row in finding.voices.all()} == {(den, "supports"), (hall, "minority")}
    assert [(row.words, row.contribution) for row in finding.conditions.all()] == [
        ("Agreed as long as it is never locked", den),
        ("Staff are trained", None),
    ]


def test_a_finding_with_an_error_keeps_every_tick(
    officer: User, quiet: Theme, den: Contribution, as_person: AsPerson
) -> None:
    actions.code(quiet, den, by=officer)

    response = as_person(officer).post(
        "/themes/findings/add/",
        {"do": "save", "statement": "", "found_on": "2026-06-01", "themes": [quiet.pk], "supports": [den.pk],
         "minority": [den.pk], "conditions": "If it is open"},
    )  # fmt: skip

    shown = response.content.decode()
    assert "Write what we now know" in shown and "ticked on both sides" in shown
    assert f'id="supports-{den.pk}" checked' in shown and f'id="minority-{den.pk}" checked' in shown
    assert "If it is open" in shown


def test_a_list_of_a_thousand_findings_asks_few_questions(
    officer: User, purpose: Purpose, workshop: Activity, as_person: AsPerson
) -> None:
    findings = Finding.objects.bulk_create(
        Finding(
            held_by=officer.organisation, purpose=purpose, statement=f"We know {n}", found_on=DAY, written_by=officer
        )
        for n in range(1000)
    )
    speaker = Speaker.objects.create(activity=workshop, label="P1")
    voices = Contribution.objects.bulk_create(
        Contribution(
            held_by=officer.organisation, activity=workshop, speaker=speaker, mode="said", words="Yes", said_on=DAY,
            recorded_by=officer,
        )
        for _ in range(1000)
    )  # fmt: skip
    Permission.objects.bulk_create(
        Permission(contribution=row, use="analyse", given_by="self", answer=True, given_on=DAY, recorded_by=officer)
        for row in voices
    )
    FindingVoice.objects.bulk_create(
        FindingVoice(finding=finding, contribution=voice) for finding, voice in zip(findings, voices, strict=True)
    )
    FindingVoice.objects.bulk_create(FindingVoice(finding=findings[-1], contribution=voice) for voice in voices[:-1])
    client = as_person(officer)

    asked = {}
    for address in ("/themes/findings/", "/themes/findings/?words=know+9", findings[-1].get_absolute_url()):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        asked[address] = len(captured)

    assert all(count <= 15 for count in asked.values()), asked
