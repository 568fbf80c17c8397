"""The pages of themes: what each person sees, what is kept when something is wrong, and how many questions they ask."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from heard_web.audit.models import AuditEvent
from heard_web.engagement.models import Activity, Purpose
from heard_web.people.models import User
from heard_web.themes import actions
from heard_web.themes.models import CandidateRun, CandidateTheme, Codebook, Coding, MachineCoding, Theme
from heard_web.voice.models import Contribution, Permission, Speaker
from tests.web.themes_cast import DAY, fill, say, take_back

AsPerson = Callable[[User], Client]


@pytest.fixture
def codebook(officer: User, purpose: Purpose) -> Codebook:
    return actions.start_codebook(by=officer, title="A good life", purpose=purpose)


@pytest.fixture
def quiet(officer: User, codebook: Codebook) -> Theme:
    return actions.add_theme(codebook, by=officer, name="Quiet places", definition="Rooms and corners")


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


def test_the_list_tells_a_newcomer_what_to_do_next(officer: User, as_person: AsPerson) -> None:
    assert "Start a set of themes" in page(as_person(officer), "/themes/")


def test_an_officer_starts_a_set_of_themes(officer: User, purpose: Purpose, as_person: AsPerson) -> None:
    response = as_person(officer).post("/themes/start/", {"title": "A good life", "purpose": purpose.pk})

    codebook = Codebook.objects.get()
    assert response["Location"] == codebook.get_absolute_url()
    assert (codebook.held_by, codebook.purpose) == (officer.organisation, purpose)


@pytest.mark.parametrize("who", ["forum_member", "stranger"])
def test_another_organisation_cannot_tell_that_the_themes_exist(
    who: str, request: pytest.FixtureRequest, quiet: Theme, as_person: AsPerson
) -> None:
    client = as_person(request.getfixturevalue(who))
    codebook = quiet.codebook

    for address in (
        codebook.get_absolute_url(),
        quiet.get_absolute_url(),
        f"/themes/{codebook.pk}/export/",
        f"/themes/{codebook.pk}/code/",
        f"/themes/{codebook.pk}/ask/",
        f"/themes/{codebook.pk}/add/",
        f"/themes/theme/{quiet.pk}/change/",
        f"/themes/theme/{quiet.pk}/merge/",
    ):
        assert client.get(address).status_code == 404, address
    assert "A good life" not in page(client, "/themes/")


def test_an_administrator_reads_no_voices(administrator: User, quiet: Theme, as_person: AsPerson) -> None:
    client = as_person(administrator)

    assert client.get(quiet.get_absolute_url()).status_code == 403
    assert client.get(quiet.codebook.get_absolute_url()).status_code == 403


@pytest.mark.parametrize("who", ["inspector", "approver", "decision_maker"])
def test_those_who_do_not_record_read_but_change_nothing(
    who: str, request: pytest.FixtureRequest, officer: User, workshop: Activity, quiet: Theme, as_person: AsPerson
) -> None:
    voice = say(workshop, "A den in the library", by=officer)
    actions.code(quiet, voice, by=officer)
    client = as_person(request.getfixturevalue(who))

    shown = page(client, quiet.get_absolute_url())
    answers = [
        client.post(quiet.get_absolute_url(), {"do": "take_out", "voices": voice.pk}).status_code,
        client.post(f"/themes/theme/{quiet.pk}/change/", {"name": "X"}).status_code,
        client.post(f"/themes/{quiet.codebook_id}/ask/", {}).status_code,
    ]

    assert "A den in the library" in shown
    assert "Take them out" not in shown
    assert answers == [403, 403, 403]
    assert Coding.objects.count() == 1


def test_released_themes_of_the_forum_show_counts_and_no_words(
    forum_member: User, officer: User, forum_meeting: Activity, as_person: AsPerson
) -> None:
    codebook = actions.start_codebook(by=forum_member, title="Transport")
    theme = actions.add_theme(codebook, by=forum_member, name="Taxis")
    voice = say(forum_meeting, "The taxi never came for my son", by=forum_member, label="P1")
    actions.code(theme, voice, by=forum_member)
    Codebook.objects.filter(pk=codebook.pk).update(released_at=timezone.now(), released_by=forum_member)
    client = as_person(officer)

    shown = page(client, theme.get_absolute_url())
    exported = client.get(f"/themes/{codebook.pk}/export/?what=codings").content.decode()

    assert "Fewer than 5 voices held by Ashdale Parent Carer Forum" in shown
    assert "never came" not in shown + exported
    assert "Taxis" in page(client, codebook.get_absolute_url())


def test_suggestions_made_of_hidden_words_are_hidden_too(
    forum_member: User, officer: User, forum_meeting: Activity, as_person: AsPerson
) -> None:
    codebook = actions.start_codebook(by=forum_member, title="Transport")
    fill(forum_meeting, by=forum_member)
    run = actions.ask_for_candidates(codebook, by=forum_member, engine="word weights")
    label = run.candidates.all()[0].label
    Codebook.objects.filter(pk=codebook.pk).update(released_at=timezone.now(), released_by=forum_member)
    client = as_person(officer)

    shown = page(client, codebook.get_absolute_url())

    assert "What the computer suggests" not in shown
    assert client.get(f"/themes/run/{run.pk}/").status_code == 404
    assert client.get(f"/themes/suggestion/{run.candidates.all()[0].pk}/").status_code == 404
    assert label not in client.get(f"/themes/{codebook.pk}/export/?what=suggestions").content.decode()


def test_a_name_already_used_is_shown_again_with_the_reason(
    officer: User, codebook: Codebook, quiet: Theme, as_person: AsPerson
) -> None:
    response = as_person(officer).post(
        f"/themes/{codebook.pk}/add/", {"name": "Quiet places", "definition": "typed with care"}
    )

    shown = response.content.decode()
    assert "There already is a theme called" in shown
    assert "typed with care" in shown
    assert "<title>Error: " in shown


def test_an_officer_accepts_a_suggestion_under_another_name_on_the_page(
    officer: User, workshop: Activity, codebook: Codebook, as_person: AsPerson
) -> None:
    fill(workshop, by=officer)
    client = as_person(officer)
    client.post(f"/themes/{codebook.pk}/ask/", {"themes": "", "engine": "word weights"})
    candidate = CandidateTheme.objects.all()[0]
    shown = page(client, codebook.get_absolute_url())

    client.post(f"/themes/suggestion/{candidate.pk}/", {"do": "accept", f"c{candidate.pk}-name": "Getting to school"})

    assert candidate.label in shown and "These say otherwise" in shown
    theme = Theme.objects.get()
    assert (theme.name, theme.from_candidate) == ("Getting to school", candidate)


def test_the_voices_of_an_accepted_suggestion_are_confirmed_or_refused_by_ticking(
    officer: User, workshop: Activity, codebook: Codebook, as_person: AsPerson
) -> None:
    fill(workshop, by=officer)
    run = actions.ask_for_candidates(codebook, by=officer, engine="word weights")
    theme = actions.accept(run.candidates.all()[0], by=officer, name="Buses")
    first, second, *rest = [row.contribution_id for row in run.candidates.all()[0].codings.all()]
    client = as_person(officer)

    client.post(theme.get_absolute_url(), {"do": "confirm", "s-voices": [first]})
    client.post(theme.get_absolute_url(), {"do": "refuse", "s-voices": [second]})

    assert [row.contribution_id for row in theme.codings.all()] == [first]
    waiting = MachineCoding.objects.waiting().filter(for_theme=theme.pk)
    assert set(waiting.values_list("contribution", flat=True)) == set(rest)


def test_a_split_without_a_name_keeps_the_ticks(
    officer: User, workshop: Activity, quiet: Theme, as_person: AsPerson
) -> None:
    voice = say(workshop, "The den", by=officer)
    actions.code(quiet, voice, by=officer)

    response = as_person(officer).post(quiet.get_absolute_url(), {"do": "split", "voices": [voice.pk], "name": ""})

    shown = response.content.decode()
    assert "Write a name for the new theme" in shown
    assert f'id="voice-{voice.pk}" checked' in shown


def test_ticked_voices_are_moved_split_and_taken_out(
    officer: User, workshop: Activity, codebook: Codebook, quiet: Theme, as_person: AsPerson
) -> None:
    friends = actions.add_theme(codebook, by=officer, name="Friends")
    one, two, three = (say(workshop, f"Voice {n}", by=officer) for n in (1, 2, 3))
    for voice in (one, two, three):
        actions.code(quiet, voice, by=officer)
    client = as_person(officer)

    client.post(quiet.get_absolute_url(), {"do": "move", "voices": [one.pk], "to": friends.pk})
    client.post(quiet.get_absolute_url(), {"do": "split", "voices": [two.pk], "name": "Dens"})
    client.post(quiet.get_absolute_url(), {"do": "take_out", "voices": [three.pk]})

    assert {(row.theme.name, row.contribution_id) for row in Coding.objects.all()} == {
        ("Friends", one.pk),
        ("Dens", two.pk),
    }


def test_a_theme_is_renamed_and_merged_on_its_pages(
    officer: User, codebook: Codebook, quiet: Theme, as_person: AsPerson
) -> None:
    friends = actions.add_theme(codebook, by=officer, name="Friends")
    client = as_person(officer)

    client.post(f"/themes/theme/{quiet.pk}/change/", {"name": "Calm places", "definition": ""})
    client.post(f"/themes/theme/{quiet.pk}/merge/", {"theme": friends.pk})

    quiet.refresh_from_db()
    assert (quiet.name, quiet.merged_into) == ("Calm places", friends)
    assert "This theme was merged" in page(client, quiet.get_absolute_url())
    assert f"merged “{quiet.name}” into “{friends.name}”" in page(client, friends.get_absolute_url())


def test_a_voice_that_fits_none_of_the_themes_is_read_once_and_kept(
    officer: User, workshop: Activity, codebook: Codebook, quiet: Theme, as_person: AsPerson
) -> None:
    voice, other = say(workshop, "My hamster is brown", by=officer), say(workshop, "The den", by=officer)
    client, address = as_person(officer), f"/themes/{codebook.pk}/code/"
    actions.add_theme(codebook, by=officer, name="Zebra crossings")
    asked = page(client, address)

    sent = {"voice": [voice.pk, other.pk], f"v{voice.pk}-none": "on"}
    saved = client.post(address, sent, follow=True).content.decode()
    client.post(address, sent)

    shown, again = page(client, codebook.get_absolute_url()), page(client, address)
    place = Theme.objects.get(name="Fits none of these")
    assert "Fits none of these" in asked and "My hamster" in asked
    assert "Saved what you said about 1 voice. The others come again." in saved
    assert "My hamster" not in again and "The den" in again
    assert [row.contribution for row in place.codings.all()] == [voice]
    assert shown.index("Zebra crossings") < shown.index("Fits none of these")


def test_the_place_for_voices_that_fit_none_is_no_theme_to_rename_merge_or_write_about(
    officer: User, workshop: Activity, codebook: Codebook, quiet: Theme, as_person: AsPerson
) -> None:
    place = actions.fits_none(codebook, say(workshop, "My hamster is brown", by=officer), by=officer).theme
    client = as_person(officer)

    shown = page(client, place.get_absolute_url())
    refused = [client.get(f"/themes/theme/{place.pk}/{what}/").status_code for what in ("change", "merge")]

    assert "My hamster" in shown and "Write what we now know" not in shown
    assert refused == [404, 404]
    assert "Fits none of these" not in page(client, "/themes/findings/add/")
    assert "Fits none of these" not in page(client, f"/themes/theme/{quiet.pk}/merge/")
    assert "1 theme agreed" in page(client, "/themes/")


def test_a_voice_cannot_raise_a_theme_and_fit_none(
    officer: User, workshop: Activity, codebook: Codebook, quiet: Theme, as_person: AsPerson
) -> None:
    voice = say(workshop, "The den", by=officer)
    sent = {"voice": [voice.pk], f"v{voice.pk}-none": "on", f"v{voice.pk}-themes": [quiet.pk]}

    shown = as_person(officer).post(f"/themes/{codebook.pk}/code/", sent).content.decode()

    assert "both cannot be" in shown and "checked" in shown
    assert not Coding.objects.exists()


def test_voices_are_coded_by_hand_a_few_at_a_time(
    officer: User, workshop: Activity, codebook: Codebook, quiet: Theme, as_person: AsPerson
) -> None:
    first, second = say(workshop, "The den", by=officer), say(workshop, "The bus", by=officer)
    say(workshop, "Not to be read", by=officer, may_analyse=None)
    client = as_person(officer)
    before = page(client, f"/themes/{codebook.pk}/code/")

    client.post(
        f"/themes/{codebook.pk}/code/",
        {"voice": [first.pk, second.pk], f"v{first.pk}-themes": [quiet.pk], f"v{first.pk}-direction": "working"},
    )

    after = page(client, f"/themes/{codebook.pk}/code/")
    assert "The den" in before and "The bus" in before and "Not to be read" not in before
    assert "1 more voice may not be read" in before
    assert "The den" not in after and "The bus" in after
    assert Coding.objects.get().direction == "working"


def test_a_voice_taken_back_vanishes_from_every_page_at_once(
    officer: User, workshop: Activity, codebook: Codebook, quiet: Theme, as_person: AsPerson
) -> None:
    fill(workshop, by=officer)
    run = actions.ask_for_candidates(codebook, by=officer, engine="word weights")
    candidate = run.candidates.all()[0]
    gone = candidate.codings.all()[0].contribution
    actions.code(quiet, gone, by=officer)
    words, label = gone.words, candidate.label
    client = as_person(officer)
    addresses = [
        codebook.get_absolute_url(), quiet.get_absolute_url(), f"/themes/run/{run.pk}/",
        f"/themes/suggestion/{candidate.pk}/", f"/themes/{codebook.pk}/code/",
        f"/themes/{codebook.pk}/export/?what=codings", f"/themes/{codebook.pk}/export/?what=suggestions",
    ]  # fmt: skip
    before = "".join(page(client, address) for address in addresses)

    take_back(gone)

    after = "".join(page(client, address) for address in addresses)
    assert words in before and label in before
    assert words not in after
    assert f">{label}<" not in after
    assert "A voice in this was taken back" in after
    assert "Ask again" in page(client, codebook.get_absolute_url())


def test_the_page_of_a_request_looks_again_by_itself_while_it_is_under_way_until_that_is_stopped(
    officer: User, codebook: Codebook, as_person: AsPerson
) -> None:
    run = CandidateRun.objects.create(
        codebook=codebook, engine="word weights", asked_by=officer, state="running", done_steps=2, all_steps=6
    )
    client = as_person(officer)

    while_running = page(client, f"/themes/run/{run.pk}/")
    followed, at_rest = client.get(f"/themes/run/{run.pk}/"), client.get(f"/themes/run/{run.pk}/?still=1")
    CandidateRun.objects.filter(pk=run.pk).update(state="failed", problem="Only 2 voices can be read.")
    ended = client.get(f"/themes/run/{run.pk}/")

    assert "<progress" in while_running and "http-equiv" not in while_running
    assert "?still=1" in while_running and "Look again now" in at_rest.content.decode()
    assert [answer.get("Refresh") for answer in (at_rest, followed, ended)] == [None, "5", None]
    assert "Only 2 voices can be read." in ended.content.decode()


def test_an_export_cannot_run_in_a_spreadsheet_and_is_written_in_the_history(
    officer: User, workshop: Activity, codebook: Codebook, quiet: Theme, as_person: AsPerson
) -> None:
    voice = say(workshop, "=HYPERLINK(1)", by=officer)
    actions.code(quiet, voice, by=officer)

    response = as_person(officer).get(f"/themes/{codebook.pk}/export/?what=codings")

    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [row["Words"] for row in rows] == ["'=HYPERLINK(1)"]
    assert "no-store" in response["Cache-Control"]
    assert AuditEvent.objects.filter(verb="export").count() == 1


@pytest.fixture
def thousand(officer: User, workshop: Activity, codebook: Codebook) -> Codebook:
    """A codebook with 1,000 voices, 20 themes and a suggestion for each theme."""
    people = Speaker.objects.bulk_create(Speaker(activity=workshop, label=f"P{n}") for n in range(500))
    voices = Contribution.objects.bulk_create(
        Contribution(
            held_by=officer.organisation, activity=workshop, speaker=people[n % 500], mode="said", words=f"Voice {n}",
            said_on=DAY, recorded_by=officer,
        )
        for n in range(1000)
    )  # fmt: skip
    Permission.objects.bulk_create(
        Permission(contribution=row, use="analyse", given_by="self", answer=True, given_on=DAY, recorded_by=officer)
        for row in voices
    )
    run = CandidateRun.objects.create(
        codebook=codebook, engine="word weights", asked_by=officer, state="done", finished_at=timezone.now()
    )
    for n in range(20):
        candidate = CandidateTheme.objects.create(run=run, label=f"Group {n}", size_people=50, size_voices=50)
        theme = Theme.objects.create(codebook=codebook, name=f"Theme {n}", agreed_by=officer)
        if n % 2:
            theme.from_candidate = candidate
            theme.save()
            CandidateTheme.objects.filter(pk=candidate.pk).update(state="accepted")
        mine = voices[n * 50 : n * 50 + 50]
        Coding.objects.bulk_create(Coding(theme=theme, contribution=row, coded_by=officer) for row in mine[:25])
        MachineCoding.objects.bulk_create(
            MachineCoding(candidate=candidate, contribution=row, place="typical" if row.pk % 9 == 0 else "member")
            for row in mine
        )
    return codebook


def test_pages_and_exports_of_a_thousand_voices_ask_few_questions(
    officer: User, thousand: Codebook, as_person: AsPerson
) -> None:
    client = as_person(officer)
    theme = thousand.themes.get(name="Theme 1")
    Coding.objects.all().update(theme=theme)
    candidate = CandidateTheme.objects.all()[0]
    limits = {
        "/themes/": 15,
        thousand.get_absolute_url(): 15,
        theme.get_absolute_url(): 15,
        f"/themes/suggestion/{candidate.pk}/": 15,
        f"/themes/{thousand.pk}/code/": 15,
        f"/themes/{thousand.pk}/export/?what=themes": 10,
        f"/themes/{thousand.pk}/export/?what=codings": 10,
        f"/themes/{thousand.pk}/export/?what=suggestions": 10,
    }
    client.get("/themes/")

    asked = {}
    for address in limits:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(address).status_code == 200
        asked[address] = len([q for q in captured if "SAVEPOINT" not in q["sql"]])

    assert all(asked[address] <= limits[address] for address in limits), asked
