"""Findings that are honest to the person: numbers of those asked or read, no voice dropped, no words that may not be quoted."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from heard.errors import HeardError
from heard_web.decisions.actions import put_ask
from heard_web.engagement.models import Activity, Purpose
from heard_web.people.models import DecisionBody, User
from heard_web.themes import actions
from heard_web.themes.models import CandidateRun, CandidateTheme, Codebook, Finding, MachineCoding, Theme
from heard_web.voice.models import Contribution, Permission
from tests.web.test_themes_drafting import field
from tests.web.themes_cast import DAY, say

AsPerson = Callable[[User], Client]


@pytest.fixture
def codebook(officer: User, purpose: Purpose) -> Codebook:
    return actions.start_codebook(by=officer, title="Getting to school", purpose=purpose)


@pytest.fixture
def voices(officer: User, workshop: Activity) -> list[Contribution]:
    """Five say so, one may say otherwise; thirty-three more were heard."""
    told = [say(workshop, f"My taxi is late, week {n}", by=officer, label=f"P{n}") for n in range(4)]
    told.append(say(workshop, "A taxi is fine as long as it is the same driver.", by=officer, label="P4"))
    told.append(say(workshop, "My taxi is never late at all.", by=officer, label="P5"))
    for n in range(33):
        say(workshop, f"Something else altogether {n}", by=officer, label=f"Q{n}")
    return told


@pytest.fixture
def taxis(officer: User, codebook: Codebook, voices: list[Contribution]) -> Theme:
    """A theme that people put six voices under, of which the computer takes the last for dissent."""
    run = CandidateRun.objects.create(codebook=codebook, asked_by=officer)
    candidate = CandidateTheme.objects.create(run=run, key="1", label="Late taxis")
    theme = Theme.objects.create(codebook=codebook, name="Late taxis", from_candidate=candidate, agreed_by=officer)
    MachineCoding.objects.create(
        candidate=candidate, contribution=voices[-1], place=MachineCoding.Place.DISSENTING
    )  # fmt: skip
    for row in voices:
        actions.code(theme, row, by=officer)
    return theme


def shown(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def as_sent(page: str, drafted: str, **changed: object) -> dict[str, object]:
    ticked = {side: re.findall(rf'name="{side}" value="(\d+)" id="{side}-\d+" checked', page) for side in ("supports",)}
    texts = {name: field(page, name) for name in ("statement", "conditions", "minority_view", "cautions")}
    return {"do": "save", "found_on": "2026-06-01", "drafted": drafted, **texts, **ticked, **changed}


def refuse_quoting(voice: Contribution, *, by: User) -> None:
    Permission.objects.create(
        contribution=voice, use="quote", given_by="self", answer=False, given_on=DAY, recorded_by=by
    )


def test_one_for_and_one_against_of_six_asked_is_no_support_and_never_of_everybody_heard(
    officer: User, codebook: Codebook, voices: list[Contribution], as_person: AsPerson
) -> None:
    hub = actions.put_proposition(codebook, by=officer, words="One driver for each child")
    for row, stance in zip(voices, ["for", "against", "mixed", *["unclear"] * 3], strict=True):
        actions.answer_stance(hub, row, by=officer, stance=stance)
    client = as_person(officer)

    page = shown(client, f"/themes/findings/add/?proposition={hub.pk}")
    assert "Views differ on" in field(page, "statement") and "support" not in field(page, "statement")
    assert "Of 6 asked: for it 1, against it 1, for and against 1, does not say 3." in page
    assert f'id="supports-{voices[2].pk}" checked' not in page, "for and against is not for"

    client.post("/themes/findings/add/", as_sent(page, f"proposition {hub.pk}", left_out=[voices[2].pk],
                                                 minority=[voices[1].pk]))  # fmt: skip
    finding = shown(client, Finding.objects.get().get_absolute_url())
    assert "of 6 asked who is for and against" in finding and "of 39" not in finding
    assert "6 people were asked" in shown(client, hub.get_absolute_url())


def test_a_voice_that_may_say_otherwise_is_answered_before_a_draft_is_saved_and_nothing_typed_is_lost(
    officer: User, taxis: Theme, voices: list[Contribution], as_person: AsPerson
) -> None:
    client = as_person(officer)
    page = shown(client, f"/themes/findings/add/?draft={taxis.pk}")

    refused = client.post("/themes/findings/add/", as_sent(page, f"theme {taxis.pk}", cautions="Only one school."))

    again = " ".join(refused.content.decode().split())
    assert not Finding.objects.exists() and field(page, "statement") == "5 people raised “Late taxis”."
    assert "1 voice that may say otherwise is not answered" in again and "Only one school." in again
    assert f'id="open-{voices[-1].pk}"' in again and again.count('name="left_out"') == 1
    client.post("/themes/findings/add/", as_sent(page, f"theme {taxis.pk}", minority=[voices[-1].pk]))
    finding = Finding.objects.get()
    assert finding.voices.filter(side="minority").get().contribution == voices[-1]
    assert "Nobody is recorded as seeing it differently" not in shown(client, finding.get_absolute_url())


@pytest.mark.parametrize(("also", "told"), [(True, "6 people raised"), (False, "5 people raised")])
def test_the_number_in_the_sentence_is_the_number_of_the_ticks(
    also: bool, told: str, officer: User, taxis: Theme, voices: list[Contribution], as_person: AsPerson
) -> None:
    client = as_person(officer)
    page = shown(client, f"/themes/findings/add/?draft={taxis.pk}")
    last = voices[-1].pk
    sent = as_sent(page, f"theme {taxis.pk}")
    sent |= {"supports": [row.pk for row in voices]} if also else {"left_out": [last]}

    client.post("/themes/findings/add/", sent)

    finding = Finding.objects.get()
    assert finding.statement.startswith(told)
    assert finding.traces.filter(part="support").count() == finding.voices.filter(side="supports").count()


def test_a_number_is_told_of_those_read_and_the_rest_are_said_to_wait(
    officer: User, taxis: Theme, voices: list[Contribution], as_person: AsPerson
) -> None:
    client = as_person(officer)
    page = shown(client, f"/themes/findings/add/?draft={taxis.pk}")
    client.post("/themes/findings/add/", as_sent(page, f"theme {taxis.pk}", left_out=[voices[-1].pk],
                                                 purpose=str(taxis.codebook.purpose_id)))  # fmt: skip
    finding = Finding.objects.get()

    addresses = {
        finding.get_absolute_url(): "of 6 read so far",
        taxis.get_absolute_url(): "of 6 read so far",
        taxis.codebook.get_absolute_url(): " of 6</td>",
    }
    for address, told in addresses.items():
        text = shown(client, address)
        assert told in text and "of 39" not in text.replace("33 of the 39 people heard have", "")
        assert "33 of the 39 people heard have not been read yet." in text
    assert "33 of the 39 people heard had not been read yet." in finding.cautions


def test_voices_not_to_be_quoted_are_marked_for_colleagues_and_not_shown_to_those_who_decide(
    officer: User, decision_maker: User, purpose: Purpose, voices: list[Contribution], as_person: AsPerson
) -> None:
    refuse_quoting(voices[0], by=officer)
    finding = actions.write_finding(
        by=officer, purpose=purpose, statement="Taxis come late", found_on=DAY, supports=voices[:2]
    )
    body = DecisionBody.objects.create(name="SEND board", organisation=officer.organisation)
    ask = put_ask(by=officer, words="Taxis on time", body=body, put_on=DAY, findings=[finding])

    mine = shown(as_person(officer), finding.get_absolute_url())
    decider = as_person(decision_maker)
    theirs = [decider.get(address).content.decode() for address in (finding.get_absolute_url(), ask.get_absolute_url())]

    assert mine.count("Not to be quoted") == 1 and mine.index("Not to be quoted") < mine.index(voices[0].words)
    assert "Some of these may not be quoted; each is marked." in mine
    assert voices[1].words in theirs[0] and "are not shown to those who decide" in theirs[0]
    assert all(voices[0].words not in text and "Not to be quoted" not in text for text in theirs)


@pytest.mark.parametrize("part", ["statement", "minority_view", "cautions"])
def test_a_finding_does_not_repeat_the_words_of_somebody_who_said_no_to_being_quoted(
    part: str, officer: User, purpose: Purpose, voices: list[Contribution]
) -> None:
    refuse_quoting(voices[4], by=officer)
    told = {"statement": "Taxis come late"} | {part: "One said: a taxi is fine as long as it is theirs"}

    with pytest.raises(HeardError, match="said no to being quoted"):
        actions.write_finding(by=officer, purpose=purpose, found_on=DAY, supports=[voices[4]], **told)  # type: ignore[arg-type]

    assert not Finding.objects.exists()


def test_conditions_in_the_voices_of_a_theme_are_kept_with_one_tick_each_and_open_back(
    officer: User, taxis: Theme, voices: list[Contribution], as_person: AsPerson
) -> None:
    client = as_person(officer)
    page = shown(client, f"/themes/findings/add/?draft={taxis.pk}")
    key = re.search(r'name="found" value="([^"]+)"', page)

    assert key and "as long as it is the same driver" in page
    client.post("/themes/findings/add/", as_sent(page, f"theme {taxis.pk}", left_out=[voices[-1].pk], found=[key[1]]))

    condition = Finding.objects.get().conditions.get()
    text = shown(client, Finding.objects.get().get_absolute_url())
    assert condition.words == "as long as it is the same driver" and condition.contribution == voices[4]
    assert "<mark>as long as it is the same driver</mark>" in text
    assert "0 passages" not in text
    assert re.search(r"<li>as long as it is the same driver <span[^>]*>\(1 person\)</span>", text)


def test_words_that_may_not_be_quoted_are_offered_as_no_condition_to_tick(
    officer: User, taxis: Theme, voices: list[Contribution], as_person: AsPerson
) -> None:
    refuse_quoting(voices[4], by=officer)

    page = shown(as_person(officer), f"/themes/findings/add/?draft={taxis.pk}")

    assert 'name="found"' not in page and "Say it in your own words below." in page


def test_a_finding_written_by_hand_leads_to_the_voices_it_rests_on(
    officer: User, purpose: Purpose, voices: list[Contribution], as_person: AsPerson
) -> None:
    finding = actions.write_finding(
        by=officer, purpose=purpose, statement="Taxis come late", found_on=DAY, supports=voices[:2]
    )

    text = shown(as_person(officer), finding.get_absolute_url())

    assert '<a href="#said-so">Where these words come from: the 2 voices ticked</a>' in text and 'id="said-so"' in text


def test_a_theme_nobody_has_read_a_voice_of_is_named_and_not_agreed(
    officer: User, codebook: Codebook, voices: list[Contribution], as_person: AsPerson
) -> None:
    theme = actions.add_theme(codebook, by=officer, name="Late taxis")
    client = as_person(officer)

    before = shown(client, theme.get_absolute_url())
    actions.code(theme, voices[0], by=officer)
    after = shown(client, theme.get_absolute_url())

    assert "Named, not read yet" in before and "A theme people agreed" not in before
    assert "A theme people agreed" in after and "Named, not read yet" not in after


def test_pages_speak_of_this_voice_and_of_themes_by_name(
    officer: User, taxis: Theme, voices: list[Contribution], as_person: AsPerson
) -> None:
    client = as_person(officer)
    taxis.agreed_by = officer
    actions.refuse(taxis, by=officer, contributions=[])
    waiting = MachineCoding.objects.create(
        candidate=taxis.from_candidate, contribution=Contribution.objects.latest("pk"), place="member"
    )
    actions.refuse(taxis, by=officer, contributions=[waiting.contribution])

    text = shown(client, taxis.get_absolute_url())
    sorting = shown(client, f"/themes/{taxis.codebook_id}/code/")

    assert "Orla Finch refused 1 suggested voice under “Late taxis”." in text
    assert "Orla Finch put a voice under “Late taxis”." in text
    assert "Tick this voice" in text and not re.search(r"voice \d|theme \d", re.sub("<[^>]*>", " | ", text))
    assert "Which themes does this voice raise?" in sorting
