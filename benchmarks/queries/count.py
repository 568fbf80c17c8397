"""Queries and CPU time of every list page and export, with 1,000 rows of each thing behind it.

    python benchmarks/queries/count.py

The peer's figures are those published with the same kind of page: adhocracy+ (Django), a list of 1,000 ideas and its
XLSX export, counted in one process. Queries are exact; CPU time is for orientation.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
os.environ["HEARD_VAR"] = tempfile.mkdtemp(prefix="heard-queries-")
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from demo.cast import ACCOUNTS, gather  # noqa: E402
from demo.days import Days  # noqa: E402
from heard_web.decisions.models import Ask, AskPart, Decision  # noqa: E402
from heard_web.engagement.models import Activity, GroupCount, Purpose  # noqa: E402
from heard_web.outcomes.models import Action  # noqa: E402
from heard_web.people.models import User  # noqa: E402
from heard_web.provision.models import Provision, StatusChange  # noqa: E402
from heard_web.publishing.models import Publication  # noqa: E402
from heard_web.themes.models import Codebook, Coding, Finding, FindingVoice, Theme  # noqa: E402
from heard_web.voice.models import Contribution, Permission, Speaker  # noqa: E402

ROWS = 1_000
PAGES = [
    "/desk/", "/engagement/", "/voice/", "/themes/1/", "/themes/findings/", "/decisions/", "/outcomes/", "/provision/",
    "/publishing/", "/places/", "/audit/",
]  # fmt: skip
EXPORTS = [
    "/engagement/export/", "/voice/export/", "/voice/export/?format=xlsx", "/themes/1/export/", "/decisions/export.csv",
    "/outcomes/export.csv", "/provision/export.csv",
]  # fmt: skip


def fill(officer: User) -> None:
    """A thousand of each, linked to each other."""
    today, held = Days(__import__("datetime").date.today()).today, officer.organisation
    purpose = Purpose.objects.create(held_by=held, question="What matters?", decision_informed="The plan", set_on=today)
    many = range(ROWS)
    visits = Activity.objects.bulk_create(
        Activity(held_by=held, purpose=purpose, kind="workshop", title=f"Workshop {n}", status="held", starts_on=today,
                 place_type="school", setting_id=n % 14 + 1, recorded_by=officer) for n in many
    )  # fmt: skip
    GroupCount.objects.bulk_create(GroupCount(activity=visit, group="cyp", people=9) for visit in visits)
    speakers = Speaker.objects.bulk_create(Speaker(activity=visit, label="P1") for visit in visits)
    voices = Contribution.objects.bulk_create(
        Contribution(held_by=held, activity=visit, speaker=speaker, mode="said", words=f"A quiet room, number {n}",
                     said_on=today, recorded_by=officer)
        for n, (visit, speaker) in enumerate(zip(visits, speakers, strict=True))
    )  # fmt: skip
    Permission.objects.bulk_create(
        Permission(contribution=voice, use=use, given_by="self", answer=True, given_on=today, recorded_by=officer)
        for voice in voices for use in ("analyse", "quote")
    )  # fmt: skip
    book = Codebook.objects.create(held_by=held, title="A good life", purpose=purpose, started_by=officer)
    theme = Theme.objects.create(codebook=book, name="Quiet", agreed_by=officer)
    Coding.objects.bulk_create(Coding(theme=theme, contribution=voice, coded_by=officer) for voice in voices)
    findings = Finding.objects.bulk_create(
        Finding(held_by=held, purpose=purpose, statement=f"Finding {n}", found_on=today, written_by=officer) for n in many
    )  # fmt: skip
    FindingVoice.objects.bulk_create(
        FindingVoice(finding=finding, contribution=voice) for finding, voice in zip(findings, voices, strict=True)
    )
    asks = Ask.objects.bulk_create(
        Ask(held_by=held, words=f"Ask {n}", body_id=1, purpose=purpose, put_on=today, written_by=officer) for n in many
    )  # fmt: skip
    parts = AskPart.objects.bulk_create(AskPart(ask=ask, words="A hub", setting_id=1) for ask in asks)
    answers = Decision.objects.bulk_create(
        Decision(held_by=held, ask=ask, answer="yes", decided_on=today, written_by=officer) for ask in asks
    )
    Action.objects.bulk_create(
        Action(held_by=held, decision=answer, words="Build it", owner="The team", written_by=officer)
        for answer in answers
    )
    hubs = Provision.objects.bulk_create(
        Provision(held_by=held, setting_id=n % 14 + 1, name=f"Hub {n}", kind="sen_unit", designation="generic", part=part)
        for n, part in enumerate(parts)
    )  # fmt: skip
    StatusChange.objects.bulk_create(
        StatusChange(provision=hub, status="open", happened_on=today, recorded_by=officer) for hub in hubs
    )
    Publication.objects.bulk_create(
        Publication(held_by=held, kind="story", title=f"Story {n}", address=f"stories/{n}", written_by=officer,
                    changed_by=officer) for n in many
    )  # fmt: skip


def measure(client: Client, address: str) -> tuple[int, float, int]:
    """Queries (the marks of a transaction left out), CPU milliseconds and bytes of one answer."""
    client.get(address)
    with CaptureQueriesContext(connection) as context:
        started = time.process_time()
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        spent = 1000 * (time.process_time() - started)
    assert answer.status_code == 200, f"{address} answered {answer.status_code}"
    marks = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    counted = [one for one in context.captured_queries if not one["sql"].upper().startswith(marks)]
    return len(counted), spent, len(body)


def main() -> None:
    """Print the table."""
    call_command("migrate", run_syncdb=True, verbosity=0)
    gather()
    officer = User.objects.get(email=ACCOUNTS[0][0])
    fill(officer)
    client = Client(headers={"host": "localhost"})
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    print(f"{ROWS} rows of each thing; {connection.vendor}")
    print(f"{'address':<28}{'queries':>9}{'CPU ms':>9}{'kB':>8}")
    for address in [*PAGES, *EXPORTS]:
        queries, spent, size = measure(client, address)
        print(f"{address:<28}{queries:>9}{spent:>9.0f}{size / 1000:>8.0f}")
    print("peer, list of 1,000             105      163")
    print("peer, export of 1,000         8,021    8,605")


if __name__ == "__main__":
    main()
