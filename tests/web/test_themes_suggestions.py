"""Suggestions at two levels: themes with their parts, how steady they are, and the voices that fit none."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from heard.errors import HeardError
from heard.themes.engine import Candidate, Discovery, Member, NotGrouped, Quote, Try
from heard_web.engagement.models import Activity, Purpose
from heard_web.people.models import User
from heard_web.themes import actions
from heard_web.themes.models import CandidateRun, CandidateTheme, Codebook, MachineCoding, Theme
from heard_web.themes.reading import cache_file
from heard_web.voice.models import Contribution
from tests.web.themes_cast import fill, say, take_back

AsPerson = Callable[[User], Client]
ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def voices(officer: User, workshop: Activity) -> list[Contribution]:
    return fill(workshop, by=officer)


@pytest.fixture
def codebook(officer: User, purpose: Purpose, voices: list[Contribution]) -> Codebook:
    return actions.start_codebook(by=officer, title="A good life", purpose=purpose)


def suggested(label: str, rows: list[Contribution], **more: object) -> Candidate:
    quotes = [Quote(str(row.pk), row.words, 0.5) for row in rows]
    return Candidate(
        label=label, keywords=(label.lower(),), size_people=len(rows), size_voices=len(rows), leaning="mixed",
        typical=(quotes[0],), dissenting=(quotes[1],), edge=(quotes[2],),
        members=tuple(Member(str(row.pk), 0.5, spans=((0, 7),)) for row in rows), **more,
    )  # type: ignore[arg-type]  # fmt: skip


@pytest.fixture
def run(officer: User, codebook: Codebook, voices: list[Contribution]) -> CandidateRun:
    """Two themes, the first with two parts; the last three voices fit none."""
    row = CandidateRun.objects.create(codebook=codebook, engine="meaning", asked_by=officer)
    actions.begin_reading(row, by=officer)
    found = Discovery(
        engine="meaning", version="7", seed=0, voices=len(voices), people=len(voices), speakers_known=True,
        number_of_themes="2 themes: with 3, voices change places.",
        candidates=(
            suggested("Bus journeys", voices[:9], key="1", steadiness=0.95, gist="bus · late"),
            suggested("Quiet", voices[9:15], key="2", steadiness=0.4, weak=True),
        ),
        subthemes=(
            suggested("Late", voices[:5], key="1.1", parent="1", steadiness=0.8),
            suggested("Loud", voices[5:9], key="1.2", parent="1", steadiness=0.3, weak=True),
        ),
        not_grouped=tuple(NotGrouped(str(row.pk), "Unlike every theme.", "1") for row in voices[15:]),
        steadiness=0.9, tried=(Try(2, 0.9, "Steadiest."), Try(3, 0.6, "Voices change places.")),
        parameters=(("neighbours", "15"),),
    )  # fmt: skip
    actions.keep_candidates(row, by=officer, voices=codebook.contributions().records(), discovery=found)
    row.refresh_from_db()
    return row


def labelled(run: CandidateRun, label: str) -> CandidateTheme:
    return run.candidates.get(label=label)


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_every_voice_is_in_a_theme_or_listed_for_somebody_to_read(
    run: CandidateRun, voices: list[Contribution]
) -> None:
    grouped = set(MachineCoding.objects.filter(candidate__parent=None).values_list("contribution", flat=True))
    listed = set(run.please_read.values_list("contribution", flat=True))

    assert grouped | listed == {row.pk for row in voices}
    assert not grouped & listed
    assert {row.nearest for row in run.please_read.all()} == {labelled(run, "Bus journeys")}


def test_the_page_says_how_steady_each_theme_is_and_why_this_number(
    officer: User, run: CandidateRun, as_person: AsPerson
) -> None:
    shown = page(as_person(officer), f"/themes/run/{run.pk}/")

    for words in ("Comes back every time", "Often comes back", "Weak: may be chance", "with 3, voices change places"):
        assert words in shown
    assert "60 in 100" in shown and "Voices change places." in shown and "neighbours: 15" in shown
    assert "Please read these: 3 voices" in shown


def test_the_set_of_themes_says_how_many_are_suggested_and_leaves_the_reasons_to_a_page_of_their_own(
    officer: User, codebook: Codebook, run: CandidateRun, as_person: AsPerson
) -> None:
    CandidateRun.objects.filter(pk=run.pk).update(because="Heard suggests 2 themes. It tried 2 and 3, at length.")
    client = as_person(officer)

    shown, alone = page(client, codebook.get_absolute_url()), page(client, f"/themes/run/{run.pk}/")

    assert "Heard suggests 2 themes." in shown and "at length" not in shown and "Why this number of themes" in shown
    assert "It tried 2 and 3, at length." in alone


def test_nothing_is_said_of_how_often_a_theme_of_under_five_people_comes_back(run: CandidateRun) -> None:
    row = labelled(run, "Late")
    row.steadiness, row.size_people = 1.0, 4

    assert row.holds_together == "Of too few people to say whether it comes back"


def test_a_theme_shows_its_heart_its_edge_and_who_says_otherwise(
    officer: User, codebook: Codebook, run: CandidateRun, voices: list[Contribution], as_person: AsPerson
) -> None:
    client = as_person(officer)

    card = page(client, codebook.get_absolute_url())
    alone = page(client, f"/themes/suggestion/{labelled(run, 'Bus journeys').pk}/")

    assert "At its edge" in card and "These say otherwise" in card and "2 parts in it" in card
    assert "At its edge" in alone and "Near its heart" in alone and "Says otherwise" in alone
    assert f"<mark>{voices[0].words[:7]}</mark>" in alone


def test_a_theme_is_accepted_with_only_some_of_its_parts(
    officer: User, codebook: Codebook, run: CandidateRun, as_person: AsPerson
) -> None:
    bus, late, loud = (labelled(run, label) for label in ("Bus journeys", "Late", "Loud"))
    client = as_person(officer)
    shown = page(client, codebook.get_absolute_url())

    client.post(
        f"/themes/suggestion/{bus.pk}/",
        {"do": "accept", f"c{bus.pk}-name": "Getting there", f"c{bus.pk}-parts": [late.pk]},
    )

    wide = Theme.objects.get(from_candidate=bus)
    assert f'value="{late.pk}"' in shown
    assert [(row.name, row.parent) for row in Theme.objects.order_by("pk")] == [("Getting there", None), ("Late", wide)]
    loud.refresh_from_db()
    assert loud.state == CandidateTheme.State.OPEN


def test_a_part_left_out_can_be_accepted_later_below_its_theme(officer: User, run: CandidateRun) -> None:
    bus, late, loud = (labelled(run, label) for label in ("Bus journeys", "Late", "Loud"))
    wide = actions.accept(bus, by=officer, name="Getting there", parts=[late])

    again = actions.accept(bus, by=officer, parts=[late, loud])
    alone = actions.accept(loud, by=officer)

    assert again == wide
    assert {row.name for row in wide.subthemes.all()} == {"Late", "Loud"}
    assert alone.parent == wide


def test_a_part_whose_name_is_taken_carries_the_name_of_its_theme(
    officer: User, codebook: Codebook, run: CandidateRun
) -> None:
    actions.add_theme(codebook, by=officer, name="late")

    wide = actions.accept(labelled(run, "Bus journeys"), by=officer, name="Buses", parts=[labelled(run, "Late")])

    assert wide.subthemes.get().name == "Late (Buses)"


def test_a_part_of_another_suggestion_is_refused(officer: User, run: CandidateRun) -> None:
    with pytest.raises(HeardError, match="belongs to another suggestion"):
        actions.accept(labelled(run, "Quiet"), by=officer, parts=[labelled(run, "Late")])

    assert not Theme.objects.exists()


def test_voices_that_fit_no_theme_are_listed_with_why_and_the_nearest(
    officer: User, codebook: Codebook, run: CandidateRun, voices: list[Contribution], as_person: AsPerson
) -> None:
    client, address = as_person(officer), f"/themes/run/{run.pk}/please-read/"

    before = page(client, address)
    actions.fits_none(codebook, voices[15], by=officer)
    take_back(voices[16])
    after = page(client, address)

    assert all(row.words in before for row in voices[15:])
    assert "Unlike every theme." in before and "Nearest to" in before and "Put it under a theme" in before
    assert voices[15].words not in after and voices[16].words not in after and voices[17].words in after


def test_those_who_do_not_record_read_the_list_and_are_offered_no_sorting(
    inspector: User, run: CandidateRun, as_person: AsPerson
) -> None:
    assert "Put it under" not in page(as_person(inspector), f"/themes/run/{run.pk}/please-read/")


def test_when_a_voice_is_taken_back_its_part_and_its_theme_lose_their_names_everywhere(
    officer: User, codebook: Codebook, run: CandidateRun, voices: list[Contribution], as_person: AsPerson
) -> None:
    client = as_person(officer)
    take_back(voices[0])

    shown = [
        page(client, address)
        for address in (
            codebook.get_absolute_url(), f"/themes/run/{run.pk}/", f"/themes/run/{run.pk}/please-read/",
            f"/themes/suggestion/{labelled(run, 'Late').pk}/", f"/themes/suggestion/{labelled(run, 'Loud').pk}/",
        )
    ]  # fmt: skip
    actions.forget_taken_back()

    assert not [text for text in shown if ">Late<" in text or ">Bus journeys<" in text]
    assert set(run.candidates.values_list("label", "gist")) == {("", ""), ("Quiet", ""), ("Loud", "")}


def test_suggestions_of_the_forum_stay_hidden_with_their_voices_to_read(
    forum_member: User, officer: User, forum_meeting: Activity, as_person: AsPerson
) -> None:
    from django.utils import timezone

    codebook = actions.start_codebook(by=forum_member, title="Transport")
    Codebook.objects.filter(pk=codebook.pk).update(released_at=timezone.now(), released_by=forum_member)
    run = CandidateRun.objects.create(codebook=codebook, engine="meaning", asked_by=forum_member, state="done")
    run.please_read.create(
        contribution=say(forum_meeting, "The taxi never came", by=forum_member), why="Unlike the rest"
    )

    answers = [as_person(officer).get(f"/themes/run/{run.pk}/{more}").status_code for more in ("", "please-read/")]

    assert answers == [404, 404]


def test_without_the_model_the_page_says_what_to_do_and_offers_another_way(
    officer: User, codebook: Codebook, as_person: AsPerson
) -> None:
    run = CandidateRun.objects.create(
        codebook=codebook, engine="meaning", asked_by=officer, state="failed", problem="The model is not here."
    )
    client = as_person(officer)

    shown = page(client, f"/themes/run/{run.pk}/")
    offered = page(client, f"/themes/{codebook.pk}/ask/?engine=word%20weights")

    assert "The model is not here." in shown and "ask by words instead" in shown
    assert 'value="word weights"' in offered and 'heard-details" open' in offered


def test_what_is_asked_for_is_kept_with_the_request(officer: User, codebook: Codebook, as_person: AsPerson) -> None:
    as_person(officer).post(f"/themes/{codebook.pk}/ask/", {"themes": "3", "engine": "word weights", "seed": "7"})

    row = CandidateRun.objects.get()
    assert (row.themes_asked, row.engine, row.seed, row.state) == (3, "word weights", 7, "done")


def test_no_page_loads_the_model() -> None:
    asked = (
        "import django; django.setup(); import heard_web.urls, sys;"
        "print([name for name in ('onnxruntime', 'tokenizers', 'sklearn') if name in sys.modules])"
    )

    said = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=ROOT,
        env={"DJANGO_SETTINGS_MODULE": "tests.settings", "PATH": ""},
    )  # fmt: skip

    assert said.stdout.strip() == "[]"


def test_what_was_read_is_kept_where_nobody_else_on_the_machine_can_look(
    settings: LazySettings, tmp_path: Path
) -> None:
    from heard_web.themes.reading import reader

    settings.VAR = tmp_path

    reader()

    assert cache_file() == tmp_path / "reading" / "vectors.sqlite3"
    assert cache_file().stat().st_mode & 0o777 == 0o600


def test_a_request_by_meaning_is_read_whole_and_the_same_every_time(officer: User, codebook: Codebook) -> None:
    first, second = (actions.ask_for_candidates(codebook, by=officer) for _ in range(2))

    assert (first.state, first.problem, first.engine) == ("done", "", "meaning")
    main = MachineCoding.objects.filter(candidate__run=first, candidate__parent=None, main=True)
    assert main.count() + first.not_grouped == first.voices == codebook.contributions().count()
    assert first.please_read.count() == first.not_grouped
    rows = [list(run.candidates.order_by("key").values_list("key", "label", "size_people")) for run in (first, second)]
    assert rows[0] == rows[1]
