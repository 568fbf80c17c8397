"""While people have read only some voices, the comparison says what is likely of all of them, group by group."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from heard.themes.coding.learner import learn
from heard.themes.coding.reads import chance_order
from heard.themes.groups import PersonFacts
from heard_web.engagement.models import Activity, Purpose
from heard_web.people.models import User
from heard_web.themes import actions
from heard_web.themes.estimating import said_by_computer, shares_by_group
from heard_web.themes.learning import lesson_of
from heard_web.themes.models import Codebook, LearningRun, Theme
from heard_web.themes.reading import reader
from heard_web.voice.models import Contribution
from tests.web.themes_cast import say, take_back

AsPerson = Callable[[User], Client]
NOT_YET = "For an estimate of all, sort those marked “Chosen by chance”"


@pytest.fixture
def codebook(officer: User, purpose: Purpose) -> Codebook:
    return actions.start_codebook(by=officer, title="A good life", purpose=purpose)


@pytest.fixture
def buses(officer: User, codebook: Codebook) -> Theme:
    actions.add_theme(codebook, by=officer, name="Quiet places", definition="A quiet room to calm down")
    return actions.add_theme(codebook, by=officer, name="Buses", definition="The school bus")


@pytest.fixture
def voices(officer: User, workshop: Activity) -> list[Contribution]:
    """Of 60 pupils half raise buses, of 60 parents a tenth; the others raise quiet places. 4 brothers and sisters too."""
    told = [("cyp", 60, 30), ("parent_carer", 60, 6), ("sibling", 4, 4)]
    return [
        say(
            workshop, f"The bus came {n} minutes late" if n < buses else f"The quiet room has {n} cushions", by=officer,
            label=f"{group}{n}", group=group,
        )
        for group, people, buses in told
        for n in range(people)
    ]  # fmt: skip


def read_by_chance(codebook: Codebook, voices: list[Contribution], *, by: User, many: int) -> LearningRun:
    """A person reads so many voices in the order that chance chose, and the computer learns from them."""
    themes = {theme.name: theme for theme in codebook.themes.all()}
    rows = {str(row.pk): row for row in voices}
    for one in chance_order(lesson_of(codebook).voices, seed=codebook.pk)[:many]:
        name = "Buses" if "bus" in rows[one].words else "Quiet places"
        actions.sort_voice(codebook, rows[one], by=by, themes=[themes[name]])
    run = actions.ask_to_learn_themes(codebook, by=by, at_once=True)
    assert run is not None and run.state == LearningRun.State.DONE, run and run.problem
    return run


def compared(client: Client, codebook: Codebook) -> str:
    return client.get(f"/themes/{codebook.pk}/compare/?by=role").content.decode()


def test_the_comparison_estimates_the_voices_nobody_has_read_and_says_what_it_rests_on(
    officer: User, codebook: Codebook, buses: Theme, voices: list[Contribution], as_person: AsPerson
) -> None:
    run = read_by_chance(codebook, voices, by=officer, many=80)

    page = compared(as_person(officer), codebook)

    told = run.quality["by_chance_in_groups"]["role"]
    pupils, parents = ({row["theme"]: row for row in told[group]}[str(buses.pk)] for group in ("cyp", "parent_carer"))
    assert set(told) == {"cyp", "parent_carer"}, "four brothers and sisters are too few to be told apart"
    assert pupils["low"] <= 0.5 <= pupils["high"] and parents["low"] <= 0.1 <= parents["high"]
    assert pupils["low"] > parents["high"]
    assert "People have read 80 of 124 voices" in page and "They are no count of people." in page
    assert (
        "Children and young people raised it" in page and "The machine counted this, corrected by what a person" in page
    )
    assert f"{round(100 * pupils['share'])}%" in page[page.index("read or not") :]


def test_until_chance_chose_enough_the_page_says_that_it_knows_only_what_was_read(
    officer: User, codebook: Codebook, buses: Theme, voices: list[Contribution], as_person: AsPerson
) -> None:
    read_by_chance(codebook, voices, by=officer, many=12)

    page = compared(as_person(officer), codebook)

    assert "People have read 12 of 124 voices" in page and NOT_YET in page


@pytest.mark.parametrize("change", ["a voice is taken back", "a theme is changed"])
def test_an_estimate_that_counts_what_changed_since_is_not_shown(
    change: str, officer: User, codebook: Codebook, buses: Theme, voices: list[Contribution], as_person: AsPerson
) -> None:
    read_by_chance(codebook, voices, by=officer, many=80)
    before = compared(as_person(officer), codebook)

    if change == "a voice is taken back":
        take_back(voices[0])
    else:
        actions.rename(buses, by=officer, name="Getting there")

    assert NOT_YET not in before
    assert NOT_YET in compared(as_person(officer), codebook)


def test_where_everything_was_read_nothing_is_estimated(
    officer: User, codebook: Codebook, buses: Theme, voices: list[Contribution], as_person: AsPerson
) -> None:
    read_by_chance(codebook, voices, by=officer, many=len(voices))

    assert "read or not" not in compared(as_person(officer), codebook)


def test_what_the_computer_says_of_a_voice_people_read_is_what_it_said_without_their_answer(
    officer: User, codebook: Codebook, buses: Theme, voices: list[Contribution]
) -> None:
    read_by_chance(codebook, voices, by=officer, many=40)
    lesson = lesson_of(codebook)
    vectors = reader().vectors([voice.words for voice in lesson.voices])
    coder = learn(lesson.voices, vectors, lesson.answers, lesson.codes, reader=reader(), seed=0)

    said = said_by_computer(coder, lesson.voices, vectors)[str(buses.pk)]

    blind = {voice: of[str(buses.pk)] for voice, of in coder.unseen.items()}
    assert len(blind) == 40 and {voice: said[voice] for voice in blind} == blind
    assert len(said) == len(voices)


def test_a_voice_of_several_people_counts_them_all_and_what_is_not_recorded_is_no_group() -> None:
    facts = {f"v{n}": [PersonFacts(f"{n}/{k}", {"role": "cyp"} if n < 20 else {}) for k in range(5)] for n in range(40)}
    said = {"1": dict.fromkeys(facts, 0.5)}
    answers = {voice: frozenset({"1"}) for voice in facts}

    found = shares_by_group(said, answers, list(facts), facts, ["role"])

    assert set(found["role"]) == {"cyp"}
    assert found["role"]["cyp"][0]["checked"] == 20
