"""The first page after signing in, for somebody who records: the work itself."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from django.test import Client
from django.utils import timezone

from heard_web.engagement import actions
from heard_web.engagement.models import Activity, Purpose
from heard_web.forum.models import Interest
from heard_web.outcomes.models import Action, GiveBack
from heard_web.people.models import DecisionBody, User
from heard_web.publishing import actions as publishing
from heard_web.publishing.models import LocalOfferComment, Publication
from heard_web.themes.models import CandidateRun, CandidateTheme, Codebook
from heard_web.voice.actions import divert, withdraw
from heard_web.voice.models import Speaker
from tests.web.desk_cast import NOTHING, ask_of, decision_on, in_days, piles, titles, words_of
from tests.web.publishing_cast import page_of, permit, publish, voice_of

AsPerson = Callable[[User], Client]


def test_the_officer_sees_the_next_five_visits_soonest_first_and_how_many_there_are(
    as_person: AsPerson, officer: User
) -> None:
    for days in (9, 2, 7, 0, 30, 5):
        actions.plan(by=officer, kind="workshop", title=f"In {days}", starts_on=in_days(days), place_type="cafe")
    browser = as_person(officer)

    assert titles(browser, "what-comes-next") == ["In 0", "In 2", "In 5", "In 7", "In 9"]
    assert "See all 6" in words_of(browser)
    assert "In 30" in browser.get("/desk/what-comes-next/").content.decode()


def test_a_cancelled_visit_does_not_come_next(as_person: AsPerson, officer: User) -> None:
    visit = actions.plan(by=officer, kind="workshop", title="Off", starts_on=in_days(3), place_type="cafe")

    actions.cancel(visit, by=officer, because="Snow")

    assert titles(as_person(officer), "what-comes-next") == []


def test_a_visit_stays_to_write_up_until_somebody_counts(
    as_person: AsPerson, officer: User, workshop: Activity
) -> None:
    browser = as_person(officer)
    actions.plan(by=officer, kind="workshop", title="Yesterday", starts_on=in_days(-1), place_type="cafe")
    assert set(titles(browser, "to-write-up")) == {"Good life workshop", "Yesterday"}

    actions.hold(workshop, by=officer, counts={("cyp", "age_5_10"): 12})

    assert titles(browser, "to-write-up") == ["Yesterday"]


def test_a_host_stays_to_thank_until_thanked(as_person: AsPerson, officer: User, workshop: Activity) -> None:
    browser = as_person(officer)
    assert titles(browser, "to-thank") == ["Good life workshop"]

    actions.thank(workshop, by=officer, on=datetime.date(2026, 5, 13), words="Thank you")

    assert titles(browser, "to-thank") == []


def test_a_desk_with_nothing_on_it_says_so_once(as_person: AsPerson, officer: User) -> None:
    page = words_of(as_person(officer))

    assert page.count(NOTHING) == 1
    assert "<h2" not in page[page.index("<main") : page.index("</main")]


def test_a_page_sent_back_lies_on_top_with_the_reason(as_person: AsPerson, officer: User, approver: User) -> None:
    page = page_of(officer, title="Summer answers")
    publishing.submit(page, by=officer)
    publishing.send_back(page, by=approver, because="Say which school hall")
    browser = as_person(officer)

    assert next(iter(piles(browser))) == "sent-back"
    assert "Say which school hall" in piles(browser)["sent-back"].lines[0].about
    assert titles(browser, "drafts") == []


def test_only_my_own_pages_are_my_drafts(as_person: AsPerson, officer: User, second_officer: User) -> None:
    page_of(officer, title="Mine")
    page_of(second_officer, title="A colleague's")

    assert titles(as_person(officer), "drafts") == ["Mine"]


def test_a_published_page_that_lost_a_voice_is_to_be_looked_at_again(
    as_person: AsPerson, officer: User, second_officer: User, approver: User
) -> None:
    page = page_of(second_officer, title="June")
    publish(page, second_officer, approver)

    Publication.objects.filter(pk=page.pk).update(look_again_because="Somebody took their words back.")

    assert titles(as_person(officer), "sent-back") == ["June"]


def test_a_promise_stays_until_somebody_writes_down_that_people_were_told(
    as_person: AsPerson, officer: User, purpose: Purpose, workshop: Activity
) -> None:
    actions.change_purpose(purpose, by=officer, giveback_promise="We come back to you", giveback_due_on=in_days(-3))
    browser = as_person(officer)
    told = {"held_by": officer.organisation, "activity": workshop, "told_on": in_days(-1), "given_by": officer}
    GiveBack.objects.create(told_whom="Everyone", how="June", address="/updates/2026/06/", **told)
    assert titles(browser, "promises") == ["We come back to you"]
    assert "It is 3 days late" in words_of(browser)

    GiveBack.objects.create(told_whom="Class 4", how="A picture summary", **told)

    assert titles(browser, "promises") == []


def test_a_promise_that_is_not_late_is_not_called_overdue(as_person: AsPerson, officer: User, purpose: Purpose) -> None:
    actions.change_purpose(purpose, by=officer, giveback_promise="We come back to you", giveback_due_on=in_days(9))
    browser = as_person(officer)

    assert titles(browser, "promises") == ["We come back to you"]
    assert "Overdue" not in words_of(browser)


def test_a_promise_of_another_organisation_does_not_lie_on_this_desk(
    as_person: AsPerson, officer: User, forum_member: User, purpose: Purpose
) -> None:
    now = timezone.now()
    actions.change_purpose(purpose, by=officer, giveback_promise="We come back to you", giveback_due_on=in_days(-3))

    Purpose.objects.filter(pk=purpose.pk).update(released_at=now)

    assert titles(as_person(forum_member), "promises") == []


def test_late_actions_and_late_answers_are_on_the_desk_and_the_others_are_not(
    as_person: AsPerson, officer: User, board: DecisionBody
) -> None:
    late = ask_of(officer, board, "Open a hub", answer_due_on=in_days(-2))
    answered = ask_of(officer, board, "Ring back", answer_due_on=in_days(-2))
    ask_of(officer, board, "More swings", answer_due_on=in_days(2))
    decision = decision_on(answered, officer)
    for words, due in (("Late one", -1), ("Not yet", 1)):
        Action.objects.create(
            held_by=officer.organisation, decision=decision, words=words, owner="Jo", due_on=in_days(due), written_by=officer
        )  # fmt: skip
    browser = as_person(officer)

    assert titles(browser, "late-answers") == [late.words]
    assert titles(browser, "late-actions") == ["Late one"]
    assert words_of(browser).count("Overdue") == 2


def test_a_comment_stays_until_somebody_reads_it(as_person: AsPerson, officer: User) -> None:
    comment = LocalOfferComment.objects.create(address="", useful=False, words="Hard to find")
    browser = as_person(officer)
    assert "Hard to find" in words_of(browser)

    publishing.read_comment(comment, by=officer)

    assert titles(browser, "comments") == []


def test_only_the_forum_coordinator_sees_who_waits_for_the_forum(
    as_person: AsPerson, officer: User, forum_member: User
) -> None:
    Interest.objects.create(
        held_by=forum_member.organisation, who="parent_carer", name="Mo Reyes", contact="01632 960 000"
    )

    assert titles(as_person(forum_member), "forum") == ["Mo Reyes"]
    assert "Mo Reyes" not in words_of(as_person(officer))
    assert as_person(officer).get("/desk/forum/").status_code == 404


def test_suggestions_are_ready_while_one_of_the_newest_run_is_open(as_person: AsPerson, officer: User) -> None:
    codebook = Codebook.objects.create(held_by=officer.organisation, title="Good life", started_by=officer)
    runs = [
        CandidateRun.objects.create(codebook=codebook, engine="x", state=state, asked_by=officer)
        for state in ("done", "done", "running")
    ]
    for run in runs[:2]:
        CandidateTheme.objects.create(run=run, label="Quiet")
    browser = as_person(officer)
    assert [line.about for line in piles(browser)["suggestions"].lines] == ["1 suggestion nobody has looked at yet."]

    CandidateTheme.objects.filter(run=runs[1]).update(state="set_aside")

    assert titles(browser, "suggestions") == []


def test_voices_that_wait_for_a_parent_are_counted_until_the_parent_answers(
    as_person: AsPerson, officer: User, workshop: Activity
) -> None:
    voices = [voice_of(workshop, officer, f"Words {number}") for number in range(5)]
    Speaker.objects.exclude(pk=voices[0].speaker_id).update(needs_parent=True)
    browser = as_person(officer)
    assert piles(browser)["parents"].total == 4

    permit(voices[1], "quote", officer, given_by="parent", answer=False)
    permit(voices[2], "quote", officer, answer=False, given_on=in_days(0))
    withdraw(voices[3], by=officer)
    divert(voices[4], by=officer, passed_to="Lead")

    assert "parents" not in piles(browser)
