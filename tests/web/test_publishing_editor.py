"""The page editor works without a script and loses nothing that was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from heard_web.engagement.models import Activity
from heard_web.people.models import User
from heard_web.publishing import actions
from heard_web.publishing.actions import BlockFacts
from heard_web.publishing.models import LocalOfferComment, Publication
from tests.web.publishing_cast import CANARY, event_of, page_of, publish, voice_of

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def typed(page: Publication, *changes: dict[str, Any], **more: Any) -> dict[str, Any]:
    """What the browser sends when the editor is saved with some parts changed."""
    sent: dict[str, Any] = {"title": page.title, "summary": page.summary, "part-INITIAL_FORMS": page.blocks.count()}
    parts: list[dict[str, Any]] = [
        {
            "row": block.pk, "kind": block.kind, "heading": block.heading, "words": block.words, "position": block.position,
            "number": block.number if block.number is not None else "", "contribution": block.contribution_id or "",
        }
        for block in page.blocks.all()
    ]  # fmt: skip
    for index, change in enumerate(changes):
        if index < len(parts):
            parts[index] |= change
        else:
            parts.append(change)
    for index, part in enumerate(parts):
        sent |= {f"part-{index}-{name}": value for name, value in part.items()}
    return sent | {"part-TOTAL_FORMS": len(parts)} | more


def kinds(page: Publication) -> list[tuple[str, str]]:
    return [(block.kind, block.words or block.heading) for block in page.blocks.all()]


def three(officer: User) -> Publication:
    return page_of(officer, *(BlockFacts("paragraph", words=words) for words in ("First.", "Second.", "Third.")))


def test_a_part_moves_when_its_number_changes(officer: User, as_person: SignIn) -> None:
    page = three(officer)

    as_person(officer).post(f"/publishing/{page.pk}/edit/", typed(page, {}, {}, {"position": 1}))

    assert kinds(page) == [("paragraph", "Third."), ("paragraph", "First."), ("paragraph", "Second.")]


def test_a_part_is_removed_when_its_box_is_ticked(officer: User, as_person: SignIn) -> None:
    page = three(officer)

    as_person(officer).post(f"/publishing/{page.pk}/edit/", typed(page, {}, {"remove": "on"}))

    assert kinds(page) == [("paragraph", "First."), ("paragraph", "Third.")]


def test_adding_a_part_saves_what_was_typed_and_offers_the_new_one(officer: User, as_person: SignIn) -> None:
    page = three(officer)
    sent = typed(page, {"words": "First, but better."}, **{"add": "1", "add-kind": "heading"})

    answer = as_person(officer).post(f"/publishing/{page.pk}/edit/", sent, follow=True)

    assert kinds(page)[0] == ("paragraph", "First, but better.")
    assert "Part 4: Heading" in answer.content.decode()


def test_somebodys_words_are_chosen_and_not_copied_into_the_draft(
    officer: User, workshop: Activity, as_person: SignIn
) -> None:
    page, voice = three(officer), voice_of(workshop, officer)
    new = {"kind": "quote", "contribution": voice.pk, "position": 4}

    as_person(officer).post(f"/publishing/{page.pk}/edit/", typed(page, {}, {}, {}, new))

    block = page.blocks.get(kind="quote")
    assert (block.contribution, block.words, block.details) == (voice, "", {})


def test_only_voices_that_may_be_quoted_are_offered(officer: User, workshop: Activity, as_person: SignIn) -> None:
    page = three(officer)
    voice_of(workshop, officer, "Words that may be shown to anyone")
    voice_of(workshop, officer, CANARY, uses=("analyse",))

    answer = as_person(officer).get(f"/publishing/{page.pk}/edit/?add=quote").content.decode()

    assert "Words that may be shown to anyone" in answer
    assert CANARY not in answer


def test_an_error_shows_again_everything_that_was_typed(officer: User, as_person: SignIn) -> None:
    page = three(officer)
    sent = typed(
        page, {"words": "Typed for half an hour."}, {}, {}, {"kind": "number", "number": "a dozen", "words": "people"}
    )

    answer = as_person(officer).post(f"/publishing/{page.pk}/edit/", sent).content.decode()

    assert "Typed for half an hour." in answer
    assert "a dozen" in answer
    assert kinds(page)[0] == ("paragraph", "First.")


def test_a_quote_with_nobody_chosen_says_what_to_do(officer: User, as_person: SignIn) -> None:
    page = three(officer)

    answer = (
        as_person(officer)
        .post(f"/publishing/{page.pk}/edit/", typed(page, {}, {}, {}, {"kind": "quote"}))
        .content.decode()
    )

    assert "Choose one, or tick" in answer


def test_what_an_event_points_to_stays_when_its_words_change(officer: User, as_person: SignIn) -> None:
    activity = event_of(officer)
    page = actions.draft_event_notice(activity, by=officer)

    as_person(officer).post(f"/publishing/{page.pk}/edit/", typed(page, {"who_for": "Families", "contact": "Ring us"}))

    block = page.blocks.get()
    assert (block.activity, block.details["who_for"]) == (activity, "Families")


def test_a_row_of_another_page_cannot_be_brought_in(officer: User, as_person: SignIn) -> None:
    other = actions.draft_event_notice(event_of(officer), by=officer)
    page = three(officer)
    stolen = {"kind": "event", "row": other.blocks.get().pk, "who_for": "Families"}

    as_person(officer).post(f"/publishing/{page.pk}/edit/", typed(page, {}, {}, {}, stolen))

    assert page.blocks.get(kind="event").activity is None


def test_a_page_of_another_organisation_is_not_found_by_the_forum(
    officer: User, forum_member: User, as_person: SignIn
) -> None:
    page = three(officer)

    answers = [as_person(forum_member).get(f"/publishing/{page.pk}/{step}") for step in ("", "edit/", "preview/")]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_a_released_page_shows_no_voice_that_was_not_released(
    officer: User, forum_member: User, workshop: Activity, as_person: SignIn
) -> None:
    from heard_web.people.actions import release

    page = page_of(
        officer,
        BlockFacts("quote", contribution=voice_of(workshop, officer)),
        BlockFacts("paragraph", words="Seen by all."),
    )
    release(page, by=officer)

    answer = as_person(forum_member).get(f"/publishing/{page.pk}/preview/").content.decode()

    assert "Seen by all." in answer
    assert CANARY not in answer


@pytest.mark.parametrize("kind", ["monthly_update", "event_notice", "you_said", "story", "hub_register"])
def test_every_kind_of_page_can_be_started(officer: User, as_person: SignIn, kind: str) -> None:
    event_of(officer)

    answer = as_person(officer).get(f"/publishing/new/?kind={kind}")

    assert "Write the first draft" in answer.content.decode()


def test_a_month_is_started_from_its_form(officer: User, as_person: SignIn) -> None:
    client = as_person(officer)
    month = client.get("/publishing/new/?kind=monthly_update").context["form"].fields["month"].choices[2][0]

    answer = client.post("/publishing/new/?kind=monthly_update", {"month": month})

    page = Publication.objects.get()
    assert page.address == f"updates/{month.replace('-', '/')}"
    assert answer["Location"] == f"/publishing/{page.pk}/edit/"


def test_the_list_asks_few_questions_of_the_database_at_a_thousand_pages(
    officer: User, approver: User, as_person: SignIn, django_assert_max_num_queries: Any
) -> None:
    Publication.objects.bulk_create(
        Publication(
            held_by=officer.organisation,
            kind="story",
            title=f"Story {n}",
            address=f"stories/{n}",
            written_by=officer,
            changed_by=officer,
        )
        for n in range(1_000)
    )
    publish(three(officer), officer, approver)
    client = as_person(officer)

    with django_assert_max_num_queries(15):
        answer = client.get("/publishing/")

    assert answer.status_code == 200


def test_comments_are_read_by_the_council_and_not_by_a_school(officer: User, stranger: User, as_person: SignIn) -> None:
    comment = LocalOfferComment.objects.create(address="", useful=False, words="I could not find the hubs")

    assert "I could not find the hubs" in as_person(officer).get("/publishing/comments/").content.decode()
    assert as_person(stranger).get(f"/publishing/comments/{comment.pk}/").status_code == 404


def test_a_comment_on_a_page_of_the_forum_is_read_by_the_forum_alone(
    officer: User, forum_member: User, as_person: SignIn
) -> None:
    Publication.objects.create(
        held_by=forum_member.organisation,
        kind="story",
        title="Ours",
        address="stories/ours",
        written_by=forum_member,
        changed_by=forum_member,
    )
    comment = LocalOfferComment.objects.create(address="stories/ours", useful=True)

    assert as_person(forum_member).get(f"/publishing/comments/{comment.pk}/").status_code == 200
    assert as_person(officer).get(f"/publishing/comments/{comment.pk}/").status_code == 404


def test_reading_a_comment_notes_who_read_it_and_what_it_is_about(officer: User, as_person: SignIn) -> None:
    comment = LocalOfferComment.objects.create(address="", useful=False, words="Too many long words")

    as_person(officer).post(f"/publishing/comments/{comment.pk}/", {"limb": "b"})

    comment.refresh_from_db()
    assert (comment.limb, comment.read_by) == ("b", officer)


def test_asking_for_an_empty_part_leaves_a_published_page_published(
    officer: User, approver: User, as_person: SignIn
) -> None:
    page, client = three(officer), as_person(officer)
    publish(page, officer, approver)

    client.post(f"/publishing/{page.pk}/edit/", typed(page, **{"add": "1", "add-kind": "paragraph"}))
    empty = {"kind": "paragraph", "words": "  ", "position": 4}
    answer = client.post(f"/publishing/{page.pk}/edit/", typed(page, {}, {}, {}, empty), follow=True)

    page.refresh_from_db()
    assert (page.state, page.blocks.count()) == ("published", 3)
    assert "Nothing was changed" in answer.content.decode() and "nothing in it was left out" in answer.content.decode()


def test_what_an_editor_sends_back_unchanged_is_no_change_whatever_the_kind_of_part(
    officer: User, approver: User, workshop: Activity, as_person: SignIn
) -> None:
    said = {"said": "More ramps.", "did": "We built two.", "status": "done"}
    page = page_of(
        officer,
        BlockFacts("paragraph", words="One line.\nAnother line."),
        BlockFacts("quote", contribution=voice_of(workshop, officer)),
        BlockFacts("number", number=30, words="people took part."),
        BlockFacts("said_did", details=said),
    )
    publish(page, officer, approver)
    as_sent = typed(page, {"words": "One line.\r\nAnother line."}, {}, {}, said)

    as_person(officer).post(f"/publishing/{page.pk}/edit/", as_sent)

    page.refresh_from_db()
    assert page.state == "published"
