"""What someone types about a purpose, and how they narrow a list of visits."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms

from heard.codes import ActivityKind, PlaceType
from heard_web.engagement.models import Activity, ActivityQuerySet, ActivityStatus, Level, Purpose
from heard_web.people.models import DecisionBody, User

DAY = {"required": "Enter the day.", "invalid": "Enter a day such as 12/05/2026."}


class PurposeForm(forms.Form):
    """Why we ask, what it will inform, and what people are promised."""

    groups = [
        ("Why we ask", ["question", "decision_informed", "level", "set_on"]),
        ("Who decides, and when", ["body", "decision_due_on"]),
        ("What we promise people", ["giveback_promise", "giveback_due_on"]),
        ("What can and cannot change", ["in_scope", "out_of_scope"]),
    ]

    question = forms.CharField(
        label="What do we want to find out?",
        max_length=300,
        help_text="For example: what would make the school day easier?",
        error_messages={"required": "Write what you want to find out."},
    )
    decision_informed = forms.CharField(
        label="What will the answers inform?",
        max_length=300,
        help_text="The plan, the budget or the decision that can still change.",
        error_messages={"required": "Write what the answers will inform. If nothing can change, do not ask people."},
    )
    level = forms.ChoiceField(
        label="How far does it reach?", choices=Level.choices, initial=Level.STRATEGIC, widget=forms.RadioSelect
    )
    set_on = forms.DateField(label="Day this was agreed", widget=forms.DateInput, error_messages=DAY)
    body = forms.ModelChoiceField(
        DecisionBody.objects.all(), label="Who decides", required=False, empty_label="Not known yet"
    )
    decision_due_on = forms.DateField(
        label="They decide by", required=False, widget=forms.DateInput, error_messages=DAY
    )
    giveback_promise = forms.CharField(
        label="How will we tell people what came of it?",
        max_length=300,
        required=False,
        help_text="For example: we come back to each school and show what changed.",
    )
    giveback_due_on = forms.DateField(label="By when", required=False, widget=forms.DateInput, error_messages=DAY)
    in_scope = forms.CharField(label="What can change", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    out_of_scope = forms.CharField(label="What cannot change", required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, purpose: Purpose | None = None, **kwargs: Any) -> None:
        if purpose is not None:
            names = type(self).base_fields
            kwargs["initial"] = {name: getattr(purpose, name) for name in names} | {"body": purpose.body_id}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """A promise needs both its words and its day; nothing is due before it was agreed."""
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        if facts.get("giveback_due_on") and not facts.get("giveback_promise") and "giveback_promise" not in self.errors:
            self.add_error("giveback_promise", "Write what you promise people by that day, or clear the day.")
        set_on = facts.get("set_on")
        for name in ("decision_due_on", "giveback_due_on"):
            if set_on and facts.get(name) and facts[name] < set_on:
                self.add_error(name, f"This is before the day it was agreed, {set_on:%d/%m/%Y}. Check both days.")
        return facts


class ActivityFilter(forms.Form):
    """Narrows the list of visits. What is not understood is left out, never an error page."""

    month = forms.ChoiceField(label="Month", required=False)
    kind = forms.ChoiceField(label="Kind", required=False, choices=[("", "Every kind"), *ActivityKind.choices()])
    status = forms.ChoiceField(
        label="How far",
        required=False,
        choices=[
            ("", "All"),
            *ActivityStatus.choices,
            ("to_write_up", "Not written up yet"),
            ("to_thank", "Host not thanked yet"),
        ],
    )
    place_type = forms.ChoiceField(
        label="Kind of place", required=False, choices=[("", "Every place"), *PlaceType.choices()]
    )
    purpose = forms.ModelChoiceField(
        Purpose.objects.none(), label="Purpose", required=False, empty_label="Every purpose"
    )
    setting = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = Activity.objects.visible_to(user).dates("starts_on", "month", order="DESC")
        self.fields["month"].choices = [  # type: ignore[attr-defined]
            ("", "Every month"),
            *((f"{day:%Y-%m}", f"{day:%B %Y}") for day in months),
        ]
        self.fields["purpose"].queryset = Purpose.objects.visible_to(user)  # type: ignore[attr-defined]

    def narrow(self, rows: ActivityQuerySet, today: datetime.date) -> ActivityQuerySet:
        """The rows that match what was chosen."""
        self.is_valid()
        chosen = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        if month := chosen.pop("month", None):
            rows = rows.in_month(*map(int, month.split("-")))
        if (status := chosen.get("status")) in ("to_write_up", "to_thank"):
            del chosen["status"]
            rows = rows.to_thank() if status == "to_thank" else rows.to_write_up(today)
        return rows.filter(**chosen)
