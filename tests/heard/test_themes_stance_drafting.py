"""Findings that draft themselves, in fixed sentences around people's exact words."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from heard.records import Voice
from heard.themes.stance.conditions import Condition, conditions
from heard.themes.stance.drafting import FindingDraft, draft_finding
from heard.themes.stance.stance import Stance

SAID: list[tuple[str, str, str, Stance]] = [
    *((f"a{n}", f"p{n}", f"Yes to a base near home, reason {n}", "for") for n in range(6)),
    *((f"b{n}", f"q{n}", f"A base is fine, as long as the staff are trained, says {n}", "for") for n in range(5)),
    ("c1", "r1", "A base would be good if there is a bus", "for"),
    ("d1", "s1", "Nice, but it may become a corner of the big school", "for"),
    *((f"e{n}", f"t{n}", f"No base, spend it on the schools we have, family {n}", "against") for n in range(3)),
]


def drafted(said: list[tuple[str, str, str, Stance]] = SAID, under: int = 5) -> tuple[FindingDraft, dict[str, Voice]]:
    voices = [Voice(key, words, person) for key, person, words, _ in said]
    found = {
        voice.id: [
            Condition(one.start, one.end, one.words, one.cue, one.kind, (0, one.start), 0.9)
            for one in conditions(voice.words)
        ]
        for voice in voices
    }
    draft = draft_finding(
        "a base", voices, stances={row[0]: row[3] for row in said}, conditions=found, hold_back_under=under
    )
    return draft, {voice.id: voice for voice in voices}


def test_a_draft_gives_support_conditions_cautions_and_the_other_view() -> None:
    draft, _ = drafted()

    kinds = [part.kind for part in draft.parts]

    assert kinds == ["support", "condition", "condition", "caution", "minority"]
    assert draft.words.startswith("In principle, there is support for a base. 7 people are for it as it stands: “")
    assert dict(draft.people) == {"for": 7, "against": 3, "mixed": 6, "unclear": 0}


def test_people_who_set_the_same_condition_are_put_together() -> None:
    draft, _ = drafted()

    first, second = (part for part in draft.parts if part.kind == "condition")

    assert first.people == 5 and len(first.voices) == 5 and len(first.quoted) == 2
    assert first.words.startswith("5 people set such a condition: “as long as the staff are trained")
    assert second.words == "Fewer than 5 people set this condition: “if there is a bus”."


def test_every_word_in_quotation_marks_is_the_voices_own() -> None:
    draft, voices = drafted()

    for part in draft.parts:
        exact = [voices[place.voice].words[place.start : place.end] for place in part.quoted]
        assert re.findall("“(.*?)”", part.words) == exact
        assert set(part.quoted) <= set(part.voices)


def test_fewer_than_five_people_are_held_back_and_cannot_be_worked_out() -> None:
    draft, _ = drafted()

    assert "Fewer than 5 people are against it" in draft.words
    assert "16" not in draft.words and "who were asked" not in draft.words
    assert " 3 " not in draft.words


def test_the_number_of_all_is_given_where_nobody_is_held_back() -> None:
    draft, _ = drafted(SAID[:11])

    assert "6 people of the 11 who were asked are for it as it stands" in draft.words


def test_a_person_counts_once_however_often_they_speak() -> None:
    again: list[tuple[str, str, str, Stance]] = [
        (f"z{n}", "p0", f"Yes yes yes to a base near home {n}", "for") for n in range(9)
    ]

    draft, _ = drafted([*SAID, *again])

    assert draft.people["for"] == 7


def test_a_person_on_both_sides_is_in_neither_number() -> None:
    draft, _ = drafted([*SAID, ("y", "p0", "On second thoughts no base", "against")])

    assert (draft.people["for"], draft.people["against"], draft.people["mixed"]) == (6, 3, 7)
    minority = next(part for part in draft.parts if part.kind == "minority")
    assert "y" not in {place.voice for place in minority.voices}


def test_withdrawing_a_voice_takes_it_out_of_every_part() -> None:
    draft, _ = drafted([row for row in SAID if row[0] != "c1"])

    assert all(place.voice != "c1" for part in draft.parts for place in part.voices)
    assert "bus" not in draft.words


@given(st.permutations(SAID))
def test_the_order_of_voices_never_matters(said: list[tuple[str, str, str, Stance]]) -> None:
    assert drafted(said)[0] == drafted()[0]


def test_with_no_voice_there_is_nothing_to_draft() -> None:
    assert drafted([])[0].parts == ()


def asked(*stances: Stance, under: int = 5) -> FindingDraft:
    """A draft about a hub from one voice of each person, each with the answer a reader gave."""
    voices = [Voice(str(n), f"What person {n} said of the hub", f"p{n}") for n in range(len(stances))]
    told = {voice.id: stance for voice, stance in zip(voices, stances, strict=True)}
    return draft_finding("a hub", voices, stances=told, conditions={}, hold_back_under=under)


def test_one_for_and_one_against_is_not_called_support() -> None:
    draft = asked("for", "against", "mixed", "unclear", "unclear", "unclear")

    assert draft.parts[0].words.startswith("Views differ on a hub.") and "support" not in draft.words
    assert "a few people" not in draft.words.casefold()
    assert draft.parts[0].words.endswith("Fewer than 5 people are against it.")


def test_support_takes_more_than_half_of_those_who_took_a_side() -> None:
    half = asked(*["for"] * 6, *["against"] * 6, *["unclear"] * 20)
    most = asked(*["for"] * 7, *["against"] * 6, *["unclear"] * 20)
    both = asked(*["for"] * 7, *["against"] * 6, "mixed")

    assert half.words.startswith("Views differ on a hub.")
    assert most.words.startswith("There is support for a hub.")
    assert both.words.startswith("Views differ on a hub."), "7 of 14 are no majority"


def test_who_is_of_two_minds_is_counted_apart_from_who_sets_a_condition() -> None:
    draft, _ = drafted([*SAID, ("y", "p0", "On second thoughts no base", "against")])

    assert draft.people["mixed"] == 7 and draft.on_a_condition == 6
    assert set(draft.two_minds) == {"a0", "y"}
    assert "6 people are for it on a condition. Fewer than 5 people are both for it and against it." in draft.words


def test_one_person_is_called_one_person_only_where_small_numbers_may_be_shown() -> None:
    shown, held = asked("for", "against", under=1), asked("for", "against")

    assert (
        "One person of the 2 who were asked is for it as it stands" in shown.words
        and "One person is against it" in shown.words
    )
    assert "One person" not in held.words and "Fewer than 5 people are for it as it stands" in held.words
