"""The sums under theme discovery: neighbours, parts of a graph, directions of words, and how a result is written."""

from __future__ import annotations

import json

import numpy as np
import pytest
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

import heard.themes.discovery.parting as parting
from heard.themes.discovery.parting import alike, by_knots, communities, graph
from heard.themes.discovery.space import Numbers, evened
from heard.themes.discovery.space import _upright as upright
from heard.themes.engine import Candidate, Discovery, Member, NotGrouped


def _places(many: int, *, apart: float = 1.0) -> Numbers:
    chance = np.random.default_rng(3)
    hearts = chance.standard_normal((12, 24))
    scattered = hearts[np.arange(many) % 12] + apart * chance.standard_normal((many, 24))
    return evened(scattered.astype(np.float32))


@pytest.mark.parametrize(("many", "near"), [(2, 1), (5, 4), (40, 6), (255, 15), (257, 15), (700, 15)])
def test_the_nearest_are_those_that_putting_all_in_order_gives(
    many: int, near: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parting, "_AT_A_TIME", 20_000)  # so that many blocks are needed
    places = _places(many)

    chosen, linked = parting._nearest(places, near)

    every = places @ places.T
    np.fill_diagonal(every, -2.0)
    expected = np.argsort(-every, axis=1, kind="stable")[:, :near]
    assert (np.sort(chosen, axis=1) == np.sort(expected, axis=1)).all()
    assert (linked == (np.take_along_axis(every, chosen.astype(np.int64), 1) > parting._NEAR)).all()


def test_of_texts_that_are_equally_near_the_first_are_taken() -> None:
    places = np.full((400, 4), 0.5, dtype=np.float32)

    chosen, _ = parting._nearest(places, 3)

    assert chosen[0].tolist() == [1, 2, 3] and chosen[2].tolist() == [0, 1, 3] and chosen[399].tolist() == [0, 1, 2]


def test_a_graph_is_parted_the_same_however_often_it_is_in_one_process() -> None:
    with threadpool_limits(1):
        joined = graph(_places(900, apart=3.0))
        found = [communities(joined, 2.0, 4).tobytes() for _ in range(6)]
        knots = [next(by_knots(joined, [2.0], 4)).tobytes() for _ in range(6)]

    assert len(set(found)) == len(set(knots)) == 1


def test_another_seed_looks_in_another_order_and_small_groups_made_first_let_seeds_agree() -> None:
    joined = graph(_places(900, apart=3.0))

    one, other = communities(joined, 2.0, 1), communities(joined, 2.0, 2)
    by_small_groups = [next(by_knots(joined, [2.0], seed)) for seed in (1, 2)]

    assert (one != other).any()
    assert alike(*by_small_groups) > alike(one, other) + 0.1


def test_directions_stand_upright_the_strongest_first_and_what_is_only_rounding_is_left_out() -> None:
    chance = np.random.default_rng(1)
    three = chance.standard_normal((500, 3)) * [9, 5, 2]
    columns = (three @ chance.standard_normal((3, 8))).astype(np.float32)

    found = upright(columns)

    assert found.shape == (500, 3)
    assert np.allclose(found.T @ found, np.eye(3), atol=1e-4)
    strength = np.linalg.norm(columns.T @ found, axis=0)
    assert (np.diff(strength) < 0).all()
    assert np.allclose(found @ (found.T @ columns), columns, atol=1e-2)


def test_a_member_is_written_as_any_reader_of_json_expects() -> None:
    odd = 'v"1\\\n\u2028é😀\x07'
    members = (Member(odd, 0.25), Member("b", 1, False, ((0, 4), (9, 12))), Member("c", float(np.float64(0.1))))
    theme = Candidate("Label", ("a",), 2, 3, "mixed", (), (), members)
    found = Discovery("e", "1", 0, 4, 4, True, "", (theme,), (NotGrouped(odd, "why", "3"), NotGrouped("d", "w")))

    written = json.loads(found.to_json())

    assert written["candidates"][0]["members"] == [
        {"closeness": 0.25, "main": True, "spans": [], "voice": odd},
        {"closeness": 1.0, "main": False, "spans": [[0, 4], [9, 12]], "voice": "b"},
        {"closeness": 0.1, "main": True, "spans": [], "voice": "c"},
    ]
    assert written["not_grouped"][0] == {"nearest": "3", "voice": odd, "why": "why"}
    line = json.dumps(written["not_grouped"][0], ensure_ascii=False, sort_keys=True)
    assert f"\n  {line}," in found.to_json()
