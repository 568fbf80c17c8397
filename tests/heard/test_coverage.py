"""Who was heard and who was not."""

from __future__ import annotations

import pytest

from heard.engagement.coverage import coverage, not_heard_from
from heard.errors import MiscountedVoices

SERVED = {"Early years": 200, "Primary": 500, "Secondary": 250, "Out of school": 50}


def test_a_group_nobody_met_comes_first_and_is_listed_as_not_heard_from() -> None:
    heard = {"Primary": 60, "Secondary": 30, "Early years": 10}

    lines = coverage(heard, SERVED)
    silent = not_heard_from(heard, SERVED)

    assert lines[0].group == "Out of school" and lines[0].reach == 0
    assert [line.group for line in silent] == ["Out of school"]


def test_a_group_heard_far_below_its_share_is_listed_after_those_not_heard_at_all() -> None:
    heard = {"Primary": 90, "Early years": 5}

    silent = not_heard_from(heard, SERVED)

    assert [line.group for line in silent] == ["Secondary", "Out of school", "Early years"]


def test_when_nobody_was_heard_everybody_is_missing() -> None:
    assert [line.group for line in not_heard_from({}, SERVED)] == [
        "Primary",
        "Secondary",
        "Early years",
        "Out of school",
    ]


def test_a_group_nobody_has_counted_is_shown_last_and_never_called_missing() -> None:
    heard = {"Young carers": 4, "Primary": 10}

    lines = coverage(heard, {"Primary": 500})

    assert [(line.group, line.reach, line.share_of_served) for line in lines] == [
        ("Primary", 0.02, 1.0),
        ("Young carers", None, None),
    ]
    assert not_heard_from(heard, {"Primary": 500}) == []


def test_a_number_below_zero_names_the_group() -> None:
    with pytest.raises(MiscountedVoices, match="Primary"):
        coverage({"Primary": -1}, SERVED)
