"""The page of a set with many suggestions: each folded, its first words and its buttons in sight, one version for each."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from heard.themes.engine import Discovery
from heard_web.engagement.models import Activity, Purpose
from heard_web.people.models import User
from heard_web.themes import actions
from heard_web.themes.models import CandidateRun, Codebook, Theme
from heard_web.voice.models import Contribution
from tests.web.test_themes_suggestions import labelled, page, suggested
from tests.web.themes_cast import fill

AsPerson = Callable[[User], Client]


@pytest.fixture
def codebook(officer: User, purpose: Purpose, workshop: Activity) -> Codebook:
    fill(workshop, by=officer)
    return actions.start_codebook(by=officer, title="A good life", purpose=purpose)


@pytest.fixture
def run(officer: User, codebook: Codebook) -> CandidateRun:
    """Three themes of six voices; the first has three parts, one of them weak."""
    rows = list(Contribution.objects.order_by("pk"))
    row = CandidateRun.objects.create(codebook=codebook, engine="meaning", asked_by=officer)
    actions.begin_reading(row, by=officer)
    themes = [
        suggested(name, rows[at : at + 6], key=str(at)) for at, name in ((0, "Buses"), (6, "Quiet"), (12, "Friends"))
    ]
    parts = [
        suggested(name, rows[at : at + 3], key=f"0.{at}", parent="0", steadiness=0.8, weak=name == "Loud")
        for at, name in ((0, "Late"), (1, "Kind"), (2, "Loud"))
    ]
    found = Discovery(
        engine="meaning", version="7", seed=0, voices=18, people=18, speakers_known=True, candidates=tuple(themes),
        subthemes=tuple(parts), not_grouped=(), number_of_themes="3 themes.",
    )  # fmt: skip
    actions.keep_candidates(row, by=officer, voices=codebook.contributions().records(), discovery=found)
    row.refresh_from_db()
    return row


def cards(text: str) -> list[str]:
    return re.findall(r'<section class="heard-panel heard-stack".*?</section>', text, re.DOTALL)


def test_each_suggestion_is_folded_with_its_name_its_people_and_its_first_words_in_sight(
    officer: User, codebook: Codebook, run: CandidateRun, as_person: AsPerson
) -> None:
    found = cards(page(as_person(officer), codebook.get_absolute_url()))

    first_words = [row.words for row in Contribution.objects.order_by("pk")][::6]
    assert len(found) == 3
    for place, card in enumerate(found):
        folded, inside = card.split("<details", 1)
        assert first_words[place] in folded and "6 people" in folded and "Comes back" in folded
        assert (
            "Accept as a theme" in folded
            and "Set aside" in folded
            and f'name="c{run.candidates.wide()[place].pk}-name"' in folded
        )
        assert "These say otherwise" in inside and inside.count("<blockquote") == 3
        assert inside.split(">", 1)[0].endswith(" open") == (place == 0), "the first is open, to show what is there"
    assert "3 parts, 1 more quotation, 1 that says otherwise" in found[0]
    assert "Accepting it takes 2 of its 3 parts along" in found[0] and "along" not in found[1]


def test_a_reader_who_may_not_change_the_set_sees_the_same_without_buttons(
    approver: User, codebook: Codebook, run: CandidateRun, as_person: AsPerson
) -> None:
    found = cards(page(as_person(approver), codebook.get_absolute_url()))

    assert len(found) == 3
    assert all("<form" not in card and "</form>" not in card and "These say otherwise" in card for card in found)


def test_a_suggestion_accepted_with_its_parts_is_one_version(
    officer: User, codebook: Codebook, run: CandidateRun, as_person: AsPerson
) -> None:
    bus, late, kind, loud = (labelled(run, label) for label in ("Buses", "Late", "Kind", "Loud"))
    before = codebook.versions.count()

    actions.accept(bus, by=officer, parts=[late, kind])
    once = codebook.versions.first()
    actions.accept(bus, by=officer, parts=[late, loud])
    actions.accept(bus, by=officer, parts=[late])

    assert (
        once is not None and once.changed == "Accepted the computer’s suggestion “Buses” with 2 parts: “Late”, “Kind”."
    )
    assert [row.changed for row in codebook.versions.all()[:1]] == ["Accepted more of “Buses” with 1 part: “Loud”."]
    assert codebook.versions.count() == before + 2
    assert Theme.objects.filter(parent__name="Buses").count() == 3
    assert {part.state for part in run.candidates.filter(parent=bus)} == {"accepted"}
