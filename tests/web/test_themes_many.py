"""With a thousand voices, the pages for sorting together ask the database few questions."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from heard_web.engagement.models import Activity, Purpose
from heard_web.people.models import User
from heard_web.themes import actions
from heard_web.themes.models import (
    BlindAnswer,
    BlindRound,
    Coding,
    LearningRun,
    NextVoice,
    Passage,
    Proposal,
    RoundVoice,
    hash_of,
)
from heard_web.voice.models import Contribution, Permission, Speaker
from tests.web.themes_cast import DAY

AsPerson = Callable[[User], Client]


def test_pages_for_sorting_a_thousand_voices_ask_few_questions(
    officer: User, second_officer: User, workshop: Activity, purpose: Purpose, as_person: AsPerson
) -> None:
    codebook = actions.start_codebook(by=officer, title="A good life", purpose=purpose)
    themes = [actions.add_theme(codebook, by=officer, name=f"Theme {n}") for n in range(12)]
    people = Speaker.objects.bulk_create(Speaker(activity=workshop, label=f"P{n}") for n in range(500))
    voices = Contribution.objects.bulk_create(
        Contribution(
            held_by=officer.organisation, activity=workshop, speaker=people[n % 500], mode="said", words=f"Voice {n % 700}",
            said_on=DAY, recorded_by=officer,
        )
        for n in range(1000)
    )  # fmt: skip
    Permission.objects.bulk_create(
        Permission(contribution=row, use="analyse", given_by="self", answer=True, given_on=DAY, recorded_by=officer)
        for row in voices
    )
    run = LearningRun.objects.create(codebook=codebook, asked_by=officer, state="done", finished_at=timezone.now())
    Proposal.objects.bulk_create(Proposal(run=run, contribution=row, theme=themes[0], sureness=0.7) for row in voices)
    NextVoice.objects.bulk_create(
        NextVoice(run=run, contribution=row, place=n, why="unsure") for n, row in enumerate(voices[300:500])
    )
    sorted_ones = Coding.objects.bulk_create(
        Coding(theme=themes[1], contribution=row, coded_by=officer) for row in voices[:200]
    )
    Passage.objects.bulk_create(
        Passage(coding=row, start=0, end=5, text_hash=hash_of(row.contribution.words)) for row in sorted_ones
    )
    closed, opened = (
        BlindRound.objects.create(
            codebook=codebook, first_reader=officer, second_reader=second_officer, opened_by=officer, state=state
        )
        for state in ("closed", "open")
    )
    for made, part in ((closed, voices[600:800]), (opened, voices[800:])):
        read = RoundVoice.objects.bulk_create(RoundVoice(round=made, contribution=row) for row in part)
        for place, reader in enumerate((officer, second_officer)):
            answers = BlindAnswer.objects.bulk_create(BlindAnswer(voice=row, reader=reader) for row in read)
            BlindAnswer.themes.through.objects.bulk_create(
                BlindAnswer.themes.through(blindanswer=row, theme=themes[n % 5 + place])
                for n, row in enumerate(answers)
            )
    client = as_person(officer)
    own = f"/themes/{codebook.pk}/"
    addresses = [own + page for page in ("", "code/", "code/?skip=320", "history/", "learned/", "two-readers/")]
    addresses += [f"{own}voice/{voices[0].pk}/", themes[1].get_absolute_url(), closed.get_absolute_url()]
    addresses += [
        opened.get_absolute_url(),
        *(f"/themes/round/{pk}" for pk in (f"{opened.pk}/read/", f"{closed.pk}/settle/")),
    ]
    client.get("/themes/")

    asked = {}
    for address in addresses:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200, address
        asked[address] = len([query for query in captured if "SAVEPOINT" not in query["sql"]])

    assert {address: many for address, many in asked.items() if many > 15} == {}
