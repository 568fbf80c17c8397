"""Findings that draft themselves: filled in from what people answered and confirmed, saved only when a person saves."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from heard_web.decisions.actions import put_ask
from heard_web.engagement.models import Activity, Purpose
from heard_web.people.models import DecisionBody, User
from heard_web.themes import actions
from heard_web.themes.models import Codebook, Finding, FoundCondition, Proposition, hash_of
from heard_web.voice.models import Contribution
from tests.web.themes_cast import DAY, say, take_back

AsPerson = Callable[[User], Client]


@pytest.fixture
def codebook(officer: User, purpose: Purpose) -> Codebook:
    return actions.start_codebook(by=officer, title="A good life", purpose=purpose)


@pytest.fixture
def hub(officer: User, codebook: Codebook) -> Proposition:
    return actions.put_proposition(codebook, by=officer, words="Ashdale should open a hub")


@pytest.fixture
def voices(officer: User, hub: Proposition, workshop: Activity) -> list[Contribution]:
    """Six are for it as it stands, six on a condition, one against."""
    said = [say(workshop, f"Yes please, open it for class {n}", by=officer, label=f"P{n}") for n in range(6)]
    said += [say(workshop, f"Yes {n}, as long as the staff are trained.", by=officer, label=f"C{n}") for n in range(6)]
    said.append(say(workshop, "No, put the money into buses.", by=officer, label="N1"))
    for row, stance in zip(said, ["for"] * 12 + ["against"], strict=True):
        actions.answer_stance(hub, row, by=officer, stance=stance)
    for row in said[6:12]:
        start = row.words.index("as long")
        found = FoundCondition.objects.create(
            proposition=hub, contribution=row, start=start, end=len(row.words) - 1, text_hash=hash_of(row.words),
            kind="condition",
        )  # fmt: skip
        actions.decide_condition(found, by=officer, confirmed=True)
    return said


def drafted(client: Client, hub: Proposition) -> str:
    response = client.get(f"/themes/findings/add/?proposition={hub.pk}")
    assert response.status_code == 200
    return response.content.decode()


def field(page: str, name: str) -> str:
    found = re.search(rf'<textarea name="{name}"[^>]*>\s*(.*?)</textarea>', page, re.DOTALL)
    assert found
    return found[1].strip()


def as_shown(page: str, hub: Proposition, **changed: object) -> dict[str, object]:
    """What the browser sends when the draft is saved as it was shown."""
    ticked = {
        side: re.findall(rf'name="{side}" value="(\d+)" id="{side}-\d+" checked', page)
        for side in ("supports", "minority")
    }
    texts = {name: field(page, name) for name in ("statement", "conditions", "minority_view", "cautions")}
    return {"do": "save", "found_on": "2026-06-01", "drafted": f"proposition {hub.pk}", **texts, **ticked, **changed}


def test_a_draft_says_who_is_for_it_on_what_condition_and_who_is_not(
    officer: User, hub: Proposition, voices: list[Contribution], as_person: AsPerson
) -> None:
    page = drafted(as_person(officer), hub)

    assert "In principle, there is support for “Ashdale should open a hub”." in field(page, "statement")
    assert "6 people" in field(page, "statement") and "for it on a condition" in field(page, "statement")
    assert field(page, "conditions") == "as long as the staff are trained"
    assert field(page, "minority_view") == "Fewer than 5 people are against it."
    assert "Not heard from:" in field(page, "cautions") and "Parents and carers" in field(page, "cautions")
    assert page.count('name="supports"') == 13 and len(re.findall('id="supports-[0-9]+" checked', page)) == 12
    assert f'id="minority-{voices[-1].pk}" checked' in page
    assert not Finding.objects.exists()


def test_a_finding_and_the_ask_that_rests_on_it_lead_back_to_the_proposition(
    officer: User,
    inspector: User,
    forum_member: User,
    hub: Proposition,
    voices: list[Contribution],
    as_person: AsPerson,
) -> None:
    client = as_person(officer)
    page = drafted(client, hub)
    finding_url = client.post("/themes/findings/add/", as_shown(page, hub))["Location"]
    finding = Finding.objects.get()
    board = DecisionBody.objects.create(name="SEND board", organisation=officer.organisation)
    ask = put_ask(by=officer, words="Open a hub", body=board, put_on=DAY, findings=[finding])

    shown = [client.get(address).content.decode() for address in (finding_url, ask.get_absolute_url())]

    assert finding.proposition == hub
    assert all(f'href="{hub.get_absolute_url()}"' in text for text in shown)
    seen = Finding.objects.filter(pk=finding.pk)
    assert seen.for_deciding(inspector).get().proposition == hub
    assert seen.for_deciding(forum_member).get().proposition is None
    with pytest.raises(PermissionDenied, match="holds a proposition"):
        actions.write_finding(
            by=forum_member, purpose=None, statement="Hubs", found_on=DAY, supports=[], proposition=hub
        )


def test_no_words_of_anybody_stand_in_the_text_but_in_conditions_tied_to_their_voice(
    officer: User, hub: Proposition, voices: list[Contribution], as_person: AsPerson
) -> None:
    page = drafted(as_person(officer), hub)

    for name in ("statement", "minority_view", "cautions"):
        assert "class" not in field(page, name) and "buses" not in field(page, name)


def test_a_draft_saved_as_it_is_opens_each_word_back_to_its_voices(
    officer: User, hub: Proposition, voices: list[Contribution], as_person: AsPerson
) -> None:
    client = as_person(officer)
    page = drafted(client, hub)

    response = client.post("/themes/findings/add/", as_shown(page, hub))

    finding = Finding.objects.get()
    shown = client.get(response["Location"]).content.decode()
    condition = finding.conditions.get()
    assert (condition.words, condition.contribution) == ("as long as the staff are trained", voices[6])
    assert voices[6].words[condition.start : condition.end] == condition.words
    assert finding.voices.filter(side="supports").count() == 12
    parts = {part: finding.traces.filter(part=part).count() for part in ("support", "condition", "minority")}
    assert parts == {"support": 12, "condition": 6, "minority": 1}
    assert "Where these words come from: 6 passages" in shown
    assert "<mark>as long as the staff are trained</mark>" in shown
    assert "<mark>No, put the money into buses</mark>" in shown


def test_what_a_person_wrote_in_its_place_has_no_trace_and_the_page_says_so(
    officer: User, hub: Proposition, voices: list[Contribution], as_person: AsPerson
) -> None:
    client = as_person(officer)
    page = drafted(client, hub)

    said = client.post("/themes/findings/add/", as_shown(page, hub, statement="Most who spoke want a hub"), follow=True)

    finding = Finding.objects.get()
    assert finding.statement == "Most who spoke want a hub"
    assert set(finding.traces.values_list("part", flat=True)) == {"condition", "minority"}
    assert "Under “What we now know” nothing of the draft is left" in said.content.decode()
    assert "Under “The minority view”" not in said.content.decode()


def test_a_draft_that_was_rewritten_in_part_keeps_the_trace_of_the_rest_and_says_how_much_is_the_writers(
    officer: User, hub: Proposition, voices: list[Contribution], as_person: AsPerson
) -> None:
    client = as_person(officer)
    page = drafted(client, hub)
    before = " ".join(field(page, "statement").split())
    mine = f"Families told us plainly: {before.partition('. ')[0]}, we think."

    said = client.post("/themes/findings/add/", as_shown(page, hub, statement=mine), follow=True).content.decode()
    again = client.post(said_at(Finding.objects.get()), as_shown(page, hub, statement="Quite another thing"))

    words = len(before.partition(". ")[0].split()) + 6
    assert Finding.objects.get().traces.filter(part="support").count() == 0 and again.status_code == 302
    assert f"6 of these {words} words are the writer’s own; the trace holds for the rest." in said
    assert f"The draft read: “{before}”" in " ".join(said.split())
    assert "nothing of the draft is left" not in said
    assert said.count("the trace holds for the rest") == 1, "the parts nobody changed say nothing"


def said_at(finding: Finding) -> str:
    return f"/themes/findings/{finding.pk}/change/"


def test_a_voice_taken_back_leaves_the_draft_and_the_finding(
    officer: User, hub: Proposition, voices: list[Contribution], as_person: AsPerson
) -> None:
    client = as_person(officer)
    page = drafted(client, hub)
    saved = client.post("/themes/findings/add/", as_shown(page, hub))["Location"]

    take_back(voices[6])
    take_back(voices[-1])

    shown, again = client.get(saved).content.decode(), drafted(client, hub)
    assert voices[6].words not in shown and "into buses" not in shown
    assert "<li>as long as the staff are trained" not in shown
    assert field(again, "minority_view") == "" and "into buses" not in again
    assert "5 people" in " ".join(field(again, "statement").split()) or "Fewer than 5 people" in field(
        again, "statement"
    )


def test_a_condition_that_others_set_in_the_same_words_is_tied_to_one_of_them(
    officer: User, hub: Proposition, voices: list[Contribution], as_person: AsPerson
) -> None:
    client = as_person(officer)
    client.post("/themes/findings/add/", as_shown(drafted(client, hub), hub))
    finding = Finding.objects.get()
    take_back(voices[6])

    actions.forget_taken_back()

    condition = finding.conditions.get()
    assert condition.words == "as long as the staff are trained" and condition.contribution in voices[7:12]
    for row in voices[7:12]:
        take_back(row)
    actions.forget_taken_back()
    assert not finding.conditions.exists()


def test_a_draft_from_a_theme_nobody_was_asked_about_says_how_many_raised_it(
    officer: User, codebook: Codebook, workshop: Activity, as_person: AsPerson
) -> None:
    quiet = actions.add_theme(codebook, by=officer, name="Quiet places")
    rows = [say(workshop, f"A quiet den for class {n}", by=officer, label=f"P{n}") for n in range(7)]
    for row in rows:
        actions.code(quiet, row, by=officer)

    page = as_person(officer).get(f"/themes/findings/add/?draft={quiet.pk}").content.decode()

    assert field(page, "statement") == "7 people raised “Quiet places”."
    assert all(f'id="supports-{row.pk}" checked' in page for row in rows)
    assert "A draft, and nothing is saved yet" in page


def test_a_table_that_speaks_as_one_counts_as_everybody_at_it(
    officer: User, codebook: Codebook, workshop: Activity, as_person: AsPerson
) -> None:
    quiet = actions.add_theme(codebook, by=officer, name="Quiet places")
    actions.code(quiet, say(workshop, "A den", by=officer, label="Table 1", people=6), by=officer)

    page = as_person(officer).get(f"/themes/findings/add/?draft={quiet.pk}").content.decode()

    assert field(page, "statement") == "6 people raised “Quiet places”."


@pytest.mark.parametrize("who", ["forum_member", "stranger"])
def test_another_organisation_gets_no_draft(
    who: str,
    request: pytest.FixtureRequest,
    officer: User,
    hub: Proposition,
    voices: list[Contribution],
    as_person: AsPerson,
) -> None:
    Codebook.objects.update(released_at=timezone.now(), released_by=officer)

    page = drafted(as_person(request.getfixturevalue(who)), hub)

    assert "Ashdale should open a hub" not in page and "into buses" not in page
    assert field(page, "statement") == "" and "A draft, and nothing is saved yet" not in page


@pytest.mark.parametrize("who", ["approver", "inspector", "decision_maker", "administrator"])
def test_those_who_do_not_record_are_offered_no_draft(
    who: str, request: pytest.FixtureRequest, hub: Proposition, as_person: AsPerson
) -> None:
    client = as_person(request.getfixturevalue(who))

    assert client.get(f"/themes/findings/add/?proposition={hub.pk}").status_code == 403


def test_a_draft_of_more_voices_than_are_listed_keeps_them_all(
    officer: User, hub: Proposition, workshop: Activity, as_person: AsPerson
) -> None:
    from heard_web.themes.models import StanceAnswer
    from tests.web.test_themes_groups import hear

    hear(workshop, by=officer, group="cyp", people=230, under=None)
    StanceAnswer.objects.bulk_create(
        StanceAnswer(proposition=hub, contribution=row, stance="for", answered_by=officer)
        for row in Contribution.objects.all()
    )
    client = as_person(officer)
    page = drafted(client, hub)
    listed = as_shown(page, hub)
    hidden = re.findall(r'<input type="hidden" name="supports" value="(\d+)">', page)

    client.post("/themes/findings/add/", listed | {"supports": [*listed["supports"], *hidden]})  # type: ignore[misc]

    assert (len(listed["supports"]), len(hidden)) == (200, 30)  # type: ignore[arg-type]
    assert Finding.objects.get().voices.count() == 230
