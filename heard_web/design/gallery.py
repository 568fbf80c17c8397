"""Made-up words for the gallery: every component with something in it, and one form with every kind of field."""

from datetime import date
from typing import Any

from django import forms

from heard_web.design.forms import HintedRadios


class SampleForm(forms.Form):
    """One field of every kind, to see how each looks when it is empty, filled and wrong."""

    title = forms.CharField(
        label="What is the visit called",
        help_text="Use words a parent would know, such as the name of the school.",
        error_messages={"required": "Write what the visit is called"},
    )
    on = forms.DateField(label="Date of the visit", error_messages={"required": "Enter the date of the visit"})
    at = forms.TimeField(label="Time it starts", required=False)
    people = forms.IntegerField(
        label="How many people came", min_value=0, error_messages={"invalid": "Write the number in digits, such as 12"}
    )
    email = forms.EmailField(label="Who to write to afterwards", required=False)
    place = forms.ChoiceField(
        label="Where it was",
        choices=[("", "---------"), ("beck", "Beck Side Primary School"), ("hub", "Ashdale Family Hub")],
        error_messages={"required": "Choose where it was"},
    )
    mode = forms.ChoiceField(
        label="How they told us",
        choices=[("said", "Said"), ("written", "Written"), ("drawn", "Drawn"), ("observed", "Watched, not spoken")],
        widget=HintedRadios(hints={"observed": "For someone who uses no words. You will write what you saw."}),
        error_messages={"required": "Choose how they told us"},
    )
    who = forms.MultipleChoiceField(
        label="Who came",
        help_text="Choose all that apply.",
        choices=[("children", "Children or young people"), ("parents", "Parents or carers"), ("staff", "School staff")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    notes = forms.CharField(label="Notes", widget=forms.Textarea, required=False, help_text="One thing on each line.")
    picture = forms.FileField(label="A photograph of a drawing", required=False, help_text="JPEG or PNG, up to 10 MB.")
    agreed = forms.BooleanField(
        label="They said we may keep what they told us",
        help_text="Ask again at the end of the visit.",
        error_messages={"required": "Say whether they agreed. Without it their words are not kept"},
    )
    groups = (
        ("The visit", ["title", "on", "at", "people", "email", "place"]),
        ("What was told", ["mode", "who", "notes", "picture", "agreed"]),
    )


class SampleFilter(forms.Form):
    """A small form above a list."""

    words = forms.CharField(label="Words in the title", required=False)
    place = forms.ChoiceField(label="Place", required=False, choices=[("", "Every place"), ("beck", "Beck Side")])


class SampleRow(forms.Form):
    """One row of a formset."""

    name = forms.CharField(label="First name", error_messages={"required": "Write the first name"})
    part = forms.CharField(label="What they did", required=False)


class BaseSampleRows(forms.BaseFormSet):  # type: ignore[type-arg]
    """Rows that are people."""

    item_name = "Person"


SampleRows = forms.formset_factory(SampleRow, formset=BaseSampleRows, extra=2)

WRONG: dict[str, Any] = {
    "title": "",
    "on": "31 February",
    "people": "about a dozen",
    "place": "",
    "email": "sam at beckside",
    "notes": "Everyone liked the quiet corner.",
}

THREAD: list[dict[str, Any]] = [
    {
        "stage": "Engagement",
        "when": "3 March 2026",
        "title": "A morning at Beck Side Primary School",
        "text": "Fourteen pupils and two members of staff.",
        "url": "#",
        "link": "See the visit",
        "state": "tied",
    },
    {
        "stage": "Voice",
        "when": "3 March 2026",
        "title": "22 things people told us",
        "text": "Nine were drawings, with what each child said about theirs.",
        "state": "tied",
    },
    {
        "stage": "Themes",
        "when": "20 March 2026",
        "title": "Somewhere quiet to go",
        "text": "Raised by eleven of the fourteen.",
        "state": "tied",
        "items": [("A room with no bell", "#"), ("Knowing who is inside", "#")],
    },
    {
        "stage": "Decisions",
        "when": "14 May 2026",
        "title": "Agreed for two schools, not yet for the third",
        "tag_text": "Partly",
        "tag_kind": "under_way",
        "url": "#",
        "link": "Read the answer and the reason",
        "state": "loose",
    },
    {"stage": "Outcomes", "title": "We have not recorded what changed", "state": "missing"},
    {"stage": "Give-back", "title": "The pupils have not been told yet", "state": "missing"},
]

STEPS = [
    {"title": "Plan the visit", "text": "Who, where and what you will ask.", "url": "#", "state": "done"},
    {"title": "Write down what you heard", "text": "In their words, or what you saw.", "url": "#", "state": "now"},
    {"title": "Tell them what came of it", "text": "By the date you promised.", "state": "todo"},
]

EVENTS = [
    {"on": date(2026, 6, 4), "title": "Listening morning", "url": "#", "note": "Ashdale Family Hub"},
    {"on": date(2026, 6, 18), "title": "Forum meeting", "url": "#", "note": "Online, 7 pm"},
    {"on": date(2026, 6, 18), "title": "Visit to Beck Side"},
]

FACTS = [
    ("Place", "Beck Side Primary School", "#"),
    ("Who came", "Fourteen pupils, two staff", "#"),
    ("Promised to tell them by", "", "#"),
    {"key": "Held by", "value": "Ashdale Council", "note": "The forum sees it once it is released."},
]

ROWS = [
    ("Beck Side Primary School", "3 March 2026", 14, "done", "Told what came of it"),
    ("Ashdale Family Hub", "11 March 2026", 9, "waiting", "Waiting for an answer"),
    ("Home visits", "March to May 2026", 6, "attention", "Overdue by 12 days"),
]

KINDS = [
    ("done", "Done"),
    ("under_way", "Under way"),
    ("planned", "Planned"),
    ("waiting", "Waiting for an answer"),
    ("attention", "Overdue"),
    ("stopped", "Not possible"),
    ("quiet", "Draft"),
]
