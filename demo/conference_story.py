"""The second story: a forum's conference asks for hubs; some open, two do not, and one had been planned long before."""

from __future__ import annotations

from demo import words
from demo.cast import Cast
from demo.days import Days
from demo.school_story import visit
from demo.speaking import grown_ups
from heard.codes import Answer
from heard.codes import ParticipantGroup as Group
from heard_web.decisions.actions import PartFacts, decide, put_ask
from heard_web.decisions.models import Ask, AskPart, Decision
from heard_web.engagement.actions import set_purpose
from heard_web.outcomes.actions import ClaimFacts, agree_action, change_status, record_impact, tell_back
from heard_web.outcomes.models import Impact
from heard_web.people.actions import release
from heard_web.provision import actions as provision
from heard_web.themes.actions import add_theme, code, start_codebook, write_finding
from heard_web.themes.models import Finding, Theme
from heard_web.voice.models import Contribution

GAPS = "What is missing in SEND education here, and what should improve, and where?"


def conference(cast: Cast, days: Days) -> Ask:
    """Three autumns ago: families say what is missing, and the forum asks for four hubs and for plain safeguards."""
    chair = cast.forum_chair
    purpose = set_purpose(
        by=chair, question=GAPS, decision_informed="The plan for specialist places in Ashdale", body=cast.board,
        set_on=days.years_ago(3, 9, 4), decision_due_on=days.years_ago(2, 3, 31), level="strategic",
        giveback_promise="A report to everybody who came, and news at each annual meeting.",
        giveback_due_on=days.years_ago(2, 6, 30),
    )  # fmt: skip
    event = visit(
        cast, by=chair, kind="conference", title="Forum annual meeting and autumn conference",
        on=days.years_ago(3, 10, 12), place_type="public_venue", place_name="The Corn Exchange", purpose=purpose,
        counts={("parent_carer", "not_asked"): 44, ("council_officer", "not_asked"): 6, ("health", "not_asked"): 3,
                ("school_staff", "not_asked"): 5},
        methods=("conversation",), questions=(GAPS,), line="Families spent an afternoon on gaps and on what should improve.",
    )  # fmt: skip
    said = grown_ups(event, words.CONFERENCE, by=chair, question=GAPS)
    for row in (purpose, event):
        release(row, by=chair)
    findings = conference_findings(cast, days, said)
    ask = put_ask(
        by=chair, words="Open four hubs attached to schools, closer to home, staffed by specialists.", body=cast.board,
        purpose=event.purpose, put_on=days.years_ago(3, 11, 20), findings=findings, agreed_with="The forum's steering group",
        answer_due_on=days.years_ago(2, 3, 31), parts=recommended(cast),
    )  # fmt: skip
    for finding in findings:
        release(finding, by=chair)
    release(ask, by=chair)
    return ask


def recommended(cast: Cast) -> list[PartFacts]:
    """The four sites that were recommended, and for whom."""
    places = cast.places
    need = "communication"
    return [
        PartFacts(words="A primary hub at St Bride's", setting=places["st_bride"], designation=need, age_from=5, age_to=11, places=10),
        PartFacts(words="A primary hub at Hollins", setting=places["hollins"], designation=need, age_from=5, age_to=11, places=10),
        PartFacts(words="A secondary hub at Bishopscote", setting=places["bishopscote"], designation=need, age_from=11, age_to=16, places=20),
        PartFacts(words="A secondary hub at Quarry Hill", setting=places["quarry"], designation=need, age_from=11, age_to=16, places=20),
    ]  # fmt: skip


def conference_findings(cast: Cast, days: Days, said: dict[str, Contribution]) -> list[Finding]:
    """What the forum found: support with conditions, quality before distance, and a caution about a single provider."""
    chair, on = cast.forum_chair, days.years_ago(3, 11, 2)
    book = start_codebook(by=chair, title="Conference: gaps and improvements", purpose=said["T1a"].activity.purpose)
    names = {
        "Closer to home": ("T1b", "T2a", "T3a", "T5a", "T5c", "T5d"),
        "A real choice": ("T1a", "T3b", "T3e", "T2d", "T6a"),
        "Quality first: skilled staff and the right ethos": ("T1c", "T3c", "T5b", "T6b", "T1d", "T2b", "T4b"),
        "Hubs": ("T1d", "T2a", "T2b", "T2c", "T4b", "T5c", "T5e"),
    }
    themes: dict[str, Theme] = {}
    for name, labels in names.items():
        themes[name] = add_theme(book, by=chair, name=name)
        for label in labels:
            code(themes[name], said[label], by=chair, direction="idea")
    hubs = write_finding(
        by=chair, purpose=book.purpose, found_on=on, themes=[themes["Hubs"], themes["Closer to home"]],
        statement="In principle families support hubs, so that children learn closer to home.",
        supports=[said[label] for label in ("T1d", "T2a", "T2b", "T2c", "T4b", "T5c", "T1b", "T3a")], minority=[said["T5e"]],
        conditions=[
            ("Only if specialist staff work in them every day.", said["T1d"]),
            ("As long as a hub is its own place and not an extension of the school it sits in.", said["T2c"]),
        ],
        minority_view="Some do not support hubs, and fear that they replace a proper specialist school.",
    )  # fmt: skip
    quality = write_finding(
        by=chair, purpose=book.purpose, found_on=on, themes=[themes["Quality first: skilled staff and the right ethos"]],
        statement="The quality of a place matters to families even more than how near it is.",
        supports=[said[label] for label in ("T1c", "T3c", "T5b", "T6b")],
    )  # fmt: skip
    choice = write_finding(
        by=chair, purpose=book.purpose, found_on=on, themes=[themes["A real choice"]],
        statement="Families want a choice, above all for children who cope neither with mainstream nor fit the special school.",
        supports=[said[label] for label in ("T1a", "T3b", "T2d", "T6a", "T3d")], minority=[said["T3e"]],
        cautions="Many would welcome a school for autistic children, and were wary of one provider for the whole area.",
    )  # fmt: skip
    return [hubs, quality, choice]


def answer(cast: Cast, days: Days, ask: Ask) -> Decision:
    """The board says yes to part: two sites at once, two later, with the reasons it gave."""
    parts = list(ask.parts.all())
    room = {Group.COUNCIL_OFFICER: 7, Group.HEALTH: 3, Group.PCF_REP: 2, Group.ELECTED_MEMBER: 2}
    whole = decide(
        ask, by=cast.decision_maker, answer=Answer.PARTLY, decided_on=days.years_ago(2, 3, 14), in_the_room=room,
        reason="There is money for the two primary hubs now. The two secondary hubs follow when the capital plan allows.",
        options="Four hubs at once; two now and two later; one larger special school.",
    )  # fmt: skip
    decide(
        ask, by=cast.decision_maker, part=parts[2], answer=Answer.LATER, decided_on=days.years_ago(1, 5, 9), in_the_room=room,
        reason="The building at Bishopscote needs a new roof first. The board looks again next year.",
    )  # fmt: skip
    release(whole, by=cast.officer)
    for decision in ask.decisions.all():
        release(decision, by=cast.officer)
    return whole


def hub(
    cast: Cast, days: Days, ask: Ask, part: AskPart | None, *, setting: str, name: str, opened: tuple[int, int, int],
    planned: tuple[int, int, int], designation: str, ages: tuple[int, int], places: int, say: str, strength: str = "direct",
) -> Impact:  # fmt: skip
    """One hub as an impact that somebody claims, and as an entry in the register."""
    by = cast.officer
    impact = record_impact(
        by=by, named_thing=name, designed_by="The council's specialist places team with the school",
        in_use_since=days.years_ago(*opened), planned_on=days.years_ago(*planned), families_say=say,
        families_asked_on=days.years_ago(1, 6, 20) if say else None, setting=cast.places[setting], designation=designation,
        age_from=ages[0], age_to=ages[1], claims=[ClaimFacts(ask=ask, part=part, strength=strength)],
    )  # fmt: skip
    entry = provision.register(
        by=by, setting=cast.places[setting], name=name, kind="resourced_provision", designation=designation,
        phase="primary" if ages[0] < 11 else "secondary", age_from=ages[0], age_to=ages[1], places=places, part=part,
        impact=impact,
    )  # fmt: skip
    provision.change_status(
        entry, by=by, status="decided", happened_on=days.years_ago(*planned), reason="Agreed by the council."
    )
    provision.change_status(entry, by=by, status="open", happened_on=days.years_ago(*opened))
    release(impact, by=by)
    release(entry, by=by)
    return impact


def hubs(cast: Cast, days: Days, ask: Ask, decision: Decision) -> None:
    """Two open as promised or nearly so, two are not delivered, and one that is claimed had been planned years before."""
    parts = list(ask.parts.all())
    hub(
        cast, days, ask, parts[0], setting="st_bride", name="The Orchard hub at St Bride's", opened=(2, 9, 4), planned=(2, 3, 14),
        designation="communication", ages=(5, 11), places=10, say="Families told us that the journey is ten minutes, and that children come home with energy left.",
    )  # fmt: skip
    hub(
        cast, days, ask, parts[1], setting="hollins", name="The Hollins hub", opened=(1, 9, 3), planned=(2, 3, 14),
        designation="generic", ages=(5, 11), places=8, say="",
    )  # fmt: skip
    hub(
        cast, days, ask, None, setting="lakeside", name="The Lakeside Centre", opened=(5, 9, 2), planned=(6, 2, 10),
        designation="communication", ages=(11, 16), places=12, say="", strength="unclear",
    )  # fmt: skip
    done = agree_action(
        decision, by=cast.officer, words="Open the two primary hubs", owner="Head of specialist places",
        due_on=days.years_ago(1, 9, 5), starts_on=days.years_ago(2, 4, 1),
    )  # fmt: skip
    change_status(done, by=cast.officer, status="completed", progress="Both are open.")
    roof = agree_action(
        decision, by=cast.officer, words="Prepare the secondary hub at Bishopscote", owner="Head of specialist places",
        due_on=days.day(2, 28), part=parts[2],
    )  # fmt: skip
    change_status(roof, by=cast.officer, status="started_delayed", progress="Waiting for the roof survey.")
    for row in (done, roof):
        release(row, by=cast.officer)
    tell_back(
        by=cast.forum_chair, ask=ask, told_on=days.years_ago(1, 10, 18), told_whom="Families at the annual meeting",
        how="A talk, and a page in the forum's newsletter", said_back="When do the secondary hubs come? What about quality?",
    )  # fmt: skip
