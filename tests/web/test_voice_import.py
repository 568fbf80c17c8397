"""Bringing in a file people already keep: matched, previewed, brought in once, and every row accounted for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from heard.codes import Use
from heard_web.engagement.models import Activity
from heard_web.people.models import User
from heard_web.voice.actions import add_contribution, divert, withdraw
from heard_web.voice.actions_import import bring_in, forget_rows, start_import
from heard_web.voice.facts import SpeakerFacts
from heard_web.voice.models import Contribution, ImportBatch, ImportRow, Permission, Speaker
from tests.web.voice_cast import FILE, brought_in


def results(batch: ImportBatch) -> dict[int, str]:
    return dict(batch.rows.values_list("number", "result"))


def said() -> list[str]:
    return sorted(Contribution.objects.standing().values_list("words", flat=True))


def test_every_row_is_accounted_for_and_the_unusable_ones_keep_their_cells_and_why(
    officer: User, workshop: Activity
) -> None:
    batch = brought_in(workshop, officer, FILE)

    assert results(batch) == {2: "added", 3: "added", 4: "problem", 5: "problem"}
    assert said() == ["A quiet room", "More swings"]
    unknown = batch.rows.get(number=5)
    assert "“wizard” is not known" in unknown.problem
    assert unknown.cells["Comment"] == "Hello"
    pupil = Contribution.objects.get(words="More swings").speaker
    assert (pupil.group, pupil.age_band, pupil.needs_parent) == ("cyp", "age_11_15", True)


def test_the_same_file_again_changes_nothing(officer: User, workshop: Activity) -> None:
    brought_in(workshop, officer, FILE)

    again = brought_in(workshop, officer, FILE)

    assert results(again) == {2: "unchanged", 3: "unchanged", 4: "problem", 5: "problem"}
    assert Contribution.objects.count() == 2
    assert Speaker.objects.count() == 2


def test_a_corrected_file_updates_instead_of_doubling(officer: User, workshop: Activity) -> None:
    brought_in(workshop, officer, FILE)

    text = FILE.replace("More swings", "More swings please").replace("wizard", "pupil").replace("parent,,", "sibling,,")
    again = brought_in(workshop, officer, text)

    assert results(again) == {2: "updated", 3: "updated", 4: "problem", 5: "added"}
    assert said() == ["A quiet room", "Hello", "More swings please"]
    assert Contribution.objects.get(words="A quiet room").speaker.group == "sibling"


@pytest.mark.parametrize("letting_go", [withdraw, lambda row, by: divert(row, by=by, passed_to="The lead on site")])
def test_what_was_taken_back_or_passed_on_never_comes_back(
    letting_go: Callable[..., None], officer: User, workshop: Activity
) -> None:
    brought_in(workshop, officer, FILE)
    letting_go(Contribution.objects.get(words="More swings"), by=officer)

    again = brought_in(workshop, officer, FILE)
    changed = brought_in(workshop, officer, FILE.replace("More swings", "More swings!"))

    assert said() == ["A quiet room"]
    for batch in (again, changed):
        row = batch.rows.get(number=2)
        assert (row.result, row.cells) == ("left_out", {})
    assert not any("swings" in str(row.cells) for row in ImportRow.objects.all())


def test_a_file_without_the_numbers_still_knows_its_rows_and_what_was_taken_back(
    officer: User, workshop: Activity
) -> None:
    brought_in(workshop, officer, "Ref,Comment\n1,Yes\n2,Yes\n3,No\n", {"Ref": "key", "Comment": "words"})
    withdraw(Contribution.objects.get(words="No"), by=officer)

    again = brought_in(workshop, officer, "Comment\nYes\nYes\nNo\n", {"Comment": "words"})
    numbered = brought_in(workshop, officer, "Ref,Comment\n1,Yes\n2,Yes\n3,No\n", {"Ref": "key", "Comment": "words"})

    assert results(again) == {2: "unchanged", 3: "unchanged", 4: "left_out"}
    assert results(numbered) == {2: "unchanged", 3: "unchanged", 4: "left_out"}
    assert said() == ["Yes", "Yes"]


def test_equal_rows_of_two_people_stay_two_people(officer: User, workshop: Activity) -> None:
    text = "Comment\nMore swings\nMore swings\n"

    brought_in(workshop, officer, text, {"Comment": "words"})
    brought_in(workshop, officer, text, {"Comment": "words"})

    assert said() == ["More swings", "More swings"]
    assert Speaker.objects.count() == 2


def test_one_speaker_of_the_file_is_one_person_and_a_name_never_becomes_a_label(
    officer: User, workshop: Activity
) -> None:
    text = "Name,Comment\nRobin Ashby,More swings\nRobin Ashby,More benches\nP7,A quiet room\n"

    brought_in(workshop, officer, text, {"Name": "speaker", "Comment": "words"})

    labels = sorted(Speaker.objects.values_list("label", flat=True))
    assert len(labels) == 2
    assert "P7" in labels
    assert not any("Robin" in label or "Ashby" in label for label in labels)


def test_two_people_under_one_number_are_not_made_one(officer: User, workshop: Activity) -> None:
    add_contribution(workshop, by=officer, mode="said", words="Hello", speaker=SpeakerFacts("P1", group="parent_carer"))
    text = "Person,Who,Comment\nP1,pupil,One\nP2,pupil,Two\nP2,parent,Three\n"

    batch = brought_in(workshop, officer, text, {"Person": "speaker", "Who": "group", "Comment": "words"})

    assert results(batch) == {2: "problem", 3: "added", 4: "problem"}
    assert "already here as" in batch.rows.get(number=2).problem


def test_the_forms_yes_is_recorded_once_for_every_row(officer: User, workshop: Activity) -> None:
    brought_in(workshop, officer, FILE, agreed=["analyse"])
    again = brought_in(workshop, officer, FILE, agreed=["analyse", "quote"], parent_too=True)
    third = brought_in(workshop, officer, FILE, agreed=["analyse", "quote"], parent_too=True)

    assert Permission.objects.count() == 2 * 4
    assert Contribution.objects.get(words="More swings").may(Use.QUOTE).allowed
    assert results(again)[2] == "updated"
    assert results(third)[2] == "unchanged"


def test_a_childs_own_no_outlives_the_file(officer: User, workshop: Activity) -> None:
    brought_in(workshop, officer, FILE)
    row = Contribution.objects.get(words="A quiet room")
    Permission.objects.create(
        contribution=row, use="quote", given_by="self", answer=False, given_on=workshop.starts_on, recorded_by=officer
    )

    brought_in(workshop, officer, FILE, agreed=["quote"])

    assert not row.may(Use.QUOTE).allowed


def test_what_a_file_says_was_watched_is_kept_as_watched(officer: User, workshop: Activity) -> None:
    text = "How,Comment\nobserved,Reached for the bubbles\nsaid,Again!\n"
    matching = {"How": "mode", "Comment": "words"}

    brought_in(workshop, officer, text, matching)
    again = brought_in(workshop, officer, text, matching)
    brought_in(workshop, officer, text.replace("observed", "said"), matching)

    assert results(again) == {2: "unchanged", 3: "unchanged"}
    assert said() == ["Again!", "Reached for the bubbles"]


def test_thousands_of_rows_take_no_query_each(officer: User, workshop: Activity) -> None:
    rows = "".join(f"R{n},P{n % 900},{8 + n % 9 // 9},Comment number {n} about the day\n" for n in range(6_500))
    text = "Ref,Person,Age,Comment\n" + rows
    matching = {"Ref": "key", "Person": "speaker", "Age": "age_band", "Comment": "words"}

    with CaptureQueriesContext(connection) as queries:
        brought_in(workshop, officer, text, matching, agreed=["analyse"])
    with CaptureQueriesContext(connection) as again:
        brought_in(workshop, officer, text.replace("day\n", "week\n", 3), matching, agreed=["analyse"])

    assert Contribution.objects.count() == 6_500
    assert Speaker.objects.count() == 900
    assert len(queries) < 6_500 / 10
    assert len(again) < 6_500 / 10


def test_bringing_in_twice_is_harmless_and_only_the_holder_does(
    officer: User, forum_member: User, decision_maker: User, workshop: Activity
) -> None:
    batch = brought_in(workshop, officer, FILE)

    bring_in(batch, by=officer)

    assert Contribution.objects.count() == 2
    for person in (forum_member, decision_maker):
        with pytest.raises(PermissionDenied):
            start_import(workshop, by=person, content=b"a\nb\n", file_name="a.csv")
        with pytest.raises(PermissionDenied):
            bring_in(batch, by=person)


def test_the_file_as_it_was_read_may_be_erased(officer: User, workshop: Activity) -> None:
    batch = brought_in(workshop, officer, FILE)
    waiting = start_import(workshop, by=officer, content=b"Comment\nHello\n", file_name="b.csv")

    for each in (batch, waiting, waiting):
        forget_rows(each, by=officer)

    assert all(row.cells == {} and row.problem == "" for row in batch.rows.all())
    assert not ImportBatch.objects.filter(pk=waiting.pk).exists()
    assert len(said()) == 2


def test_a_no_in_the_file_is_kept_as_a_no_and_an_empty_cell_as_nothing_asked(officer: User, workshop: Activity) -> None:
    table = "words,may we use it\nThe garden,yes\nThe bus,No\nThe bell,\nThe hall,perhaps\n"

    batch = brought_in(workshop, officer, table, {"words": "words", "may we use it": "agreed"}, agreed=["analyse"])

    allowed = {row.words: row.may(Use.ANALYSE).allowed for row in Contribution.objects.prefetch_related("permissions")}
    assert allowed == {"The garden": True, "The bus": False, "The bell": False}
    assert not Permission.objects.filter(contribution__words="The bell").exists()
    assert set(Permission.objects.filter(contribution__words="The bus").values_list("answer", flat=True)) == {False}
    assert "neither yes nor no" in batch.rows.get(result="problem").problem
