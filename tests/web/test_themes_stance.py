"""For and against: what readers say of each voice, what the machine guesses apart from it, and the conditions people set."""

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
from heard_web.themes.actions_stance_reading import Found, Guess
from heard_web.themes.counting_stance import count_stances
from heard_web.themes.models import Codebook, FoundCondition, Proposition, StanceAnswer, StanceGuess
from heard_web.voice.models import Contribution
from tests.web.test_themes_groups import hear
from tests.web.themes_cast import agree, say, take_back

AsPerson = Callable[[User], Client]


@pytest.fixture
def codebook(officer: User, purpose: Purpose) -> Codebook:
    return actions.start_codebook(by=officer, title="A good life", purpose=purpose)


@pytest.fixture
def hub(officer: User, codebook: Codebook) -> Proposition:
    return actions.put_proposition(codebook, by=officer, words="Ashdale should open a hub")


@pytest.fixture
def yes(officer: User, workshop: Activity) -> Contribution:
    return say(workshop, "Yes to the hub, as long as the staff know autism.", by=officer, label="P1")


@pytest.fixture
def no(officer: User, workshop: Activity) -> Contribution:
    return say(workshop, "No hub, put the money into buses.", by=officer, label="P2")


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


def being_read(hub: Proposition, by: User) -> Proposition:
    Proposition.objects.filter(pk=hub.pk).update(state="waiting", asked_by=by)
    hub.refresh_from_db()
    assert actions.begin_learning(hub, by=by)
    return hub


def keep(hub: Proposition, by: User, guesses: dict[int, Guess], found: dict[int, list[Found]]) -> None:
    actions.keep_learned(being_read(hub, by), by=by, guesses=guesses, found=found, told="Read.", learner="1")


def condition(voice: Contribution, words: str) -> Found:
    start = voice.words.index(words)
    return Found(start, start + len(words), "condition", 0.8, (0, 14))


def test_writing_the_same_proposition_twice_gives_one(officer: User, codebook: Codebook, hub: Proposition) -> None:
    again = actions.put_proposition(codebook, by=officer, words="  Ashdale should  open a hub ")

    assert again == hub
    with pytest.raises(HeardError, match="no words"):
        actions.put_proposition(codebook, by=officer, words=" ")


@pytest.mark.parametrize("who", ["approver", "inspector", "decision_maker", "forum_member", "stranger"])
def test_only_those_who_record_where_it_is_held_say_what_a_voice_says(
    who: str, request: pytest.FixtureRequest, hub: Proposition, yes: Contribution, as_person: AsPerson
) -> None:
    person = request.getfixturevalue(who)

    with pytest.raises(PermissionDenied):
        actions.answer_stance(hub, yes, by=person, stance="for")
    with pytest.raises(PermissionDenied):
        actions.put_proposition(hub.codebook, by=person, words="Another")
    with pytest.raises(PermissionDenied):
        actions.ask_to_learn(hub, by=person)

    assert as_person(person).post(f"/themes/proposition/{hub.pk}/", {"do": "read"}).status_code in (403, 404)
    assert not StanceAnswer.objects.exists()


def test_an_answer_is_given_changed_and_taken_back(officer: User, hub: Proposition, yes: Contribution) -> None:
    actions.answer_stance(hub, yes, by=officer, stance="for")
    actions.answer_stance(hub, yes, by=officer, stance="mixed")
    actions.answer_stance(hub, yes, by=officer, stance="mixed")
    kept = StanceAnswer.objects.get().stance

    actions.answer_stance(hub, yes, by=officer, stance="")

    assert kept == "mixed"
    assert not StanceAnswer.objects.exists()


def test_a_voice_that_may_not_be_read_gets_no_answer(officer: User, hub: Proposition, workshop: Activity) -> None:
    said_no = say(workshop, "Leave me out", by=officer, may_analyse=False)

    with pytest.raises(HeardError, match="may not be read for themes"):
        actions.answer_stance(hub, said_no, by=officer, stance="for")


def test_people_are_counted_and_somebody_who_says_both_is_for_and_against(
    officer: User, second_officer: User, hub: Proposition, yes: Contribution, no: Contribution, workshop: Activity
) -> None:
    again = say(workshop, "But not at our school", by=officer, label="P1")
    unclear = say(workshop, "Hello", by=officer, label="P2")
    for voice, stance in ((yes, "for"), (again, "against"), (no, "against"), (unclear, "unclear")):
        actions.answer_stance(hub, voice, by=officer, stance=stance)
    actions.answer_stance(hub, no, by=second_officer, stance="against")

    people = {label: said for label, said, _ in count_stances(hub, user=officer).lines}

    assert people == {"For it": "0", "Against it": "1", "For and against": "1", "Does not say": "0"}


def test_what_the_machine_guesses_stands_apart_and_gives_way_to_a_reader(
    officer: User, hub: Proposition, yes: Contribution, no: Contribution, as_person: AsPerson
) -> None:
    keep(hub, officer, {yes.pk: Guess("for", 0.8), no.pk: Guess("against", 0.7)}, {})
    actions.answer_stance(hub, no, by=officer, stance="mixed")

    counts = count_stances(hub, user=officer)
    shown = page(as_person(officer), hub.get_absolute_url())

    assert [(people, guessed) for _, people, guessed in counts.lines] == [
        ("0", "1"),
        ("0", "0"),
        ("1", "0"),
        ("0", "0"),
    ]
    assert "Guessed by the computer, 80 in 100 sure" in shown and "70 in 100 sure" not in shown


def test_voices_are_answered_for_a_few_at_a_time_and_those_left_open_come_again(
    officer: User, hub: Proposition, yes: Contribution, no: Contribution, as_person: AsPerson
) -> None:
    client, address = as_person(officer), f"/themes/proposition/{hub.pk}/read/"
    before = page(client, address)

    client.post(address, {"voice": [yes.pk, no.pk], f"v{yes.pk}-stance": "for"})

    after, mine = page(client, address), page(client, f"{address}?again=1")
    assert "know autism" in before and "into buses" in before
    assert "know autism" not in after and "into buses" in after
    assert "know autism" in mine and "into buses" not in mine and "checked" in mine


def test_a_condition_is_confirmed_or_refused_and_that_outlives_the_next_reading(
    officer: User, hub: Proposition, yes: Contribution, no: Contribution, as_person: AsPerson
) -> None:
    both = {
        yes.pk: [condition(yes, "as long as the staff know autism")],
        no.pk: [condition(no, "put the money into buses")],
    }
    keep(hub, officer, {}, both)
    client = as_person(officer)
    shown = page(client, hub.get_absolute_url())
    first, second = (FoundCondition.objects.get(contribution=voice) for voice in (yes, no))

    client.post(hub.get_absolute_url(), {"do": "confirm", "condition": first.pk})
    client.post(hub.get_absolute_url(), {"do": "refuse", "condition": second.pk})
    keep(hub, officer, {}, both)

    after = page(client, hub.get_absolute_url())
    assert "<mark>as long as the staff know autism</mark>" in shown and "It is about: “Yes to the hub" in shown
    assert {(row.contribution, row.state) for row in FoundCondition.objects.all()} == {
        (yes, "confirmed"), (no, "refused"),
    }  # fmt: skip
    assert "Checked by Orla Finch" in after and "<mark>put the money" not in after
    assert "1 passage left out by a person" in after


def test_a_passage_of_a_text_that_was_put_right_is_no_longer_shown(
    officer: User, hub: Proposition, yes: Contribution, as_person: AsPerson
) -> None:
    keep(hub, officer, {}, {yes.pk: [condition(yes, "as long as the staff know autism")]})
    found = FoundCondition.objects.get()
    Contribution.objects.filter(pk=yes.pk).update(words="Yes, if it is near and the staff know about autism.")

    shown = page(as_person(officer), hub.get_absolute_url())

    assert "<mark>" not in shown
    with pytest.raises(HeardError, match="put right since"):
        actions.decide_condition(FoundCondition.objects.get(pk=found.pk), by=officer, confirmed=True)


def test_a_voice_taken_back_leaves_the_counts_the_guesses_and_the_conditions(
    officer: User, hub: Proposition, yes: Contribution, no: Contribution, as_person: AsPerson
) -> None:
    keep(hub, officer, {no.pk: Guess("against", 0.7)}, {yes.pk: [condition(yes, "as long as the staff know autism")]})
    actions.answer_stance(hub, yes, by=officer, stance="for")

    take_back(yes)
    agree(no, by=officer, answer=False, on=timezone.localdate())

    shown = page(as_person(officer), hub.get_absolute_url())
    assert "know autism" not in shown and "into buses" not in shown
    assert "People have read 0 of 0 voices" in shown


def test_voices_taken_back_while_we_read_are_left_out(officer: User, hub: Proposition, yes: Contribution) -> None:
    being_read(hub, officer)
    take_back(yes)

    actions.keep_learned(
        hub, by=officer, guesses={yes.pk: Guess("for", 1.0)}, found={yes.pk: [Found(0, 3, "condition", 1.0, None)]},
        told="", learner="1",
    )  # fmt: skip

    assert not StanceGuess.objects.exists() and not FoundCondition.objects.exists()


def test_after_three_cuts_the_reading_stops_and_says_so(officer: User, hub: Proposition) -> None:
    Proposition.objects.filter(pk=hub.pk).update(state="running", asked_by=officer, tries=3)
    hub.refresh_from_db()

    assert not actions.begin_learning(hub, by=officer)

    hub.refresh_from_db()
    assert hub.state == Proposition.State.FAILED and "cut off 3 times" in hub.problem


def test_a_proposition_about_a_theme_is_asked_of_the_voices_people_put_there(
    officer: User, codebook: Codebook, yes: Contribution, no: Contribution
) -> None:
    theme = actions.add_theme(codebook, by=officer, name="Hubs")
    into = actions.add_theme(codebook, by=officer, name="Places")
    actions.code(theme, yes, by=officer)
    row = actions.put_proposition(codebook, by=officer, words="A hub", theme=theme)

    before = list(row.contributions())
    actions.merge(theme, by=officer, into=into)
    row = Proposition.objects.get(pk=row.pk)

    assert before == list(row.contributions()) == [yes]
    assert row.about() == into


def test_a_released_set_of_the_forum_tells_others_no_words_and_no_small_number(
    forum_member: User, officer: User, forum_meeting: Activity, as_person: AsPerson
) -> None:
    codebook = actions.start_codebook(by=forum_member, title="Transport")
    row = actions.put_proposition(codebook, by=forum_member, words="Taxis for everybody")
    voice = say(forum_meeting, "Yes, as long as the taxi comes", by=forum_member, label="P1")
    actions.answer_stance(row, voice, by=forum_member, stance="for")
    keep(row, forum_member, {}, {voice.pk: [condition(voice, "as long as the taxi comes")]})
    client = as_person(officer)
    hidden = client.get(row.get_absolute_url()).status_code
    Codebook.objects.filter(pk=codebook.pk).update(released_at=timezone.now(), released_by=forum_member)

    shown = page(client, row.get_absolute_url())

    assert hidden == 404
    assert "taxi comes" not in shown and shown.count("Fewer than 5") == 9
    assert client.get(f"/themes/proposition/{row.pk}/read/").status_code == 404


def test_a_finding_written_by_hand_leads_to_the_propositions_of_its_themes(
    officer: User, codebook: Codebook, yes: Contribution, as_person: AsPerson
) -> None:
    quiet = actions.add_theme(codebook, by=officer, name="Quiet places")
    den = actions.put_proposition(codebook, by=officer, words="Each school has a den", theme=quiet)
    finding = actions.write_finding(
        by=officer, purpose=None, statement="Dens help", found_on=timezone.localdate(), supports=[yes], themes=[quiet]
    )

    assert f'href="{den.get_absolute_url()}"' in as_person(officer).get(finding.get_absolute_url()).content.decode()


def test_a_thousand_voices_ask_few_questions(
    officer: User, hub: Proposition, workshop: Activity, as_person: AsPerson
) -> None:
    hear(workshop, by=officer, group="cyp", people=1000, under=None)
    rows = list(Contribution.objects.all())
    StanceAnswer.objects.bulk_create(
        StanceAnswer(proposition=hub, contribution=row, stance="for", answered_by=officer) for row in rows[:400]
    )
    keep(
        hub,
        officer,
        {row.pk: Guess("for", 0.9) for row in rows},
        {r.pk: [Found(0, 3, "condition", 0.5, None)] for r in rows},
    )
    client = as_person(officer)
    client.get("/themes/")

    for address in (hub.get_absolute_url(), f"/themes/proposition/{hub.pk}/read/"):
        with CaptureQueriesContext(connection) as asked:
            page(client, address)
        assert len(asked) <= 15, (address, len(asked))
