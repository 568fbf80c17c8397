"""Suggestions from a thousand voices, at two levels: the pages stay quick and ask few questions."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from heard_web.engagement.models import Activity, Purpose
from heard_web.people.models import User
from heard_web.themes import actions
from heard_web.themes.models import CandidateRun, CandidateTheme, MachineCoding, PleaseRead
from heard_web.voice.models import Contribution
from tests.web.test_themes_groups import hear

AsPerson = Callable[[User], Client]


def test_pages_of_suggestions_from_a_thousand_voices_ask_few_questions(
    officer: User, purpose: Purpose, workshop: Activity, as_person: AsPerson
) -> None:
    hear(workshop, by=officer, group="cyp", people=1000, under=None)
    rows = list(Contribution.objects.all())
    codebook = actions.start_codebook(by=officer, title="A good life", purpose=purpose)
    run = CandidateRun.objects.create(
        codebook=codebook, engine="meaning", asked_by=officer, state="done", not_grouped=200
    )
    for number in range(20):
        theme = CandidateTheme.objects.create(run=run, key=str(number), label=f"Theme {number}", size_people=40)
        parts = [
            CandidateTheme.objects.create(run=run, parent=theme, key=f"{number}.{n}", label=f"Part {number}.{n}")
            for n in range(3)
        ]
        mine = rows[40 * number : 40 * number + 40]
        places = ["typical"] * 3 + ["edge"] * 2 + ["dissenting"] * 2 + ["member"] * 33
        for candidate in (theme, *parts):
            MachineCoding.objects.bulk_create(
                MachineCoding(candidate=candidate, contribution=row, place=place)
                for row, place in zip(mine, places, strict=True)
            )
    PleaseRead.objects.bulk_create(
        PleaseRead(run=run, contribution=row, why="Unlike every theme.", nearest=theme) for row in rows[800:]
    )
    client = as_person(officer)
    client.get("/themes/")

    asked = {}
    for address in (
        codebook.get_absolute_url(), f"/themes/run/{run.pk}/", f"/themes/run/{run.pk}/please-read/",
        f"/themes/suggestion/{theme.pk}/",
    ):  # fmt: skip
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        asked[address] = len(captured)

    assert max(asked.values()) <= 15, asked
