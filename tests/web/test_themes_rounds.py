"""Two people read the same voices apart: nobody learns what either says before both have finished."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from heard.errors import HeardError
from heard_web.audit.models import AuditEvent
from heard_web.engagement.models import Activity, Purpose
from heard_web.people.models import User
from heard_web.themes import actions
from heard_web.themes.agreeing import answered
from heard_web.themes.counting import still_to_code
from heard_web.themes.models import BlindAnswer, BlindRound, Codebook, LearningRun, Proposal, Theme
from heard_web.themes.urls import urlpatterns
from heard_web.themes.views_export import FILES, TABLES
from heard_web.voice.models import Contribution
from tests.web.rounds_cast import coded, give, read_all
from tests.web.themes_cast import fill, say

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


def test_the_same_number_draws_the_same_voices_and_opening_twice_gives_one_round(
    officer: User, second_officer: User, codebook: Codebook, quiet: Theme, voices: list[Contribution]
) -> None:
    first = actions.open_round(codebook, by=officer, first=officer, second=second_officer, many=2, seed=3)
    again = actions.open_round(codebook, by=officer, first=second_officer, second=officer, many=2, seed=9)
    drawn = set(first.voices.values_list("contribution", flat=True))
    actions.stop_round(first, by=officer)
    second = actions.open_round(codebook, by=officer, first=officer, second=second_officer, many=2, seed=3)

    assert again == first
    assert len(drawn) == 2
    assert set(second.voices.values_list("contribution", flat=True)) == drawn


@pytest.mark.parametrize("who", ["approver", "inspector", "forum_member", "stranger"])
def test_only_people_who_record_where_the_themes_are_held_read_in_a_round(
    who: str, request: pytest.FixtureRequest, officer: User, codebook: Codebook, voices: list[Contribution]
) -> None:
    other = request.getfixturevalue(who)

    with pytest.raises(HeardError, match="people who record here"):
        actions.open_round(codebook, by=officer, first=officer, second=other, many=2)
    with pytest.raises(PermissionDenied):
        actions.open_round(codebook, by=other, first=officer, second=other, many=2)

    assert not BlindRound.objects.exists()


def addresses(codebook: Codebook, voices: list[Contribution]) -> list[str]:
    """Every page and copy that shows or counts what people sorted: those of the set are read from the site itself."""
    listed = [str(entry.pattern) for entry in urlpatterns]
    own = ["/themes/" + page.replace("<int:pk>", str(codebook.pk)) for page in listed if page.startswith("<int:pk>/")]
    own = [page for page in own if "<" not in page]
    themes = [theme.get_absolute_url() for theme in codebook.themes.all()]
    each = [f"/themes/{codebook.pk}/voice/{voice.pk}/" for voice in voices]
    copies = [f"/themes/{codebook.pk}/export/?what={what}" for what in (*TABLES, *FILES)]
    threads = [f"/outcomes/voice/{voice.pk}/" for voice in voices]
    several = "&".join(f"theme={theme.pk}" for theme in codebook.themes.all())
    return [*own, *themes, *each, *copies, *threads, "/themes/", "/desk/", f"/themes/findings/add/?{several}"]


def as_seen(client: Client, listed: list[str]) -> dict[str, str]:
    """What each page says, without what differs every time it is opened."""
    seen = {}
    for address in listed:
        answer = client.get(address)
        said = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if said.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(said)) as package:
                said = b"".join(package.read(name) for name in sorted(package.namelist()))
        text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"|\d\d:\d\d(:\d\d)?', "", said.decode(errors="replace"))
        seen[address] = f"{answer.status_code} {text}"
    return seen


@pytest.mark.parametrize("who", ["second_officer", "third", "inspector", "approver"])
def test_no_page_or_copy_changes_for_anybody_while_one_of_the_two_answers(
    who: str, request: pytest.FixtureRequest, reading: BlindRound, codebook: Codebook, voices: list[Contribution],
    officer: User, quiet: Theme, friends: Theme, as_person: AsPerson,
) -> None:  # fmt: skip
    person = officer_of(officer) if who == "third" else request.getfixturevalue(who)
    listed = addresses(codebook, voices)
    before = as_seen(as_person(person), listed)

    read_all(reading, voices, officer, [quiet], [quiet, friends], [], [friends])

    after = as_seen(as_person(person), listed)
    assert len([text for text in before.values() if text.startswith("200")]) > 10
    assert [address for address in listed if before[address] != after[address]] == []


def officer_of(officer: User) -> User:
    return User.objects.create(
        email="third@ashdale.example", name="Theo Park", role="officer", organisation=officer.organisation
    )


def test_the_page_of_an_open_round_tells_how_many_answers_and_none_of_them(
    reading: BlindRound,
    voices: list[Contribution],
    officer: User,
    second_officer: User,
    quiet: Theme,
    as_person: AsPerson,
) -> None:
    give(reading, voices[0], officer, quiet, direction="working")
    client = as_person(second_officer)
    reads = client.get(f"/themes/round/{reading.pk}/read/").content.decode()
    give(reading, voices[0], second_officer)

    page = client.get(reading.get_absolute_url()).content.decode()
    settle = client.get(f"/themes/round/{reading.pk}/settle/")

    assert "1 of 4" in page and "Quiet places" not in page and "Thing number" not in page
    assert "checked" not in reads and "selected" not in reads.replace('value="not_said" selected', "")
    assert settle.status_code == 302
    assert answered(reading) == []


def test_the_history_does_not_tell_what_was_answered(
    reading: BlindRound, voices: list[Contribution], officer: User, quiet: Theme
) -> None:
    give(reading, voices[0], officer, quiet)

    event = AuditEvent.objects.get(verb="answer")
    assert event.record == "themes.codebook"
    assert "theme" not in event.sentence.lower()


def test_nobody_sorts_a_voice_of_an_open_round_by_another_way(
    reading: BlindRound, codebook: Codebook, voices: list[Contribution], officer: User, quiet: Theme
) -> None:
    for attempt in (
        lambda: actions.code(quiet, voices[0], by=officer),
        lambda: actions.sort_voice(codebook, voices[0], by=officer, themes=[quiet]),
        lambda: actions.fits_none(codebook, voices[0], by=officer),
        lambda: actions.mark(quiet, voices[0], by=officer, spans=[(0, 5)]),
    ):
        with pytest.raises(HeardError, match="apart from each other"):
            attempt()

    left = still_to_code(codebook)
    assert (left.readable, left.apart) == ([], 4)


def test_the_computer_says_nothing_about_the_voices_of_an_open_round(
    officer: User, second_officer: User, codebook: Codebook, workshop: Activity, as_person: AsPerson
) -> None:
    fill(workshop, by=officer)
    run = actions.ask_for_candidates(codebook, by=officer, engine="word weights")
    candidate = run.candidates.exclude(codings=None)[0]
    theme = actions.accept(candidate, by=officer, name="Buses")
    learned = LearningRun.objects.create(codebook=codebook, asked_by=officer, state="done")
    for voice in codebook.contributions():
        Proposal.objects.create(run=learned, contribution=voice, theme=theme, sureness=0.9)
    client = as_person(officer)
    words = candidate.codings.all()[0].contribution.words
    pages = [theme.get_absolute_url(), f"/themes/suggestion/{candidate.pk}/", codebook.get_absolute_url()]
    before = "".join(client.get(page).content.decode() for page in pages)

    actions.open_round(codebook, by=officer, first=officer, second=second_officer, many=50)

    after = "".join(client.get(page).content.decode() for page in pages)
    assert words in before
    assert words not in after
    assert Proposal.objects.waiting(learned).usable() == []
    assert actions.confirm(theme, by=officer, contributions=codebook.contributions()) == 0


def test_a_reader_changes_their_answer_until_they_have_finished(
    reading: BlindRound, voices: list[Contribution], officer: User, quiet: Theme, friends: Theme
) -> None:
    give(reading, voices[0], officer, quiet)
    give(reading, voices[0], officer, friends)
    with pytest.raises(HeardError, match="3 voices have no answer of yours yet"):
        actions.finish(reading, by=officer)
    read_all(reading, voices, officer, [friends], [], [], [])

    with pytest.raises(HeardError, match="said that you have finished"):
        give(reading, voices[0], officer, quiet)

    given = BlindAnswer.objects.get(voice__contribution=voices[0])
    assert list(given.themes.all()) == [friends]
    assert coded() == set()


def test_a_colleague_who_does_not_read_in_the_round_answers_nothing(
    reading: BlindRound, voices: list[Contribution], officer: User, quiet: Theme, as_person: AsPerson
) -> None:
    third = officer_of(officer)

    with pytest.raises(PermissionDenied):
        give(reading, voices[0], third, quiet)

    assert as_person(third).get(f"/themes/round/{reading.pk}/read/").status_code == 404
