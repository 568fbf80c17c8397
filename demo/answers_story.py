"""The third story: 300 workshop answers, some sorted by a person, the rest waiting for suggestions and for what they teach."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

from demo.cast import Cast
from demo.days import Days
from demo.school_story import visit
from heard_web.engagement.actions import set_purpose
from heard_web.engagement.models import Activity, Purpose
from heard_web.themes.actions import add_theme, ask_for_candidates, ask_to_learn_themes, code, fits_none, start_codebook
from heard_web.themes.models import Codebook
from heard_web.voice.actions_import import bring_in, match, start_import
from heard_web.voice.models import Contribution

ANSWERS = Path(__file__).with_name("workshop_answers.csv")
BETTER = "What would make support better for you?"
SORTED = 60  # answers that a person has read before the visitor comes
COLUMNS = {"number": "key", "answer": "words", "person": "speaker", "who": "group", "age band": "age_band"}
# place in the file: kind of activity, kind of place, setting or name
PLACES = {
    "Alder Brook School": ("school_visit", "school", "alder_brook", ""),
    "Fernhill Primary": ("school_visit", "school", "thistle", ""),
    "Ashdale College": ("workshop", "college", "vale_college", ""),
    "Saltmarsh Family Hub": ("family_hub_visit", "family_hub", "", "Saltmarsh Family Hub"),
    "Larkfield Academy": ("school_visit", "school", "lakeside", ""),
    "Cafe on Mill Street": ("coffee_morning", "cafe", "", "The café on Mill Street"),
    "Ashdale Parents’ Evening": ("drop_in", "public_venue", "", "The Corn Exchange"),
    "Willow Bank School": ("workshop", "school", "rowan_wood", ""),
}
THEMES = {
    "transport": ("Getting there", "Taxis, buses, escorts, travel training."),
    "waiting": ("Waiting", "How long an assessment or a service takes, and what happens meanwhile."),
    "communication with families": ("Being told and being heard", "Who rings back, who knows our story."),
    "quiet space": ("Somewhere quiet", "Noise, light, and a place to calm down."),
    "trained staff": ("People who understand", "What staff know and how they are with us."),
    "friends and clubs": ("Friends and things to do", "Clubs, play, holidays, being invited."),
    "EHCP and paperwork": ("The plan and its paperwork", "Writing, reviewing and keeping to the plan."),
    "speech and therapy": ("Speech and therapies", "Speech, occupational and physiotherapy; talkers."),
    "moving on to adult life": ("Moving on", "Work, college, home and health after 16."),
    "mental health": ("Worry and feelings", "Being anxious, sad, angry, and who helps."),
    "local places and hubs": ("A place near home", "Schools, hubs and bases, and where they are."),
    "equipment and access": ("Equipment and getting in", "Chairs, lifts, text, tools."),
}


def answers(cast: Cast, days: Days) -> Codebook:
    """Eight visits in one spring ask one question. An officer sorts the first answers and asks the computer about the rest."""
    officer = cast.second_officer
    purpose = set_purpose(
        by=officer, question=BETTER, decision_informed="What Ashdale puts right first", set_on=days.day(7, 2), body=cast.board,
        decision_due_on=days.coming(110), level="strategic", giveback_due_on=days.coming(120),
        giveback_promise="What we heard in plain words, at each place we went to.",
    )  # fmt: skip
    with ANSWERS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for at, place in enumerate(PLACES):
        here = [row for row in rows if row["place"] == place]
        _bring(here, _visit(cast, days, purpose, at, place, here), cast)
    book = start_codebook(by=officer, title="Spring visits: what would make support better", purpose=purpose)
    _sort(book, rows[:SORTED], cast)
    ask_for_candidates(book, by=officer)
    ask_to_learn_themes(book, by=officer)
    return book


def _visit(cast: Cast, days: Days, purpose: Purpose, at: int, place: str, rows: list[dict[str, str]]) -> Activity:
    kind, where, setting, name = PLACES[place]
    groups = Counter({row["person"]: row["who"] for row in rows}.values())
    return visit(
        cast, by=cast.second_officer, kind=kind, title=f"Spring visit {at + 1}", on=days.day(6 - at // 4, 3 + 6 * (at % 4)),
        place_type=where, setting=setting, place_name=name, purpose=purpose, methods=("writing",), questions=(BETTER,),
        counts={
            (group, "not_asked"): groups[said]
            for said, group in (("Child or young person", "cyp"), ("Parent or carer", "parent_carer"), ("Staff", "school_staff"))
            if groups[said]
        },
    )  # fmt: skip


def _bring(rows: list[dict[str, str]], activity: Activity, cast: Cast) -> None:
    """Bring the answers in as an officer would: the file, its columns, and what the forms allow."""
    text = io.StringIO(newline="")
    table = csv.DictWriter(text, fieldnames=list(rows[0]))
    table.writeheader()
    table.writerows(rows)
    by = cast.second_officer
    batch = start_import(activity, by=by, content=text.getvalue().encode(), file_name="answers.csv")
    allows = {"group": "cyp", "mode": "written", "question": BETTER, "agreed": ["analyse"], "parent_too": True}
    match(batch, by=by, matching=COLUMNS, defaults=allows)
    bring_in(batch, by=by)


def _sort(book: Codebook, rows: list[dict[str, str]], cast: Cast) -> None:
    by = cast.second_officer
    themes = {
        sorted_as: add_theme(book, by=by, name=name, definition=definition)
        for sorted_as, (name, definition) in THEMES.items()
    }
    kept = Contribution.objects.filter(activity__purpose=book.purpose).in_bulk(field_name="pk")
    said = {voice.words: voice for voice in kept.values()}
    for row in rows:
        voice = said.get(row["answer"].strip())
        if voice is None:
            continue
        theme = themes.get(row["sorted by hand"])
        if theme is None:
            fits_none(book, voice, by=by)
        else:
            code(theme, voice, by=by)
