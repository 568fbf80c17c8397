"""Reading one row of somebody else's table: understood, or said why not; never guessed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.codes import AgeBand, Mediation, Mode, ParticipantGroup
from heard.errors import BadRecord
from heard.voice.rows import RowDefaults, read_row, stand_in, usually_needs_parent

DAY = date(2026, 5, 12)
DEFAULTS = RowDefaults(ParticipantGroup.CYP, DAY)


def test_a_blank_cell_takes_what_holds_for_the_file() -> None:
    row = read_row({"words": "More swings", "group": " ", "mode": ""}, DEFAULTS)

    assert (row.group, row.mode, row.mediation) == (ParticipantGroup.CYP, Mode.WRITTEN, Mediation.OWN_WORDS)
    assert (row.age_band, row.said_on) == (AgeBand.NOT_ASKED, DAY)


def test_a_row_says_everything_that_is_wrong_with_it_at_once() -> None:
    with pytest.raises(BadRecord) as wrong:
        read_row({"words": "", "group": "wizard", "said_on": "soon", "heading": "x" * 201}, DEFAULTS)

    for why in ("what was said is empty", "wizard", "soon", "201 letters"):
        assert why in str(wrong.value)


def test_words_said_for_somebody_else_need_who_spoke() -> None:
    with pytest.raises(BadRecord, match="who spoke"):
        read_row({"words": "He likes it", "mediation": "on behalf"}, DEFAULTS)

    told = RowDefaults(ParticipantGroup.CYP, DAY, on_behalf_of="A teaching assistant, for a pupil")
    assert read_row({"words": "He likes it", "mediation": "on behalf"}, told).on_behalf_of.startswith("A teaching")
    assert read_row({"words": "I like it"}, told).on_behalf_of == ""


@pytest.mark.parametrize(
    "written",
    ["2026-03-04", "04/03/2026", "4/3/26", "4 March 2026", "4 Mar 2026", "2026-03-04 09:30", "04/03/2026 9:30:00"],
)
def test_a_day_is_read_day_first(written: str) -> None:
    assert read_row({"words": "x", "said_on": written}, DEFAULTS).said_on == date(2026, 3, 4)


def test_a_need_is_kept_as_its_broad_area() -> None:
    assert read_row({"words": "x", "need": "SLCN"}, DEFAULTS).need_area == "communication"
    assert read_row({"words": "x", "need": "OTH"}, DEFAULTS).need_area == ""
    assert read_row({"words": "x", "need": "Not recorded"}, DEFAULTS).need_area == ""


def test_a_parent_is_usually_needed_below_16() -> None:
    needed = {band for band in AgeBand if usually_needs_parent(band)}

    assert needed == {AgeBand.AGE_0_4, AgeBand.AGE_5_10, AgeBand.AGE_11_15}


@given(st.text(min_size=1, max_size=40))
def test_a_label_is_what_was_written_only_if_it_ends_in_a_number(written: str) -> None:
    plain = " ".join(written.split())

    label = stand_in(written, "1")

    assert label == stand_in(f"  {written} ", "1")
    assert label == plain or label.startswith("S-")
    assert label != plain or plain[-1].isdigit()


def test_the_same_name_at_another_visit_has_another_label() -> None:
    assert stand_in("Robin Ashby", "1") != stand_in("Robin Ashby", "2")


@pytest.mark.parametrize("written", ["Wed Jul 27 22:09:49 BST 2022", "Wed Jul 27 22:09:49 2022", "27/07/2022 22:09"])
def test_a_day_is_read_as_polling_tools_and_spreadsheets_write_it(written: str) -> None:
    row = read_row({"words": "More swings", "said_on": written}, DEFAULTS)

    assert row.said_on == date(2022, 7, 27)
