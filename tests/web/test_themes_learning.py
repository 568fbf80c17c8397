"""The computer learns from what people sorted, proposes for the rest, and never speaks over anybody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from heard.themes.coding.reads import chance_order
from heard_web.audit.models import AuditEvent
from heard_web.engagement.models import Activity, Purpose
from heard_web.people.models import User
from heard_web.themes import actions
from heard_web.themes.counting import count_themes
from heard_web.themes.effort import effort_of, with_effort
from heard_web.themes.jobs_learning import learn_from_codings
from heard_web.themes.learning import learn_lesson, lesson_of, mixed
from heard_web.themes.models import Codebook, Coding, LearningRun, NextVoice, Proposal, Reading, Theme
from heard_web.voice.models import Contribution
from tests.web.themes_cast import agree, fill, say, take_back

AsPerson = Callable[[User], Client]


@pytest.fixture
def codebook(officer: User, purpose: Purpose) -> Codebook:
    return actions.start_codebook(by=officer, title="A good life", purpose=purpose)


@pytest.fixture
def themes(officer: User, codebook: Codebook) -> list[Theme]:
    told = {"Transport": "The school bus", "Quiet places": "A quiet room to calm down", "Friends": "Friends and play"}
    return [actions.add_theme(codebook, by=officer, name=name, definition=text) for name, text in told.items()]


@pytest.fixture
def voices(officer: User, workshop: Activity) -> list[Contribution]:
    return fill(workshop, by=officer)


def sort_some(voices: list[Contribution], themes: list[Theme], *, by: User, many: int = 4) -> None:
    """The first voices of each of the three piles are sorted by a person."""
    for place, theme in enumerate(themes):
        for voice in voices[place * 6 : place * 6 + many]:
            actions.sort_voice(theme.codebook, voice, by=by, themes=[theme])


def learn(codebook: Codebook, by: User) -> LearningRun:
    run = actions.ask_to_learn_themes(codebook, by=by, at_once=True)
    assert run is not None and run.state == LearningRun.State.DONE, run and run.problem
    return run


def test_the_computer_proposes_for_voices_nobody_read_and_for_no_other(
    officer: User, codebook: Codebook, themes: list[Theme], voices: list[Contribution]
) -> None:
    sort_some(voices, themes, by=officer)
    before = set(Coding.objects.values_list("pk", flat=True))

    run = learn(codebook, officer)

    read = set(Coding.objects.values_list("contribution", flat=True))
    proposed = set(Proposal.objects.filter(run=run).values_list("contribution", flat=True))
    assert run.learned_from == 12
    assert proposed and not proposed & read
    assert not set(NextVoice.objects.values_list("contribution", flat=True)) & read
    assert set(Coding.objects.values_list("pk", flat=True)) == before
    assert all(0 <= row.sureness <= 1 for row in Proposal.objects.all())


def test_people_and_proposals_are_counted_apart(
    officer: User, codebook: Codebook, themes: list[Theme], voices: list[Contribution], as_person: AsPerson
) -> None:
    sort_some(voices, themes, by=officer)
    people = {line.theme.name: line.people for line in count_themes(codebook).lines}

    learn(codebook, officer)

    told = effort_of(with_effort(Codebook.objects.all()).get())
    page = as_person(officer).get(f"/themes/{codebook.pk}/learned/").content.decode()
    assert {line.theme.name: line.people for line in count_themes(codebook).lines} == people
    assert (told.read, told.together, told.shown) == (12, 0, 0)
    assert 0 < told.proposed <= 6
    assert "It learned from 12 voices" in page


def test_nothing_is_suggested_for_a_voice_the_computer_cannot_read(
    officer: User, codebook: Codebook, themes: list[Theme], voices: list[Contribution], workshop: Activity
) -> None:
    polish = say(workshop, "Autobus szkolny zawsze się spóźnia, córka płacze", by=officer)
    nothing = say(workshop, "n/a", by=officer)
    sort_some(voices, themes, by=officer)

    run = learn(codebook, officer)

    assert Proposal.objects.filter(run=run).exists()
    assert not Proposal.objects.filter(run=run, contribution__in=[polish, nothing]).exists()


def test_it_learns_from_the_explanations_alone_before_anybody_sorted(
    officer: User, codebook: Codebook, themes: list[Theme], voices: list[Contribution]
) -> None:
    run = learn(codebook, officer)

    assert run.learned_from == 0
    assert Proposal.objects.filter(run=run, theme=themes[1], contribution=voices[8]).exists()


def test_a_voice_without_agreement_or_taken_back_or_read_apart_is_not_learned_from_or_proposed_on(
    officer: User,
    second_officer: User,
    codebook: Codebook,
    themes: list[Theme],
    voices: list[Contribution],
    workshop: Activity,
) -> None:
    sort_some(voices, themes, by=officer)
    no, gone = voices[0], voices[1]
    not_asked = say(workshop, "The bus is late every day", by=officer, may_analyse=None)
    agree(no, by=officer, answer=False)
    take_back(gone)
    apart = actions.open_round(codebook, by=officer, first=officer, second=second_officer, many=2, seed=1)

    lesson = lesson_of(codebook)
    run = learn(codebook, officer)

    closed = {str(row.contribution_id) for row in apart.voices.all()}
    assert not {str(no.pk), str(gone.pk), str(not_asked.pk)} & {voice.id for voice in lesson.voices}
    assert not {str(no.pk), str(gone.pk)} & lesson.answers.keys()
    assert lesson.apart == closed
    rows = [*Proposal.objects.filter(run=run), *NextVoice.objects.filter(run=run)]
    assert not closed & {str(row.contribution_id) for row in rows}


def test_a_voice_taken_back_while_the_computer_learns_gets_no_proposal(
    officer: User, codebook: Codebook, themes: list[Theme], voices: list[Contribution]
) -> None:
    sort_some(voices, themes, by=officer)
    lesson = lesson_of(codebook)
    learned = learn_lesson(lesson, seed=1)
    gone = next(voice for voice, *_ in learned.proposals)
    take_back(Contribution.objects.get(pk=gone))
    run = LearningRun.objects.create(codebook=codebook, asked_by=officer)

    for _ in range(2):
        actions.keep_proposals(run, by=officer, lesson=lesson, learned=learned)

    kept = Proposal.objects.filter(run=run)
    assert not kept.filter(contribution=gone).exists()
    assert kept.count() == len({(voice, theme) for voice, theme, *_ in learned.proposals if voice != gone})


def test_the_same_answers_give_the_same_proposals(
    officer: User, codebook: Codebook, themes: list[Theme], voices: list[Contribution]
) -> None:
    sort_some(voices, themes, by=officer)

    first, second = learn(codebook, officer), learn(codebook, officer)

    listed = [
        list(run.proposals.order_by("contribution", "theme").values_list("contribution", "theme", "sureness"))
        for run in (first, second)
    ]
    assert listed[0] == listed[1]
    assert (first.version, first.input_hash) == (second.version, second.input_hash)


def test_one_request_waits_at_a_time_and_none_is_made_before_people_sorted_enough(
    officer: User, codebook: Codebook, themes: list[Theme], voices: list[Contribution]
) -> None:
    sort_some(voices, themes, by=officer, many=3)
    too_early = actions.ask_to_learn_themes(codebook, by=officer)
    waiting = LearningRun.objects.create(codebook=codebook, asked_by=officer)

    again = [actions.ask_to_learn_themes(codebook, by=officer, at_once=True) for _ in range(2)]

    assert too_early is None
    assert again == [waiting, waiting]
    assert LearningRun.objects.count() == 1


def test_saving_a_page_of_sorted_voices_has_the_computer_learn(
    officer: User, codebook: Codebook, themes: list[Theme], voices: list[Contribution], as_person: AsPerson
) -> None:
    sent: dict[str, object] = {"voice": [row.pk for row in voices[:11]]}
    for voice in voices[:11]:
        sent[f"v{voice.pk}-themes"] = [themes[0 if voice in voices[:6] else 1].pk]

    client = as_person(officer)
    client.post(f"/themes/{codebook.pk}/code/", sent)

    page = client.get(f"/themes/{codebook.pk}/code/").content.decode()
    assert LearningRun.objects.get().state == "done"
    assert "Why this one now:" in page
    assert Reading.objects.count() == 11


def test_a_job_that_was_cut_off_three_times_says_so_and_one_that_ended_is_left_alone(
    officer: User, codebook: Codebook, themes: list[Theme], voices: list[Contribution]
) -> None:
    cut_off = LearningRun.objects.create(codebook=codebook, asked_by=officer, state="running", tries=3)

    for _ in range(2):
        learn_from_codings.call(cut_off.pk)
    cut_off.refresh_from_db()

    assert (cut_off.state, cut_off.problem) == ("failed", "The learning was cut off 3 times, so it stopped. Ask again.")
    assert AuditEvent.objects.filter(verb="stop_learning_themes").count() == 1


def test_a_set_without_themes_or_voices_is_told_what_to_do(
    officer: User, codebook: Codebook, as_person: AsPerson
) -> None:
    page = as_person(officer).post(f"/themes/{codebook.pk}/learned/", follow=True).content.decode()

    assert "The computer could not learn" in page
    assert LearningRun.objects.get().state == "failed"


@pytest.mark.parametrize("who", ["inspector", "approver", "stranger", "forum_member"])
def test_only_those_who_record_where_the_themes_are_held_have_it_learn(
    who: str, request: pytest.FixtureRequest, codebook: Codebook, as_person: AsPerson
) -> None:
    person = request.getfixturevalue(who)

    answer = as_person(person).post(f"/themes/{codebook.pk}/learned/")

    assert answer.status_code in (403, 404)
    with pytest.raises(PermissionDenied):
        actions.ask_to_learn_themes(codebook, by=person, at_once=True)
    assert not LearningRun.objects.exists()


def test_only_the_proposals_of_the_last_few_times_are_kept(
    officer: User, codebook: Codebook, themes: list[Theme], voices: list[Contribution]
) -> None:
    sort_some(voices, themes, by=officer)

    runs = [learn(codebook, officer) for _ in range(4)]

    assert [run.proposals.exists() for run in runs] == [False, True, True, True]


def test_every_page_holds_some_of_each_reason() -> None:
    following = [(n, "by chance") for n in range(8)] + [(n, "small group") for n in range(8, 12)]
    following += [(n, "unsure") for n in range(12, 24)]

    pages = [{why for _, why in mixed(following)[start : start + 8]} for start in (0, 8, 16)]

    assert sorted(mixed(following)) == sorted(following)
    assert pages == [{"by chance", "small group", "unsure"}] * 3


def test_how_common_a_theme_is_is_estimated_only_from_voices_that_chance_chose(
    officer: User, codebook: Codebook, themes: list[Theme], workshop: Activity, as_person: AsPerson
) -> None:
    voices = [say(workshop, f"The bus came {n} minutes late", by=officer, label=f"B{n}") for n in range(30)]
    voices += [say(workshop, f"The quiet room has {n} cushions", by=officer, label=f"Q{n}") for n in range(30)]
    by_number = {str(row.pk): row for row in voices}
    drawn = chance_order(lesson_of(codebook).voices, seed=codebook.pk)
    for one in drawn[1:26]:
        actions.sort_voice(codebook, by_number[one], by=officer, themes=[themes["quiet" in by_number[one].words]])
    too_early = learn(codebook, officer).quality["by_chance"]

    actions.sort_voice(codebook, by_number[drawn[0]], by=officer, themes=[themes["quiet" in by_number[drawn[0]].words]])
    run = learn(codebook, officer)

    page = as_person(officer).get(f"/themes/{codebook.pk}/learned/").content.decode()
    shares = {int(row["theme"]): row for row in run.quality["by_chance"]}
    assert too_early == []  # the first that chance chose had not been read, so the others are no fair draw
    assert shares[themes[0].pk]["low"] <= 0.5 <= shares[themes[0].pk]["high"]
    assert shares[themes[0].pk]["checked"] == 26
    assert "the 26 voices that chance chose" in page
