"""The thread, and checks on what is claimed."""

from __future__ import annotations

from datetime import date

from heard.codes import Answer
from heard.outcomes.attribution import Concern, ConcernKind, Given, Part, Result, check
from heard.outcomes.thread import Thread, knots, missing

FIRST_HEARD = date(2024, 11, 4)
ASKED = [
    Part("elm", "A base in Elmtree", "Elmtree", "communication and interaction", date(2025, 3, 1), (5, 11)),
    Part(
        "oak", "A base in Oakham Bridge", "Oakham Bridge", "communication and interaction", date(2025, 3, 1), (11, 16)
    ),
]


def _kinds(concerns: list[Concern]) -> list[tuple[ConcernKind, str | None, str | None]]:
    return [(concern.kind, concern.part_id, concern.result_id) for concern in concerns]


def test_a_base_that_opened_before_anyone_was_heard_cannot_be_their_doing() -> None:
    results = [Result("r1", "Lakeside base", "elm", in_use_since=date(2021, 9, 1))]

    concerns = check(FIRST_HEARD, ASKED[:1], results)

    assert _kinds(concerns) == [(ConcernKind.OLDER_THAN_VOICE, "elm", "r1")]
    assert "1 September 2021" in concerns[0].message and "4 November 2024" in concerns[0].message


def test_a_base_planned_before_anyone_was_heard_is_questioned_even_if_it_opened_after() -> None:
    results = [Result("r1", "Lakeside base", "elm", planned_on=date(2023, 1, 9), in_use_since=date(2025, 9, 1))]

    concerns = check(FIRST_HEARD, ASKED[:1], results)

    assert [concern.kind for concern in concerns] == [ConcernKind.OLDER_THAN_VOICE]
    assert "planned" in concerns[0].message


def test_a_part_never_delivered_stays_in_view_with_its_reason() -> None:
    results = [Result("r1", "Elmtree base", "elm", in_use_since=date(2025, 9, 1))]
    reason = "No school there had room."

    silent = check(FIRST_HEARD, ASKED, results)
    answered = check(FIRST_HEARD, ASKED, results, answers={"oak": Given(Answer.NO, reason)})

    assert _kinds(silent) == _kinds(answered) == [(ConcernKind.NEVER_DELIVERED, "oak", None)]
    assert "No answer has been given" in silent[0].message
    assert "No school there had room" in answered[0].message and answered[0].reason == reason


def test_a_base_of_another_kind_in_another_place_for_other_ages_differs_in_all_three() -> None:
    results = [Result("r1", "North base", "elm", "Northgate", "Generic", date(2025, 9, 1), ages=(11, 16))]

    concerns = check(FIRST_HEARD, ASKED[:1], results)

    assert [concern.kind for concern in concerns] == [ConcernKind.DIFFERS]
    for words in ("delivered in Northgate", "in use for Generic", "in use for ages 11 to 16"):
        assert words in concerns[0].message


def test_capitals_spaces_and_what_nobody_recorded_are_no_difference() -> None:
    results = [Result("r1", "Elmtree base", "elm", " ELMTREE ", "Communication & Interaction", date(2025, 9, 1))]

    assert check(FIRST_HEARD, ASKED[:1], results) == []


def test_a_result_nobody_asked_for_is_named() -> None:
    results = [Result("r1", "New car park", None), Result("r2", "Elmtree base", "elm"), Result("r3", "Sign", "lost")]

    concerns = check(FIRST_HEARD, ASKED[:1], results)

    assert _kinds(concerns) == [(ConcernKind.NOT_ASKED, None, "r1"), (ConcernKind.NOT_ASKED, None, "r3")]


def test_an_unknown_first_day_raises_no_doubt_about_age() -> None:
    results = [Result("r1", "Elmtree base", "elm", in_use_since=date(1990, 1, 1))]

    assert check(None, ASKED[:1], results) == []


def test_sixteen_visits_and_no_result_leave_gaps_a_parent_can_read() -> None:
    visits = Thread(people_heard=140, voices=412)

    gaps = missing(visits)

    assert [(gap.stage, gap.words) for gap in gaps] == [
        ("themes", "Nobody has agreed yet what the main themes are."),
        ("give-back", "Nobody has been told yet what came of this."),
    ]


def test_an_empty_thread_reaches_no_stage() -> None:
    assert not any(knot.reached for knot in knots(Thread()))
    assert [gap.stage for gap in missing(Thread())] == ["engagement", "voice"]


def test_a_whole_thread_has_no_gap() -> None:
    whole = Thread(
        people_heard=20, voices=60, themes_agreed=4, asks=3, asks_answered=3, actions=2, actions_finished=2, outcomes=1,
        outcomes_with_proof=1, outcomes_checked_with_families=1, give_backs_promised=2, give_backs_made=2,
    )  # fmt: skip

    assert missing(whole) == []
    assert all(knot.reached for knot in knots(whole))


def test_a_published_page_is_not_a_reply_to_those_who_took_part() -> None:
    published = Thread(people_heard=12, voices=30, themes_agreed=4, pages_published=2)
    told = Thread(people_heard=12, voices=30, themes_agreed=4, pages_published=2, give_backs_made=1)

    words = "Published; nobody has recorded telling the people themselves"

    assert (knots(published)[-1].reached, knots(published)[-1].words) == (False, words)
    assert [gap.words for gap in missing(published) if gap.stage == "give-back"] == [f"{words}."]
    assert (knots(told)[-1].reached, knots(told)[-1].words) == (True, "1 reply to those who took part")
    assert not [gap for gap in missing(told) if gap.stage == "give-back"]


def test_half_kept_promises_say_how_many_are_left() -> None:
    half = Thread(
        people_heard=20, voices=60, themes_agreed=4, asks=3, asks_answered=2, actions=2, actions_finished=1, outcomes=2,
        outcomes_with_proof=1, outcomes_checked_with_families=0, give_backs_promised=3, give_backs_made=1,
    )  # fmt: skip

    assert [gap.words for gap in missing(half)] == [
        "1 of 3 requests still waits for an answer.",
        "1 of 2 actions not finished yet.",
        "1 change on record without anything to show for it.",
        "No family has been asked yet whether the change has made a difference.",
        "2 of 3 groups promised a reply have not had it.",
    ]
