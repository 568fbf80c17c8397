"""What a person agreed to, checked as laws."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from heard.codes import Use
from heard.voice.consent import Permission, may_use

TODAY = date(2026, 5, 12)
DAYS = st.dates(TODAY - timedelta(days=60), TODAY + timedelta(days=60))
PERMISSIONS = st.builds(
    Permission,
    use=st.sampled_from(list(Use)),
    given_by=st.sampled_from(["self", "parent"]),
    answer=st.booleans(),
    on=DAYS,
    expires_on=st.one_of(st.none(), DAYS),
    withdrawn=st.booleans(),
)
MANY = st.lists(PERMISSIONS, max_size=8)


@given(st.sampled_from(list(Use)), st.booleans())
def test_nothing_recorded_allows_nothing_not_even_finding_themes(use: Use, needs_parent: bool) -> None:
    verdict = may_use([], use, on=TODAY, needs_parent=needs_parent)

    assert not verdict.allowed
    assert "No answer" in verdict.why


@given(MANY, st.sampled_from(list(Use)), st.booleans())
def test_a_parents_yes_never_overrides_a_childs_no(known: list[Permission], use: Use, needs_parent: bool) -> None:
    refused = Permission(use, "self", False, TODAY)
    agreed = Permission(use, "parent", True, TODAY)

    verdict = may_use([*known, refused, agreed], use, on=TODAY, needs_parent=needs_parent)

    assert not verdict.allowed


@given(MANY, st.sampled_from(list(Use)), st.booleans(), st.randoms())
def test_the_order_of_the_records_changes_nothing(
    known: list[Permission], use: Use, needs_parent: bool, mix: object
) -> None:
    shuffled = list(known)
    mix.shuffle(shuffled)  # type: ignore[attr-defined]

    assert may_use(known, use, on=TODAY, needs_parent=needs_parent) == may_use(
        shuffled, use, on=TODAY, needs_parent=needs_parent
    )


@given(MANY, st.sampled_from(list(Use)))
def test_needing_a_parent_never_allows_more(known: list[Permission], use: Use) -> None:
    with_parent = may_use(known, use, on=TODAY, needs_parent=True)
    without = may_use(known, use, on=TODAY, needs_parent=False)

    assert without.allowed or not with_parent.allowed


@given(MANY, st.sampled_from(list(Use)), st.booleans())
def test_what_is_allowed_rests_on_a_standing_yes_of_the_person(known: list[Permission], use: Use, needs: bool) -> None:
    verdict = may_use(known, use, on=TODAY, needs_parent=needs)

    if verdict.allowed:
        assert any(
            p.use == use and p.given_by == "self" and p.answer and not p.withdrawn and p.on <= TODAY
            and (p.expires_on is None or p.expires_on >= TODAY)
            for p in known
        )  # fmt: skip


def test_a_later_yes_replaces_an_earlier_no() -> None:
    known = [
        Permission(Use.QUOTE, "self", False, date(2026, 3, 1)),
        Permission(Use.QUOTE, "self", True, date(2026, 4, 1)),
    ]

    assert may_use(known, Use.QUOTE, on=TODAY, needs_parent=False).allowed
    assert not may_use(known, Use.QUOTE, on=date(2026, 3, 15), needs_parent=False).allowed


def test_a_yes_ends_on_its_day_and_says_when() -> None:
    known = [Permission(Use.SHOW_DRAWING, "self", True, date(2026, 3, 1), expires_on=date(2026, 5, 11))]

    assert may_use(known, Use.SHOW_DRAWING, on=date(2026, 5, 11), needs_parent=False).allowed

    late = may_use(known, Use.SHOW_DRAWING, on=TODAY, needs_parent=False)
    assert not late.allowed and "11 May 2026" in late.why


def test_a_yes_taken_back_allows_nothing() -> None:
    known = [Permission(Use.QUOTE, "self", True, date(2026, 3, 1), withdrawn=True)]

    assert "took back" in may_use(known, Use.QUOTE, on=TODAY, needs_parent=False).why


def test_agreeing_to_one_use_is_not_agreeing_to_another() -> None:
    known = [Permission(Use.ANALYSE, "self", True, TODAY)]

    assert may_use(known, Use.ANALYSE, on=TODAY, needs_parent=False).allowed
    assert not may_use(known, Use.QUOTE, on=TODAY, needs_parent=False).allowed
