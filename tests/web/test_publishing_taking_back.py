"""Taken back means gone: at once from what people read, and then from everything that is stored."""

from __future__ import annotations

import datetime
import io
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.test import Client
from django.utils import timezone

from heard_web.engagement.models import Activity
from heard_web.people.models import User
from heard_web.places.models import Setting
from heard_web.publishing import actions
from heard_web.publishing.actions import BlockFacts
from heard_web.publishing.models import Block, Snapshot, SnapshotVoice
from heard_web.voice.models import Contribution
from tests.web.publishing_cast import CANARY, change, drawing_of, observation_of, page_of, permit, publish, voice_of

pytestmark = pytest.mark.django_db
GONE = "Something here is no longer shown, because the person it came from took it back or said no to this use."


def withdraw(voice: Contribution) -> None:
    """As the action on voices does: the words go from the contribution itself."""
    Contribution.objects.filter(pk=voice.pk).update(
        withdrawn_at=timezone.now(), words="", explanation="", heading="", on_behalf_of=""
    )


def everything_stored() -> str:
    """Every row of every table and the name and bytes of every file."""
    rows = [row for model in apps.get_models() for row in model._base_manager.all()]
    files = [path for path in (Path(settings.VAR) / "media").rglob("*") if path.is_file()]
    return serializers.serialize("json", rows) + "".join(f"{path.name}{path.read_bytes()!r}" for path in files)


def quoted_page(officer: User, approver: User, workshop: Activity) -> tuple[Contribution, Snapshot]:
    voice = voice_of(workshop, officer)
    page = page_of(
        officer, BlockFacts("paragraph", words="This is what we heard."), BlockFacts("quote", contribution=voice)
    )
    return voice, publish(page, officer, approver)


def test_a_quote_is_shown_with_no_more_than_who_in_general_said_it(
    officer: User, approver: User, workshop: Activity, client: Client
) -> None:
    _, snapshot = quoted_page(officer, approver, workshop)

    answer = client.get(f"/{snapshot.publication.address}/").content.decode()

    assert CANARY in answer
    assert "A child or young person at a workshop" in answer
    assert "Alder Brook" not in answer


def test_a_voice_taken_back_vanishes_from_the_page_at_once(
    officer: User, approver: User, workshop: Activity, client: Client
) -> None:
    voice, snapshot = quoted_page(officer, approver, workshop)

    withdraw(voice)

    answer = client.get(f"/{snapshot.publication.address}/").content.decode()
    assert CANARY not in answer
    assert "A child or young person at a workshop" not in answer
    assert answer.count(GONE) == 1
    assert "This is what we heard." in answer


def test_a_voice_passed_to_safeguarding_vanishes_at_once(
    officer: User, approver: User, workshop: Activity, client: Client
) -> None:
    voice, snapshot = quoted_page(officer, approver, workshop)

    Contribution.objects.filter(pk=voice.pk).update(diverted_at=timezone.now(), words="")

    assert CANARY not in client.get(f"/{snapshot.publication.address}/").content.decode()


def test_a_no_to_quoting_takes_the_quote_away_though_the_voice_stands(
    officer: User, approver: User, workshop: Activity, client: Client
) -> None:
    voice, snapshot = quoted_page(officer, approver, workshop)

    permit(voice, "quote", officer, answer=False, given_on=datetime.date.today())

    answer = client.get(f"/{snapshot.publication.address}/").content.decode()
    assert CANARY not in answer
    assert GONE in answer


def test_a_browser_that_kept_the_page_is_not_told_that_nothing_changed(
    officer: User, approver: User, workshop: Activity, client: Client
) -> None:
    voice, snapshot = quoted_page(officer, approver, workshop)
    address = f"/{snapshot.publication.address}/"
    before = client.get(address)
    assert client.get(address, headers={"If-None-Match": before["ETag"]}).status_code == 304

    withdraw(voice)

    answer = client.get(address, headers={"If-None-Match": before["ETag"]})
    assert answer.status_code == 200
    assert before["Cache-Control"] == answer["Cache-Control"] == "no-cache"


def test_after_the_sweep_nothing_of_it_is_stored_in_any_version_draft_or_file(
    officer: User, approver: User, workshop: Activity
) -> None:
    voice, snapshot = quoted_page(officer, approver, workshop)
    page = snapshot.publication
    change(page, officer, BlockFacts("quote", contribution=voice), BlockFacts("paragraph", words="A second version."))
    publish(page, officer, approver)
    before = Snapshot.objects.get(pk=snapshot.pk).sha256
    withdraw(voice)
    assert CANARY in everything_stored()

    erased = actions.erase_taken_back()

    assert erased == 3  # two versions and the draft
    assert CANARY not in everything_stored()
    assert Snapshot.objects.get(pk=snapshot.pk).sha256 != before
    assert actions.erase_taken_back() == 0


def test_the_history_keeps_the_old_fingerprint_and_the_page_asks_to_be_looked_at(
    officer: User, approver: User, workshop: Activity
) -> None:
    from heard_web.audit.models import AuditEvent

    voice, snapshot = quoted_page(officer, approver, workshop)
    withdraw(voice)

    actions.erase_taken_back()

    assert AuditEvent.objects.filter(verb="erase_taken_back", sentence__contains=snapshot.sha256).exists()
    snapshot.publication.refresh_from_db()
    assert snapshot.publication.look_again_because
    assert not Block.objects.exclude(contribution=None).exists()


def test_the_page_still_says_that_something_was_taken_back_after_the_sweep(
    officer: User, approver: User, workshop: Activity, client: Client
) -> None:
    voice, snapshot = quoted_page(officer, approver, workshop)
    withdraw(voice)

    actions.erase_taken_back()

    assert client.get(f"/{snapshot.publication.address}/").content.decode().count(GONE) == 1


def test_opening_the_list_of_pages_erases_what_was_taken_back(
    officer: User, approver: User, workshop: Activity, client: Client
) -> None:
    voice, _ = quoted_page(officer, approver, workshop)
    withdraw(voice)
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")

    client.get("/publishing/")

    assert CANARY not in everything_stored()


def test_a_drawing_taken_back_is_no_longer_answered_and_its_file_is_erased(
    officer: User, approver: User, workshop: Activity, client: Client
) -> None:
    voice = drawing_of(workshop, officer, alt="Purple canary ladder")
    snapshot = publish(page_of(officer, BlockFacts("drawing", contribution=voice)), officer, approver)
    picture = f"/picture/{snapshot.pk}/0/"
    assert client.get(picture)["Content-Type"] == "image/png"
    copy = Path(SnapshotVoice.objects.get().image.path)

    withdraw(voice)

    assert client.get(picture).status_code == 404
    assert copy.exists()
    actions.erase_taken_back()
    assert not copy.exists()
    assert "Purple canary ladder" not in str(Snapshot.objects.get().content)


def test_a_drawing_is_shown_without_its_explanation_when_only_the_drawing_was_agreed(
    officer: User, approver: User, workshop: Activity, client: Client
) -> None:
    voice = drawing_of(workshop, officer, explanation=CANARY)
    snapshot = publish(page_of(officer, BlockFacts("drawing", contribution=voice)), officer, approver)

    answer = client.get(f"/{snapshot.publication.address}/").content.decode()

    assert "A round house with a ramp" in answer
    assert CANARY not in answer


def test_only_the_explanation_goes_when_only_that_is_taken_back(
    officer: User, approver: User, workshop: Activity, client: Client
) -> None:
    voice = drawing_of(workshop, officer, explanation=CANARY)
    permit(voice, "quote", officer)
    snapshot = publish(page_of(officer, BlockFacts("drawing", contribution=voice)), officer, approver)
    assert CANARY in client.get(f"/{snapshot.publication.address}/").content.decode()

    permit(voice, "quote", officer, answer=False, given_on=datetime.date.today())

    answer = client.get(f"/{snapshot.publication.address}/").content.decode()
    assert CANARY not in answer
    assert "A round house with a ramp" in answer
    actions.erase_taken_back()
    assert CANARY not in str(Snapshot.objects.get().content)


def test_a_school_is_named_beside_words_only_when_school_and_person_agreed(
    officer: User, approver: User, workshop: Activity, school: Setting, client: Client
) -> None:
    Activity.objects.filter(pk=workshop.pk).update(may_name_setting=True)
    workshop.refresh_from_db()
    both, only_school = voice_of(workshop, officer, "The ramp is good"), voice_of(workshop, officer, "The bell is loud")
    permit(both, "name_school", officer)
    blocks = [BlockFacts("quote", contribution=both), BlockFacts("quote", contribution=only_school)]

    snapshot = publish(page_of(officer, *blocks), officer, approver)

    assert [part.get("where", "") for part in snapshot.content] == [school.name, ""]


def test_the_name_of_the_school_goes_when_that_alone_is_taken_back(
    officer: User, approver: User, workshop: Activity, school: Setting, client: Client
) -> None:
    Activity.objects.filter(pk=workshop.pk).update(may_name_setting=True)
    workshop.refresh_from_db()
    voice = voice_of(workshop, officer)
    permit(voice, "name_school", officer)
    snapshot = publish(page_of(officer, BlockFacts("quote", contribution=voice)), officer, approver)

    permit(voice, "name_school", officer, answer=False, given_on=datetime.date.today())

    answer = client.get(f"/{snapshot.publication.address}/").content.decode()
    assert CANARY in answer
    assert school.name not in answer


def test_what_was_observed_is_never_shown_as_a_quotation(
    officer: User, approver: User, workshop: Activity, client: Client
) -> None:
    voice = observation_of(workshop, officer)

    snapshot = publish(page_of(officer, BlockFacts("observed", contribution=voice)), officer, approver)

    answer = client.get(f"/{snapshot.publication.address}/").content.decode()
    assert "Went back to the water tray again and again" in answer
    assert "We saw" in answer
    assert "<blockquote" not in answer


def test_a_voice_on_an_earlier_version_vanishes_too(
    officer: User, approver: User, workshop: Activity, client: Client
) -> None:
    voice, snapshot = quoted_page(officer, approver, workshop)
    page = snapshot.publication
    change(page, officer, BlockFacts("paragraph", words="A second version."))
    publish(page, officer, approver)

    withdraw(voice)

    answer = client.get(f"/{page.address}/?version=1").content.decode()
    assert CANARY not in answer
    assert GONE in answer


def test_the_copied_picture_is_the_rebuilt_one(
    officer: User, approver: User, workshop: Activity, client: Client
) -> None:
    from PIL import Image

    voice = drawing_of(workshop, officer)

    snapshot = publish(page_of(officer, BlockFacts("drawing", contribution=voice)), officer, approver)

    shown = Image.open(io.BytesIO(client.get(f"/picture/{snapshot.pk}/0/").content))
    assert shown.size == (40, 30)
