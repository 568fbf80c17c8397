"""Two people change one set of themes in the same moment, on the database that lets them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, connection, connections

from heard.errors import HeardError
from heard_web.engagement.models import Activity
from heard_web.people.models import User
from heard_web.themes import actions
from heard_web.themes.models import BlindAnswer, BlindRound, Codebook, Coding, RoundVoice, Settled, Theme
from heard_web.voice.actions_letting_go import withdraw
from heard_web.voice.models import Contribution
from tests.web.themes_cast import THINGS_SAID, fill

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one person write at a time anyway"),
]
TIMES = 5


def at_once(*doings: Callable[[], object]) -> list[str]:
    """Do these in the same moment, and give what went wrong but for what a page would say in words."""
    wrong: list[str] = []
    begin = threading.Barrier(len(doings))

    def do(doing: Callable[[], object]) -> None:
        try:
            begin.wait(20)
            doing()
        except HeardError:
            pass
        except (DatabaseError, ObjectDoesNotExist) as error:
            wrong.append(repr(error)[:200])
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=(doing,)) for doing in doings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return wrong


def again(row: Any) -> Any:
    """The row as another person's page has just read it."""
    return type(row).objects.get(pk=row.pk)


@pytest.fixture
def voices(workshop: Activity, officer: User) -> list[Contribution]:
    return fill(workshop, by=officer)


@pytest.fixture
def codebook(workshop: Activity, officer: User) -> Codebook:
    return actions.start_codebook(by=officer, title="A good day", purpose=workshop.purpose)


def two_themes(codebook: Codebook, officer: User, time: int) -> tuple[Theme, Theme]:
    bus = actions.add_theme(codebook, by=officer, name=f"The bus {time}")
    return bus, actions.add_theme(codebook, by=officer, name=f"Journeys {time}")


def round_of(codebook: Codebook, officer: User, second: User, *, many: int) -> tuple[BlindRound, list[RoundVoice]]:
    reading = actions.open_round(codebook, by=officer, first=officer, second=second, many=many)
    return reading, list(reading.voices.all())


def test_two_people_who_merge_two_themes_into_each_other_end_with_one_of_them(
    codebook: Codebook, voices: list[Contribution], officer: User, second_officer: User
) -> None:
    for time in range(TIMES):
        one, other = two_themes(codebook, officer, time)
        for voice in voices[:4]:
            actions.code(one, voice, by=officer)
            actions.code(other, voice, by=second_officer)

        wrong = at_once(
            partial(actions.merge, again(one), by=officer, into=again(other)),
            partial(actions.merge, again(other), by=second_officer, into=again(one)),
        )

        assert wrong == []
        assert Theme.objects.filter(pk__in=[one.pk, other.pk], merged_into=None).count() == 1
        assert Coding.objects.filter(theme__in=[one, other], theme__merged_into=None).count() == 8


def test_voices_that_are_moved_while_their_theme_is_merged_are_all_there_afterwards(
    codebook: Codebook, voices: list[Contribution], officer: User, second_officer: User
) -> None:
    for time in range(TIMES):
        one, other = two_themes(codebook, officer, time)
        for voice in voices:
            actions.code(one, voice, by=officer)

        wrong = at_once(
            partial(actions.merge, again(one), by=officer, into=again(other)),
            partial(actions.move_voices, again(one), by=second_officer, contributions=voices, to=again(other)),
        )

        assert wrong == []
        assert Coding.objects.filter(theme=other).count() == len(THINGS_SAID)


def test_no_answer_and_no_settlement_stays_with_a_theme_that_is_merged_meanwhile(
    codebook: Codebook, voices: list[Contribution], officer: User, second_officer: User
) -> None:
    for time in range(TIMES):
        one, other = two_themes(codebook, officer, time)
        reading, (agreed, differs) = round_of(codebook, officer, second_officer, many=2)
        for reader, themes in ((officer, [one]), (second_officer, [other])):
            actions.answer(agreed, by=reader, themes=[one])
            if reader is officer:
                actions.answer(differs, by=reader, themes=themes)
        wrong = at_once(
            partial(actions.answer, again(differs), by=second_officer, themes=[again(one)]),
            partial(actions.merge, again(one), by=officer, into=again(other)),
        )
        assert wrong == []
        assert not BlindAnswer.objects.filter(themes__merged_into__isnull=False).exists()

        third = actions.add_theme(codebook, by=officer, name=f"Late {time}")
        actions.answer(differs, by=second_officer, themes=[third])
        actions.finish(again(reading), by=officer)
        wrong = at_once(
            partial(actions.finish, again(reading), by=second_officer),
            partial(actions.merge, again(other), by=officer, into=again(third)),
        )
        if not Settled.objects.filter(voice=differs).exists():
            fourth = actions.add_theme(codebook, by=officer, name=f"Loud {time}")
            wrong += at_once(
                partial(actions.settle, again(differs), by=officer, how="another", themes=[again(third)]),
                partial(actions.merge, again(third), by=second_officer, into=fourth),
            )
        assert wrong == []
        assert not Coding.objects.filter(theme__merged_into__isnull=False).exists()
        if not Settled.objects.filter(voice=differs).exists():
            actions.settle(differs, by=officer, how="one")


def test_a_round_that_both_finish_and_settle_in_the_same_moment_counts_once(
    codebook: Codebook, voices: list[Contribution], officer: User, second_officer: User
) -> None:
    one, other = two_themes(codebook, officer, 0)
    reading, (agreed, differs) = round_of(codebook, officer, second_officer, many=2)
    for reader, theme in ((officer, one), (second_officer, other)):
        actions.answer(agreed, by=reader, themes=[one])
        actions.answer(differs, by=reader, themes=[theme])

    wrong = at_once(*[partial(actions.finish, again(reading), by=reader) for reader in (officer, second_officer) * 2])
    wrong += at_once(
        partial(actions.settle, again(differs), by=officer, how="one"),
        partial(actions.settle, again(differs), by=second_officer, how="other"),
    )

    assert wrong == []
    assert Settled.objects.filter(voice=agreed).count() == Settled.objects.filter(voice=differs).count() == 1
    settled = set(Settled.objects.get(voice=differs).themes.values_list("pk", flat=True))
    counted = Coding.objects.filter(contribution=differs.contribution, settled=True)
    assert set(counted.values_list("theme", flat=True)) == settled


def test_nobody_sorts_a_voice_while_it_is_being_given_to_two_readers(
    codebook: Codebook, voices: list[Contribution], officer: User, second_officer: User
) -> None:
    one, _ = two_themes(codebook, officer, 0)
    for _ in range(TIMES):
        BlindRound.objects.all().delete()
        Coding.objects.all().delete()

        wrong = at_once(
            partial(actions.open_round, codebook, by=officer, first=officer, second=second_officer, many=18),
            lambda: [actions.code(again(one), voice, by=second_officer) for voice in voices[:9]],
            lambda: actions.code_alike(
                again(one), voices[9:], by=second_officer, direction="idea", suggested_by_machine=False
            ),
        )

        assert wrong == []
        assert not Coding.objects.filter(contribution__rounds__round__state=BlindRound.State.OPEN).exists()


def test_a_voice_can_be_taken_back_in_the_moment_it_is_sorted(
    codebook: Codebook, voices: list[Contribution], officer: User, second_officer: User
) -> None:
    one, other = two_themes(codebook, officer, 0)
    for voice in voices[: 2 * TIMES]:
        wrong = at_once(
            partial(actions.mark, one, again(voice), by=officer, spans=[(0, 5)]),
            partial(withdraw, again(voice), by=officer),
            partial(actions.code, other, again(voice), by=second_officer),
        )

        assert wrong == []
        assert not again(voice).words
