"""Planning, changing, booking and cancelling a visit, and the places visits happen at."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from heard.errors import BadRecord, DatesOutOfOrder, ReasonNeeded
from heard_web.audit.models import AuditEvent
from heard_web.engagement import actions
from heard_web.engagement.models import Activity, Question
from heard_web.people.models import User
from heard_web.places.models import Setting

AsPerson = Callable[[User], Client]
DAY = datetime.date(2026, 5, 12)


def typed(**changed: Any) -> dict[str, Any]:
    """What a person sends from the form of a visit."""
    return {
        "kind": "school_visit", "starts_on": "2026-05-12", "place_type": "", "setting": "", "place_name": "",
        "purpose": "", "questions": "", "status": "planned", "title": "", **changed,
    }  # fmt: skip


def planned(officer: User, **changed: Any) -> Activity:
    facts = {"kind": "school_visit", "title": "Visit", "starts_on": DAY, "place_type": "school", **changed}
    return actions.plan(by=officer, **facts)


def test_a_visit_nobody_named_is_named_after_its_kind_and_its_school(
    as_person: AsPerson, officer: User, school: Setting
) -> None:
    browser = as_person(officer)

    browser.post("/engagement/add/", typed(setting="alder brook"))

    visit = Activity.objects.get()
    assert visit.title == "School visit, Alder Brook Primary"
    assert (visit.setting, visit.place_type, visit.held_by) == (school, "school", officer.organisation)


def test_a_school_is_found_by_its_urn_its_whole_name_or_its_town(
    as_person: AsPerson, officer: User, school: Setting
) -> None:
    browser = as_person(officer)
    Setting.objects.create(urn=900002, name="Alder Brook Primary Annexe", town="Farfield")

    for words in ("900001", "Alder Brook Primary", "Alder Brook Primary, Ashdale", "alder brook, ashdale"):
        browser.post("/engagement/add/", typed(setting=words, title=words))

    assert [visit.setting for visit in Activity.objects.all()] == [school] * 4


def test_two_schools_of_one_name_are_offered_to_choose_from_and_nothing_typed_is_lost(
    as_person: AsPerson, officer: User, school: Setting
) -> None:
    browser = as_person(officer)
    namesake = Setting.objects.create(urn=900009, name="Alder Brook Primary", town="Vale End")
    sent = typed(setting="Alder Brook Primary", title="Rainy day visit", notes="Ring the bell twice")

    asked = browser.post("/engagement/add/", sent).content.decode()

    assert not Activity.objects.exists()
    assert "Ashdale (URN 900001)" in asked
    assert "Vale End (URN 900009)" in asked
    assert "Rainy day visit" in asked
    assert "Ring the bell twice" in asked

    browser.post("/engagement/add/", {**sent, "setting_choice": str(namesake.pk)})

    assert Activity.objects.get().setting == namesake


def test_a_choice_left_over_from_other_words_is_not_taken(as_person: AsPerson, officer: User, school: Setting) -> None:
    browser = as_person(officer)
    other = Setting.objects.create(urn=900005, name="Elm Row Primary", town="Ashdale")

    browser.post("/engagement/add/", typed(setting="Elm Row Primary", setting_choice=str(school.pk)))

    assert Activity.objects.get().setting == other


def test_a_school_nobody_knows_is_said_beside_the_box_and_what_was_typed_stays(
    as_person: AsPerson, officer: User
) -> None:
    browser = as_person(officer)

    page = browser.post("/engagement/add/", typed(setting="Nowhere School", questions="What helps?")).content.decode()

    assert "No school or setting is called “Nowhere School”" in page
    assert 'value="Nowhere School"' in page
    assert "What helps?" in page
    assert not Activity.objects.exists()


def test_a_day_that_cannot_be_read_is_shown_again_as_it_was_typed(as_person: AsPerson, officer: User) -> None:
    browser = as_person(officer)

    page = browser.post("/engagement/add/", typed(starts_on="next Tuesday", place_type="cafe")).content.decode()

    assert 'value="next Tuesday"' in page
    assert "Enter a day such as" in page


def test_a_slip_in_the_year_is_caught(as_person: AsPerson, officer: User) -> None:
    browser = as_person(officer)

    page = browser.post("/engagement/add/", typed(starts_on="0206-05-12", place_type="cafe")).content.decode()

    assert "The year 206 looks wrong" in page


def test_a_question_asked_on_two_visits_is_kept_once(officer: User) -> None:
    first = planned(officer, questions=["What makes a good day?", " What makes a good day? ", ""])
    second = planned(officer, title="Another visit", questions=["What makes a good day?"])

    assert Question.objects.count() == 1
    assert list(first.questions.all()) == list(second.questions.all())


def test_questions_asked_before_can_be_ticked_instead_of_typed(as_person: AsPerson, officer: User) -> None:
    planned(officer, questions=["What makes a good day?"])
    known = Question.objects.get()
    browser = as_person(officer)

    browser.post("/engagement/add/", typed(place_type="cafe", asked_before=[known.pk], questions="What is hard?\n"))

    words = [question.words for question in Activity.objects.latest("id").questions.all()]
    assert words == ["What is hard?", "What makes a good day?"]


def test_another_organisation_s_questions_are_not_offered(
    as_person: AsPerson, officer: User, forum_member: User
) -> None:
    planned(forum_member, questions=["What worries the forum?"])
    browser = as_person(officer)

    page = browser.get("/engagement/add/").content.decode()

    assert "What worries the forum?" not in page


def test_a_visit_that_ends_before_it_starts_is_refused_in_words(as_person: AsPerson, officer: User) -> None:
    browser = as_person(officer)
    sent = typed(place_type="cafe", start_time="14:00", end_time="13:00")

    page = browser.post("/engagement/add/", sent).content.decode()

    assert "It ends at 13:00, but starts at 14:00" in page
    with pytest.raises(DatesOutOfOrder):
        planned(officer, start_time=datetime.time(14), end_time=datetime.time(13))


def test_changing_a_visit_starts_from_what_is_kept_and_keeps_what_is_not_touched(
    as_person: AsPerson, officer: User, school: Setting
) -> None:
    visit = planned(officer, setting=school, questions=["What helps?"], methods=["drawing"], facilitators=[officer])
    browser = as_person(officer)
    start = browser.get(f"/engagement/{visit.pk}/change/").context["form"]
    sent = {field.html_name: field.value() for field in start if field.value() not in (None, False)}

    browser.post(f"/engagement/{visit.pk}/change/", {**sent, "title": "A new name"})

    visit.refresh_from_db()
    assert visit.title == "A new name"
    assert (visit.setting, visit.methods, visit.starts_on) == (school, ["drawing"], DAY)
    assert [question.words for question in visit.questions.all()] == ["What helps?"]
    assert list(visit.facilitators.all()) == [officer]


def test_a_visit_in_the_future_cannot_have_happened(as_person: AsPerson, officer: User) -> None:
    browser = as_person(officer)
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)

    page = browser.post("/engagement/add/", typed(place_type="cafe", status="held", starts_on=tomorrow.isoformat()))

    assert "This day has not come yet" in page.content.decode()
    assert not Activity.objects.exists()


def test_what_has_happened_leads_straight_to_who_came(as_person: AsPerson, officer: User) -> None:
    browser = as_person(officer)
    today = timezone.localdate().isoformat()

    answer = browser.post("/engagement/add/?happened=1", typed(place_type="cafe", status="held", starts_on=today))

    assert answer["Location"] == f"/engagement/{Activity.objects.get().pk}/held/"


def test_booking_twice_is_harmless_and_written_down_once(officer: User) -> None:
    visit = planned(officer)

    actions.book(visit, by=officer)
    actions.book(visit, by=officer)

    assert visit.status == "booked"
    assert AuditEvent.objects.filter(verb="book").count() == 1


def test_a_cancelled_visit_says_why(as_person: AsPerson, officer: User) -> None:
    visit = planned(officer)
    browser = as_person(officer)

    page = browser.post(f"/engagement/{visit.pk}/cancel/", {"because": "  "}).content.decode()

    assert "Say why the visit is off" in page
    with pytest.raises(ReasonNeeded):
        actions.cancel(visit, by=officer, because=" ")
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.filter(pk=visit.pk).update(status="cancelled")


def test_a_cancelled_visit_stays_in_the_list_with_its_reason_and_can_be_on_again(
    as_person: AsPerson, officer: User
) -> None:
    visit = planned(officer)
    browser = as_person(officer)

    browser.post(f"/engagement/{visit.pk}/cancel/", {"because": "Snow closed the school"})

    assert "Snow closed the school" in browser.get(f"/engagement/{visit.pk}/").content.decode()

    browser.post(f"/engagement/{visit.pk}/book/")

    visit.refresh_from_db()
    assert (visit.status, visit.cancelled_because) == ("booked", "")


def test_a_visit_that_was_held_cannot_be_made_planned_again(officer: User, workshop: Activity) -> None:
    with pytest.raises(BadRecord, match="cannot be made"):
        actions.change(workshop, by=officer, status="planned")

    with pytest.raises(BadRecord, match="cannot be cancelled"):
        actions.cancel(workshop, by=officer, because="Snow")


def test_the_history_holds_no_word_that_was_typed(officer: User) -> None:
    visit = planned(officer, title="Zebra title", notes="Zebra notes", hosted_by="Zebra host")

    actions.cancel(visit, by=officer, because="Zebra reason")

    assert not AuditEvent.objects.filter(sentence__icontains="zebra").exists()
    assert AuditEvent.objects.count() == 2


@pytest.mark.parametrize(
    "words", ["²", "99999999999999999999", "Elm\0Row", "%", ",", ", Ashdale", "(URN 9)", "a" * 250]
)
def test_odd_words_for_a_school_are_answered_in_words(as_person: AsPerson, officer: User, words: str) -> None:
    browser = as_person(officer)

    answer = browser.post("/engagement/add/", typed(setting=words))

    assert answer.status_code == 200
    assert answer.context["form"].errors["setting"]
