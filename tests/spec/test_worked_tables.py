"""Each row of each worked table is worked out again."""

from __future__ import annotations

import pytest

from tests.spec.tables import TABLES, Row, Worked

CASES = [(table, row) for table in TABLES for row in table.rows]


@pytest.mark.parametrize(("table", "row"), CASES, ids=[f"{table.anchor}:{'-'.join(row)}" for table, row in CASES])
def test_the_library_answers_as_the_table_says(table: Worked, row: Row) -> None:
    assert len(row) == len(table.header)
    assert table.answer(*row[:-1]) == row[-1]
