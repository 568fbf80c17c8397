"""Where two readers differ, a person says what counts; both answers are kept, and nobody's name stands beside them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from heard.errors import HeardError
from heard_web.audit.models import AuditEvent
from heard_web.engagement.models import Activity, Purpose
from heard_web.people.models import User
from heard_web.themes import actions
from heard_web.themes.agreeing import agreement_of, answered
from heard_web.themes.counting import count_themes, still_to_code
from heard_web.themes.models import BlindAnswer, BlindRound, Codebook, Coding, RoundVoice, Settled, Theme
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
def friends(officer: User, codebook: Codebook) -> Theme:
    return actions.add_theme(codebook, by=officer, name="Friends")


@pytest.fixture
def voices(officer: User, workshop: Activity) -> list[Contribution]:
    return [say(workshop, f"Thing number {n}", by=officer, label=f"P{n}") for n in range(3)]


@pytest.fixture
def reading(
    officer: User, second_officer: User, codebook: Codebook, quiet: Theme, friends: Theme, voices: list[Contribution]
) -> BlindRound:
    """Both readers have finished: they agree on the first voice and differ on the other two."""
    made = actions.open_round(codebook, by=officer, first=officer, second=second_officer, many=3)
    said = [([quiet], [quiet]), ([quiet], [friends]), ([quiet, friends], [])]
    for voice, both in zip(voices, said, strict=True):
        for reader, themes in zip((officer, second_officer), both, strict=True):
            actions.answer(made.voices.get(contribution=voice), by=reader, themes=themes, direction="working")
    for reader in (officer, second_officer):
        actions.finish(made, by=reader)
    made.refresh_from_db()
    return made


def voice_of(reading: BlindRound, voice: Contribution) -> RoundVoice:
    return reading.voices.select_related("round__codebook", "contribution").get(contribution=voice)


def settled() -> set[tuple[int, str, str]]:
    rows = Coding.objects.filter(settled=True).select_related("theme")
    return {(row.contribution_id, row.theme.name, row.direction) for row in rows}


def test_one_answer_the_other_both_or_another_counts_and_both_are_kept(
    officer: User, reading: BlindRound, voices: list[Contribution], friends: Theme
) -> None:
    voice = voice_of(reading, voices[1])
    RoundVoice.objects.filter(pk=voice.pk).update(turned=False)
    voice.refresh_from_db()
    found = []
    for how in ("one", "other", "both", "another"):
        actions.settle(voice, by=officer, how=how, themes=[friends] if how == "another" else (), direction="idea")
        found.append(settled())

    pk = voices[1].pk
    assert found == [
        {(pk, "Quiet places", "working")},
        {(pk, "Friends", "working")},
        {(pk, "Quiet places", "working"), (pk, "Friends", "working")},
        {(pk, "Friends", "idea")},
    ]
    kept = [[theme.name for theme in row.themes.all()] for row in BlindAnswer.objects.filter(voice=voice)]
    assert kept == [["Quiet places"], ["Friends"]]


def test_reader_1_is_whoever_is_shown_first(officer: User, reading: BlindRound, voices: list[Contribution]) -> None:
    voice = voice_of(reading, voices[1])
    RoundVoice.objects.filter(pk=voice.pk).update(turned=True)
    voice.refresh_from_db()

    actions.settle(voice, by=officer, how="one")

    assert settled() == {(voices[1].pk, "Friends", "working")}


def test_settling_the_same_twice_is_harmless_and_counts_one_person(
    officer: User, codebook: Codebook, reading: BlindRound, voices: list[Contribution]
) -> None:
    voice = voice_of(reading, voices[1])
    for _ in range(2):
        actions.settle(voice, by=officer, how="both", note="They are near each other")

    people = {line.theme.name: line.people for line in count_themes(codebook).lines}
    assert people == {"Quiet places": 2, "Friends": 1}
    assert AuditEvent.objects.filter(verb="settle").count() == 1
    assert still_to_code(codebook).apart == 1


def test_an_answer_that_it_fits_none_can_be_what_counts(
    officer: User, reading: BlindRound, voices: list[Contribution]
) -> None:
    actions.settle(voice_of(reading, voices[2]), by=officer, how="another")

    assert settled() == {(voices[2].pk, "Fits none of these", "not_said")}


def test_what_both_said_alike_or_what_was_taken_back_is_not_settled(
    officer: User, reading: BlindRound, voices: list[Contribution]
) -> None:
    with pytest.raises(HeardError, match="said the same"):
        actions.settle(voice_of(reading, voices[0]), by=officer, how="one")
    with pytest.raises(HeardError, match="No answer was chosen"):
        actions.settle(voice_of(reading, voices[1]), by=officer, how="agreed")
    take_back(voices[1])
    with pytest.raises(HeardError, match="may not be read for themes"):
        actions.settle(voice_of(reading, voices[1]), by=officer, how="one")

    assert settled() == set()


def test_nothing_is_settled_before_both_have_finished(
    officer: User, second_officer: User, codebook: Codebook, quiet: Theme, voices: list[Contribution]
) -> None:
    made = actions.open_round(codebook, by=officer, first=officer, second=second_officer, many=3)

    with pytest.raises(HeardError, match="have to finish"):
        actions.settle(voice_of(made, voices[0]), by=officer, how="another", themes=[quiet])


def test_the_page_shows_one_voice_with_both_answers_and_no_names_and_goes_on_to_the_next(
    officer: User, reading: BlindRound, voices: list[Contribution], as_person: AsPerson
) -> None:
    client, address = as_person(officer), f"/themes/round/{reading.pk}/settle/"
    page = client.get(address).content.decode()
    shown = page[page.index("<main") : page.index("</main>")]
    voice = voice_of(reading, voices[1])

    after = client.post(address, {"voice": voice.pk, "how": "both", "note": "Near each other"}, follow=True)
    last = client.post(address, {"voice": voice_of(reading, voices[2]).pk, "how": "both"})
    overview = client.get(reading.get_absolute_url()).content.decode()

    assert "Thing number 1" in shown and "Thing number 2" not in shown
    assert "Reader 1" in shown and "Quiet places" in shown and "Friends" in shown
    assert "Sam Okafor" not in shown and "Orla Finch" not in shown
    assert "Thing number 2" in after.content.decode()
    assert last["Location"] == reading.get_absolute_url()
    assert "Near each other" in overview and "Settle again" in overview


def test_themes_ticked_beside_another_way_of_settling_are_asked_about_and_nothing_is_lost(
    officer: User, reading: BlindRound, voices: list[Contribution], quiet: Theme, as_person: AsPerson
) -> None:
    voice = voice_of(reading, voices[1])
    sent = {"voice": voice.pk, "how": "one", "themes": [quiet.pk], "note": "typed with care"}

    page = as_person(officer).post(f"/themes/round/{reading.pk}/settle/", sent).content.decode()

    assert "choose “Another answer”, or untick them" in page
    assert "typed with care" in page and page.count("checked") == 2
    assert settled() == set()


@pytest.mark.parametrize("who", ["approver", "inspector", "forum_member", "stranger"])
def test_how_far_two_colleagues_differ_is_for_those_who_record_with_them(
    who: str, request: pytest.FixtureRequest, reading: BlindRound, voices: list[Contribution], as_person: AsPerson
) -> None:
    person = request.getfixturevalue(who)
    client = as_person(person)

    answers = [client.get(f"/themes/round/{reading.pk}/{page}").status_code for page in ("", "settle/", "read/")]

    assert set(answers) <= {403, 404}
    assert not BlindRound.objects.visible_to(person).exists()
    with pytest.raises(PermissionDenied):
        actions.settle(voice_of(reading, voices[1]), by=person, how="one")
    with pytest.raises(PermissionDenied):
        actions.stop_round(reading, by=person)


def test_a_voice_taken_back_leaves_the_comparison(
    officer: User, reading: BlindRound, voices: list[Contribution], as_person: AsPerson
) -> None:
    take_back(voices[1])

    page = as_person(officer).get(reading.get_absolute_url()).content.decode()

    assert "2 voices." in page
    assert "Thing number 1" not in page and "Thing number 2" in page


def test_why_a_voice_was_settled_so_goes_when_it_is_taken_back(
    officer: User, reading: BlindRound, voices: list[Contribution]
) -> None:
    for voice in voices[1:]:
        actions.settle(voice_of(reading, voice), by=officer, how="both", note="She said loud, not lonely")
    take_back(voices[1])

    erased = [actions.forget_passages(), actions.forget_passages()]

    notes = dict(Settled.objects.exclude(how="agreed").values_list("voice__contribution", "note"))
    assert erased == [1, 0]
    assert notes == {voices[1].pk: "", voices[2].pk: "She said loud, not lonely"}


def test_how_far_the_two_agree_is_told_in_figures_and_in_words(
    officer: User, reading: BlindRound, voices: list[Contribution], as_person: AsPerson
) -> None:
    told = agreement_of(answered(reading))
    page = as_person(officer).get(reading.get_absolute_url()).content.decode()
    take_back(voices[2])
    later = agreement_of(answered(reading))

    quiet = next(line for line in told.lines if line.name == "Quiet places")
    assert (told.voices, told.same, told.differing) == (3, 1, 2)
    assert (quiet.both, quiet.one_only, quiet.percent, quiet.kappa) == (1, 2, "33 in 100", "0.00")
    assert "33 in 100" in page and "Cohen’s kappa" in page and told.overall.words in page
    assert (later.voices, later.same) == (2, 1)
