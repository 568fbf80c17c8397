"""Counting people behind themes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.errors import MiscountedVoices
from heard.records import Coding
from heard.themes.prevalence import people_by_group, prevalence

CODINGS = st.lists(
    st.builds(
        Coding,
        speaker=st.sampled_from(["p1", "p2", "p3", "p4"]),
        theme=st.sampled_from(["Play", "Transport", "Friends"]),
        coder=st.sampled_from(["a", "b"]),
    ),
    max_size=20,
)


def test_a_person_who_repeats_a_theme_counts_once() -> None:
    said = [Coding("p1", "Transport", "a")] * 5 + [Coding("p1", "Transport", "b"), Coding("p2", "Play", "a")]

    counts = prevalence(said, heard=2)

    assert [(count.theme, count.people, count.share) for count in counts] == [("Play", 1, 0.5), ("Transport", 1, 0.5)]


def test_more_people_coded_than_heard_is_an_error_with_the_numbers() -> None:
    said = [Coding("p1", "Play"), Coding("p2", "Play")]

    with pytest.raises(MiscountedVoices) as caught:
        prevalence(said, heard=1)

    assert str(caught.value) == (
        "2 people have themes but only 1 is recorded as heard. Check the number of people on the activity."
    )


@given(CODINGS, st.randoms())
def test_the_order_of_codings_does_not_matter(said: list[Coding], mix: object) -> None:
    shuffled = [*said, *said]
    mix.shuffle(shuffled)  # type: ignore[attr-defined]

    assert prevalence(said, heard=4) == prevalence(shuffled, heard=4)


@given(CODINGS)
def test_the_groups_of_a_theme_add_up_to_its_people(said: list[Coding]) -> None:
    groups = {"p1": "cyp", "p2": "cyp", "p3": "parent_carer"}

    counts = people_by_group(said, groups, heard={"cyp": 2, "parent_carer": 1, "sibling": 3})

    for theme in prevalence(said, heard=4):
        assert sum(count.people for count in counts if count.theme == theme.theme) == theme.people


def test_more_of_a_group_coded_than_heard_names_the_group() -> None:
    said = [Coding("p1", "Play"), Coding("p2", "Play")]

    with pytest.raises(MiscountedVoices, match="“cyp”"):
        people_by_group(said, {"p1": "cyp", "p2": "cyp"}, heard={"cyp": 1})
