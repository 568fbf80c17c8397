"""Adding what people told us, one after another."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from heard.codes import Use
from heard_web.audit.models import AuditEvent
from heard_web.engagement.models import Activity, Question
from heard_web.people.models import User
from heard_web.voice.actions import add_contribution, record_permission
from heard_web.voice.facts import NothingToKeep, ObservationFacts, PermissionFacts, SpeakerFacts
from heard_web.voice.models import Contribution, Observation, Speaker

AsPerson = Callable[[User], Client]
DAY = datetime.date(2026, 5, 12)


def typed(**changes: Any) -> dict[str, Any]:
    return {
        "words": "I like the lunch club.", "mode": "said", "mediation": "own_words", "label": "P1", "group": "cyp",
        "age_band": "age_11_15", "people": "1", "agreed": ["analyse", "quote"], "once": "a1", "onward": "next", **changes,
    }  # fmt: skip


def test_the_next_form_keeps_how_but_never_carries_one_persons_yes_to_the_next(
    officer: User, workshop: Activity, as_person: AsPerson
) -> None:
    browser = as_person(officer)
    url = reverse("voice:add", args=[workshop.pk])

    answer = browser.post(url, typed(mode="signed", parent_too="on"))
    page = browser.get(answer["Location"])

    form = page.context["form"]
    assert form["mode"].value() == "signed"
    assert form["age_band"].value() == "age_11_15"
    assert not form["agreed"].value()
    assert not form["parent_too"].value()
    assert form["label"].value() == "P2"
    assert "lunch club" not in page.content.decode()


def test_the_same_person_may_go_on(officer: User, workshop: Activity, as_person: AsPerson) -> None:
    browser = as_person(officer)
    url = reverse("voice:add", args=[workshop.pk])

    answer = browser.post(url, typed(onward="same"))
    page = browser.get(answer["Location"])
    browser.post(url, typed(once="a2", words="And the garden."))

    assert page.context["form"]["label"].value() == "P1"
    assert page.context["form"]["agreed"].value() == ["analyse", "quote"]
    assert Contribution.objects.count() == 2
    assert Speaker.objects.count() == 1


def test_a_form_sent_twice_over_a_poor_line_is_kept_once(
    officer: User, workshop: Activity, as_person: AsPerson
) -> None:
    browser = as_person(officer)
    url = reverse("voice:add", args=[workshop.pk])

    browser.post(url, typed())
    browser.post(url, typed())

    assert Contribution.objects.count() == 1


def test_a_parents_yes_is_needed_by_default_under_16_and_a_person_may_decide_otherwise(
    officer: User, workshop: Activity, as_person: AsPerson
) -> None:
    browser = as_person(officer)
    url = reverse("voice:add", args=[workshop.pk])

    browser.post(url, typed(label="P1", once="a1"))
    browser.post(url, typed(label="P2", once="a2", age_band="age_16_18"))
    browser.post(url, typed(label="P3", once="a3", needs_parent="no"))

    needs = dict(Speaker.objects.values_list("label", "needs_parent"))
    assert needs == {"P1": True, "P2": False, "P3": False}
    assert not Contribution.objects.get(speaker__label="P1").may(Use.QUOTE).allowed
    assert Contribution.objects.get(speaker__label="P3").may(Use.QUOTE).allowed


def test_one_label_never_stands_for_two_people_and_nothing_typed_is_lost(
    officer: User, workshop: Activity, as_person: AsPerson
) -> None:
    browser = as_person(officer)
    url = reverse("voice:add", args=[workshop.pk])
    browser.post(url, typed())

    page = browser.post(
        url, typed(once="a2", group="parent_carer", age_band="not_asked", words="A parent's own words.")
    )

    assert page.status_code == 200
    assert "P1 is already here as" in str(page.context["form"].errors["label"])
    assert "A parent&#x27;s own words." in page.content.decode()
    assert Contribution.objects.count() == 1


def test_somebody_who_spoke_for_another_is_named_by_role(
    officer: User, workshop: Activity, as_person: AsPerson
) -> None:
    browser = as_person(officer)
    url = reverse("voice:add", args=[workshop.pk])

    page = browser.post(url, typed(mediation="on_behalf"))
    browser.post(url, typed(mediation="on_behalf", on_behalf_of="A teaching assistant, for a pupil"))

    assert "Write who spoke" in str(page.context["form"].errors["on_behalf_of"])
    assert Contribution.objects.get().on_behalf_of == "A teaching assistant, for a pupil"


def test_what_was_watched_is_shown_as_watched_and_never_as_a_quotation(
    officer: User, workshop: Activity, as_person: AsPerson
) -> None:
    browser = as_person(officer)
    told = typed(what_we_saw="Smiled and reached for the bubbles.", what_we_think="Wants more.", confidence="unsure",
                 knows_child="well", observer="The child's keyworker", agreed=["analyse"])  # fmt: skip

    browser.post(reverse("voice:add", args=[workshop.pk]) + "?kind=watched", told)
    page = browser.get(Contribution.objects.get().get_absolute_url()).content.decode()

    assert "Watched, not spoken" in page
    assert "<blockquote" not in page
    assert Contribution.objects.get().words == ""


def test_what_was_watched_may_be_told_to_others_when_that_was_agreed_and_the_parent_is_asked_beside_it(
    officer: User, workshop: Activity, as_person: AsPerson
) -> None:
    browser = as_person(officer)
    url = reverse("voice:add", args=[workshop.pk]) + "?kind=watched"
    told = typed(what_we_saw="Smiled.", confidence="unsure", knows_child="well", agreed=["quote"], parent_too="on")

    form = browser.get(url).context["form"]
    browser.post(url, told)
    row = Contribution.objects.get()
    page = browser.get(row.get_absolute_url()).content.decode()
    answers = browser.get(reverse("voice:permission", args=[row.pk])).content.decode()

    assert ("quote", "Tell others what we saw, without a name") in form.fields["agreed"].choices
    assert "parent_too" in form.fields
    assert row.may(Use.QUOTE).allowed
    assert "Tell others what we saw, without a name" in page
    assert "Tell others what we saw, without a name" in answers


def test_the_database_refuses_words_on_something_watched(officer: User, workshop: Activity) -> None:
    told = {"activity": workshop, "held_by": officer.organisation, "recorded_by": officer, "said_on": DAY}

    with pytest.raises(IntegrityError), transaction.atomic():
        Contribution.objects.create(mode="observed", words="I am happy", **told)
    with pytest.raises(NothingToKeep):
        add_contribution(workshop, by=officer, mode="observed", words="I am happy",
                         observation=ObservationFacts(what_we_saw="A smile"))  # fmt: skip

    assert not Observation.objects.exists()


def test_the_database_refuses_words_on_behalf_without_who(officer: User, workshop: Activity) -> None:
    told = {"activity": workshop, "held_by": officer.organisation, "recorded_by": officer, "said_on": DAY}

    with pytest.raises(IntegrityError), transaction.atomic():
        Contribution.objects.create(mode="said", words="He likes it", mediation="on_behalf", **told)

    assert not Contribution.objects.exists()


def test_a_question_of_the_visit_goes_with_the_answer(officer: User, workshop: Activity, as_person: AsPerson) -> None:
    question = Question.objects.create(words="What is a good day?", held_by=officer.organisation)
    workshop.questions.add(question)

    as_person(officer).post(reverse("voice:add", args=[workshop.pk]), typed(question=str(question.pk)))

    assert Contribution.objects.get().question == question


def test_nothing_is_not_kept(officer: User, workshop: Activity, as_person: AsPerson) -> None:
    page = as_person(officer).post(reverse("voice:add", args=[workshop.pk]), typed(words="  "))

    assert "Write what they told us." in page.content.decode()
    assert not Contribution.objects.exists()


def test_only_the_people_who_record_for_the_holder_add(
    officer: User,
    decision_maker: User,
    inspector: User,
    forum_member: User,
    workshop: Activity,
    forum_meeting: Activity,
) -> None:
    for person in (decision_maker, inspector, forum_member):
        with pytest.raises(PermissionDenied):
            add_contribution(workshop, by=person, mode="said", words="Hello")
    with pytest.raises(PermissionDenied):
        add_contribution(forum_meeting, by=officer, mode="said", words="Hello")

    assert not Contribution.objects.exists()


def test_a_strangers_form_is_not_there_and_an_inspector_may_not_open_it(
    stranger: User, inspector: User, workshop: Activity, forum_meeting: Activity, officer: User, as_person: AsPerson
) -> None:
    url = reverse("voice:add", args=[workshop.pk])

    assert as_person(stranger).get(url).status_code == 404
    assert as_person(inspector).get(url).status_code == 403
    assert as_person(officer).get(reverse("voice:add", args=[forum_meeting.pk])).status_code == 404


def test_every_answer_about_consent_is_kept_and_the_latest_counts(
    officer: User, workshop: Activity, as_person: AsPerson
) -> None:
    row = add_contribution(
        workshop, by=officer, mode="said", words="Hello", speaker=SpeakerFacts("P1"),
        permissions=[PermissionFacts("quote", "self", True, DAY)],
    )  # fmt: skip
    told = {"given_by": "self", "given_on": "2026-06-01", "use_quote": "no", "information_version": "easy read 2"}

    as_person(officer).post(reverse("voice:permission", args=[row.pk]), told)

    page = as_person(officer).get(row.get_absolute_url()).content.decode()
    assert not Contribution.objects.get().may(Use.QUOTE).allowed
    assert row.permissions.count() == 2
    assert "easy read 2" in page
    assert "12 May 2026" in page


def test_an_answer_written_down_twice_is_one_answer(officer: User, workshop: Activity) -> None:
    row = add_contribution(workshop, by=officer, mode="said", words="Hello")
    facts = PermissionFacts("quote", "self", True, DAY)

    first = record_permission(row, by=officer, facts=facts)
    again = record_permission(row, by=officer, facts=facts)

    assert first == again
    assert AuditEvent.objects.filter(verb="record_permission").count() == 1


def test_an_answer_dated_in_the_future_or_about_nothing_is_asked_again(
    officer: User, workshop: Activity, as_person: AsPerson
) -> None:
    row = add_contribution(workshop, by=officer, mode="said", words="Hello")

    page = as_person(officer).post(
        reverse("voice:permission", args=[row.pk]), {"given_by": "self", "given_on": "2999-01-01"}
    )

    assert "still to come" in page.content.decode()
    assert "at least one use" in page.content.decode()
    assert not row.permissions.exists()


def test_the_history_never_holds_the_words(officer: User, workshop: Activity) -> None:
    add_contribution(workshop, by=officer, mode="said", words="quincewort", speaker=SpeakerFacts("P1"))

    assert not AuditEvent.objects.filter(sentence__contains="quincewort").exists()
    assert AuditEvent.objects.filter(verb="add_contribution").count() == 1
