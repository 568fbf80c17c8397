"""When two readers have finished, what they agree on counts; what was taken back or stopped does not."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from heard.errors import HeardError
from heard_web.engagement.models import Activity, Purpose
from heard_web.people.models import User
from heard_web.themes import actions
from heard_web.themes.agreeing import answered
from heard_web.themes.counting import count_themes, still_to_code
from heard_web.themes.models import BlindAnswer, BlindRound, Codebook, Coding, RoundVoice, Theme
from heard_web.voice.models import Contribution
from tests.web.rounds_cast import coded, give, read_all
from tests.web.themes_cast import DAY, agree, say, take_back

AsPerson = Callable[[User], Client]


@pytest.fixture
def codebook(officer: User, purpose: Purpose) -> Codebook:
    return actions.start_codebook(by=officer, title="A good life", purpose=purpose)


@pytest.fixture
def quiet(officer: User, codebook: Codebook) -> Theme:
    return actions.add_theme(codebook, by=officer, name="Quiet places")


@pytest.fixture
def friends(officer: User, codebook: Codebook) -> Theme:
    return actions.add_theme(codebook, by=officer, name="Friends")


@pytest.fixture
def voices(officer: User, workshop: Activity) -> list[Contribution]:
    return [say(workshop, f"Thing number {n}", by=officer, label=f"P{n}") for n in range(4)]


@pytest.fixture
def reading(
    officer: User, second_officer: User, codebook: Codebook, quiet: Theme, friends: Theme, voices: list[Contribution]
) -> BlindRound:
    return actions.open_round(codebook, by=officer, first=officer, second=second_officer, many=4, seed=7)


def test_when_both_have_finished_what_agrees_counts_for_both_and_the_rest_waits(
    reading: BlindRound, voices: list[Contribution], codebook: Codebook, officer: User, second_officer: User,
    quiet: Theme, friends: Theme,
) -> None:  # fmt: skip
    read_all(reading, voices, officer, [quiet], [quiet, friends], [], [friends])
    assert coded() == set()

    read_all(reading, voices, second_officer, [quiet], [quiet], [], [quiet])

    both = {officer.name, second_officer.name}
    assert reading.state == BlindRound.State.CLOSED
    assert coded() == {(voices[0].pk, "Quiet places", name, False) for name in both} | {
        (voices[2].pk, "Fits none of these", name, False) for name in both
    }
    assert [one.voice.contribution_id for one in answered(reading) if not one.agreed] == [voices[1].pk, voices[3].pk]
    assert count_themes(codebook).lines[0].people == 1
    assert still_to_code(codebook).apart == 2


def test_a_direction_that_only_one_reader_gives_is_taken_and_two_that_differ_are_settled(
    reading: BlindRound, voices: list[Contribution], officer: User, second_officer: User, quiet: Theme
) -> None:
    said = [("working", "not_said"), ("not_said", "idea"), ("working", "not_working"), ("idea", "idea")]
    for voice, (one, other) in zip(voices, said, strict=True):
        give(reading, voice, officer, quiet, direction=one)
        give(reading, voice, second_officer, quiet, direction=other)

    for reader in (officer, second_officer):
        actions.finish(reading, by=reader)

    counted = dict(Coding.objects.filter(coded_by=officer).values_list("contribution", "direction"))
    assert counted == {voices[0].pk: "working", voices[1].pk: "idea", voices[3].pk: "idea"}


def test_a_voice_taken_back_while_two_read_is_left_out(
    reading: BlindRound, voices: list[Contribution], officer: User, second_officer: User, quiet: Theme
) -> None:
    give(reading, voices[0], officer, quiet)
    take_back(voices[0])

    for reader in (officer, second_officer):
        for voice in voices[1:]:
            give(reading, voice, reader, quiet)
        actions.finish(reading, by=reader)
    reading.refresh_from_db()

    assert {pk for pk, *_ in coded()} == {voice.pk for voice in voices[1:]}
    assert len(answered(reading)) == 3


def test_a_stopped_round_gives_its_voices_back_and_opens_no_answer(
    reading: BlindRound,
    voices: list[Contribution],
    codebook: Codebook,
    officer: User,
    second_officer: User,
    quiet: Theme,
) -> None:
    give(reading, voices[0], officer, quiet)
    give(reading, voices[0], second_officer)

    for _ in range(2):
        actions.stop_round(reading, by=officer)
    reading.refresh_from_db()

    assert len(still_to_code(codebook).readable) == 4
    assert answered(reading) == []
    assert coded() == set()
    with pytest.raises(HeardError, match="was stopped"):
        give(reading, voices[0], officer, quiet)


@pytest.fixture
def colleague(officer: User) -> User:
    return User.objects.create(
        email="third@ashdale.example", name="Theo Park", role="officer", organisation=officer.organisation
    )


def test_a_colleague_who_has_no_part_in_a_round_cannot_stop_it_and_learns_whom_to_ask(
    reading: BlindRound, officer: User, second_officer: User, colleague: User, as_person: AsPerson
) -> None:
    client = as_person(colleague)
    page = client.get(reading.get_absolute_url()).content.decode()

    sent = client.post(reading.get_absolute_url(), {"do": "stop"})

    reading.refresh_from_db()
    assert sent.status_code == 403 and reading.state == BlindRound.State.OPEN
    assert "Stop the round" not in page
    assert all(name in page[page.index("can stop it: ask") :] for name in (officer.name, second_officer.name))
    with pytest.raises(PermissionDenied, match=f"Ask .*{officer.name}"):
        actions.stop_round(reading, by=colleague)


def test_whoever_began_a_round_stops_it_without_reading_in_it(
    codebook: Codebook,
    officer: User,
    second_officer: User,
    colleague: User,
    voices: list[Contribution],
    as_person: AsPerson,
) -> None:
    reading = actions.open_round(codebook, by=colleague, first=officer, second=second_officer, many=2)
    address = reading.get_absolute_url()

    page = as_person(colleague).get(address).content.decode()
    as_person(colleague).post(address, {"do": "stop"})

    reading.refresh_from_db()
    assert "Stop the round" in page
    assert (reading.state, reading.ended_by) == (BlindRound.State.STOPPED, colleague)


def test_a_round_whose_people_have_all_left_is_stopped_by_any_colleague(
    reading: BlindRound, codebook: Codebook, officer: User, second_officer: User, colleague: User
) -> None:
    User.objects.filter(pk__in=[officer.pk, second_officer.pk]).update(is_active=False)

    actions.stop_round(reading, by=colleague)

    assert len(still_to_code(codebook).readable) == 4


def test_answers_and_settlements_follow_a_theme_that_is_merged(
    reading: BlindRound, voices: list[Contribution], officer: User, quiet: Theme, friends: Theme
) -> None:
    give(reading, voices[0], officer, quiet)

    actions.merge(quiet, by=officer, into=friends)

    assert list(BlindAnswer.objects.get().themes.all()) == [friends]
    assert RoundVoice.objects.held_back().count() == 4


def test_a_voice_refused_while_one_finished_and_allowed_again_before_the_other_did_is_sorted_like_any_other(
    reading: BlindRound,
    voices: list[Contribution],
    codebook: Codebook,
    officer: User,
    second_officer: User,
    quiet: Theme,
) -> None:
    agree(voices[0], by=officer, answer=False, on=DAY + datetime.timedelta(days=1))
    for voice in voices[1:]:
        give(reading, voice, officer, quiet)
    actions.finish(reading, by=officer)
    agree(voices[0], by=officer, on=DAY + datetime.timedelta(days=2))

    read_all(reading, voices, second_officer, *([quiet] for _ in voices))

    assert reading.state == BlindRound.State.CLOSED
    assert still_to_code(codebook).readable == [voices[0].pk]
    assert actions.code(quiet, voices[0], by=officer).theme == quiet
