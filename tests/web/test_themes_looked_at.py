"""A voice that somebody read and found not to belong under a theme was looked at: it is not unread."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from django.test import Client

from heard.errors import HeardError
from heard_web.engagement.models import Activity, Purpose
from heard_web.people.models import User
from heard_web.themes import actions
from heard_web.themes.counting import still_to_code
from heard_web.themes.models import BlindRound, Codebook, Theme
from heard_web.themes.sorting import to_sort
from tests.web.themes_cast import fill

AsPerson = Callable[[User], Client]


@pytest.fixture
def theme(officer: User, purpose: Purpose, workshop: Activity) -> Theme:
    codebook = actions.start_codebook(by=officer, title="A good life", purpose=purpose)
    fill(workshop, by=officer)
    run = actions.ask_for_candidates(codebook, by=officer, engine="word weights")
    return actions.accept(run.candidates.exclude(codings=None)[0], by=officer, name="Buses")


def refuse_one(theme: Theme, officer: User) -> int:
    assert theme.from_candidate
    voice = theme.from_candidate.codings.all()[0].contribution
    assert actions.refuse(theme, by=officer, contributions=[voice]) == 1
    return int(voice.pk)


def test_what_was_refused_for_one_theme_counts_as_looked_at_and_comes_last(
    officer: User, theme: Theme, as_person: AsPerson
) -> None:
    before = still_to_code(theme.codebook)

    voice = refuse_one(theme, officer)

    after = still_to_code(theme.codebook)
    assert voice in before.readable
    assert (sorted({*after.readable, voice}), after.looked_at) == (sorted(before.readable), frozenset({voice}))
    assert after.rows[-1].pk == voice
    assert to_sort(theme.codebook).in_words.endswith("sorted, 1 more looked at")
    page = as_person(officer).get(f"/themes/{theme.codebook_id}/code/").content.decode()
    assert "1 voice was looked at" in page


def test_what_was_looked_at_is_never_drawn_as_one_that_nobody_has_sorted(
    officer: User, second_officer: User, theme: Theme, as_person: AsPerson
) -> None:
    voice = refuse_one(theme, officer)
    book: Codebook = theme.codebook
    draw = partial(actions.open_round, book, by=officer, first=officer, second=second_officer, many=200)

    drawn = set()
    for which in (BlindRound.Which.BY_CHANCE, BlindRound.Which.OLDEST):
        unread = draw(which=which)
        drawn |= set(unread.voices.values_list("contribution", flat=True))
        actions.stop_round(unread, by=officer)
    page = as_person(officer).get(f"/themes/{book.pk}/two-readers/").content.decode()
    of_all = draw(which=BlindRound.Which.ANY)

    assert drawn and voice not in drawn
    assert of_all.voices.filter(contribution=voice).exists()
    assert "1 more was looked at" in page


def test_a_round_of_unread_voices_is_not_opened_when_all_were_looked_at(
    officer: User, second_officer: User, theme: Theme
) -> None:
    left = theme.codebook.contributions().filter(pk__in=still_to_code(theme.codebook).readable)
    actions.refuse(theme, by=officer, contributions=left)
    for voice in theme.codebook.contributions().filter(pk__in=still_to_code(theme.codebook).readable):
        actions.fits_none(theme.codebook, voice, by=officer)

    with pytest.raises(HeardError, match="0 voices wait to be sorted"):
        actions.open_round(theme.codebook, by=officer, first=officer, second=second_officer, many=2)
