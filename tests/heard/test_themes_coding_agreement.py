"""Agreement beyond chance, against worked examples, and laws that hold for any two people."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.errors import NotEnoughVoices
from heard.themes.coding.agreement import agree, cohen_kappa, disagreements, krippendorff_alpha, masi, percent

# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability: section C, four observers with gaps.
FOUR = ("12332141 2...", "12332241 25.3", ".3332342 251.", "12332441 251.")
SETS = st.dictionaries(st.sampled_from("abcdefghij"), st.frozensets(st.sampled_from(["x", "y", "z"])), min_size=1)


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        (list(zip("0100000010", "1110010000", strict=True)), 0.095),
        (list(zip("aabbdcccedda", "babbbcccedd" + "d", strict=True)), 0.692),
        ([[x for x in u if x != "."] for u in zip(*(row.replace(" ", "") for row in FOUR), strict=True)], 0.743),
    ],
)
def test_alpha_gives_the_figures_of_the_worked_examples(units: list[list[str]], expected: float) -> None:
    found = krippendorff_alpha(units)

    assert found == pytest.approx(expected, abs=0.0005)


def test_kappa_gives_the_figure_of_the_worked_example() -> None:
    # 50 applications: both yes 20, first alone 5, second alone 10, both no 15.
    first = [1] * 25 + [0] * 25
    second = [1] * 20 + [0] * 5 + [1] * 10 + [0] * 15

    assert cohen_kappa(first, second) == pytest.approx(0.4)
    assert percent(first, second) == pytest.approx(0.7)


def test_sets_of_which_one_holds_the_other_are_less_far_apart() -> None:
    assert masi(frozenset("ab"), frozenset("ab")) == 0
    assert masi(frozenset("a"), frozenset("ab")) == pytest.approx(1 - 2 / 3 * 1 / 2)
    assert masi(frozenset("ab"), frozenset("bc")) == pytest.approx(1 - 1 / 3 * 1 / 3)
    assert masi(frozenset("a"), frozenset()) == 1


@settings(max_examples=25)
@given(SETS)
def test_a_person_agrees_fully_with_themselves(codings: dict[str, frozenset[str]]) -> None:
    found = agree({"Ana": codings, "Ben": codings})

    assert found.overall.percent == 1
    assert found.overall.alpha in (1.0, None)
    assert disagreements(codings, codings) == []


@settings(max_examples=25)
@given(SETS, SETS)
def test_who_comes_first_does_not_matter(one: dict[str, frozenset[str]], other: dict[str, frozenset[str]]) -> None:
    if not set(one) & set(other):
        return

    found, turned = agree({"Ana": one, "Ben": other}), agree({"Ana": other, "Ben": one})

    assert found.overall == turned.overall
    assert [theme.alpha for theme in found.themes] == [theme.alpha for theme in turned.themes]
    assert [row.voice for row in disagreements(one, other)] == [row.voice for row in disagreements(other, one)]


def test_a_voice_that_one_person_did_not_read_says_nothing() -> None:
    first = {"1": frozenset({"a"}), "2": frozenset({"b"}), "3": frozenset({"a"})}
    second = {"1": frozenset({"a"}), "2": frozenset({"b"})}

    found = agree({"Ana": first, "Ben": second})

    assert found.voices == 2
    assert found.overall.alpha == 1
    with pytest.raises(NotEnoughVoices, match="none by two"):
        agree({"Ana": {"1": frozenset()}, "Ben": {"2": frozenset()}})


def test_the_same_seed_draws_the_same_interval_and_says_what_it_means() -> None:
    first = {str(at): frozenset({"a"} if at % 3 else {"b"}) for at in range(60)}
    second = {str(at): frozenset({"a"} if at % 3 or at < 3 else {"b"}) for at in range(60)}

    found = agree({"Ana": first, "Ben": second}, seed=5)

    assert found == agree({"Ana": first, "Ben": second}, seed=5)
    assert found.overall.low is not None and found.overall.alpha is not None and found.overall.high is not None
    assert found.overall.low <= found.overall.alpha <= found.overall.high
    assert "far more than by chance" in found.overall.words


def test_the_furthest_apart_are_settled_first() -> None:
    first = {"1": frozenset({"a", "b"}), "2": frozenset({"a"}), "3": frozenset({"a"})}
    second = {"1": frozenset({"a"}), "2": frozenset({"b"}), "3": frozenset({"a"})}

    found = disagreements(first, second)

    assert [row.voice for row in found] == ["2", "1"]
    assert found[1].both == {"a"} and found[1].only_first == {"b"} and not found[1].only_second
