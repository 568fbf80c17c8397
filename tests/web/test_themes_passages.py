"""The exact words a coding rests on: letter by letter, without script, and never pointing at the wrong letters."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from heard.errors import HeardError
from heard_web.engagement.models import Activity, Purpose
from heard_web.people.models import User
from heard_web.themes import actions
from heard_web.themes.actions_passages import find_words
from heard_web.themes.marking import cut, marked_voice
from heard_web.themes.models import Codebook, Coding, Passage, Theme
from heard_web.voice.actions_correcting import correct
from heard_web.voice.models import Contribution
from tests.web.themes_cast import say, take_back

AsPerson = Callable[[User], Client]
WORDS = "The bus is late 😀. I miss <b>breakfast</b>.\nThe bus is late on Fridays."


@pytest.fixture
def codebook(officer: User, purpose: Purpose) -> Codebook:
    return actions.start_codebook(by=officer, title="A good life", purpose=purpose)


@pytest.fixture
def bus(officer: User, codebook: Codebook) -> Theme:
    return actions.add_theme(codebook, by=officer, name="Transport")


@pytest.fixture
def voice(officer: User, workshop: Activity) -> Contribution:
    return say(workshop, WORDS, by=officer, label="P1")


@pytest.fixture
def address(codebook: Codebook, voice: Contribution) -> str:
    return f"/themes/{codebook.pk}/voice/{voice.pk}/"


def marked() -> list[str]:
    return [WORDS[row.start : row.end] for row in Passage.objects.all()]


def test_sentences_are_ticked_without_script_and_the_voice_comes_under_the_theme(
    officer: User, bus: Theme, voice: Contribution, address: str, as_person: AsPerson
) -> None:
    client = as_person(officer)
    page = client.get(address).content.decode()

    client.post(address, {"sentences": ["0-18", "44-71"], "themes": [bus.pk], "direction": "not_working"})

    assert 'value="0-18"' in page and 'value="44-71"' in page
    assert marked() == ["The bus is late 😀.", "The bus is late on Fridays."]
    assert Coding.objects.get().direction == "not_working"


def test_marked_words_are_highlighted_with_their_theme_and_every_letter_is_escaped(
    officer: User, bus: Theme, voice: Contribution, address: str, as_person: AsPerson
) -> None:
    actions.mark(bus, voice, by=officer, spans=[(19, 42)])
    client = as_person(officer)

    own, theme = client.get(address).content.decode(), client.get(bus.get_absolute_url()).content.decode()

    assert '<mark data-themes="Transport"> I miss &lt;b&gt;breakfast&lt;/b&gt;</mark>'.replace(" I", "I") in own
    assert "<mark>I miss &lt;b&gt;breakfast&lt;/b&gt;</mark>" in theme
    assert "<b>breakfast" not in own + theme


def test_exact_words_are_found_and_a_place_the_page_tells_is_believed_only_if_they_are_there() -> None:
    second = WORDS.rindex("The bus is late")

    assert find_words(WORDS, "I  miss\r\n<b>") == (19, 29)
    assert find_words(WORDS, "The bus is late", start=second) == (second, second + 15)
    assert find_words(WORDS, "on Fridays", start=2) == (WORDS.index("on F"), WORDS.index("on F") + 10)
    with pytest.raises(HeardError, match="there 2 times"):
        find_words(WORDS, "The bus is late", start=5)
    with pytest.raises(HeardError, match="not in this voice"):
        find_words(WORDS, "the bus IS early")
    with pytest.raises(HeardError, match="No words were chosen"):
        find_words(WORDS, "  ")


@given(st.text(alphabet="ab \n😀é", min_size=1, max_size=30), st.data())
def test_words_copied_from_a_voice_are_found_where_they_were_copied(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    words = text[start:end]
    if not words.strip():
        return

    at, upto = find_words(text, words, start=start + len(words) - len(words.lstrip()))

    assert text[at:upto] == words.strip()


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 30))))
def test_the_pieces_of_a_voice_are_the_voice(spans: list[tuple[int, int]]) -> None:
    theme = Theme(name="T")
    passages = [Passage(start=low, end=min(len(WORDS), low + many), coding=Coding(theme=theme)) for low, many in spans]

    pieces = cut(WORDS, passages)

    assert "".join(piece.words for piece in pieces) == WORDS
    inside = sum(len(piece.words) for piece in pieces if piece.themes)
    assert inside == len({place for row in passages for place in range(row.start, row.end)})


def test_what_is_wrong_is_said_and_what_was_typed_stays(
    officer: User, bus: Theme, voice: Contribution, address: str, as_person: AsPerson
) -> None:
    client = as_person(officer)

    nothing = client.post(address, {"themes": [bus.pk]}).content.decode()
    not_there = client.post(address, {"themes": [bus.pk], "exact": "the tram", "start": "x"}).content.decode()
    no_theme = client.post(address, {"exact": "I miss"}).content.decode()

    assert "No words were chosen" in nothing and nothing.count("checked") == 1
    assert "not in this voice" in not_there and ">\nthe tram</textarea>" in not_there
    assert "Tick at least one theme" in no_theme and "I miss</textarea>" in no_theme
    assert not Passage.objects.exists()


@pytest.mark.parametrize("span", [(5, 5), (9, 4), (-1, 3), (0, 10_000)])
def test_letters_that_are_not_there_are_refused(
    span: tuple[int, int], officer: User, bus: Theme, voice: Contribution
) -> None:
    with pytest.raises(HeardError, match="are not in this voice"):
        actions.mark(bus, voice, by=officer, spans=[span])

    assert not Coding.objects.exists()


def test_the_database_itself_refuses_a_passage_without_letters(officer: User, bus: Theme, voice: Contribution) -> None:
    coding = actions.code(bus, voice, by=officer)

    with pytest.raises(IntegrityError), transaction.atomic():
        Passage.objects.create(coding=coding, start=4, end=4, text_hash="0" * 64)


def test_a_correction_of_the_words_asks_for_the_passage_again_and_shows_no_wrong_letters(
    officer: User, codebook: Codebook, bus: Theme, voice: Contribution, address: str, as_person: AsPerson
) -> None:
    actions.mark(bus, voice, by=officer, spans=[(0, 15)])
    correct(voice, by=officer, because="misheard", words="Our bus is late. " + WORDS)
    client = as_person(officer)

    page, theme = client.get(address).content.decode(), client.get(bus.get_absolute_url()).content.decode()
    actions.mark(bus, voice, by=officer, spans=[(0, 15)])
    voice.refresh_from_db()

    assert "The words changed: mark them again" in page and "<mark" not in page
    assert "The words changed: mark them again" in theme and "<mark" not in theme
    assert (len(marked_voice(codebook, voice).passages), marked_voice(codebook, voice).lost) == (1, [])


def test_marking_twice_leaves_one_passage_and_letting_go_keeps_the_coding(
    officer: User, bus: Theme, voice: Contribution, address: str, as_person: AsPerson
) -> None:
    for _ in range(2):
        actions.mark(bus, voice, by=officer, spans=[(0, 15), (0, 15)])
    passage = Passage.objects.get()

    for _ in range(2):
        as_person(officer).post(address, {"remove": passage.pk})

    assert not Passage.objects.exists()
    assert Coding.objects.count() == 1


def test_merging_and_splitting_gives_the_passages_back(
    officer: User, codebook: Codebook, bus: Theme, voice: Contribution
) -> None:
    late = actions.add_theme(codebook, by=officer, name="Late")
    actions.mark(bus, voice, by=officer, spans=[(0, 15), (19, 25)])
    actions.mark(late, voice, by=officer, spans=[(0, 15), (44, 59)])

    actions.merge(bus, by=officer, into=late)

    assert [(row.start, row.end) for row in Passage.objects.all()] == [(0, 15), (19, 25), (44, 59)]
    assert {row.coding.theme for row in Passage.objects.all()} == {late}


def test_a_voice_taken_back_leaves_no_trace_of_where_its_words_lay(
    officer: User, bus: Theme, voice: Contribution, address: str, as_person: AsPerson
) -> None:
    actions.mark(bus, voice, by=officer, spans=[(0, 15)])
    take_back(voice)

    answer = as_person(officer).get(address)
    erased = [actions.forget_passages(), actions.forget_passages()]

    assert answer.status_code == 404
    assert erased == [1, 0]
    assert not Passage.objects.exists()


@pytest.mark.parametrize("who", ["inspector", "approver", "decision_maker"])
def test_those_who_do_not_record_see_the_marked_words_and_mark_none(
    who: str,
    request: pytest.FixtureRequest,
    officer: User,
    bus: Theme,
    voice: Contribution,
    address: str,
    as_person: AsPerson,
) -> None:
    actions.mark(bus, voice, by=officer, spans=[(0, 15)])
    person = request.getfixturevalue(who)
    client = as_person(person)

    page = client.get(address).content.decode()
    sent = client.post(address, {"sentences": ["0-18"], "themes": [bus.pk]}).status_code

    assert '<mark data-themes="Transport">The bus is late</mark>' in page
    assert "Mark these words" not in page
    assert sent == 403
    with pytest.raises(PermissionDenied):
        actions.unmark(Passage.objects.get(), by=person)


@pytest.mark.parametrize("who", ["forum_member", "stranger"])
def test_another_organisation_cannot_tell_that_the_voice_exists(
    who: str, request: pytest.FixtureRequest, bus: Theme, address: str, as_person: AsPerson
) -> None:
    assert as_person(request.getfixturevalue(who)).get(address).status_code == 404
