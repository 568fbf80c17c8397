"""300 workshop answers with who gave them, as the file an officer is sent, and the steps of bringing them in."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils import timezone

from heard_web.engagement.actions import plan
from heard_web.themes.actions import add_theme, start_codebook
from heard_web.voice.actions import add_contribution
from heard_web.voice.facts import PermissionFacts, SpeakerFacts
from tests.journeys.conference import BOARD, day
from tests.journeys.steps import by_menu, choose, open_up, pick

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heard_web.people.models import User
    from heard_web.themes.models import Codebook
    from heard_web.voice.models import Contribution
    from tests.journeys.conftest import Traveller

FILE = Path(__file__).resolve().parent.parent.parent / "demo" / "workshop_answers.csv"
QUESTION = "What would make support better for children with SEND?"
SAID_THRICE = "More trained staff please"
LATE = ("trained staff", "Child or young person", "11-15", "ASD", "Alder Brook School", "2026-03-09")


def rows() -> list[dict[str, str]]:
    """The answers as they stand in the file, each with the theme somebody sorted it under by hand."""
    return list(csv.DictReader(io.StringIO(FILE.read_text("utf-8-sig"))))


def with_cards() -> tuple[bytes, int]:
    """The file with three cards from the box on top, which all say the same, and how many answers that makes."""
    first, *rest = FILE.read_text("utf-8-sig").splitlines()
    asked = rows()[0]["question"]
    kept = io.StringIO()
    for number in (301, 302, 303):
        csv.writer(kept).writerow([number, SAID_THRICE, asked, LATE[0], f"P{number}", *LATE[1:]])
    return "\n".join([first, kept.getvalue().replace("\r\n", "\n").strip(), *rest, ""]).encode(), len(rest) + 3


def sorted_by_hand() -> dict[str, str]:
    """For the words of each answer, the theme somebody sorted it under by hand."""
    return {row["answer"]: row["sorted by hand"] for row in rows()} | {SAID_THRICE: LATE[0]}


def agrees_what_it_is_for(officer: Traveller) -> None:
    """Write down the question the workshops ask."""
    by_menu(officer, "Engagement")
    officer.follow("What it is all for")
    officer.follow("Add a purpose")
    officer.fill("What do we want to find out?", QUESTION)
    officer.fill("What will the answers inform?", "The plan for specialist places")
    officer.fill("Day this was agreed", day(0, 9, 4))
    pick(officer, "Who decides", BOARD)
    officer.fill("How will we tell people what came of it?", "A page on the local offer")
    officer.fill("By when", day(1, 10, 30))
    officer.press("Save")


def records_the_workshops(officer: Traveller) -> None:
    """Write down that the workshops took place, for that question."""
    officer.follow("Plan a visit for this")
    pick(officer, "What kind of occasion", "Workshop")
    officer.fill("Day", "2026-05-14")
    officer.fill("Or the name of the place", "Eight schools and halls")
    pick(officer, "Kind of place", "Library or public venue")
    choose(officer, "How far is it?", "It has happened")
    open_up(officer, "More about it")
    officer.fill("Name for it", "Spring workshops")
    officer.press("Save")
    officer.fill("Aged 11 to 15", "187")
    officer.fill("Parents and carers", "112")
    officer.press("Save")


def brings_in_the_file(officer: Traveller, content: bytes, many: int) -> None:
    """Bring the file in by the pages, and see that every row is here."""
    officer.follow("Bring in a spreadsheet or document")
    officer.page.get_by_label("The file").set_input_files(
        {"name": "workshop_answers.csv", "mimeType": "text/csv", "buffer": content}
    )
    officer.press("Read the file")
    pick(officer, "answer", "What was said")
    pick(officer, "number", "A number of the row itself")
    pick(officer, "person", "A number or letter that stands for the person")
    pick(officer, "who", "Who the person took part as")
    pick(officer, "need", "Type of need")
    pick(officer, "sorted by hand", "Leave this column out")
    pick(officer, "They took part as", "Children and young people")
    choose(officer, "The forms say we may", "Find themes in it", "Quote it")
    officer.page.get_by_label("A parent or carer agreed too, for every row").check()
    officer.press("Show the first rows")
    officer.press(f"Bring in {many} rows")
    officer.follow("What people told us here")
    assert f"{many} contributions" in officer.text()


def said_at_a_workshop(by: User, said: Sequence[tuple[str, str]]) -> list[Contribution]:
    """A workshop at which each of these groups of people said these words, and agreed that we read and quote them."""
    today = timezone.localdate()
    activity = plan(
        by=by, kind="workshop", title="Summer workshop", starts_on=today, place_type="online", status="held"
    )
    allowed = [PermissionFacts(use, "self", True, today) for use in ("analyse", "quote")]
    return [
        add_contribution(
            activity, by=by, mode="said", words=words, speaker=SpeakerFacts(f"P{at}", group), permissions=allowed
        )
        for at, (group, words) in enumerate(said, start=1)
    ]


def with_themes(by: User, title: str, *names: str) -> Codebook:
    """A set of themes that people agreed."""
    codebook = start_codebook(by=by, title=title)
    for name in names:
        add_theme(codebook, by=by, name=name)
    return codebook
