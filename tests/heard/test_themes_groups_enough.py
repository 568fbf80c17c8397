"""Whether enough was heard, and who was."""

from __future__ import annotations

import datetime
import itertools

import numpy as np
import pytest

from heard.commands.themes_groups import said_of_enough
from heard.errors import MiscountedVoices, NotEnoughVoices
from heard.themes.groups.coverage import coverage_table
from heard.themes.groups.intervals import Interval
from heard.themes.groups.richness import Incidence, chao2, coverage_of_themes, drawn_again, themes_after, unheard
from heard.themes.groups.saturation import Visit, saturation


def _visits(*themes: str) -> list[Visit]:
    return [Visit(f"Visit {at}", frozenset(said)) for at, said in enumerate(themes)]


def _made_up(random: np.random.Generator, chances: np.ndarray, visits: int) -> np.ndarray:
    found: np.ndarray = random.random((visits, len(chances))) < chances
    return found


def test_when_the_last_visits_brought_nothing_new_it_is_probably_enough() -> None:
    found = saturation(_visits("abc", "bcd", "abd", "acd", "abcd", "abc", "bd", "acd"))

    assert found.verdict == "probably enough"
    assert found.words[0] == "Probably enough: the last 6 visits brought nothing new."
    assert "not visited" in found.words[-1]


def test_while_visits_bring_new_themes_it_is_not_enough() -> None:
    found = saturation(_visits("ab", "cd", "aef", "bg", "ahi", "jk", "al"))

    assert found.verdict == "not enough yet"
    assert found.words[0].startswith("Not enough yet: the last 2 visits brought 3 new themes; about ")
    assert found.ahead[1].expected > 1 and found.ahead[1].high >= found.ahead[1].low


def test_five_visits_are_too_few_to_say() -> None:
    found = saturation(_visits("ab", "ab", "ab", "ab", "ab"))

    assert found.words[0] == "Too few visits to say: 5 visits, and it takes 6."


def test_visits_stand_in_order_of_time_and_those_without_a_day_come_last() -> None:
    days = [datetime.date(2026, 3, 9), None, datetime.date(2026, 3, 1)]
    visits = [Visit(f"Visit {at}", {"a", str(at)}, day) for at, day in enumerate(days)]

    found = saturation(visits)

    assert [(line.name, line.new, line.so_far) for line in found.lines] == [
        ("Visit 2", 2, 2),
        ("Visit 0", 1, 3),
        ("Visit 1", 1, 4),
    ]


def test_new_themes_in_a_run_of_two_are_set_against_those_in_the_first_four() -> None:
    base = [f"{'abcdefghij'[at * 2 : at * 2 + 6]}" for at in range(3)] + ["ij" + "klmnopqrst"]

    found = saturation(_visits(*base, "au", "b", "c", "d"))

    assert found.base_and_run.base_themes == 20
    assert found.base_and_run.first_reached == 6
    assert found.base_and_run.ratio == 0


def test_the_same_visits_and_seed_always_give_the_same_answer_in_any_order() -> None:
    visits = [Visit(f"Visit {at}", set("abcdef"[: at % 5 + 1]), datetime.date(2026, 1, at + 1)) for at in range(9)]

    assert saturation(visits, seed=4) == saturation(list(reversed(visits)), seed=4)


@pytest.mark.parametrize("visits", [[], [Visit("Elmtree")]])
def test_visits_without_a_theme_say_nothing(visits: list[Visit]) -> None:
    with pytest.raises(NotEnoughVoices, match="nothing about whether enough was heard"):
        saturation(visits)


def test_one_visit_is_told_as_one() -> None:
    with pytest.raises(NotEnoughVoices, match="1 visit with no theme at it says nothing"):
        saturation(_visits(""))
    found = saturation(_visits("ab"))

    assert found.words[0] == "Too few visits to say: 1 visit, and it takes 6."
    assert "1 visit, 2 themes" in said_of_enough(found) and "The last 1 visit brought" in said_of_enough(found)


def test_themes_after_fewer_visits_are_the_mean_over_every_choice_of_visits() -> None:
    came = [{1, 2}, {2, 3}, {2}, {4, 1}, {5}]
    times = tuple(sum(theme in visit for visit in came) for theme in range(1, 6))

    by_hand = [
        np.mean([len(set().union(*chosen)) for chosen in itertools.combinations(came, many)]) for many in range(1, 6)
    ]

    assert [themes_after(Incidence(5, times), many) for many in range(1, 6)] == pytest.approx(by_hand)


def test_the_forecast_and_its_range_keep_their_promise_on_made_up_visits() -> None:
    random = np.random.default_rng(6)
    wrong, held, covered = [], 0, 0

    for run in range(60):
        chances = np.clip(random.beta(0.6, 3, 40), 0.01, 1)
        came = _made_up(random, chances, 17)
        found = saturation(
            [Visit(str(at), frozenset(map(str, np.flatnonzero(came[at])))) for at in range(12)], seed=run
        )
        seen = came[:12].any(axis=0)
        new = int((~seen & came[12:15].any(axis=0)).sum())
        wrong.append(found.ahead[1].expected - new)
        held += found.ahead[1].low <= new <= found.ahead[1].high
        covered += found.covered.low <= chances[seen].sum() / chances.sum() <= found.covered.high

    assert abs(np.mean(wrong)) < 0.5
    assert held >= 54 and covered >= 53


def _estimates(random: np.random.Generator, chances: np.ndarray) -> list[Interval]:
    found = []
    for _ in range(200):
        times = _made_up(random, chances, 12).sum(axis=0)
        found.append(chao2(Incidence(12, tuple(int(one) for one in times[times > 0]))))
    return found


def test_themes_in_all_come_near_the_truth_where_all_are_as_rare_and_are_a_lower_bound_where_some_are_rarer() -> None:
    random = np.random.default_rng(7)

    alike = _estimates(random, np.full(30, 0.2))
    unlike = _estimates(random, np.concatenate([np.full(15, 0.4), np.full(15, 0.02)]))

    assert np.mean([one.value for one in alike]) == pytest.approx(30, abs=1.5)
    assert np.mean([one.low <= 30 <= one.high for one in alike]) > 0.8
    assert np.mean([one.value for one in unlike]) < 27


def test_many_draws_at_once_are_worked_out_like_one_at_a_time() -> None:
    seen = Incidence(8, (1, 1, 1, 2, 2, 4, 7))

    wrong = drawn_again(seen, (3,), seed=5, times=300)

    assert wrong.shape == (300, 2)
    assert abs(wrong[:, 0].mean()) < 0.6 and abs(wrong[:, 1].mean()) < 0.05
    assert np.array_equal(wrong, drawn_again(seen, (3,), seed=5, times=300))


def test_with_nothing_rare_nothing_is_left_unheard() -> None:
    seen = Incidence(9, (9, 8, 7))

    assert unheard(seen) == 0 and coverage_of_themes(seen) == 1 and chao2(seen).high == 3


THERE = {"Autism": 400, "Speech": 900, "Hearing": 60, "Social": 640}


def test_groups_nobody_heard_come_first_then_those_held_back_then_the_least_heard() -> None:
    table = coverage_table({"Autism": 20, "Speech": 90, "Hearing": 3}, THERE)

    assert [line.words for line in table.lines] == [
        "Social: nobody was heard.",
        "Hearing: too few were heard to show.",
        "Autism: 20 heard, about its share of who is there.",
        "Speech: 90 heard, about 1.8 times its share of who is there.",
    ]
    assert table.not_heard == ("Social",)


def test_a_group_held_back_is_in_no_total_of_the_people_heard() -> None:
    two = coverage_table({"Autism": 20, "Speech": 90, "Hearing": 2, "Social": 30}, THERE)
    four = coverage_table({"Autism": 20, "Speech": 90, "Hearing": 4, "Social": 30}, THERE)

    assert two == four
    assert two.rows()[1][:2] == ("Hearing", "held back")


def test_a_group_is_called_under_heard_only_where_chance_would_not_explain_it() -> None:
    few = coverage_table({"Autism": 5, "Speech": 15}, {"Autism": 400, "Speech": 600})
    many = coverage_table({"Autism": 50, "Speech": 150}, {"Autism": 400, "Speech": 600})

    assert few.lines[0].words == "Autism: 5 heard, about its share of who is there, as far as so few can show."
    assert many.lines[0].standing == "less than its share"
    assert many.lines[0].ratio == pytest.approx(0.625)
    assert many.lines[0].low < 0.625 < many.lines[0].high < 1


def test_the_range_of_a_ratio_holds_it_about_19_times_in_20() -> None:
    random = np.random.default_rng(8)
    held = 0

    for _ in range(500):
        drawn = random.multinomial(150, [0.2, 0.5, 0.3])
        table = coverage_table(dict(zip("abc", map(int, drawn), strict=True)), {"a": 200, "b": 500, "c": 300})
        line = next(line for line in table.lines if line.group == "a")
        held += line.low <= 1 <= line.high

    assert 0.93 <= held / 500 <= 0.98


def test_a_count_below_nought_is_refused() -> None:
    with pytest.raises(MiscountedVoices):
        coverage_table({"Autism": -1}, THERE)
