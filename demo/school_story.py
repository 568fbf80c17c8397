"""The first story: months of visits become a strategy's themes, a plan on a page, and updates that say what came of it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from demo import words
from demo.cast import Cast
from demo.days import Days
from demo.speaking import children, drawing, grown_ups, yes
from heard_web.engagement.actions import hold, plan, set_purpose, tell_news, thank
from heard_web.engagement.models import Activity, Purpose
from heard_web.people.models import User
from heard_web.voice.actions import add_contribution
from heard_web.voice.facts import ObservationFacts, PermissionFacts, SpeakerFacts
from heard_web.voice.models import Contribution

GOOD_LIFE = "What is important to you, and what does a good life look like?"
SUMMARY = "What should a summary of your plan look like?"
NOON = datetime.time(12)

Said = dict[str, Contribution]


def visit(
    cast: Cast, *, by: User, kind: str, title: str, on: datetime.date, place_type: str, counts: Mapping[tuple[str, str], int],
    purpose: Purpose | None, setting: str = "", place_name: str = "", methods: tuple[str, ...] = ("conversation",),
    questions: tuple[str, ...] = (GOOD_LIFE,), named: bool = True, line: str = "", interest: int = 0, thanks: str = "",
) -> Activity:  # fmt: skip
    """Plan a visit, hold it, count who came and thank the host, as the officer did over several days."""
    activity = plan(
        by=by, kind=kind, title=title, starts_on=on, place_type=place_type, status="booked", purpose=purpose,
        setting=cast.places[setting] if setting else None, place_name=place_name, methods=methods,
        questions=questions if purpose else (), may_name_setting=named and bool(setting or place_name),
        facilitators=(by,),
    )  # fmt: skip
    hold(activity, by=by, counts=counts, forum_interest=interest, public_line=line)
    if thanks:
        thank(activity, by=by, on=on + datetime.timedelta(days=2), words=thanks)
    activity.refresh_from_db()
    return activity


def purposes(cast: Cast, days: Days) -> tuple[Purpose, Purpose]:
    """The two questions the officers set out with."""
    good_life = set_purpose(
        by=cast.officer, question=GOOD_LIFE, decision_informed="The Ashdale SEND strategy", set_on=days.day(3, 2),
        body=cast.board, decision_due_on=days.coming(70), level="strategic",
        in_scope="What children, young people and families want from life, school and services.",
        out_of_scope="Decisions about one child's plan. We pass those to the family's caseworker.",
        giveback_promise="A page in plain words and pictures for each school we visit, and a visit back.",
        giveback_due_on=days.coming(80),
    )  # fmt: skip
    summary = set_purpose(
        by=cast.second_officer, question=SUMMARY, decision_informed="The design of the EHC plan summary",
        set_on=days.day(2, 2), body=cast.plan_group, decision_due_on=days.day(0, 3), level="operational",
        in_scope="What is on the summary, in which order, and how it looks.",
        out_of_scope="The legal plan itself: the summary sits beside it and never replaces it.",
        giveback_promise="The finished summary, shown to the pupils who designed it.", giveback_due_on=days.coming(20),
    )  # fmt: skip
    return good_life, summary


def first_month(cast: Cast, days: Days) -> None:
    """Three months ago: two officers start, learn together with partners, and meet the youth cabinet."""
    tell_news(by=cast.officer, happened_on=days.day(3, 4), words="Two co-production officers started work.")
    tell_news(
        by=cast.officer, happened_on=days.day(3, 8),
        words="Our communication plan began: we told schools, health teams and families who we are and how to reach us.",
    )  # fmt: skip
    visit(
        cast, by=cast.officer, kind="training", title="Working well together: training day", on=days.day(3, 16),
        place_type="community_hub", place_name="The Maltings", purpose=None, methods=("role_play", "conversation"),
        counts={("health", "not_asked"): 9, ("pcf_rep", "not_asked"): 6, ("council_officer", "not_asked"): 14},
        line="Health workers, forum members and council officers trained together in listening to families as equals.",
    )  # fmt: skip
    cabinet = visit(
        cast, by=cast.officer, kind="youth_council", title="Ashdale Youth Cabinet", on=days.day(3, 23),
        place_type="public_venue", place_name="Ashdale Town Hall", purpose=None, counts={("cyp", "age_16_18"): 12},
        line="We met Ashdale Youth Cabinet and asked how young people with SEND can have a real say.",
    )  # fmt: skip
    grown_ups(cabinet, words.YOUTH_CABINET, by=cast.officer, question="", group="young_adviser")


def second_month(cast: Cast, days: Days, purpose: Purpose) -> list[Said]:
    """Two months ago: workshops in schools, a learning centre and a college; homes; the family hub; a family fun day."""
    by, thanks = cast.officer, "Thank you for making us so welcome. Your pupils gave us a lot to think about."
    high = visit(
        cast, by=by, kind="workshop", title="Good life workshop", on=days.day(2, 5), place_type="school", setting="marlpit",
        purpose=purpose, counts={("cyp", "age_11_15"): 14, ("school_staff", "not_asked"): 2}, thanks=thanks, interest=3,
        methods=("conversation", "writing", "dot_vote"), line="Fourteen pupils told us about friends, jobs and quiet places.",
    )  # fmt: skip
    centre = visit(
        cast, by=by, kind="workshop", title="Good life workshop", on=days.day(2, 8), place_type="pru", setting="fernhill",
        purpose=purpose, counts={("cyp", "age_11_15"): 9}, thanks=thanks, named=True,
    )  # fmt: skip
    college = visit(
        cast, by=by, kind="workshop", title="Good life workshop", on=days.day(2, 13), place_type="college",
        setting="vale_college", purpose=purpose, counts={("cyp", "age_16_18"): 11, ("cyp", "age_19_25"): 6}, thanks=thanks,
    )  # fmt: skip
    homes = visit(
        cast, by=by, kind="home_visit", title="Visits at home", on=days.day(2, 18), place_type="home", purpose=purpose,
        counts={("cyp", "age_5_10"): 2, ("cyp", "age_11_15"): 2}, line="We visited children and young people at home.",
    )  # fmt: skip
    hub = visit(
        cast, by=by, kind="family_hub_visit", title="Meadow Family Hub", on=days.day(2, 20), place_type="family_hub",
        place_name="Meadow Family Hub", purpose=purpose, counts={("parent_carer", "not_asked"): 12, ("cyp", "age_0_4"): 8},
    )  # fmt: skip
    visit(
        cast, by=by, kind="community_event", title="Friends of Oakfield fun day", on=days.day(2, 24, weekend=True),
        place_type="school", setting="oakfield", purpose=purpose, interest=4, thanks="Thank you, Friends of Oakfield.",
        counts={("parent_carer", "not_asked"): 31, ("cyp", "age_5_10"): 26, ("sibling", "not_asked"): 12},
        line="The Friends of Oakfield let us join their family fun day, and we met many new families.",
    )  # fmt: skip
    return [
        children(high, words.GOOD_LIFE_HIGH, by=by, question=GOOD_LIFE, not_quoted=("P6",)),
        children(centre, words.GOOD_LIFE_LEARNING_CENTRE, by=by, question=GOOD_LIFE),
        children(college, words.GOOD_LIFE_COLLEGE, by=by, question=GOOD_LIFE),
        children(homes, words.HOMES, by=by, question=GOOD_LIFE, not_quoted=("P1", "P2")),
        grown_ups(hub, words.PARENTS, by=by, question=GOOD_LIFE),
        {
            "bus": drawing(
                high, "bus", by=by, label="P8", age="11-15", question=GOOD_LIFE, alt="A red bus with one smiling face.",
                explanation="This is me on the bus on my own going to see my friend.",
            )
        },
    ]  # fmt: skip


def third_month(cast: Cast, days: Days, purpose: Purpose) -> list[Said]:
    """Last month: two primaries that share no more than a question, cafés, a harbour event and a nursery without words."""
    by = cast.officer
    thanks = "Thank you. The children's pictures are on our wall, and we will come back to say what happened."
    primary = visit(
        cast, by=by, kind="school_visit", title="Good life visit", on=days.day(1, 6), place_type="school",
        setting="alder_brook", purpose=purpose, methods=("drawing", "conversation"), thanks=thanks,
        counts={("cyp", "age_5_10"): 15, ("school_staff", "not_asked"): 2},
    )  # fmt: skip
    second = visit(
        cast, by=by, kind="school_visit", title="Good life visit", on=days.day(1, 9), place_type="school",
        setting="thistle", purpose=purpose, methods=("drawing", "writing"), thanks=thanks, counts={("cyp", "age_5_10"): 13},
    )  # fmt: skip
    cafe = visit(
        cast, by=by, kind="one_to_one", title="Meeting young people in cafés", on=days.day(1, 14), place_type="cafe",
        purpose=purpose, counts={("cyp", "age_11_15"): 3, ("cyp", "age_16_18"): 2}, interest=3,
        line="We met young people who have no school place at the moment, in cafés they chose. Some would like to join the forum.",
    )  # fmt: skip
    harbour = visit(
        cast, by=by, kind="community_event", title="Harbour Hub open day", on=days.day(1, 17, weekend=True),
        place_type="community_hub", place_name="Harbour Hub", purpose=purpose,
        counts={("parent_carer", "not_asked"): 24, ("cyp", "age_5_10"): 19},
    )  # fmt: skip
    said = [
        children(primary, words.GOOD_LIFE_PRIMARY, by=by, question=GOOD_LIFE, not_quoted=("P6",)),
        children(second, words.GOOD_LIFE_SECOND_PRIMARY, by=by, question=GOOD_LIFE),
        children(cafe, words.CAFE, by=by, question=GOOD_LIFE),
        {
            "friends": drawing(
                primary, "friends", by=by, label="P8", age="5-10", question=GOOD_LIFE,
                alt="Two people side by side in a park, with a small brown dog, a tree and the sun.",
                explanation="That is me and my friend and the dog. We are in the park and nobody is in a hurry.",
            ),
            "quiet": drawing(
                second, "quiet", by=by, label="P6", age="5-10", question=GOOD_LIFE,
                alt="A room with a blue tent, two cushions, a yellow lamp and a green door.",
                explanation="It is the quiet room. The door is green when you can go in.",
            ),
        },
    ]  # fmt: skip
    for label, group, spoken in words.HARBOUR:
        said.append(grown_ups(harbour, [(label, spoken)], by=by, question=GOOD_LIFE, group=group))
    nursery(cast, days, purpose)
    return said


def nursery(cast: Cast, days: Days, purpose: Purpose) -> None:
    """A play session with children who use no words: what we saw is kept apart from what we think it means."""
    session = visit(
        cast, by=cast.officer, kind="nursery_session", title="Play session at the nursery", on=days.day(1, 21),
        place_type="nursery", setting="acorns", purpose=purpose, counts={("cyp", "age_0_4"): 10, ("school_staff", "not_asked"): 3},
        methods=("communication_board", "switch", "observation"), thanks="Thank you for showing us how each child tells you things.",
        line="Children showed us what they like with boards, buttons, sounds and faces.",
    )  # fmt: skip
    seen = [
        ("C1", "Water play, with the big button beside the tray", "He pressed the button again and again and laughed when the water ran.",
         "He wanted the water to go on, and liked being the one to start it.", "The sound of the button alone may have pleased him.", "sure", "well"),
        ("C2", "Tidying up, with music on", "She covered her ears, turned to the door and was still.",
         "The room had become too loud for her.", "She may have been waiting for her key worker, who comes in by that door.", "unsure", "a_little"),
    ]  # fmt: skip
    for label, happening, saw, think, other, sure, knows in seen:
        add_contribution(
            session, by=cast.officer, mode="observed", mediation="own_words",
            observation=ObservationFacts(
                what_was_happening=happening, what_we_saw=saw, what_we_think=think, other_reading=other, confidence=sure,
                observer="Orla Finch, with a key worker", knows_child=knows,
            ),
            speaker=SpeakerFacts(label=label, group="cyp", age_band="age_0_4", needs_parent=True), question=GOOD_LIFE,
            permissions=yes(session.starts_on, "analyse", "quote", parent=True),
        )  # fmt: skip


def summary_workshops(cast: Cast, days: Days, good_life: Purpose, summary: Purpose) -> tuple[Said, Said, Activity]:
    """Last month at a special school: one workshop on life outcomes, one on what a plan's summary should look like."""
    by = cast.second_officer
    outcomes = visit(
        cast, by=by, kind="workshop", title="Life outcomes workshop", on=days.day(1, 12), place_type="school",
        setting="rowan_wood", purpose=good_life, counts={("cyp", "age_11_15"): 12, ("cyp", "age_16_18"): 4},
    )  # fmt: skip
    design = visit(
        cast, by=by, kind="workshop", title="My plan, my way: designing a summary", on=days.day(1, 13), place_type="school",
        setting="rowan_wood", purpose=summary, questions=(SUMMARY,), methods=("drawing", "writing", "dot_vote"),
        counts={("cyp", "age_11_15"): 12, ("cyp", "age_16_18"): 4, ("school_staff", "not_asked"): 3},
        line="Pupils drew and wrote what a summary of an education, health and care plan should look like.",
        thanks="Thank you to every pupil who drew a page. We are building it now.",
    )  # fmt: skip
    said = children(design, words.SUMMARY_WORKSHOP, by=by, question=SUMMARY)
    said["plan"] = drawing(
        design, "plan", by=by, label="P7", age="11-15", question=SUMMARY,
        alt="A page with a smiling face, a star and three boxes with lines of writing.",
        explanation="My face goes first. The star is what I am good at. The boxes are what helps me.",
    )  # fmt: skip
    refused = add_contribution(
        design, by=by, mode="written", words="I drew a castle but I want to keep it.", mediation="own_words",
        speaker=SpeakerFacts(label="P8", group="cyp", age_band="age_11_15", needs_parent=True), question=SUMMARY,
        permissions=[
            PermissionFacts(use="analyse", given_by="self", answer=True, given_on=design.starts_on),
            PermissionFacts(use="analyse", given_by="parent", answer=True, given_on=design.starts_on),
            PermissionFacts(use="quote", given_by="self", answer=False, given_on=design.starts_on),
            PermissionFacts(use="quote", given_by="parent", answer=True, given_on=design.starts_on),
        ],
    )  # fmt: skip
    said["refused"] = refused
    return children(outcomes, words.OUTCOMES_WORKSHOP, by=by, question=GOOD_LIFE), said, design
