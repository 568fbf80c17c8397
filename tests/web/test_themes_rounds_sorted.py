"""Two people read anew what was sorted already: they see nothing of it, and nothing of it changes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from heard.errors import HeardError
from heard_web.engagement.models import Activity, Purpose
from heard_web.people.models import User
from heard_web.themes import actions
from heard_web.themes.agreeing import agreement_of, answered
from heard_web.themes.counting import open_to_rounds, still_to_code
from heard_web.themes.models import BlindRound, Codebook, Theme
from heard_web.voice.models import Contribution
from tests.web.rounds_cast import coded, give
from tests.web.themes_cast import say, take_back

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
def voices(officer: User, workshop: Activity, quiet: Theme) -> list[Contribution]:
    """Five voices, of which the first three were sorted under quiet places."""
    rows = [say(workshop, f"Thing number {n}", by=officer, label=f"P{n}") for n in range(5)]
    for row in rows[:3]:
        actions.mark(quiet, row, by=officer, spans=[(0, 5)])
    return rows


@pytest.fixture
def reading(
    officer: User, second_officer: User, codebook: Codebook, friends: Theme, voices: list[Contribution]
) -> BlindRound:
    return actions.open_round(codebook, by=officer, first=officer, second=second_officer, many=5, which="any", seed=7)


def both_read(
    reading: BlindRound, voices: list[Contribution], one: list[list[Theme]], other: list[list[Theme]]
) -> None:
    for reader, chosen in ((reading.first_reader, one), (reading.second_reader, other)):
        for voice, themes in zip(voices, chosen, strict=True):
            give(reading, voice, reader, *themes)
        actions.finish(reading, by=reader)
    reading.refresh_from_db()


def test_a_round_of_all_voices_draws_sorted_ones_too_and_the_same_number_draws_the_same(
    officer: User, second_officer: User, codebook: Codebook, friends: Theme, voices: list[Contribution]
) -> None:
    drawn = []
    for _ in range(2):
        made = actions.open_round(
            codebook, by=officer, first=officer, second=second_officer, many=4, which="any", seed=3
        )
        drawn.append(set(made.voices.values_list("contribution", "sorted_before")))
        actions.stop_round(made, by=officer)

    assert drawn[0] == drawn[1] and len(drawn[0]) == 4
    assert dict(drawn[0]) == {pk: pk in {row.pk for row in voices[:3]} for pk, _ in drawn[0]}


def test_voices_taken_back_refused_or_with_two_others_are_not_drawn(
    officer: User, second_officer: User, codebook: Codebook, reading: BlindRound, workshop: Activity
) -> None:
    free, gone = (say(workshop, words, by=officer) for words in ("Free", "Gone"))
    say(workshop, "No", by=officer, may_analyse=False)
    take_back(gone)

    assert open_to_rounds(codebook) == ([free.pk], set())


def test_neither_reader_is_shown_how_a_voice_was_sorted_while_they_read_it(
    officer: User, second_officer: User, approver: User, reading: BlindRound, codebook: Codebook, quiet: Theme,
    voices: list[Contribution], as_person: AsPerson,
) -> None:  # fmt: skip
    pages = [
        quiet.get_absolute_url(),
        f"/themes/{codebook.pk}/voice/{voices[0].pk}/",
        f"/themes/round/{reading.pk}/read/",
    ]

    def shown(who: User, page: str) -> str:
        return as_person(who).get(page).content.decode()

    for reader in (officer, second_officer):
        theme, voice, read = (shown(reader, page) for page in pages)
        assert " number " not in theme and "3 voices you are reading by yourself now are not shown here" in theme
        assert "Put here by" not in theme and "What people said about it" not in voice and "<mark" not in voice
        assert "checked" not in read and "Some of these voices were sorted before" in read
    assert "number 0" in shown(approver, pages[0]) and "<mark" in shown(approver, pages[1])


def test_what_two_people_say_of_sorted_voices_is_compared_and_changes_none_of_it(
    officer: User, reading: BlindRound, codebook: Codebook, quiet: Theme, friends: Theme, voices: list[Contribution],
    as_person: AsPerson,
) -> None:  # fmt: skip
    before = coded()

    both_read(
        reading,
        voices,
        [[quiet], [friends], [quiet], [friends], []],
        [[quiet], [friends], [friends], [friends], [quiet]],
    )

    client = as_person(officer)
    page = client.get(reading.get_absolute_url()).content.decode()
    theme = client.get(quiet.get_absolute_url()).content.decode()
    told = agreement_of(answered(reading))
    assert coded() - before == {
        (voices[3].pk, "Friends", reader.name, False) for reader in (reading.first_reader, reading.second_reader)
    }, "only what nobody had sorted counts from now on"
    assert (told.voices, told.same) == (5, 3)
    otherwise = page[page.index("it is sorted otherwise") :]
    assert "Thing number 1" in otherwise and "Both said: Friends" in otherwise and "Quiet places" in otherwise
    assert "Thing number 0" not in otherwise
    assert (
        "One said: Quiet places. The other: Friends." in page or "One said: Friends. The other: Quiet places." in page
    )
    assert page.count("To settle") == 1 and "Thing number 2" in page
    assert "number 0" in theme and still_to_code(codebook).apart == 1


def test_a_voice_that_was_sorted_before_is_not_settled_over_what_stands(
    officer: User, reading: BlindRound, quiet: Theme, friends: Theme, voices: list[Contribution], as_person: AsPerson
) -> None:
    both_read(reading, voices, [[quiet]] * 5, [[friends]] + [[quiet]] * 4)
    row = reading.voices.get(contribution=voices[0])

    with pytest.raises(HeardError, match="stays as it was sorted"):
        actions.settle(row, by=officer, how="both")

    settle = as_person(officer).get(f"/themes/round/{reading.pk}/settle/?voice={row.pk}")
    page = as_person(officer).get(reading.get_absolute_url()).content.decode()
    assert settle.status_code == 302
    assert "Settle where you differ" not in page and "Sorted before" in page
    assert {name for pk, name, _, _ in coded() if pk == voices[0].pk} == {"Quiet places"}


def test_where_everything_is_sorted_a_round_of_all_voices_is_offered(
    officer: User, codebook: Codebook, quiet: Theme, friends: Theme, second_officer: User, voices: list[Contribution],
    as_person: AsPerson,
) -> None:  # fmt: skip
    for row in voices[3:]:
        actions.code(friends, row, by=officer)
    client = as_person(officer)

    page = client.get(f"/themes/{codebook.pk}/two-readers/").content.decode()
    sent = {"first": officer.pk, "second": second_officer.pk, "many": 4, "seed": 1}
    refused = client.post(f"/themes/{codebook.pk}/two-readers/", {**sent, "which": "by_chance"}).content.decode()
    client.post(f"/themes/{codebook.pk}/two-readers/", {**sent, "which": "any"})

    assert 'value="any" ' in page and "draw from all 5 voices" in page
    assert "or draw from all voices, sorted or not" in refused
    assert BlindRound.objects.get().voices.filter(sorted_before=True).count() == 4
