"""Finding what people told us again, and taking it away as a table."""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from heard_web.audit.models import AuditEvent
from heard_web.engagement.models import Activity
from heard_web.people.actions import release
from heard_web.people.models import User
from heard_web.voice.actions import add_contribution, withdraw
from heard_web.voice.facts import ObservationFacts, PermissionFacts, SpeakerFacts
from heard_web.voice.models import Contribution, Drawing, Observation, Permission, Speaker

AsPerson = Callable[[User], Client]
DAY = datetime.date(2026, 5, 12)


@pytest.fixture
def thousand(officer: User, workshop: Activity) -> None:
    """A thousand contributions with speakers, answers and now and then something watched."""
    speakers = Speaker.objects.bulk_create(Speaker(activity=workshop, label=f"P{n}") for n in range(1_000))
    rows = Contribution.objects.bulk_create(
        Contribution(
            held_by=officer.organisation, activity=workshop, recorded_by=officer, said_on=DAY, speaker=speaker,
            mode="observed" if n % 10 == 0 else "said", words="" if n % 10 == 0 else f"Thing {n}",
        )
        for n, speaker in enumerate(speakers)
    )  # fmt: skip
    Observation.objects.bulk_create(
        Observation(contribution=row, what_we_saw="A smile") for row in rows if row.mode == "observed"
    )
    Permission.objects.bulk_create(
        Permission(contribution=row, use="quote", given_by="self", answer=True, given_on=DAY, recorded_by=officer)
        for row in rows
    )


def asked(queries: CaptureQueriesContext) -> int:
    """How many queries there were, without the marks that a test's own transaction adds."""
    return sum("SAVEPOINT" not in query["sql"] for query in queries)


def listed(browser: Client, **filters: object) -> list[str]:
    page = browser.get(reverse("voice:list"), filters).context["page"]
    return sorted(row.words for row in page)


def exported(browser: Client, **filters: object) -> list[dict[str, str]]:
    text = browser.get(reverse("voice:export"), filters).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_list_and_its_exports_take_few_queries_at_a_thousand(
    thousand: None, officer: User, as_person: AsPerson
) -> None:
    browser = as_person(officer)

    exported(browser, q="nothing at all")  # the history has its first row
    with CaptureQueriesContext(connection) as listing:
        page = browser.get(reverse("voice:list"))
    with CaptureQueriesContext(connection) as as_csv:
        rows = exported(browser)
    with CaptureQueriesContext(connection) as as_xlsx:
        browser.get(reverse("voice:export"), {"format": "xlsx"})

    assert page.context["page"].paginator.count == len(rows) == 1_000
    assert len(page.context["page"]) == 25
    assert asked(listing) <= 15
    assert asked(as_csv) <= 10
    assert asked(as_xlsx) <= 10


def test_the_list_narrows_by_how_who_where_and_words(
    officer: User, workshop: Activity, second_visit: Activity, as_person: AsPerson
) -> None:
    add_contribution(workshop, by=officer, mode="said", words="More swings", speaker=SpeakerFacts("P1"))
    add_contribution(workshop, by=officer, mode="written", words="More benches", mediation="scribed")
    add_contribution(second_visit, by=officer, mode="said", words="A quiet room",
                     speaker=SpeakerFacts("P1", group="parent_carer"))  # fmt: skip
    browser = as_person(officer)

    assert listed(browser, activity=second_visit.pk) == ["A quiet room"]
    assert listed(browser, mode="written") == ["More benches"]
    assert listed(browser, mediation="scribed") == ["More benches"]
    assert listed(browser, group="parent_carer") == ["A quiet room"]
    assert listed(browser, q="MORE s") == ["More swings"]
    assert listed(browser, mode="nonsense", activity="x") == ["A quiet room", "More benches", "More swings"]


def test_search_finds_a_person_by_their_label_and_a_drawing_by_its_explanation_and_description(
    officer: User, workshop: Activity, as_person: AsPerson
) -> None:
    add_contribution(workshop, by=officer, mode="said", words="More swings", speaker=SpeakerFacts("P17"))
    drawn = add_contribution(workshop, by=officer, mode="drawn", explanation="A den for two")
    Drawing.objects.create(contribution=drawn, image="x.png", width=1, height=1, alt_text="A house of leaves")
    browser = as_person(officer)

    assert listed(browser, q="p17") == ["More swings"]
    for words in ("den for", "leaves"):
        assert list(browser.get(reverse("voice:list"), {"q": words}).context["page"]) == [drawn]


def test_two_visits_of_one_name_can_be_told_apart(officer: User, workshop: Activity, as_person: AsPerson) -> None:
    twin = Activity.objects.get(pk=workshop.pk)
    twin.pk, twin.starts_on, twin._state.adding = None, datetime.date(2026, 6, 2), True
    twin.save()

    page = as_person(officer).get(reverse("voice:list")).content.decode()

    assert "Good life workshop, Alder Brook Primary, Ashdale, 12 May 2026" in page
    assert "Good life workshop, Alder Brook Primary, Ashdale, 2 June 2026" in page


def test_a_page_is_called_by_what_it_is_and_its_day(officer: User, workshop: Activity, as_person: AsPerson) -> None:
    row = add_contribution(workshop, by=officer, mode="said", words="More swings")

    page = as_person(officer).get(row.get_absolute_url()).content.decode()

    assert "What somebody told us, 12 May 2026" in page
    assert f"Contribution {row.pk}" not in page


def test_search_finds_what_was_watched(officer: User, workshop: Activity, as_person: AsPerson) -> None:
    watched = ObservationFacts(what_we_saw="Reached for the bubbles", what_we_think="Wants more")
    row = add_contribution(workshop, by=officer, mode="observed", observation=watched)

    page = as_person(officer).get(reverse("voice:list"), {"q": "bubbles"})

    assert list(page.context["page"]) == [row]
    assert "Watched, not spoken" in page.content.decode()


def test_what_was_taken_back_shows_only_at_its_visit_and_without_words(
    officer: User, workshop: Activity, as_person: AsPerson
) -> None:
    row = add_contribution(workshop, by=officer, mode="said", words="More swings", speaker=SpeakerFacts("P1"))
    withdraw(row, by=officer)
    browser = as_person(officer)

    at_the_visit = browser.get(reverse("voice:list"), {"activity": workshop.pk}).content.decode()

    assert "Taken back on" in at_the_visit
    assert "More swings" not in at_the_visit
    assert listed(browser) == []
    assert exported(browser, activity=workshop.pk) == []


def test_the_forums_voices_are_invisible_to_the_council_until_released(
    officer: User, forum_member: User, forum_meeting: Activity, as_person: AsPerson
) -> None:
    row = add_contribution(forum_meeting, by=forum_member, mode="said", words="Between us parents")
    browser = as_person(officer)

    hidden = (listed(browser), len(exported(browser)), browser.get(row.get_absolute_url()).status_code)
    release(row, by=forum_member)

    assert hidden == ([], 0, 404)
    assert listed(browser) == ["Between us parents"]
    assert browser.post(reverse("voice:permission", args=[row.pk])).status_code == 403


def test_a_stranger_finds_nothing_and_an_administrator_does_not_read_voices(
    officer: User, stranger: User, administrator: User, inspector: User, workshop: Activity, as_person: AsPerson
) -> None:
    row = add_contribution(workshop, by=officer, mode="said", words="More swings")

    assert listed(as_person(stranger)) == []
    assert as_person(stranger).get(row.get_absolute_url()).status_code == 404
    assert listed(as_person(inspector)) == ["More swings"]
    for url in (reverse("voice:list"), reverse("voice:export"), row.get_absolute_url()):
        assert as_person(administrator).get(url).status_code == 403


def test_a_list_of_another_visit_does_not_name_it(officer: User, forum_meeting: Activity, as_person: AsPerson) -> None:
    page = as_person(officer).get(reverse("voice:list"), {"activity": forum_meeting.pk})

    assert "Forum meeting" not in page.content.decode()


@pytest.mark.parametrize("words", ["=HYPERLINK(1)", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1"])
def test_no_cell_of_an_export_runs_in_a_spreadsheet(
    words: str, officer: User, workshop: Activity, as_person: AsPerson
) -> None:
    Contribution.objects.create(
        held_by=officer.organisation, activity=workshop, recorded_by=officer, said_on=DAY, mode="said", words=words
    )
    browser = as_person(officer)

    cell = exported(browser)[0]["What they told us"]
    book = load_workbook(io.BytesIO(browser.get(reverse("voice:export"), {"format": "xlsx"}).content))

    assert cell.startswith("'")
    assert all(found.data_type != "f" for row in book.active.iter_rows() for found in row)


def test_the_workbook_hides_nothing_and_names_nobody(officer: User, workshop: Activity, as_person: AsPerson) -> None:
    add_contribution(workshop, by=officer, mode="said", words="More \x0b swings")

    content = as_person(officer).get(reverse("voice:export"), {"format": "xlsx"}).content

    book = load_workbook(io.BytesIO(content))
    assert [sheet.sheet_state for sheet in book.worksheets] == ["visible"]
    assert not list(book.defined_names)
    assert b"openpyxl" not in zipfile.ZipFile(io.BytesIO(content)).read("docProps/core.xml")


def test_an_export_says_what_is_allowed_and_is_written_down(
    officer: User, workshop: Activity, as_person: AsPerson
) -> None:
    add_contribution(workshop, by=officer, mode="said", words="More swings",
                     permissions=[PermissionFacts("quote", "self", True, DAY)])  # fmt: skip

    row = exported(as_person(officer))[0]

    assert (row["May quote"], row["May find themes"]) == ("Yes", "No")
    assert AuditEvent.objects.get(verb="export").sentence.endswith("took away 1 contributions as CSV.")


def test_the_bridge_gives_only_standing_voices_that_may_be_read_for_themes(officer: User, workshop: Activity) -> None:
    yes = [PermissionFacts("analyse", "self", True, DAY)]
    kept = add_contribution(workshop, by=officer, mode="said", words="More swings", permissions=yes)
    add_contribution(workshop, by=officer, mode="said", words="Nobody asked me")
    gone = add_contribution(workshop, by=officer, mode="said", words="Not any more", permissions=yes)
    withdraw(gone, by=officer)

    with CaptureQueriesContext(connection) as queries:
        voices = Contribution.objects.records()

    assert [voice.id for voice in voices] == [str(kept.pk)]
    assert len(queries) <= 2


def test_a_page_shows_peoples_text_as_text(officer: User, workshop: Activity, as_person: AsPerson) -> None:
    row = add_contribution(workshop, by=officer, mode="said", words="<script>alert(1)</script>", heading="<b>x</b>")

    page = as_person(officer).get(row.get_absolute_url()).content.decode()

    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "<b>x" not in page


@pytest.fixture
def second_visit(officer: User) -> Activity:
    return Activity.objects.create(
        held_by=officer.organisation, kind="drop_in", title="Drop-in", status="held", place_type="family_hub",
        starts_on=datetime.date(2026, 5, 20), recorded_by=officer,
    )  # fmt: skip
