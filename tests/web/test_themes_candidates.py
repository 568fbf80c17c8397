"""A machine may suggest themes; people decide, and the two are never counted together."""

from __future__ import annotations

import pytest

from heard.errors import HeardError
from heard_web.audit.models import AuditEvent
from heard_web.engagement.models import Activity, Purpose
from heard_web.people.models import User
from heard_web.themes import actions
from heard_web.themes.counting import count_themes, voices_of_theme
from heard_web.themes.jobs import suggest_themes
from heard_web.themes.models import CandidateRun, CandidateTheme, Codebook, Coding, MachineCoding
from heard_web.voice.models import Contribution
from tests.web.themes_cast import THINGS_SAID, agree, fill, say, take_back


@pytest.fixture
def codebook(officer: User, purpose: Purpose, workshop: Activity) -> Codebook:
    fill(workshop, by=officer)
    return actions.start_codebook(by=officer, title="A good life", purpose=purpose)


@pytest.fixture
def run(officer: User, codebook: Codebook) -> CandidateRun:
    return actions.ask_for_candidates(codebook, by=officer, engine="word weights")


def suggested(run: CandidateRun) -> list[tuple[object, ...]]:
    return [
        (row.label, row.keywords, row.size_people, row.size_voices,
         list(row.codings.order_by("contribution").values_list("contribution", "closeness", "place")))
        for row in run.candidates.order_by("id")
    ]  # fmt: skip


def biggest(run: CandidateRun) -> CandidateTheme:
    row = run.candidates.first()
    assert row is not None
    return row


def test_every_voice_that_was_read_is_in_a_group_or_counted_as_ungrouped(run: CandidateRun) -> None:
    assert run.state == CandidateRun.State.DONE
    assert run.voices == len(THINGS_SAID)
    assert MachineCoding.objects.count() + run.not_grouped == len(THINGS_SAID)
    assert run.because and run.engine_version and len(run.input_hash) == 64
    assert run.candidates.count() >= 2


def test_asking_twice_with_the_same_seed_and_voices_gives_the_same(
    officer: User, codebook: Codebook, run: CandidateRun
) -> None:
    again = actions.ask_for_candidates(codebook, by=officer, engine="word weights")

    assert again.pk != run.pk
    assert suggested(again) == suggested(run)
    assert again.input_hash == run.input_hash


def test_asking_while_one_request_waits_gives_that_one(officer: User, codebook: Codebook) -> None:
    waiting = CandidateRun.objects.create(codebook=codebook, engine="word weights", asked_by=officer)

    assert actions.ask_for_candidates(codebook, by=officer, engine="word weights") == waiting


def test_a_job_that_runs_twice_does_its_work_once(run: CandidateRun) -> None:
    before = suggested(run)

    suggest_themes.call(run.pk)

    run.refresh_from_db()
    assert (run.tries, suggested(run)) == (1, before)


def test_after_three_cuts_the_run_stops_and_says_so(officer: User, codebook: Codebook) -> None:
    run = CandidateRun.objects.create(
        codebook=codebook, engine="word weights", asked_by=officer, tries=3, state=CandidateRun.State.RUNNING
    )

    suggest_themes.call(run.pk)

    run.refresh_from_db()
    assert run.state == CandidateRun.State.FAILED
    assert "cut off 3 times" in run.problem


def test_too_few_voices_stop_the_run_with_a_reason_in_words(officer: User) -> None:
    empty = actions.start_codebook(by=officer, title="Nothing yet")

    run = actions.ask_for_candidates(empty, by=officer, engine="word weights")

    assert run.state == CandidateRun.State.FAILED
    assert run.problem.endswith(".")
    assert run.finished_at is not None


def test_an_unknown_engine_stops_the_run_with_a_reason(officer: User, codebook: Codebook) -> None:
    run = actions.ask_for_candidates(codebook, by=officer, engine="crystal ball")

    assert run.state == CandidateRun.State.FAILED
    assert "crystal ball" in run.problem


def test_voices_not_agreed_to_are_not_read(officer: User, codebook: Codebook, workshop: Activity) -> None:
    said_no = say(workshop, "The bus and the quiet room and my friends", by=officer, may_analyse=False)

    run = actions.ask_for_candidates(codebook, by=officer, engine="word weights")

    assert run.voices == len(THINGS_SAID)
    assert not MachineCoding.objects.filter(contribution=said_no).exists()


def test_accepting_makes_a_theme_and_its_voices_wait_to_be_checked(
    officer: User, codebook: Codebook, run: CandidateRun
) -> None:
    candidate = biggest(run)

    theme = actions.accept(candidate, by=officer, name="Buses")

    line = count_themes(codebook).lines[0]
    assert (line.theme, line.people, line.waiting_people) == (theme, 0, candidate.size_people)
    assert not Coding.objects.exists()


def test_what_a_person_confirms_leaves_the_suggestions_and_counts_as_theirs(
    officer: User, codebook: Codebook, run: CandidateRun
) -> None:
    candidate = biggest(run)
    theme = actions.accept(candidate, by=officer, name="Buses")
    voices = [row.contribution for row in candidate.codings.all()]

    confirmed = actions.confirm(theme, by=officer, contributions=voices[:2])
    again = actions.confirm(theme, by=officer, contributions=voices[:2])
    actions.refuse(theme, by=officer, contributions=voices[2:3])

    line = count_themes(codebook).lines[0]
    assert (confirmed, again) == (2, 0)
    assert (line.people, line.waiting_people) == (2, len(voices) - 3)
    assert set(Coding.objects.values_list("suggested_by_machine", flat=True)) == {True}


def test_only_suggested_voices_can_be_confirmed(officer: User, run: CandidateRun) -> None:
    candidate = biggest(run)
    theme = actions.accept(candidate, by=officer, name="Buses")
    other = Contribution.objects.exclude(machine_codings__candidate=candidate).first()
    assert other is not None

    assert actions.confirm(theme, by=officer, contributions=[other]) == 0


def test_a_person_may_vouch_for_all_voices_at_once(officer: User, codebook: Codebook, run: CandidateRun) -> None:
    candidate = biggest(run)

    actions.accept(candidate, by=officer, name="Buses", code_members=True)

    line = count_themes(codebook).lines[0]
    assert (line.people, line.waiting_people) == (candidate.size_people, 0)


def test_accepting_twice_gives_one_theme(officer: User, run: CandidateRun) -> None:
    first = actions.accept(biggest(run), by=officer, name="Buses")

    second = actions.accept(biggest(run), by=officer, name="Another name")

    assert first == second
    with pytest.raises(HeardError, match="already accepted"):
        actions.set_aside(biggest(run), by=officer)


def test_a_suggestion_set_aside_can_still_be_accepted(officer: User, run: CandidateRun) -> None:
    actions.set_aside(biggest(run), by=officer)
    actions.set_aside(biggest(run), by=officer)

    theme = actions.accept(biggest(run), by=officer, name="Buses")

    assert theme.name == "Buses"
    assert AuditEvent.objects.filter(verb="set_aside").count() == 1


def test_a_suggestion_put_under_an_agreed_theme_waits_there(
    officer: User, codebook: Codebook, run: CandidateRun
) -> None:
    theme = actions.add_theme(codebook, by=officer, name="Getting there")
    candidate = biggest(run)

    actions.accept_into(candidate, by=officer, theme=theme)
    actions.accept_into(candidate, by=officer, theme=theme)

    lines = count_themes(codebook).lines
    assert [(line.theme, line.waiting_people) for line in lines] == [(theme, candidate.size_people)]


def test_suggestions_follow_when_their_theme_is_merged(officer: User, codebook: Codebook, run: CandidateRun) -> None:
    theme = actions.accept(biggest(run), by=officer, name="Buses")
    first = actions.add_theme(codebook, by=officer, name="Getting there")
    last = actions.add_theme(codebook, by=officer, name="Every day")

    actions.merge(theme, by=officer, into=first)
    actions.merge(first, by=officer, into=last)

    lines = count_themes(codebook).lines
    assert [(line.theme, line.waiting_people) for line in lines] == [(last, biggest(run).size_people)]


def test_a_voice_a_person_took_out_is_not_suggested_again(officer: User, run: CandidateRun) -> None:
    theme = actions.accept(biggest(run), by=officer, name="Buses", code_members=True)
    voice = theme.codings.all()[0].contribution

    actions.uncode_voices(theme, by=officer, contributions=[voice])

    voices = voices_of_theme(theme, user=officer)
    assert voice not in [row.contribution for row in voices.coded]
    assert voices.suggested == []


def test_a_voice_moved_away_is_not_suggested_again_where_it_was(
    officer: User, codebook: Codebook, run: CandidateRun
) -> None:
    theme = actions.accept(biggest(run), by=officer, name="Buses", code_members=True)
    other = actions.add_theme(codebook, by=officer, name="Other")
    voice = theme.codings.all()[0].contribution

    actions.move_voices(theme, by=officer, contributions=[voice], to=other)

    assert voices_of_theme(theme, user=officer).suggested == []


def test_a_voice_taken_back_leaves_suggestions_and_closes_its_group(
    officer: User, codebook: Codebook, run: CandidateRun
) -> None:
    candidate = biggest(run)
    theme = actions.accept(candidate, by=officer, name="Buses")
    gone = candidate.codings.all()[0].contribution

    take_back(gone)

    assert count_themes(codebook).lines[0].waiting_people == candidate.size_people - 1
    assert actions.confirm(theme, by=officer, contributions=[gone]) == 0
    other = next(row for row in run.candidates.all() if row.pk != candidate.pk)
    take_back(other.codings.all()[0].contribution)
    with pytest.raises(HeardError, match="taken back"):
        actions.accept(other, by=officer, name="Later")


def test_a_voice_passed_to_safeguarding_is_never_read(officer: User, codebook: Codebook) -> None:
    from django.utils import timezone

    gone = codebook.contributions()[0]
    Contribution.objects.filter(pk=gone.pk).update(diverted_at=timezone.now(), words="")

    run = actions.ask_for_candidates(codebook, by=officer, engine="word weights")

    assert run.voices == len(THINGS_SAID) - 1
    assert not MachineCoding.objects.filter(contribution=gone).exists()


def test_the_clock_erases_labels_that_came_from_a_voice_taken_back(officer: User, run: CandidateRun) -> None:
    candidate = biggest(run)
    take_back(candidate.codings.all()[0].contribution)

    erased = actions.forget_taken_back()
    again = actions.forget_taken_back()

    candidate.refresh_from_db()
    assert (candidate.label, candidate.keywords) == ("", [])
    assert (erased, again) == (1, 0)
    assert run.candidates.exclude(label="").count() == run.candidates.count() - 1


def test_nothing_is_kept_when_a_voice_is_taken_back_while_we_read(officer: User, codebook: Codebook) -> None:
    run = CandidateRun.objects.create(codebook=codebook, engine="word weights", asked_by=officer)
    actions.begin_reading(run, by=officer)
    voices = codebook.contributions().records()
    from heard_web.themes.engines import engine_named

    discovery = engine_named(run.engine).discover(voices, themes=None, seed=0, progress=None)
    take_back(codebook.contributions()[0])

    with pytest.raises(HeardError, match="taken back while we were reading"):
        actions.keep_candidates(run, by=officer, voices=voices, discovery=discovery)

    assert not run.candidates.exists()


def test_a_candidate_counts_the_people_at_a_table(officer: User, purpose: Purpose, workshop: Activity) -> None:
    fill(workshop, by=officer)
    table = say(workshop, "The bus is late and we miss our club", by=officer, label="Table 1", people=5)
    codebook = actions.start_codebook(by=officer, title="With a table", purpose=purpose)

    run = actions.ask_for_candidates(codebook, by=officer, engine="word weights")

    found = run.candidates.filter(codings__contribution=table).first()
    assert found is not None
    assert found.size_people == found.size_voices + 4


def test_someone_who_says_no_later_is_not_confirmed(officer: User, run: CandidateRun) -> None:
    import datetime

    candidate = biggest(run)
    theme = actions.accept(candidate, by=officer, name="Buses")
    voice = candidate.codings.all()[0].contribution
    agree(voice, by=officer, answer=False, on=datetime.date(2026, 6, 1))

    assert actions.confirm(theme, by=officer, contributions=[voice]) == 0
