"""What came of the visits: themes, findings, asks, answers, and a plan on a page that is in use."""

from __future__ import annotations

from demo.cast import Cast
from demo.days import Days
from demo.school_story import Said
from heard.codes import Answer
from heard.codes import ParticipantGroup as Group
from heard_web.decisions.actions import PartFacts, decide, put_ask
from heard_web.engagement.models import Activity, Purpose
from heard_web.outcomes.actions import (
    ClaimFacts,
    agree_action,
    change_status,
    record_impact,
    record_outcome,
    tell_back,
)
from heard_web.themes.actions import add_theme, code, start_codebook, write_finding


def good_life_findings(cast: Cast, days: Days, purpose: Purpose, said: list[Said]) -> None:
    """Themes agreed by the officers, a finding with its conditions and minority view, and an ask that awaits its answer."""
    by = cast.officer
    book = start_codebook(by=by, title="A good life: autumn visits", purpose=purpose)
    voices = [voice for group in said for voice in group.values() if voice.is_standing]
    wanted = {
        "Friends and being known": (("friend",), "Having friends, being known by name, time to be together."),
        "Somewhere quiet": (("quiet", "loud"), "Noise, busy rooms, and a quiet place that is open when it is needed."),
        "Being asked, and told what happened": (("ask", "meeting", "listen"), "Having a say before a decision and an answer after it."),
        "Getting there, and going out alone": (("bus", "taxi", "travel", "transport"), "Journeys to school, and learning to travel alone."),
        "A job of my own": (("job",), "Paid work, trying work out, and being asked about it."),
    }  # fmt: skip
    themes = {}
    for name, (signs, definition) in wanted.items():
        themes[name] = add_theme(book, by=by, name=name, definition=definition)
        for voice in voices:
            if any(sign in voice.readable.lower() for sign in signs):
                code(themes[name], voice, by=by, direction="idea")
    quiet = [voice for voice in voices if any(sign in voice.readable.lower() for sign in ("quiet", "loud"))]
    quiet_finding = write_finding(
        by=by, purpose=purpose, found_on=days.day(1, 26), themes=[themes["Somewhere quiet"]], supports=quiet,
        statement="Children of every age need a quiet place at school that is open when they need it.",
        conditions=[("Only if it is open at lunch, when it is loudest.", None), ("Not as a punishment.", None)],
    )  # fmt: skip
    travel = [voice for voice in voices if any(sign in voice.readable.lower() for sign in ("bus", "taxi", "transport"))]
    content = [voice for voice in travel if "works fine" in voice.words]
    travel_finding = write_finding(
        by=by, purpose=purpose, found_on=days.day(1, 26), themes=[themes["Getting there, and going out alone"]],
        supports=[voice for voice in travel if voice not in content], minority=content,
        statement="Long taxi journeys wear children out, and young people want to learn to travel alone.",
        minority_view="Some families are happy with school transport and the people who run it.",
        cautions="Learning to travel alone is not right for everyone, and nobody should be hurried into it.",
    )  # fmt: skip
    ask = put_ask(
        by=by, words="Put quiet places and travel training into the SEND strategy, with a school named for each first step.",
        body=cast.board, purpose=purpose, put_on=days.day(0, 2), findings=[quiet_finding, travel_finding],
        parts=[PartFacts(words="A quiet place open at lunch in every secondary school"),
               PartFacts(words="Travel training offered from age 14")],
        answer_due_on=days.coming(30), agreed_with="Pupils at two workshops and Ashdale Youth Cabinet",
    )  # fmt: skip
    decide(
        ask, by=cast.decision_maker, answer=Answer.AWAITING, decided_on=days.day(0, 4), review_on=days.coming(30),
        reason="The board has read the findings and decides at its next meeting, when the cost is known.",
        in_the_room={Group.CYP: 2, Group.PARENT_CARER: 2, Group.PCF_REP: 1, Group.COUNCIL_OFFICER: 5, Group.HEALTH: 2},
        contributions=quiet[:3] + travel[:2],
    )  # fmt: skip


def plan_on_a_page(cast: Cast, days: Days, purpose: Purpose, said: Said, workshop: Activity) -> None:
    """From a drawing to a thing in use: the summary that pupils designed."""
    by = cast.second_officer
    book = start_codebook(by=by, title="A summary of my plan", purpose=purpose)
    theme = add_theme(
        book, by=by, name="Me first, in pictures", definition="A face, strengths first, few words, pictures."
    )
    voices = [voice for key, voice in said.items() if key != "refused"]
    for voice in voices:
        code(theme, voice, by=by, direction="idea")
    finding = write_finding(
        by=by, purpose=purpose, found_on=days.day(1, 20), themes=[theme], supports=voices,
        statement="Pupils want one page that starts with them: face, strengths and how they communicate, with pictures.",
        conditions=[("Only if the goals are in the pupil's own words.", None)],
        cautions="The page must say that it is a summary and not the legal plan.",
    )  # fmt: skip
    ask = put_ask(
        by=by, words="Use the one-page summary that pupils designed, beside every new plan.", body=cast.plan_group,
        purpose=purpose, put_on=days.day(1, 22), findings=[finding], agreed_with="The pupils of the workshop",
        parts=[PartFacts(words="One page that starts with the pupil's face and strengths"),
               PartFacts(words="A recorded version for pupils who do not read")],
    )  # fmt: skip
    yes_to_page = decide(
        ask, by=cast.decision_maker, answer=Answer.PARTLY, decided_on=days.day(1, 27),
        reason="Yes to the page from this month. The recorded version waits until the new plan system can hold sound.",
        in_the_room={Group.CYP: 3, Group.PARENT_CARER: 2, Group.COUNCIL_OFFICER: 4, Group.HEALTH: 1}, contributions=voices[:4],
    )  # fmt: skip
    parts = list(ask.parts.all())
    made = agree_action(
        yes_to_page, by=by, words="Build the one-page summary and try it with the pupils who designed it",
        owner="EHC plan team manager", due_on=days.day(0, 5), part=parts[0], starts_on=days.day(1, 28),
    )  # fmt: skip
    change_status(made, by=by, status="completed", progress="Tried with six pupils; two pictures were changed.")
    agree_action(
        yes_to_page, by=by, words="Ask the supplier when the plan system can hold a recording", owner="Systems officer",
        due_on=days.coming(60), part=parts[1],
    )  # fmt: skip
    record_outcome(
        made, by=by, measure="New plans that carry the page", before="None", after="Every new plan this month",
        measured_on=min(days.today, days.day(0, 12)), evidence="Count from the plan system, checked by the team manager.",
    )  # fmt: skip
    record_impact(
        by=by, named_thing="My Plan on a Page", designed_by="Pupils of Rowan Wood School, in a workshop of sixteen",
        in_use_since=min(days.today, days.day(0, 3)), families_asked_on=min(days.today, days.day(0, 13)),
        families_say="Families told us that new staff read it before they meet the child, which never happened before.",
        claims=[ClaimFacts(ask=ask, part=parts[0])],
    )  # fmt: skip
    tell_back(
        by=by, activity=workshop, ask=ask, told_on=min(days.today, days.day(0, 6)), told_whom="The pupils who designed it",
        how="A visit, with the first printed page for each of them",
        said_back="They asked for thicker paper, and one asked who decides next.",
    )  # fmt: skip
