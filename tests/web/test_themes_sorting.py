"""Sorting voices fast: the same words once, a missing theme on the spot, nothing typed lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from heard.errors import HeardError
from heard_web.engagement.models import Activity, Purpose
from heard_web.people.models import User
from heard_web.themes import actions
from heard_web.themes.models import Codebook, Coding, LearningRun, NextVoice, Proposal, Reading, Theme
from heard_web.themes.sorting import LEAST_SHOWN, proposals_for
from heard_web.voice.models import Contribution
from tests.web.themes_cast import say, take_back

AsPerson = Callable[[User], Client]


@pytest.fixture
def codebook(officer: User, purpose: Purpose) -> Codebook:
    return actions.start_codebook(by=officer, title="A good life", purpose=purpose)


@pytest.fixture
def quiet(officer: User, codebook: Codebook) -> Theme:
    return actions.add_theme(codebook, by=officer, name="Quiet places")


@pytest.fixture
def address(codebook: Codebook) -> str:
    return f"/themes/{codebook.pk}/code/"


def coded() -> set[tuple[int, str]]:
    return {(row.contribution_id, row.theme.name) for row in Coding.objects.select_related("theme")}


def shown(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def six_say(workshop: Activity, officer: User) -> list[Contribution]:
    words = ["The bus is late", "the bus  is LATE"] * 3
    return [say(workshop, text, by=officer, label=f"P{n}") for n, text in enumerate(words, 1)]


def test_the_same_words_of_six_people_are_shown_once_and_answered_once(
    officer: User, workshop: Activity, quiet: Theme, address: str, as_person: AsPerson
) -> None:
    same = six_say(workshop, officer)
    other = say(workshop, "The den", by=officer, label="P9")
    client = as_person(officer)
    before = shown(client, address)

    pk = same[0].pk
    ticked: dict[str, object] = {"voice": [pk, other.pk], f"v{pk}-themes": [quiet.pk]}
    ticked[f"v{pk}-same"] = ",".join(str(row.pk) for row in same[1:])
    said = client.post(address, ticked, follow=True).content.decode()

    assert "The same words were said 6 times, by 6 people" in before
    assert before.lower().count("the bus is late") == 1
    assert coded() == {(row.pk, "Quiet places") for row in same}
    assert "Saved what you said about 6 voices. The others come again." in said
    assert "6 of 7 sorted" in said
    assert Reading.objects.filter(same_words=True).count() == 5


def test_the_same_words_to_another_question_are_another_answer(
    officer: User, workshop: Activity, forum_meeting: Activity, quiet: Theme, address: str, as_person: AsPerson
) -> None:
    lunch, bus = (workshop.questions.create(held_by=officer.organisation, words=words) for words in ("Lunch?", "Bus?"))
    say(workshop, "Yes", by=officer, label="P1", question=lunch)
    say(workshop, "Yes", by=officer, label="P2", question=bus)

    page = shown(as_person(officer), address)

    assert "The same words" not in page
    assert page.count('name="voice"') == 2


def test_a_voice_that_did_not_stand_there_is_not_answered_with_the_others(
    officer: User, workshop: Activity, quiet: Theme, address: str, as_person: AsPerson
) -> None:
    first, second, third = (say(workshop, "The den", by=officer, label=f"P{n}") for n in (1, 2, 3))
    other = say(workshop, "The bus", by=officer)

    sent = {"voice": [first.pk], f"v{first.pk}-themes": [quiet.pk], f"v{first.pk}-same": f"{second.pk},{other.pk},x"}
    as_person(officer).post(address, sent)

    assert coded() == {(first.pk, "Quiet places"), (second.pk, "Quiet places")}
    assert third.pk not in {pk for pk, _ in coded()}


def test_words_that_were_corrected_meanwhile_are_not_answered_together(
    officer: User, workshop: Activity, quiet: Theme, codebook: Codebook
) -> None:
    first, second = (say(workshop, words, by=officer) for words in ("The den", "The hall"))

    with pytest.raises(HeardError, match="Open the page again"):
        actions.sort_voice(codebook, first, by=officer, themes=[quiet], same=[second])

    assert coded() == set()


def test_the_same_words_that_may_not_be_read_or_are_read_apart_are_left_out(
    officer: User, second_officer: User, workshop: Activity, codebook: Codebook, quiet: Theme
) -> None:
    apart = say(workshop, "The den", by=officer)
    actions.open_round(codebook, by=officer, first=officer, second=second_officer, many=2)
    first, kept, gone, no = (say(workshop, "The den", by=officer) for _ in range(4))
    elsewhere = say(Activity.objects.create(**elsewhere_of(workshop)), "The den", by=officer)
    take_back(gone)
    no.permissions.update(answer=False)

    many = actions.sort_voice(codebook, first, by=officer, themes=[quiet], same=[kept, gone, no, apart, elsewhere])

    assert many == 2
    assert coded() == {(first.pk, "Quiet places"), (kept.pk, "Quiet places")}


def elsewhere_of(workshop: Activity) -> dict[str, object]:
    """An activity that has nothing to do with the question."""
    same = ("held_by", "kind", "title", "status", "starts_on", "place_type", "recorded_by")
    return {field: getattr(workshop, field) for field in same}


def test_a_missing_theme_is_added_from_the_page_and_the_ticks_stay(
    officer: User, workshop: Activity, codebook: Codebook, quiet: Theme, address: str, as_person: AsPerson
) -> None:
    voice = say(workshop, "The den and my friends", by=officer)
    sent = {"voice": [voice.pk], f"v{voice.pk}-themes": [quiet.pk], f"v{voice.pk}-direction": "working"}

    page = as_person(officer).post(address, {**sent, "new-name": "Friends", "add": "1"}).content.decode()

    friends = Theme.objects.get(name="Friends")
    assert (
        f'value="{quiet.pk}" id="id_v{voice.pk}-themes_1" checked'
        in page.replace('class="govuk-checkboxes__input" ', "")
        or f'value="{quiet.pk}"' in page
    )
    assert page.count("checked") == 1
    assert '<option value="working" selected>' in page
    assert f'value="{friends.pk}"' in page
    assert 'value="Friends"' not in page, "the box is empty for the next one, so that saving saves"
    assert coded() == set()


def test_a_new_theme_without_a_name_or_with_one_that_is_taken_says_so_and_loses_no_tick(
    officer: User, workshop: Activity, quiet: Theme, address: str, as_person: AsPerson
) -> None:
    voice = say(workshop, "The den", by=officer)
    sent = {"voice": [voice.pk], f"v{voice.pk}-themes": [quiet.pk]}
    client = as_person(officer)

    empty = client.post(address, {**sent, "new-name": "", "add": "1"}).content.decode()
    taken = client.post(address, {**sent, "new-name": "quiet PLACES", "add": "1"}).content.decode()

    assert "Write a name for the new theme" in empty and empty.count("checked") == 1
    assert "There already is a theme called" in taken and taken.count("checked") == 1
    assert 'value="quiet PLACES"' in taken


def test_saving_with_a_name_typed_for_a_new_theme_adds_it_and_loses_neither(
    officer: User, workshop: Activity, quiet: Theme, address: str, as_person: AsPerson
) -> None:
    voice = say(workshop, "The den", by=officer)

    sent = {"voice": [voice.pk], f"v{voice.pk}-themes": [quiet.pk], "new-name": "Dens"}
    page = as_person(officer).post(address, sent).content.decode()

    assert "is not saved yet" in page and page.count("checked") == 1
    assert Theme.objects.filter(name="Dens").exists()


def test_a_colleague_who_was_quicker_costs_nobody_their_ticks(
    officer: User, second_officer: User, workshop: Activity, quiet: Theme, address: str, as_person: AsPerson
) -> None:
    voice = say(workshop, "The den", by=officer)
    actions.code(quiet, voice, by=second_officer)

    as_person(officer).post(address, {"voice": [voice.pk], f"v{voice.pk}-themes": [quiet.pk]})

    assert {row.coded_by for row in Coding.objects.all()} == {officer, second_officer}


def test_sending_the_page_twice_leaves_one_answer(
    officer: User, workshop: Activity, quiet: Theme, address: str, as_person: AsPerson
) -> None:
    voice = say(workshop, "The den", by=officer)
    client = as_person(officer)

    for _ in range(2):
        client.post(address, {"voice": [voice.pk], f"v{voice.pk}-themes": [quiet.pk]})

    assert (Coding.objects.count(), Reading.objects.count()) == (1, 1)


def test_a_theme_found_after_all_takes_back_that_a_voice_fits_none(
    officer: User, workshop: Activity, codebook: Codebook, quiet: Theme
) -> None:
    voice = say(workshop, "The den", by=officer)
    actions.sort_voice(codebook, voice, by=officer)

    actions.code(quiet, voice, by=officer)

    assert coded() == {(voice.pk, "Quiet places")}


@pytest.fixture
def run(officer: User, codebook: Codebook) -> LearningRun:
    return LearningRun.objects.create(codebook=codebook, asked_by=officer, state="done", learned_from=12)


def propose(run: LearningRun, voice: Contribution, theme: Theme, sureness: float = 0.8) -> Proposal:
    return Proposal.objects.create(run=run, contribution=voice, theme=theme, sureness=sureness, standing="sure")


def test_what_the_computer_suggests_stands_beside_a_theme_and_is_never_ticked(
    officer: User, workshop: Activity, quiet: Theme, address: str, run: LearningRun, as_person: AsPerson
) -> None:
    propose(run, say(workshop, "The den", by=officer), quiet)

    page = shown(as_person(officer), address)

    assert "The computer suggests this, 8 in 10 sure" in page and "likelier right than wrong" in page
    assert "checked" not in page


def test_what_the_computer_is_likelier_wrong_than_right_about_is_not_shown(
    officer: User, workshop: Activity, codebook: Codebook, quiet: Theme, run: LearningRun
) -> None:
    friends, buses = (actions.add_theme(codebook, by=officer, name=name) for name in ("Friends", "Buses"))
    voice = say(workshop, "The den", by=officer)
    for theme, sureness in ((quiet, LEAST_SHOWN - 0.001), (friends, LEAST_SHOWN), (buses, 0.9)):
        propose(run, voice, theme, sureness)

    shown = [row.theme for row in proposals_for(run, [voice.pk])[voice.pk]]

    assert LEAST_SHOWN == 0.5
    assert shown == [buses, friends]


def test_the_most_useful_voices_come_first_with_the_reason(
    officer: User, workshop: Activity, quiet: Theme, address: str, run: LearningRun, as_person: AsPerson
) -> None:
    _, second, third = (say(workshop, f"Voice number {word}", by=officer) for word in ("one", "two", "three"))
    for place, (voice, why) in enumerate([(third, "by chance"), (second, "unsure")]):
        NextVoice.objects.create(run=run, contribution=voice, place=place, why=why)

    page = shown(as_person(officer), address)

    assert page.index("number three") < page.index("number two") < page.index("number one")
    assert "chosen by chance, to keep the counts honest" in page
    assert "the computer is unsure" in page


def test_agreeing_with_a_suggestion_and_reading_by_chance_are_kept(
    officer: User,
    workshop: Activity,
    codebook: Codebook,
    quiet: Theme,
    address: str,
    run: LearningRun,
    as_person: AsPerson,
) -> None:
    friends = actions.add_theme(codebook, by=officer, name="Friends")
    agreed, changed = say(workshop, "The den", by=officer), say(workshop, "My mates", by=officer)
    for voice in (agreed, changed):
        propose(run, voice, quiet)
    NextVoice.objects.create(run=run, contribution=agreed, place=0, why="by chance")
    sent = {"voice": [agreed.pk, changed.pk], f"v{agreed.pk}-themes": [quiet.pk], f"v{changed.pk}-themes": [friends.pk]}

    as_person(officer).post(address, {**sent, "shown": run.pk})

    assert {(row.contribution_id, row.suggested_by_machine) for row in Coding.objects.all()} == {
        (agreed.pk, True), (changed.pk, False),
    }  # fmt: skip
    told = {row.contribution_id: (row.by_chance, row.proposed, row.agreed, row.added) for row in Reading.objects.all()}
    assert told == {agreed.pk: (True, 1, 1, 0), changed.pk: (False, 1, 0, 1)}


def test_the_computer_suggests_nothing_for_a_voice_taken_back_or_answered_or_under_a_merged_theme(
    officer: User, second_officer: User, workshop: Activity, codebook: Codebook, quiet: Theme, run: LearningRun
) -> None:
    friends = actions.add_theme(codebook, by=officer, name="Friends")
    kept, gone, answered, merged, refused = (say(workshop, f"Voice {n}", by=officer) for n in range(5))
    for voice in (kept, gone, answered):
        propose(run, voice, quiet)
    propose(run, merged, friends)
    propose(run, refused, quiet)

    take_back(gone)
    actions.code(friends, answered, by=second_officer)
    actions.merge(friends, by=officer, into=quiet)
    refused.permissions.update(answer=False)

    assert [row.contribution for row in Proposal.objects.waiting(run).usable()] == [kept]
