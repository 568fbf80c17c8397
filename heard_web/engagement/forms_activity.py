"""What someone types about a visit: what it is, what happened, why it is off, and the thanks."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.db.models import Q
from django.forms.boundfield import BoundField
from django.utils import timezone

from heard.codes import ActivityKind, Method, Phase, PlaceType
from heard_web.design.fields import RowsField
from heard_web.design.forms import HintedRadios
from heard_web.engagement.actions import AHEAD
from heard_web.engagement.forms_naming import FormThatNames
from heard_web.engagement.forms_setting import in_full
from heard_web.engagement.homes import home_problems
from heard_web.engagement.models import Activity, ActivityStatus, Purpose, Question, suggested_title
from heard_web.people.models import Role, User
from heard_web.places.models import Setting

YEARS_AHEAD = 5
PLACE_OF_KIND = {
    ActivityKind.SCHOOL_VISIT: PlaceType.SCHOOL,
    ActivityKind.HOME_VISIT: PlaceType.HOME,
    ActivityKind.FAMILY_HUB_VISIT: PlaceType.FAMILY_HUB,
    ActivityKind.NURSERY_SESSION: PlaceType.NURSERY,
    ActivityKind.ONLINE_SESSION: PlaceType.ONLINE,
    ActivityKind.SOCIAL_MEDIA: PlaceType.ONLINE,
    ActivityKind.SURVEY: PlaceType.ONLINE,
}
PLACE_OF_PHASE = {
    Phase.NURSERY: PlaceType.NURSERY,
    Phase.EARLY_YEARS: PlaceType.NURSERY,
    Phase.FURTHER: PlaceType.COLLEGE,
}


def sensible_day(day: datetime.date) -> None:
    """Refuse a day that can only be a slip of the finger."""
    last = timezone.localdate().year + YEARS_AHEAD
    if not 2000 <= day.year <= last:
        raise forms.ValidationError(f"The year {day.year} looks wrong. Enter one from 2000 to {last}.")


def day_that_has_come(day: datetime.date) -> None:
    """Refuse a day that has not come yet."""
    if day > timezone.localdate():
        raise forms.ValidationError("This day has not come yet. Check the date.")


class ActivityForm(FormThatNames):
    """The facts of a visit. What is rarely needed stands in `more`, out of the way."""

    show_optional = False
    field_order = (
        "kind",
        "starts_on",
        "setting",
        "place_name",
        "may_name_setting",
        "place_type",
        "status",
        "purpose",
        "asked_before",
        "questions",
    )
    more: tuple[str, ...] = (
        "title", "methods", "start_time", "end_time", "hosted_by", "public_line", "facilitators", "notes",
    )  # fmt: skip

    kind = forms.ChoiceField(
        label="What kind of occasion",
        choices=[("", "Choose one"), *ActivityKind.choices()],
        error_messages={"required": "Choose what kind of occasion it is."},
    )
    starts_on = forms.DateField(
        label="Day",
        widget=forms.DateInput,
        validators=[sensible_day],
        error_messages={"required": "Enter the day.", "invalid": "Enter a day such as 12 May 2026 as 12/05/2026."},
    )
    place_type = forms.ChoiceField(
        label="Kind of place",
        required=False,
        choices=[("", "As the kind of occasion says"), *PlaceType.choices()],
    )
    place_name = forms.CharField(
        label="Or the name of the place",
        max_length=200,
        required=False,
        help_text="For a café, a library or a hall. For a home, leave this and the box above empty: we keep no address.",
    )
    purpose = forms.ModelChoiceField(
        Purpose.objects.none(), label="What it is for", required=False, empty_label="No purpose chosen yet"
    )
    asked_before = RowsField(
        Question.objects.none(),
        label="Questions you have asked before",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    questions = forms.CharField(
        label="What you will ask, or asked",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One question on each line.",
    )
    status = forms.ChoiceField(
        label="How far is it?",
        choices=[
            (ActivityStatus.PLANNED, "Planned"),
            (ActivityStatus.BOOKED, "Booked"),
            (ActivityStatus.HELD, "It has happened"),
        ],
        widget=HintedRadios(
            hints={
                ActivityStatus.PLANNED: "We mean to go.",
                ActivityStatus.BOOKED: "The host has agreed.",
                ActivityStatus.HELD: "Next you say who came.",
            }
        ),
        error_messages={"required": "Choose how far it is."},
    )
    title = forms.CharField(
        label="Name for it",
        max_length=200,
        required=False,
        help_text="Leave this empty and we name it after the kind and the place.",
    )
    methods = forms.MultipleChoiceField(
        label="How people take part", required=False, choices=Method.choices(), widget=forms.CheckboxSelectMultiple
    )
    start_time = forms.TimeField(
        label="Starts at",
        required=False,
        widget=forms.TimeInput,
        error_messages={"invalid": "Enter a time such as 13:30."},
    )
    end_time = forms.TimeField(
        label="Ends at",
        required=False,
        widget=forms.TimeInput,
        error_messages={"invalid": "Enter a time such as 15:00."},
    )
    hosted_by = forms.CharField(
        label="Who hosts us",
        max_length=200,
        required=False,
        help_text="A role is enough, such as the school’s inclusion lead.",
    )
    public_line = forms.CharField(
        label="One line for the monthly update",
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Anybody may read this. No names of children or families.",
    )
    facilitators = RowsField(
        User.objects.none(), label="Who from the team goes", required=False, widget=forms.CheckboxSelectMultiple
    )
    notes = forms.CharField(
        label="Notes for the team",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Never published. No names of children or families.",
    )

    def __init__(self, *args: Any, user: User, activity: Activity | None = None, **kwargs: Any) -> None:
        self.activity, self.user = activity, user
        asked = Question.objects.asked_at(activity) if activity else []
        others = Question.objects.asked_lately_by(user.organisation_id).exclude(pk__in=[row.pk for row in asked])
        lately = [row.pk for row in others[:6]]
        kwargs["initial"] = {**_written(activity, user, asked), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        if activity is not None:
            self.more = self.more[1:]  # the title is there to be seen once there is one
        may_go = Q(
            organisation=user.organisation_id, is_active=True, role__in=[role for role in Role if role.may_record()]
        )
        may_go |= Q(pk__in=self.initial["facilitators"])
        self._offer("purpose", Purpose.objects.visible_to(user))
        self._offer("asked_before", Question.objects.filter(pk__in=lately))
        self._offer("facilitators", User.objects.filter(may_go))
        if not lately:
            del self.fields["asked_before"]
        if activity is not None and activity.status not in AHEAD:
            del self.fields["status"]
        elif activity is not None:
            self.fields["status"].choices = self.fields["status"].choices[:2]  # type: ignore[attr-defined]

    def _offer(self, name: str, rows: Any) -> None:
        self.fields[name].queryset = rows  # type: ignore[attr-defined]

    @property
    def first_fields(self) -> list[BoundField]:
        """What is asked of everyone."""
        return [field for field in self.visible_fields() if field.name not in self.more]

    @property
    def more_fields(self) -> list[BoundField]:
        """What is rarely needed."""
        return [self[name] for name in self.more]

    @property
    def more_is_open(self) -> bool:
        """Whether something in `more` is filled in or wrong, so that nothing typed hides."""
        return any(self[name].errors or (name != "facilitators" and self[name].value()) for name in self.more)

    def clean_questions(self) -> list[str]:
        """The questions, one for each line."""
        lines = [line.strip() for line in self.cleaned_data["questions"].splitlines() if line.strip()]
        for number, line in enumerate(lines, start=1):
            if len(line) > 300:
                raise forms.ValidationError(f"Question {number} has {len(line)} letters. Keep each under 300.")
        return lines

    def clean(self) -> dict[str, Any]:
        """Work out what was left to us, then check the visit as a whole."""
        facts = super().clean()
        self._work_out_the_place(facts)
        start, end = facts.get("start_time"), facts.get("end_time")
        if start and end and end <= start:
            self.add_error("end_time", f"It ends at {end:%H:%M}, but starts at {start:%H:%M}. Check both times.")
        if (
            facts.get("status") == ActivityStatus.HELD
            and facts.get("starts_on", timezone.localdate()) > timezone.localdate()
        ):
            self.add_error("starts_on", "This day has not come yet, so it cannot have happened. Check the day.")
        texts = {name: str(facts.get(name, "")) for name in ("title", "notes", "public_line")}
        problems = home_problems(
            kind=facts.get("kind", ""), place_type=facts.get("place_type", ""), setting=facts.get("setting"),
            place_name=facts.get("place_name", ""), hosted_by=facts.get("hosted_by", ""),
            texts={**texts, "questions": "\n".join(facts.get("questions", []))},
        )  # fmt: skip
        for name, problem in problems.items():
            if name not in self.errors:
                self.add_error(name, problem)
        return facts

    def _work_out_the_place(self, facts: dict[str, Any]) -> None:
        if facts.get("place_type") or not facts.get("kind"):
            return
        found = PLACE_OF_KIND.get(ActivityKind(facts["kind"]))
        if not found and self.chosen_setting:
            found = PLACE_OF_PHASE.get(Phase(self.chosen_setting.phase or Phase.PRIMARY), PlaceType.SCHOOL)
        if found:
            facts["place_type"] = found.value
        elif "setting_choice" not in self.errors:
            self.add_error("place_type", "Choose the kind of place.")

    def facts(self) -> dict[str, Any]:
        """What was said, as the actions `plan` and `change` take it."""
        given = {
            name: value for name, value in self.cleaned_data.items() if name not in ("asked_before", "setting_choice")
        }
        before = [row.words for row in self.cleaned_data.get("asked_before", [])]
        given["questions"] = [*given["questions"], *before] if self.activity else [*before, *given["questions"]]
        given["setting"] = self.chosen_setting
        where = self.chosen_setting.name if self.chosen_setting else given["place_name"]
        given["title"] = given["title"] or suggested_title(given["kind"], where)
        return given


def _written(activity: Activity | None, user: User, asked: list[Question]) -> dict[str, Any]:
    """What the form starts from: the visit as it is, or a new one today."""
    if activity is None:
        return {"starts_on": timezone.localdate(), "status": ActivityStatus.PLANNED, "facilitators": [user.pk]}
    setting: Setting | None = activity.setting
    return {
        **{name: getattr(activity, name) for name in ActivityForm.base_fields if hasattr(activity, name)},
        "setting": in_full(setting) if setting else "",
        "purpose": activity.purpose_id,
        "facilitators": [person.pk for person in activity.facilitators.all()],
        "questions": "\n".join(row.words for row in asked),
    }
