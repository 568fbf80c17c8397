"""Who raised what: shares of people by group, and what is said of them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from heard.errors import MiscountedVoices
from heard.themes.groups import Interval, PersonFacts, differences
from heard.themes.groups.comparing import ground
from heard.themes.groups.table import CORRECTED, HELD_BACK, NOT_CHECKED, Cell, DifferencesTable

NAMES = {"cyp": "Children", "parent": "Parents", "staff": "School staff"}


def _people(**sizes: int) -> list[PersonFacts]:
    return [PersonFacts(f"{role}{at}", {"role": role}) for role, size in sizes.items() for at in range(size)]


def _some(**sizes: int) -> set[str]:
    return {f"{role}{at}" for role, size in sizes.items() for at in range(size)}


def _cell(table: DifferencesTable, theme: str, group: str) -> Cell:
    return next(cell for line in table.lines for cell in line.cells if (cell.theme, cell.group) == (theme, group))


def test_a_clear_difference_is_said_in_plain_words_with_both_shares() -> None:
    heard = _people(cyp=60, parent=60)

    table = differences(heard, {"Transport": _some(cyp=15, parent=30)}, "role", names=NAMES)

    assert [one.words for one in table.clear] == [
        "Parents raised it about twice as often as children (50% against 25%): more than chance would explain."
    ]
    assert table.looks == 1 and "1 comparison was made" in " ".join(table.notes)
    assert table.clear[0].low > 0


def test_what_chance_would_explain_is_not_called_a_difference() -> None:
    table = differences(_people(cyp=20, parent=20), {"Play": _some(cyp=8, parent=11)}, "role", names=NAMES)

    assert table.clear == ()
    assert table.about("Play") == (
        "No clear difference between parents and children (55% against 40%). The numbers are too small to rule one out.",
    )


def test_the_more_looks_the_less_a_difference_counts() -> None:
    heard = _people(cyp=60, parent=60)
    one = {"Transport": _some(cyp=15, parent=28)}
    many = one | {f"Theme {at}": _some(cyp=20, parent=20) for at in range(30)}

    assert differences(heard, one, "role").clear
    assert not differences(heard, many, "role").clear


def test_groups_too_small_or_not_heard_are_named_beside_every_comparison() -> None:
    heard = _people(cyp=40, parent=30, staff=4)

    table = differences(
        heard, {"Play": _some(cyp=20, parent=12, staff=4)}, "role", names=NAMES, expected=["cyp", "health"]
    )

    assert table.beside == "Not heard from: health. Heard from too few to compare: School staff."
    assert _cell(table, "Play", "staff") == Cell("Play", "staff", note="too few to compare")
    assert table.lines[0].total.heard == 70


def test_a_person_whose_group_is_not_recorded_is_a_group_and_not_dropped() -> None:
    heard = [*_people(cyp=30, parent=30), *(PersonFacts(f"x{at}") for at in range(12))]

    table = differences(heard, {"Play": _some(cyp=10, parent=12, x=6)}, "role")

    unknown = _cell(table, "Play", "not recorded")
    assert (unknown.people, unknown.heard) == (6, 12)
    assert table.groups[-1].name == "Not recorded"
    assert all("not recorded" not in (one.group, one.other) for one in table.comparisons)


def test_a_person_with_two_needs_counts_in_both_and_once_in_all() -> None:
    heard = [PersonFacts(f"a{at}", {"need": "Autism"}) for at in range(20)]
    heard += [PersonFacts(f"b{at}", {"need": "Autism; Hearing"}) for at in range(10)]
    heard += [PersonFacts(f"h{at}", {"need": ("Hearing",)}) for at in range(20)]

    table = differences(heard, {"Noise": _some(a=6, b=6, h=12)}, "need")

    assert [_cell(table, "Noise", need).words for need in ("Autism", "Hearing")] == ["40% (12 of 30)", "60% (18 of 30)"]
    assert table.lines[0].total.words == "48% (24 of 50)"
    assert {one.group for one in table.comparisons} | {one.other for one in table.comparisons} >= {"everyone else"}
    assert "several groups" in " ".join(table.notes)


def test_the_order_of_people_and_a_person_given_twice_change_nothing() -> None:
    heard, said = _people(cyp=30, parent=25), {"Play": _some(cyp=10, parent=12), "Bus": _some(parent=9, cyp=7)}
    shuffled = [*heard, *heard[:9]]
    shuffled = shuffled[7:] + list(reversed(shuffled[:7]))

    assert differences(shuffled, dict(reversed(said.items())), "role") == differences(heard, said, "role")


def test_somebody_taken_back_is_gone_from_every_figure() -> None:
    heard, said = _people(cyp=31, parent=25), {"Play": _some(cyp=10, parent=12)}

    before = differences(heard, said, "role")
    after = differences([one for one in heard if one.person != "cyp0"], {"Play": said["Play"] - {"cyp0"}}, "role")

    assert (_cell(before, "Play", "cyp").words, _cell(after, "Play", "cyp").words) == (
        "32% (10 of 31)",
        "30% (9 of 30)",
    )
    assert after.lines[0].total.heard == 55


def test_everything_said_rests_on_the_numbers_shown_so_that_a_held_back_count_changes_nothing() -> None:
    heard = _people(cyp=40, parent=40, staff=40)
    where = {facts.person: f"table {at % 7}" for at, facts in enumerate(heard)}
    one = differences(heard, {"Play": _some(cyp=1, parent=13, staff=20)}, "role", activities=where)
    other = differences(heard, {"Play": _some(cyp=4, parent=10, staff=20)}, "role", activities=where)

    assert one == other
    assert _cell(one, "Play", "cyp").words == "fewer than 5"
    assert _cell(one, "Play", "parent").words == HELD_BACK
    assert "13" not in str(one.rows())


def test_few_against_many_is_a_difference_only_if_it_holds_for_as_many_as_there_could_be() -> None:
    heard = _people(cyp=60, parent=60, staff=60)

    many = differences(heard, {"Bus": _some(cyp=2, parent=30, staff=30)}, "role", names=NAMES)
    fewer = differences(heard, {"Bus": _some(cyp=0, parent=9, staff=9)}, "role", names=NAMES)

    assert [one.words for one in many.clear] == [
        "School staff raised it more often than children (50% against fewer than 5 of 60): more than chance would explain.",
        "Parents raised it more often than children (fewer than 5 of 60): more than chance would explain.",
    ]
    assert fewer.about("Bus")[0] == "Too few to compare: fewer than 5 of 60 children raised it."


def test_with_two_groups_the_few_are_told_and_neither_number_is() -> None:
    heard = _people(cyp=160, parent=105)

    table = differences(heard, {"Waiting": _some(cyp=2, parent=31)}, "role", names=NAMES)

    assert table.clear[0].words == (
        "Parents raised it more often than children (fewer than 5 of 160): more than chance would explain."
    )
    assert {cell.people for cell in table.lines[0].cells} == {None}
    assert table == differences(heard, {"Waiting": _some(cyp=4, parent=29)}, "role", names=NAMES)


def test_what_the_machine_counted_is_never_shown_uncorrected() -> None:
    heard = _people(cyp=60, parent=60)
    said = {"Transport": _some(cyp=31, parent=17)}
    corrected = {"Transport": {"cyp": Interval(0.4, 0.3, 0.5), "parent": Interval(0.15, 0.08, 0.22)}}

    raw = differences(heard, said, "role", machine={"Transport"})
    right = differences(heard, said, "role", machine={"Transport"}, corrected=corrected, names=NAMES)

    assert {cell.note for cell in (*raw.lines[0].cells, raw.lines[0].total)} == {NOT_CHECKED}
    assert raw.comparisons == () and "31" not in str(raw)
    assert _cell(right, "Transport", "cyp").words == "40%" and _cell(right, "Transport", "cyp").note == CORRECTED
    assert right.clear[0].words.endswith("The machine counted this, corrected by what a person read.")


def test_people_heard_together_widen_the_range_and_can_take_a_difference_away() -> None:
    heard = _people(cyp=60, parent=60)
    said = {"Play": _some(cyp=15, parent=28)}
    where = {one.person: f"{one.person[:3]}{at % 60 // 14}" for at, one in enumerate(heard)}

    alone, together = differences(heard, said, "role"), differences(heard, said, "role", activities=where)

    assert alone.clear and not together.clear
    assert _cell(together, "Play", "cyp").low < _cell(alone, "Play", "cyp").low
    assert together.lines[0].spread > 1


def test_with_many_groups_each_is_compared_with_everyone_else() -> None:
    sizes = {f"area{letter}": 30 for letter in "abcdef"}
    heard = _people(**sizes)

    table = differences(heard, {"Play": _some(**dict.fromkeys(sizes, 9) | {"areaa": 24})}, "role")

    assert table.looks == 6
    assert table.clear[0].other == "everyone else" and table.clear[0].group == "areaa"


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ({"a": (15, 20), "b": (26, 40)}, "common ground"),
        ({"a": (15, 20), "b": (6, 19)}, "cannot be said"),
        ({"a": (15, 20), "b": (16, 40)}, "difference"),
        ({"a": (9, 20), "b": (16, 40)}, "neither"),
    ],
)
def test_common_ground_needs_every_group_at_60_in_a_hundred_and_20_people(
    shares: Mapping[str, tuple[int, int]], said: str
) -> None:
    cells = [Cell("Play", name, who, of, who / of, 0, 1) for name, (who, of) in shares.items()]

    assert ground(cells) == said


def test_somebody_who_was_not_heard_cannot_have_raised_a_theme() -> None:
    with pytest.raises(MiscountedVoices, match="1 of the people under “Play” is not among the 3 people heard"):
        differences(_people(cyp=3), {"Play": {"nobody"}}, "role")
