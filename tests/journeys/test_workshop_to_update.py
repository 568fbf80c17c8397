"""A school workshop becomes a monthly update that anybody can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from demo.drawings import quiet_room
from heard_web.engagement.actions import tell_news
from heard_web.people.models import User
from heard_web.publishing.actions import approve, draft_monthly_update, submit
from tests.journeys.steps import by_menu, choose, pick, sees_picture, sign_in, take_time, without_looking

if TYPE_CHECKING:
    from playwright.sync_api import FilePayload, Locator

    from tests.journeys.conftest import Traveller
    from tests.journeys.steps import SetOut

pytestmark = pytest.mark.journey

SCHOOL = "Alder Brook Primary"
QUESTION = "What makes a good day at school?"
WRITTEN = "I know it will be a good day when my cushion is by the window."
DRAWN = "That is the tent. You can hear the rain but not the hall."
ALT = "A room with a blue tent, two cushions and a green door."
SAW = "She went to the tent by herself, pulled the flap shut and hummed."
THOUGHT = "She was glad of the quiet."
NOTES = """Good things:
- Snack with my friend
- When we go outside first
Not so good:
- The bell, it hurts
- (ask Mrs Bell about the bell)
"""
OLD_NEWS = "We wrote to every school to say who we are."


def before_this_month() -> tuple[str, str]:
    """Last month has its update already, approved and public. Gives its title and its address."""
    today = timezone.localdate()
    year, month = (today.year, today.month - 1) if today.month > 1 else (today.year - 1, 12)
    writer, second = (User.objects.get(email=f"{name}@ashdale.example") for name in ("orla", "asha"))
    tell_news(by=writer, happened_on=today.replace(year=year, month=month, day=5), words=OLD_NEWS)
    page = draft_monthly_update(by=writer, year=year, month=month)
    submit(page, by=writer)
    approve(page, by=second)
    return page.title, f"/updates/{year}/{month:02d}/"


def sets_a_purpose(officer: Traveller) -> None:
    by_menu(officer, "Engagement")
    officer.follow("What it is all for")
    officer.follow("Add a purpose")
    officer.fill("What do we want to find out?", QUESTION)
    officer.fill("What will the answers inform?", "The Ashdale SEND strategy")
    pick(officer, "Who decides", "Ashdale SEND Partnership Board")
    officer.fill("How will we tell people what came of it?", "We come back to each school and show what changed")
    officer.press("Save")


def plans_a_workshop(officer: Traveller) -> None:
    by_menu(officer, "Desk")
    officer.follow("Plan a visit")
    pick(officer, "What kind of occasion", "Workshop")
    officer.fill("School or setting", SCHOOL)
    pick(officer, "What it is for", QUESTION)
    officer.fill("What you will ask, or asked", QUESTION)
    choose(officer, "How far is it?", "Booked")
    officer.press("Save")
    assert f"2 places match “{SCHOOL}”" in officer.text()
    choose(officer, "Which one do you mean?", f"{SCHOOL}, Ashdale (URN 990101)")
    officer.press("Save")
    assert "URN 990101" in officer.text()
    assert "No, it is not named" in officer.text()


def says_who_came(officer: Traveller) -> None:
    officer.follow("Say who came")
    officer.fill("Aged 5 to 10", "14")
    officer.fill("School, nursery and college staff", "2")
    officer.fill("How many people want to join the forum?", "1")
    officer.press("Save")


def keeps_what_children_told(officer: Traveller) -> None:
    officer.follow("Put in what people told us")
    officer.fill("What they told us", WRITTEN)
    pick(officer, "How they told us", "Written")
    pick(officer, "Age", "5 to 10")
    choose(officer, "They said we may", "Find themes in it", "Quote it")
    officer.page.get_by_label("A parent or carer agreed too").check()
    officer.press("Save, then the next person")
    assert "Kept. 1 so far from this visit." in officer.text()


def keeps_a_drawing(officer: Traveller) -> None:
    officer.follow("A drawing")
    photo: FilePayload = {"name": "IMG_2291.png", "mimeType": "image/png", "buffer": quiet_room()}
    officer.page.get_by_label("Photo or scan of the drawing").set_input_files(files=[photo])
    officer.fill("What they say it shows", DRAWN)
    officer.fill("Describe it for people who cannot see it", ALT)
    officer.page.get_by_label("I have looked: no name or face can be seen").check()
    pick(officer, "Whose words these are", "Written down for them")
    pick(officer, "Age", "5 to 10")
    choose(officer, "They said we may", "Find themes in it", "Quote it", "Show the drawing")
    officer.page.get_by_label("A parent or carer agreed too").check()
    officer.press("Save, then the next person")


def keeps_what_was_watched(officer: Traveller) -> None:
    officer.follow("Something we watched")
    officer.fill("What was happening", "Tidying up, with music on")
    officer.fill("What we saw", SAW)
    officer.fill("What we think it means", THOUGHT)
    officer.fill("Who watched", "the child's teaching assistant")
    pick(officer, "How well they know the child", "Knows the child well")
    pick(officer, "Age", "5 to 10")
    choose(officer, "They said we may", "Find themes in it", "Tell others what we saw, without a name")
    officer.page.get_by_label("A parent or carer agreed too").check()
    officer.press("Save and finish")


def splits_a_page_of_notes(officer: Traveller) -> None:
    officer.follow("Paste a page of notes")
    officer.fill("The page of notes", NOTES)
    officer.fill("How many people sat there", "5")
    pick(officer, "Age", "5 to 10")
    choose(officer, "They said we may", "Find themes in it")
    officer.page.get_by_label("A parent or carer agreed too").check()
    officer.press("Split it into lines")
    aside = officer.page.get_by_role("group", name="Line 4")
    assert "ask Mrs Bell" in aside.get_by_label("What was said").input_value()
    aside.get_by_label("Keep this").uncheck()
    officer.press("Keep these lines")
    assert "3 lines kept, 1 left out." in officer.text()
    assert "(ask Mrs Bell about the bell)" in officer.text()
    officer.follow("See what is kept")
    assert "6 contributions" in officer.text()
    assert "ask Mrs Bell" not in officer.text()


def thanks_the_school(officer: Traveller) -> None:
    by_menu(officer, "Desk")
    officer.follow("Write your thanks")
    officer.press("Save as thanked")


def drafts_the_month(officer: Traveller, month: str) -> None:
    by_menu(officer, "Publishing")
    officer.follow("Start a page")
    officer.follow("Monthly update")
    pick(officer, "Month", month)
    officer.press("Write the first draft")


def adds_a_part(officer: Traveller, kind: str, place: int) -> Locator:
    pick(officer, "Kind of part to add", kind)
    officer.press("Save and add this part")
    part = officer.page.get_by_role("group", name=f": {kind}").last
    part.get_by_label("Place on the page").fill(str(place))
    return part


def chooses(part: Locator, label: str, beginning: str) -> None:
    value = part.get_by_role("option", name=beginning).get_attribute("value")
    part.get_by_label(label).select_option(value)


def edits_the_draft(officer: Traveller) -> None:
    officer.fill("One line that says what the page holds", "Good days, quiet places, and a tent.")
    with without_looking(officer):
        adds_a_part(officer, "Heading", 4).get_by_label("Heading").fill("What children told us")
    chooses(adds_a_part(officer, "Somebody's words", 5), "Whose words to show", WRITTEN)
    chooses(adds_a_part(officer, "Drawing", 6), "Which drawing to show", ALT)
    with without_looking(officer):
        chooses(adds_a_part(officer, "What we saw", 7), "What we saw", SAW)
        part = adds_a_part(officer, "Paragraph", 8)
    part.get_by_label("Words").fill(f"Three pupils at {SCHOOL} asked for the tent to stay.")
    officer.press("Save", exact=True)


def puts_right_what_stops_it(officer: Traveller) -> None:
    assert "So few people could be recognised." in officer.text()
    assert "This school has not agreed to be named." in officer.text()
    assert officer.page.get_by_role("button", name="Hand on to a second person").count() == 0
    officer.follow("Change the page")
    part = officer.page.get_by_role("group", name="Part 8: Paragraph")
    part.get_by_label("Words").fill("Some pupils asked for the tent to stay.")
    officer.press("Save", exact=True)
    assert "To put right" not in officer.text()


def is_handed_on_and_approved(officer: Traveller, approver: Traveller, month: str) -> None:
    officer.press("Hand on to a second person")
    assert officer.page.get_by_role("button", name="Approve and publish").count() == 0
    by_menu(approver, "Publishing")
    approver.looking = True
    approver.follow("1 page to read and approve")
    approver.follow(month)
    assert WRITTEN in approver.text()
    approver.press("Approve and publish")
    assert "Published. Anyone can read it now." in approver.text()


def reads_the_month(reader: Traveller, month: str) -> None:
    by_menu(reader, "Updates", menu="Main")
    reader.follow(month)
    main = reader.page.get_by_role("main")
    assert main.locator("blockquote", has_text=WRITTEN).is_visible()
    sees_picture(reader, ALT)
    assert main.locator("blockquote", has_text=DRAWN).is_visible()
    assert main.get_by_text(SAW).is_visible()
    assert "Watched, not spoken" in reader.text()
    assert main.locator("blockquote", has_text=SAW).count() == 0
    assert f"“{SAW}" not in reader.text()
    assert SCHOOL not in reader.page.content()
    assert "What they said about it" in reader.text()
    reader.look("the update")


def says_whether_it_was_useful(reader: Traveller) -> None:
    choose(reader, "Was this page useful?", "Yes")
    reader.fill("What was good, missing or hard to find?", "We did the tent at home too.")
    take_time(reader)
    reader.press("Send")
    assert "A person will read what you sent." in reader.text()


def reads_what_came_back(officer: Traveller) -> None:
    by_menu(officer, "Publishing")
    officer.follow("1 comment from the public")
    officer.follow("comment ")
    assert "We did the tent at home too." in officer.text()
    officer.press("I have read this")


def test_a_school_workshop_becomes_a_monthly_update(empty_ashdale: None, travel: SetOut) -> None:
    last_month, last_address = before_this_month()
    this_month = f"{timezone.localdate():%B %Y}"
    officer, reader = sign_in(travel, "orla"), travel()

    sets_a_purpose(officer)
    plans_a_workshop(officer)
    says_who_came(officer)
    keeps_what_children_told(officer)
    keeps_a_drawing(officer)
    keeps_what_was_watched(officer)
    splits_a_page_of_notes(officer)
    thanks_the_school(officer)
    drafts_the_month(officer, this_month)
    edits_the_draft(officer)
    puts_right_what_stops_it(officer)
    is_handed_on_and_approved(officer, sign_in(travel, "asha", looking=False), this_month)

    reader.go("/")
    reads_the_month(reader, this_month)
    with without_looking(officer):
        drafts_the_month(officer, last_month)
    assert "The page that people read stays as" in officer.text()
    assert OLD_NEWS in officer.page.get_by_label("Words").first.input_value()
    says_whether_it_was_useful(reader)
    reads_what_came_back(officer)
    reader.go(f"/updates/{timezone.localdate():%Y/%m}/")
    reader.follow(last_month)
    assert reader.page.url.endswith(last_address)
    assert OLD_NEWS in reader.text()
    assert "Earlier versions" not in reader.text()
