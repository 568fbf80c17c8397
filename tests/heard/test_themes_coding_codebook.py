"""Codebooks keep their history, and a merge can be taken back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.errors import BadRecord, MiscountedVoices
from heard.themes.coding.codebook import Code, CodebookVersion, diff
from heard.themes.coding.moves import merge, move, split
from heard.themes.coding.ready import NAMES, READY, ready

KEYS = ("bus", "taxi", "noise", "light")
BOOK = CodebookVersion("Getting there", 1, tuple(Code(key, key.title()) for key in KEYS))
CODINGS = st.dictionaries(st.text("0123456789", min_size=1, max_size=3), st.frozensets(st.sampled_from(KEYS)))


@settings(max_examples=40)
@given(CODINGS, st.frozensets(st.sampled_from(KEYS)), st.sampled_from(KEYS))
def test_a_merge_then_a_split_back_returns_the_same_codings(
    codings: dict[str, frozenset[str]], keys: frozenset[str], into: str
) -> None:
    merged = merge(BOOK, codings, keys, into=into)

    back = split(merged.book, merged.codings, into, into=merged.codes, given=merged.given or {})

    assert back.codings == codings
    assert set(back.book.codes) == set(BOOK.codes)
    assert back.book.version == 3


@settings(max_examples=40)
@given(CODINGS)
def test_nobody_who_carried_a_merged_theme_is_lost(codings: dict[str, frozenset[str]]) -> None:
    merged = merge(BOOK, codings, {"bus", "taxi"}, into="bus")

    carried = {voice for voice, held in codings.items() if held & {"bus", "taxi"}}
    assert {voice for voice, held in merged.codings.items() if "bus" in held} == carried
    assert not any("taxi" in held for held in merged.codings.values())


def test_themes_under_a_merged_theme_go_under_the_one_left() -> None:
    book = CodebookVersion("Getting there", 1, (*BOOK.codes, Code("late", "Late", parent="taxi")))

    merged = merge(book, {}, {"taxi", "bus"}, into="bus")

    assert merged.book.code("late").parent == "bus"


def test_a_split_waits_until_every_voice_is_decided_on() -> None:
    with pytest.raises(MiscountedVoices, match="1 of 2 voices with “Bus”"):
        split(
            BOOK,
            {"1": frozenset({"bus"}), "2": frozenset({"bus"})},
            "bus",
            into=[Code("early", "Early"), Code("late", "Late")],
            given={"1": frozenset({"late"})},
        )


def test_moving_a_theme_under_itself_is_refused() -> None:
    moved = move(BOOK, "taxi", under="bus")

    assert moved.code("taxi").parent == "bus"
    assert [change.kind for change in diff(BOOK, moved)] == ["moved"]
    with pytest.raises(BadRecord, match="under itself"):
        move(moved, "bus", under="taxi")


def test_what_changed_between_versions_is_said_in_words() -> None:
    after = CodebookVersion(
        "Getting there", 2, (Code("bus", "Bus and coach"), Code("noise", "Noise", "Too loud"), Code("ramp", "Ramps"))
    )

    changes = {(change.key, change.kind): change.what for change in diff(BOOK, after)}

    assert changes["bus", "renamed"] == "“Bus” is now “Bus and coach”."
    assert changes["noise", "reworded"] == "What “Noise” means changed."
    assert ("ramp", "added") in changes and ("light", "dropped") in changes


def test_what_a_theme_means_holds_and_leaves_out_is_said_as_people_say_it() -> None:
    before = CodebookVersion("Getting there", 1, (Code("bus", "Bus {0}", "Buses", "Trains", "Taxis", ("Late",)),))
    after = CodebookVersion("Getting there", 2, (Code("bus", "Bus {0}", "Buses", "Trams", "Cars", ("Early",)),))

    told = [change.what for change in diff(before, after)]

    assert told == [
        "What belongs under “Bus {0}” changed. What “Bus {0}” leaves out changed. The examples of “Bus {0}” changed."
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_codebook_comes_back_from_json_as_it_was(name: str) -> None:
    again = CodebookVersion.from_json(ready(name).to_json())

    assert again == READY[name]
    assert all(3 <= len(code.examples) <= 6 and code.definition for code in again.codes)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "not JSON"),
        ("[]", "no such list"),
        ('{"codes": [{"key": "a"}]}', "no key or no name"),
        ('{"codes": [{"key": "a", "name": "A"}, {"key": "a", "name": "B"}]}', "2 themes"),
        ('{"codes": [{"key": "a", "name": "A", "parent": "b"}]}', "does not have"),
        ('{"codes": [{"key": "a", "name": "A", "colour": "red"}]}', "colour"),
        ('{"codes": [{"key": "a", "name": 3}]}', "name of theme 1"),
        ('{"version": true, "codes": []}', "version"),
    ],
)
def test_a_codebook_that_cannot_be_followed_is_refused(text: str, why: str) -> None:
    with pytest.raises(BadRecord, match=why):
        CodebookVersion.from_json(text)
