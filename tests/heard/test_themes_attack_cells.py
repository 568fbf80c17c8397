"""What a spreadsheet passes over does not hide a formula."""

from __future__ import annotations

import csv
import io

import pytest

from heard.publishing.safe_cells import safe_cell
from heard.publishing.workbook import as_csv


@pytest.mark.parametrize(
    "before", ["\u200b", "\u200f", "\u202e", "\ufeff", "\x01", "\x00", "\u2028", "\u3000", " \t\x0b"]
)
@pytest.mark.parametrize("formula", ["=1+1", "@SUM(1)", "+cmd", "＝1+1"])
def test_a_formula_behind_letters_nobody_sees_is_kept_from_running(before: str, formula: str) -> None:
    row = next(csv.reader(io.StringIO(as_csv([[before + formula]]).decode("utf-8-sig"), newline="")))

    assert row == [f"'{before}{formula}"]


@pytest.mark.parametrize("said", ["", "\u200b", "\u202eLate bus", "👩\u200d👧 = us", "(+1)"])
def test_other_letters_nobody_sees_stay_as_they_are(said: str) -> None:
    assert safe_cell(said) == said
