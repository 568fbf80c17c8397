"""What someone types after a visit: who came, what happened, why it was off, and the thanks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from heard.codes import AgeBand, ParticipantGroup
from heard_web.engagement.forms_activity import day_that_has_come, sensible_day
from heard_web.engagement.homes import home_problems
from heard_web.engagement.models import Activity, GroupCount, TeamNews

MOST = 100_000
NUMBER = {
    "invalid": "Enter a whole number, such as 12.",
    "min_value": "Enter 0 or more.",
    "max_value": f"Enter a number up to {MOST}.",
}
BANDS = list(AgeBand)
COMMON: list[tuple[ParticipantGroup, AgeBand]] = [
    *((ParticipantGroup.CYP, band) for band in BANDS),
    (ParticipantGroup.PARENT_CARER, AgeBand.NOT_ASKED),
    (ParticipantGroup.SCHOOL_STAFF, AgeBand.NOT_ASKED),
]


def people_box(label: str) -> forms.IntegerField:
    """A box for a number of people."""
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=MOST,
        error_messages=NUMBER,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
    )


def row_words(group: ParticipantGroup, band: AgeBand) -> str:
    """One row of the count in words."""
    if group is ParticipantGroup.CYP:
        return f"{group.label}, age not asked" if band is AgeBand.NOT_ASKED else f"{group.label}, {band.label}"
    return group.label if band is AgeBand.NOT_ASKED else f"{group.label}, {band.label}"


def box_label(group: ParticipantGroup, band: AgeBand) -> str:
    """What stands beside a box; the group of children stands above theirs already."""
    if group is not ParticipantGroup.CYP:
        return row_words(group, band)
    return "Age not asked" if band is AgeBand.NOT_ASKED else f"Aged {band.label}"


def who_came(rows: Iterable[GroupCount]) -> list[tuple[str, int]]:
    """The count in words, the people who use services first and the youngest first."""
    groups, bands = list(ParticipantGroup), BANDS
    kept = [(ParticipantGroup(row.group), AgeBand(row.age_band), row.people) for row in rows]
    kept.sort(key=lambda row: (groups.index(row[0]), bands.index(row[1])))
    return [(row_words(group, band), people) for group, band, people in kept]


class HeldForm(forms.Form):
    """Who came, by the rows most visits need, and what happened."""

    show_optional = False

    notes = forms.CharField(
        label="Notes for the team",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="How it went, what to do next time. Never published. What people told us goes in afterwards, one by one.",
    )
    forum_interest = forms.IntegerField(
        label="How many people want to join the forum?",
        required=False,
        min_value=0,
        max_value=MOST,
        error_messages=NUMBER,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
    )
    public_line = forms.CharField(
        label="One line for the monthly update",
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Anybody may read this. No names of children or families, and no small numbers of people.",
    )

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        self.activity = activity
        kwargs["initial"] = {
            "notes": activity.notes, "forum_interest": activity.forum_interest or None, "public_line": activity.public_line,
            **{_name(row.group, row.age_band): row.people for row in activity.group_counts.all()},
        }  # fmt: skip
        super().__init__(*args, **kwargs)
        boxes = {_name(group, band): people_box(box_label(group, band)) for group, band in COMMON}
        self.fields = {**boxes, **self.fields}

    @property
    def child_fields(self) -> list[BoundField]:
        """The boxes for children and young people, youngest first."""
        return [self[_name(group, band)] for group, band in COMMON if group is ParticipantGroup.CYP]

    @property
    def adult_fields(self) -> list[BoundField]:
        """The boxes for the adults that most visits have."""
        return [self[_name(group, band)] for group, band in COMMON if group is not ParticipantGroup.CYP]

    @property
    def told_fields(self) -> list[BoundField]:
        """What happened, in words."""
        return [self["forum_interest"], self["public_line"], self["notes"]]

    def clean(self) -> dict[str, Any]:
        """Keep the address of a home out of the words."""
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        texts = {name: facts.get(name, "") for name in ("notes", "public_line")}
        _no_address(self, self.activity, texts)
        return facts

    def counts(self) -> dict[tuple[str, str], int]:
        """The rows that were filled in. An empty box is not a nought."""
        filled = {(group, band): self.cleaned_data.get(_name(group, band)) for group, band in COMMON}
        return {(str(group), str(band)): people for (group, band), people in filled.items() if people is not None}


class OtherCount(forms.Form):
    """One more row of the count."""

    show_optional = False

    group = forms.ChoiceField(
        label="Who", required=False, choices=[("", "Choose a group"), *ParticipantGroup.choices()]
    )
    age_band = forms.ChoiceField(label="Age", required=False, choices=AgeBand.choices(), initial=AgeBand.NOT_ASKED)
    people = people_box("How many")

    def clean(self) -> dict[str, Any]:
        """Ask for the half of a row that is missing."""
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        facts["age_band"] = facts.get("age_band") or AgeBand.NOT_ASKED.value
        people, aged = facts.get("people"), facts["age_band"] != AgeBand.NOT_ASKED
        if (people is not None or aged) and not facts.get("group"):
            self.add_error(
                "group", "Say who these people were." if people is None else f"Say who these {people} people were."
            )
        if facts.get("group") and facts.get("people") is None and "people" not in self.errors:
            self.add_error("people", "Say how many came, or choose no group.")
        return facts


class OtherCountsFormSet(forms.BaseFormSet[OtherCount]):
    """The rows of the count that few visits need."""

    item_name = "Others who came"

    def clean(self) -> None:
        """Refuse two numbers for one row."""
        seen = {(str(group), str(band)) for group, band in COMMON}
        for form in self.forms:
            if (row := _row(form)) is None:
                continue
            if row in seen:
                group, band = ParticipantGroup(row[0]), AgeBand(row[1])
                form.add_error("group", f"There is another box for “{row_words(group, band)}”. Use one of the two.")
            seen.add(row)

    def counts(self) -> dict[tuple[str, str], int]:
        """The rows that were filled in."""
        return {row: form.cleaned_data["people"] for form in self.forms if (row := _row(form))}

    @property
    def is_used(self) -> bool:
        """Whether any row holds something, so that nothing typed hides."""
        return any(form.errors or form["people"].value() or form["group"].value() for form in self.forms)


OtherCounts: type[OtherCountsFormSet] = forms.formset_factory(  # type: ignore[assignment]
    OtherCount, formset=OtherCountsFormSet, extra=3, max_num=80, absolute_max=100
)


def uncommon(activity: Activity) -> list[dict[str, Any]]:
    """The counts of a visit that have no box of their own."""
    rows = [row for row in activity.group_counts.all() if (row.group, row.age_band) not in COMMON]
    return [{"group": row.group, "age_band": row.age_band, "people": row.people} for row in rows]


def _row(form: OtherCount) -> tuple[str, str] | None:
    facts = getattr(form, "cleaned_data", {})
    if not facts.get("group") or facts.get("people") is None:
        return None
    return facts["group"], facts["age_band"]


def _name(group: str, band: str) -> str:
    return f"count-{group}-{band}"


def _no_address(form: forms.Form, activity: Activity, texts: dict[str, str]) -> None:
    found = home_problems(
        kind=activity.kind, place_type=activity.place_type, setting=None, place_name="", hosted_by="", texts=texts
    )
    for name, problem in found.items():
        if name in form.fields and name not in form.errors:
            form.add_error(name, problem)


class CancelForm(forms.Form):
    """Why a visit is off."""

    because = forms.CharField(
        label="Why is it off?",
        max_length=300,
        help_text="The team sees this. No names of children or families.",
        error_messages={"required": "Say why the visit is off. The people who were expecting us may ask."},
    )


class ThankForm(forms.Form):
    """When and how the host was thanked."""

    on = forms.DateField(
        label="Day you thanked them",
        widget=forms.DateInput,
        validators=[sensible_day, day_that_has_come],
        error_messages={"required": "Enter the day you thanked them.", "invalid": "Enter a day such as 12/05/2026."},
    )
    words = forms.CharField(
        label="What you said",
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text="Change these words as you like. Heard keeps them; you send them yourself.",
        error_messages={"required": "Write what you said to them."},
    )

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        self.activity = activity
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Thanks come after the visit, and hold no address."""
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        if "on" in facts and facts["on"] < self.activity.starts_on:
            self.add_error("on", f"This is before the visit on {self.activity.when}. Check the day.")
        _no_address(self, self.activity, {"words": facts.get("words", "")})
        return facts


class NewsForm(forms.Form):
    """Something to tell people that was not an occasion."""

    happened_on = forms.DateField(
        label="Day",
        widget=forms.DateInput,
        validators=[sensible_day],
        error_messages={"required": "Enter the day.", "invalid": "Enter a day such as 12/05/2026."},
    )
    words = forms.CharField(
        label="What is the news?",
        max_length=TeamNews._meta.get_field("words").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example: a new colleague, a launch, a plan that was agreed. No names of children or families.",
        error_messages={"required": "Write the news."},
    )


def everything_is_valid(things: Iterable[Any]) -> bool:
    """Check every form, so that all that is wrong shows at once."""
    checked = [thing.is_valid() for thing in things]
    return all(checked)
