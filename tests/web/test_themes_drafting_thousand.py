"""Drafts and findings that rest on a thousand voices: few questions, whatever is opened."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from heard_web.engagement.models import Activity, Purpose
from heard_web.people.models import User
from heard_web.themes import actions
from heard_web.themes.models import Finding, FindingTrace, FindingVoice, FoundCondition, StanceAnswer, hash_of
from heard_web.voice.models import Contribution
from tests.web.test_themes_groups import hear
from tests.web.themes_cast import DAY

AsPerson = Callable[[User], Client]


def test_a_draft_and_a_finding_of_a_thousand_voices_ask_few_questions(
    officer: User, purpose: Purpose, workshop: Activity, as_person: AsPerson
) -> None:
    hear(workshop, by=officer, group="cyp", people=1000, under=None)
    rows = list(Contribution.objects.all())
    codebook = actions.start_codebook(by=officer, title="A good life", purpose=purpose)
    hub = actions.put_proposition(codebook, by=officer, words="Ashdale should open a hub")
    StanceAnswer.objects.bulk_create(
        StanceAnswer(proposition=hub, contribution=row, stance="for", answered_by=officer) for row in rows
    )
    FoundCondition.objects.bulk_create(
        FoundCondition(
            proposition=hub, contribution=row, start=0, end=4, kind="condition", state="confirmed",
            text_hash=hash_of(row.words),
        )
        for row in rows[:200]
    )  # fmt: skip
    finding = Finding.objects.create(
        held_by=officer.organisation, purpose=purpose, statement="They want a hub", found_on=DAY, written_by=officer
    )
    FindingVoice.objects.bulk_create(FindingVoice(finding=finding, contribution=row) for row in rows)
    FindingTrace.objects.bulk_create(
        FindingTrace(
            finding=finding, part="support", words="They want a hub", contribution=row, start=0, end=3,
            text_hash=hash_of(row.words),
        )
        for row in rows
    )  # fmt: skip
    client = as_person(officer)
    client.get("/themes/")

    asked = {}
    for address in (f"/themes/findings/add/?proposition={hub.pk}", finding.get_absolute_url()):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        asked[address] = len(captured)

    assert max(asked.values()) <= 15, asked
